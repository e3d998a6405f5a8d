"""Logs in, the requests that werf made of them out, with everything that was left out told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from inspector.decode import Decoder
from inspector.model import Payload, Problem, Record
from inspector.reading import Reader, Unreadable
from inspector.report import told
from inspector.safe import Safe
from inspector.wire.encode import Rebuilt, rebuild

MOST = 50_000
"""Events of one log at most: they are all held until they are sent."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are wanted; all of them where nothing is chosen."""

    lines: frozenset[int] = frozenset()
    """Lines of the log, from 1, on which the events begin."""
    run: str = ""
    """How the executionID begins."""

    def takes(self, record: Record, payload: Payload) -> bool:
        """Tell whether an event is wanted."""
        here = not self.lines or record.line.number in self.lines
        run = payload.body.get("executionID")
        return here and (not self.run or (isinstance(run, str) and run.startswith(self.run)))


@dataclass(slots=True)
class Logged:
    """One log: the requests of its wanted events, and what cannot be used of it."""

    path: Safe
    rebuilt: Rebuilt = field(default_factory=Rebuilt)
    lines: set[int] = field(default_factory=set)
    """Where the wanted events begin."""
    unreadable: int = 0
    error: Safe | None = None
    """Why the log could not be read to its end."""

    @property
    def incomplete(self) -> bool:
        """True where some of the log could not be read."""
        return bool(self.unreadable or self.error)

    def left_out(self) -> Iterator[str]:
        """Say what of the log is in no request, and why, one phrase each."""
        if self.error:
            yield str(self.error)
        if self.unreadable:
            records = plural(self.unreadable, "record")
            yield f"{records} could not be read; what cannot be read is not sent"
        for owner, count in sorted(self.rebuilt.others.items()):
            events = plural(count, "event")
            if owner == "unknown":
                yield f"{events} of an unknown program left out"
            else:
                yield f"{events} of Wasp left out: Wasp sends them in another way ({owner})"
        for record, why in self.rebuilt.unsendable:
            yield f"line {record.line.number:,}: werf cannot send this event: {why}"
        if not self.rebuilt.batches:
            yield "no event of werf that could be sent"


class TooMany(Exception):  # noqa: N818  # said of a log, not of the program
    """The log holds more wanted events than are sent in one call."""


def logged(path: str, wanted: Wanted) -> Logged:
    """Read a log and rebuild its requests; raises `TooMany`."""
    log, decoder, chosen = Logged(told(path)), Decoder(), list[Record]()
    try:
        for chunk in Reader(path).chunks():
            chosen += _wanted(log, decoder.feed(chunk), wanted)
            if len(chosen) > MOST:
                raise TooMany
    except Unreadable as error:
        log.error = Safe(str(error))
    chosen += _wanted(log, decoder.end(), wanted)
    log.lines = {record.line.number for record in chosen}
    log.rebuilt = rebuild(chosen)
    return log


def _wanted(log: Logged, records: Iterable[Record], wanted: Wanted) -> Iterator[Record]:
    for record in records:
        if isinstance(record.content, Problem):
            log.unreadable += 1
        elif isinstance(record.content, Payload) and wanted.takes(record, record.content):
            yield record


def plural(count: int, noun: str) -> str:
    """Count a noun: 1 span, 2 spans."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
