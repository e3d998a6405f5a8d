"""A report in, a whole file or none out: mode 0600, never over an input or through a link."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


class TargetError(OSError):
    """The file must not be written; the text says why."""


def refuse_target(target: str, inputs: Iterable[str]) -> None:
    """Raise `TargetError` where writing `target` could destroy or reach something else."""
    path = Path(target)
    if path.is_symlink():
        raise TargetError(f"{target} is a symbolic link; name the file itself")
    if path.exists() and not path.is_file():
        raise TargetError(f"{target} is not a regular file; choose another name")
    if not path.parent.is_dir():
        raise TargetError(f"the folder {path.parent} does not exist; create it first")
    for source in inputs:
        if path.exists() and source != "-" and path.samefile(source):
            raise TargetError(f"{target} is one of the inputs; choose another name")


def write(target: str, text: str) -> None:
    """Write `text` to `target` atomically, readable by its owner only."""
    path = Path(target)
    refuse_target(target, ())
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
