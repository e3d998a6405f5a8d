"""A file that a person names besides the logs, read whole, and never more than memory holds."""

from __future__ import annotations

import errno
import os
from pathlib import Path

LARGEST = 256 << 20
"""Bytes; a report of a million findings has less."""


def read(path: str | Path) -> bytes:
    """Read a file; raises `OSError`, also where it is larger than any that is meant (a device)."""
    with Path(path).open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data
