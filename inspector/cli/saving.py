"""Requests kept in a file as they arrive: a new file, for its owner only, one line for each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from inspector.cli import UsageError
from inspector.report import told
from inspector.report.write import TargetError, refuse_target
from inspector.safe import Safe, safe

Tell = Callable[[Safe], object]
"""Says a sentence to the user."""


class Saving:
    """Writes lines to a file, each whole or not at all; a context manager that closes it."""

    def __init__(self, path: str, tell: Tell) -> None:
        """Create the file (mode 0600), or take one that is empty; raises `UsageError`."""
        self._path, self._tell = path, tell
        self._file = _create(path)
        self._end = 0
        self._failing = self._removed = False
        self._missing = 0
        self._reason = Safe("")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._removed = not os.fstat(self._file).st_nlink
        os.close(self._file)

    @property
    def trouble(self) -> Safe | None:
        """What of the lines is not in the file, and why; None where all are."""
        if self._removed:
            return Safe(f"{told(self._path)} was removed, and the requests with it")
        if not self._missing:
            return None
        lines = "1 request is" if self._missing == 1 else f"{self._missing:,} requests are"
        return Safe(f"{lines} not in {told(self._path)} ({self._reason})")

    def add(self, line: bytes) -> None:
        """Write a line; one that does not fit is taken back, told of and counted."""
        try:
            left = memoryview(line)
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as error:
            self._fail(error)
        else:
            self._end += len(line)
            self._failing = False

    def _fail(self, error: OSError) -> None:
        with suppress(OSError):  # then a part of the line stays, and an audit will say so
            os.ftruncate(self._file, self._end)
            os.lseek(self._file, self._end, os.SEEK_SET)
        self._missing += 1
        self._reason = safe(error.strerror or "it cannot be written")
        if not self._failing:
            self._tell(
                Safe(
                    f"{told(self._path)}: {self._reason}; this request is not saved. The endpoint "
                    "goes on, and will save the next one if it can"
                )
            )
        self._failing = True


def _create(path: str) -> int:
    try:
        refuse_target(path, ())
        file = _open(path)
    except TargetError as error:
        raise UsageError(safe(str(error))) from error
    except OSError as error:
        why = safe((error.strerror or "it cannot be opened").lower())
        raise UsageError(f"{safe(path)} cannot be created ({why}); choose another file") from error
    state = os.fstat(file)
    if stat.S_ISREG(state.st_mode) and not state.st_size and _alone(file):
        return file
    os.close(file)
    raise UsageError(
        f"{safe(path)} is not empty, or another endpoint writes to it, and requests are saved to "
        "a new file only; choose another name, or remove it first"
    )


def _alone(file: int) -> bool:
    """Lock a file for us; False where another endpoint has."""
    try:
        import fcntl  # noqa: PLC0415  # not there on Windows

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        pass
    except OSError:
        return False
    return True


def _open(path: str) -> int:
    """Open a new file, or one that is there and belongs to us, without following a link."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        if not os.fstat(file).st_size:
            os.fchmod(file, 0o600)
    except OSError:
        os.close(file)
        raise
    return file
