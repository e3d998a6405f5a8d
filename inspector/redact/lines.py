"""Records in, the bytes of their redacted lines out: as many lines, each of the same kind."""

from __future__ import annotations

import re

from inspector.decode.frame import read_frame
from inspector.decode.messages import JSON_FIELDS, RAW_REMARK, SENT, raw_fields
from inspector.model import LINE_LIMIT, Export, Json, Payload, Problem, Record, Remark, gathered
from inspector.redact.body import Bodies
from inspector.redact.pseudonym import Pseudonyms
from inspector.redact.written import dump, quoted

_FIXED = frozenset({"start-exporter", "start-event", "project-id", "shutdown", "blank"})
_BAD_EXTRA = b"env with extra attribute "
_OBJECT = re.compile(rb"([\[ \t]*)\{.*\}([\], \t\r\n]*)\Z", re.DOTALL)
_ZONE = re.compile(
    rb"(:\d\d(?:\.\d{1,9})? )([+-]\d{4})(?: (?!(?:[A-Z]{1,5}|[+-]\d{2,4})(?: m=|\] ))[^\]\n]*?)"
    rb"((?: m=[+-][\d.]+)?\] Telemetry: )"
)
_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)


class Saved(Exception):  # noqa: N818  # said of an input
    """The input holds saved requests: their bodies are binary, and no line of a log."""


class Redaction:
    """Redacts the records of one input."""

    def __init__(self, bodies: Bodies, pseudonyms: Pseudonyms) -> None:
        self._bodies, self._names = bodies, pseudonyms

    def record(self, record: Record) -> bytes:
        """Give the bytes that stand in the place of a record; raises `Saved`."""
        line = record.line
        match record.content:
            case Export():
                raise Saved
            case Payload(span=span) if span is not None:
                raise Saved
            case Payload():
                data = self._event(record, record.content)
            case Remark():
                data = self._remark(record, record.content)
            case Problem():
                data = self._problem(record, record.content)
        if not line.digest and not data.endswith(b"\r"):
            data += _returns(line.data)
        ended = line.digest is None and line.end - line.start > len(line.data)
        return data + (b"\n" if ended or (line.digest and line.complete) else b"")

    # --- events ---

    def _event(self, record: Record, payload: Payload) -> bytes:
        pairs = self._bodies.body(payload)
        match payload.form:
            case "werf-log" | "werf-stdout":
                return _logged(record, pairs)
            case "text":
                return _text(record, pairs)
            case "capture":
                wrapper = gathered([(key, self._wrapper(key, one))
                                    for key, one in (payload.wrapper or {}).items()
                                    if key != "comments"])  # fmt: skip
                return _object(record, {**wrapper, "wire": gathered(pairs)})
            case _:
                return _object(record, gathered(pairs))

    def _wrapper(self, key: str, value: Json) -> Json:
        timed = key == "captured_at" and isinstance(value, str) and _TIME.match(value)
        return value if timed else self._bodies.unknown(value)

    # --- everything else ---

    def _remark(self, record: Record, remark: Remark) -> bytes:
        data = record.line.data
        _frame, at = read_frame(data) or (None, 0)
        head, rest = _head(data[:at]), data[at:]
        if remark.kind in _FIXED:
            return head + rest
        if rest.startswith(_BAD_EXTRA):
            word = self._word(rest.rstrip(b"\r"))
            return head + _BAD_EXTRA + f"{quoted(word)} is not valid".encode()
        if raw := RAW_REMARK.match(rest):
            head, rest = head + raw[0], rest[raw.end() :]
        elif rest.startswith((b"Telemetry error: ", b"Telemetry: ")):
            lead = rest[: rest.index(b": ") + 2]
            head, rest = head + lead, rest[len(lead) :]
        return head + b"\n".join(map(self._row, rest.split(b"\n")))

    def _row(self, data: bytes) -> bytes:
        """Name a line of a text of many; how it ends stays."""
        returns = _returns(data)
        return self._word(data.removesuffix(returns)).encode() + returns

    def _word(self, data: bytes) -> str:
        """Name a text; an empty one, or one of spaces, stays empty."""
        return self._names.text(data.decode("utf-8", "surrogateescape")) if data.strip() else ""

    def _problem(self, record: Record, problem: Problem) -> bytes:
        """Write a line that is as unreadable, and for the same reason where that can be shown."""
        data = record.line.data
        word = self._word(record.line.digest.encode() if record.line.digest else data) or "redacted"
        read = read_frame(data)
        if record.line.digest:
            return b"{" + word.encode().ljust(LINE_LIMIT + 1, b".")
        if problem.reason == "nul":
            return b"\0" + word.encode()
        if problem.reason == "not-utf8":
            return b"\xff" + word.encode()
        if problem.reason == "torn-tail":
            return f'{word}", schemaVersion=2'.encode()
        if read:
            return _head(data[: read[1]]) + SENT + word.encode()
        if problem.reason == "broken-frame":
            return f"[1][{word}] Telemetry: ".encode()
        return b"\n".join(f'{{"{word}'.encode() for _ in range(record.line.count))


def _logged(record: Record, pairs: list[tuple[str, Json]]) -> bytes:
    """Write an event of the log: all but values, and names that no page lists, stays as it is."""
    data = record.line.data.rstrip(b"\r")
    at = data.index(SENT) + len(SENT)
    out = [_head(data[:at])]
    for (name, old, start), (key, value) in zip(raw_fields(data, at), pairs, strict=True):
        between = data[at : start - len(name) - 1]
        out += (between, _named(name, key), b"=", _field(name, old, value))
        at = start + len(old)
    return b"".join([*out, data[at:]])


def _head(head: bytes) -> bytes:
    """Keep a frame; a zone that is no word of a clock gives way to the digits before it."""
    return _ZONE.sub(rb"\1\2 \2\3", head)


def _named(name: str, key: str) -> bytes:
    """Name a field of the log: without a dash, which ends a name; what holds JSON is told by it."""
    return name.encode() if name in JSON_FIELDS else key.replace("-", "_").encode()


def _returns(data: bytes) -> bytes:
    """Give the carriage returns at the end of a line."""
    return data[len(data.rstrip(b"\r")) :]


def _field(name: str, old: bytes, value: Json) -> bytes:
    if old[:1] != b'"':
        return str(value).encode() if type(value) is int else old
    text = dump(value) if name in JSON_FIELDS else str(value)
    return quoted(text).encode()


def _text(record: Record, pairs: list[tuple[str, Json]]) -> bytes:
    """Write an event in the text form of the page of 2022-07, a field to a line or all in one."""
    gap = b"\n" if b"\n" in record.line.data else b" "
    return gap.join(_named(key, key) + f"={_shown(value)}".encode() for key, value in pairs)


def _shown(value: Json) -> str:
    return quoted(value) if isinstance(value, str) else dump(value)


def _object(record: Record, body: dict[str, Json]) -> bytes:
    """Write an object on as many lines as before, with what stood around it."""
    around = _OBJECT.match(record.line.data)
    before, after = around.groups() if around else (b"", b"")
    lines = record.line.data.count(b"\n") - before.count(b"\n") - after.count(b"\n")
    return bytes(before) + dump(body, "\n" * lines).encode() + bytes(after)
