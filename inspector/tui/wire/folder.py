"""Files in, a new folder with all of them out, or none: for its owner only, never over anything."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from inspector.report.write import settle
from inspector.safe import Safe, safe
from inspector.tui.words import say


class NotSaved(OSError):  # noqa: N818  # said of the folder
    """There is no such folder now; the text is a sentence that says why and what to do."""


def save(target: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder (0700) of files (0600), under another name until it is whole.

    Raises `NotSaved`, and leaves nothing behind then.
    """
    parent = target.parent
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=parent))
    except OSError as error:
        raise NotSaved(_reason(error, parent)) from error
    try:
        for name, data in files.items():
            _write(temporary / name, data)
        settle(temporary)
        target.mkdir(mode=0o700)  # claims the name: what is there already is left alone
        try:
            temporary.rename(target)  # over the empty folder that is ours
        except OSError:
            with suppress(OSError):
                target.rmdir()
            raise
        settle(parent)
    except FileExistsError as error:
        said = say(
            "{} is there already; nothing is overwritten, give another name", safe(str(target), 200)
        )
        raise NotSaved(said) from error
    except OSError as error:
        raise NotSaved(_reason(error, parent)) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(file)


def _reason(error: OSError, parent: Path) -> Safe:
    where = safe(str(parent), 200)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return say("there is no folder {}; create it first, or give another path", where)
    if isinstance(error, PermissionError):
        return say("the folder {} may not be written to; give a path elsewhere", where)
    why = safe((error.strerror or say("it cannot be written")).lower())
    return say("nothing was saved ({}); give a path elsewhere", why)
