"""The frame that werf puts before every message of its log since v1.2.128.

``[<pid>][<Go time>] Telemetry: <message>``; the time is Go's ``Time.String()``: 0 to 9 fraction
digits, a numeric zone, a zone word (or the numeric form again), and the monotonic seconds where the
process had them.  Source: werf pkg/telemetry/telemetry.go, unchanged to v3.2.0; Go package time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from inspector.model import Frame

FRAME = re.compile(
    rb"\[(-?\d{1,10})\]"
    rb"\[(\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ([+-]\d{4})((?: [^\]\n]{0,64}?)?)"
    rb"(?: m=([+-]\d{1,10}\.\d{9}))?\] Telemetry: "
)
LEAD = rb"(?:\xef\xbb\xbf|\xc2\xa0|\xe2\x80\x8b|\xe2\x81\xa0|[ \t\r\x0b\x0c\x1e])*+"
"""What may stand before a record and is passed over: blanks, byte order marks, separators."""
_BEGIN = re.compile(LEAD + FRAME.pattern)
MARK = b"] Telemetry: "
"""What every frame ends with: looked for before the pattern is tried, for it is much cheaper."""
BROKEN = re.compile(rb"\[-?\d+\]\[\d")
"""The beginning of a frame, whole or not."""


def second_frame(data: bytes, after: int = 0) -> int:
    """Find where a frame begins at or behind byte `after`; -1 if none does."""
    if data.find(MARK, after) < 0:
        return -1
    match = FRAME.search(data, after)
    return match.start() if match else -1


def message_start(data: bytes) -> int:
    """Find where the message of the frame that `data` begins with begins; 0 without a frame."""
    match = _BEGIN.match(data)
    return match.end() if match else 0


def read_frame(data: bytes) -> tuple[Frame, int] | None:
    """Read the frame that `data` begins with; gives it and where the message begins.

    Blanks and byte order marks may stand before it.
    """
    match = _BEGIN.match(data)
    if match is None:
        return None
    pid, clock, fraction, offset, _zone, monotonic = match.groups()
    at = seconds(clock, offset)
    if at is None:
        return None
    end = match.end(5)
    frame = Frame(
        pid=int(pid),
        time=data[match.start(2) : end].decode("utf-8", "surrogateescape"),
        instant=at * 10**9 + int((fraction or b"0").ljust(9, b"0")),
        monotonic=monotonic.decode() if monotonic else None,
    )
    return frame, match.end()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CYCLE = 146_097 * 86_400  # seconds in 400 years, after which the calendar repeats


@lru_cache(maxsize=1024)
def seconds(clock: bytes, offset: bytes) -> int | None:
    """Seconds since 1970 of a wall clock and its numeric zone; None when they name no instant.

    Go prints years from 0 on, and beyond 9999; it prints no seconds of a zone.
    """
    year, _, rest = clock.decode().partition("-")
    cycles, year_in_cycle = divmod(int(year), 400)
    sign = -1 if offset[:1] == b"-" else 1
    zone = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])) * sign
    try:
        moment = datetime.fromisoformat(f"{2000 + year_in_cycle}-{rest}")
        moment = moment.replace(tzinfo=timezone(zone))
    except ValueError:
        return None
    return (moment - _EPOCH) // timedelta(seconds=1) + (cycles - 5) * _CYCLE
