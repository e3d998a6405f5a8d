"""A record laid beside its contract, and what was found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from inspector.model.contract import Contract, EventType, Field, Quote
from inspector.model.log import Payload, Record, Transmitted
from inspector.model.wire import Export, Json, Span
from inspector.safe import Safe

Level = Literal["violation", "review", "note"]
Confidence = Literal["high", "medium", "low"]
LEVELS: tuple[Level, ...] = ("violation", "review", "note")
"""Worst first: a documented promise is broken, a person must decide, worth knowing."""

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


@dataclass(frozen=True, slots=True)
class Delivery:
    """An export request with the contract of what it carries."""

    export: Export
    contract: Contract | None
    """Of the first span that a contract claims; None where none does."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a comparison says of one event: a log record, a span, or both."""

    kind: Literal["identical", "differs", "truncated", "log-only", "wire-only"]
    log: Event | None = None
    wire: Event | None = None
    """None also where the span's attributes could not be read as an event."""
    span: Span | None = None
    fields: tuple[str, ...] = ()
    """Names of the attributes that differ, are cut or are missing."""


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
    template: tuple[str, tuple[str, ...]] = ("", ())
    """The message as it stands in every language, and the words of its ``{}``."""
    raw: Safe | None = None
    """The value itself, escaped, only where `--evidence full` asked for it."""
    disguise: tuple[str, ...] = ()
    """Encodings that were undone to see it, the outermost first."""

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
    at: int | None = None
    """When the event was made, in Unix milliseconds; see `inspector.rules.clock`."""
    unexamined: tuple[int, ...] = ()
    """For each value that was not examined to its end, how many characters are left."""
    outside: bool = False
    """True for a record outside the period that was asked for, which was not judged."""

    @property
    def level(self) -> Level | None:
        """The worst level among its findings."""
        found = {finding.level for finding in self.findings}
        return next((level for level in LEVELS if level in found), None)
