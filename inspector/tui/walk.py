"""Rows in, judged records out, one after the other, in a worker beside the screen.

What a row keeps of its record is its bytes and what was found: a screen that shows more than that
reads each record again, once, while a person may go on.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from threading import Event

from inspector.model import Judged
from inspector.tui.rows import Row
from inspector.tui.store import Log
from inspector.tui.view import View

Take = Callable[[int, Row, Judged], None]
"""Given the number of a row, the row, and its record."""


class Walk:
    """Goes through the rows of a log as they come; `take` is called in the worker."""

    def __init__(self, take: Take, view: View | None = None) -> None:
        """With a `view`, only through the rows that it shows."""
        self.stop = Event()
        self.busy = False
        self.done = 0
        """Rows gone through."""
        self.asked = 0
        """Rows that were to be gone through so far, those included."""
        self.lost = 0
        """Rows that were no longer kept when their turn came."""
        self._take, self._view = take, view
        self._to = 0

    def due(self, log: Log) -> Sequence[int]:
        """Give the rows that nobody has gone through; none while a worker is on its way."""
        if self.busy or self._to >= log.end:
            return ()
        if self._view is not None:
            rows = array("q", self._view.after(self._to))
            self._to, self.busy = (rows[-1] + 1, True) if rows else (self._to, False)
            self.asked += len(rows)
            return rows
        first = max(self._to, log.first)
        self.lost += first - self._to
        self._to, self.busy = log.end, True
        self.asked += log.end - first
        return range(first, log.end)

    def run(self, log: Log, numbers: Sequence[int]) -> None:
        """Go through rows until the last one, or until `stop` is set."""
        try:
            for number in numbers:
                if self.stop.is_set():
                    return
                if number < log.first:
                    self.lost, self.asked = self.lost + 1, self.asked - 1
                    continue
                if (found := log.judged(number)) is not None:
                    self._take(number, *found)
                elif number < log.first:  # it went meanwhile
                    self.lost, self.asked = self.lost + 1, self.asked - 1
                    continue
                self.done += 1
        finally:
            self.busy = False
