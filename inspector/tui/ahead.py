"""The end of a file that is still being indexed: shown at once, judged on its own.

Its rows have numbers of their own, from `AHEAD` on, behind those of the index.  When the index has
reached them they are there twice, and these go; `home` tells which row of the index one of them is.
"""

from __future__ import annotations

from collections import deque

from inspector.safe import Safe
from inspector.tui.rows import Row, divider

AHEAD = 1 << 40
"""The number of the divider before the first of them."""
MOST = 5_000
"""Rows that are shown at most while the rest is indexed: the newest."""
_TITLE = Safe("not indexed yet")


class Ahead:
    """The newest rows, in order; empty where everything is in the index."""

    def __init__(self) -> None:
        self.first = AHEAD + 1
        self._rows: deque[Row] = deque()
        self.starts: dict[int, int] = {}
        """Where the records begin that were here, by the number they had."""
        self.between = divider(_TITLE, _TITLE)

    def __bool__(self) -> bool:
        return bool(self._rows)

    @property
    def end(self) -> int:
        """The number after the newest of them."""
        return self.first + len(self._rows)

    def __getitem__(self, number: int) -> Row:
        """Give a row; of one that is no longer here, what stood before it."""
        here = self.first <= number < self.end
        return self._rows[number - self.first] if here else self.between

    def add(self, rows: tuple[Row, ...]) -> None:
        """Take what is new at the end of the file."""
        self._rows += rows
        while len(self._rows) > MOST:
            self._rows.popleft()
            self.first += 1

    def clear(self) -> None:
        """Forget the rows: they are in the index."""
        for number, row in enumerate(self._rows, self.first):
            if row.line is not None:
                self.starts[number] = row.line.start
        self.first = self.end
        self._rows.clear()
