"""Progress on stderr: one line, rewritten, only on a terminal, and gone when the work is done."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from inspector.cli import tell

PAUSE = 0.1  # seconds between two figures
DELAY = 0.5  # seconds of work before the first: short work needs none


class Meter:
    """Shows how many of the bytes to read have been read, or how much of other work is done."""

    def __init__(
        self, total: int, *, quiet: bool = False, verb: str = "auditing", unit: str | None = None
    ) -> None:
        """`total` is in `unit`, bytes where none is named; 0 where it is not known."""
        self._total, self._verb, self._unit = total, verb, unit
        self._done = 0
        self._next = time.monotonic() + DELAY
        self._active = not quiet and sys.stderr.isatty()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            tell("\r\x1b[K")

    def add(self, count: int) -> None:
        """Count what was done, and show the figure if it is time to."""
        self._done += count
        if self._active and time.monotonic() >= self._next:
            self._next = time.monotonic() + PAUSE
            self._shown = True
            tell(f"\r{self._figure()}\x1b[K")

    def _figure(self) -> str:
        if self._unit is not None:
            share = 100 * self._done // max(1, self._total)
            return f"{self._verb}: {share}% ({self._done:,} of {self._total:,} {self._unit})"
        done = f"{self._done / 1e6:,.1f} MB"
        if not self._total:
            return f"{self._verb}: {done} read"
        share = min(100, 100 * self._done // self._total)
        return f"{self._verb}: {share}% ({done} of {self._total / 1e6:,.1f} MB)"
