"""The marks and comments that a person puts on records, by row number; and what is kept of them.

A mark that outlasts a run is known by where its record stands and by a digest of its bytes, so that
it is found again, and on no other record, whatever has been rotated away or added since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from inspector.tui.ahead import AHEAD
from inspector.tui.rows import Row

MOST = 1000
"""Marks of one log."""
LONGEST = 200
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which record, or which span of a request, a mark is on."""

    start: int
    digest: str
    span: int = -1


class Marks:
    """Marks of what was read, and those whose records were not met yet."""

    def __init__(self) -> None:
        self._comments: dict[int, str] = {}
        self._places: dict[int, Place] = {}
        self._awaited: dict[Place, str] = {}
        self._starts: set[int] = set()

    def __len__(self) -> int:
        return len(self._comments)

    def __contains__(self, number: object) -> bool:
        return number in self._comments

    def numbers(self) -> list[int]:
        """The numbers of the marked rows, in their order."""
        return sorted(self._comments)

    def comment(self, number: int) -> str:
        """What was said of a row; empty where nothing was."""
        return self._comments.get(number, "")

    @property
    def full(self) -> bool:
        """There is room for no more."""
        return len(self._comments) + len(self._awaited) >= MOST

    def toggle(self, number: int, row: Row) -> bool:
        """Mark a row, or take its mark and comment away; gives whether it is marked now."""
        if number in self._comments:
            del self._comments[number], self._places[number]
            return False
        self._mark(number, place_of(row), "")
        return True

    def say(self, number: int, row: Row, text: str) -> None:
        """Mark a row with a comment."""
        self._mark(number, place_of(row), text[:LONGEST])

    def _mark(self, number: int, place: Place, comment: str) -> None:
        self._comments[number], self._places[number] = comment, place

    def meet(self, number: int, row: Row) -> None:
        """Mark a row that was read if one of the marks kept is on it."""
        if not self._awaited or row.line is None or _start(row) not in self._starts:
            return
        place = place_of(row)
        if place in self._awaited and number not in self:
            self._mark(number, place, self._awaited.pop(place))

    def move(self, home: Callable[[int], tuple[int, Row] | None]) -> None:
        """Give marks at the end of a file that was being indexed their rows in the index.

        `home` gives the row that begins at an offset.  The others are awaited: their records may
        still come.
        """
        for number in [number for number in self._comments if number >= AHEAD]:
            place, said = self._places.pop(number), self._comments.pop(number)
            there = home(place.start)
            if there is not None and place_of(there[1]) == place:
                self._mark(there[0], place, said or self.comment(there[0]))
            else:
                self._awaited[place] = said
                self._starts.add(place.start)

    # --- what is kept ---

    @property
    def awaited(self) -> set[int]:
        """Where the records begin whose marks were kept, and that were not met yet."""
        return self._starts if self._awaited else set()

    def kept(self) -> list[dict[str, Any]]:
        """The marks as they are kept, those included whose records were not met."""
        met = [(self._places[number], self._comments[number]) for number in self.numbers()]
        return [
            {"start": place.start, "digest": place.digest, "span": place.span, "comment": comment}
            for place, comment in [*met, *self._awaited.items()][:MOST]
        ]

    def await_(self, kept: list[Any]) -> int:
        """Take over marks that were kept; gives how many of them are damaged."""
        read = [(place, said) for place, said in map(_read, kept[:MOST]) if place is not None]
        self._awaited.update(read)
        self._starts = {place.start for place in self._awaited}
        return len(kept) - len(read)


def _read(kept: object) -> tuple[Place | None, str]:
    match kept:
        case {"start": int(start), "digest": str(digest), "span": int(span), "comment": str(said)}:
            return Place(start, digest, span), said[:LONGEST]
        case _:
            return None, ""


def place_of(row: Row) -> Place:
    """Where the record of a row stands."""
    data = row.line.data if row.line else b""
    digest = hashlib.sha256(row.text or data).hexdigest()[:16]
    return Place(_start(row), digest, row.place if row.carrier else -1)


def _start(row: Row) -> int:
    line = row.carrier or row.line
    return line.start if line else -1


def around(numbers: list[int], number: int, step: int) -> Iterator[int]:
    """The others in the order in which a key goes through them, from a row on."""
    later = [one for one in numbers if one > number]
    earlier = [one for one in numbers if one < number]
    yield from [*later, *earlier] if step > 0 else [*reversed(earlier), *reversed(later)]
