"""Events in, counts of what the input has shown of each contract out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from inspector.model import Contract, Event


@dataclass(slots=True)
class Coverage:
    """How often documented events and fields were seen; bounded by the contracts, not by the log.

    Merging is associative, so inputs can be counted apart.
    """

    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By contract and documented event type."""
    fields: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)
    """By contract, documented event type (None for any other) and path of a documented field."""
    contracts: dict[str, Contract] = field(default_factory=dict, compare=False)
    """The contracts that claimed at least one event, by name."""

    def add(self, event: Event, times: int = 1) -> None:
        """Count an event; with `times`, one that was seen so often."""
        if event.contract is None:
            return
        name = event.contract.name
        self.contracts.setdefault(name, event.contract)
        kind = event.documented.name if event.documented else None
        if kind is not None:
            self.events[name, kind] += times
        for path in {row.doc.path for row in event.values if row.doc}:
            self.fields[name, kind, path] += times

    def merge(self, other: Coverage) -> None:
        """Count what another coverage has counted."""
        self.events.update(other.events)
        self.fields.update(other.fields)
        self.contracts = {**other.contracts, **self.contracts}
