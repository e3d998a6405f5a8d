"""Row numbers of a log in, its rows and records out when somebody asks: a set may be very large."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from inspector.model import Record
from inspector.tui.ahead import AHEAD
from inspector.tui.rows import Row
from inspector.tui.store import Log


class Numbered(Sequence[Row]):
    """Rows of a log, made one by one; numbers take eight bytes each."""

    def __init__(self, log: Log, numbers: array[int]) -> None:
        self._log, self._numbers = log, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Numbered: ...

    def __getitem__(self, index: int | slice) -> Row | Numbered:
        if isinstance(index, slice):
            return Numbered(self._log, self._numbers[index])
        return self._log[self._numbers[index]]

    def __hash__(self) -> int:
        return hash(self._numbers.tobytes())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Numbered) and self._numbers == other._numbers

    def record(self, index: int) -> Record | None:
        """Read a record without judging it; None where it is no longer kept."""
        number = self._numbers[index]
        gone = self._log.first > number < AHEAD
        return None if gone else self._log.record(number)


def record_at(rows: Sequence[Row], index: int) -> Record | None:
    """Read the record of a row; None where its bytes are no longer there."""
    if isinstance(rows, Numbered):
        return rows.record(index)
    from inspector.tui.record import record_of  # noqa: PLC0415  # dear, and behind the first paint

    row = rows[index]
    return record_of(row) if row.line is not None else None
