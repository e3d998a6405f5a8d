"""Entries in, lines out: names and values in columns, with what each of them is marked by."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from inspector.safe import Safe
from inspector.tui.cells import GLYPHS, Line, Role, Span, block, chop, figure, fit
from inspector.tui.wire.parts import Entry, Group
from inspector.tui.words import say

MARKS: dict[str, tuple[Safe, Safe, Role]] = {
    "same": (Safe("="), Safe(""), "ok"),
    "wire": (Safe("+"), Safe("wire only"), "note"),
    "differs": (Safe("x"), Safe("differs"), "unreadable"),
    "log": (Safe("-"), Safe("log only"), "review"),
    "alone": (Safe(""), Safe(""), "plain"),
}
"""Glyph, word and role of each mark."""
_WORD = 12
"""Cells of a mark with its word."""
_WIDE = 50
"""Cells from which on there is room for the word."""


def mark(entry: Entry) -> tuple[Safe, Safe, Role]:
    """The glyph, word and role at the end of an entry; what was found has a glyph of its own."""
    glyph, word, role = MARKS[entry.mark]
    if flagged(entry) and entry.level is not None and entry.mark in {"wire", "alone"}:
        return GLYPHS[entry.level], say(word), entry.level
    return glyph, say(word), role


def flagged(entry: Entry) -> bool:
    """Tell whether a person should look at an entry for what was found about it."""
    return entry.level in {"violation", "review"}


def title(text: Safe, width: int, role: Role = "strong") -> list[Line]:
    """The title of a group; a long one wraps."""
    return block(text, width, 1, role, prose=False)


def listed(group: Group, width: int, *, marked: bool = True) -> Iterator[Line]:
    """Lay a group out: its title, then each name with its value and, at the end, its mark."""
    yield from title(group.title, width)
    names = column(group, width)
    for entry in group.entries:
        yield from row(entry, entry.value, width, names, marked=marked)
        if entry.logged is not None:
            said = Entry(say("log says"), entry.logged)
            yield from row(said, said.value, width, names, marked=False)
    if group.left_out:
        yield from block(say("… and {} more", figure(group.left_out)), width, 3, "dim")


def column(group: Group, width: int) -> int:
    """Cells of the names: as many as the longest needs, but never more than two fifths."""
    longest = max((cell_len(entry.name) for entry in group.entries), default=0)
    return max(8, min(longest, width * 2 // 5))


def row(entry: Entry, value: Safe, width: int, column: int, *, marked: bool) -> Iterator[Line]:
    """One name and value in lines of exactly `width` cells; both wrap below themselves."""
    glyph, word, role = mark(entry)
    end = 0 if not marked else _WORD if width >= _WIDE else 2
    tone: Role = entry.level if flagged(entry) and entry.level else "plain"
    tone = role if entry.mark in {"differs", "log"} else tone
    room = max(4, width - column - 5 - end)
    names, pieces = chop(entry.name, column), chop(value, room)
    for n in range(max(len(names), len(pieces))):
        first = n == 0 and flagged(entry) and entry.level is not None
        begin = Safe(f" {GLYPHS[entry.level]} " if first and entry.level else "   ")
        name = fit(names[n], column) if n < len(names) else Safe(" " * column)
        piece = fit(pieces[n], room) if n < len(pieces) else Safe(" " * room)
        said = fit(Safe(f" {glyph} {word}"[:end] if n == 0 else ""), end)
        yield (Span(begin, tone), Span(Safe(f"{name}  "), "key"), Span(piece, tone),
               Span(said, role))  # fmt: skip
