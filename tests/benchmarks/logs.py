"""Logs to open and to follow: so many lines, the last of them known by its clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.benchmarks.decode import sent_lines
from tests.benchmarks.viewers import MARK
from tests.benchmarks.werf_log import Log

_CLOCK = re.compile(rb"\]\[(\d{4}-\d\d-\d\d) [\d:.]+ \+0\d00 [A-Z]+ ")
_TS = re.compile(rb"ts=\d+")
_START = re.compile(rb"^\[\d+\]\[[^ ]+ \d\d:\d\d:\d\d")


def at(line: bytes, when: dt.datetime) -> bytes:
    """Give a line of an event as if it had been written at another time, in UTC."""
    clock = f"][{when:%Y-%m-%d %H:%M:%S.%f} +0000 UTC ".encode()
    ts = f"ts={when.timestamp() * 1000:.0f}".encode()
    return _TS.sub(ts, _CLOCK.sub(clock, line, count=1), count=1)


def day_of(line: bytes) -> dt.datetime:
    """The midnight before a line was written."""
    found = _CLOCK.search(line)
    day = dt.date.fromisoformat(found[1].decode()) if found else dt.date(2026, 4, 1)
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def marked(day: dt.datetime) -> bytes:
    """A line of an event whose clock is `MARK`."""
    return at(sent_lines(1)[0], dt.datetime.combine(day, dt.time.fromisoformat(MARK), dt.UTC))


def lines_of(source: Path | None) -> Iterator[bytes]:
    """The lines of a log; generated without one."""
    if source is None:
        yield from Log().lines()
        return
    with source.open("rb") as file:
        yield from (line for line in file if _START.match(line))


def written(path: Path, count: int, source: Path | None) -> Path:
    """Write a log of `count` lines, the last one marked."""
    last = b""
    with path.open("wb") as file:
        for line in islice(lines_of(source), count - 1):
            file.write(line)
            last = line
        file.write(marked(day_of(last)))
    return path


def appended(count: int, rate: int, day: dt.datetime) -> list[bytes]:
    """Lines of events to append, `rate` a second from noon on, the last one marked."""
    noon = day + dt.timedelta(hours=12)
    lines = [
        at(line, noon + dt.timedelta(seconds=n / rate)) for n, line in enumerate(sent_lines(count))
    ]
    return [*lines[:-1], marked(day)]
