"""The parts of a line, and the record and event that are put together of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from inspector.decode.frame import seconds
from inspector.model import (
    Contract,
    Event,
    EventType,
    Field,
    Finding,
    Frame,
    Json,
    Line,
    Payload,
    Record,
    Value,
)

LINE = re.compile(
    rb"\[(\d{1,10})\]"
    rb"\[((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ([+-]\d{4}) (?:[A-Z]{1,5}|[+-]\d{2,4}))"
    rb" m=(\+\d{1,10}\.\d{9})\] Telemetry: "
    rb"(?:sent event: ts=([1-9]\d{12}), executionID="
    rb'"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})", )?'
)
"""A line up to where it repeats others; an event's time is of this century, its run's id random."""
MARK = b'", '
"""Between two fields; inside a quoted text a backslash stands before every quotation mark."""
NAMES = (
    "ts", "executionID", "userID", "projectID", "command", "eventType", "eventData", "attributes",
    "schemaVersion",
)  # fmt: skip
"""The fields of an event since v1.2.154, in their order."""
DURATION = "durationMs"
TOOK = re.compile(rb'\\"durationMs\\":(0|[1-9]\d{0,9})(?=[,}])')
_ROW, _FINDING = 200, 800  # bytes of memory, roughly
_order = itemgetter(0)

Found = tuple[tuple[int, Finding], ...]
"""Findings with the place of each among all that an event can have."""


@dataclass(slots=True, eq=False)
class Part:
    """One field as it stood in a line, and what the plain path made of it."""

    value: Json
    rows: tuple[Value, ...]
    missing: tuple[Field, ...] = ()
    found: Found = ()
    took: int = -1
    """Which row is a duration that may be another each time; -1 for none."""

    def holds(self, took: int) -> bool:
        """Tell whether the field may hold this duration (milliseconds, -1 for none)."""
        if took < 0:
            return True
        doc = self.rows[self.took].doc
        return doc is not None and doc.range is not None and doc.range[0] <= took <= doc.range[1]

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return _ROW * (1 + len(self.rows)) + _FINDING * len(self.found)


Parts = tuple[Part, Part, Part, Part, Part]
"""Of userID, projectID, command, eventData and attributes."""


@dataclass(slots=True, eq=False)
class Shape:
    """Events of one type and schema, and so of one contract."""

    contract: Contract | None
    kind: str | None
    documented: EventType | None
    ts: Value
    run: Value
    type: Part
    schema: Part
    missing: tuple[Field, ...]
    parts: dict[bytes, Part] = field(default_factory=dict)


class New(NamedTuple):
    """What is new in a line."""

    line: Line
    frame: Frame
    ts: int
    run: str
    took: int
    """Milliseconds of its duration, or -1."""


def frame_of(match: re.Match[bytes]) -> Frame | None:
    """Read the frame of a line; None where its clock names no instant."""
    pid, time, clock, fraction, offset, monotonic = match.group(1, 2, 3, 4, 5, 6)
    at = seconds(clock, offset)
    if at is None:
        return None
    instant = at * 1_000_000_000
    if fraction:
        instant += int(fraction if len(fraction) == 9 else fraction.ljust(9, b"0"))
    return Frame(int(pid), time.decode(), instant, monotonic.decode())


def without_duration(piece: bytes) -> tuple[bytes, int]:
    """Take the first duration out of the text of `eventData`; gives its milliseconds, or -1.

    A line feed stands in its place, for none is in a line: what holds no duration is another text.
    """
    took = TOOK.search(piece)
    if took is None:
        return piece, -1
    return piece[: took.start(1)] + b"\n" + piece[took.end(1) :], int(took[1])


def event(shape: Shape, new: New, parts: Parts) -> Event:
    """Put an event together as decoding and binding would."""
    user, project, command, data, attributes = parts
    result, rows = data.value, data.rows
    if new.took >= 0:
        result = {**result, DURATION: new.took}
        rows = (*rows[: data.took], _with(rows[data.took], new.took), *rows[data.took + 1 :])
    payload = Payload(
        "werf-log",
        {
            "ts": new.ts, "executionID": new.run, "userID": user.value, "projectID": project.value,
            "command": command.value, "eventType": shape.type.value, "eventData": result,
            "attributes": attributes.value, "schemaVersion": shape.schema.value,
        },
    )  # fmt: skip
    rows = (
        _with(shape.ts, new.ts), _with(shape.run, new.run),
        *user.rows, *project.rows, *command.rows,
        *shape.type.rows, *rows, *attributes.rows, *shape.schema.rows,
    )  # fmt: skip
    record = Record(new.line, payload, new.frame)
    missing = data.missing + attributes.missing + shape.missing
    return Event(record, payload, shape.contract, shape.kind, shape.documented, rows, missing)


def _with(row: Value, value: Json) -> Value:
    return Value(row.path, row.place, value, row.role, row.doc)


def found(shape: Shape, parts: Parts) -> tuple[Finding, ...]:
    """Give what is found in an event of these parts, in the order in which the rules find it."""
    user, project, command, data, attributes = parts
    ids = user.found + project.found + command.found
    some = ids + data.found + attributes.found + shape.type.found + shape.schema.found
    return tuple([finding for _, finding in sorted(some, key=_order)]) if some else ()
