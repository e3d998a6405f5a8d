"""A JSON value in, its lines out: every member in its order, one key a line, repeated keys kept.

`json.dumps` would write an object that repeats a key with the last of them only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from inspector.model import Json, members
from inspector.safe import Safe, safe
from inspector.tui.cells import Line, Role, Span, block, chop
from inspector.tui.words import say

MOST = 2000
"""Lines of a value that are laid out."""
SHOWN = 64 << 10
"""Characters of a value that are laid out, and of one text in it a sixteenth of that."""
_REPEATED = "  repeated key"


class Piece(NamedTuple):
    """One line: a key, and a scalar or the bracket of a container."""

    depth: int
    key: str
    """As JSON with its colon; empty in a list, and before a closing bracket."""
    text: str
    repeated: bool = False
    """The key stands more than once in its object."""


class _Open(NamedTuple):
    """A value that is still to be written; `end` is the comma behind it."""

    depth: int
    key: str
    value: Json
    end: str
    repeated: bool = False


def pieces(value: Json) -> Iterator[Piece]:
    """Every line of a value with its depth; without recursion, for a log may nest deeply."""
    work: list[_Open | Piece] = [_Open(0, "", value, "")]
    while work:
        one = work.pop()
        if isinstance(one, Piece):
            yield one
            continue
        depth, key, inner, end, repeated = one
        if not isinstance(inner, (dict, list)) or not inner:
            yield Piece(depth, key, json.dumps(inner, ensure_ascii=False) + end, repeated)
            continue
        opened, closed = "{}" if isinstance(inner, dict) else "[]"
        yield Piece(depth, key, opened, repeated)
        work.append(Piece(depth, "", closed + end))
        work += reversed(list(_inside(inner, depth + 1)))


def _inside(value: dict[str, Json] | list[Json], depth: int) -> Iterator[_Open]:
    """The members of a container, each with the comma behind it."""
    pairs = [("", one) for one in value] if isinstance(value, list) else [*members(value)]
    keys = Counter(key for key, _ in pairs) if isinstance(value, dict) else Counter[str]()
    for number, (key, one) in enumerate(pairs, 1):
        named = f"{json.dumps(key, ensure_ascii=False)}: " if isinstance(value, dict) else ""
        yield _Open(depth, named, one, "," if number < len(pairs) else "", keys[key] > 1)


def pretty(value: Json) -> str:
    """Write a value whole, two blanks for each depth."""
    return "\n".join(f"{'  ' * one.depth}{one.key}{one.text}" for one in pieces(value))


def json_lines(value: Json, width: int) -> list[Line]:
    """Lay a value out in lines of at most `width` cells; says what was left out."""
    lines: list[Line] = []
    written = 0
    for one in pieces(value):
        if len(lines) >= MOST or written >= SHOWN:
            more = say("… and more, which is not laid out; y copies all of it")
            return lines + block(more, width, 1, "review")
        key, text = safe(one.key, SHOWN // 16), safe(one.text, SHOWN // 16)
        written += len(key) + len(text)
        lines += _laid(one, key, text, width)
    return lines


def _laid(piece: Piece, key: Safe, text: Safe, width: int) -> Iterator[Line]:
    """One piece, broken where the pane ends; what follows stands two cells further in."""
    indent = 1 + min(2 * piece.depth, width // 2)
    told = say(_REPEATED) if piece.repeated else Safe("")
    left = len(key)
    for number, part in enumerate(chop(Safe(f"{key}{text}{told}"), width - indent - 2)):
        margin = Safe(" " * (indent if number == 0 else indent + 2))
        role: Role = "review" if piece.repeated else "key"
        yield (Span(margin), Span(Safe(part[:left]), role), Span(Safe(part[left:])))
        left = max(0, left - len(part))
