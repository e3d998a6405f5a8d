"""The rows of everything that was read, in a bounded store with counters that stay exact.

It keeps at most `LIMIT` rows and `LIMIT_BYTES` of their records; the oldest go first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from inspector.safe import Safe
from inspector.tui.cells import Flag
from inspector.tui.rows import LIMIT, Row

LIMIT_BYTES = 256 << 20
TYPES = 100
"""Event types that the filter key steps through; a hostile log could name a million."""
_NO_RUN = frozenset({"-", "r+"})
"""What stands for no run, and for the runs that are not told apart."""


@dataclass(slots=True)
class Log:
    """The rows of everything read, by number from 0; `first` is the oldest that is still kept."""

    first: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    """How many records have which flag, those no longer kept included."""
    earliest: bytes | None = None
    """Digest of the first record that was read."""
    newest: int | None = None
    """When the newest event was made, in Unix milliseconds, as far as that is known."""
    types: dict[Safe, int] = field(default_factory=dict)
    _runs: dict[Safe, tuple[int, int]] = field(default_factory=dict)
    _rows: list[Row] = field(default_factory=list)
    _bytes: int = 0

    @property
    def end(self) -> int:
        """The number after the newest row."""
        return self.first + len(self._rows)

    @property
    def events(self) -> int:
        """How many events were read."""
        return self.records - self.flags["unreadable"] - self.flags["remarks"]

    @property
    def records(self) -> int:
        """How many records were read."""
        return self.flags["records"]

    def __getitem__(self, number: int) -> Row:
        return self._rows[number - self.first]

    def flag(self, number: int) -> Flag:
        """What a kept row is."""
        return self[number].flag

    def at(self, number: int) -> int | None:
        """When a kept row was written or made, in Unix milliseconds, as far as that is known."""
        return self[number].at

    def run(self, number: int) -> Safe:
        """The run of a kept row, as its list names it."""
        return self[number].run

    def ends(self, run: Safe) -> tuple[int, int] | None:
        """The numbers of a run's first and newest row; None for what is no run."""
        return self._runs.get(run)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every kept row with its number."""
        return enumerate(self._rows, self.first)

    def since(self, number: int) -> list[tuple[int, Row]]:
        """Every kept row from a number on, with its number."""
        first = max(number, self.first)
        return list(enumerate(self._rows[first - self.first :], first))

    def add(self, rows: Iterable[Row]) -> None:
        """Keep more rows; drops the oldest where the bounds are passed."""
        for row in rows:
            if row.run not in _NO_RUN:
                first, _ = self._runs.get(row.run, (self.end, 0))
                self._runs[row.run] = (first, self.end)
            self._rows.append(row)
            self._bytes += row.size
            if row.line is not None:
                self._count(row)
        if len(self._rows) > LIMIT or self._bytes > LIMIT_BYTES:
            self._drop()

    def _count(self, row: Row) -> None:
        if self.earliest is None and row.line is not None:
            self.earliest = hashlib.sha256(row.line.data).digest()
        self.flags["records"] += 1
        self.flags[row.flag] += 1
        if row.at is not None and (self.newest is None or row.at > self.newest):
            self.newest = row.at
        if row.remark:
            self.flags["remarks"] += 1
        elif row.flag != "unreadable" and (row.type in self.types or len(self.types) < TYPES):
            self.types[row.type] = self.types.get(row.type, 0) + 1

    def _drop(self) -> None:
        """Let the oldest go until a twentieth is free: cutting a list's head moves all of it."""
        count, kept = 0, self._bytes
        while len(self._rows) - count > LIMIT - LIMIT // 20 or kept > LIMIT_BYTES * 19 // 20:
            kept -= self._rows[count].size
            count += 1
        del self._rows[:count]
        self.first += count
        self._runs = {run: ends for run, ends in self._runs.items() if ends[1] >= self.first}
        self._bytes = kept
