"""The message of a framed (or stdout-era) line in; an event's payload, a remark or a problem out.

Every text that werf ever logged is listed here, from its sources v1.2.122 to v3.2.0.  A message
that is none of them is unreadable rather than skipped: it may be an event in new words.
"""

from __future__ import annotations

import re

from inspector.decode.frame import second_frame
from inspector.decode.quote import QUOTED, QuoteError, unquote
from inspector.decode.values import JsonError, value
from inspector.model import Form, Json, Payload, Problem, Remark, RemarkKind, gathered

RAW_REMARK = re.compile(rb"(?:error: |unable to detect projectID: |unable to shutdown: )")
"""Remarks that end in text of the operating system, git or a server, which may hold newlines."""

_FIXED: dict[bytes, RemarkKind] = {
    b"start trace exporter": "start-exporter",
    b"start sending event": "start-event",
    b"calculate projectID based on repo origin url": "project-id",
    b"start shutdown": "shutdown",
    b"flush trace provider": "shutdown",
    b"shutdown trace exporter": "shutdown",
    b"shutdown trace provider": "shutdown",
    b"shutdown complete": "shutdown",
}
_BAD_EXTRA = re.compile(rb"env with extra attribute (" + QUOTED + rb") is not valid\Z")
SENT = b"sent event: "
TAIL = re.compile(rb"[\", ]schemaVersion=\d+\s*\Z")
"""How every event of the log ends."""
_FIELD = re.compile(rb"([A-Za-z]\w*)=(" + QUOTED + rb"|-?\d{1,20})(, | |\Z)")


def _layout(names: str, gap: bytes) -> re.Pattern[bytes]:
    """Compile what all releases of one style write: one match is three times as fast as nine."""
    fields = []
    for name in names.split():
        form = rb"-?\d{1,20}" if name in {"ts", "schemaVersion"} else QUOTED
        fields.append(b"%b=(?P<%b>%b)" % (name.encode(), name.encode(), form))
    return re.compile(gap.join(fields) + rb"\Z")


_LAYOUTS = (
    _layout(
        "ts executionID userID projectID command eventType eventData attributes schemaVersion",
        b", ",
    ),
    _layout("ts executionID projectID command attributes eventType eventData schemaVersion", b" "),
)
JSON_FIELDS = frozenset({"attributes", "eventData", "data"})
"""Fields whose string is JSON text of its own; `data` is eventData as v1.2.122 called it."""


REASONS: dict[str, str] = {
    "oversize": "The line is longer than 1 MiB; only its length and digest were kept.",
    "nul": "The line holds NUL bytes: a hole in the file, UTF-16 text, or binary data.",
    "not-utf8": "The line is not UTF-8 text.",
    "broken-frame": "The line begins like a werf record, but its process id and time do not parse.",
    "unknown-message": "werf is not known to write such a message; it may be cut off or new.",
    "forged-or-torn": "An event or a remark does not end where it should: torn, or forged.",
    "bad-json": "A part that should be JSON is not.",
    "too-deep": "JSON is nested more than 64 levels deep.",
    "bad-number": "JSON holds a number that no reader can keep (NaN, infinite, or over 32 digits).",
    "unclosed": "A JSON object begins here and never ends.",
    "bad-quoting": "A quoted string holds an escape that Go does not write.",
    "torn-tail": "The line is the end of an event whose beginning is missing.",
    "json-fragment": "The line holds members of a JSON object, but does not begin one.",
    "not-a-record": "The line begins with name=value like a record, but is none.",
    "refused": "The endpoint refused this request, so what it carried was not examined.",
    "bad-request": "A saved request lacks a part, or a part of it has the wrong form.",
    "bad-body": "The body of a request is not OTLP, or breaks a limit, so it was not examined.",
    "partial": "The input ends in the middle of a record.",
}
"""Why a record cannot be read; fixed words, each with the sentence that people see."""


def problem(reason: str, at: int | None = None) -> Problem:
    """Make a problem with the sentence of its reason."""
    return Problem(reason, REASONS[reason], at)


def read_message(data: bytes, start: int, form: Form) -> Payload | Remark | Problem:
    """Read the message that begins at byte `start` of a record that is valid UTF-8."""
    message = data[start:]
    if kind := _FIXED.get(message):
        return Remark(kind, message.decode())
    if message.startswith(SENT):
        return read_fields(data, start + len(SENT), form)
    if RAW_REMARK.match(message):
        if (at := second_frame(data, start)) > 0:
            return problem("forged-or-torn", at)
        missing = message.startswith(b"unable to detect")
        return Remark("no-project-id" if missing else "error", message.decode())
    if _BAD_EXTRA.match(message):
        return Remark("bad-extra", message.decode())
    return problem("unknown-message", start)


def read_fields(data: bytes, start: int, form: Form) -> Payload | Problem:
    """Read ``name=value`` fields, all of them, from byte `start` to the end of `data`.

    They are parted by a space (to v1.2.153) or by a comma and a space (since v1.2.154); an event
    ends with its `schemaVersion`, in v1.2.122 with its `data`.
    """
    pairs = _quickly(data, start)
    if pairs is None:
        pairs, stop = _loose(data, start)
        names = [name for name, _, _ in pairs]
        ends = names and names[0] == "ts" and names[-1] in {"schemaVersion", "data"}
        if stop < len(data) or not ends:
            return problem("forged-or-torn", stop)
    members: list[tuple[str, Json]] = []
    for name, text, at in pairs:
        try:
            members.append((name, _decode(name, text)))
        except QuoteError as error:
            return problem("bad-quoting", at + error.at)
        except JsonError as error:
            return problem(error.reason, at)
    return Payload(form, gathered(members))


Pairs = list[tuple[str, bytes, int]]
"""Name, value as it stands, and the byte where that begins."""


def raw_fields(data: bytes, start: int) -> Pairs:
    """Split the fields of an event that `read_fields` could read, as they stand."""
    return _quickly(data, start) or _loose(data, start)[0]


def _quickly(data: bytes, start: int) -> Pairs | None:
    found = (_known(match) for layout in _LAYOUTS if (match := layout.match(data, start)))
    return next(found, None)


def _known(match: re.Match[bytes]) -> Pairs:
    return [(name, text, match.start(name)) for name, text in match.groupdict().items()]


def _loose(data: bytes, start: int) -> tuple[Pairs, int]:
    """Read fields of any name and order; gives them and where reading stopped."""
    pairs: Pairs = []
    at, gap, last = start, b"", b", "
    while last and (match := _FIELD.match(data, at)):
        last = match[3]
        gap = gap or last
        if last not in {gap, b""}:
            break
        pairs.append((match[1].decode(), match[2], match.start(2)))
        at = match.end()
    return pairs, at - len(last) if at == len(data) else at


def _decode(name: str, text: bytes) -> Json:
    """Decode the value of one field: a bare integer, a string, or JSON text inside a string."""
    if text[:1] != b'"':
        return int(text)
    if name in JSON_FIELDS:
        return value(unquote(text))
    if b"\\" not in text:
        return text[1:-1].decode()
    return unquote(text).decode("utf-8", "surrogateescape")
