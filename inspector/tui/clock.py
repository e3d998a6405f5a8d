"""A record in, its time out: as the list shows it, and as a number that filters compare."""

from __future__ import annotations

import re

from inspector.model import Event, Export, Judged, Record, Request
from inspector.safe import Safe

_ARRIVED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{2})[0-9]*Z\Z")
_CLOCK = re.compile(r"\A\d{4,6}-\d\d-\d\d (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?")
NO_TIME = Safe("--:--:--.---")


def time_of(record: Record, event: Event | None) -> Safe:
    """The record's own clock: as the frame writes it, else the payload's time in UTC."""
    if record.frame and (clock := _CLOCK.match(record.frame.time)):
        return Safe(f"{clock[1]}.{(clock[2] or '').ljust(3, '0')[:3]}")
    if isinstance(record.content, Export):
        return arrival(record.content.request)
    for value in event.values if event else ():
        known = value.doc is not None and value.doc.time == "ms"
        if known and type(value.value) is int and 0 <= value.value < 1 << 43:
            second, milli = divmod(value.value, 1000)
            minute, second = divmod(second % 86_400, 60)
            return Safe(f"{minute // 60:02}:{minute % 60:02}:{second:02}.{milli // 10:02}Z")
    return NO_TIME


def instant_of(judged: Judged) -> int | None:
    """The time that the row shows: of the log's own clock before that of the event."""
    from inspector.rules.clock import written  # noqa: PLC0415  # behind the first paint

    at = written(judged.record)
    return judged.at if at is None else at


def arrival(request: Request) -> Safe:
    """The time of day at which a request arrived."""
    arrived = _ARRIVED.match(request.received_at or "")
    return Safe(f"{arrived[1]}Z") if arrived else NO_TIME
