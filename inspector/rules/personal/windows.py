"""Places in a text, and the bounded windows around them that detectors look at."""

from __future__ import annotations

from collections.abc import Iterator


def places(text: str, literal: str) -> Iterator[int]:
    """Give every place of a literal, the first first."""
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + len(literal))


def before(text: str, at: int, size: int) -> str:
    """Take at most `size` characters before a place."""
    return text[max(0, at - size) : at]
