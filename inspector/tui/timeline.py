"""The shown rows over time: how many there are above, what needs a look below.

A row stands at its own time, whatever stands before it: where a clock goes back, the cursor goes
back with it.  A row without a time stands where the row before it does, those before the first time
stand there; where no row has a time, all stand by their place in the list.

Rows are counted once, as they pass the filter, in slices (see `inspector.tui.view`); rows that are
no longer kept stay counted, as in the counts above; the end of a file that is not indexed yet is
not.  Another filter counts anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from time import gmtime, perf_counter, strftime

from inspector.safe import Safe
from inspector.tui.ahead import AHEAD
from inspector.tui.buckets import NONE, Buckets, Column, edges
from inspector.tui.cells import GLYPHS, Line, Role, Span, figure, fit
from inspector.tui.view import View
from inspector.tui.words import say

SLICE = 0.02
"""Seconds of a tick that counting may take."""
_CHECK = 1024  # rows between two looks at the clock
_STEP = 256  # rows between two places where the time of the rows without one is kept
_LEVELS = "▁▂▃▄▅▆▇█"
_LABEL = 31
_LABELLED = 100
"""Cells from which on there is room for words beside the columns."""


class Timeline:
    """A view's rows by time, and the part of the time that is shown."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._restart(timed=False, carry=None)
        self._span: int | None = None
        """How much is shown; None for all of it."""
        self._since = 0
        self._edges: Sequence[int] = (0,)
        self._columns: list[Column] = []
        self._made: tuple[int, ...] = ()
        """What the columns were made of."""
        self._starred: dict[int, int] = {}
        """The marked row of a column."""

    def _restart(self, *, timed: bool, carry: int | None) -> None:
        self._of = (self._view.filter, self._view.everything)
        self._buckets = Buckets()
        self._at = 0
        """The shown rows before this number are counted."""
        self._timed, self._carry = timed, carry
        self._kept = (array("q"), array("q"))
        """Every now and then a row's number, and the time of a row without one there."""

    # --- counting ---

    @property
    def busy(self) -> bool:
        """Tell whether there are shown rows that were not counted yet."""
        view = self._view
        if self._of != (view.filter, view.everything):
            return True
        return view.indexed > 0 and view.number(view.indexed - 1) >= self._at

    def look(self, seconds: float = SLICE) -> None:
        """Count the rows that came since, until the time is over."""
        if self._of != (self._view.filter, self._view.everything):
            self._restart(timed=False, carry=None)
            self._span = None
        until = perf_counter() + seconds
        log, buckets = self._view.log, self._buckets
        for count, number in enumerate(self._view.after(max(self._at, log.first)), 1):
            moment, flag = log.at(number), log.flag(number)
            if moment is not None and not self._timed:
                self._restart(timed=True, carry=moment)
                self.look(seconds)
                return
            if flag != "divider":
                moment = self._moment(moment, number)
                buckets.add(moment, number, flag)
            self._at = number + 1
            if count % _CHECK == 0 and perf_counter() > until:
                return

    def _moment(self, at: int | None, number: int) -> int:
        """Where the next row stands that is counted."""
        if not self._timed:
            return number
        if self._buckets.total % _STEP == 0:
            self._kept[0].append(number)
            self._kept[1].append(self._carry or 0)
        self._carry = self._carry if at is None else at
        return self._carry or 0

    def moment(self, number: int) -> int:
        """Where a shown row stands."""
        log, view = self._view.log, self._view
        if not self._timed:
            return number
        numbers, times = self._kept
        begin = max(0, bisect_right(numbers, number) - 1)
        found = log.at(number)
        if found is not None or not numbers:
            return found or 0
        for index in range(view.index(number), view.index(numbers[begin]) - 1, -1):
            found = log.at(view.number(index))
            if found is not None:
                return found
        return times[begin]

    # --- what is shown of it ---

    def zoom(self, step: int, number: int) -> bool:
        """Show half as much around a row, or twice; False where there is nothing finer."""
        buckets = self._buckets
        whole = buckets.high - buckets.low + 1
        now = min(self._span or whole, whole)
        if step < 0:
            self._span = now * 2 if now * 2 < whole * 3 // 4 else None
            return True
        if now // 2 < max(2, buckets.width * (len(self._edges) - 1)):
            return False
        self._span = now // 2
        self._since = self.moment(number) - self._span // 2
        return True

    def _window(self, cursor: int) -> tuple[int, int]:
        """The first and the last moment that are shown; the cursor's is always among them."""
        buckets = self._buckets
        if self._span is None or self._span > buckets.high - buckets.low:
            return buckets.low, buckets.high
        if not self._since <= cursor < self._since + self._span:
            self._since = cursor - self._span // 2
        self._since = max(buckets.low, min(self._since, buckets.high + 1 - self._span))
        return self._since, self._since + self._span - 1

    def lines(self, width: int, number: int, marks: Iterable[int] = ()) -> tuple[Line, Line]:
        """Both lines in exactly `width` cells, with the cursor on a shown row."""
        room = width - _LABEL if width >= _LABELLED else width
        cursor = self.moment(number)
        since, until = self._window(cursor)
        self._fill(since, until, room)
        self._starred = {}
        for mark in marks:
            if self._view.log.first <= mark < AHEAD:
                self._starred.setdefault(self._column(self.moment(mark)), mark)
        below = [self._sign(at, column) for at, column in enumerate(self._columns)]
        at = self._column(cursor)
        if number >= AHEAD:  # behind everything that is counted
            at = min(at, room - 1)
        if 0 <= at < room:
            below[at] = ("^", "strong")
        said = self._said(since, until) if room < width else (Safe(""), Safe(""))
        above = (Span(_density(self._columns), "key"), Span(fit(said[0], width - room), "dim"))
        return above, (*_grouped(below), Span(fit(said[1], width - room), "dim"))

    def _fill(self, since: int, until: int, room: int) -> None:
        """Gather the buckets in columns, where something has changed."""
        buckets = self._buckets
        made = (id(buckets), buckets.total, since, until, room)
        if made != self._made:
            self._made = made
            self._edges = edges(buckets.place(since), buckets.place(until), room)
            pairs = zip(self._edges, self._edges[1:], strict=False)
            self._columns = [buckets.column(*pair) for pair in pairs]

    def _column(self, moment: int) -> int:
        """The column of a moment; -1, or the number of columns, where it is not shown."""
        return bisect_right(self._edges, self._buckets.place(moment)) - 1

    def _sign(self, at: int, column: Column) -> tuple[str, Role]:
        """What stands below a column: a person's mark, or what is worst in it."""
        if at in self._starred:
            return "*", "key"
        return (GLYPHS[column.kind], column.kind) if column.kind else (" ", "dim")

    def _said(self, since: int, until: int) -> tuple[Safe, Safe]:
        """From when to when, and how much a column holds."""
        if not self._timed:
            rows = say("  rows {} to {}", figure(since + 1), figure(until + 1))
            return rows, say("  no row has a time")
        each = _lasting((until - since) // (len(self._edges) - 1))
        zoomed = say(" · zoomed") if self._span else ""
        return Safe(f"  {_period(since, until)}"), say("  a column: {}{}", each, zoomed)

    # --- the mouse ---

    def at(self, column: int, *, below: bool) -> int | None:
        """The index of the row that a click means: what the sign stands for, or the nearest row."""
        if not 0 <= column < len(self._edges) - 1 or not self._buckets.total:
            return None
        since, until = self._edges[column], self._edges[column + 1]
        number = self._starred.get(column, NONE) if below else NONE
        if below and number == NONE:
            number = self._buckets.column(since, until).number
        if number == NONE:
            number = self._buckets.nearest(since, until)
        return None if number == NONE else self._view.index(number)


def _density(columns: list[Column]) -> Safe:
    """One block for each column, the highest for the most rows."""
    most = max((column.rows for column in columns), default=0)
    return Safe("".join(_LEVELS[(c.rows * 8 - 1) // most] if c.rows else " " for c in columns))


def _grouped(signs: list[tuple[str, Role]]) -> Line:
    """Signs of one role beside each other, as one span."""
    return tuple(
        Span(Safe("".join(sign for sign, _ in same)), role)
        for role, same in groupby(signs, key=lambda one: one[1])
    )


def _period(since: int, until: int) -> str:
    """Day and minute of both ends, in UTC; within a day, its seconds."""
    try:
        first, last = gmtime(since // 1000), gmtime(until // 1000)
    except (ValueError, OverflowError, OSError):
        return say("no calendar knows these times")
    if first[:3] == last[:3]:
        return f"{strftime('%m-%d %H:%M:%S', first)} - {strftime('%H:%M:%SZ', last)}"
    if first[0] == last[0]:
        return f"{strftime('%m-%d %H:%MZ', first)} - {strftime('%m-%d %H:%MZ', last)}"
    return f"{strftime('%Y-%m-%d', first)} - {strftime('%Y-%m-%d', last)}"


def _lasting(ms: int) -> str:
    """A length of time in the largest unit of which there are two."""
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)):
        if ms >= 2 * size:
            return f"{figure(ms // size)} {unit}"
    return f"{figure(ms)} ms"
