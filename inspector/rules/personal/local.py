"""Words of this machine and its people in, the places where a text holds one out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_SHORTEST = 3  # characters; a shorter word stands in everything
_PARTS = late(r"[^\W_]+|[\W_]")
_START = late(r"[^\W_]+")


@dataclass(slots=True)
class _Node:
    """What may follow the parts of a word so far."""

    next: dict[str, _Node] = field(default_factory=dict)
    is_word: bool = False


_kept: list[tuple[tuple[str, ...], _Node]] = []
"""The words of the last context with their tree; a tuple of 100,000 is slow to hash."""


@about_text("violation")
def local_identity(text: Text, context: Context) -> Iterator[Span]:
    """The value holds a word that is known to belong to you: a name, a machine, a customer.

    The words come from the lists of --words, so there is no guessing: what you named was sent.
    They are found whole and in any letter case.

    Find out which variable, folder or message holds the word, and keep it from being sent.
    """
    words = context.known.words
    if not words:
        return
    tree = _tree(words)
    raw = text.lower
    for match in _START.finditer(raw):
        if match[0] in tree.next:
            end = _longest(tree, raw, match.start())
            if end:
                yield Span(match.start(), end)


def _longest(tree: _Node, raw: str, start: int) -> int:
    """Give where the longest word that begins at `start` ends; 0 if none does."""
    end, node = 0, tree
    for part in _PARTS.finditer(raw, start):
        following = node.next.get(part[0])
        if following is None:
            break
        node = following
        if node.is_word:
            end = part.end()
    return end


def _tree(words: tuple[str, ...]) -> _Node:
    if not (_kept and _kept[0][0] is words):
        _kept[:] = [(words, _grow(words))]
    return _kept[0][1]


def _grow(words: tuple[str, ...]) -> _Node:
    root = _Node()
    for word in words:
        low = Text(word).lower
        first = _START.search(low)
        if len(word) < _SHORTEST or first is None:
            continue
        node = root
        for part in _PARTS.findall(low[first.start() :]):
            node = node.next.setdefault(part, _Node())
        node.is_word = True
    return root
