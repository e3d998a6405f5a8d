"""The end of a long file, judged on its own and followed while the index is on its way there.

What it says of a record is what the index will say, but for what needs the lines before: a torn
record at its beginning is left out, and its runs are numbered `p1`, `p2` until the index has
counted those before them.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from inspector.audit import Inspection
from inspector.model import Judged
from inspector.safe import Safe
from inspector.tui.feed import Batch, End
from inspector.tui.rows import Rows

LEAST = 1 << 20
"""Bytes of a file from which on its end is shown first; a shorter one is indexed at once."""
_SHOWN = 128 << 10
"""Bytes of the end: some 400 lines, more than any screen has."""
_STEP = 256 << 10
_EVERY = 0.1
"""Seconds between two looks at whether the file has grown."""


def provisional(number: int) -> Safe:
    """Name a run that the index has not numbered yet."""
    return Safe(f"p{number}") if 0 < number < 1 << 31 else Safe("-")


class Glimpse:
    """The end of one open file, from the first whole line on."""

    def __init__(self, fd: int, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`fd` is only read from; the caller closes it."""
        self._fd, self._clock = fd, clock
        self._rows, self._inspection = Rows(provisional), Inspection()
        at = max(0, size - _SHOWN)
        self.start = at + self._first_line(at)
        """Offset of the first record."""
        self.offset = self.start
        """Up to where it was read."""
        self._again = 0.0

    def _first_line(self, at: int) -> int:
        if not at:
            return 0
        found = os.pread(self._fd, _SHOWN, at).find(b"\n")
        return found + 1  # a longer line has none here: it is judged from its middle on, as torn

    def look(self) -> End | None:
        """Give what is new at the end; None where nothing is, or when it is too early to look.

        Raises OSError.
        """
        now = self._clock()
        if now < self._again:
            return None
        data = os.pread(self._fd, _STEP, self.offset)
        if len(data) < _STEP:
            self._again = now + _EVERY
        self.offset += len(data)
        made = [self._rows.make(self._moved(one)) for one in self._inspection.feed(data)]
        return End(tuple(made)) if made else None

    def _moved(self, judged: Judged) -> Judged:
        """Put a record where it stands in the file; which line that is nobody has counted."""
        line = judged.record.line
        start, end = line.start + self.start, line.end + self.start
        line = replace(line, start=start, end=end, number=0)
        return replace(judged, record=replace(judged.record, line=line))


class Ending:
    """The end of the file at a path, if it is long enough to be shown before it is indexed."""

    def __init__(self, path: str, least: int) -> None:
        self._fd, self._size, self._glimpse = -1, 0, None
        with suppress(OSError):
            if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # not every path is UTF-8
                return
            self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._size = os.fstat(self._fd).st_size
            if self._size >= least:
                self._glimpse = Glimpse(self._fd, self._size)

    @property
    def size(self) -> int:
        """Bytes that the file had; 0 where it no longer is what stands at the path."""
        return self._size if self._fd >= 0 else 0

    def begin(self) -> Iterator[Batch]:
        """Give what there is at once."""
        yield from self._look(Batch(left=self._size))

    def go_on(self, batch: Batch, read: int) -> Iterator[Batch]:
        """Give what was written since; where the index, having `read` so much, is there, say so.

        Of a file that was cut before that, the end is no longer there.
        """
        if self._glimpse is None:
            return
        if read >= self._glimpse.offset or self._cut(self._glimpse.offset):
            yield replace(batch, items=(End(gone=True),), read=0)
            self.end()
            return
        yield from self._look(batch)

    def _look(self, batch: Batch) -> Iterator[Batch]:
        try:
            found = self._glimpse.look() if self._glimpse else None
        except OSError:
            yield from self.close()
            return
        if found is not None:
            yield replace(batch, items=(found,), read=0)

    def _cut(self, offset: int) -> bool:
        try:
            return os.fstat(self._fd).st_size < offset
        except OSError:
            return True

    def close(self, batch: Batch = Batch()) -> Iterator[Batch]:  # noqa: B008  # frozen
        """Show it no longer: something else stands at the path."""
        if self._glimpse is not None:
            yield replace(batch, items=(End(gone=True),), read=0)
        self.end()

    def end(self) -> None:
        """Close the file."""
        self._glimpse = None
        if self._fd >= 0:
            with suppress(OSError):
                os.close(self._fd)
            self._fd = -1
