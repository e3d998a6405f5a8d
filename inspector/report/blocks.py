"""What a report that people read is made of; each form writes these in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector.model import Level, Quote
from inspector.report.saying import Pieces

GLYPHS: dict[Level, str] = {"violation": "!", "review": "?", "note": "i"}
"""One sign for each level, everywhere; never colour alone."""


Kind = Literal["number", "name", "time", "text", "long"]
"""Of a column: numbers, short names, times, text, or paths and digests that break anywhere."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    pieces: Pieces
    leads: bool = False
    """Whether what follows is what it speaks of."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Things of one kind."""

    items: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names, and what is said of each."""

    rows: tuple[tuple[str, Pieces], ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """What a page says, in its own language."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head."""

    about: str
    """What the rows are, for who cannot see the head."""
    head: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    kinds: tuple[Kind, ...]
    """What each column holds."""
    anchor: str = ""
    """What a row's own anchor begins with, where the first column numbers the rows."""


Block = Paragraph | Bullets | Facts | Cited | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    id: str
    """Its anchor: lower-case letters, digits and hyphens, none of them from an input."""
    title: Pieces
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    level: Level | None = None
    """Of the findings that it holds."""
