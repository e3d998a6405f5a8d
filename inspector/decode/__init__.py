"""Lines in, records out: what a line says, whatever wrote it, and why not where it cannot be read.

Known forms: the werf log since v1.2.128, werf's standard output of v1.2.122 to v1.2.127, JSON (one
object per line or pretty-printed, with ``//`` comments), the ``name=value`` text of werf's page of
2022-07, captures that wrap a request body (``{"captured_at": …, "wire": {…}}``), and requests that
the endpoint kept, each followed by a record for every span it carries.  Other UTF-8
text is a foreign remark.  What begins like a record and cannot be read is a `Problem`, never less.
"""

from __future__ import annotations

import re
from dataclasses import replace

from inspector.decode.frame import BROKEN, LEAD, MARK, read_frame
from inspector.decode.join import Joiner
from inspector.decode.messages import REASONS, TAIL, problem, read_fields, read_message
from inspector.decode.quote import QuoteError, unquote
from inspector.decode.requests import carried, is_request, read_request
from inspector.decode.values import JsonError, comments, value, without_comments
from inspector.lines import Splitter
from inspector.model import (
    Export,
    Frame,
    Json,
    Line,
    Payload,
    Problem,
    Record,
    Remark,
    Repeated,
    gathered,
)

__all__ = ["REASONS", "Decoder", "decode"]

_LEAD = re.compile(LEAD)
_STDOUT = b"Telemetry: "
_STDOUT_ERROR = b"Telemetry error: "
_NAMED = re.compile(rb"([A-Za-z_]\w*)=")
_MEMBER = re.compile(rb'\\?"[^"\\]{1,80}\\?"\s*:')
_CLOSING = re.compile(rb'"\s*(?:,\s*"\w+"\s*:\s*\d+\s*)?\}\s*\Z')
"""How a JSON object ends whose beginning was lost, a saved request among them."""
_CAPTURE = frozenset({"captured_at", "target", "request_line", "headers", "command", "wire"})


class Decoder:
    """Bytes in, records out; the records do not depend on how the bytes were cut into chunks."""

    def __init__(self) -> None:
        self._splitter = Splitter()
        self._joiner = Joiner(lambda line: decode(line).kind != "unreadable")
        self._at = 0

    @property
    def held(self) -> int:
        """Bytes that are in no record yet: an open line, or lines that may go on."""
        return self._splitter.held + self._joiner.held

    def feed(self, data: bytes) -> list[Record]:
        """Take the next bytes of the input; give the records that they complete."""
        return [record for line in self.lines(data) for record in self.take(line)]

    def lines(self, data: bytes) -> list[Line]:
        """Take the next bytes; give the lines that they complete, each for `take` or `skip`."""
        return self._splitter.feed(data)

    def take(self, line: Line) -> list[Record]:
        """Take the next line; give the records that it completes."""
        return self._account(self._joiner.push(line))

    @property
    def between(self) -> bool:
        """Whether the next line cannot belong to a record that is open."""
        return not self._joiner.held

    def skip(self, line: Line) -> None:
        """Pass over a line, `between` records, that somebody else has read."""
        if line.start != self._at:
            raise AssertionError(f"bytes {self._at} to {line.start} are in no record")
        self._at = line.end

    def end(self) -> list[Record]:
        """Close the input: everything that is held becomes records."""
        parts = [part for line in self._splitter.end() for part in self._joiner.push(line)]
        return self._account(parts + self._joiner.end())

    def _account(self, lines: list[Line]) -> list[Record]:
        records: list[Record] = []
        for line in lines:
            if line.start != self._at:  # the ledger: a gap would be a record dropped in silence
                raise AssertionError(f"bytes {self._at} to {line.start} are in no record")
            self._at = line.end
            record = decode(line)
            records += (record, *carried(record))
        return records


def decode(line: Line) -> Record:
    """Read one record; never fails, for what cannot be read is a record with a problem."""
    skipped = _LEAD.match(line.data).end()  # type: ignore[union-attr]  # it can match nothing
    data = line.data[skipped:].rstrip(b"\r")
    flaw = _flaw(line)
    frame, at = read_frame(data) or (None, 0)
    content = flaw or _read(data, frame, at)
    if frame and line.cut and not flaw:
        content = problem("forged-or-torn", len(data))
    if isinstance(content, Problem) and content.at is not None and not flaw:
        content = replace(content, at=content.at + skipped)
    if isinstance(content, Problem) and not line.complete and not line.cut:
        content = replace(problem("partial"), at=content.at)
    return Record(line, content, frame)


def _flaw(line: Line) -> Problem | None:
    """Find what makes bytes unreadable before their form is looked at."""
    if line.digest:
        return problem("oversize")
    if (at := line.data.find(0)) >= 0:
        return problem("nul", at)
    if not line.data.isascii():
        try:
            line.data.decode()
        except UnicodeDecodeError as error:
            return problem("not-utf8", error.start)
    return None


def _read(data: bytes, frame: Frame | None, at: int) -> Payload | Remark | Problem | Export:
    if frame:
        return read_message(data, at, "werf-log")
    if BROKEN.match(data):
        return problem("broken-frame", 0)
    if data.lstrip(b"[ \t").startswith(b"{"):
        return _read_object(data)
    if data.startswith((_STDOUT, _STDOUT_ERROR)):
        return _read_stdout(data)
    if MARK in data:
        return problem("broken-frame", 0)
    if named := _NAMED.match(data):
        return _read_text(data, named[1] == b"ts")
    return _read_foreign(data)


def _read_foreign(data: bytes) -> Remark | Problem:
    """Read text of somebody else; a part of an event that lost its beginning is none."""
    if TAIL.search(data):
        return problem("torn-tail", 0)
    if _MEMBER.search(data) or _CLOSING.search(data):
        return problem("json-fragment", 0)
    return Remark("foreign" if data.strip() else "blank", data.decode())


def _read_stdout(data: bytes) -> Payload | Remark | Problem:
    """Read a line of v1.2.122 to v1.2.127, which had neither process id nor time."""
    if data.startswith(_STDOUT_ERROR):
        return Remark("error", data.decode())
    content = read_message(data, len(_STDOUT), "werf-stdout")
    if isinstance(content, Problem) and content.reason == "unknown-message":
        if data.startswith(b"Telemetry: unable to open local repo: "):
            return Remark("no-project-id", data.decode())
        return _read_foreign(data)
    return content


def _read_object(data: bytes) -> Payload | Problem | Export:
    """Read a JSON object; it may stand in an array, and comments may stand in it.

    What the comments say is kept beside it, as what a proxy wrote around a body is.
    """
    text = data.lstrip(b"[ \t").rstrip(b"], \t\r\n")
    said: dict[str, Json] = {}
    try:
        try:
            body = value(text)
        except JsonError as error:
            if b"//" not in text or error.reason != "bad-json":
                raise
            body = value(without_comments(text).rstrip(b"], \t\r\n"))
            said = {"comments": list(comments(text))}
    except JsonError as error:
        closed = text.endswith(b"}") or error.reason != "bad-json"
        return problem(error.reason if closed else "unclosed", error.at)
    if is_request(body):
        return read_request(body)
    wire = body.get("wire")
    wraps = len(body) > 1 and body.keys() <= _CAPTURE and not isinstance(body, Repeated)
    if isinstance(wire, dict) and wraps:
        around = {key: body[key] for key in body if key != "wire"}
        return Payload("capture", wire, around | said)
    return Payload("json", body, said or None)


def _read_text(data: bytes, begins: bool) -> Payload | Problem:  # noqa: FBT001  # one private caller
    """Read the text form of the page of 2022-07: a field per line, its quotes often unbalanced."""
    if not begins:
        return problem("not-a-record", 0)
    if b"\n" not in data:
        return read_fields(data, 0, "text")
    pairs: list[tuple[str, Json]] = []
    for row in data.split(b"\n"):
        name, _, text = row.strip().partition(b"=")
        try:
            pairs.append((name.decode(), _loose(text)))
        except JsonError as error:
            return problem(error.reason)
    return Payload("text", gathered(pairs))


def _loose(text: bytes) -> Json:
    """Read a value as that page prints it: quoted, bare, or JSON with a stray quotation mark."""
    try:
        plain = unquote(text)
    except QuoteError:
        plain = text.removeprefix(b'"').removesuffix(b'"')
        return value(plain)
    return value(plain) if plain[:1] == b"{" else plain.decode("utf-8", "surrogateescape")
