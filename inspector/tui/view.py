"""The rows that the list shows: row numbers of the log that pass the filter, in order.

The list asks for rows by their index here, so that the log behind it may be anything that gives a
row for a number.  A filter may have to read records again, so a log is looked through in slices:
`change` and `extend` stop when their time is over, and `left` says how much is still to do.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from time import perf_counter

from inspector.tui.filter import Filter
from inspector.tui.rows import Row
from inspector.tui.store import Log

SLICE = 0.1
"""Seconds that a person's key may take: the rest of a log is looked through in the ticks."""
TICK = 0.04
"""Seconds of a tick, which comes every 67 ms."""
_CHECK = 64  # rows between two looks at the clock


class View:
    """A log seen through a filter; `everything` also shows what werf notes for itself."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.filter = Filter()
        self.everything = False
        self.version = 0
        """Changes whenever an index may mean another row than before."""
        self.refused = 0
        """Rows that the filter has kept away since it was chosen."""
        self._numbers = array("q")
        self._seen = 0
        self._missed = Missed(self)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> Row:
        return self.log[self._numbers[index]]

    @property
    def left(self) -> int:
        """How many rows of the log were not looked at yet."""
        return self.log.end - max(self._seen, self.log.first)

    @property
    def busy(self) -> bool:
        """Tell whether there is something to look at yet."""
        counting = bool(self.filter) and not self._numbers and self._missed.at < self.log.end
        return self.left > 0 or counting

    def number(self, index: int) -> int:
        """The row number at an index."""
        return self._numbers[index]

    def index(self, number: int) -> int:
        """Where a row number is shown, or the next one that is; at most the last index."""
        return max(0, min(bisect_left(self._numbers, number), len(self) - 1))

    def after(self, number: int) -> Iterator[int]:
        """The shown row numbers from `number` on."""
        return iter(self._numbers[bisect_left(self._numbers, number) :])

    def offers(self, row: Row) -> bool:
        """Tell whether a row would be shown without a filter."""
        return self.everything or not row.hidden

    def extend(self, seconds: float = TICK) -> int:
        """Take what the log has got since; gives how many rows fell off the beginning.

        Raises `inspector.tui.expression.TooSlow`.
        """
        self._look(perf_counter() + seconds)
        gone = bisect_left(self._numbers, self.log.first)
        if gone:
            del self._numbers[:gone]
            self.version += 1
        return gone

    def _look(self, until: float) -> None:
        filter_ = self.filter
        for number in range(max(self._seen, self.log.first), self.log.end):
            row = self.log[number]
            if self.offers(row):
                if not filter_ or filter_.match(row):
                    self._numbers.append(number)
                elif row.flag != "divider":
                    self.refused += 1
            self._seen = number + 1
            if filter_ and number % _CHECK == 0 and perf_counter() > until:
                return
        if filter_ and not self._numbers:
            self._missed.look(until)

    def change(self, filter_: Filter, *, everything: bool, seconds: float = SLICE) -> None:
        """Show other rows; raises `inspector.tui.expression.TooSlow`."""
        self.filter, self.everything = filter_, everything
        self._numbers, self._seen, self.refused = array("q"), self.log.first, 0
        self._missed = Missed(self)
        self.version += 1
        self._look(perf_counter() + seconds)

    def find(self, after: int, wanted: Callable[[Row], bool], *, back: bool = False) -> int | None:
        """The next index behind `after` (before it, with `back`) whose row is wanted."""
        order = range(after - 1, -1, -1) if back else range(after + 1, len(self))
        return next((index for index in order if wanted(self[index])), None)

    @property
    def whole(self) -> int:
        """How many rows there would be without the filter."""
        return sum(self.offers(row) for _, row in self.log.rows())

    def counts(self) -> list[tuple[Filter, int]] | None:
        """How many rows there would be without each term; None while that is not known yet."""
        if self.left or self._missed.at < self.log.end:
            return None
        terms = self.filter.terms
        return [(Filter((term,)), self._missed.alone[at]) for at, term in enumerate(terms)]


class Missed:
    """Where no row passes a filter: how many would, were it not for one term alone."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.at = 0
        """The rows before it were looked at."""
        self.alone: Counter[int] = Counter()
        """Rows that lack nothing but the term at a place."""

    def look(self, until: float) -> None:
        """Go on, until it is time to stop; raises `inspector.tui.expression.TooSlow`."""
        view, log = self._view, self._view.log
        for number in range(max(self.at, log.first), log.end):
            row = log[number]
            if row.flag != "divider" and view.offers(row):
                missed = view.filter.misses(row)
                self.alone.update(missed if len(missed) == 1 else ())
            self.at = number + 1
            if number % _CHECK == 0 and perf_counter() > until:
                return
