"""Tokens with a public prefix: a literal and the form of what follows in, spans out.

Each occurrence of a literal is looked at once, and at most some hundred characters after it, so
the time grows with the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.secret.words import filler, shown, varied
from inspector.rules.text import Span, Text

Doubt = Callable[[str], Confidence | None]
"""Takes the body of a token; says how sure it makes, or None where it is no secret."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of token."""

    literal: str
    """What it begins with; public, the same for every token of the kind."""
    form: str
    """A pattern of the body; every quantifier of it is bounded."""
    name: str
    """What it is called in the evidence."""
    confidence: Confidence = "high"
    doubt: Doubt | None = None
    """Asked of a body of the right form, instead of `varied`."""


def tokens(text: Text, kinds: tuple[Kind, ...]) -> Iterator[Span]:
    """Find the tokens of these kinds."""
    for kind in kinds:
        if kind.literal in text.raw:
            yield from _tokens(text.raw, kind)


def _tokens(raw: str, kind: Kind) -> Iterator[Span]:
    at, form = raw.find(kind.literal), _compiled(kind.form)
    while at >= 0:
        body = at + len(kind.literal)
        if not at or not _inside(raw[at - 1]):
            match = form.match(raw, body)
            sure = _sure(kind, match[0]) if match else None
            if match and sure:
                yield Span(at, match.end(), sure, shown(kind.name, match.end() - at))
                body = match.end()
        at = raw.find(kind.literal, body)


@lru_cache(maxsize=512)
def _compiled(form: str) -> re.Pattern[str]:
    return late(form, re.ASCII)


def _inside(char: str) -> bool:
    """Tell whether a token cannot begin after this character, for it stands in a word."""
    return char.isascii() and char.isalnum()


def _sure(kind: Kind, body: str) -> Confidence | None:
    if filler(body):
        return None
    if kind.doubt:
        return kind.doubt(body)
    return kind.confidence if varied(body) else None
