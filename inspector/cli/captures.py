"""Captured requests on disk: what the endpoint saved, or raw bodies beside their headers."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from inspector.audit import Inspection
from inspector.compare import Gathered
from inspector.decode.body import WIRE_LIMIT
from inspector.decode.requests import from_raw, to_line
from inspector.model import Judged, Request
from inspector.reading import Found, Missing, Reader, Unreadable, expand
from inspector.report import Input, told
from inspector.rules import pick, rules
from inspector.safe import Safe

RAW, HEAD = (".bin", ".bin.gz"), ".headers"
_PLAIN = (".jsonl", ".ndjson", ".json", ".log")
_LINES = (*_PLAIN, *(f"{one}.gz" for one in _PLAIN))
_GZIP = b"\x1f\x8b"
_HEADER = "content-encoding"
_FAMILY = "wire"

Begin = Callable[[], Inspection]
"""Begins the inspection of one input."""


def captures(paths: list[str], log: str) -> Found:
    """Find the captures that paths name, and what folders hold besides; raises `Missing`.

    A folder stands for the files in it that are named as captures are, but for the log; links are
    not followed.  A file of headers goes with the body of the same name.
    """
    files: list[str] = []
    skipped: list[str] = []
    for path in paths:
        found = expand([path])
        if os.path.isdir(path):  # noqa: PTH112  # Path raises on EACCES
            for one in sorted((*found.files, *found.skipped)):
                if not _same(one, log):
                    (files if _taken(one) else skipped).append(one)
        else:
            files += found.files
    bodies = dict.fromkeys(_body(path) for path in files)
    return Found(tuple(bodies), tuple(dict.fromkeys(skipped)))


def _taken(path: str) -> bool:
    """Tell whether something in a folder is read; a folder in it is one that may not be listed."""
    if os.path.islink(path):  # noqa: PTH114  # a path may not be UTF-8
        return False
    if path.endswith(HEAD):
        return _beside(path) is not None
    return path.endswith((*RAW, *_LINES)) or os.path.isdir(path)  # noqa: PTH112  # the same


def _same(path: str, log: str) -> bool:
    try:
        return os.path.samefile(path, log)  # noqa: PTH121  # the same
    except OSError:
        return False


def _body(path: str) -> str:
    """Give the body that a file of headers goes with, and any other path as it is."""
    if not path.endswith(HEAD):
        return path
    body = _beside(path)
    if body is None:
        raise Missing(path.removesuffix(HEAD) + RAW[0])
    return body


def _beside(head: str) -> str | None:
    bodies = (head.removesuffix(HEAD) + ending for ending in RAW)
    return next((one for one in bodies if os.path.exists(one)), None)  # noqa: PTH110  # the same


def _headed(body: str) -> bool:
    return os.path.exists(_head(body))  # noqa: PTH110  # a path may not be UTF-8


def _head(body: str) -> str:
    return body.removesuffix(".gz").removesuffix(RAW[0]) + HEAD


def gather(log: str, captured: Found) -> Gathered:
    """Read a log and its captures; an input that cannot be read says so itself.

    Only what a comparison shows is judged: the rules of the family `wire`.
    """
    gathered = Gathered()
    begin = partial(Inspection, chosen=pick(rules(), [_FAMILY]))
    add_log(gathered, log, told(log), begin)
    gathered.wire_report.skipped = [told(path) for path in captured.skipped]
    for path in captured.files:
        source, raw = Input(told(path)), path.endswith(RAW)
        gathered.begin_capture(source, headers=not raw or _headed(path))
        read = _raw if raw else _lines
        for judged in read(path, source, begin()):
            gathered.add_capture(judged)
    return gathered


def add_log(gathered: Gathered, path: str, shown: Safe, begin: Begin) -> None:
    """Read the log; `shown` is what reports call it."""
    source = Input(shown)
    gathered.begin_log(source)
    for judged in _lines(path, source, begin()):
        gathered.add_log(judged)


def add_requests(
    gathered: Gathered, requests: Iterable[Request], shown: Safe, begin: Begin
) -> None:
    """Take requests that were just received; size and digest are those of the lines they make."""
    source, inspection, digest = Input(shown), begin(), hashlib.sha256()
    gathered.begin_capture(source)
    for request in requests:
        line = to_line(request)
        source.bytes += len(line)
        digest.update(line)
        gathered.add_capture(inspection.feed(to_line(request, secrets=True)))
    source.sha256 = digest.hexdigest()


def _lines(path: str, source: Input, inspection: Inspection) -> Iterator[list[Judged]]:
    reader = Reader(path)
    try:
        for chunk in reader.chunks():
            yield inspection.feed(chunk)
    except Unreadable as error:
        source.error = Safe(str(error))
    yield inspection.end()
    source.bytes, source.sha256 = reader.taken, reader.digest.hexdigest()


def _raw(path: str, source: Input, inspection: Inspection) -> Iterator[list[Judged]]:
    try:
        body = (_unpacked if path.endswith(".gz") else _read)(path, source)
        head = _read(_head(path), Input(Safe(""))) if _headed(path) else None
        request = _packed(from_raw(body, head))
    except OSError as error:
        source.error = Safe(f"{(error.strerror or 'cannot be read').lower()}; check the path")
    except Unreadable as error:
        source.error = Safe(str(error))
    except ValueError:
        source.error = Safe(f"the {HEAD} file beside it holds no request line and headers")
    else:
        yield inspection.feed(to_line(request, secrets=True))
        yield inspection.end()


def _read(path: str, source: Input) -> bytes:
    """Read a whole file; of what is longer than any request, only so much that this shows."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # a path may not be UTF-8
        raise OSError(0, "it is not a regular file")
    digest, kept, size = hashlib.sha256(), b"", 0
    with open(path, "rb") as file:  # noqa: PTH123  # the same
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            kept += chunk[: WIRE_LIMIT + 1 - len(kept)]
            size += len(chunk)
    source.bytes, source.sha256 = size, digest.hexdigest()
    return kept


def _unpacked(path: str, source: Input) -> bytes:
    """Unpack a whole file, in the same way; raises `Unreadable`."""
    reader, kept = Reader(path), b""
    for chunk in reader.chunks():
        kept += chunk[: WIRE_LIMIT + 1 - len(kept)]
    source.bytes, source.sha256 = reader.taken, reader.digest.hexdigest()
    return kept


def _packed(request: Request) -> Request:
    """Say of a body whether it is gzip as its first bytes do: who kept it may have unpacked it."""
    packed = request.body.startswith(_GZIP)
    said = (request.header(_HEADER) or "").strip().lower() == "gzip"
    if packed == said or not request.headers:
        return request
    others = tuple(pair for pair in request.headers if pair[0].lower() != _HEADER)
    return replace(request, headers=(*others, *((("Content-Encoding", "gzip"),) if packed else ())))
