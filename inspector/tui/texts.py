"""The bytes of records that are read again when somebody looks: a million rows keep none of them.

A file stays open as long as the app, so that a rotation takes nothing away.  What was read once is
known by a keyed digest: bytes that a truncation destroyed or somebody wrote over are never shown as
what was judged.  The newest bytes are kept besides, so that a short log can be truncated and still
be looked at.  What no file holds as it is read (a packed file, a pipe) is copied to a file that has
no name, so that nobody else can open it and it goes when the app does.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from contextlib import suppress
from threading import Lock

BLOCK = 256 << 10
"""Bytes read at once: who goes through a log asks for one record after the other."""
RECENT = 4 << 20
"""The newest bytes of all files that are kept."""
FILES = 60_000
"""Files that rows may stand in."""
_RESERVE = 128
"""Descriptors that are left to everything else."""
SHARE = 2
"""Copies take at most the half of what was free where they are kept."""


def mark_of(data: bytes) -> int:
    """Digest bytes to 32 bits, with a key that only this process has."""
    return hash(data) & 0xFFFFFFFF


def _descriptors(taken: int) -> bool:
    """Tell whether one more file may stay open; asks the system for more where it has more."""
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return taken < _RESERVE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or taken + _RESERVE < soft:
        return True
    most = FILES + _RESERVE if hard == resource.RLIM_INFINITY else min(hard, FILES + _RESERVE)
    if most <= soft:
        return False
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 2 * soft), hard))
        return True
    return False


class Texts:
    """Files by a number from 1; safe to be asked from several threads."""

    def __init__(self) -> None:
        self._files: list[int] = []
        self._lock = Lock()
        self._block: tuple[int, int, bytes] = (0, 0, b"")
        self._recent: deque[tuple[int, int, bytes]] = deque()
        self._size = 0
        self._free: int | None = None
        """Bytes that copies may still take; None before the first."""

    def open(self, path: str, data: bytes, start: int = 0) -> int:
        """Open what a path names, if `data` stands in it at `start`; 0 where it does not."""
        if len(self._files) >= FILES or not _descriptors(len(self._files)):
            return 0
        try:
            fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return 0
        with suppress(OSError):
            if os.pread(fd, len(data), start) == data:
                self._files.append(fd)
                return len(self._files)
        os.close(fd)
        return 0

    def copy(self) -> int:
        """Begin a copy, empty; 0 where there is no room for one, or no folder."""
        if len(self._files) >= FILES or not _descriptors(len(self._files)):
            return 0
        try:
            if self._free is None:
                self._free = shutil.disk_usage(tempfile.gettempdir()).free // SHARE
            with tempfile.TemporaryFile() as made:
                self._files.append(os.dup(made.fileno()))
        except OSError:
            return 0
        return len(self._files)

    def write(self, file: int, data: bytes) -> bool:
        """Add to a copy; False where there is no room left, and then it holds nothing of `data`."""
        if self._free is None or len(data) > self._free:
            return False
        fd = self._files[file - 1]
        try:
            end = os.fstat(fd).st_size
            while data:
                put = os.pwrite(fd, data, end)
                data, end, self._free = data[put:], end + put, self._free - put
        except OSError:  # what was written of it is of no record that anybody asks for
            return False
        return True

    def size(self, file: int) -> int:
        """How many bytes a file holds now; 0 where nobody can say."""
        try:
            return os.fstat(self._files[file - 1]).st_size
        except OSError:
            return 0

    def modified(self, file: int) -> int | None:
        """When a file was last written, in Unix milliseconds; None where nobody can say."""
        try:
            if not file:
                return None
            return os.fstat(self._files[file - 1]).st_mtime_ns // 10**6
        except OSError:
            return None

    def keep(self, file: int, start: int, data: bytes) -> None:
        """Keep the newest bytes of a file."""
        with self._lock:
            self._recent.append((file, start, data))
            self._size += len(data)
            while self._size > RECENT:
                self._size -= len(self._recent.popleft()[2])

    def read(self, file: int, start: int, size: int, mark: int) -> bytes | None:
        """Give the bytes of a record; None where they are no longer what was read."""
        with self._lock:
            data = self._from_file(file, start, size)
            if mark_of(data) == mark:
                return data
            self._block = (0, 0, b"")  # it may be older than a line that was written since
            for again in (self._from_file, self._from_recent):
                data = again(file, start, size)
                if mark_of(data) == mark:
                    return data
        return None

    def _from_file(self, file: int, start: int, size: int) -> bytes:
        held, at, block = self._block
        if held != file or not at <= start <= start + size <= at + len(block):
            at = max(0, start - BLOCK // 4)  # who looks back asks for the one before
            try:
                block = os.pread(self._files[file - 1], start - at + max(size, BLOCK), at)
            except OSError:
                block = b""
            self._block = (file, at, block)
        return block[start - at : start - at + size]

    def _from_recent(self, file: int, start: int, size: int) -> bytes:
        """Put a record together of the pieces in which it came."""
        found = b""
        for held, at, data in self._recent:
            if held == file and at < start + size and start < at + len(data):
                found += data[max(0, start - at) : start + size - at]
        return found

    def close(self) -> None:
        """Close every file."""
        with self._lock:
            for at, fd in enumerate(self._files):
                with suppress(OSError):
                    os.close(fd)
                self._files[at] = -1
            self._block = (0, 0, b"")


class Copy:
    """The copy of an input from its first byte on, as far as there is room for it."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.file = texts.copy()
        """Its number among `texts`; 0 as soon as there is no room for it."""

    def take(self, data: bytes) -> bool:
        """Add the next bytes; True where it ends here, for there is no more room."""
        if self.file and not self._texts.write(self.file, data):
            self.file = 0
            return True
        return False
