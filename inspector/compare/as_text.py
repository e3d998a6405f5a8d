"""A comparison as text for people: log and wire side by side, grouped by what became of an event.

Values are masked.  No line begins with anything that came from the inputs.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from inspector import __version__
from inspector.compare.comparison import Comparison, Match
from inspector.compare.pairing import Kind
from inspector.compare.result import Result, counted
from inspector.model import Event, Json, Level, Pairs, Value
from inspector.report import Tally
from inspector.report.as_text import WIDTH, Look
from inspector.report.blocks import GLYPHS
from inspector.rules.envelope import written
from inspector.rules.hit import located
from inspector.safe import Safe, mask

SHOWN = 1000
"""Events listed of each kind; the JSON form lists all."""
_WIDTH = 34

_VERDICTS = {
    "identical": "IDENTICAL: each event of the log was sent as the log says, and no other was",
    "not-identical": "NOT IDENTICAL: log and wire do not say the same",
    "cannot-say": "CANNOT SAY: not everything could be compared",
}
_GROUPS: tuple[tuple[Kind, Level, str], ...] = (
    ("differs", "violation", "DIFFERENT: the log shows another value than was sent"),
    ("wire-only", "violation", "ON THE WIRE ONLY: sent, and not in the log"),
    ("truncated", "note", "TRUNCATED: less was sent than the log says"),
    ("log-only", "note", "IN THE LOG ONLY: the log says “sent”, and no captured request has it"),
)
_JSON = ("attributes", "eventData", "data")


def render(result: Result, look: Look | None = None) -> str:
    """Render the whole comparison; ends with a newline."""
    look = look or Look()
    lines = [look.paint(None, f"telemetry-inspector {__version__}"), *body(result, look)]
    return "\n".join(lines) + "\n"


def body(result: Result, look: Look) -> Iterator[str]:
    """Give the comparison line by line: verdict, sums, groups, and what else was sent."""
    yield look.paint(None, f"Verdict: {_VERDICTS[result.verdict]}")
    for reason in result.incomplete:
        yield f"  incomplete: {reason}"
    yield from _sums(result)
    both = result.comparison
    if both.count("identical"):
        yield ""
        yield look.paint(None, f"= IDENTICAL  ({both.count('identical'):,})")
        yield from _types(both)
    for kind, level, title in _GROUPS:
        found = [match for match in both.matches if match.pairing.kind == kind]
        if found:
            yield ""
            yield look.paint(level, f"{GLYPHS[level]} {title}  ({len(found):,})")
            yield from _events(found)
    yield from _besides(result, look)


def _sums(result: Result) -> Iterator[str]:
    both = result.comparison
    events = counted(both.logged, "event")
    yield f"  log:        {result.log.path} ({result.log.bytes:,} bytes): {events}"
    for one in result.captures:
        sent = f"{counted(one.requests, 'request')}, {counted(one.spans, 'span')}"
        lacking = "" if one.headers else "; its headers were not kept, so they were not examined"
        yield f"  wire:       {one.source.path} ({one.source.bytes:,} bytes): {sent}{lacking}"
    for path in result.skipped:
        yield f"  skipped:    {path}"
    kinds: tuple[Kind, ...] = ("identical", "differs", "truncated", "log-only", "wire-only")
    same, differ, less, log, wire = (f"{both.count(kind):,}" for kind in kinds)
    yield f"  pairs:      {both.pairs:,}: {same} identical, {differ} differing, {less} truncated"
    yield f"  one-sided:  {log} in the log only, {wire} on the wire only"


def _types(both: Comparison) -> list[str]:
    same = (match for match in both.matches if match.pairing.kind == "identical")
    kinds = Counter(match.type or "(unknown)" for match in same)
    text = ", ".join(f"{kind} {number:,}" for kind, number in sorted(kinds.items()))
    return textwrap.wrap(
        text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )


def _events(found: list[Match]) -> Iterator[str]:
    for match in found[:SHOWN]:
        yield from _event(match)
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN:,} more; --format json lists all"


def _event(match: Match) -> Iterator[str]:
    kind = match.type or "(unknown)"
    places = []
    if match.line is not None:
        places.append(f"log line {match.line:,}")
    if match.request is not None:
        places.append(f"request {match.request:,}, span {match.span:,}")
    yield f"  {_time(match)}  {kind}  ({'; '.join(places)})"
    rows = list(_rows(match))
    if rows:
        yield f"      {'':<{_WIDTH}} {'in the log':<{_WIDTH}} on the wire"
    for field, log, wire in rows:
        yield f"      {field:<{_WIDTH}} {log:<{_WIDTH}} {wire}"


def _time(match: Match) -> str:
    """Show when an event happened, in UTC; dashes where its `ts` is no time."""
    span = match.pairing.span
    found = dict(match.logged or (span.attributes if span else ())).get("ts")
    if not isinstance(found, int) or not 0 <= found < 253_402_300_800_000:  # year 10000
        return "---------- --:--:--.---"
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=found)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{found % 1000:03d}"


def _rows(match: Match) -> Iterator[tuple[Safe, Safe, Safe]]:
    """Give name, log and wire of each attribute that is not the same on both sides."""
    span = match.pairing.span
    log, wire = match.logged, span.attributes if span else ()
    if match.pairing.kind == "wire-only":
        for field, value in wire:
            yield Safe(written(field)), Safe("–"), mask(value)
    for field in match.pairing.fields:
        inner = list(_inside(field, match.pairing.log, match.pairing.wire))
        yield from inner or [(Safe(written(field)), *_masks(_of(log, field), _of(wire, field)))]


def _inside(field: str, log: Event | None, wire: Event | None) -> Iterator[tuple[Safe, Safe, Safe]]:
    """Look for the difference inside an attribute that is JSON text."""
    if field not in _JSON or log is None or wire is None:
        return
    ours, theirs = _leaves(field, log), _leaves(field, wire)
    for place in {**ours, **theirs}:
        here, there = ours.get(place), theirs.get(place)
        values = tuple(() if row is None else (row.value,) for row in (here, there))
        if (row := here or there) and values[0] != values[1]:
            yield located(row), *_masks(*values)


def _leaves(field: str, event: Event) -> dict[str, Value]:
    return {row.place: row for row in event.values if row.place.partition(".")[0] == field}


def _of(pairs: Pairs, field: str) -> tuple[Json, ...]:
    return tuple(value for name, value in pairs if name == field)


def _masks(log: tuple[Json, ...], wire: tuple[Json, ...]) -> tuple[Safe, Safe]:
    ours, theirs = (Safe(", ".join(map(mask, side)) or "–") for side in (log, wire))
    if ours != theirs:
        return ours, theirs
    return ours, Safe(f"{theirs}, but another value")


def _besides(result: Result, look: Look) -> Iterator[str]:
    """List what requests carried besides events; notes are of what every such request has."""
    report = result.report
    found = [tally for tally in report.findings if tally.finding.rule in result.about_requests]
    if not found:
        return
    yield ""
    yield look.paint(None, "SENT BESIDES THE EVENTS: on no page and in no log")
    width = max(len(tally.finding.field or "") for tally in found)
    for tally in found:
        yield look.paint(tally.finding.level, f"  {_finding(tally, width)}")
    yield "  More about one of them: inspector explain RULE"


def _finding(tally: Tally, width: int) -> str:
    one = tally.finding
    value = f"  {one.evidence}" if one.evidence else ""
    times = f"  ×{tally.occurrences:,}" if tally.occurrences > 1 else ""
    return f"{GLYPHS[one.level]} {one.field or '':<{width}}{value}{times}  [{one.rule}]"
