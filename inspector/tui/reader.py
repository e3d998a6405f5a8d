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
from inspector.decode.requests import to_line
from inspector.demo import session
from inspector.model import Judged
from inspector.reading import Reader, Unreadable, modified
from inspector.safe import Safe, safe
from inspector.tail import Chunk, Ended, Notice, follow
from inspector.tui.feed import Batch, Told
from inspector.tui.rows import Rows
from inspector.tui.source import Receiver, Source

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
        case "endpoint":
            assert source.endpoint is not None  # noqa: S101  # such a source has one
            yield from received(source.endpoint, stop, rows)
        case "captured":
            yield from captured(source, rows)
        case _:
            *before, last = source.paths
            for path in before:
                yield _said(Told("file", safe(path, 200)), rows)
                yield from _file(path, rows)
            if before:
                yield _said(Told("file", safe(last, 200)), rows)
            if not last.endswith(".gz"):
                yield from _followed(last, stop, rows)
                return
            if (yield from _file(last, rows)):
                return
    yield Batch((Told("ended", Safe("everything was read")),), runs=rows.runs)


def _file(path: str, rows: Rows) -> Generator[Batch, None, bool]:
    """Read a file to its end; gives True where it could not be read."""
    try:
        yield from _whole(Reader(path).chunks(), rows, modified(path))
    except Unreadable as error:
        yield _said(Told("unreadable", safe(f"{path}: {error}", 400)), rows)
        return True
    return False


def _whole(
    chunks: Iterable[bytes], rows: Rows, now_ms: int | None = None, keep: list[Judged] | None = None
) -> Iterator[Batch]:
    """Read to the end; `now_ms` is unknown of what may still be written; `keep` gets it all."""
    inspection = Inspection(now_ms=now_ms)
    try:
        for chunk in chunks:
            yield from _judge(inspection, chunk, rows, keep)
    except Unreadable:
        yield _batch(inspection.end(), inspection, rows, keep)
        raise
    yield _batch(inspection.end(), inspection, rows, keep)


def _judge(
    inspection: Inspection, data: bytes, rows: Rows, keep: list[Judged] | None = None
) -> Iterator[Batch]:
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        left = len(data) - at - len(piece)
        batch = _batch(inspection.feed(piece), inspection, rows, keep)
        yield replace(batch, read=len(piece), left=left)


def _batch(
    judged: list[Judged], inspection: Inspection, rows: Rows, keep: list[Judged] | None = None
) -> Batch:
    if keep is not None:
        keep += judged
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


def received(endpoint: Receiver, stop: Event, rows: Rows) -> Iterator[Batch]:
    """Give what an endpoint receives, looking ten times a second whether to stop."""
    inspection, taken, refused = Inspection(), 0, 0
    yield Batch((Told("waiting", Safe("")),))
    while not stop.is_set():
        requests = endpoint.take(0.1)
        seen = sum(dict(endpoint.refused).values())
        for request in requests:
            taken += request.refused is None
            batch = _batch(inspection.feed(to_line(request, secrets=True)), inspection, rows)
            yield replace(batch, read=len(request.body), requests=taken, refused=seen)
        if seen != refused and not requests:
            yield Batch(runs=rows.runs, requests=taken, refused=seen)
        refused = seen


def captured(source: Source, rows: Rows) -> Iterator[Batch]:
    """Give a log, then the requests of the same run, then what the two are to each other."""
    from inspector.tui.wire.compared import told  # noqa: PLC0415  # only where there are two sides

    log: list[Judged] = []
    wire: list[Judged] = []
    for path in source.paths:
        there = os.path.exists(path)  # noqa: PTH110  # a path may not be valid UTF-8
        name = path.rpartition("/")[2]
        yield _said(
            Told("log", safe(f"the log: {name if there else 'none was written'}", 200)), rows
        )
        if not there:
            continue
        try:
            yield from _whole(Reader(path).chunks(), rows, modified(path), log)
        except Unreadable as error:
            yield _said(Told("unreadable", safe(f"{path}: {error}", 400)), rows)
    yield _said(Told("wire", Safe(f"on the wire: {_counted(len(source.requests))}")), rows)
    yield from _whole((to_line(one, secrets=True) for one in source.requests), rows, None, wire)
    yield from (_said(one, rows) for one in told(log, wire))


def _counted(count: int) -> str:
    return f"{count:,} {'request' if count == 1 else 'requests'}"


def _said(told: Told, rows: Rows) -> Batch:
    return Batch((told,), runs=rows.runs)


def pipe_chunks(pipe: int, stop: Event) -> Iterator[bytes]:
    """Read a pipe to its end, looking ten times a second whether to stop."""
    while not stop.is_set():
        if select.select([pipe], [], [], 0.1)[0]:
            data = os.read(pipe, _PIECE)
            if not data:
                return
            yield data
