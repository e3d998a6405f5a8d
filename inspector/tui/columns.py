"""The columns of the index: where records stand, and what is known of each, in 24 bytes.

Lines follow one another in a file, so that a *stretch* of them says once where it begins: a row
holds its distance from there.  A row that is kept whole has a place in the columns and no record.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import NamedTuple

from inspector.tui.pack import UNKNOWN, Pack

_FAR = 1 << 32
_LONG = 1 << 31
_NEVER = -_LONG


class Place(NamedTuple):
    """Where a record stands: bytes `start` to `start + size` of a file, on a line, from 1."""

    file: int
    start: int
    size: int
    number: int
    mark: int


class Columns:
    """Rows by their place from 0; `forget` takes the first away."""

    def __init__(self) -> None:
        self.shape, self.run = array("H"), array("I")
        self._away, self._mark = array("I"), array("I")
        self._size, self._at = array("I"), array("i")
        self._first, self._file = array("q"), array("H")
        self._start, self._line, self._time = array("Q"), array("q"), array("q")
        self._forgotten = 0

    def __len__(self) -> int:
        return len(self.shape)

    def keep(self, shape: int, run: int) -> None:
        """Give a place to a row that is kept whole."""
        self._add(shape, run, (0, 0, 0, _NEVER))

    def add(self, shape: int, pack: Pack, at: int) -> None:
        """Take one record of a pack."""
        start, line, when = pack.start[at], pack.number[at], pack.at[at]
        if not self._goes_on(pack.file, start, line, when):
            self._first.append(len(self.shape) + self._forgotten)
            self._file.append(pack.file)
            self._start.append(start)
            self._line.append(line)
            self._time.append(0 if when == UNKNOWN else when)
        since = _NEVER if when == UNKNOWN else when - self._time[-1]
        away = start - self._start[-1]
        self._add(shape, pack.run[at], (away, pack.mark[at], pack.size[at], since))

    def _goes_on(self, file: int, start: int, line: int, when: int) -> bool:
        """Tell whether a record belongs to the last stretch."""
        if not self._first or self._file[-1] != file:
            return False
        lines = len(self.shape) + self._forgotten - self._first[-1]
        near = 0 <= start - self._start[-1] < _FAR and line - self._line[-1] == lines
        return near and (when == UNKNOWN or abs(when - self._time[-1]) < _LONG)

    def _add(self, shape: int, run: int, rest: tuple[int, int, int, int]) -> None:
        self.shape.append(shape)
        self.run.append(run)
        for column, value in zip((self._away, self._mark, self._size, self._at), rest, strict=True):
            column.append(value)

    def place(self, at: int) -> Place:
        """Where the record of a row stands that is not kept whole."""
        stretch, row = self._stretch(at), at + self._forgotten
        line = self._line[stretch] + row - self._first[stretch]
        start = self._start[stretch] + self._away[at]
        return Place(self._file[stretch], start, self._size[at], line, self._mark[at])

    def size(self, at: int) -> int:
        """Bytes of the record of a row that is not kept whole."""
        return self._size[at]

    def at(self, at: int) -> int | None:
        """When it was written or made, in Unix milliseconds, as far as that is known."""
        since = self._at[at]
        return None if since == _NEVER else self._time[self._stretch(at)] + since

    def _stretch(self, at: int) -> int:
        return bisect_right(self._first, at + self._forgotten) - 1

    def forget(self, count: int) -> None:
        """Let the first rows go."""
        for column in (self.shape, self.run, self._away, self._mark, self._size, self._at):
            del column[:count]
        self._forgotten += count
