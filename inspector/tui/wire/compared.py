"""Judged records of a log and of its requests in, what the app says of the two out.

What the comparison finds of an event belongs to its record of the log, or else to its span; so each
is counted, filtered and gone to as any other finding is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from inspector.compare import Comparison, Match, compare
from inspector.compare.pairing import Kind
from inspector.model import Export, Judged, Line
from inspector.safe import Safe, safe
from inspector.tui.cells import figure
from inspector.tui.feed import Told
from inspector.tui.rows import Partner
from inspector.tui.words import say

MOST = 100
"""Events that are named because they are not the same on both sides."""

_KINDS: dict[Kind, tuple[str, str]] = {
    "identical": ("identical", ""),
    "differs": ("differ", "differs"),
    "truncated": ("cut on the wire", "is cut on the wire"),
    "log-only": ("only in the log", "is only in the log"),
    "wire-only": ("only on the wire", "is only on the wire"),
}
"""What is said of many and of one."""


Known = tuple[Judged, Partner | None]
"""A record with all that was found of it, and where it stands on the other side."""


def laid_beside(
    log: Sequence[Judged], wire: Sequence[Judged]
) -> tuple[list[Known], list[Known], Comparison]:
    """Compare; give the records of both sides, in their order, with what came of it."""
    comparison = compare(log, wire)
    events = {id(match.pairing.log): match for match in comparison.matches if match.line}
    spans = {(match.request, match.span): match for match in comparison.matches if match.span}
    places, carriers = [*_places(wire)], [one for one in wire if _whole(one)]
    lines = [carrier.record.line for carrier in carriers]
    ours = [_of_log(one, events.get(id(one.event)) if one.event else None, lines) for one in log]
    theirs = [_of_wire(one, spans.get(at)) for one, at in zip(wire, places, strict=True)]
    return ours, theirs, comparison


def _whole(one: Judged) -> bool:
    return isinstance(one.record.content, Export)


def _places(wire: Sequence[Judged]) -> Iterator[tuple[int, int]]:
    """Give request and span of each record, both from 1 as a comparison counts them."""
    request = span = 0
    for one in wire:
        if one.record.line.start < one.record.line.end:
            request, span = request + _whole(one), 0
        else:
            span += 1
        yield request, span


def _of_log(one: Judged, match: Match | None, requests: Sequence[Line]) -> Known:
    if match is None:
        return one, None
    at = requests[match.request - 1] if match.request else None
    partner = Partner(at, (match.span or 1) - 1, match.pairing.kind == "identical")
    return replace(one, findings=(*one.findings, *match.findings)), partner


def _of_wire(one: Judged, match: Match | None) -> Known:
    if match is None:
        return one, None
    event = match.pairing.log
    alike = match.pairing.kind == "identical"
    if event is not None:
        return one, Partner(event.record.line, alike=alike)
    return replace(one, findings=(*one.findings, *match.findings)), Partner(None, alike=alike)


def told(comparison: Comparison) -> Iterator[Told]:
    """Count what is the same on both sides: `agree` or `disagree`; then name what is not."""
    if not comparison.matches:
        yield Told("disagree", say("no event, neither in the log nor on the wire"))
        return
    strange = comparison.unreadable or comparison.foreign or comparison.misplaced
    agree = comparison.identical and not strange
    yield Told("agree" if agree else "disagree", _counts(comparison))
    others = [match for match in comparison.matches if match.pairing.kind != "identical"]
    for match in others[:MOST]:
        yield Told("pair", _pair(match))
    if len(others) > MOST:
        yield Told("pair", say("… and {} more", figure(len(others) - MOST)))


def _counts(comparison: Comparison) -> Safe:
    """Say how many events are what; what there is none of is left out, but for the identical."""
    parts = []
    for kind, (words, _) in _KINDS.items():
        count = comparison.count(kind)
        if count or kind == "identical":
            word = "differs" if words == "differ" and count == 1 else words
            parts.append(f"{figure(count)} {say(word)}")
    if comparison.unreadable:
        parts.append(say("{} unreadable", figure(comparison.unreadable)))
    if strange := comparison.foreign + comparison.misplaced:
        parts.append(say("{} out of place", figure(strange)))
    return say("log and wire: {}", " · ".join(parts))


def _pair(match: Match) -> Safe:
    """Name one event by where it stands, and say what is not the same."""
    pairing = match.pairing
    places = [say("log line {}", figure(match.line))] if match.line else []
    places += [say("request {}", figure(match.request))] if match.request else []
    event = pairing.log or pairing.wire
    kind = safe(event.type, 40) if event and event.type else say("an event")
    fields = ", ".join(safe(field, 40) for field in pairing.fields[:5])
    said = f"{', '.join(places)}: {kind} {say(_KINDS[pairing.kind][1])}"
    return Safe(f"{said} ({fields})" if fields else said)
