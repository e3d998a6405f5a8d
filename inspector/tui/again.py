"""A line in, its row out, judged again: what the index does not keep of a record."""

from __future__ import annotations

from threading import Lock

from inspector.audit import Inspection
from inspector.model import Judged, Line
from inspector.safe import Safe
from inspector.tui.rows import Row, lay_out


class Again:
    """Judges lines on their own; safe to be asked from several threads."""

    def __init__(self) -> None:
        self._inspection = Inspection()
        self._lock = Lock()

    def judged(self, line: Line, run: Safe) -> tuple[Row, Judged]:
        """Judge a line that is one whole record, and make its row."""
        with self._lock:
            judged = self._inspection.again(line)
        return lay_out(judged, run), judged
