"""Judged records in, identifiers with the runs, days and commands that each of them joins out.

Which fields are identifiers, and of what, is data of their contract.  Ids of a single run are only
counted, eight bytes each; every other one is kept, so memory is bounded by the number of distinct
ids and of the runs and days that they join.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from inspector.model import Contract, Event, Field, Judged, Transmitted, Value
from inspector.recipes import BITS, NOTHING, version

Kind = Literal[
    "constant", "random per run", "new per run", "new per installation", "derived", "stable"
]
"""What kind of identifier a value is; see `Identity.kind`."""

RANDOM = 4
"""The version of a UUID that is random."""
PLACES = 20
"""Places of an id that are kept, the first ones."""
_LONGEST = 256  # characters of an id; of a longer one these and a digest are kept
_DAY = 86_400_000
_HEX = frozenset("0123456789abcdef")


@dataclass(slots=True)
class Identity:
    """One identifier, and what it joins."""

    contract: str
    doc: Field = field(compare=False)
    value: str
    events: int = 0
    runs: set[int] = field(default_factory=set)
    """Keys of the runs that it joins."""
    loose: int = 0
    """Events that name no run: where a program sends one for each run, each is one."""
    days: set[int] = field(default_factory=set)
    """Days since 1970, in UTC."""
    commands: set[int] = field(default_factory=set)
    """Keys of the commands, or of the event types where no field names a command."""
    first_ms: int | None = None
    last_ms: int | None = None
    sent: Transmitted = "unknown"
    """`yes` if any event that holds it was transmitted."""
    places: list[tuple[int, int]] = field(default_factory=list)

    @property
    def joined(self) -> int:
        """Number of runs that it joins."""
        return len(self.runs) + self.loose

    @property
    def nothing(self) -> str | None:
        """When a program sends this value for want of anything to hash; None for any other."""
        tables = (NOTHING.get(recipe, {}) for recipe in self.doc.recipes)
        return next((table[self.value] for table in tables if self.value in table), None)

    @property
    def hashed(self) -> bool:
        """Whether the value has the form of a hash that the field's recipe makes."""
        sizes = {BITS[recipe] // 4 for recipe in self.doc.recipes if recipe in BITS}
        return len(self.value) in sizes and _HEX.issuperset(self.value)

    @property
    def kind(self) -> Kind:
        """A constant, new with every run or installation, made of something, or only stable.

        Random is only what is a UUID of version 4.
        """
        if self.nothing:
            return "constant"
        if self.doc.identifies == "run":
            return "random per run" if version(self.value) == RANDOM else "new per run"
        if self.doc.identifies == "install":
            return "new per installation"
        return "derived" if self.hashed else "stable"

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Contract, field, most events first, value."""
        return (self.contract, self.doc.path, -self.events, self.value)

    def merge(self, other: Identity, shift: int) -> None:
        """Take what was seen of the same id elsewhere; its inputs are numbered from `shift` on."""
        self.events += other.events
        self.loose += other.loose
        self.runs |= other.runs
        self.days |= other.days
        self.commands |= other.commands
        self.seen(other.first_ms, other.last_ms)
        self.sent = "yes" if "yes" in {self.sent, other.sent} else "unknown"
        moved = [(number + shift, line) for number, line in other.places]
        self.places = sorted(self.places + moved)[:PLACES]

    def seen(self, *times: int | None) -> None:
        """Widen the span of time in which it was seen."""
        known = [time for time in (self.first_ms, self.last_ms, *times) if time is not None]
        self.first_ms, self.last_ms = min(known, default=None), max(known, default=None)


@dataclass(slots=True)
class Identities:
    """The identifiers of all records."""

    found: dict[tuple[str, str, str], Identity] = field(default_factory=dict)
    """By contract, path and value; ids of a run are here only if they are not of its form."""
    runs: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Keys of the ids of single runs, by contract and path."""
    versions: dict[tuple[str, str], set[int | None]] = field(default_factory=dict)
    """Versions of the UUIDs among them, by contract and path; None for one that is no UUID."""
    contracts: dict[str, Contract] = field(default_factory=dict, compare=False)
    """The contracts of the ids, by name."""

    def __iter__(self) -> Iterator[Identity]:
        """Give every id that is kept, in an order that does not depend on how they came."""
        return iter(sorted(self.found.values(), key=lambda one: one.order))

    def add(self, judged: Judged, place: tuple[int, int]) -> None:
        """Take one record."""
        event = judged.event
        rows = _ids(event) if event else []
        if event is None or event.contract is None or not rows:
            return
        name, run, command = event.contract.name, _run(rows), _command(event)
        self.contracts.setdefault(name, event.contract)
        for row in rows:
            if _plain_run(row):
                self.runs.setdefault((name, row.path), set()).add(key(row.value))
                self.versions.setdefault((name, row.path), set()).add(version(row.value))
                continue
            one = self._take(name, row)
            one.events += 1
            one.loose += run is None
            one.runs.update(() if run is None else (run,))
            one.days.update(() if judged.at is None else (judged.at // _DAY,))
            one.commands.add(command)
            one.seen(judged.at)
            one.sent = "yes" if event.payload.transmitted == "yes" else one.sent
            if len(one.places) < PLACES:
                one.places.append(place)

    def merge(self, other: Identities, shift: int = 0) -> None:
        """Take what another has gathered as coming after; its inputs are numbered from `shift`."""
        for place, theirs in other.found.items():
            mine = self.found.setdefault(place, Identity(theirs.contract, theirs.doc, theirs.value))
            mine.merge(theirs, shift)
        self.contracts = {**other.contracts, **self.contracts}
        for where, keys in other.runs.items():
            self.runs.setdefault(where, set()).update(keys)
        for where, versions in other.versions.items():
            self.versions.setdefault(where, set()).update(versions)

    def _take(self, name: str, row: Value) -> Identity:
        assert row.doc  # noqa: S101  # `_ids` has seen it
        value = row.value
        if len(value) > _LONGEST:
            digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
            value = f"{value[:_LONGEST]}…{digest}"
        place = (name, row.doc.path, value)
        found = self.found.get(place)
        if found is None:
            found = self.found[place] = Identity(name, row.doc, value)
        return found


@lru_cache(maxsize=4096)
def key(text: str) -> int:
    """Make eight bytes of a text in any letter case: of a million, two collide once in 10^7."""
    data = text.lower().encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _ids(event: Event) -> list[Value]:
    """Find the rows that hold an identifier."""
    return [
        row
        for row in event.values
        if row.doc is not None
        and row.doc.identifies is not None
        and isinstance(row.value, str)
        and row.value
    ]


def _plain_run(row: Value) -> bool:
    """Tell whether a row holds the id of a run in the form that its page gives."""
    doc = row.doc
    form = doc.matcher if doc and doc.identifies == "run" else None
    return form is not None and form.fullmatch(row.value) is not None


def _run(rows: list[Value]) -> int | None:
    ids = (row.value for row in rows if row.doc and row.doc.identifies == "run")
    return next(map(key, ids), None)


def _command(event: Event) -> int:
    """Find what was run: the field `command`, or the type of the event."""
    commands = (row.value for row in event.values if row.path == "command")
    text = next((one for one in commands if isinstance(one, str)), event.type)
    return key(text or "")
