"""Rows counted by moment: a fixed number of buckets, whose width doubles as the range grows.

A row costs the same however many there are, and a million of them take what ten take.  A moment is
a whole number: milliseconds, or a place in a list.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from inspector.tui.cells import Flag

COUNT = 1 << 13
NONE = 1 << 62
"""Stands for no row."""
KINDS: tuple[Flag, ...] = ("violation", "unreadable", "review")
"""What needs a look, in the order in which one hides another."""


class Column(NamedTuple):
    """Some buckets beside each other."""

    rows: int
    kind: Flag | None
    """The first of `KINDS` that is among the rows; None where none of them needs a look."""
    number: int
    """The number of the first row of that kind; `NONE` without one."""


class Buckets:
    """Counts of rows, and the first of them in each bucket."""

    def __init__(self) -> None:
        self.width = 1
        """How many moments a bucket holds."""
        self.total = self.low = self.high = 0
        """Rows counted; the least and the greatest moment among them."""
        self._start = 0
        self._counts = array("q", bytes(8 * COUNT))
        self._firsts = array("q", [NONE]) * COUNT
        self._flagged = {kind: array("q", [NONE]) * COUNT for kind in KINDS}

    def add(self, moment: int, number: int, flag: Flag) -> None:
        """Count a row; the numbers of the rows grow."""
        if not self.total:
            self._start = self.low = self.high = moment
        at = (moment - self._start) // self.width
        while not 0 <= at < COUNT:
            self._double(before=at < 0)
            at = (moment - self._start) // self.width
        self.total += 1
        self._counts[at] += 1
        if moment < self.low:
            self.low = moment
        elif moment > self.high:
            self.high = moment
        if self._firsts[at] == NONE:
            self._firsts[at] = number
        flagged = self._flagged.get(flag)
        if flagged is not None and flagged[at] == NONE:
            flagged[at] = number

    def _double(self, *, before: bool) -> None:
        """Put two buckets into one each; the other half of the range lies before, or behind."""
        if before:
            self._start -= COUNT * self.width
        self.width *= 2
        counts = array("q", map(int.__add__, self._counts[::2], self._counts[1::2]))
        none = array("q", bytes(4 * COUNT))
        self._counts = none + counts if before else counts + none
        self._firsts = _halved(self._firsts, before=before)
        self._flagged = {
            kind: _halved(firsts, before=before) for kind, firsts in self._flagged.items()
        }

    def place(self, moment: int) -> int:
        """The bucket that a moment belongs to, which may lie outside."""
        return (moment - self._start) // self.width

    def column(self, since: int, until: int) -> Column:
        """What the buckets `since` to `until`, the last not included, hold together."""
        since, until = max(0, since), max(0, until)
        rows = sum(self._counts[since:until])
        for kind in KINDS if rows else ():
            number = min(self._flagged[kind][since:until])
            if number != NONE:
                return Column(rows, kind, number)
        return Column(rows, None, NONE)

    def nearest(self, since: int, until: int) -> int:
        """The first row of these buckets, or of the nearest that has one; `NONE` without any."""
        here = min(self._firsts[max(0, since) : max(0, until)], default=NONE)
        if here != NONE or not self.total:
            return here
        before = next((at for at in range(min(since, COUNT) - 1, -1, -1) if self._counts[at]), None)
        behind = next((at for at in range(max(0, until), COUNT) if self._counts[at]), None)
        if before is None or (behind is not None and behind - until < since - 1 - before):
            before = behind
        return NONE if before is None else self._firsts[before]


def _halved(firsts: array[int], *, before: bool) -> array[int]:
    merged = array("q", map(min, firsts[::2], firsts[1::2]))
    none = array("q", [NONE]) * (COUNT // 2)
    return none + merged if before else merged + none


def edges(first: int, last: int, columns: int) -> Sequence[int]:
    """Share the buckets `first` to `last` out: column n holds those from edge n to edge n + 1."""
    many = last + 1 - first
    return [first - (-many * n // columns) for n in range(columns + 1)]
