"""Rows in, the bytes of their inputs out, as far as they were kept.

Every byte of an input is in exactly one record, so the records one after the other are the input.
A pipe may be long: its records are read again from their copy one after the other, in a worker.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from inspector.model import Line
from inspector.reading import Unreadable
from inspector.safe import Safe
from inspector.tui.reporting.asked import Kept, readable
from inspector.tui.source import Source
from inspector.tui.states import DIVIDERS
from inspector.tui.store import Log
from inspector.tui.words import count, say

_NAMES = {"demo": "demo session", "stdin": "-", "endpoint": "endpoint", "captured": "log"}


def kept(source: Source, log: Log, numbers: Iterable[int]) -> list[Kept]:
    """Put rows of a source together again; a `captured` one has a log and requests.

    Nothing where a command can read the source itself.
    """
    if readable(source):
        return []
    inputs = [_Input(Safe(_NAMES.get(source.kind, source.kind)), log)]
    for number in numbers:
        row = log.kept(number)
        if row is None:
            inputs[-1].add(number, log.span(number))
        elif row.line is not None and row.carrier is None:
            whole = len(bytes_of(row.line)) == row.line.end - row.line.start
            inputs[-1].add(number, (row.line.start, row.line.end), cut=not whole)
        elif row.line is None and source.kind == "captured":
            if row.type == say(DIVIDERS["unreadable"]):
                inputs[-1].trouble.append(row.summary)
            elif row.type.startswith((say("the log"), say("on the wire"))):
                inputs.append(_Input(row.type, log))
    return [one.kept() for one in inputs if one.numbers or one.trouble or len(inputs) == 1]


class _Input:
    def __init__(self, name: Safe, log: Log) -> None:
        self.name, self.log, self.trouble = name, log, list[Safe]()
        self.numbers = array("q")
        self.size = self.end = self.cut = 0

    def add(self, number: int, span: tuple[int, int] | None, *, cut: bool = False) -> None:
        """Take a record by its number; one that has gone meanwhile has no `span`."""
        if span is not None:
            self.numbers.append(number)
            self.size += span[1] - span[0]
            self.end, self.cut = span[1], self.cut + cut

    def kept(self) -> Kept:
        if gone := self.end - self.size:
            self.trouble.append(
                say("the app no longer keeps {} of it", count(gone, "byte", "bytes"))
            )
        if self.cut:
            self.trouble.append(
                say("too long to be kept whole: {}", count(self.cut, "record", "records"))
            )
        trouble = Safe("; ".join(self.trouble)) if self.trouble else None
        return Kept(self.name, _chunks(self.log, self.numbers), self.size, trouble)


def bytes_of(line: Line) -> bytes:
    """Give the bytes of a record as they stood in the input, its newline included."""
    newline = line.end - line.start == len(line.data) + 1 or line.digest is not None
    return line.data + b"\n" if newline else line.data


def _chunks(log: Log, numbers: Sequence[int]) -> Iterator[bytes]:
    """Read them again, and join a few hundred at a time: one by one they take longer."""
    for at in range(0, len(numbers), 256):
        yield b"".join(_bytes(log, number) for number in numbers[at : at + 256])


def _bytes(log: Log, number: int) -> bytes:
    row = log.kept(number)
    line = log.line(number) if row is None else row.line
    if line is None:
        raise Unreadable(say("what the app keeps of it can no longer be read"))
    return bytes_of(line)
