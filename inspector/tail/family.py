"""The files beside a log that carry its name: where rotation puts what was the log."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from inspector.tail.generation import Calm
from inspector.tail.values import Key, System, key, stamp

MOST = 2000
"""Files looked at in one scan, the newest; 10,000 names take some 60 ms to list."""
_MARKS = (b".", b"-", b"_", b"~")


class Sibling(NamedTuple):
    """A file of the family as a scan saw it; it may have another name by now."""

    path: bytes
    key: Key
    size: int
    mtime: int
    stamp: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Family:
    """All `base.*`, `base-*`, `base_*` and `base~` in a folder."""

    folder: bytes
    base: bytes
    calm: Calm = field(default_factory=Calm)
    capped: bool = False
    """Whether the last scan left files out."""

    def changed(self, system: System, now: float) -> bool:
        """Whether a name may have come, gone or moved; a folder that is not there is unchanged."""
        try:
            return not self.calm.holds(stamp(system.stat(self.folder)), now)
        except OSError:
            self.calm = Calm(sure=True)
            return False

    def members(self, system: System) -> list[Sibling]:
        """The files, oldest first; raises OSError when the folder cannot be listed.

        A rename while the folder is listed can hide a file, so a folder that changed meanwhile, or
        a name that was gone before it was looked at, leaves the folder in doubt.
        """
        before = stamp(system.stat(self.folder))
        names = tuple(self.base + mark for mark in _MARKS)
        found = [
            sibling(system, self.folder + b"/" + name)
            for name in system.listdir(self.folder)
            if name.startswith(names)
        ]
        if None in found or stamp(system.stat(self.folder)) != before:
            self.calm.doubt()
        files = sorted((file for file in found if file), key=age)
        self.capped = len(files) > MOST
        return files[-MOST:]


age = attrgetter("mtime", "path")
"""Sorts the oldest file first."""


def sibling(system: System, path: bytes) -> Sibling | None:
    """What stands at `path`: None when nothing does; size -1 when it is no regular file."""
    try:
        info = system.lstat(path)
    except OSError:
        return None
    size = info.st_size if stat.S_ISREG(info.st_mode) else -1
    return Sibling(path, key(info), size, info.st_mtime_ns, stamp(info))
