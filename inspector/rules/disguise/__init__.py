"""A text in, the texts that hide in it out: what remains when an encoding is undone.

Each module undoes one kind of disguise: `alphabets` (base64, base32, hexadecimal), `escapes`
(percent, entities, backslashes, quoted-printable), `letters` (what only looks different), `nested`
(JSON) and `packed` (compression).  What is undone is put in the place of what hid it, so that what
stands before and after it is still there to judge by.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.rules.disguise import alphabets, escapes, letters, nested, packed

DEPTH = 3
"""Layers that are taken off one inside the other."""

ENCODINGS = frozenset({*alphabets.UNDO, *escapes.UNDO, "gzip", "zlib"})
"""Disguises that are a way of writing, not another look of the same letters."""

_UNDO = (*escapes.UNDO.items(), *alphabets.UNDO.items(), *letters.UNDO.items())


@dataclass(frozen=True, slots=True)
class Layer:
    """A text that was found under a disguise."""

    text: str
    chain: tuple[str, ...]
    """Names of what was undone, the outermost first: ``("base64", "percent")``."""


def layers(text: str, budget: int) -> tuple[tuple[Layer, ...], int]:
    """Find what hides in `text`, at most `budget` characters in all, the least disguised first.

    Gives the layers, and how many characters could not be examined because the budget was spent.
    With the first layer that does not fit, the search ends: a text that mixes every disguise has
    more combinations of them than anybody could wait for.
    """
    found: list[Layer] = []
    seen = {text}
    room = packed.Room()
    queue = deque([Layer(text, ())])
    while queue:
        for layer in _below(queue.popleft(), room):
            if layer.text in seen:
                continue
            if len(layer.text) > budget:
                return tuple(found), len(layer.text) + room.cut
            budget -= len(layer.text)
            seen.add(layer.text)
            found.append(layer)
            queue.append(layer)
    return tuple(found), room.cut


def _below(layer: Layer, room: packed.Room) -> Iterator[Layer]:
    if len(layer.chain) >= DEPTH:
        return
    for name, undo in _UNDO:
        if plain := undo(layer.text):
            yield Layer(plain, (*layer.chain, name))
    if plain := letters.smuggled(layer.text):
        yield Layer(plain, (*layer.chain, "invisible-characters"))
    if plain := nested.inside(layer.text):
        yield Layer(plain, (*layer.chain, "json"))
    if len(layer.chain) + 2 <= DEPTH:
        for chain, plain in packed.unpacked(layer.text, room):
            yield Layer(plain, (*layer.chain, *chain))
