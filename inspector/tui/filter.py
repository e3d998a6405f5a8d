"""What a person types into the filter bar, as a value: ``level:violation event:Build* some words``.

A space means and, ``|`` inside a term means or, quotation marks keep spaces together.  Events and
words ignore case.  A filter that does not parse changes nothing and says where it stopped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from inspector.safe import Safe, safe
from inspector.tui.rows import Row

_LEVELS: dict[str, frozenset[str]] = {
    "violation": frozenset({"violation"}),
    "review": frozenset({"review"}),
    "note": frozenset({"note"}),
    "bad": frozenset({"unreadable"}),
    "any": frozenset({"violation", "review", "note", "unreadable"}),
}
CYCLE = ((), ("violation",), ("review",), ("note",), ("bad",))
"""What the level key steps through; the first shows every level."""
FLAGGED = ("violation", "review", "bad")

_TERM = re.compile(r'\s*((?:[A-Za-z]+:)?)("[^"]*"|[^\s"]*)')
_KNOWN = "only level: and event: take a colon; quote other text that has one"


class FilterError(ValueError):
    """A filter that cannot be used; `at` is the character at which it stops making sense."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(text)
        self.at = at


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows to show; an empty one shows them all."""

    levels: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.levels or self.events or self.words)

    @property
    def terms(self) -> tuple[Filter, ...]:
        """Each condition as a filter of its own, in the order in which it is written."""
        level = (Filter(levels=self.levels),) if self.levels else ()
        event = (Filter(events=self.events),) if self.events else ()
        return (*level, *event, *(Filter(words=(word,)) for word in self.words))

    @property
    def text(self) -> Safe:
        """The filter as it is typed."""
        parts = [f"level:{'|'.join(self.levels)}"] if self.levels else []
        parts += [f"event:{_quoted('|'.join(self.events))}"] if self.events else []
        return safe(" ".join(parts + [_quoted(word) for word in self.words]))

    def match(self, row: Row) -> bool:
        """Tell whether the row has everything that is asked for; a divider never has."""
        if self.levels and not any(row.flag in _LEVELS[level] for level in self.levels):
            return False
        if self.events and not any(_glob(row.type, event) for event in self.events):
            return False
        return row.flag != "divider" and all(holds(row, word) for word in self.words)

    def with_levels(self, levels: tuple[str, ...]) -> Filter:
        """The same filter for other levels."""
        return replace(self, levels=levels)

    def with_events(self, events: tuple[str, ...]) -> Filter:
        """The same filter for other events."""
        return replace(self, events=events)


def holds(row: Row, word: str) -> bool:
    """Tell whether a row shows a word, or its record holds it, whatever the case."""
    wanted = word.casefold()
    shown = f"{row.type} {row.command} {row.run} {row.summary}".casefold()
    if wanted in shown:
        return True
    raw = row.raw.lower().decode("utf-8", "replace") if wanted.isascii() else ""
    raw = raw or row.raw.decode("utf-8", "replace").casefold()
    return any(spelling in raw for spelling in _spellings(wanted))


def _spellings(word: str) -> set[str]:
    """How a word stands in a record: as it is, quoted once, or (in JSON inside a string) twice."""
    once = word.replace("\\", "\\\\").replace('"', '\\"')
    return {word, once, once.replace("\\", "\\\\").replace('"', '\\"')}


def parse(text: str) -> Filter:
    """Read a filter; raises `FilterError`."""
    levels: list[str] = []
    events: list[str] = []
    words: list[str] = []
    at = 0
    while text[at:].strip():
        term = _TERM.match(text, at)
        if term is None or not term[2]:
            lonely = text[at:].lstrip().startswith('"')
            said = "a quotation mark is missing its partner" if lonely else _KNOWN
            raise FilterError(said, at + _indent(text[at:]))
        key, value = term[1], term[2].strip('"')
        match key.lower():
            case "level:":
                levels += _levels(value, term.start(2))
            case "event:":
                events += [event for event in value.split("|") if event]
            case "":
                words += [value] if value else []
            case _:
                raise FilterError(_KNOWN, term.start(1))
        at = term.end()
    return Filter(tuple(levels), tuple(events), tuple(words))


def _levels(value: str, at: int) -> list[str]:
    levels = value.split("|")
    for level in levels:
        if level not in _LEVELS:
            raise FilterError("a level is violation, review, note, bad or any", at)
        at += len(level) + 1
    return levels


def _glob(text: str, pattern: str) -> bool:
    return fnmatchcase(text.casefold(), pattern.casefold())


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word or ":" in word else word


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
