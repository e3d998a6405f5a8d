"""Rows in, the bytes of their inputs out, as far as they were kept.

Every byte of an input is in exactly one record, so the records one after the other are the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspector.model import Line
from inspector.safe import Safe
from inspector.tui.reporting.asked import Kept, readable
from inspector.tui.rows import Row
from inspector.tui.source import Source
from inspector.tui.states import DIVIDERS
from inspector.tui.words import count, say

_NAMES = {"demo": "demo session", "stdin": "-", "endpoint": "endpoint", "captured": "log"}


def kept(source: Source, rows: Iterable[tuple[int, Row]]) -> list[Kept]:
    """Put the kept rows of a source together again; a `captured` one has a log and requests.

    Nothing where a command can read the source itself.
    """
    if readable(source):
        return []
    inputs = [_Input(Safe(_NAMES.get(source.kind, source.kind)))]
    for _, row in rows:
        if row.line is not None and row.carrier is None:
            inputs[-1].lines.append(row.line)
        elif row.line is None and source.kind == "captured":
            if row.type == say(DIVIDERS["unreadable"]):
                inputs[-1].trouble.append(row.summary)
            elif row.type.startswith((say("the log"), say("on the wire"))):
                inputs.append(_Input(row.type))
    return [one.kept() for one in inputs if one.lines or one.trouble or len(inputs) == 1]


class _Input:
    def __init__(self, name: Safe) -> None:
        self.name, self.lines, self.trouble = name, list[Line](), list[Safe]()

    def kept(self) -> Kept:
        lines = self.lines
        size = sum(line.end - line.start for line in lines)
        if gone := lines[-1].end - size if lines else 0:
            self.trouble.append(
                say("the app no longer keeps {} of it", count(gone, "byte", "bytes"))
            )
        if cut := sum(len(bytes_of(line)) != line.end - line.start for line in lines):
            self.trouble.append(
                say("too long to be kept whole: {}", count(cut, "record", "records"))
            )
        trouble = Safe("; ".join(self.trouble)) if self.trouble else None
        return Kept(self.name, _chunks(lines), size, trouble)


def bytes_of(line: Line) -> bytes:
    """Give the bytes of a record as they stood in the input, its newline included."""
    newline = line.end - line.start == len(line.data) + 1 or line.digest is not None
    return line.data + b"\n" if newline else line.data


def _chunks(lines: list[Line]) -> Iterator[bytes]:
    """Join a few hundred at a time: one by one they take longer."""
    for at in range(0, len(lines), 256):
        yield b"".join(map(bytes_of, lines[at : at + 256]))
