"""A written report in, its lines out as they will stand in the file, broken where the pane ends.

What a terminal would obey is shown as an escape; reports hold next to nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.safe import Safe, safe
from inspector.tui.cells import Line, Span, block, chop, figure, size
from inspector.tui.words import count, say

SHOWN = 512 << 10
"""Characters that are laid out; all of them are saved."""


def preview(text: str, width: int) -> list[Line]:
    """Lay a report out for a width."""
    lines: list[Line] = []
    for one in text[:SHOWN].removesuffix("\n").split("\n"):
        lines += ((Span(piece),) for piece in _broken(safe(one.removesuffix("\r")), max(2, width)))
    if (more := len(text) - SHOWN) > 0:
        said = say("… and {} characters more; the file holds all of them", figure(more))
        lines += block(said, width, 0, "dim")
    return lines


def _broken(line: Safe, width: int) -> Iterator[Safe]:
    """Break behind a blank, where one is not far; nothing is added and nothing left out."""
    at = 0
    while at < len(line) or not at:
        piece = line[at : at + width]
        if not piece.isascii():
            piece = chop(Safe(piece), width)[0]
        if at + len(piece) < len(line) and (blank := piece.rfind(" ") + 1) > width // 2:
            piece = piece[:blank]
        yield Safe(piece)
        at += max(1, len(piece))


def facts(text: str) -> Safe:
    """How much it is."""
    lines = text.count("\n") + (not text.endswith("\n"))
    return Safe(f"{size(len(text.encode()))}, {count(lines, 'line', 'lines')}")
