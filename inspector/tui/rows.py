"""Judged records in, rows out: what the list shows of a record, and the bounded store of them.

A row is made in the reader's thread, once, so that the screen only cuts and paints it.  The store
keeps at most `LIMIT` records and `LIMIT_BYTES` of them; the oldest go first, the counters stay
exact.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from inspector.model import (
    Event,
    Finding,
    Json,
    Judged,
    Line,
    Payload,
    Problem,
    Record,
    Remark,
    members,
)  # fmt: skip
from inspector.safe import Safe, safe
from inspector.tui.cells import Flag

LIMIT = 200_000
LIMIT_BYTES = 256 << 20
TYPES = 100
"""Event types that the filter key steps through; a hostile log could name a million."""

_CLOCK = re.compile(r"\A\d{4,6}-\d\d-\d\d (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?")
_NO_TIME = Safe("--:--:--.---")
_NONE = Safe("-")
_EMPTY = Safe("")
_REMARKS: dict[str, Safe] = {
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


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; a divider (rotation, truncation, gap) has no record."""

    flag: Flag
    type: Safe
    time: Safe = _NO_TIME
    run: Safe = _NONE
    command: Safe = _EMPTY
    summary: Safe = _EMPTY
    line: Line | None = None
    remark: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def raw(self) -> bytes:
        """The bytes of the record, for a search."""
        return self.line.data if self.line else b""

    @property
    def flagged(self) -> bool:
        """Tell whether a person should look: a violation, something to review, or unreadable."""
        return self.flag in {"violation", "review", "unreadable"}

    @property
    def hidden(self) -> bool:
        """Tell whether only the view of all records shows it: a remark without findings."""
        return self.flag == "remark"


def divider(title: Safe, text: Safe) -> Row:
    """Make a row that says what happened to the file between two records; `text` says all of it."""
    return Row("divider", title, summary=text)


class Rows:
    """Makes rows; numbers the runs of an input in the order in which they appear."""

    def __init__(self) -> None:
        self._runs: dict[str, int] = {}

    @property
    def runs(self) -> int:
        """How many runs appeared."""
        return len(self._runs)

    def make(self, judged: Judged) -> Row:
        """Make the row of one record."""
        record, event = judged.record, judged.event
        line, found = record.line, judged.findings
        time = _time(record, event)
        match record.content:
            case Problem(reason, detail):
                kind = Safe(f"({reason})")
                return Row(
                    "unreadable", kind, time, summary=Safe(detail), line=line, findings=found
                )
            case Remark(what, text):
                flag: Flag = judged.level or "remark"
                said = safe(text, 200) if what in _TELLING else Safe("")
                kind = _REMARKS[what]
                return Row(flag, kind, time, summary=said, line=line, remark=True, findings=found)
            case Payload():
                return self._event(judged, time)

    def _event(self, judged: Judged, time: Safe) -> Row:
        event = judged.event
        command = _text(event, "command")
        return Row(
            flag=judged.level or "ok",
            type=_same(safe(event.type, 60)) if event and event.type else Safe("(no type)"),
            time=time,
            run=self._run(_text(event, "executionID")),
            command=_same(safe(command, 80)) if command else Safe("-"),
            summary=_summary(judged),
            line=judged.record.line,
            findings=judged.findings,
        )

    def _run(self, execution: str | None) -> Safe:
        if not execution:
            return Safe("-")
        if execution not in self._runs and len(self._runs) >= LIMIT:
            return Safe("r+")
        return Safe(f"r{self._runs.setdefault(execution, len(self._runs) + 1)}")


def _time(record: Record, event: Event | None) -> Safe:
    """The record's own clock: as the frame writes it, else the payload's time in UTC."""
    if record.frame and (clock := _CLOCK.match(record.frame.time)):
        return Safe(f"{clock[1]}.{(clock[2] or '').ljust(3, '0')[:3]}")
    for value in event.values if event else ():
        known = value.doc is not None and value.doc.time == "ms"
        if known and type(value.value) is int and 0 <= value.value < 1 << 43:
            second, milli = divmod(value.value, 1000)
            minute, second = divmod(second % 86_400, 60)
            return Safe(f"{minute // 60:02}:{minute % 60:02}:{second:02}.{milli // 10:02}Z")
    return _NO_TIME


def _same(text: Safe) -> Safe:
    """One object for texts that repeat in every row."""
    return Safe(sys.intern(text))


def _text(event: Event | None, path: str) -> str | None:
    for value in event.values if event else ():
        if value.path == path and isinstance(value.value, str):
            return value.value
    return None


def _summary(judged: Judged) -> Safe:
    """Say what is wrong first; else the fields that only this type of event has."""
    level = judged.level
    if level and level != "note":
        named = [finding for finding in judged.findings if finding.level == level]
        more = f" (+{len(named) - 1})" if len(named) > 1 else ""
        first = named[0]
        slug = first.rule.partition("/")[2].replace("-", " ")
        return Safe(f"{slug}: {first.field}{more}" if first.field else f"{slug}{more}")
    event = judged.event
    values = event.values if event else ()
    own = [v for v in values if v.doc and v.doc.event and "[]" not in v.path]
    parts = (f"{safe(v.path.rpartition('.')[2], 24)}={shown(v.value, 24)}" for v in own[:4])
    return Safe(" ".join(parts))


def shown(value: Json, limit: int = 2000) -> Safe:
    """Write a JSON value the way JSON does, made safe; strings without their quotation marks."""
    match value:
        case str():
            return safe(value, limit) if value else Safe('""')
        case _:
            return safe(_json(value), limit)


def _json(value: Json) -> str:
    """Write a container with every member, repeated keys included."""
    match value:
        case dict():
            return "{" + ", ".join(f'"{key}": {_json(v)}' for key, v in members(value)) + "}"
        case list():
            return "[" + ", ".join(_json(item) for item in value) + "]"
        case str():
            return f'"{value}"'
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case _:
            return repr(value)


@dataclass(slots=True)
class Log:
    """The rows of everything read, by number from 0; `first` is the oldest that is still kept."""

    first: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    """How many records have which flag, those no longer kept included."""
    types: dict[Safe, int] = field(default_factory=dict)
    _rows: list[Row] = field(default_factory=list)
    _bytes: int = 0

    @property
    def end(self) -> int:
        """The number after the newest row."""
        return self.first + len(self._rows)

    @property
    def events(self) -> int:
        """How many events were read."""
        return self.records - self.flags["unreadable"] - self.flags["remarks"]

    @property
    def records(self) -> int:
        """How many records were read."""
        return self.flags["records"]

    def __getitem__(self, number: int) -> Row:
        return self._rows[number - self.first]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every kept row with its number."""
        return enumerate(self._rows, self.first)

    def add(self, rows: Iterable[Row]) -> None:
        """Keep more rows; drops the oldest where the bounds are passed."""
        for row in rows:
            self._rows.append(row)
            self._bytes += len(row.raw)
            if row.line is not None:
                self._count(row)
        if len(self._rows) > LIMIT or self._bytes > LIMIT_BYTES:
            self._drop()

    def _count(self, row: Row) -> None:
        self.flags["records"] += 1
        self.flags[row.flag] += 1
        if row.remark:
            self.flags["remarks"] += 1
        elif row.flag != "unreadable" and (row.type in self.types or len(self.types) < TYPES):
            self.types[row.type] = self.types.get(row.type, 0) + 1

    def _drop(self) -> None:
        """Let the oldest go until a twentieth is free: cutting a list's head moves all of it."""
        count, kept = 0, self._bytes
        while len(self._rows) - count > LIMIT - LIMIT // 20 or kept > LIMIT_BYTES * 19 // 20:
            kept -= len(self._rows[count].raw)
            count += 1
        del self._rows[:count]
        self.first += count
        self._bytes = kept
