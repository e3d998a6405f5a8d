"""The rows that the list shows: row numbers of the log that pass the filter, in order.

The list asks for rows by their index here, so that the log behind it may be anything that gives a
row for a number.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator

from inspector.tui.filter import Filter, holds
from inspector.tui.rows import Row
from inspector.tui.store import Log


class View:
    """A log seen through a filter; `everything` also shows what werf notes for itself."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.filter = Filter()
        self.everything = False
        self.version = 0
        """Changes whenever an index may mean another row than before."""
        self._numbers = array("q")
        self._seen = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> Row:
        return self.log[self._numbers[index]]

    def number(self, index: int) -> int:
        """The row number at an index."""
        return self._numbers[index]

    def index(self, number: int) -> int:
        """Where a row number is shown, or the next one that is; at most the last index."""
        return max(0, min(bisect_left(self._numbers, number), len(self) - 1))

    def shows(self, row: Row) -> bool:
        """Tell whether a row belongs into this view."""
        if row.hidden and not self.everything:
            return False
        return not self.filter or self.filter.match(row)

    def extend(self) -> int:
        """Take what the log has got since; gives how many rows fell off the beginning."""
        for number in range(max(self._seen, self.log.first), self.log.end):
            if self.shows(self.log[number]):
                self._numbers.append(number)
        self._seen = self.log.end
        gone = bisect_left(self._numbers, self.log.first)
        if gone:
            del self._numbers[:gone]
            self.version += 1
        return gone

    def change(self, filter_: Filter, *, everything: bool) -> None:
        """Show other rows."""
        self.filter, self.everything = filter_, everything
        self._numbers = array("q", (n for n, row in self.log.rows() if self.shows(row)))
        self._seen = self.log.end
        self.version += 1

    def find(self, after: int, wanted: Callable[[Row], bool], *, back: bool = False) -> int | None:
        """The next index behind `after` (before it, with `back`) whose row is wanted."""
        order = range(after - 1, -1, -1) if back else range(after + 1, len(self))
        return next((index for index in order if wanted(self[index])), None)

    def holding(self, word: str) -> array[int]:
        """The numbers of the shown rows that hold a word."""
        return array("q", (n for n in self._numbers if holds(self.log[n], word)))

    @property
    def whole(self) -> int:
        """How many rows there would be without the filter."""
        return sum(self.everything or not row.hidden for _, row in self.log.rows())

    def counts(self) -> Iterator[tuple[Filter, int]]:
        """How many rows each condition of the filter lets through alone."""
        for term in self.filter.terms:
            rows = (row for _, row in self.log.rows() if self.everything or not row.hidden)
            yield term, sum(term.match(row) for row in rows)
