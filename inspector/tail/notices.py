"""The sentences a tail says: what happened, where, and what to do about it."""

from __future__ import annotations

import errno
import os
import stat

from inspector.safe import Safe, safe
from inspector.tail.values import Kind, Notice, System

_HIDDEN = (errno.EACCES, errno.EPERM)


def shown(path: bytes) -> Safe:
    """A path as it may reach a screen: every byte of it visible."""
    return safe(os.fsdecode(path))


def plain(text: str) -> Safe:
    """Our own words around parts that are safe already."""
    return Safe(text)


def _notice(kind: Kind, text: str, generation: int | None = None) -> Notice:
    return Notice(kind, plain(text), generation)


def failed(system: System, path: bytes, error: OSError, generation: int | None = None) -> Notice:
    """An error of the operating system, told as what it means for the reader."""
    if error.errno in _HIDDEN:
        return denied(system, path)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return waiting(system, path)
    reason = safe(os.strerror(error.errno or 0))
    text = f"{shown(path)} cannot be read: {reason}. It is tried again at every look."
    if error.errno == errno.ELOOP:
        text = f"{shown(path)} is a symbolic link that leads back to itself; repair the link."
    elif error.errno in {errno.EMFILE, errno.ENFILE}:
        text = f"{shown(path)} cannot be opened: {reason}. Raise the limit with `ulimit -n`."
    return _notice("unreadable", text, generation)


def waiting(system: System, path: bytes) -> Notice:
    """Nothing stands at the path, or not even its folder."""
    folder = os.path.dirname(path) or b"."  # noqa: PTH120
    try:
        system.stat(folder)
    except OSError:
        return _notice(
            "waiting",
            f"Waiting for {shown(path)}: its folder does not exist yet. "
            "If the name is right, nothing need be done.",
        )
    text = f"Waiting for {shown(path)}: no such file yet. Reading starts as soon as it appears."
    return _notice("waiting", text)


def denied(system: System, path: bytes) -> Notice:
    """The file, or a folder on the way to it, may not be read by this user."""
    user = system.geteuid()
    try:
        info = system.stat(path)
    except OSError:
        return _notice(
            "denied",
            f"{shown(path)} cannot be reached: a folder above it is closed to uid {user}. "
            "Ask its owner for the right to enter it (`chmod o+x`), or run as that owner.",
        )
    right = "o+rx" if stat.S_ISDIR(info.st_mode) else "o+r"
    return _notice(
        "denied",
        f"{shown(path)} may not be read: it belongs to uid {info.st_uid} with mode "
        f"{stat.S_IMODE(info.st_mode):04o}, and you are uid {user}. "
        f"Ask its owner for `chmod {right}`, or run as that owner.",
    )


def unsuitable(path: bytes, what: str) -> Notice:
    """Something that is no regular file stands at the path."""
    text = f"{shown(path)} is {what}, not a log file. Reading starts when a file takes its place."
    return _notice("unsuitable", text)


def opened(path: bytes, generation: int, at: int = 0) -> Notice:
    """A file was opened, or came back."""
    text = f"Reading {shown(path)}."
    if at:
        text = f"{shown(path)} is back: reading goes on at byte {at:,}."
    return _notice("opened", text, generation)


def reached(path: bytes, generation: int) -> Notice:
    """What was wrong with the path is over, and the file is the same."""
    return _notice("opened", f"{shown(path)} can be read again.", generation)


def empty(path: bytes, generation: int) -> Notice:
    """The file holds nothing yet."""
    text = f"{shown(path)} is empty: nothing was logged yet. Run the command to see its events."
    return _notice("empty", text, generation)


def replaced(path: bytes, generation: int) -> Notice:
    """A new file begins as the old one did."""
    text = (
        f"{shown(path)} was replaced by another file with the same beginning, as editors do; "
        "it is read from its start, so events may appear twice."
    )
    return _notice("replaced", text, generation)


def rotated(path: bytes, generation: int, to: bytes) -> Notice:
    """The file that was read has another name now."""
    text = f"{shown(path)} was rotated to {shown(to)}, which is read to its end."
    return _notice("rotated", text, generation)


def removed(path: bytes, generation: int, *, deleted: bool) -> Notice:
    """The file that was read has no name of the family any more."""
    what = "deleted" if deleted else "moved away"
    text = f"{shown(path)} was {what}; the open file is read as long as somebody writes it."
    return _notice("removed", text, generation)


def truncated(path: bytes, generation: int) -> tuple[Notice, Notice]:
    """The file was emptied: one notice that it was, one for what may be lost."""
    lost = (
        f"Lines written to {shown(path)} just before it was emptied may be lost; nobody can "
        "tell how many. Rotation by renaming (logrotate's `create`) loses none."
    )
    text = f"{shown(path)} was emptied; it is read from its start again."
    return _notice("truncated", text, generation), _notice("gap", lost, generation)


def hole(path: bytes, generation: int, at: int, size: int) -> Notice:
    """A long run that was never written was passed over."""
    text = (
        f"{shown(path)} holds {size:,} bytes that were never written (a hole, as a program leaves "
        f"that goes on after a truncation); they are passed over up to byte {at + size:,}."
    )
    return _notice("gap", text, generation)


def copied(path: bytes, generation: int, source: bytes) -> Notice:
    """What a truncation destroyed was found in a copy."""
    text = f"What {shown(path)} held before it was emptied is read from its copy {shown(source)}."
    return _notice("copy", text, generation)


def compressed(path: bytes) -> Notice:
    """A compressed file of the family was passed over."""
    text = (
        f"{shown(path)} is compressed and was not read here; what it holds beyond the lines seen "
        "so far is missing. `inspector audit` reads .gz; logrotate's `delaycompress` avoids this."
    )
    return _notice("compressed", text)


def old_writer(path: bytes, generation: int) -> Notice:
    """A file that is no longer at the path is still open in a program."""
    text = f"An older file of {shown(path)} is still being written; both are read."
    return _notice("old-writer", text, generation)


def let_go(path: bytes, generation: int) -> Notice:
    """Too many files are open: one that is still written had to be closed."""
    text = (
        f"Too many older files of {shown(path)} are open: one that is still being written was "
        "closed. What is written to it from now on is read only if it is renamed."
    )
    return _notice("old-writer", text, generation)


def crowded(folder: bytes, most: int) -> Notice:
    """More rotated files than a scan looks at."""
    text = f"{shown(folder)} holds too many rotated files: only the newest {most:,} are looked at."
    return _notice("unreadable", text)
