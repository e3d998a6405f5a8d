"""A word that a person searches for, followed through everything that is shown.

The shown rows are looked through in slices, so that every letter that is typed answers at once; the
count is exact when `done`, and "at least" before.  Capitals in the word make case matter.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from time import perf_counter

from inspector.safe import Safe, safe
from inspector.tui.cells import figure
from inspector.tui.conditions import Wanted
from inspector.tui.entry import Entry
from inspector.tui.view import SLICE, TICK, View
from inspector.tui.words import say

_CHECK = 64


class Search:
    """One word over a view with one filter; an empty word finds nothing."""

    def __init__(self, view: View, word: str = "") -> None:
        self.view, self.word = view, word
        self._wanted = Wanted(word, exact=word != word.lower())
        self._matches = array("q")
        self._at = 0

    def __len__(self) -> int:
        return len(self._matches)

    def holds(self, entry: Entry) -> bool:
        """Tell whether a row shows the word, or its record holds it."""
        return bool(self.word) and self._wanted.holds(entry)

    @property
    def done(self) -> bool:
        """Everything that is shown was looked through."""
        view = self.view
        last = view.number(view.indexed - 1) if view.indexed else -1
        return not self.word or self._at > last

    def look(self, seconds: float = TICK) -> bool:
        """Go on looking; gives whether there was anything to look at."""
        if self.done:
            return False
        del self._matches[: bisect_left(self._matches, self.view.log.first)]
        until = perf_counter() + seconds
        for count, number in enumerate(self.view.after(self._at)):
            if self.holds(self.view.log.entry(number)):
                self._matches.append(number)
            self._at = number + 1
            if count % _CHECK == 0 and perf_counter() > until:
                break
        return True

    def whole(self) -> int:
        """Look as long as a key may take; gives how many rows were found."""
        self.look(SLICE)
        return len(self)

    def place(self, index: int) -> int:
        """Which of the matches the row at an index is, from 1; 0 where it is none."""
        if not 0 <= index < len(self.view):
            return 0
        number = self.view.number(index)
        at = bisect_left(self._matches, number)
        return at + 1 if at < len(self) and self._matches[at] == number else 0

    def found(self, index: int, step: int) -> int | None:
        """The next row (the one before, for a negative step) that holds the word.

        An index outside the rows stands before the first, or behind the last.
        """
        view = self.view
        if not self.done or view.log.ahead:
            at = -1 if index < 0 else min(index, len(view))
            return view.find(at, self.holds, back=step < 0)
        beyond = -1 if index < 0 else 1 << 62
        number = view.number(index) if 0 <= index < len(view) else beyond
        at = bisect_left(self._matches, number + 1 if step > 0 else number) - (step < 0)
        return view.index(self._matches[at]) if 0 <= at < len(self) else None

    def said(self, index: int) -> Safe | None:
        """The word and how often it is there, for the state line."""
        if not self.word:
            return None
        found = f"{figure(len(self))}{'' if self.done else '+'}"
        place = self.place(index)
        found = say("{} of {} rows", figure(place), found) if place else found
        return Safe(f"{safe(self.word, 40)} ({found})")


def matches(search: Search) -> Safe:
    """Say how many rows hold a word."""
    word = safe(search.word, 60)
    if not search.done:
        return say("{} or more rows hold “{}”", figure(len(search)), word)
    if len(search) == 1:
        return say("1 row holds “{}”", word)
    return say("{} rows hold “{}”", figure(len(search)), word)
