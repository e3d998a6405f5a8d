"""The private log of a run: made before the command, read after it, whatever became of it.

The command may have put anything in its place: no link is followed and no pipe opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.decode import Decoder
from inspector.model import Remark
from inspector.reading import Reader, Unreadable
from inspector.tail.place import Unsuitable, grasp

LAST = "shutdown complete"
"""The message that ends a process's part of werf's log."""


def create(folder: str) -> str:
    """Make an empty log that only its owner reads; one that is not there later was removed."""
    path = os.path.join(folder, "telemetry.log")  # noqa: PTH118  # a variable's value
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    return path


@contextmanager
def opened(path: str) -> Iterator[str]:
    """Give a path by which the log can be read while the block lasts; raises `Unreadable`."""
    try:
        file, _ = grasp(os, os.fsencode(path), link=False)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unreadable("it is gone; something removed it while the command ran") from error
    except Unsuitable as error:
        raise Unreadable(
            f"it is no file any more but {error}; something replaced it while the command ran"
        ) from error
    except OSError as error:
        why = (error.strerror or "the system refused").lower()
        raise Unreadable(f"it may not be read any more ({why})") from error
    try:
        yield f"/dev/fd/{file}"
    finally:
        os.close(file)


def open_processes(path: str, *, alive: bool) -> tuple[int, ...]:
    """Find processes in a log that wrote no `shutdown complete`; with `alive`, that still run."""
    seen: dict[int, bool] = {}
    decoder = Decoder()
    try:
        with opened(path) as readable:
            chunks = Reader(readable).chunks()
            records = [record for chunk in chunks for record in decoder.feed(chunk)]
    except Unreadable:
        return ()
    for record in records + decoder.end():
        if record.frame and record.frame.pid > 0:
            last = isinstance(record.content, Remark) and record.content.text == LAST
            seen[record.frame.pid] = seen.get(record.frame.pid, False) or last
    return tuple(pid for pid, done in seen.items() if not done and (not alive or _runs(pid)))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True
