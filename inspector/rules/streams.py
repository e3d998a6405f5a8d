"""Events in, the times of those that a promise about how often something is sent counts out.

Kept only for contracts that make such a promise, at 20 bytes for each of their events.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from inspector.model import Event, Note, Rate
from inspector.rules.clock import Clock

Place = tuple[int, int]
"""Input (from 0) and line (from 1)."""

Key = tuple[str, int, tuple[str, ...]]
"""Contract, number of the reading among all of the contract's, and what tells streams apart."""

_HOUR_MS = 3_600_000


@dataclass(slots=True)
class Stream:
    """The events of one stream, as they came: times (Unix milliseconds), inputs and lines."""

    times: array[int] = field(default_factory=lambda: array("q"))
    inputs: array[int] = field(default_factory=lambda: array("I"))
    lines: array[int] = field(default_factory=lambda: array("Q"))
    clocks: set[Clock] = field(default_factory=set)

    def beyond(self, rate: Rate) -> list[Place]:
        """Find the events before which `most` others were sent in the last `hours`."""
        order = sorted(range(len(self.times)), key=self._when)
        span = rate.hours * _HOUR_MS
        return [
            (self.inputs[now], self.lines[now])
            for before, now in zip(order, order[rate.most :], strict=False)
            if self.times[now] - self.times[before] < span
        ]

    def _when(self, at: int) -> tuple[int, int, int]:
        return self.times[at], self.inputs[at], self.lines[at]


@dataclass(slots=True)
class Streams:
    """Gathered of all events."""

    streams: dict[Key, Stream] = field(default_factory=dict)
    blind: dict[str, list[Place]] = field(default_factory=dict)
    """By contract: the first events that carry no time, or not what tells their stream."""
    blind_times: dict[str, int] = field(default_factory=dict)
    """By contract: how many such there are."""

    def add(self, event: Event, time: tuple[int, Clock] | None, place: Place) -> None:
        """Count an event, if its contract promises how often one is sent."""
        contract = event.contract
        if contract is None:
            return
        for number, rate in enumerate(rates(contract.promises)):
            stream = _stream(event, rate)
            if time is None or stream is None:
                if number == 0:
                    self._unseen(contract.name, [place], 1)
                continue
            key = (contract.name, number, stream)
            found = self.streams.setdefault(key, Stream())
            found.times.append(time[0])
            found.inputs.append(place[0])
            found.lines.append(place[1])
            found.clocks.add(time[1])

    def _unseen(self, contract: str, places: list[Place], times: int) -> None:
        known = self.blind.setdefault(contract, [])
        known += places[: 20 - len(known)]
        self.blind_times[contract] = self.blind_times.get(contract, 0) + times

    def merge(self, other: Streams, shift: int) -> None:
        """Take what another has counted as coming after, its inputs numbered on from `shift`."""
        for key, theirs in other.streams.items():
            mine = self.streams.setdefault(key, Stream())
            mine.times += theirs.times
            mine.inputs.extend(number + shift for number in theirs.inputs)
            mine.lines += theirs.lines
            mine.clocks |= theirs.clocks
        for contract, places in other.blind.items():
            moved = [(number + shift, line) for number, line in places]
            self._unseen(contract, moved, other.blind_times[contract])


def rates(promises: tuple[Note, ...]) -> Iterator[Rate]:
    """Give every reading of every promise about how often something is sent."""
    return (rate for promise in promises for rate in promise.rates)


def _stream(event: Event, rate: Rate) -> tuple[str, ...] | None:
    """Name the stream of an event; None where a value that tells it is not there."""
    found = {row.doc.path: row.value for row in event.values if row.doc}
    if any(path not in found for path in rate.by):
        return None
    kind = next((path for path in rate.kinds if found.get(path)), "other")
    return (*(str(found[path]) for path in rate.by), *((kind,) if rate.kinds else ()))
