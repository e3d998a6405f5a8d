"""Logged events and spans in, which belongs to which out; each is in exactly one link.

First those that agree in every attribute.  Then those of one process, time and event type: where a
limit explains the span, and what is left in order.  Last the spans whose process, time or type was
itself cut or dropped, by what is left of them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from inspector.compare.attributes import differing, exactly, key, lost
from inspector.model import Pairs

TRIES = 200
"""Events that one span is held against; werf logs some 50 in the millisecond that a `ts` tells."""

Kind = Literal["identical", "differs", "truncated", "log-only", "wire-only"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a span carries."""

    pairs: Pairs
    dropped: int = 0
    """How many attributes the span itself says were dropped."""


@dataclass(frozen=True, slots=True)
class Link:
    """A logged event and a span, by their numbers from 0, or one of them alone."""

    kind: Kind
    log: int | None
    span: int | None
    fields: tuple[str, ...] = ()
    """The attributes that differ, were cut or are missing."""


def pair(log: Sequence[Pairs], spans: Sequence[Sent]) -> list[Link]:
    """Link events with spans: in the order of the log, then the spans that are in no log."""
    left = _Left(log, spans)
    links = [*_identical(left), *_alike(left), *_cut(left)]
    links += [Link("log-only", number, None) for number in left.log]
    links.sort(key=lambda link: link.log or 0)
    return links + [Link("wire-only", None, number) for number in left.spans]


class _Left:
    """What has no partner yet, by number and in order."""

    def __init__(self, log: Sequence[Pairs], spans: Sequence[Sent]) -> None:
        self.log = dict(enumerate(log))
        self.spans = dict(enumerate(spans))

    def link(self, kind: Kind, event: int, span: int, fields: tuple[str, ...]) -> Link:
        """Take both out."""
        del self.log[event], self.spans[span]
        return Link(kind, event, span, fields)


def _identical(left: _Left) -> Iterator[Link]:
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for number, pairs in left.log.items():
        waiting[exactly(pairs)].append(number)
    for number, sent in tuple(left.spans.items()):
        if same := waiting.get(exactly(sent.pairs)):
            yield left.link("identical", same.popleft(), number, ())


def _alike(left: _Left) -> Iterator[Link]:
    """Link what has the same key: as cut by a limit, or else as different, each in order."""
    events, spans = _by_key(left.log.items()), _by_key((n, s.pairs) for n, s in left.spans.items())
    for same in filter(spans.__contains__, events):
        for number in spans[same]:
            yield from _explained(left, number, events[same])
        ours = [event for event in events[same] if event in left.log]
        theirs = [number for number in spans[same] if number in left.spans]
        for event, number in zip(ours, theirs, strict=False):
            fields = differing(left.log[event], left.spans[number].pairs)
            yield left.link("differs", event, number, fields)


def _cut(left: _Left) -> Iterator[Link]:
    """Link spans that lost a part of their key; no limit cuts a number, so the time narrows it."""
    times: dict[str, list[int]] = defaultdict(list)
    for event, pairs in left.log.items():
        times[str(dict(pairs).get("ts"))].append(event)
    for number, sent in tuple(left.spans.items()):
        found = dict(sent.pairs)
        among = times.get(str(found["ts"]), ()) if "ts" in found else left.log
        yield from _explained(left, number, among)


def _explained(left: _Left, number: int, among: Iterable[int]) -> Iterator[Link]:
    """Link a span with the first event of which a limit can have made it."""
    sent = left.spans[number]
    free = (event for event in among if event in left.log)
    for event in islice(free, TRIES):
        if fields := lost(left.log[event], sent.pairs, sent.dropped):
            yield left.link("truncated", event, number, fields)
            return


def _by_key(sides: Iterable[tuple[int, Pairs]]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, pairs in sides:
        if (found := key(pairs)) is not None:
            groups[found].append(number)
    return groups
