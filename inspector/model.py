"""The five nouns: Line, Record, Event, Finding, and the contract they are judged by.

Values flow one way and are frozen; only `inspector.report.Report` accumulates::

    bytes --lines--> Line --decode--> Record --contracts--> Event --rules--> Finding --> Report

This module imports nothing of ours but the text guard.  JSON values are what Python's parsers make
of them (`dict`, `list`, `str`, `int`, `float`, `bool`, `None`); an object that repeats a key is a
`Repeated`, so that no reader can lose the hidden one.  Strings may hold lone surrogates (a JSON
escape, or U+DC80..U+DCFF for a byte that was not UTF-8): they pass `inspector.safe` before they
are shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from inspector.safe import Safe

Json = Any
"""A decoded JSON value; `Any` because that is what enters here."""

Level = Literal["violation", "review", "note"]
Confidence = Literal["high", "medium", "low"]
Transmitted = Literal["yes", "no", "unknown"]
Kind = Literal["event", "remark", "unreadable"]
LEVELS: tuple[Level, ...] = ("violation", "review", "note")
"""Worst first: a documented promise is broken, a person must decide, worth knowing."""

LINE_LIMIT = 1 << 20
"""Bytes a record may hold; a longer line is kept as its length, its digest and its first bytes."""


class Repeated(dict[str, Json]):
    """A JSON object in which some key stands more than once; the mapping itself keeps the last."""

    pairs: tuple[tuple[str, Json], ...]
    """Every member as it stands, in order."""

    def __init__(self, pairs: Iterable[tuple[str, Json]]) -> None:
        self.pairs = tuple(pairs)
        super().__init__(self.pairs)


def members(value: dict[str, Json]) -> Iterable[tuple[str, Json]]:
    """Every member of an object as it stands, repeated keys included."""
    return value.pairs if isinstance(value, Repeated) else value.items()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an input, or several that belong to one record (a pretty-printed object)."""

    data: bytes
    """The bytes without the last newline; only the first `HEAD` of them when `digest` is set."""
    start: int
    end: int
    """Where it stands in the input: bytes `start` to `end`, the newline included."""
    number: int
    """Its first physical line, from 1."""
    count: int = 1
    """How many physical lines it holds; 0 for the rest of a line whose beginning is another's."""
    complete: bool = True
    """False when the input ended without a newline."""
    digest: str | None = None
    """SHA-256 (hex) of a line longer than `LINE_LIMIT`; its length is `end - start`."""
    glued: bool = False
    """True when it begins inside a physical line, after another record."""
    cut: bool = False
    """True when another record follows it on its last physical line."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What werf writes before every message: ``[pid][time zone m=+seconds] Telemetry: ``."""

    pid: int
    time: str
    """The clock as written, for example ``2022-07-15 09:41:10.012455037 +0300 MSK``."""
    instant: int | None
    """Nanoseconds since 1970 UTC; None when the digits name no instant."""
    monotonic: str | None
    """Seconds since the process started, as written (``+0.043052043``); absent in some forms."""


Form = Literal["werf-log", "werf-stdout", "json", "text", "capture"]


@dataclass(frozen=True, slots=True)
class Payload:
    """What one telemetry event says: its decoded members, before any contract is looked at."""

    form: Form
    body: dict[str, Json]
    wrapper: dict[str, Json] | None = None
    """What a capturing proxy wrote around the body (time, headers, command); never transmitted."""

    @property
    def transmitted(self) -> Transmitted:
        """`yes` where the emitter says it sends the body, `unknown` for a bare object."""
        return "unknown" if self.form in {"json", "text"} else "yes"


RemarkKind = Literal[
    "start-exporter", "start-event", "bad-extra", "project-id", "no-project-id", "error",
    "shutdown", "foreign", "blank",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that is no event: what werf notes for itself, or text of somebody else."""

    kind: RemarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record that begins like one cannot be read."""

    reason: str
    """A fixed word: see `inspector.decode.REASONS`."""
    detail: str
    """A fixed sentence; it holds no content of the record."""
    at: int | None = None
    """The byte of the record at which reading stopped, from 0, where that is known."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the log; the records of an input cover each of its bytes exactly once."""

    line: Line
    content: Payload | Remark | Problem
    frame: Frame | None = None

    @property
    def kind(self) -> Kind:
        """Which of the three counters this record belongs to."""
        match self.content:
            case Payload():
                return "event"
            case Remark():
                return "remark"
            case Problem():
                return "unreadable"


# --- contracts -----------------------------------------------------------------------------------

JsonType = Literal["string", "integer", "number", "boolean", "object", "array", "null"]
Privacy = Literal["anonymous", "pseudonymous", "user-defined", "free-text"]


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
    switch: str | None = None
    """How a user keeps the field from being sent."""
    event: str | None = None
    """The event type it belongs to; None for a field of every event."""

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


@dataclass(frozen=True, slots=True)
class Note:
    """A promise over many events, or a known gap between page and program."""

    id: str
    text: str
    quotes: tuple[Quote, ...] = ()


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
    """SHA-256 of the TOML file."""
    language: str = field(default="en")


Role = Literal["documented", "alias", "map", "undocumented", "inside", "envelope"]


@dataclass(frozen=True, slots=True)
class Value:
    """One row of an event's breakdown: a leaf, an empty container, or an undocumented subtree."""

    path: str
    """The field it is judged as: ``eventData.commandOptions[].name``."""
    place: str
    """Where exactly it stands: ``eventData.commandOptions[3].name``."""
    value: Json
    role: Role
    """`documented`; `alias` another spelling of a documented field; `map` a key of a documented
    open map; `undocumented` the topmost undocumented key; `inside` what stands below such a key or
    below a container that should have been none; `envelope` a transport key named in the contract.
    """
    doc: Field | None = None
    repeated: bool = False
    """True when the same key stands more than once in its object."""


@dataclass(frozen=True, slots=True)
class Event:
    """A record's payload laid beside its contract."""

    record: Record
    payload: Payload
    contract: Contract | None
    type: str | None
    """The event type as the data spell it; None when no contract says where it stands."""
    documented: EventType | None
    values: tuple[Value, ...]
    """In the order of the data."""
    missing: tuple[Field, ...] = ()
    """Documented fields that are neither optional nor there."""


# --- findings ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about one event, record or run; holds no raw value but a digest of it."""

    rule: str
    level: Level
    confidence: Confidence
    transmitted: Transmitted
    contract: str | None
    event: Safe | None
    field: Safe | None
    message: Safe
    evidence: Safe | None
    promise: Quote | None = None
    value: bytes = b""
    """Digest of the whole value: findings that agree in it are one.  Never written anywhere."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of rule, contract, event, field and masked shape: the same everywhere."""
        parts = (self.rule, self.contract, self.event, self.field, self.evidence)
        text = "\0".join("" if part is None else part for part in parts)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def same(self) -> tuple[object, ...]:
        """What two findings must share to be one."""
        return (self.rule, self.level, self.contract, self.event, self.field, self.value)


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with what became of it: the event it holds, if any, and what the rules found."""

    record: Record
    event: Event | None
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level | None:
        """The worst level among its findings."""
        found = {finding.level for finding in self.findings}
        return next((level for level in LEVELS if level in found), None)


def steps(path: str) -> Iterator[str]:
    """Split a contract path into its steps: ``a.b[].c`` gives a, b, [], c."""
    for part in path.split("."):
        name = part.removesuffix("[]")
        if name:
            yield name
        if name != part:
            yield "[]"
