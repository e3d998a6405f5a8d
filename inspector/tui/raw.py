"""One record in, its bytes as lines out: as text with every control visible, or as a hex dump."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Problem, Record
from inspector.safe import Safe, lossy
from inspector.tui.cells import Line, Span, block, chop, figure
from inspector.tui.words import count, line_number, say

SHOWN = 16 << 10
"""Bytes of a record that are laid out; a longer one says how many more there are."""

_STOP = Span(Safe("▸"), "alarm")


def facts(record: Record, width: int) -> Iterator[Line]:
    """Where the record stands in the file, and what was kept of it."""
    line = record.line
    lines = count(line.count, "line", "lines")
    start, end, number = figure(line.start), figure(line.end), line_number(line.number)
    text = say("bytes {} to {} of the file, from line {} ({})", start, end, number, lines)
    yield from block(text, width, 1, "dim")
    if line.digest:
        whole, kept = figure(line.end - line.start), figure(len(line.data))
        text = say("{} bytes; the first {} were kept, SHA-256 {}", whole, kept, line.digest)
        yield from block(text, width, 1, "dim")
    if line.glued or line.cut:
        text = say("it shares a physical line with another record: the line was torn")
        yield from block(text, width, 1, "review")
    if isinstance(record.content, Problem) and record.content.at is not None:
        yield from block(say("▸ marks the byte at which reading stopped"), width, 1, "dim")
    yield (Span(Safe("")),)


def as_text(record: Record, width: int) -> list[Line]:
    """The record as text: controls, invisible and reordering characters as escapes."""
    lines = [*facts(record, width)]
    stop = record.content.at if isinstance(record.content, Problem) else None
    data = record.line.data[:SHOWN]
    at = 0
    for part in data.split(b"\n"):
        mark = stop - at if stop is not None and at <= stop <= at + len(part) else None
        lines += _text(part, mark, width)
        at += len(part) + 1
    return lines + _rest(record, width)


def _text(part: bytes, stop: int | None, width: int) -> Iterator[Line]:
    """One physical line, broken where the pane ends; a mark stands before byte `stop`."""
    if stop is None:
        yield from block(lossy(part), width, 1, "plain", prose=False)
        return
    read, rest = lossy(part[:stop]), lossy(part[stop:])
    *whole, last = chop(read, width - 2)
    yield from ((Span(Safe(" ")), Span(piece)) for piece in whole)
    room = max(2, width - 3 - len(last))
    first = chop(rest, room)[0] if room > 4 else Safe("")
    yield (Span(Safe(" ")), Span(last), _STOP, Span(first, "unreadable"))
    yield from (
        block(Safe(rest[len(first) :]), width, 1, "unreadable", prose=False)
        if rest[len(first) :]
        else ()
    )


def as_hex(record: Record, width: int) -> list[Line]:
    """The record as a hex dump with offsets into the file."""
    shown = dump(record.line.data[:SHOWN], record.line.start, width)
    return [*facts(record, width), *shown, *_rest(record, width)]


def dump(data: bytes, start: int, width: int) -> Iterator[Line]:
    """A hex dump whose first byte has the offset `start`; sixteen, eight or four bytes in a row."""
    step = 16 if width >= 78 else 8 if width >= 44 else 4
    for at in range(0, len(data), step):
        part = data[at : at + step]
        digits = " ".join(f"{byte:02x}" for byte in part).ljust(step * 3)
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        offset = Safe(f" {start + at:08x}  ")
        yield (Span(offset, "dim"), Span(Safe(digits)), Span(Safe(f" {letters}"), "quote"))


def _rest(record: Record, width: int) -> list[Line]:
    return left_out(record.line.data, width)


def left_out(data: bytes, width: int) -> list[Line]:
    """Say how many bytes are not laid out."""
    more = len(data) - SHOWN
    if more <= 0:
        return []
    return block(say("… and {} bytes more", figure(more)), width, 1, "dim")
