"""The sentences a tail says: what happened, where, and what to do about it."""

from __future__ import annotations

import errno
import os
import stat

from inspector.language import Term
from inspector.safe import Safe, safe
from inspector.tail.values import Kind, Notice, System

_HIDDEN = (errno.EACCES, errno.EPERM)


def shown(path: bytes) -> Safe:
    """A path as it may reach a screen: every byte of it visible."""
    return safe(os.fsdecode(path))


def plain(text: str) -> Safe:
    """Our own words around parts that are safe already."""
    return Safe(text)


def _notice(kind: Kind, sentence: str, *words: Safe, generation: int | None = None) -> Notice:
    return Notice(kind, plain(sentence.format(*words)), generation, sentence, words)


def _figure(count: int) -> Safe:
    return plain(f"{count:,}")


def failed(system: System, path: bytes, error: OSError, generation: int | None = None) -> Notice:
    """An error of the operating system, told as what it means for the reader."""
    if error.errno in _HIDDEN:
        return denied(system, path)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return waiting(system, path)
    if error.errno == errno.ELOOP:
        sentence = "{} is a symbolic link that leads back to itself; repair the link."
        return _notice("unreadable", sentence, shown(path), generation=generation)
    sentence = "{} cannot be read: {}. It is tried again at every look."
    if error.errno in {errno.EMFILE, errno.ENFILE}:
        sentence = "{} cannot be opened: {}. Raise the limit with `ulimit -n`."
    reason = safe(os.strerror(error.errno or 0))
    return _notice("unreadable", sentence, shown(path), reason, generation=generation)


def waiting(system: System, path: bytes) -> Notice:
    """Nothing stands at the path, or not even its folder."""
    folder = os.path.dirname(path) or b"."  # noqa: PTH120
    sentence = "Waiting for {}: no such file yet. Reading starts as soon as it appears."
    try:
        system.stat(folder)
    except OSError:
        sentence = (
            "Waiting for {}: its folder does not exist yet. "
            "If the name is right, nothing need be done."
        )
    return _notice("waiting", sentence, shown(path))


def denied(system: System, path: bytes) -> Notice:
    """The file, or a folder on the way to it, may not be read by this user."""
    user = plain(str(system.geteuid()))
    try:
        info = system.stat(path)
    except OSError:
        return _notice(
            "denied",
            "{} cannot be reached: a folder above it is closed to uid {}. "
            "Ask its owner for the right to enter it (`chmod o+x`), or run as that owner.",
            shown(path),
            user,
        )
    owner, mode = plain(str(info.st_uid)), plain(f"{stat.S_IMODE(info.st_mode):04o}")
    return _notice(
        "denied",
        "{} may not be read: it belongs to uid {} with mode {}, and you are uid {}. "
        "Ask its owner for `chmod o+rx`, or run as that owner."
        if stat.S_ISDIR(info.st_mode)
        else "{} may not be read: it belongs to uid {} with mode {}, and you are uid {}. "
        "Ask its owner for `chmod o+r`, or run as that owner.",
        shown(path),
        owner,
        mode,
        user,
    )


def unsuitable(path: bytes, what: str) -> Notice:
    """Something that is no regular file stands at the path."""
    sentence = "{} is {}, not a log file. Reading starts when a file takes its place."
    return _notice("unsuitable", sentence, shown(path), plain(Term(what)))


def opened(path: bytes, generation: int, at: int = 0) -> Notice:
    """A file was opened, or came back."""
    if at:
        sentence = "{} is back: reading goes on at byte {}."
        return _notice("opened", sentence, shown(path), _figure(at), generation=generation)
    return _notice("opened", "Reading {}.", shown(path), generation=generation)


def reached(path: bytes, generation: int) -> Notice:
    """What was wrong with the path is over, and the file is the same."""
    return _notice("opened", "{} can be read again.", shown(path), generation=generation)


def empty(path: bytes, generation: int) -> Notice:
    """The file holds nothing yet."""
    sentence = "{} is empty: nothing was logged yet. Run the command to see its events."
    return _notice("empty", sentence, shown(path), generation=generation)


def replaced(path: bytes, generation: int) -> Notice:
    """A new file begins as the old one did."""
    sentence = (
        "{} was replaced by another file with the same beginning, as editors do; "
        "it is read from its start, so events may appear twice."
    )
    return _notice("replaced", sentence, shown(path), generation=generation)


def rotated(path: bytes, generation: int, to: bytes) -> Notice:
    """The file that was read has another name now."""
    sentence = "{} was rotated to {}, which is read to its end."
    return _notice("rotated", sentence, shown(path), shown(to), generation=generation)


def removed(path: bytes, generation: int, *, deleted: bool) -> Notice:
    """The file that was read has no name of the family any more."""
    sentence = "{} was moved away; the open file is read as long as somebody writes it."
    if deleted:
        sentence = "{} was deleted; the open file is read as long as somebody writes it."
    return _notice("removed", sentence, shown(path), generation=generation)


def truncated(path: bytes, generation: int) -> tuple[Notice, Notice]:
    """The file was emptied: one notice that it was, one for what may be lost."""
    emptied = "{} was emptied; it is read from its start again."
    lost = (
        "Lines written to {} just before it was emptied may be lost; nobody can "
        "tell how many. Rotation by renaming (logrotate's `create`) loses none."
    )
    return (
        _notice("truncated", emptied, shown(path), generation=generation),
        _notice("gap", lost, shown(path), generation=generation),
    )


def hole(path: bytes, generation: int, at: int, size: int) -> Notice:
    """A long run that was never written was passed over."""
    sentence = (
        "{} holds {} bytes that were never written (a hole, as a program leaves "
        "that goes on after a truncation); they are passed over up to byte {}."
    )
    words = (shown(path), _figure(size), _figure(at + size))
    return _notice("gap", sentence, *words, generation=generation)


def copied(path: bytes, generation: int, source: bytes) -> Notice:
    """What a truncation destroyed was found in a copy."""
    sentence = "What {} held before it was emptied is read from its copy {}."
    return _notice("copy", sentence, shown(path), shown(source), generation=generation)


def compressed(path: bytes) -> Notice:
    """A compressed file of the family was passed over."""
    sentence = (
        "{} is compressed and was not read here; what it holds beyond the lines seen "
        "so far is missing. `inspector audit` reads .gz; logrotate's `delaycompress` avoids this."
    )
    return _notice("compressed", sentence, shown(path))


def old_writer(path: bytes, generation: int) -> Notice:
    """A file that is no longer at the path is still open in a program."""
    sentence = "An older file of {} is still being written; both are read."
    return _notice("old-writer", sentence, shown(path), generation=generation)


def let_go(path: bytes, generation: int) -> Notice:
    """Too many files are open: one that is still written had to be closed."""
    sentence = (
        "Too many older files of {} are open: one that is still being written was "
        "closed. What is written to it from now on is read only if it is renamed."
    )
    return _notice("old-writer", sentence, shown(path), generation=generation)


def crowded(folder: bytes, most: int) -> Notice:
    """More rotated files than a scan looks at."""
    sentence = "{} holds too many rotated files: only the newest {} are looked at."
    return _notice("unreadable", sentence, shown(folder), _figure(most))
