"""Captured requests on disk: what the endpoint saved, or raw bodies beside their headers."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from inspector.audit import Inspection
from inspector.compare import Gathered
from inspector.decode.body import WIRE_LIMIT
from inspector.decode.requests import from_raw, to_line
from inspector.model import Judged, Request
from inspector.reading import Missing, Reader, Unreadable, expand
from inspector.report import Input, told
from inspector.rules import pick, rules
from inspector.safe import Safe

RAW, HEAD = ".bin", ".headers"
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_GZIP = b"\x1f\x8b"
_HEADER = "content-encoding"
_FAMILY = "wire"

Begin = Callable[[], Inspection]
"""Begins the inspection of one input."""


def captures(paths: list[str]) -> list[str]:
    """Find the captures that paths name; raises `Missing`.

    A folder stands for its raw bodies, or else for its saved lines.  A file of headers goes with
    the body of the same name.
    """
    files: list[str] = []
    for path in paths:
        found = expand([path])
        if os.path.isdir(path):  # noqa: PTH112  # Path raises on EACCES
            inside = sorted((*found.files, *found.skipped))
            raw = [one for one in inside if one.endswith(RAW)]
            files += raw or [one for one in inside if one.endswith(_LINES)]
            files += filter(os.path.isdir, found.files)  # it may not be listed, and will say so
        else:
            files += found.files
    for path in files:
        if path.endswith(HEAD) and not Path(_body(path)).exists():
            raise Missing(_body(path))
    return list(dict.fromkeys(_body(path) for path in files))


def _body(path: str) -> str:
    return path.removesuffix(HEAD) + RAW if path.endswith(HEAD) else path


def gather(log: str, captured: list[str]) -> Gathered:
    """Read a log and its captures; an input that cannot be read says so itself.

    Only what a comparison shows is judged: the rules of the family `wire`.
    """
    gathered = Gathered()
    begin = partial(Inspection, chosen=pick(rules(), [_FAMILY]))
    add_log(gathered, log, told(log), begin)
    for path in captured:
        source = Input(told(path))
        gathered.begin_capture(source)
        read = _raw if path.endswith(RAW) else _lines
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
        body = _read(path, source)
        head = _read(path.removesuffix(RAW) + HEAD, None)
        request = _packed(from_raw(body or b"", head))
    except OSError as error:
        source.error = Safe(f"{(error.strerror or 'cannot be read').lower()}; check the path")
    except ValueError:
        source.error = Safe(f"the {HEAD} file beside it holds no request line and headers")
    else:
        yield inspection.feed(to_line(request, secrets=True))
        yield inspection.end()


def _read(path: str, source: Input | None) -> bytes | None:
    """Read a whole file; of what is longer than any request, only so much that this shows."""
    if source is None and not os.path.exists(path):  # noqa: PTH110  # a path may not be UTF-8
        return None
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # the same
        raise OSError(0, "it is not a regular file")
    digest, kept, size = hashlib.sha256(), b"", 0
    with open(path, "rb") as file:  # noqa: PTH123  # the same
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            kept += chunk[: WIRE_LIMIT + 1 - len(kept)]
            size += len(chunk)
    if source is not None:
        source.bytes, source.sha256 = size, digest.hexdigest()
    return kept


def _packed(request: Request) -> Request:
    """Say of a body whether it is gzip as its first bytes do: who kept it may have unpacked it."""
    packed = request.body.startswith(_GZIP)
    said = (request.header(_HEADER) or "").strip().lower() == "gzip"
    if packed == said or not request.headers:
        return request
    others = tuple(pair for pair in request.headers if pair[0].lower() != _HEADER)
    return replace(request, headers=(*others, *((("Content-Encoding", "gzip"),) if packed else ())))
