"""Judged records in, what runs and streams show over many events out.

A run is what one process does: the events that share a run id.  A stream is what a promise about
how often something is sent counts together, such as the events of one user.  A run that has begun
and ended and shows nothing odd is kept as a few packed bytes, so the size is bounded by the number
of runs and 12 bytes for each event; merging is associative.
"""

from __future__ import annotations

import hashlib
import json
import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from inspector.model import Contract, Event, Judged
from inspector.rules.clock import Clock, moment
from inspector.rules.streams import Streams

Place = tuple[int, int]
"""Input (from 0) and line (from 1)."""

Face = tuple[int, int | None]
"""A command (32 bits of its digest) and the process id of the log's line; None where no line
tells one."""

MOST = 20
"""Places that are kept of one kind."""

SLACK_MS = 1_000
"""How far a run's clock may seem to go back: events of one process are written by several
goroutines, which swap by less than 10 ms in real logs, and time services correct a clock by steps
of up to a second in normal work."""

_PACKED = struct.Struct("<IIqII")  # contract, command, process id (-1: none), input and line


@dataclass(slots=True)
class Run:
    """One run that has not ended yet, or shows something odd."""

    contract: str
    faces: dict[Face, Place] = field(default_factory=dict)
    """Each command and process id that it was seen with, and where first."""
    began: Place | None = None
    ended: Place | None = None
    first: Place = (0, 0)
    last: Place = (0, 0)

    @property
    def plain(self) -> bool:
        """Tell whether it has begun and ended, and nothing but this will ever be asked of it."""
        return self.began is not None and self.ended is not None and len(self.faces) == 1

    def see(self, face: Face, place: Place) -> None:
        """Note a command and process, unless there are too many to tell anything new."""
        if len(self.faces) < MOST:
            self.faces.setdefault(face, place)

    def merge(self, other: Run) -> None:
        """Take what another has gathered of the same run as coming after."""
        for face, place in other.faces.items():
            self.see(face, place)
        self.began = self.began or other.began
        self.ended = self.ended or other.ended
        self.last = other.last


@dataclass(slots=True)
class Backwards:
    """Events that a run's own clock puts before an earlier event of the same process."""

    contract: str
    clock: Clock
    places: list[Place] = field(default_factory=list)
    times: int = 0
    most_ms: int = 0


@dataclass(slots=True)
class Runs:
    """Gathered of all records."""

    open: dict[int, Run] = field(default_factory=dict)
    """By a digest of contract and run id."""
    done: dict[int, bytes] = field(default_factory=dict)
    """Plain runs, packed."""
    contracts: dict[str, Contract] = field(default_factory=dict)
    edges: dict[int, tuple[Place, Place]] = field(default_factory=dict)
    """For each input, its first and last event that belongs to a run."""
    backwards: dict[tuple[str, Clock], Backwards] = field(default_factory=dict)
    streams: Streams = field(default_factory=Streams)
    _digests: array[int] = field(default_factory=lambda: array("Q"))
    _lines: array[int] = field(default_factory=lambda: array("I"))
    _ends: list[int] = field(default_factory=list)
    """For each input, how many digests there are up to its end."""
    _clocks: dict[tuple[int, int | None, Clock], int] = field(default_factory=dict)
    """The latest time of each run and process in the input that is being read."""

    def add(self, judged: Judged, place: Place) -> None:
        """Take one record."""
        self.begin(place[0])
        event = judged.event
        if event is None or event.contract is None:
            return
        self.contracts.setdefault(event.contract.name, event.contract)
        time = moment(event)
        self.streams.add(event, time, place)
        text = run_id(event)
        if text:
            self._run(event, _number([event.contract.name, text.lower()]), time, place)

    def begin(self, number: int) -> None:
        """Begin an input, from 0; what is known of clocks ends with each."""
        if number >= len(self._ends):
            self._ends += [len(self._digests)] * (number + 1 - len(self._ends))
            self._clocks = {}

    def _run(self, event: Event, key: int, time: tuple[int, Clock] | None, place: Place) -> None:
        contract = event.contract
        run = self._opened(key, contract.name if contract else "", place)
        pid = event.record.frame.pid if event.record.frame else None
        command = event.payload.body.get("command")
        run.see((_tag(command), pid), place)
        bound = event.documented.bound if event.documented else None
        run.began = run.began or (place if bound == "begins" else None)
        run.ended = run.ended or (place if bound == "ends" else None)
        run.last = place
        first, _ = self.edges.get(place[0], (place, place))
        self.edges[place[0]] = (first, place)
        if time:
            self._clock(run.contract, (key, pid, time[1]), time[0], place)
        if time and time[1] == "event":
            self._digests.append(_number([event.payload.form == "span", event.payload.body]))
            self._lines.append(place[1])
            self._ends[place[0]] = len(self._digests)
        self._close(key, run)

    def _opened(self, key: int, contract: str, place: Place) -> Run:
        if (packed := self.done.pop(key, None)) is not None:
            self.open[key] = _unpack(packed, self.contracts)
        return self.open.setdefault(key, Run(contract, first=place, last=place))

    def _close(self, key: int, run: Run) -> None:
        if run.plain:
            self.done[key] = _pack(run)
            del self.open[key]

    def _clock(self, contract: str, key: tuple[int, int | None, Clock], ms: int, at: Place) -> None:
        latest = self._clocks.get(key, ms)
        self._clocks[key] = max(latest, ms)
        if latest - ms > SLACK_MS:
            name = (contract, key[2])
            found = self.backwards.setdefault(name, Backwards(contract, key[2]))
            found.times += 1
            found.most_ms = max(found.most_ms, latest - ms)
            if len(found.places) < MOST:
                found.places.append(at)

    def merge(self, other: Runs, shift: int) -> None:
        """Take what another has gathered as coming after, its inputs numbered on from `shift`."""
        self.begin(shift - 1)
        self.contracts = {**other.contracts, **self.contracts}
        for key in (*other.done, *other.open):
            packed = other.done.get(key)
            theirs = _shifted(
                other.open[key] if packed is None else _unpack(packed, self.contracts), shift
            )
            mine = self._opened(key, theirs.contract, theirs.first)
            mine.merge(theirs)
            self._close(key, mine)
        for name, found in other.backwards.items():
            mine_too = self.backwards.setdefault(name, Backwards(found.contract, found.clock))
            mine_too.times += found.times
            mine_too.most_ms = max(mine_too.most_ms, found.most_ms)
            mine_too.places = [*mine_too.places, *moved(found.places, shift)][:MOST]
        self.edges |= {
            number + shift: (_moved(first, shift), _moved(last, shift))
            for number, (first, last) in other.edges.items()
        }
        self.streams.merge(other.streams, shift)
        self._ends += [len(self._digests) + end for end in other._ends]
        self._digests += other._digests
        self._lines += other._lines

    def repeated(self) -> list[Place]:
        """Find every event that has been seen before, exactly as it is."""
        counts = Counter[int]()
        for one, next_one in pairwise(sorted(self._digests)):
            if one == next_one:
                counts[one] = 0
        return list(self._repeated(counts)) if counts else []

    def _repeated(self, counts: Counter[int]) -> Iterator[Place]:
        number = 0
        for at, (digest, line) in enumerate(zip(self._digests, self._lines, strict=True)):
            while at >= self._ends[number]:
                number += 1
            if digest in counts:
                counts[digest] += 1
                if counts[digest] > 1:
                    yield number, line


def run_id(event: Event) -> str | None:
    """Give the value that tells one run from another; None where the event has none."""
    for row in event.values:
        if row.doc and row.doc.identifies == "run" and isinstance(row.value, str):
            return row.value or None
    return None


def moved(places: list[Place], shift: int) -> list[Place]:
    """Number inputs on."""
    return [_moved(place, shift) for place in places]


def _moved(place: Place, shift: int) -> Place:
    return place[0] + shift, place[1]


def _shifted(run: Run, shift: int) -> Run:
    return Run(
        run.contract,
        {face: _moved(place, shift) for face, place in run.faces.items()},
        run.began and _moved(run.began, shift),
        run.ended and _moved(run.ended, shift),
        _moved(run.first, shift),
        _moved(run.last, shift),
    )


def _pack(run: Run) -> bytes:
    ((command, pid), place) = next(iter(run.faces.items()))
    return _PACKED.pack(_tag(run.contract), command, -1 if pid is None else pid, *place)


def _unpack(packed: bytes, contracts: Iterable[str]) -> Run:
    """Give a plain run again; where it began and ended is forgotten, but not that it did."""
    tag, command, pid, *at = _PACKED.unpack(packed)
    place = (at[0], at[1])
    name = next(name for name in contracts if _tag(name) == tag)
    return Run(name, {(command, None if pid == -1 else pid): place}, place, place, place, place)


def _tag(value: object) -> int:
    return _number(value) & 0xFFFF_FFFF


def _number(value: object) -> int:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
