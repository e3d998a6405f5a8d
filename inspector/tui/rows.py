"""Judged records in, rows out: what the list shows of a record.

A row is made when somebody looks, or once and kept where its record cannot be read again.  A span
has no bytes of its own: its row holds the line of the request that carried it, which the rows of
one request share.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from inspector.model import (
    Event,
    Export,
    Finding,
    Judged,
    Line,
    Pairs,
    Payload,
    Problem,
    Record,
    Remark,
    Request,
    Span,
    Value,
)  # fmt: skip
from inspector.safe import Safe, safe
from inspector.tui.cells import Flag
from inspector.tui.clock import NO_TIME, arrival, instant_of, time_of
from inspector.tui.numbers import Runs, run_named
from inspector.tui.values import shown
from inspector.tui.values import written as spelled
from inspector.tui.words import count, say

FLAGGED = frozenset({"violation", "review", "unreadable"})
"""What a person should look at."""
NONE = Safe("-")
_NO_TYPE = Safe("(no type)")
NOTHING = Safe("")
REMARKS: dict[str, Safe] = {
    "start-exporter": Safe("telemetry is on"),
    "start-event": Safe("about to send"),
    "bad-extra": Safe("extra attribute refused"),
    "project-id": Safe("project id made"),
    "no-project-id": Safe("no project id"),
    "error": Safe("error"),
    "shutdown": Safe("shutting down"),
    "foreign": Safe("not telemetry"),
    "blank": Safe("blank line"),
}
_TELLING = frozenset({"foreign", "error", "bad-extra", "no-project-id"})
"""Remarks that hold text of their own."""


class Partner(NamedTuple):
    """The other side of an event: a record of the log, or a span of a request, or none."""

    line: Line | None
    """Of the logged event, or of the request that carried the span; None where there is none."""
    place: int = 0
    """Of a span: how many others stand before it in its request."""
    alike: bool = True
    """False where the comparison found something."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; a divider (rotation, truncation, gap) has no record."""

    flag: Flag
    type: Safe
    time: Safe = NO_TIME
    run: Safe = NONE
    command: Safe = NOTHING
    summary: Safe = NOTHING
    line: Line | None = None
    remark: bool = False
    findings: tuple[Finding, ...] = ()
    carrier: Line | None = None
    """Of a span: the saved request that carried it."""
    place: int = 0
    """Of a span: how many others stand before it in that request."""
    text: bytes = b""
    """What a request or a span says, where the bytes of the line are packed."""
    partner: Partner | None = None
    """Of an event whose log was compared with its requests: where it stands on the other side."""
    at: int | None = None
    """When it was written or made, in Unix milliseconds, as far as that is known."""
    identifies: bool = False
    """It holds a documented identifier that stays the same."""

    @property
    def raw(self) -> bytes:
        """What a search looks through: the bytes of the record, or what was packed in them."""
        return self.text or (self.line.data if self.line else b"")

    @property
    def size(self) -> int:
        """Bytes that are kept for this row alone."""
        return len(self.text) + (len(self.line.data) if self.line else 0)

    @property
    def flagged(self) -> bool:
        """Tell whether a person should look: a violation, something to review, or unreadable."""
        return self.flag in FLAGGED

    @property
    def disagrees(self) -> bool:
        """Tell whether a comparison found something of this very row."""
        found = any(finding.rule.startswith("wire/") for finding in self.findings)
        return self.partner is not None and not self.partner.alike and found


def divider(title: Safe, text: Safe) -> Row:
    """Make a row that says what happened to the file between two records; `text` says all of it."""
    return Row("divider", title, summary=text)


class Rows:
    """Makes rows; the records of an input come in their order."""

    def __init__(self, name: Callable[[int], Safe] = run_named) -> None:
        self._numbers, self._name = Runs(), name
        self._carrier: Line | None = None
        self._spans = 0

    @property
    def runs(self) -> int:
        """How many runs appeared."""
        return len(self._numbers)

    def number(self, judged: Judged) -> int:
        """Give the number of a record's run."""
        return self._numbers.number(text_at(judged.event, "executionID"))

    def make(self, judged: Judged) -> Row:
        """Make the row of one record."""
        line = judged.record.line
        row = lay_out(judged, self._name(self.number(judged)))
        if line.start < line.end:
            self._carrier = line if isinstance(judged.record.content, Export) else None
            self._spans = 0
            return row
        row = replace(row, carrier=self._carrier, place=self._spans)
        self._spans += 1
        return row


def lay_out(judged: Judged, run: Safe) -> Row:
    """Make the row of a record on its own; `run` is what its run is called."""
    return replace(_laid_out(judged, run), at=instant_of(judged))


def _laid_out(judged: Judged, run: Safe) -> Row:
    record, event = judged.record, judged.event
    line, found = record.line, judged.findings
    time = time_of(record, event)
    match record.content:
        case Problem(reason, detail):
            kind, said = Safe(f"({reason})"), Safe(detail)
            command, at = _asked(record)
            time = time if at is None else at
            return Row("unreadable", kind, time, NONE, command, said, line, findings=found)
        case Remark(what, text):
            flag: Flag = judged.level or "remark"
            said = safe(text, 200) if what in _TELLING else Safe("")
            kind = REMARKS[what]
            return Row(flag, kind, time, summary=said, line=line, remark=True, findings=found)
        case Export() as export:
            return _request(judged, export, time)
        case Payload():
            return _event(judged, time, run)


def _event(judged: Judged, time: Safe, run: Safe) -> Row:
    event = judged.event
    return Row(
        flag=judged.level or "ok",
        type=type_of(event),
        time=time,
        run=run,
        command=command_of(event),
        summary=_summary(judged),
        line=judged.record.line,
        findings=judged.findings,
        text=_said(judged.record.content),
        identifies=identifies(event),
    )


def type_of(event: Event | None) -> Safe:
    """Name the type of an event, as the list does."""
    return _same(safe(event.type, 60)) if event and event.type else _NO_TYPE


def command_of(event: Event | None) -> Safe:
    """Give the command of an event, as the list does."""
    command = text_at(event, "command")
    return _same(safe(command, 80)) if command else NONE


def identifies(event: Event | None) -> bool:
    """Tell whether an event holds a documented identifier that stays the same."""
    return event is not None and any(map(_pseudonymous, event.values))


def _request(judged: Judged, export: Export, time: Safe) -> Row:
    """A request is no event: it is shown among the remarks, or for what was found in it."""
    request, spans = export.request, sum(1 for _ in export.spans)
    parts = [count(len(request.body), "byte", "bytes")]
    if encoding := request.header("content-encoding"):
        parts.append(safe(encoding, 20))
    named = _named(judged)
    return Row(
        flag=judged.level or "remark",
        type=say("request: {}", count(spans, "span", "spans")),
        time=time,
        command=addressed(request),
        summary=Safe(" · ".join([*([named] if named else []), *parts])),
        line=judged.record.line,
        remark=True,
        findings=judged.findings,
        text=_said(export),
    )


def addressed(request: Request) -> Safe:
    """Method and path, of a long path only its end: an endpoint's own path begins with a token."""
    path = request.path
    return safe(f"{request.method} {path if len(path) <= 40 else f'…{path[-10:]}'}", 60)


def _asked(record: Record) -> tuple[Safe, Safe | None]:
    """What was asked of the endpoint, and when, where it refused or the body cannot be read."""
    from inspector.tui.wire.kept import request_of  # noqa: PLC0415  # behind the first paint

    request = request_of(record)
    return (addressed(request), arrival(request)) if request else (NOTHING, None)


def _said(content: object) -> bytes:
    """Spell out what a search should find in a request or a span."""
    match content:
        case Export(request, resources):
            said = [f"{request.method} {request.path}", *map(": ".join, request.headers)]
            said += [part for resource in resources for part in _spelled(resource.attributes)]
            said += [scope.name for resource in resources for scope in resource.scopes]
        case Payload(span=Span() as span):
            said = [span.name, spelled(span.envelope), *_spelled(span.attributes)]
        case _:
            return b""
    return "\n".join(said).encode("utf-8", "replace")


def _spelled(pairs: Pairs) -> list[str]:
    return [f"{key}={value if isinstance(value, str) else spelled(value)}" for key, value in pairs]


def _pseudonymous(value: Value) -> bool:
    return value.doc is not None and value.doc.privacy == "pseudonymous"


def _same(text: Safe) -> Safe:
    """One object for texts that repeat in every row."""
    return Safe(sys.intern(text))


def text_at(event: Event | None, path: str) -> str | None:
    """Give the text of a field of an event."""
    for value in event.values if event else ():
        if value.path == path and isinstance(value.value, str):
            return value.value
    return None


def _summary(judged: Judged) -> Safe:
    """Say what is wrong first; else the fields that only this type of event has."""
    named = _named(judged)
    if named:
        return named
    event = judged.event
    values = event.values if event else ()
    own = [v for v in values if v.doc and v.doc.event and "[]" not in v.path]
    parts = (f"{safe(v.path.rpartition('.')[2], 24)}={shown(v.value, 24)}" for v in own[:4])
    return Safe(" ".join(parts))


def _named(judged: Judged) -> Safe | None:
    """Name the first of the worst findings; None where nothing needs a look."""
    level = judged.level
    if level is None or level == "note":
        return None
    named = [finding for finding in judged.findings if finding.level == level]
    more = f" (+{len(named) - 1})" if len(named) > 1 else ""
    first = named[0]
    slug = first.rule.partition("/")[2].replace("-", " ")
    return Safe(f"{slug}: {first.field}{more}" if first.field else f"{slug}{more}")
