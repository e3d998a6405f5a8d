"""What a tail yields, what it says of itself, and what it asks of the operating system."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal, Protocol

from inspector.safe import Safe

Key = tuple[int, int]
"""Device and inode: one file, as long as somebody holds it open; the number is used again after."""

Kind = Literal[
    "waiting",
    "opened",
    "empty",
    "truncated",
    "rotated",
    "removed",
    "replaced",
    "gap",
    "denied",
    "unsuitable",
    "unreadable",
    "copy",
    "compressed",
    "old-writer",
]
"""What a notice is about.

The path: waiting (nothing there), opened, empty, denied, unsuitable (no regular file), unreadable
(another error), rotated, removed, replaced (a new file with the same beginning).  What may be lost:
truncated, and with it gap (bytes destroyed, or a hole passed over), copy (a truncated file is read
to its end from a copy), compressed (a file not read).  old-writer: an older file is still written.
"""
Condition = Literal["waiting", "following", "empty", "denied", "unsuitable", "unreadable", "closed"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next bytes of one generation: [start, start + len(data)), gapless from 0.

    Byte 0 is the file's first one, unless a notice of the same generation says from where reading
    went on: a file that came back after it was closed, or data behind a hole.
    """

    generation: int
    start: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """No more bytes will come from that generation: its last line is complete or never will be."""

    generation: int


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing the reader should know, said once when it comes true."""

    kind: Kind
    text: Safe
    generation: int | None = None
    sentence: str = field(default="", compare=False)
    """The text with ``{}`` for each of the `words`, so that it can be said in another language."""
    words: tuple[Safe, ...] = field(default=(), compare=False)
    """Those that are the program's own are a `Term`."""


Item = Chunk | Ended | Notice


@dataclass(frozen=True, slots=True)
class State:
    """How the tail stands after a step."""

    kind: Condition
    size: int
    """Bytes the current file held when it was last looked at; 0 without one."""
    consumed: int
    """Bytes of it that were handed out, as an offset into the file."""
    files: int
    """Files held open: the current one and older ones that may still grow."""
    text: Safe


class System(Protocol):
    """The few calls of `os` that a tail makes; paths are bytes, so that every name can be followed.

    `SEEK_DATA` is looked up apart: not every platform has it.
    """

    def open(self, path: bytes, flags: int, /) -> int: ...  # noqa: D102
    def close(self, fd: int, /) -> None: ...  # noqa: D102
    def fstat(self, fd: int, /) -> os.stat_result: ...  # noqa: D102
    def stat(self, path: bytes, /) -> os.stat_result: ...  # noqa: D102
    def lstat(self, path: bytes, /) -> os.stat_result: ...  # noqa: D102
    def pread(self, fd: int, length: int, offset: int, /) -> bytes: ...  # noqa: D102
    def lseek(self, fd: int, position: int, whence: int, /) -> int: ...  # noqa: D102
    def listdir(self, path: bytes, /) -> list[bytes]: ...  # noqa: D102
    def readlink(self, path: bytes, /) -> bytes: ...  # noqa: D102
    def geteuid(self) -> int: ...  # noqa: D102


def key(info: os.stat_result) -> Key:
    """Which file a stat result speaks of."""
    return (info.st_dev, info.st_ino)


def stamp(info: os.stat_result) -> tuple[int, ...]:
    """What changes when a file is written, renamed or given other rights."""
    return (info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
