"""Times in, how many events were made when out; a bounded memory whatever the clocks say.

Times are counted in buckets of one width.  Where there are more buckets than `LIMIT` the next width
is taken; each width divides the next, so the widths and counts that come out depend on the times
alone, not on their order nor on how the work was split.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

LIMIT = 2000
"""Buckets that are kept: a thousand take some 100 kB."""

_SECOND = 1000
_MINUTE = 60 * _SECOND
_DAY = 1440 * _MINUTE
_WIDTHS = (
    *(_SECOND, 10 * _SECOND, _MINUTE, 10 * _MINUTE, 60 * _MINUTE),
    *(_DAY * 10**power for power in range(6)),
)
"""Milliseconds; of the last one, all times that a calendar can hold fill 30 buckets."""
_SHOWN = sorted(
    {
        *(_SECOND * count for count in (1, 2, 5, 10, 20, 30)),
        *(_MINUTE * count for count in (1, 2, 5, 10, 20, 30, 60, 120, 180, 360, 720)),
        *(_DAY * count * 10**power for count in (1, 2, 5) for power in range(6)),
    }
)
"""Widths of bars, all multiples of the widths of buckets that are below them."""


@dataclass(slots=True)
class Timeline:
    """Events by the time they were made at, in Unix milliseconds."""

    width: int = _SECOND
    """Milliseconds of one bucket."""
    buckets: Counter[int] = field(default_factory=Counter)
    """Events by the number of the bucket since 1970."""

    def add(self, time: int | None) -> None:
        """Count one event; of one that no clock tells the time of, nothing."""
        if time is not None:
            self.buckets[time // self.width] += 1
            if len(self.buckets) > LIMIT:
                self._widen()

    def merge(self, other: Timeline) -> None:
        """Count what another has counted."""
        width = max(self.width, other.width)
        self._to(width)
        for bucket, count in other.buckets.items():
            self.buckets[bucket * other.width // width] += count
        self._widen()

    def _widen(self) -> None:
        for width in _WIDTHS:
            if len(self.buckets) <= LIMIT:
                return
            if width > self.width:
                self._to(width)

    def _to(self, width: int) -> None:
        if width == self.width:
            return
        buckets: Counter[int] = Counter()
        for bucket, count in self.buckets.items():
            buckets[bucket * self.width // width] += count
        self.width, self.buckets = width, buckets

    def bars(self, most: int) -> tuple[int, list[tuple[int, int]]]:
        """Give the width of a bar (ms), and of each bar from the first to the last when it begins.

        There are at most `most` (10 or more) of them; empty ones between others count.
        """
        if not self.buckets:
            return self.width, []
        first, last = (edge(self.buckets) * self.width for edge in (min, max))
        width = next(
            one for one in _SHOWN if one % self.width == 0 and last // one - first // one < most
        )
        counts: Counter[int] = Counter()
        for bucket, count in self.buckets.items():
            counts[bucket * self.width // width] += count
        bars = range(first // width, last // width + 1)
        return width, [(bar * width, counts[bar]) for bar in bars]
