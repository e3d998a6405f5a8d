"""Reports in, whole files or none out: mode 0600, never over an input or through a link."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


class TargetError(OSError):
    """The file must not be written; the text says why."""


def refuse_target(target: str, inputs: Iterable[str]) -> None:
    """Raise `TargetError` where writing `target` could destroy or reach something else.

    `inputs` are the paths that are read; standard input is always one of them.
    """
    path = Path(target)
    if path.is_symlink():
        raise TargetError(f"{target} is a symbolic link; name the file itself")
    if path.exists() and not path.is_file():
        raise TargetError(f"{target} is not a regular file; choose another name")
    if not path.parent.is_dir():
        raise TargetError(f"the folder {path.parent} does not exist; create it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise TargetError(f"the folder {path.parent} may not be written to; choose another")
    if path.exists() and any(_same(path, source) for source in inputs):
        raise TargetError(f"{target} is one of the inputs; choose another name")


def _same(path: Path, source: str) -> bool:
    try:
        state = os.fstat(0) if source == "-" else os.stat(source)  # noqa: PTH116  # both alike
    except OSError:
        return False
    return os.path.samestat(path.stat(), state)


def write(texts: Mapping[str, str | bytes]) -> None:
    """Write each text to its target, readable by its owner only.

    Nothing is put in its place before all of it is on the disk, so that each target is the old file
    or the new one at any moment, whatever fails.
    """
    ready: dict[Path, Path] = {}
    try:
        for target, text in texts.items():
            path = Path(target)
            refuse_target(target, ())
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            ready[path] = Path(name)
            _fill(handle, text.encode() if isinstance(text, str) else text)
        for path, temporary in ready.items():
            os.replace(temporary, path)  # noqa: PTH105  # the call that a test lets fail
    except BaseException:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
        raise
    for folder in {path.parent for path in ready}:
        settle(folder)


def _fill(handle: int, data: bytes) -> None:
    """Write all of it to the disk, and close."""
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def settle(folder: Path) -> None:
    """Put the new names on the disk as well, where a folder can be asked to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
