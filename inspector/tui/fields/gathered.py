"""Judged records in, fields out: how often each is there, with which values, and what was found.

Bounded: at most `FIELDS` fields, `VALUES` values of each and `FOUND` distinct findings are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspector.model import LEVELS, Field, Finding, Judged, Level, Role, Value
from inspector.report import Report, Tally
from inspector.rules.hit import located
from inspector.safe import Safe
from inspector.tui.facets import text_of
from inspector.tui.flagged import Places
from inspector.tui.rows import Row
from inspector.tui.runs.gathered import judged_at

FIELDS = 2_000
VALUES = 1_000
FOUND = 5_000


@dataclass(slots=True, eq=False)
class Seen:
    """One field, by the name that reports give it."""

    name: Safe
    role: Role
    doc: Field | None
    events: int = 0
    values: Counter[str] = field(default_factory=Counter)
    """How often each value stands, raw; see `more`."""
    more: bool = False
    """There are more values than are told apart."""
    found: dict[str, list[Tally]] = field(default_factory=dict)
    """What was found in which value."""

    @property
    def tallies(self) -> list[Tally]:
        """Everything that was found in it."""
        return [tally for some in list(self.found.values()) for tally in some]

    @property
    def identifies(self) -> bool:
        """Its values tell somebody or something from others."""
        return self.doc is not None and self.doc.identifies is not None


def worst(tallies: Iterable[Tally]) -> Level | None:
    """The worst level that nobody has accepted."""
    levels = {tally.finding.level for tally in tallies if tally.waiver is None}
    return next((level for level in LEVELS if level in levels), None)


def open_ones(tallies: Iterable[Tally]) -> list[Tally]:
    """What needs a look and nobody has accepted."""
    return [one for one in tallies if one.waiver is None and one.finding.level != "note"]


class Fields:
    """Gathered of all events, or of those that a filter lets through."""

    def __init__(self) -> None:
        self.events = 0
        self.fields: dict[Safe, Seen] = {}
        self.more = 0
        """Values of fields that are not kept, for there are too many fields."""
        self.report = Report()
        """Holds the findings; settled by the waivers."""
        self.last_ms: int | None = None
        self._same: set[tuple[object, ...]] = set()

    def take_row(self, number: int, row: Row, judged: Judged) -> None:
        """Take the record of a row."""
        del number, row
        self.take(judged)

    def take(self, judged: Judged) -> None:
        """Take one record."""
        event = judged.event
        if event is None:
            return
        self.events += 1
        self.last_ms = judged_at(event) or self.last_ms
        there: set[Safe] = set()
        for value in event.values:
            self._value(value, there)
        places = Places(event) if judged.findings else None
        for finding in judged.findings:
            self._finding(finding, places.of(finding) if places else None)

    def _value(self, value: Value, there: set[Safe]) -> None:
        name = located(value)
        seen = self.fields.get(name)
        if seen is None:
            if len(self.fields) >= FIELDS:
                self.more += 1
                return
            seen = self.fields[name] = Seen(name, value.role, value.doc)
        if name not in there:
            there.add(name)
            seen.events += 1
        text = text_of(value)
        if text in seen.values or len(seen.values) < VALUES:
            seen.values[text] += 1
        else:
            seen.more = True

    def _finding(self, finding: Finding, value: Value | None) -> None:
        seen = self.fields.get(located(value)) if value is not None else None
        if seen is None or value is None:
            return
        if finding.same not in self._same and len(self._same) >= FOUND:
            return
        self._same.add(finding.same)
        tally = self.report.find(finding)
        some = seen.found.setdefault(text_of(value), [])
        if not any(tally is one for one in some):
            some.append(tally)


def sorted_fields(fields: Iterable[Seen]) -> list[Seen]:
    """Put what must be looked at first, identifiers second, the rest last; each by its name."""
    return sorted(fields, key=lambda seen: (rank(seen), seen.name))


def rank(seen: Seen) -> int:
    """Where a field stands among others, from 0."""
    level = worst(seen.tallies)
    if level in {"violation", "review"}:
        return LEVELS.index(level)
    return 2 if seen.identifies else 3
