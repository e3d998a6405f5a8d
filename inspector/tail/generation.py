"""One open file between two truncations: what was read of it, and whether it is still the same.

Sizes and times cannot tell a file that was truncated and written again past the reader's offset,
so before any byte is trusted the first and the last bytes already read are compared with the file.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import Literal

from inspector.tail.place import pread
from inspector.tail.values import Key, System

HEAD = 1024
"""First bytes of a generation kept for comparison."""
MARKER = 64
"""Last bytes read kept for comparison; alone they were fooled by repeated lines."""
HOLE = 1 << 20
"""A longer run that was never written is jumped over: a sparse file may hold a tebibyte of it."""
TELLING = 16
"""Bytes of whole lines that identify a file; werf's shortest line has 40."""
RACY = 0.05
"""Seconds a time stamp must have stood before it proves anything: kernels stamp in ticks."""


@dataclass(slots=True)
class Calm:
    """Tells from time stamps whether a thing can have changed since it was last examined.

    A change within the same clock tick leaves the stamp as it was, so a stamp counts only when the
    thing was examined again at least `RACY` seconds after the stamp was first seen.  No wall clock
    is involved: the file's clock may be another machine's.
    """

    seen: tuple[int, ...] = ()
    since: float = 0.0
    sure: bool = False

    def holds(self, stamp: tuple[int, ...], now: float) -> bool:
        """Whether nothing changed; if not, the caller must examine the thing now."""
        if stamp != self.seen:
            self.seen, self.since, self.sure = stamp, now, False
        elif self.sure:
            return True
        else:
            self.sure = now - self.since > RACY
        return False

    def doubt(self) -> None:
        """Forget everything: the thing could not be examined."""
        self.seen, self.sure = (), False


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a file that is no longer read."""

    key: Key
    head: bytes
    offset: int
    """Bytes of the file that need no reading any more."""
    marker: bytes
    boundary: int
    """Offset behind the last newline read: where a file that comes back is read on."""
    lined: bytes
    """The marker at the boundary."""
    why: Literal["read", "cut", "skipped"] = "read"
    """Read to its end; destroyed by a truncation; or meant never to be read."""

    @property
    def telling(self) -> bool:
        """Whether its first bytes can be told from those of another file of the family.

        A torn line or an empty one begins many files; a line with a time in it begins only one.
        """
        return self.boundary >= TELLING or len(self.head) == HEAD

    def spent(self, size: int) -> bool:
        """Whether the file, now of that size, has nothing left to read."""
        return self.why == "skipped" or size <= self.offset


@dataclass(slots=True, eq=False)
class Generation:
    """An open regular file, the offset up to which it was handed out, and its known content."""

    system: System
    number: int
    fd: int
    key: Key
    active: float
    """Clock time of the last byte, or of the moment the file lost its name."""
    offset: int = 0
    base: int = 0
    """Offset of the generation's byte 0."""
    head: bytes = b""
    marker: bytes = b""
    boundary: int = 0
    lined: bytes = b""
    size: int = 0
    first: bytes = b""
    """The first bytes of the file when it was opened."""
    fresh: bool = True
    """Not read yet in this step."""
    last: bool = False
    """Ends as soon as it is read: a copy, which nobody continues."""
    told: set[object] = field(default_factory=set)
    """What was already said about it."""
    calm: Calm = field(default_factory=Calm)

    def look(self) -> os.stat_result:
        """Ask for the size again; raises OSError."""
        info = self.system.fstat(self.fd)
        self.size = info.st_size
        return info

    def read(self, limit: int) -> bytes | None:
        """Up to `limit` unread bytes: b"" when there are none, None when the file was truncated.

        One read takes the last known bytes and the new ones, a second one the beginning *after*
        that: if both are as they were, the new bytes belong to this generation.  Raises OSError.
        """
        want = min(limit, self.size - self.offset)
        if want < 0:
            return None
        lead = len(self.marker)
        found = pread(self.system, self.fd, lead + want, self.offset - lead)
        head = (self.head + found[lead:])[:HEAD]
        start = pread(self.system, self.fd, len(head), 0)
        if _differs(found[:lead], self.marker) or _differs(start[: len(self.head)], self.head):
            return None
        if len(found) < lead or start != head:  # shrinking or rewritten under our eyes
            self.calm.doubt()
            return b""
        return found[lead:]

    def intact(self) -> bool:
        """Whether everything read still stands in the file; raises OSError."""
        lead = len(self.marker)
        if pread(self.system, self.fd, lead, self.offset - lead) != self.marker:
            return False
        return pread(self.system, self.fd, len(self.head), 0) == self.head

    def take(self, data: bytes) -> int:
        """Count `data`, just read, as handed out; returns where it starts in the generation."""
        start = self.offset - self.base
        self.head = (self.head + data[:HEAD])[:HEAD]
        if end := data.rfind(b"\n") + 1:
            self.boundary = self.offset + end
            self.lined = _last(self.marker, data[max(0, end - MARKER) : end])
        self.marker = _last(self.marker, data)
        self.offset += len(data)
        return start

    def hole(self) -> int:
        """Bytes from the offset on that were never written, 0 unless more than `HOLE`."""
        whence = getattr(self.system, "SEEK_DATA", None)
        if whence is None or self.size - self.offset <= HOLE:
            return 0
        try:
            data = self.system.lseek(self.fd, self.offset, whence)
        except OSError as error:
            if error.errno != errno.ENXIO:  # which says: nothing but hole up to the end
                return 0
            data = self.size
        gap = min(data, self.size) - self.offset
        return gap if gap > HOLE else 0

    def skip(self, gap: int) -> None:
        """Pass over a hole; what follows counts from 0 again."""
        self.head = (self.head + bytes(HEAD))[:HEAD]
        self.offset += gap
        self.base = self.boundary = self.offset
        self.marker = self.lined = bytes(MARKER)

    def restart(self, number: int) -> None:
        """Begin anew at offset 0 after a truncation."""
        self.number = number
        self.offset = self.base = self.boundary = 0
        self.head = self.marker = self.lined = b""
        self.fresh = True
        self.calm.doubt()

    def known(self, why: Literal["read", "cut"]) -> Known:
        """What to remember of it."""
        return Known(self.key, self.head, self.offset, self.marker, self.boundary, self.lined, why)


def _differs(found: bytes, expected: bytes) -> bool:
    """Whether bytes read are others than expected; too few of them prove nothing."""
    return not expected.startswith(found)


def _last(marker: bytes, data: bytes) -> bytes:
    return data[-MARKER:] if len(data) >= MARKER else (marker + data)[-MARKER:]
