"""The rows that the list shows: row numbers of the log that pass the filter, in order.

The list asks for rows by their index here, so that the log behind it may be anything that gives a
row for a number.  A filter may have to read records again, so a log is looked through in slices:
`change` and `extend` stop when their time is over, and `left` says how much is still to do.  Rows
of the end of a file that is still being indexed stand behind all others, under a divider.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from time import perf_counter

from inspector.tui.ahead import AHEAD
from inspector.tui.entry import Entry
from inspector.tui.filter import Filter
from inspector.tui.rows import Row
from inspector.tui.shape import Shape
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
        self._ahead = array("q")
        self._seen = 0
        self._seen_ahead = 0
        self._added = 0
        self._begin()

    def _begin(self) -> None:
        self._rest = self.filter.rest
        self._shapes: dict[Shape, tuple[bool, bool]] = {}
        self._missed = Missed(self)

    def __len__(self) -> int:
        return len(self._numbers) + len(self._ahead)

    def __getitem__(self, index: int) -> Row:
        return self.log[self.number(index)]

    @property
    def left(self) -> int:
        """How many rows of the log were not looked at yet."""
        return self.log.end - max(self._seen, self.log.first)

    @property
    def busy(self) -> bool:
        """Tell whether there is something to look at yet."""
        counting = bool(self.filter) and not self._numbers and self._missed.at < self.log.end
        return self.left > 0 or counting

    @property
    def indexed(self) -> int:
        """How many of the rows stand in the index; the others are the end of the file."""
        return len(self._numbers)

    def number(self, index: int) -> int:
        """The row number at an index."""
        beyond = index - len(self._numbers)
        return self._numbers[index] if beyond < 0 else self._ahead[beyond]

    def entry(self, index: int) -> Entry:
        """What the index of the log says of a row."""
        return self.log.entry(self.number(index))

    def index(self, number: int) -> int:
        """Where a row number is shown, or the next one that is; at most the last index."""
        at = bisect_left(self._numbers, number)
        if number >= AHEAD:
            at += bisect_left(self._ahead, number)
        return max(0, min(at, len(self) - 1))

    def after(self, number: int) -> Iterator[int]:
        """The shown row numbers of the index from `number` on."""
        return (self._numbers[at] for at in range(bisect_left(self._numbers, number),
                                                  len(self._numbers)))  # fmt: skip

    def offers(self, shape: Shape) -> bool:
        """Tell whether a row of a shape would be shown without a filter."""
        return self.everything or not shape.hidden

    def extend(self, seconds: float = TICK) -> tuple[int, int]:
        """Take what the log has got since.

        Gives how many rows fell off the beginning, and how many came in before the end of a file
        that is still being indexed (fewer than none, when the index has reached it).  Raises
        `inspector.tui.expression.TooSlow`.
        """
        before, apart, self._added = len(self), bool(self._ahead), 0
        self._look(perf_counter() + seconds)
        self._look_ahead()
        apart = apart or bool(self._ahead)
        inserted = len(self) - before - self._added if apart else 0
        return self._drop(), inserted

    def _drop(self) -> int:
        gone = bisect_left(self._numbers, self.log.first)
        if gone:
            del self._numbers[:gone]
            self.version += 1
        return gone

    def _asked(self, shape: Shape) -> tuple[bool, bool]:
        """Whether a shape is offered, and whether its rows can pass the filter."""
        known = self._shapes.get(shape)
        if known is None:
            offered = self.offers(shape)
            passes = not self.filter or shape.loose or self.filter.shared(shape)
            known = self._shapes[shape] = offered, passes
        return known

    def _passes(self, number: int, shape: Shape) -> bool:
        if shape.loose and self.filter:
            return self.filter.match(self.log.entry(number))
        if not self._rest:
            return True
        entry = self.log.entry(number)
        return all(holds(entry) for holds in self._rest)

    def _look(self, until: float) -> None:
        log, filter_ = self.log, self.filter
        for number in range(max(self._seen, log.first), log.end):
            shape = log.shape(number)
            offered, passes = self._asked(shape)
            if offered and passes and self._passes(number, shape):
                self._numbers.append(number)
            elif offered and shape.flag != "divider":
                self.refused += 1
            self._seen = number + 1
            if number % _CHECK == 0 and perf_counter() > until:
                return
        if filter_ and not self._numbers:
            self._missed.look(until)

    def _look_ahead(self) -> None:
        ahead = self.log.ahead
        if not ahead:
            if self._ahead:
                self._ahead = array("q")
                self.version += 1
            return
        if not self._ahead and not self.filter:
            self._ahead.append(AHEAD)
        for number in range(max(self._seen_ahead, ahead.first), ahead.end):
            shape = self.log.shape(number)
            offered, passes = self._asked(shape)
            if offered and passes and self._passes(number, shape):
                self._ahead.append(number)
                self._added += 1
        self._seen_ahead = ahead.end
        kept = 1 if self._ahead and self._ahead[0] == AHEAD else 0
        gone = bisect_left(self._ahead, ahead.first, lo=kept)
        if gone > kept:
            del self._ahead[kept:gone]
            self.version += 1

    def change(self, filter_: Filter, *, everything: bool, seconds: float = SLICE) -> None:
        """Show other rows; raises `inspector.tui.expression.TooSlow`."""
        self.filter, self.everything = filter_, everything
        self._numbers, self._seen, self.refused = array("q"), self.log.first, 0
        self._ahead, self._seen_ahead = array("q"), 0
        self._begin()
        self.version += 1
        self._look(perf_counter() + seconds)
        self._look_ahead()

    def find(
        self, after: int, wanted: Callable[[Entry], bool], *, back: bool = False
    ) -> int | None:
        """The next index behind `after` (before it, with `back`) whose row is wanted."""
        order = range(after - 1, -1, -1) if back else range(after + 1, len(self))
        return next((index for index in order if wanted(self.entry(index))), None)

    @property
    def whole(self) -> int:
        """How many rows there would be without the filter."""
        return sum(count for shape, count in self.log.shapes() if self.offers(shape))

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
            entry = log.entry(number)
            if entry.flag != "divider" and view.offers(entry.shape):
                missed = view.filter.misses(entry)
                self.alone.update(missed if len(missed) == 1 else ())
            self.at = number + 1
            if number % _CHECK == 0 and perf_counter() > until:
                return
