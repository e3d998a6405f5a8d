"""A row as the index knows it: what a filter asks for first, without reading the record again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.model import Value
from inspector.safe import Safe
from inspector.tui.cells import Flag
from inspector.tui.rows import Row

if TYPE_CHECKING:
    from inspector.tui.store import Log


class Entry:
    """One row of a log; `row` is all of it."""

    __slots__ = ("_values", "log", "number", "shape")

    def __init__(self, log: Log, number: int) -> None:
        self.log, self.number = log, number
        self.shape = log.shape(number)
        self._values: tuple[Value, ...] | None = None

    @property
    def row(self) -> Row:
        """The row, made of its record."""
        return self.log[self.number]

    @property
    def flag(self) -> Flag:
        """What it is."""
        return self.shape.flag

    @property
    def type(self) -> Safe:
        """The type of the event, or what stands for it."""
        return self.row.type if self.shape.loose else self.shape.type

    @property
    def command(self) -> Safe:
        """The command that wrote it."""
        return self.row.command if self.shape.loose else self.shape.command

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that found something."""
        if self.shape.loose:
            return tuple({finding.rule for finding in self.row.findings})
        return self.shape.rules

    @property
    def remark(self) -> bool:
        """It is no event."""
        return self.shape.remark

    @property
    def identifies(self) -> bool:
        """It holds a documented identifier that stays the same."""
        return self.shape.identifies

    @property
    def flagged(self) -> bool:
        """A person should look at it."""
        return self.shape.flagged

    @property
    def run(self) -> Safe:
        """Its run, as the list names it."""
        return self.log.run(self.number)

    @property
    def at(self) -> int | None:
        """When it was written or made, in Unix milliseconds, as far as that is known."""
        return self.log.at(self.number)

    @property
    def raw(self) -> bytes:
        """What a search looks through."""
        return self.log.raw(self.number)

    @property
    def values(self) -> tuple[Value, ...]:
        """The fields of its event; its record is read again once."""
        if self._values is None:
            found = self.log.judged(self.number)
            event = found[1].event if found else None
            self._values = event.values if event else ()
        return self._values
