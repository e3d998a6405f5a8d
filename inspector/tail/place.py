"""Opening what stands at a path without ever waiting for it, changing it or creating it."""

from __future__ import annotations

import os
import stat

from inspector.tail.values import System

FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class Unsuitable(Exception):  # noqa: N818 - a state of the path, not a failure
    """The path names something that is no regular file; the text says what."""


def grasp(system: System, path: bytes, *, link: bool = True) -> tuple[int, os.stat_result]:
    """Open a regular file for reading; the caller owns the descriptor.

    Pipes, sockets and devices are not even opened: a writer that waits for a reader of its pipe
    would go on, and lose what it writes when the reader leaves.  The stat result is of the file
    that was opened, which may be another one than stood there a moment ago.  With `link` false a
    symbolic link in the last place is refused (OSError).

    Raises OSError as `open` does, and `Unsuitable`.
    """
    _refuse(system.stat(path) if link else system.lstat(path))
    fd = system.open(path, FLAGS if link else FLAGS | os.O_NOFOLLOW)
    try:
        info = system.fstat(fd)
        _refuse(info)
    except (OSError, Unsuitable):
        system.close(fd)
        raise
    return fd, info


def _refuse(info: os.stat_result) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise Unsuitable(_KINDS.get(stat.S_IFMT(info.st_mode), "not a regular file"))


_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe (FIFO)",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a symbolic link",
}


def pread(system: System, fd: int, length: int, offset: int) -> bytes:
    """`length` bytes at `offset`, fewer only where the file ends: a short read is asked again."""
    parts: list[bytes] = []
    while length > 0 and (part := system.pread(fd, length, offset)):
        parts.append(part)
        length -= len(part)
        offset += len(part)
    return b"".join(parts)


def folders(system: System, path: bytes) -> list[tuple[bytes, bytes]]:
    """Folder and base name of the path, and of what each symbolic link in its last place names.

    Rotation happens beside the link or beside its target, so both are looked at.
    """
    found = [split(path)]
    for _ in range(40):  # as many links as Linux follows
        try:
            path = os.path.join(os.path.dirname(path), system.readlink(path))  # noqa: PTH118, PTH120
        except OSError:
            break
        if split(path) in found:
            break
        found.append(split(path))
    return found


def split(path: bytes) -> tuple[bytes, bytes]:
    """The folder (never empty) and the last name of a path."""
    folder, base = os.path.split(path)
    return folder or b".", base
