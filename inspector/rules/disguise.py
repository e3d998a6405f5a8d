"""A text in, the texts that hide in it out: what remains when an encoding is undone."""

from __future__ import annotations

from dataclasses import dataclass

DEPTH = 3
"""Layers that are taken off one inside the other."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A text that was found under a disguise."""

    text: str
    chain: tuple[str, ...]
    """Names of what was undone, the outermost first: ``("base64", "percent")``."""


def layers(text: str, budget: int) -> tuple[tuple[Layer, ...], int]:
    """Find what hides in `text`, at most `budget` characters in all.

    Gives the layers, and how many characters could not be examined because the budget was spent.
    """
    del text, budget
    return (), 0
