"""A source in, batches of rows out: what runs in the reader's thread.

Everything heavy (rules, contracts, the tail) is imported with this module and so behind the first
paint.  Each generation of a followed file (one open inode between truncations) has an inspection of
its own, so that a record torn by a rotation is never glued to the next file's first line.
"""

from __future__ import annotations

import os
import select
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from threading import Event

from inspector.audit import Inspection
from inspector.demo import session
from inspector.model import Judged
from inspector.reading import Reader, Unreadable, modified
from inspector.safe import Safe, safe
from inspector.tail import Chunk, Ended, Notice, follow
from inspector.tui.feed import Batch, Told
from inspector.tui.rows import Rows
from inspector.tui.source import Source

_PIECE = 64 << 10
"""Bytes judged at a time: some 60 events, so that the screen never waits long for a batch."""


def batches(source: Source, stop: Event, pipe: int = -1) -> Iterator[Batch]:
    """Give everything of a source until it ends or `stop` is set.

    `pipe` is the descriptor that standard input was moved to.
    """
    rows = Rows()
    match source.kind:
        case "demo":
            yield from _whole([session()], rows)
        case "stdin":
            yield from _whole(pipe_chunks(pipe, stop), rows)
        case _:
            *before, last = source.paths
            for path in before:
                yield _next(path, rows)
                yield from _file(path, rows)
            if before:
                yield _next(last, rows)
            if not last.endswith(".gz"):
                yield from _followed(last, stop, rows)
                return
            if (yield from _file(last, rows)):
                return
    yield Batch((Told("ended", Safe("everything was read")),), runs=rows.runs)


def _next(path: str, rows: Rows) -> Batch:
    return Batch((Told("file", safe(path, 200)),), runs=rows.runs)


def _file(path: str, rows: Rows) -> Generator[Batch, None, bool]:
    """Read a file to its end; gives True where it could not be read."""
    try:
        yield from _whole(Reader(path).chunks(), rows, modified(path))
    except Unreadable as error:
        yield Batch((Told("unreadable", safe(f"{path}: {error}", 400)),), runs=rows.runs)
        return True
    return False


def _whole(chunks: Iterable[bytes], rows: Rows, now_ms: int | None = None) -> Iterator[Batch]:
    """Read to the end; `now_ms` is unknown of what may still be written."""
    inspection = Inspection(now_ms=now_ms)
    try:
        for chunk in chunks:
            yield from _judge(inspection, chunk, rows)
    except Unreadable:
        yield _batch(inspection.end(), inspection, rows)
        raise
    yield _batch(inspection.end(), inspection, rows)


def _judge(inspection: Inspection, data: bytes, rows: Rows) -> Iterator[Batch]:
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        left = len(data) - at - len(piece)
        yield replace(_batch(inspection.feed(piece), inspection, rows), read=len(piece), left=left)


def _batch(judged: Iterable[Judged], inspection: Inspection, rows: Rows) -> Batch:
    return Batch(tuple(rows.make(one) for one in judged), held=inspection.held, runs=rows.runs)


def _followed(path: str, stop: Event, rows: Rows) -> Iterator[Batch]:
    inspections: dict[int, Inspection] = {}
    for items in follow(path, stop=stop):
        for item in items:
            match item:
                case Chunk(generation, _, data):
                    inspection = inspections.setdefault(generation, Inspection())
                    yield from _judge(inspection, data, rows)
                case Ended(generation):
                    if ended := inspections.pop(generation, None):
                        yield _batch(ended.end(), ended, rows)
                case Notice(kind, text, _):
                    yield Batch((Told(kind, text),), runs=rows.runs)


def pipe_chunks(pipe: int, stop: Event) -> Iterator[bytes]:
    """Read a pipe to its end, looking ten times a second whether to stop."""
    while not stop.is_set():
        if select.select([pipe], [], [], 0.1)[0]:
            data = os.read(pipe, _PIECE)
            if not data:
                return
            yield data
