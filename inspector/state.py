"""Where the program keeps what must outlast a run: one folder of the user's, never beside a log.

It holds the key of value tags, what a person chose of the app's looks and, in ``views``, what the
app keeps of each log that a person marked or filtered.  Everything is written with mode 0600, whole
or not at all, and bounded; what cannot be read is told and never stops anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

APP = "telemetry-inspector"
VIEWS = "views"
"""The folder in the folder with what is kept of logs."""
CHOICES = "choices.json"
"""The file in the folder with what a person chose for every log."""
LARGEST = 512 << 10
"""Bytes of one file of it."""
MOST = 200
"""Files of it; of more, those that were written longest ago go."""
SCHEMA = "telemetry-inspector/view/1"


def folder() -> Path:
    """Give the folder, which may not exist yet; ``XDG_STATE_HOME`` moves it."""
    return Path(platformdirs.user_state_dir(APP, appauthor=False))


@dataclass(frozen=True, slots=True)
class Item:
    """One file that is kept."""

    path: Path
    size: int
    log: str | None = None
    """The log that it is about, where it is about one and can be read."""
    marks: int = 0


def items() -> list[Item]:
    """List everything that is kept, in the order of its names; links are not followed."""
    return [_item(path, found) for path, found in _files(folder())]


def forget() -> tuple[list[Path], list[Path]]:
    """Remove everything that is kept, and the folder; gives what is gone, and what is not."""
    gone: list[Path] = []
    left: list[Path] = []
    for path, _ in _files(folder()):
        try:
            path.unlink()
            gone.append(path)
        except OSError:
            left.append(path)
    for path in (folder() / VIEWS, folder()):
        with suppress(OSError):
            path.rmdir()
    return gone, left


def _files(within: Path) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        found = sorted(within.iterdir())
    except OSError:
        return
    for path in found:
        state = path.lstat()
        if stat.S_ISDIR(state.st_mode):
            yield from _files(path)
        else:
            yield path, state


def _item(path: Path, state: os.stat_result) -> Item:
    if path.parent.name != VIEWS:
        return Item(path, state.st_size)
    try:
        kept = load(path)
    except (OSError, ValueError):
        return Item(path, state.st_size)
    return Item(path, state.st_size, kept["path"], len(kept["marks"]))


# --- what is kept of a log -----------------------------------------------------------------------


def place(log: str, first: bytes) -> Path:
    """Where a log's file stands: the name tells neither its path nor its first record."""
    digest = hashlib.sha256(os.fsencode(log) + b"\0" + first).hexdigest()
    return folder() / VIEWS / f"{digest[:32]}.json"


def load(path: Path) -> dict[str, Any]:
    """Read what is kept of a log; raises `OSError`, or `ValueError` where the file is damaged."""
    kept = _read(path)
    if not (
        isinstance(kept, dict)
        and kept.get("schema") == SCHEMA
        and isinstance(kept.get("path"), str)
        and isinstance(kept.get("filter"), str)
        and isinstance(kept.get("marks"), list)
    ):
        raise ValueError("not what is kept")
    return kept


def _read(path: Path) -> object:
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(file, "rb") as source:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise ValueError("no file")
        data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("too large")
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("too deep") from error


def save(path: Path, kept: dict[str, Any]) -> None:
    """Write what is to be kept of a log, whole or not at all; raises `OSError`."""
    _write(path, {"schema": SCHEMA, **kept})
    _prune(path.parent)


def _write(path: Path, kept: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = json.dumps(kept, ensure_ascii=True).encode()
    file, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)  # 0600, and never a link
    try:
        with os.fdopen(file, "wb") as out:
            out.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _prune(within: Path) -> None:
    found = sorted(_files(within), key=lambda pair: pair[1].st_mtime, reverse=True)
    for path, _ in found[MOST:]:
        path.unlink(missing_ok=True)


def drop(path: Path) -> None:
    """Remove what is kept of a log, where there is anything."""
    with suppress(OSError):
        path.unlink()


# --- what is kept for every log ------------------------------------------------------------------


def chosen(name: str) -> str | None:
    """What a person chose last, such as the ``theme``; None for nothing, or what cannot be read."""
    try:
        kept = _read(folder() / CHOICES)
    except (OSError, ValueError):
        return None
    value = kept.get(name) if isinstance(kept, dict) else None
    return value if isinstance(value, str) else None


def choose(name: str, value: str) -> None:
    """Keep what a person chose; raises `OSError`."""
    try:
        kept = _read(folder() / CHOICES)
    except (OSError, ValueError):
        kept = {}
    own = kept if isinstance(kept, dict) else {}
    _write(folder() / CHOICES, {**own, name: value})
