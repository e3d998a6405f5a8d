"""Which rows to show, as a value: terms that must all hold, written as a person types them.

`inspector.tui.grammar` makes a filter of what is typed, `inspector.tui.conditions` tells whether a
row has what a term asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from inspector.safe import Safe
from inspector.tui.conditions import Condition, condition
from inspector.tui.entry import Entry
from inspector.tui.shape import Shape
from inspector.tui.terms import Alternative, Key, Term, form_of

CYCLE = ((), ("violation",), ("review",), ("note",), ("bad",))
"""What the level key steps through; the first shows every level."""
FLAGGED = ("violation", "review", "bad")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows to show; an empty one shows them all."""

    terms: tuple[Term, ...] = ()
    newest: int | None = None
    """When the newest event was made, in Unix milliseconds: what ``since:-2h`` counts from."""

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def text(self) -> Safe:
        """The filter as it is typed."""
        return Safe(" ".join(term.text for term in self.terms))

    @property
    def relative(self) -> bool:
        """Tell whether a time in it is counted back from the newest event."""
        return any(term.key in {"since", "until"} and term.number < 0 for term in self.terms)

    @property
    def levels(self) -> tuple[str, ...]:
        """The flags that are asked for, where one term does."""
        return self.values("flag")

    @property
    def events(self) -> tuple[str, ...]:
        """The event types that are asked for, where one term does."""
        return self.values("event")

    def values(self, key: Key) -> tuple[str, ...]:
        """The alternatives of the first term of a key; empty where nothing is asked for."""
        return next((term.values for term in self.terms if _asks(term, key)), ())

    def match(self, entry: Entry) -> bool:
        """Tell whether the row has everything that is asked for; a divider never has.

        Raises `inspector.tui.expression.TooSlow`.
        """
        return entry.flag != "divider" and all(one.holds(entry) for one, _ in _conditions(self))

    def shared(self, shape: Shape) -> bool:
        """Tell whether rows of a shape can match at all; see `rest`."""
        alike = cast("Entry", shape)
        return shape.flag != "divider" and all(
            one.holds(alike) for one, _ in _conditions(self) if not one.dear
        )

    @property
    def rest(self) -> tuple[Callable[[Entry], bool], ...]:
        """What else a row must have whose shape can match; each may raise `TooSlow`."""
        return tuple(one.holds for one, _ in _conditions(self) if one.dear)

    def misses(self, entry: Entry) -> list[int]:
        """Number the terms that a row lacks, by their place; looks for no more than two.

        Raises `inspector.tui.expression.TooSlow`.
        """
        missed: list[int] = []
        for one, place in _conditions(self):
            if len(missed) < 2 and not one.holds(entry):
                missed.append(place)
        return missed

    def without(self, place: int) -> Filter:
        """The same filter without the term at a place."""
        return replace(self, terms=self.terms[:place] + self.terms[place + 1 :])

    def counted_from(self, newest: int | None) -> Filter:
        """The same filter, its times counted back from `newest`."""
        return replace(self, newest=newest) if self.relative else self

    def asking(self, key: Key, values: Iterable[str]) -> Filter:
        """The same filter with other alternatives of a key, in place of those that it has."""
        others = [term for term in self.terms if not _asks(term, key)]
        of = tuple(Alternative(value, form_of(value)) for value in values)
        at = next((at for at, term in enumerate(self.terms) if _asks(term, key)), 0)
        return replace(self, terms=(*others[:at], *([Term(key, of)] if of else ()), *others[at:]))

    def with_levels(self, levels: tuple[str, ...]) -> Filter:
        """The same filter for other levels."""
        return self.asking("flag", levels)

    def with_events(self, events: tuple[str, ...]) -> Filter:
        """The same filter for other events."""
        return self.asking("event", events)


def _asks(term: Term, key: Key) -> bool:
    return term.key == key and not term.no


@lru_cache(maxsize=16)
def _conditions(filter_: Filter) -> tuple[tuple[Condition, int], ...]:
    """The conditions with their places, the cheap ones first."""
    made = [(condition(term, filter_.newest), at) for at, term in enumerate(filter_.terms)]
    return tuple(sorted(made, key=lambda pair: pair[0].dear))
