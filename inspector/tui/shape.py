"""What many rows of a log have in common, kept once: flag, event type, command, rules.

A log of a million lines has some dozens of shapes, so that a filter which asks for nothing else is
answered once for each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector.safe import Safe
from inspector.tui.cells import Flag
from inspector.tui.rows import FLAGGED, Row

MOST = 20_000
"""Shapes that are told apart; a hostile log could make up one for every line."""
_EMPTY = Safe("")

Ident = tuple[Flag, Safe, Safe, bool, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What rows share; two are the same only if they are one object."""

    flag: Flag
    type: Safe
    command: Safe = _EMPTY
    remark: bool = False
    identifies: bool = False
    rules: tuple[str, ...] = ()
    """The rules that found something, each once, in order."""
    loose: bool = False
    """It stands for rows that differ in type, command and rules: there are too many shapes."""

    @property
    def flagged(self) -> bool:
        """Tell whether a person should look: a violation, something to review, or unreadable."""
        return self.flag in FLAGGED

    @property
    def hidden(self) -> bool:
        """Tell whether only the view of all records shows it: a remark without findings."""
        return self.flag == "remark"


class Shapes:
    """The shapes of a log: a description in, the one shape for it out."""

    def __init__(self) -> None:
        self._known: dict[Ident, Shape] = {}

    def of(self, row: Row) -> Shape:
        """Give the shape of a row."""
        rules = tuple(sorted({finding.rule for finding in row.findings}))
        return self.shape((row.flag, row.type, row.command, row.remark, row.identifies, rules))

    def shape(self, ident: Ident) -> Shape:
        """Give the shape that is described."""
        known = self._known.get(ident)
        if known is not None:
            return known
        flag, _, _, remark, identifies, _ = ident
        if len(self._known) >= MOST:
            ident = (flag, _EMPTY, _EMPTY, remark, identifies, ("",))
            if ident not in self._known:
                self._known[ident] = Shape(*ident, loose=True)
            return self._known[ident]
        return self._known.setdefault(ident, Shape(*ident))
