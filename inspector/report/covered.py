"""Counts of what was shown in, a row for each documented event and field out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inspector.model import Contract, EventType, Field
from inspector.rules import Coverage


@dataclass(frozen=True, slots=True)
class Shown:
    """One documented event or field, and in how many events the input showed it."""

    contract: str
    event: str | None
    """None for a field of every event."""
    field: str | None
    """None for the event itself."""
    times: int

    def as_row(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {
            "contract": self.contract,
            "event": self.event,
            "field": self.field,
            "events": self.times,
        }


def covered(coverage: Coverage) -> list[Shown]:
    """List what the contracts that claimed an event document, in the order of the contracts."""
    return [
        shown
        for key in sorted(coverage.contracts)
        for shown in _of(coverage, coverage.contracts[key])
    ]


def _of(coverage: Coverage, contract: Contract) -> Iterator[Shown]:
    for event in contract.events:
        times = coverage.events[contract.name, event.name]
        yield Shown(contract.name, event.name, None, times)
        yield from _fields(coverage, contract, event, event.fields)
    yield from _fields(coverage, contract, None, contract.fields)


def _fields(
    coverage: Coverage, contract: Contract, event: EventType | None, fields: tuple[Field, ...]
) -> Iterator[Shown]:
    """Count fields; one that holds others was shown where any of them was."""
    seen = {
        (kind, path): times
        for (name, kind, path), times in coverage.fields.items()
        if name == contract.name and (event is None or kind == event.name)
    }
    for doc in fields:
        times = _times(seen, doc.path)
        yield Shown(contract.name, event.name if event else None, doc.path, times)


def _times(seen: dict[tuple[str | None, str], int], path: str) -> int:
    """Add up over event types; of a container, the member that was shown most often counts."""
    most: dict[str | None, int] = {}
    for (kind, shown), times in seen.items():
        if shown == path or shown.startswith((f"{path}.", f"{path}[]")):
            most[kind] = max(most.get(kind, 0), times)
    return sum(most.values())
