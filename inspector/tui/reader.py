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
from typing import TYPE_CHECKING

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from inspector.demo import session
from inspector.language import Term
from inspector.model import Judged
from inspector.reading import Reader, Unreadable, modified, unpacked
from inspector.safe import Safe, safe
from inspector.tail import Chunk, Ended, Notice, follow
from inspector.tui.cells import figure
from inspector.tui.feed import Batch, Told
from inspector.tui.glimpse import LEAST, Ending
from inspector.tui.indexer import Indexer
from inspector.tui.rows import Rows
from inspector.tui.source import Receiver, Source
from inspector.tui.store import LIMIT
from inspector.tui.texts import Copy
from inspector.tui.words import count, say

if TYPE_CHECKING:
    from inspector.tui.wire.compared import Known

_PIECE = 64 << 10
"""Bytes judged at a time: some 60 events, so that the screen never waits long for a batch."""
_RECORDS = 60
"""The same in records."""
_FULL = "no room for a copy: at most {} rows are kept; let TMPDIR name a larger disk"


def batches(source: Source, stop: Event, pipe: int = -1) -> Iterator[Batch]:
    """Give everything of a source until it ends or `stop` is set.

    `pipe` is the descriptor that standard input was moved to.
    """
    index = Indexer()
    match source.kind:
        case "demo":
            yield from _whole([session()], index)
        case "stdin":
            yield from _whole(pipe_chunks(pipe, stop), index, Copy(index.texts))
        case "endpoint":
            assert source.endpoint is not None  # noqa: S101  # such a source has one
            yield from received(source.endpoint, stop, index)
        case "captured":
            yield from captured(source, index)
        case _:
            *before, last = source.paths
            sizes = [unpacked(path) for path in source.paths]
            for at, path in enumerate(before):
                yield index.said(Told("file", safe(path, 200)))
                yield from _file(path, index, sizes[at], sum(sizes[at + 1 :]))
            if before:
                yield index.said(Told("file", safe(last, 200)))
            if not last.endswith(".gz"):
                yield from _followed(last, stop, index)
                return
            if (yield from _file(last, index, sizes[-1])):
                return
    yield Batch((Told("ended", say("everything was read")),), runs=index.runs)


def _file(path: str, index: Indexer, size: int, after: int = 0) -> Generator[Batch, None, bool]:
    """Read a file of some `size` to its end; gives True where it could not be read.

    `after` is how many bytes other files have after it.  What the file does not hold as it is read,
    for it is packed, is copied.
    """
    now_ms = modified(path)
    inspection, stored, at = Inspection(now_ms=now_ms), 0, 0
    copy: Copy | None = None
    try:
        for chunk in Reader(path).chunks():
            if not at and not (stored := index.texts.open(path, chunk)):
                copy = Copy(index.texts)
            if copy is not None:
                yield from _copied(copy, chunk, index)
                stored = copy.file
            unread = max(0, size - at - len(chunk)) if copy is not None else 0
            for batch in _judge(inspection, chunk, index, stored, at):
                yield replace(batch, left=batch.left + unread + after)
            at += len(chunk)
    except Unreadable as error:
        yield index.batch(inspection.end(), inspection)
        yield index.said(Told("unreadable", safe(f"{path}: {error}", 400)))
        return True
    yield index.batch(inspection.end(), inspection)
    return False


def _whole(chunks: Iterable[bytes], index: Indexer, copy: Copy | None = None) -> Iterator[Batch]:
    """Read to the end what may still be written, and is copied where a copy is given."""
    inspection, at = Inspection(), 0
    for chunk in chunks:
        if copy is not None:
            yield from _copied(copy, chunk, index)
        yield from _judge(inspection, chunk, index, copy.file if copy else 0, at)
        at += len(chunk)
    yield index.batch(inspection.end(), inspection)


def _copied(copy: Copy, data: bytes, index: Indexer) -> Iterator[Batch]:
    """Copy bytes; says so where there is no more room."""
    if copy.take(data):
        yield index.said(Told("full", say(_FULL, figure(LIMIT))))


def _judge(
    inspection: Inspection, data: bytes, index: Indexer, file: int = 0, start: int = 0
) -> Iterator[Batch]:
    """Judge bytes that stand in a file at `start`, or nowhere that they can be read again from."""
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        there = at + len(piece)
        if file:
            index.texts.keep(file, start + at, piece)
        left = index.texts.size(file) - start - there if file else len(data) - there
        batch = index.batch(inspection.feed(piece), inspection, file)
        yield replace(batch, read=len(piece), left=max(0, left))


def _followed(path: str, stop: Event, index: Indexer) -> Iterator[Batch]:
    """Index a file and go on with what is written; of a long one, show the end at once."""
    ending = Ending(path, LEAST)
    inspections: dict[int, tuple[Inspection, int]] = {}
    try:
        yield from ending.begin()
        for items in follow(path, stop=stop):
            for item in items:
                match item:
                    case Chunk(generation, start, data):
                        if generation not in inspections:
                            file = index.texts.open(path, data, start)
                            inspections[generation] = Inspection(), file
                        inspection, file = inspections[generation]
                        _move_on(inspection, index.texts.modified(file) or modified(path))
                        for batch in _judge(inspection, data, index, file, start):
                            yield batch
                            start += batch.read
                            yield from ending.go_on(batch, start)
                    case Ended(generation):
                        if ended := inspections.pop(generation, None):
                            yield index.batch(ended[0].end(), ended[0])
                    case Notice(kind):
                        if kind != "opened":
                            yield from ending.close()
                        left = 0 if inspections else ending.size
                        yield Batch((Told(kind, notice_said(item)),), left=left, runs=index.runs)
    finally:
        ending.end()


def notice_said(notice: Notice) -> Safe:
    """Say what a tail says, in the language of the app."""
    words = (say(word) if isinstance(word, Term) else word for word in notice.words)
    return say(notice.sentence, *words) if notice.sentence else notice.text


def _move_on(inspection: Inspection, now_ms: int | None) -> None:
    """Let no time be a surprise that lies before the log was written last."""
    if now_ms is not None:
        inspection.until(now_ms)


def received(endpoint: Receiver, stop: Event, index: Indexer) -> Iterator[Batch]:
    """Give what an endpoint receives, looking ten times a second whether to stop."""
    inspection, taken, refused = Inspection(), 0, 0
    yield Batch((Told("waiting", Safe("")),))
    while not stop.is_set():
        requests = endpoint.take(0.1)
        seen = sum(dict(endpoint.refused).values())
        for request in requests:
            taken += request.refused is None
            batch = index.batch(inspection.feed(to_line(request, secrets=True)), inspection)
            yield replace(batch, read=len(request.body), requests=taken, refused=seen)
        if seen != refused and not requests:
            yield Batch(runs=index.runs, requests=taken, refused=seen)
        refused = seen


def captured(source: Source, index: Indexer) -> Iterator[Batch]:
    """Give a log, then the requests of the same run, then what the two are to each other.

    Both are read to their ends first: what the comparison finds of an event is in its row.
    """
    from inspector.tui.wire.compared import laid_beside, told  # noqa: PLC0415  # needed only here

    log, sent, before = list[Judged](), list[Judged](), list[Batch]()
    for path in source.paths:
        there = os.path.exists(path)  # noqa: PTH110  # a path may not be valid UTF-8
        name = path.rpartition("/")[2] if there else say("none was written")
        before.append(index.said(Told("log", safe(say("the log: {}", name), 200))))
        try:
            chunks = Reader(path).chunks() if there else ()
            yield from _gathered(chunks, modified(path) if there else None, log)
        except Unreadable as error:
            before.append(index.said(Told("unreadable", safe(f"{path}: {error}", 400))))
    yield from _gathered((to_line(one, secrets=True) for one in source.requests), None, sent)
    ours, theirs, comparison = laid_beside(log, sent)
    yield from before
    yield from _known(ours, index.rows)
    sent_count = count(len(source.requests), "request", "requests")
    yield index.said(Told("wire", say("on the wire: {}", sent_count)))
    yield from _known(theirs, index.rows)
    yield from (index.said(one) for one in told(comparison))


def _gathered(chunks: Iterable[bytes], now_ms: int | None, judged: list[Judged]) -> Iterator[Batch]:
    """Judge to the end, without making rows; the batches only tell how much was read."""
    inspection = Inspection(now_ms=now_ms)
    try:
        for chunk in chunks:
            judged += inspection.feed(chunk)
            yield Batch(read=len(chunk))
    finally:
        judged += inspection.end()


def _known(known: list[Known], rows: Rows) -> Iterator[Batch]:
    for at in range(0, len(known), _RECORDS):
        made = (
            replace(rows.make(one), partner=partner) for one, partner in known[at : at + _RECORDS]
        )
        yield Batch(tuple(made), runs=rows.runs)


def pipe_chunks(pipe: int, stop: Event) -> Iterator[bytes]:
    """Read a pipe to its end, looking ten times a second whether to stop."""
    while not stop.is_set():
        if select.select([pipe], [], [], 0.1)[0]:
            data = os.read(pipe, _PIECE)
            if not data:
                return
            yield data
