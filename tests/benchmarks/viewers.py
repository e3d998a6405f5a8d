"""The viewers that are measured side by side: how each starts, and what its screen says."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

MARK = "23:59:58.777"
"""The clock of the last line of every log here: seen on a screen, its end is in sight."""
_INDEXING = re.compile(r"^ INDEXING (\d+) % ", re.MULTILINE)
_STARTING = re.compile(r"^ (?:READING|INDEXING) |  OPENING", re.MULTILINE)
_COUNTED = re.compile(r"^ ([\d,]+) events? ", re.MULTILINE)
_LAST = re.compile(r"^ L(\d+) ", re.MULTILINE)
_ROW = re.compile(r"\d\d:\d\d:\d\d\.\d{3} (?:ok|review|note|violation|identity|bad)\b")


@dataclass(frozen=True)
class Kind:
    """A program, the keys that do in it what ours do, and how its screen is read."""

    name: str
    words: tuple[str, ...]
    keys: Mapping[str, bytes]
    row: re.Pattern[str]
    """Matches where a line of the log is shown."""
    counter: re.Pattern[str] | None = None
    """Matches the number of lines or events."""
    counts_from: int = field(default=0)
    """The number of the first line."""

    def frame(self, screen: str) -> bool:
        """Tell whether anything is shown."""
        return bool(screen.strip())

    def rows(self, screen: str) -> bool:
        """Tell whether any line of the log is shown."""
        return self.row.search(screen) is not None

    def counted(self, screen: str) -> int | None:
        """The number of events (ours) or lines that the screen tells, if it tells one."""
        found = self.counter.search(screen) if self.counter else None
        return int(found[1].replace(",", "")) + 1 - self.counts_from if found else None


_RAW = re.compile(r"^.?\[\d+\]\[\d{4}-", re.MULTILINE)
OURS = Kind(
    "inspector", (sys.executable, "-m", "inspector"),
    MappingProxyType({
        "move": b"j", "page": b" ", "top": b"g", "end": b"G", "next flag": b"e",
    }), _ROW, _COUNTED, 1,
)  # fmt: skip
TOOLONG = Kind(
    "toolong", ("tl",),
    MappingProxyType({"move": b"\x1b[B", "page": b"\x1b[6~", "top": b"\x1b[H", "end": b"\x1b[F"}),
    _RAW,
)  # fmt: skip
LNAV = Kind(
    "lnav", ("lnav",),
    MappingProxyType({"move": b"j", "page": b" ", "top": b"g", "end": b"G"}),
    _RAW, _LAST,
)  # fmt: skip


def indexed(screen: str) -> int | None:
    """How many percent our screen says are indexed; 100 once it no longer says so, None before."""
    if found := _INDEXING.search(screen):
        return int(found[1])
    return 100 if not _STARTING.search(screen) and _COUNTED.search(screen) else None


def chosen(given: Iterable[str]) -> tuple[list[Kind], list[str]]:
    """Ours and those that are here, and the names of those that are not.

    `given` are names to look for on PATH, or `name=path`.
    """
    paths = dict(word.partition("=")[::2] for word in given)
    found, missing = [OURS], []
    for name, kind in (("tl", TOOLONG), ("lnav", LNAV)):
        if paths and not {name, kind.name} & paths.keys():
            continue
        path = shutil.which(paths.get(name) or paths.get(kind.name) or name)
        if path is None:
            missing.append(kind.name)
        else:
            where = str(Path(path).absolute())
            found.append(Kind(kind.name, (where,), kind.keys, kind.row, kind.counter))
    return found, missing
