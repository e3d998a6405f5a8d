"""Safe text in, painted cells out: spans with a role, cut, padded and wrapped by terminal cells.

Everything a screen shows is made of `Line`s; `inspector.tui.paint` is the only reader of them.  A
span holds `Safe` text, so that nothing from a log can reach Textual in any other way, and widths
are counted by the function that Textual itself counts with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

from inspector.safe import Safe

Flag = Literal["violation", "review", "note", "identity", "unreadable", "ok", "remark", "divider"]
"""What a record, a field or a section is; each has a glyph, a word and a colour."""

Role = Literal[
    "plain", "strong", "dim", "key", "quote", "chip", "on", "alarm", "live",
    "violation", "review", "note", "identity", "unreadable", "ok", "remark", "divider",
]  # fmt: skip
"""What a span is painted as: a component class ``role--…`` of the stylesheet."""

GLYPHS: dict[Flag, Safe] = {
    "violation": Safe("!"),
    "review": Safe("?"),
    "note": Safe("i"),
    "identity": Safe("#"),
    "unreadable": Safe("x"),
    "ok": Safe("·"),
    "remark": Safe(" "),
    "divider": Safe("─"),
}
FLAGS: tuple[Flag, ...] = ("violation", "review", "note", "identity", "unreadable", "ok", "remark")
"""The flags of records and fields, worst first."""


class Span(NamedTuple):
    """A piece of a line; `action` is what a click on it does, one of the app's own action names."""

    text: Safe
    role: Role = "plain"
    action: str = ""


Line = tuple[Span, ...]


def text_of(line: Iterable[Span]) -> Safe:
    """Join the text of a line, as it is copied."""
    return Safe("".join(span.text for span in line))


def width_of(line: Iterable[Span]) -> int:
    """Count the cells that a line takes."""
    return sum(cell_len(span.text) for span in line)


def fit(text: Safe, width: int) -> Safe:
    """Cut or pad to exactly `width` cells; what is cut ends in an ellipsis."""
    if width <= 0:
        return Safe("")
    if cell_len(text) <= width:
        return Safe(set_cell_size(text, width))
    return Safe(set_cell_size(text, width - 1) + "…")


def fit_path(text: Safe, width: int) -> Safe:
    """As `fit`, but keep the end: of a dotted or slashed path that is the telling part."""
    if cell_len(text) <= width or width < 2:
        return fit(text, width)
    tail = text[-(width - 1) :]
    while cell_len(tail) > width - 1:
        tail = tail[1:]
    return Safe(set_cell_size("…" + tail, width))


def chop(text: Safe, width: int) -> list[Safe]:
    """Break text anywhere into pieces of at most `width` cells; at least one piece."""
    # Rich 14 gives no piece of a text that takes no cell, such as a lone skin tone
    return [Safe(piece) for piece in chop_cells(text, max(2, width))] or [text]


def wrap(text: Safe, width: int) -> list[Safe]:
    """Break text at spaces into lines of at most `width` cells; a longer word is broken."""
    lines: list[Safe] = []
    line, used = "", 0
    for word in text.split(" "):
        size = cell_len(word)
        if line and used + 1 + size > width:
            lines.append(Safe(line))
            line, used = "", 0
        if size > width:
            *whole, word = chop(Safe(word), width)  # noqa: PLW2901  # the rest of the same word
            lines += whole
            size = cell_len(word)
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, Safe(line)]


def block(text: Safe, width: int, indent: int, role: Role, *, prose: bool = True) -> list[Line]:
    """Indented lines of one text: words kept whole, or values broken where the pane ends."""
    room = max(8, width - indent)
    pieces = wrap(text, room) if prose else chop(text, room)
    return [(Span(Safe(" " * indent)), Span(piece, role)) for piece in pieces]


def figure(count: int) -> Safe:
    """Write a count with thousands separated."""
    return Safe(f"{count:,}")


def size(count: int) -> Safe:
    """Write a number of bytes in the largest unit that keeps one digit before the point."""
    amount = float(count)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:
            return Safe(f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}")
        amount /= 1000
    return Safe(f"{amount:.1f} GB")
