"""A file that a person names besides the logs, read whole, and never more than memory holds."""

from __future__ import annotations

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

LARGEST = 256 << 20
"""Bytes; a report of a million findings has less."""
PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""What a shell opened already."""


def read(path: str | Path, most: int | None = None) -> bytes:
    """Read a file; raises `OSError`, also where it is larger than any that is meant (a device).

    That is larger than `most` bytes, else than `LARGEST`.
    A named pipe is an error too: to open one could wait for ever.
    """
    if not str(path).startswith(PIPES) and stat.S_ISFIFO(Path(path).stat().st_mode):
        raise OSError(errno.EINVAL, "It is a named pipe, and nobody may ever write to it")
    with Path(path).open("rb") as file:
        data = file.read((most or LARGEST) + 1)
    if len(data) > (most or LARGEST):
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def table(text: str) -> dict[str, Any]:
    """Read TOML; raises `tomllib.TOMLDecodeError`, and `RecursionError`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # Python turns no more than 4300 digits into a number
        raise tomllib.TOMLDecodeError("a number in it has too many digits") from error
