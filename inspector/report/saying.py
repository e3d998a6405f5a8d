"""Sentences with words in them in, pieces out: what the program says, and data that it only shows.

The forms of a report that people read show the two differently: the program's own text may hold
code between backticks, data are never parsed and stand where nothing takes them for markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from string import Formatter

from inspector.language import Language
from inspector.model import Finding
from inspector.safe import safe


class Data(str):
    """Text that came from an input, from a page or from who asked; it is shown, never parsed."""

    __slots__ = ()


Pieces = tuple[str, ...]
"""Parts of one paragraph, in their order: `Data`, and fixed text."""


def sentence(language: Language, text: str, *words: str | Pieces) -> Pieces:
    """Say `text`; words stand in its ``{}``, in their order, as the pieces that they are."""
    said = language(text)
    return tuple(_filled(said, words)) if words else (said,)


def _filled(text: str, words: tuple[str | Pieces, ...]) -> Iterator[str]:
    left = iter(words)
    for fixed, place, _, _ in Formatter().parse(text):
        if fixed:
            yield fixed
        if place is not None:
            word = words[int(place)] if place else next(left)
            yield from (word,) if isinstance(word, str) else word


def message(language: Language, finding: Finding) -> Pieces:
    """Say what a finding says."""
    text, words = finding.template
    if not text:
        return (Data(finding.message),)
    return sentence(language, text, *(Data(safe(language.word(word))) for word in words))


def listed(items: Iterable[str], between: str = ", ") -> Pieces:
    """Put a comma between pieces."""
    pieces = [piece for item in items for piece in (between, item)]
    return tuple(pieces[1:])


def plain(pieces: Pieces) -> str:
    """Join pieces to a text, without marks of any kind."""
    return "".join(pieces)


def moment(milliseconds: int) -> str:
    """Write a time for people: ``2026-03-25 10:11:12`` in UTC."""
    time = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    return time.strftime("%Y-%m-%d %H:%M:%S")


def between(first: int | None, last: int | None) -> str:
    """Write a span of time: one moment, two, or nothing; a day is not said twice."""
    if first is None or last is None:
        return ""
    begin, end = moment(first), moment(last)
    if begin == end:
        return begin
    return f"{begin} – {end[11:] if begin[:10] == end[:10] else end}"
