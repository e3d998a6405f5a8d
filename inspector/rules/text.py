"""Texts that detectors look at, and what they say of them.

A detector is a rule decorated with `about_text`: it takes a `Text` and yields a `Span` for every
place where it finds what it looks for.  It looks for a literal first (`"@" in text.raw`), for most
texts hold none of what it seeks; its time must grow no faster than the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from inspector.model import Confidence, Level, Remark
from inspector.safe import Safe

LIMIT = 1 << 20
"""Characters of one value that are examined; more is told as not examined."""


@dataclass(frozen=True)
class Text:
    """A value as it stands, or what remains of it when a disguise is taken off."""

    raw: str
    key: str = ""
    """The last key of its place in lower case (``owner``); empty in a remark."""
    path: str = ""
    """The path it is judged as (``eventData.errorMessage``, ``attributes.extra.*``), or empty."""
    event: str | None = None
    """The event's type, as the data spell it."""
    chain: tuple[str, ...] = ()
    """The disguises that were taken off, the outermost first."""
    is_key: bool = False
    """True for the name of a key, which may hold as much as a value."""
    unexamined: int = 0
    """Characters that were too many to examine; such a text comes last and is empty."""

    @cached_property
    def lower(self) -> str:
        """`raw` in lower case, of the same length: a place in one is that place in the other."""
        lower = self.raw.lower()
        if len(lower) == len(self.raw):
            return lower
        return "".join(low if len(low := char.lower()) == 1 else char for char in self.raw)


@dataclass(frozen=True, slots=True)
class Span:
    """What a detector has found: characters `start` to `end` of the text."""

    start: int
    end: int
    confidence: Confidence = "high"
    evidence: Safe | None = None
    """What to show instead of the mask of these characters; secrets show no part of themselves."""


@dataclass(frozen=True, slots=True)
class Find:
    """What one rule says of one value: its surest span, and how it was disguised."""

    rule: str
    level: Level
    confidence: Confidence
    evidence: Safe
    message: str
    """One sentence; the same for everything that the rule finds."""
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark with what the detectors find in its text."""

    remark: Remark
    finds: tuple[Find, ...]
    field: str = ""
    """Where it stands, where it is a part of what was written around a captured payload."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What all detectors say of one value, and how many characters were not examined."""

    finds: tuple[Find, ...]
    unexamined: int = 0
