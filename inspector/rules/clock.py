"""An event in, the time it was made at out, and which clock says so.

The event's own time is asked first, then the clock that the log's line begins with, then the time
at which a request was captured.  The clock of the machine that reads is never asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from inspector.model import Event, Export, Frame, Record

Clock = Literal["event", "log", "capture"]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time in Unix milliseconds: `since` is in it, `until` no more; None is open."""

    since: int | None = None
    until: int | None = None

    def leaves_out(self, time: int | None) -> bool:
        """Tell whether a time lies outside; what has no time is not left out."""
        if time is None:
            return False
        early = self.since is not None and time < self.since
        return early or (self.until is not None and time >= self.until)


_EARLIEST, _LATEST = 0, 253_402_300_800_000  # 1970 to 9999: a calendar holds no more


def moment(event: Event) -> tuple[int, Clock] | None:
    """Give the time of an event in Unix milliseconds, and the clock that it is of."""
    for row in event.values:
        if row.doc and row.doc.time == "ms" and type(row.value) is int and _possible(row.value):
            return row.value, "event"
    if (logged := _logged(event.record.frame)) is not None:
        return logged, "log"
    wrapper = event.payload.wrapper or {}
    captured = _iso(wrapper.get("captured_at"))
    return None if captured is None else (captured, "capture")


def written(record: Record) -> int | None:
    """Give the time at which a remark was written or a request arrived, in Unix milliseconds."""
    if isinstance(record.content, Export):
        return _iso(record.content.request.received_at)
    return _logged(record.frame)


def _logged(frame: Frame | None) -> int | None:
    if frame is None or frame.instant is None:
        return None
    time = frame.instant // 10**6
    return time if _possible(time) else None


def _possible(milliseconds: int) -> bool:
    return _EARLIEST <= milliseconds < _LATEST


def _iso(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if time.tzinfo is None:
        time = time.replace(tzinfo=dt.UTC)
    instant = int(time.timestamp() * 1000)
    return instant if _possible(instant) else None
