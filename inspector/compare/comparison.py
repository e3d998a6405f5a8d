"""Judged records of a log and of captured requests in, one comparison out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from inspector.compare.pairing import Kind, Link, Sent, pair
from inspector.contracts import bind, shipped
from inspector.decode.sent import sent
from inspector.model import (
    Event,
    Export,
    Finding,
    Judged,
    Pairing,
    Pairs,
    Payload,
    Problem,
    Record,
    Remark,
)
from inspector.model import Span as WireSpan
from inspector.rules import Context, check_pairing
from inspector.safe import Safe, name

FAMILY = "wire/"
REFUSED = "refused"
"""The reason of a record that stands for a request which the endpoint refused."""


@dataclass(frozen=True, slots=True)
class Match:
    """One event: what the log and the wire say of it, and where."""

    pairing: Pairing
    logged: Pairs
    """What the log says was sent; empty for what is on the wire only."""
    line: int | None
    """Its first line in the log, from 1."""
    request: int | None
    """The request that carried it, from 1 over all captures in the order given."""
    span: int | None
    """Which of the spans of that request, from 1."""
    findings: tuple[Finding, ...]

    @property
    def type(self) -> Safe | None:
        """The event type, as the log has it or else the wire."""
        for event in (self.pairing.log, self.pairing.wire):
            if event is not None and event.type is not None:
                return name(event.type)
        return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The log beside the wire."""

    matches: tuple[Match, ...]
    """In the order of the log, then what is on the wire only."""
    requests: tuple[int, ...] = ()
    """The export requests that could be read, each by its first line in its capture."""
    about_requests: tuple[tuple[int, Finding], ...] = ()
    """What the requests carry besides events, each with the number of its request."""
    refused: int = 0
    """Requests that the endpoint refused."""
    unreadable_log: int = 0
    unreadable_wire: int = 0
    """Requests and spans that could not be read, refused requests among them."""
    misplaced: int = 0
    """Requests in the log and logged events in a capture: they are compared with nothing."""
    foreign: int = 0
    """Records of a capture that are text and no request; blank lines are not among them."""

    def count(self, kind: Kind) -> int:
        """Count the matches of a kind."""
        return sum(match.pairing.kind == kind for match in self.matches)

    @property
    def pairs(self) -> int:
        """Events that are in the log and on the wire, whatever their values."""
        return sum(match.line is not None and match.span is not None for match in self.matches)

    @property
    def logged(self) -> int:
        """Events in the log."""
        return sum(match.line is not None for match in self.matches)

    @property
    def spans(self) -> int:
        """Spans on the wire."""
        return sum(match.span is not None for match in self.matches)

    @property
    def identical(self) -> bool:
        """Tell whether there is something, and every event is on both sides and the same."""
        return 0 < len(self.matches) == self.count("identical")

    @property
    def unreadable(self) -> int:
        """Records of either side that could not be read."""
        return self.unreadable_log + self.unreadable_wire


def compare(log: Iterable[Judged | Record], wire: Iterable[Judged | Record]) -> Comparison:
    """Lay the events of a log beside the spans of captured requests.

    `wire` is what the requests decode to, in order: for each a record that holds an `Export`, then
    a record for each of its spans.
    """
    ours, theirs = _log(log), _wire(wire)
    links = pair([one.pairs for one in ours.events], [_sent(one.span) for one in theirs.spans])
    return Comparison(
        matches=tuple(_match(link, ours, theirs) for link in links),
        requests=tuple(theirs.requests),
        about_requests=tuple(theirs.findings),
        refused=theirs.refused,
        unreadable_log=ours.unreadable,
        unreadable_wire=theirs.unreadable + len(_broken(links, theirs)),
        misplaced=ours.misplaced + theirs.misplaced,
        foreign=theirs.foreign,
    )


@dataclass(slots=True)
class _Logged:
    """One event of the log."""

    event: Event
    pairs: Pairs
    line: int


@dataclass(slots=True)
class _Log:
    events: list[_Logged] = field(default_factory=list)
    unreadable: int = 0
    misplaced: int = 0


@dataclass(slots=True)
class _Carried:
    """One span of the wire; `event` is None where its attributes hold no readable event."""

    span: WireSpan
    request: int
    number: int
    event: Event | None = None
    broken: bool = False


@dataclass(slots=True)
class _Wire:
    spans: list[_Carried] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    findings: list[tuple[int, Finding]] = field(default_factory=list)
    refused: int = 0
    unreadable: int = 0
    misplaced: int = 0
    foreign: int = 0


def _log(judged: Iterable[Judged | Record]) -> _Log:
    log = _Log()
    for one in map(_judged, judged):
        match one.record.content:
            case Payload(span=None) if one.event:
                pairs = sent(one.record) or ()
                log.events.append(_Logged(one.event, pairs, one.record.line.number))
            case Problem():
                log.unreadable += 1
            case Export():
                log.misplaced += 1
    return log


def _wire(judged: Iterable[Judged | Record]) -> _Wire:
    wire = _Wire()
    waiting: Iterator[_Carried] = iter(())
    for one in map(_judged, judged):
        match one.record.content:
            case Export() as export:
                waiting = _take(wire, export, one)
            case Problem() | Payload() if _of_span(one) and (carried := next(waiting, None)):
                carried.event = one.event
                carried.broken = one.event is None
            case Payload():
                wire.misplaced += 1
            case Problem(reason=reason):
                wire.unreadable += 1
                wire.refused += reason == REFUSED
            case Remark(kind=kind):
                wire.foreign += kind != "blank"
    return wire


def _of_span(judged: Judged) -> bool:
    """Tell whether a record holds no bytes of its own: the request before it carried it."""
    return judged.record.line.start == judged.record.line.end


def _take(wire: _Wire, export: Export, judged: Judged) -> Iterator[_Carried]:
    """Take a request; give its spans, to which the records that follow it belong."""
    wire.requests.append(judged.record.line.number)
    number = len(wire.requests)
    wire.findings += [(number, one) for one in judged.findings if one.rule.startswith(FAMILY)]
    spans = [_Carried(span, number, place) for place, span in enumerate(export.spans, 1)]
    wire.spans += spans
    return iter(spans)


def _broken(links: Iterable[Link], wire: _Wire) -> list[Link]:
    """Find spans that hold no readable event, unless a limit explains why."""
    seen = (link for link in links if link.span is not None and link.kind != "truncated")
    return [link for link in seen if wire.spans[link.span or 0].broken]


def _judged(one: Judged | Record) -> Judged:
    if isinstance(one, Judged):
        return one
    event = bind(one, shipped()) if isinstance(one.content, Payload) else None
    return Judged(one, event, ())


def _sent(span: WireSpan) -> Sent:
    dropped = span.rest.get("droppedAttributesCount", 0)
    return Sent(span.attributes, dropped if isinstance(dropped, int) else 0)


def _match(link: Link, log: _Log, wire: _Wire) -> Match:
    ours = None if link.log is None else log.events[link.log]
    theirs = None if link.span is None else wire.spans[link.span]
    pairing = Pairing(
        kind=link.kind,
        log=ours.event if ours else None,
        wire=theirs.event if theirs else None,
        span=theirs.span if theirs else None,
        fields=link.fields,
    )
    return Match(
        pairing=pairing,
        logged=ours.pairs if ours else (),
        line=ours.line if ours else None,
        request=theirs.request if theirs else None,
        span=theirs.number if theirs else None,
        findings=tuple(check_pairing(pairing, Context())),
    )
