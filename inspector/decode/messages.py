"""The message of a framed (or stdout-era) line in; an event's payload, a remark or a problem out.

Every text that werf ever logged is listed here, from its sources v1.2.122 to v3.2.0.  A message
that is none of them is unreadable rather than skipped: it may be an event in new words.
"""

from __future__ import annotations

import re

from inspector.decode.quote import QUOTED, QuoteError, unquote
from inspector.decode.values import JsonError, value
from inspector.model import Form, Json, Payload, Problem, Remark, RemarkKind, Repeated

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
_SENT = b"sent event: "
_FIELD = re.compile(rb"([A-Za-z]\w*)=(" + QUOTED + rb"|-?\d{1,20})(, | |\Z)")
_JSON = frozenset({"attributes", "eventData", "data"})
"""Fields whose string is JSON text of its own; `data` is eventData as v1.2.122 called it."""


REASONS: dict[str, str] = {
    "oversize": "The line is longer than 1 MiB; only its length and digest were kept.",
    "nul": "The line holds NUL bytes: a hole in the file, UTF-16 text, or binary data.",
    "not-utf8": "The line is not UTF-8 text.",
    "broken-frame": "The line begins like a werf record, but its process id and time do not parse.",
    "unknown-message": "werf is not known to write such a message; it may be cut off or new.",
    "forged-or-torn": "A sent event does not end right after its last field: torn, or forged.",
    "bad-json": "A part that should be JSON is not.",
    "too-deep": "JSON is nested more than 64 levels deep.",
    "bad-number": "JSON holds a number that no reader can keep (NaN, infinite, or over 32 digits).",
    "unclosed": "A JSON object begins here and never ends.",
    "bad-quoting": "A quoted string holds an escape that Go does not write.",
    "torn-tail": "The line is the end of an event whose beginning is missing.",
    "not-a-record": "The line begins with name=value like a record, but is none.",
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
    if message.startswith(_SENT):
        return read_fields(data, start + len(_SENT), form)
    if RAW_REMARK.match(message):
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
    pairs: list[tuple[str, Json]] = []
    at, gap, last = start, b"", b""
    while match := _FIELD.match(data, at):
        name, text, last = match.group(1).decode(), match[2], match[3]
        gap = gap or last
        if last not in (gap, b""):
            break
        decoded = _decode(name, text, match.start(2))
        if isinstance(decoded, Problem):
            return decoded
        pairs.append((name, decoded[0]))
        at = match.end()
    names = [name for name, _ in pairs]
    if at < len(data) or last or names[:1] != ["ts"] or names[-1] not in ("schemaVersion", "data"):
        return problem("forged-or-torn", at)
    body = dict(pairs)
    return Payload(form, body if len(body) == len(pairs) else Repeated(pairs))


def _decode(name: str, text: bytes, at: int) -> tuple[Json] | Problem:
    """Decode the value of one field: a bare integer, a string, or JSON text inside a string."""
    if text[:1] != b'"':
        return (int(text),)
    try:
        plain = unquote(text)
        return (value(plain) if name in _JSON else plain.decode("utf-8", "surrogateescape"),)
    except QuoteError as error:
        return problem("bad-quoting", at + error.at)
    except JsonError as error:
        return problem(error.reason, at)
