"""What the time column says: the clock, or how long after the row above or the run's beginning."""

from __future__ import annotations

from typing import Literal

from inspector.safe import Safe
from inspector.tui.ahead import AHEAD
from inspector.tui.view import View

Times = Literal["clock", "step", "run"]
TIMES: tuple[Times, ...] = ("clock", "step", "run")
"""In the order in which a key steps through them."""
HEADINGS: dict[Times, Safe] = {
    "clock": Safe("TIME"),
    "step": Safe("SINCE LAST"),
    "run": Safe("IN ITS RUN"),
}
SAID: dict[Times, Safe] = {
    "clock": Safe("times: the clock of the log"),
    "step": Safe("times: since the row above"),
    "run": Safe("times: since the first event of the run"),
}
UNKNOWN = Safe("-")
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


def passed(view: View, index: int, times: Times) -> Safe:
    """How long before a shown row another was written; `UNKNOWN` where one of them has no time."""
    number, log = view.number(index), view.log
    other: int | None = None
    if times == "step":
        other = view.number(index - 1) if index else None
    elif number < AHEAD and (ends := log.ends(log.run(number))) is not None:
        other = ends[0]
    if other is None or other < log.first:
        return UNKNOWN
    now, then = log.at(number), log.at(other)
    return UNKNOWN if now is None or then is None else lasting(now - then)


def lasting(ms: int) -> Safe:
    """Write a length of time, with its sign, in at most twelve cells."""
    sign, ms = ("-" if ms < 0 else "+"), abs(ms)
    days, rest = divmod(ms, _DAY)
    hours, minutes, seconds = rest // _HOUR, rest % _HOUR // _MINUTE, rest % _MINUTE / 1000
    if days:
        return Safe(f"{sign}{days:,}d {hours:02}h" if days < 100_000 else f"{sign}>100,000d")
    if hours:
        return Safe(f"{sign}{hours}:{minutes:02}:{int(seconds):02}")
    if minutes:
        return Safe(f"{sign}{minutes}:{seconds:06.3f}")
    return Safe(f"{sign}{seconds:.3f}")
