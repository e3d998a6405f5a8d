"""Judged records of a log file in, what the lines of each process say for or against it out.

werf writes "start sending event" before every event, and ends a process with "shutdown complete".
Whoever can get a text into the log, such as a server whose error text werf copies, can write a
line that reads like an event, but not the lines that belong to it.  Bounded by the processes that
have not ended, not by the log.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from inspector.model import Frame, Judged, Payload, Problem, Remark
from inspector.rules.clock import moment

Place = tuple[int, int]
"""Input (from 0) and line (from 1)."""

MOST = 20
"""Places that are kept of one kind."""

_SECOND = 10**9
_SAME_START = 5 * _SECOND
"""How far two lines of one process may place its start apart: a corrected clock, a busy machine."""
_EDGE = 10 * _SECOND
"""How long after a file's first line an event may stand whose own lines are in the file before."""
_TOLD_MS = 60_000
"""How far an event's time may be from that of its line; in real logs it is under 10 ms."""
_PER_PID = 32  # processes of one id that are followed at a time: containers all have id 1
_LAST = "shutdown complete"


@dataclass(slots=True)
class Spots:
    """Where something was seen: the first places, and how often."""

    places: list[Place] = field(default_factory=list)
    times: int = 0

    def add(self, place: Place) -> None:
        """Note a place."""
        self.times += 1
        if len(self.places) < MOST:
            self.places.append(place)

    def moved(self, shift: int) -> Spots:
        """Number inputs on."""
        return Spots([(number + shift, line) for number, line in self.places], self.times)


@dataclass(slots=True)
class Process:
    """One process that writes to the file."""

    start: int | None
    """When it started, in nanoseconds since 1970, as its lines tell; None where they do not."""
    waiting: list[int] = field(default_factory=list)
    """For each "start sending event" without its event, the nanoseconds since the start."""
    leaving: Place | None = None
    """Its last line of the shutdown, where that has begun and is not complete."""


@dataclass(slots=True)
class File:
    """What is known of one input."""

    readers: int = 0
    """Permission bits with which others than its owner may read it."""
    framed: int = 0
    """Lines that begin as werf's log does."""
    announced: int = 0
    """Lines that say "start sending event"."""
    first: int | None = None
    """The time of its first line, in nanoseconds since 1970."""
    alone: Spots = field(default_factory=Spots)
    """Events that no line of their process announces."""
    displaced: Spots = field(default_factory=Spots)
    """Events whose own time is not that of their line."""
    unconfirmed: Spots = field(default_factory=Spots)
    """Last lines of processes that began to shut down and did not say that it was complete."""
    processes: dict[int, list[Process]] = field(default_factory=dict)

    def add(self, judged: Judged, place: Place) -> None:
        """Take one record."""
        frame, content = judged.record.frame, judged.record.content
        if frame is None:
            return
        self.framed += 1
        if self.first is None:
            self.first = frame.instant
        match content:
            case Remark():
                self._remark(frame, content, place)
            case Payload():
                self._event(frame, place)
                if _is_displaced(judged, frame):
                    self.displaced.add(place)
            case Problem("forged-or-torn"):
                self._event(frame, place)
            case _:
                self._process(frame)

    def _remark(self, frame: Frame, remark: Remark, place: Place) -> None:
        process = self._process(frame)
        if remark.kind == "start-event":
            self.announced += 1
            process.waiting.append(_monotonic(frame) or 0)
            del process.waiting[:-_PER_PID]
        elif remark.kind == "shutdown" and remark.text != _LAST:
            process.leaving = place
        elif remark.kind == "shutdown":
            known = self.processes[frame.pid]
            known.remove(process)
            if not known:
                del self.processes[frame.pid]

    def _event(self, frame: Frame, place: Place) -> None:
        if frame.pid not in self.processes and self._may_be_cut(frame):
            self._process(frame)
            return
        process, age = self._process(frame), _monotonic(frame)
        before = [at for at in process.waiting if age is None or at <= age]
        if before:
            process.waiting.remove(before[-1])
        else:
            self.alone.add(place)

    def _may_be_cut(self, frame: Frame) -> bool:
        """Tell whether the lines before an event may stand in the file that was rotated away."""
        start, instant = _start(frame), frame.instant
        if instant is None or self.first is None or not 0 <= instant - self.first <= _EDGE:
            return False
        return start is None or start <= self.first

    def _process(self, frame: Frame) -> Process:
        """Find the process of a line by its id and start, or begin to follow it."""
        known, start = self.processes.setdefault(frame.pid, []), _start(frame)
        for process in reversed(known):
            if start is None or process.start is None or abs(process.start - start) <= _SAME_START:
                return process
        if len(known) == _PER_PID:
            self._lost(known.pop(0))
        known.append(Process(start))
        return known[-1]

    def _lost(self, process: Process) -> None:
        if process.leaving:
            self.unconfirmed.add(process.leaving)

    def end(self) -> None:
        """Close the input: whatever has not said that it is complete never will."""
        for known in self.processes.values():
            for process in known:
                self._lost(process)
        self.processes = {}


@dataclass(slots=True)
class Files:
    """Gathered of all inputs."""

    files: dict[int, File] = field(default_factory=dict)
    """By the number of the input, from 0."""

    def begin(self, number: int, readers: int) -> None:
        """Begin an input; the one before it has ended."""
        self.end()
        self.files[number] = File(readers)

    def add(self, judged: Judged, place: Place) -> None:
        """Take one record of the last input."""
        self.files[place[0]].add(judged, place)

    def end(self) -> None:
        """Close the last input; may be said more than once."""
        if self.files:
            self.files[max(self.files)].end()

    def merge(self, other: Files, shift: int) -> None:
        """Take what another has gathered as coming after, its inputs numbered on from `shift`."""
        self.end()
        other.end()
        for number, file in other.files.items():
            self.files[number + shift] = replace(
                file,
                alone=file.alone.moved(shift),
                displaced=file.displaced.moved(shift),
                unconfirmed=file.unconfirmed.moved(shift),
            )


def _is_displaced(judged: Judged, frame: Frame) -> bool:
    time = moment(judged.event) if judged.event else None
    if time is None or time[1] != "event" or frame.instant is None:
        return False
    return abs(time[0] - frame.instant // 10**6) > _TOLD_MS


def _monotonic(frame: Frame) -> int | None:
    return None if frame.monotonic is None else int(Decimal(frame.monotonic) * _SECOND)


def _start(frame: Frame) -> int | None:
    age = _monotonic(frame)
    return None if age is None or frame.instant is None else frame.instant - age
