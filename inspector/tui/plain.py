"""Painted lines in, the same without colours or in ASCII out: one place behind every widget.

It stands behind borders, scroll bars, inputs and notices of Textual's own as well, so that nothing
which a person does not want, or a terminal cannot show, is ever written.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_ALIKE = {
    # punctuation
    "\u00a0": " ", "·": ".", "•": "*", "…": "~", "–": "-", "—": "-", "‘": "'", "’": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "×": "x", "№": "#",
    # pointers and marks
    "▸": ">", "▹": "-", "▶": ">",
    "◀": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "⏎": "<", "◌": "o",
    "✓": "+", "✗": "x", "●": "*", "○": "o",
}  # fmt: skip
_LINES = {"─": "-", "━": "-", "═": "-", "╌": "-", "│": "|", "┃": "|", "║": "|", "╎": "|"}
_CORNERS = dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝┏┓┗┛╶╴╷╵", "+")
_BLOCKS = dict(zip("▁▂▃▄▅▆▇█", "_..-=+##", strict=True)) | dict.fromkeys("▏▎▍▌▋▊▉▐░▒▓▀▔▕", "#")
TABLE = str.maketrans(_ALIKE | _LINES | _CORNERS | _BLOCKS)
"""What stands for a character of a screen; of everything else a question mark says that it is
there."""


@lru_cache(maxsize=4096)
def ascii_only(text: str) -> str:
    """Replace what a terminal without UTF-8 cannot show, keeping every cell in its place."""
    if text.isascii():
        return text
    cells: list[str] = []
    for char in text.translate(TABLE):
        if char.isascii():
            cells.append(char)
        elif (width := cell_len(char)) or not cells:
            cells.append("?" * width)
        else:  # a mark changes what it stands on
            cells[-1] = "?" * len(cells[-1])
    return "".join(cells)


class AsciiOnly(LineFilter):
    """Lets nothing but ASCII through."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace what is no ASCII in each segment."""
        del background
        return [Segment(ascii_only(text), style, control) for text, style, control in segments]


class Colourless(LineFilter):
    """Lets no colour through, not even a terminal's own: what is bold or reversed stays so."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Take the colours away from each segment."""
        del background
        return [
            Segment(text, style.without_color if style else style, control)
            for text, style, control in segments
        ]
