"""Section `the log file`: can werf write it, and who else can read or write it.

`look` is the only function that touches the disk; it opens nothing.  Access lists beyond the mode
bits are not looked at.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inspector.doctor.situation import LOG_FILE, SWITCH, Situation
from inspector.doctor.values import Advice, Level, place
from inspector.safe import Safe

MODE = 0o644
"""What werf creates a log with, minus the umask.  Source: runs of v1.2.128 to v3.2.0."""
ROOM = 1 << 16
"""Bytes free on a device below which it counts as full."""

Kind = Literal["file", "folder", "pipe", "socket", "device", "absent"]
Who = Literal["owner", "group", "everybody"]

_POSIX = os.name == "posix"  # elsewhere mode bits say nothing about who may read


@dataclass(frozen=True, slots=True)
class Place:
    """What is at a path, a link followed; of an absent file, what it would become."""

    kind: Kind
    link: bool = False
    folder: bool = True
    """The folder it is in exists."""
    writable: bool = True
    """By the user who asks; an absent file: it may be created."""
    mode: int = 0o600
    size: int = 0
    readers: Who = "owner"
    writers: Who = "owner"
    replacers: Who = "owner"
    """Who may put another file in its place, or one where it is absent; nobody else may where the
    folder is sticky and the file is there."""
    full: bool = False
    trouble: bool = False
    """It may not even be looked at."""

    @property
    def openable(self) -> bool:
        """Whether opening for append can succeed at all."""
        return (
            self.kind in {"file", "pipe", "device", "absent"}
            and self.folder
            and self.writable
            and not self.trouble
        )


def look(path: str) -> Place:
    """Look at a path without opening it; never raises."""
    try:
        real = Path(os.path.realpath(path))
        folder = _stat(real.parent)
        return _place(real, _stat(real), folder, link=Path(path).is_symlink())
    except (OSError, ValueError):  # a text that no path can be, or a folder that lets nobody in
        return Place("absent", trouble=True)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _place(
    real: Path, found: os.stat_result | None, folder: os.stat_result | None, *, link: bool
) -> Place:
    if folder is None or not stat.S_ISDIR(folder.st_mode):
        return Place("absent", link=link, folder=False)
    mode = MODE & ~_umask() if found is None else stat.S_IMODE(found.st_mode)
    asked, needed = (real, os.W_OK) if found else (real.parent, os.W_OK | os.X_OK)
    way = _way(real)
    stays = found is not None and folder.st_mode & stat.S_ISVTX
    return Place(
        kind=_kind(found.st_mode) if found else "absent",
        link=link,
        writable=os.access(asked, needed),
        mode=mode,
        size=found.st_size if found else 0,
        readers=_who(mode, 0o4, way),
        writers=_who(mode, 0o2, way),
        replacers="owner" if stays else _who(folder.st_mode, 0o2, way),
        full=_full(asked),
    )


def _kind(mode: int) -> Kind:
    kinds: dict[int, Kind] = {
        stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket",
    }  # fmt: skip
    return kinds.get(stat.S_IFMT(mode), "device")


def _who(mode: int, bit: int, way: Who) -> Who:
    """Say who has a permission (4 read, 2 write), of those that get as far as the folder."""
    if mode & bit and way == "everybody":
        return "everybody"
    return "group" if mode & (bit | bit << 3) and way != "owner" else "owner"


def _way(real: Path) -> Who:
    """Say who may pass through all the folders above."""
    if not _POSIX:
        return "owner"
    modes = [folder.stat().st_mode for folder in real.parents]
    if all(mode & 0o001 for mode in modes):
        return "everybody"
    return "group" if all(mode & 0o011 for mode in modes) else "owner"


def _full(asked: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    room = os.statvfs(asked)
    return room.f_blocks > 0 and room.f_bavail * room.f_frsize < ROOM


def _umask() -> int:
    """Give the umask that a command started from here would get; reading it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def advise(here: Situation, seen: Place | None) -> Iterator[Advice]:
    """Give what is to be said of the log; `seen` is None where there is no file to look at.

    Source: pkg/telemetry opens the file (append, create) before anything else and gives up on an
    error; runs of v2.77.1 with a file that cannot be opened, and on ``/dev/full``.
    """
    path, subject = here.get(LOG_FILE), Safe(LOG_FILE)
    if not path and here.off:
        return
    if not path:
        how = f'To keep a log: export {LOG_FILE}="$HOME/telemetry.log"'
        nothing = "Not set, so nothing on this machine shows what is sent."
        yield Advice("fact", subject, Safe(nothing), Safe(how))
        return
    shown = place(path)
    found = [*_spelled(path), *(_state(seen) if seen else [_STREAM])]
    found += _others(seen) if seen and seen.openable else []
    for level, said, todo in found:
        advice = Advice(level, subject, Safe(said), Safe(todo) if todo else None, shown)
        lasting = seen is not None and seen.size > 0 and level == "leak"
        yield advice if lasting else here.weigh(advice, network=False)


def stream(path: str) -> bool:
    """Tell whether a path stands for a stream of each command, so that there is nothing to see."""
    return path.startswith(("/dev/std", "/dev/fd/", "/proc/self/fd/", "/dev/tty"))


Said = tuple[Level, str, str | None]
"""Level, what is said, what to do."""

_STREAM: Said = (
    "fact",
    "werf writes its log among the other output of each command; no file is kept.",
    None,
)
_SILENT = "Then its telemetry does not start: nothing is logged and nothing is sent."


def _spelled(path: str) -> Iterator[Said]:
    if path.startswith("~") or "$" in path:
        said = "Only a shell replaces ~ and $NAME; werf takes them as they stand."
        yield "contradiction", said, "Write the path out, from / on."
    elif not path.startswith("/"):
        said = (
            "A relative path means another file in every folder that werf is started in; what is "
            "said here is about the present one."
        )
        yield "fact", said, "Give an absolute path."


def _state(seen: Place) -> Iterator[Said]:
    """Say what opening and writing will do; the first reason that it fails is enough."""
    absent = seen.kind == "absent"
    if seen.trouble:
        yield "contradiction", f"This path cannot be used by you. {_SILENT}", "Choose another path."
    elif not seen.folder:
        said = f"The folder does not exist, so werf cannot create the file. {_SILENT}"
        yield "contradiction", said, "Create the folder first."
    elif seen.kind in {"folder", "socket"}:
        said = f"This is a {seen.kind}, which werf cannot open as a file. {_SILENT}"
        yield "contradiction", said, "Give the path of a file."
    elif not seen.writable:
        said = f"You may not {'create' if absent else 'write'} this file. {_SILENT}"
        yield "contradiction", said, "Choose a path that you may write."
    elif seen.kind == "pipe":
        said = "This is a pipe: werf waits at its start until something reads it."
        yield "contradiction", said, "Give the path of a file."
    elif seen.kind == "device":
        said = "This is a device: nothing is kept, and the events are sent all the same."
        yield "contradiction", said, f"Give the path of a file, or switch off: export {SWITCH}=0"
    elif seen.full:
        said = "The disk is full: the log loses lines, and the events are sent all the same."
        yield "contradiction", said, "Make room."
    elif absent:
        yield "fact", f"Not there yet; werf creates it (mode {seen.mode:04o}).", None
    else:
        link = "A link, which werf follows. " if seen.link else ""
        said = f"{link}There, {seen.size:,} bytes, mode {seen.mode:04o}; werf appends to it."
        yield "fact", said, None


def _others(seen: Place) -> Iterator[Said]:
    """Say who besides its owner can read, write or replace the file."""
    if seen.kind not in {"file", "absent"}:
        return
    will = "will be" if seen.kind == "absent" else "is"
    first = "Set umask 077 first" if seen.kind == "absent" else "Give it mode 600 (chmod)"
    remedy = f"{first}, or keep it in a folder of mode 700."
    if seen.readers == "everybody":
        said = (
            f"It {will} readable by every user of this machine; besides events it holds paths and "
            "error texts, at times with passwords."
        )
        yield "leak", said, remedy
    if seen.writers == "everybody":
        said = f"It {will} writable by every user of this machine: any line in it can be forged."
        yield "contradiction", said, remedy
    if seen.replacers == "everybody":
        how = "put a file there first" if seen.kind == "absent" else "put another in its place"
        said = f"Every user of this machine can {how}, for its folder is open to all."
        yield "contradiction", said, "Keep it in a folder that only you may write."
    group = [
        what for what, who in (("read", seen.readers), ("write", seen.writers)) if who == "group"
    ]
    if group:
        yield "fact", f"Users of its group can {' and '.join(group)} it too.", None
