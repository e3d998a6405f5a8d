"""What a contract promises, as frozen values: pages, quotations, fields, events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from inspector.model.wire import Json

JsonType = Literal["string", "integer", "number", "boolean", "object", "array", "null"]
Privacy = Literal["anonymous", "pseudonymous", "user-defined", "free-text"]
Identified = Literal["run", "machine", "user", "project", "install"]
Recipe = Literal[
    "random-uuid", "random-and-time", "sha256-of-mac", "sha256-of-name", "werf-origin", "wasp-path",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One dated page in one language that a contract quotes."""

    id: str
    title: str
    language: str
    date: str
    """ISO 8601 day of that version of the page."""
    page: str
    """Where the page stands, in words a reader can look up."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A page's own words about a field, an event or a promise."""

    source: Source
    text: str
    others: tuple[Quote, ...] = field(default=(), repr=False, compare=False)
    """What the newest pages in other languages say of the same."""

    def said(self, language: str) -> Quote:
        """Give the words of a page in a language, where there is one; else these."""
        if self.source.language == language:
            return self
        return next((one for one in self.others if one.source.language == language), self)


@dataclass(frozen=True, eq=False)
class Field:
    """What the pages say about one field.  `path` is dotted; ``[]`` any item, ``*`` any key."""

    path: str
    types: tuple[JsonType, ...]
    quotes: tuple[Quote, ...]
    privacy: Privacy
    optional: bool = False
    pattern: str | None = None
    """Regular expression that the whole string must match."""
    ignore_case: bool = False
    values: tuple[Json, ...] | None = None
    """The closed set of documented values."""
    open: tuple[str, ...] | None = None
    """Examples of a set that the page leaves open ("etc.")."""
    usual: frozenset[str] = frozenset()
    """Values that the program is known to send, although no page lists them: nobody's own words."""
    range: tuple[float, float] | None = None
    """What is plausible, both ends included; no page gives it."""
    longest: int = 1024
    """Characters no documented value exceeds."""
    time: Literal["ms"] | None = None
    """Unit of a field that holds a Unix time."""
    aliases: tuple[str, ...] = ()
    """Other spellings of the last step of the path that pages use."""
    derived: str | None = None
    """From what the value is computed."""
    sent_since: str | None = None
    """Day (ISO 8601) of the first release that sends it, where that is known."""
    switch: str | None = None
    """How a user keeps the field from being sent."""
    event: str | None = None
    """The event type it belongs to; None for a field of every event."""
    identifies: Identified | None = None
    """What a value of it tells from others; None for a field that is no identifier."""
    recipes: tuple[Recipe, ...] = ()
    """How its values are made, the usual way first; see `inspector.recipes`."""

    @cached_property
    def matcher(self) -> re.Pattern[str] | None:
        """The compiled pattern."""
        flags = re.IGNORECASE | re.ASCII if self.ignore_case else re.ASCII
        return re.compile(self.pattern, flags) if self.pattern is not None else None


@dataclass(frozen=True, eq=False)
class EventType:
    """One documented event type with the fields that only it has."""

    name: str
    quotes: tuple[Quote, ...]
    fields: tuple[Field, ...]
    bound: Literal["begins", "ends"] | None = None
    """Whether every run begins or ends with one event of this type."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One reading of a promise that no more than `most` events are sent in `hours`."""

    reading: str
    """Whose reading it is and of what, in words that follow "as": ``the page says it``."""
    most: int
    hours: int
    by: tuple[str, ...]
    """Paths of the fields whose values tell the streams apart that are counted on their own."""
    kinds: tuple[str, ...] = ()
    """Paths of fields that tell kinds of events apart: each stream is divided by the first of them
    that is true or not empty; where none is, the kind is "other"."""


@dataclass(frozen=True, slots=True)
class Note:
    """A promise over many events, or a known gap between page and program."""

    id: str
    text: str
    quotes: tuple[Quote, ...] = ()
    rates: tuple[Rate, ...] = ()
    """The readings of a promise about how often something is sent."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A line the contract must accept, or object to with exactly these rules (violations)."""

    line: str
    violations: tuple[str, ...]
    why: str


@dataclass(frozen=True, eq=False)
class Contract:
    """The promises about one telemetry schema, as one TOML file states them."""

    name: str
    title: str
    match: tuple[dict[str, Json], ...]
    """Alternatives; see `inspector.contracts.matching`."""
    event_field: str
    default_event: str | None
    """The event type of a payload without the event field, where the page names only one."""
    sources: tuple[Source, ...]
    fields: tuple[Field, ...]
    events: tuple[EventType, ...]
    envelope: tuple[str, ...] = ()
    """Transport keys around the documented payload, which no page lists."""
    payload_key: str | None = None
    """The envelope key that holds the payload's members."""
    promises: tuple[Note, ...] = ()
    gaps: tuple[Note, ...] = ()
    samples: tuple[Sample, ...] = ()
    digest: str = ""
    """SHA-256 of the TOML file and of the files beside it that it names, in their order."""
    language: str = field(default="en")
    before: str | None = None
    """Name of the contract whose pages spoke for these payloads before its own did."""


def steps(path: str) -> Iterator[str]:
    """Split a contract path into its steps: ``a.b[].c`` gives a, b, [], c."""
    for part in path.split("."):
        name = part.removesuffix("[]")
        if name:
            yield name
        if name != part:
            yield "[]"
