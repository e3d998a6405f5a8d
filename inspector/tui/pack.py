"""Judged records of a file in, columns of numbers out.

A record is read again from where it stands; one that stands nowhere on its own (a span, a line that
is too long, several lines that make one object) is a row that is kept whole.
"""

from __future__ import annotations

from array import array

from inspector.model import Export, Judged, Payload, Remark
from inspector.tui.cells import Flag
from inspector.tui.clock import instant_of
from inspector.tui.rows import NONE, NOTHING, REMARKS, command_of, identifies, lay_out, type_of
from inspector.tui.shape import Shape, Shapes
from inspector.tui.texts import Texts, mark_of

_TIMED = frozenset({"value/implausible-time"})
"""Rules that may find something else when a record is judged later."""
UNKNOWN = -(1 << 63)
"""Stands for no time."""


class Pack:
    """Records of one file, one after the other, as columns of the same length."""

    def __init__(self, texts: Texts, file: int) -> None:
        self.texts, self.file = texts, file
        self.shape: list[Shape] = []
        self.start = array("Q")
        self.size = array("I")
        """Bytes, the newline left out."""
        self.number = array("I")
        """Of the line, from 1."""
        self.mark = array("I")
        self.run = array("I")
        self.at = array("q")
        """Unix milliseconds, or `UNKNOWN`."""

    def __len__(self) -> int:
        return len(self.shape)

    def add(self, judged: Judged, shape: Shape, run: int) -> None:
        """Take one record."""
        line, at = judged.record.line, instant_of(judged)
        self.shape.append(shape)
        self.start.append(line.start)
        self.size.append(len(line.data))
        self.number.append(line.number)
        self.mark.append(mark_of(line.data))
        self.run.append(run)
        self.at.append(UNKNOWN if at is None else at)


def stands_alone(judged: Judged) -> bool:
    """Tell whether a record can be read again from its place in a file."""
    line = judged.record.line
    whole = line.complete and line.count == 1 and line.digest is None
    plain = whole and not line.glued and not line.cut and line.number < 1 << 32
    content, found = judged.record.content, judged.findings
    if isinstance(content, Export) or any(one.rule in _TIMED for one in found):
        return False  # of a request its spans need it
    return plain and line.end - line.start == len(line.data) + 1


def shape_of(judged: Judged, shapes: Shapes) -> Shape:
    """Find the shape of a record that stands alone."""
    found = judged.findings
    rules = tuple(sorted({finding.rule for finding in found})) if found else ()
    match judged.record.content:
        case Payload():
            event = judged.event
            flag: Flag = judged.level or "ok"
            known = identifies(event)
            return shapes.shape((flag, type_of(event), command_of(event), False, known, rules))
        case Remark(kind):
            flag = judged.level or "remark"
            return shapes.shape((flag, REMARKS[kind], NOTHING, True, False, rules))
    return shapes.of(lay_out(judged, NONE))
