"""Judged records in, batches out: what can be read again as numbers, the rest as rows."""

from __future__ import annotations

from inspector.audit import Inspection
from inspector.model import Judged
from inspector.tui.feed import Batch, Told
from inspector.tui.pack import Pack, shape_of, stands_alone
from inspector.tui.rows import Row, Rows
from inspector.tui.shape import Shapes
from inspector.tui.texts import Texts


class Indexer:
    """What the reader's thread knows of a source: its runs, its shapes, its files."""

    def __init__(self) -> None:
        self.rows, self.texts = Rows(), Texts()
        self._shapes = Shapes()

    @property
    def runs(self) -> int:
        """How many runs appeared."""
        return self.rows.runs

    def said(self, told: Told) -> Batch:
        """Tell what happened to the source."""
        return Batch((told,), runs=self.runs)

    def batch(self, judged: list[Judged], inspection: Inspection, file: int = 0) -> Batch:
        """Make a batch of records, of a `file` that they can be read again from where it has one.

        The file is one of `texts`.
        """
        items: list[Row | Pack | Told] = []
        for one in judged:
            if not file or not stands_alone(one):
                items.append(self.rows.make(one))
                continue
            if not items or not isinstance(items[-1], Pack):
                items.append(Pack(self.texts, file))
            pack = items[-1]
            assert isinstance(pack, Pack)  # noqa: S101  # just put there
            pack.add(one, shape_of(one, self._shapes), self.rows.number(one))
        return Batch(tuple(items), held=inspection.held, runs=self.runs)
