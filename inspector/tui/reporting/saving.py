"""A report's text in, a private file out, and in words what stands in the way of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from inspector.report.write import TargetError, refuse_target, write
from inspector.safe import Safe, safe
from inspector.tui.cells import size
from inspector.tui.reporting.asked import plain
from inspector.tui.source import Source
from inspector.tui.words import count, say


class CannotSave(Exception):  # noqa: N818  # said of a wish, not of the program
    """The file was not written, and nothing was changed; the text says why."""


def check(path: str, source: Source) -> None:
    """Raise `CannotSave` where writing to a path could destroy or reach something else."""
    try:
        refuse_target(plain(path), [*source.paths, source.waivers])
    except OSError as error:
        raise CannotSave(_why(path, error)) from error


def there(path: str) -> Safe:
    """Say what would be overwritten; empty where nothing would."""
    try:
        state = os.lstat(path)
    except OSError:
        return Safe("")
    return say("exists ({}): s asks before it is overwritten", size(state.st_size))


def save(path: str, text: str) -> Safe:
    """Write the whole file or nothing, for its owner only; says what was written."""
    data = text.encode()
    try:
        write({plain(path): data})
    except OSError as error:
        raise CannotSave(_why(path, error)) from error
    many = count(len(data), "byte", "bytes")
    digest = hashlib.sha256(data).hexdigest()
    return say("{} written to {}; SHA-256 {}", many, safe(path, 200), digest)


def _why(path: str, error: OSError) -> Safe:
    if isinstance(error, TargetError):
        return safe(str(error), 400)
    return safe(f"{path}: {(error.strerror or say('it cannot be written')).lower()}", 400)


def expanded(typed: str) -> str:
    """Write the home folder out: a shell would not, where it stands behind the form."""
    return os.path.expanduser(typed)  # noqa: PTH111  # what was typed stays as it was


def marks(paths: Sequence[str]) -> tuple[object, ...]:
    """Give what changes where one of the files does."""
    return tuple(map(_mark, paths))


def _mark(path: str) -> tuple[int, ...] | None:
    try:
        state = os.stat(path)  # noqa: PTH116  # a path may not be valid UTF-8
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
