"""Paths in, chunks of bytes out: files, folders, globs, ``.gz`` and standard input.

Only regular files (and pipes that the shell hands over as ``/dev/fd/N``) are read: opening a FIFO
could wait for ever, and a device has no end.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector.whole import PIPES

CHUNK = 1 << 20
"""Bytes read at a time."""

_LOGS = ("*.log", "*.log.*", "*.jsonl", "*.ndjson")
_GZIP = b"\x1f\x8b"
_PART = re.compile(
    r"(?P<log>.+\.(?:log|jsonl|ndjson))"
    r"(?:\.(?P<number>\d{1,3})|[.-](?P<date>\d{4}-?\d\d-?\d\d(?:[.T-]?\d{1,6})?))(?:\.gz)?",
    re.DOTALL,
)
"""A part of a rotated log: by number, or by date as logrotate's `dateext` writes it."""


class Missing(Exception):  # noqa: N818  # said of a path, not of the program
    """A path that was asked for does not exist; `path` is that path as given."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Unreadable(Exception):  # noqa: N818  # said of an input, not of the program
    """An input could not be read to its end; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """What paths stand for: the files to read, and what a folder holds besides."""

    files: tuple[str, ...]
    skipped: tuple[str, ...]


def expand(paths: list[str]) -> Found:
    """Find the inputs that `paths` name, each once, in the order given; raises `Missing`.

    A folder stands for its ``*.log``, ``*.log.*``, ``*.jsonl`` and ``*.ndjson`` files, also with
    ``.gz``, recursively and sorted; links are not followed, and a folder in it that may not be
    listed is an input that cannot be read.  A path that does not exist is tried as a pattern.
    """
    files: list[str] = []
    skipped: list[str] = []
    for path in paths:
        for match in _matches(path):
            if match != "-" and os.path.isdir(match):  # noqa: PTH112  # Path raises on EACCES
                for file, read in _walk(match):
                    (files if read else skipped).append(file)
            else:
                files.append(match)
    return Found(tuple(_once(files)), tuple(skipped))


def _matches(path: str) -> list[str]:
    if path == "-" or _exists(path):
        return [path]
    magic = glob.has_magic(path)
    found = sorted(glob.glob(path, recursive=True)) if magic else []  # noqa: PTH207  # any pattern
    if not found:
        raise Missing(path)
    return found


def _exists(path: str) -> bool:
    """Tell whether a path is there, or may be there in a folder that must not be looked into."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _walk(folder: str) -> Iterator[tuple[str, bool]]:
    """Give what a folder holds, and whether it is to be read."""
    closed: list[str] = []
    for parent, folders, names in os.walk(folder, onerror=lambda e: closed.append(str(e.filename))):
        folders.sort()
        for name in sorted([*names, *filter(lambda one: _is_link(parent, one), folders)]):
            path = os.path.join(parent, name)  # noqa: PTH118  # a path may not be valid UTF-8
            yield path, _is_log(path) and not _is_link(parent, name)
    for path in closed:
        yield path, True


def _is_link(parent: str, name: str) -> bool:
    return os.path.islink(os.path.join(parent, name))  # noqa: PTH114, PTH118  # the same


def _is_log(path: str) -> bool:
    name = Path(path)
    plain = name.with_suffix("") if name.suffix == ".gz" else name
    return any(plain.match(pattern) for pattern in _LOGS)


def _once(files: list[str]) -> Iterator[str]:
    seen = set()
    for path in files:
        real = path if path == "-" else os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            yield path


def size(path: str) -> int:
    """Bytes to read of an input, for a progress figure; 0 where nobody knows."""
    try:
        return 0 if path == "-" else Path(path).stat().st_size
    except OSError:
        return 0


def unpacked(path: str) -> int:
    """Bytes that an input gives, for a progress figure; what is packed says so at its end."""
    packed = size(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # a path may not be valid UTF-8
            return packed
        with open(path, "rb") as file:  # noqa: PTH123  # the same
            if file.read(2) != _GZIP:
                return packed
            file.seek(-4, os.SEEK_END)
            return max(packed, int.from_bytes(file.read(4), "little"))
    except (OSError, ValueError):
        return packed


def oldest_first(paths: Iterable[str]) -> list[str]:
    """Put the parts of each rotated log in the order in which they were written.

    ``log.2.gz`` is older than ``log.1``, ``log-20260101`` than ``log-20260102``, and each of them
    than ``log``; a log stands where the first of its parts was named.
    """
    logs: dict[str, list[tuple[int, str, int, str]]] = {}
    for path in paths:
        part = _PART.fullmatch(path)
        date, number = (part["date"] or "", int(part["number"] or 0)) if part else ("", 0)
        log = part["log"] if part else path
        logs.setdefault(log, []).append((part is None, date, -number, path))
    return [path for parts in logs.values() for *_, path in sorted(parts)]


def modified(path: str) -> int | None:
    """When an input was last written, in milliseconds since 1970; None where nobody knows."""
    try:
        state = os.fstat(0) if path == "-" else os.stat(path)  # noqa: PTH116  # both alike
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns // 10**6 if stat.S_ISREG(state.st_mode) else None


def readers(path: str) -> int:
    """Tell who else than its owner may read an input: permission bits 0o040 and 0o004.

    Nobody (0) for standard input and for a packed file, which is a copy that somebody else made,
    and for what the folders above it do not let anybody reach.
    """
    if path == "-" or path.endswith(".gz"):
        return 0
    try:
        state = os.stat(path)  # noqa: PTH116  # a path may not be valid UTF-8
        above = Path(os.path.realpath(path)).parents
        folders = [folder.stat().st_mode for folder in above]
    except (OSError, ValueError):
        return 0
    return reach(state.st_mode, folders) if stat.S_ISREG(state.st_mode) else 0


def reach(mode: int, folders: list[int]) -> int:
    """Give the read bits of group and others that every folder on the way lets pass."""
    others = mode & 0o004 if all(folder & 0o001 for folder in folders) else 0
    group = mode & 0o040 if all(folder & 0o011 for folder in folders) else 0
    return others | group


class Reader:
    """Reads one input: `chunks()` gives its bytes, unpacked.

    `taken` (bytes) and `digest` (SHA-256) tell of what was read as it is stored.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.taken = 0
        self.digest = hashlib.sha256()

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes in pieces of at most `CHUNK`; raises `Unreadable`."""
        try:
            with _opened(self._path) as file:
                first = self._take(file)
                yield from (
                    self._unpack(file, first) if first[:2] == _GZIP else self._plain(file, first)
                )
        except OSError as error:
            raise Unreadable(_reason(self._path, error)) from error

    def _take(self, file: BinaryIO) -> bytes:
        data = file.read(CHUNK)
        if data is None:
            raise Unreadable("it gives nothing and does not wait; connect a plain pipe or a file")
        self.taken += len(data)
        self.digest.update(data)
        return data

    def _plain(self, file: BinaryIO, data: bytes) -> Iterator[bytes]:
        while data:
            yield data
            data = self._take(file)

    def _unpack(self, file: BinaryIO, data: bytes) -> Iterator[bytes]:
        source = _Replay(data, lambda: self._take(file))
        try:
            with gzip.GzipFile(fileobj=source) as packed:
                while chunk := packed.read1(CHUNK):
                    yield chunk
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Unreadable(
                "the gzip data ends early or is damaged; what came before was read"
            ) from error


class _Replay(io.RawIOBase):
    """A stream that gives back bytes already read, then goes on reading."""

    def __init__(self, data: bytes, more: Callable[[], bytes]) -> None:
        self._data = data
        self._more = more

    def readable(self) -> bool:
        return True

    def read(self, count: int = -1, /) -> bytes:
        if not self._data:
            self._data = self._more()
        out, self._data = self._data[:count], self._data[count:]
        return out


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        if sys.stdin is None:
            raise Unreadable("standard input is closed; give a path")
        yield sys.stdin.buffer
        return
    if os.path.isdir(path):  # noqa: PTH112  # Path raises on EACCES
        os.listdir(path)  # noqa: PTH208  # for its permission error
    if not path.startswith(PIPES) and not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        raise Unreadable(
            "it is neither a file nor a folder, and reading it might never end; "
            "pipe it in instead: inspector audit - < PATH"
        )
    with open(path, "rb") as file:  # noqa: PTH123  # a path may not be valid UTF-8
        yield file


def _reason(path: str, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"permission denied ({_owner(path)}); ask its owner to let you read it"
    return f"{(error.strerror or 'cannot be read').lower()}; check the path and try again"


def _owner(path: str) -> str:
    try:
        state = os.lstat(path)
    except OSError:
        return f"its folder may not be entered; you are {os.getuid()}"
    mode = stat.filemode(state.st_mode)
    return f"owner {state.st_uid}, mode {mode}, you are {os.getuid()}"
