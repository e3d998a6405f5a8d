"""A report in, what it will say out: scope, policy, results, and what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from inspector.model import LEVELS, Level
from inspector.report import Report, Tally, said
from inspector.report.covered import covered
from inspector.report.saying import between, plain
from inspector.report.verdict import MEANINGS, VERDICTS, limits
from inspector.safe import Safe, safe
from inspector.tui.cells import GLYPHS, Line, Role, Span, block, chop, figure, fit, size, width_of
from inspector.tui.reporting.asked import Made
from inspector.tui.words import count, language, say

_FILES = 5
"""Inputs that are named."""
_PLACES = 3
"""Places that a result names; the report names more."""
_INDENT = 11
_NARROW = 60
"""Cells below which a rule stands on a line of its own."""
_STATUS = {
    0: "nothing at or above a violation",
    1: "violations",
    3: "the audit is incomplete",
}


_NO_WAIVERS = "none in {}; A on the fields' screen (3) accepts a value"
_SINCE = (
    "The app has read {}, the report {}: what came since is not in it (r makes it anew), nor what "
    "stood in a file that was replaced."
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the report does not know of itself: what the screen has to say beside it."""

    runs: int
    """As the app counts them; told where the report has read the same records."""
    records: int
    """That the app has read, those no longer kept included."""
    filter: Safe
    """The filter of the events screen, empty without one."""
    marks: int
    waivers: Safe
    """The waiver file."""
    command: Safe
    """That makes the same report; empty where none does."""
    why_not: Safe = Safe("")  # noqa: RUF009  # a text
    """Why none does, and what does instead."""


def verdict(made: Made, width: int) -> Line:
    """The verdict, and the exit status that the command would give."""
    report = made.report
    roles: dict[str, Role] = {"does-not-conform": "on", "cannot-say": "alarm"}
    word = Span(Safe(f" {say(VERDICTS[report.verdict])} "), roles.get(report.verdict, "live"))
    status = Span(say(" exit status {} ", made.status), "strong")
    meaning = Span(Safe(f" {say(MEANINGS[report.verdict])}"), "dim")
    line = (Span(Safe(" ")), word, status)
    return (*line, meaning) if width_of((*line, meaning)) <= width else line


def sheet(made: Made, beside: Beside, width: int) -> list[Line]:
    """Lay it all out for a width."""
    parts = (_scope, _policy, _results, _unknown, _command)
    return [line for part in parts for line in part(made, beside, width)]


def _title(text: str) -> list[Line]:
    return [(), (Span(Safe(f" {say(text)}"), "strong"),)]


def _named(name: str, text: Safe, width: int, role: Role = "plain") -> Iterator[Line]:
    """Some facts behind their name; what does not fit goes on below."""
    first = True
    for line in block(text, width, _INDENT, role):
        head = fit(Safe(f" {say(name) if first else ''}"), _INDENT)
        yield (Span(head, "key"), *line[1:])
        first = False


def _scope(made: Made, beside: Beside, width: int) -> Iterator[Line]:
    report = made.report
    records = sum(one.records for one in report.inputs)
    facts = [
        count(len(report.inputs), "input", "inputs"),
        size(sum(one.bytes for one in report.inputs)),
        count(sum(one.lines for one in report.inputs), "line", "lines"),
        count(sum(report.events.values()), "event", "events"),
        *([count(beside.runs, "run", "runs")] if records == beside.records else []),
        say("{} unreadable", figure(report.unreadable)),
    ]
    yield from _named("Scope", Safe(" · ".join(facts)), width)
    if span := between(report.first_ms, report.last_ms):
        yield from _named("Period", Safe(f"{span} UTC"), width)
    for one in report.inputs[:_FILES]:
        trouble = f": {one.error}" if one.error else ""
        role: Role = "unreadable" if one.error else "dim"
        yield from _named("Input", Safe(f"{one.path} ({size(one.bytes)}){trouble}"), width, role)
    if (more := len(report.inputs) - _FILES) > 0:
        yield from _named("", say("and {} more", figure(more)), width, "dim")
    if records < beside.records:
        text = say(_SINCE, count(beside.records, "record", "records"), figure(records))
        yield from _named("", text, width, "review")
    if beside.filter:
        text = say("The filter {} is not applied: a report is of everything.", beside.filter)
        yield from _named("Filter", text, width, "review")
    if beside.marks:
        text = say("{}, with comments: not in any report", count(beside.marks, "mark", "marks"))
        yield from _named("Marks", Safe(text), width, "dim")


def _policy(made: Made, beside: Beside, width: int) -> Iterator[Line]:
    report, used = made.report, made.report.coverage.contracts
    judges = [one for one in report.provenance.judges if one.name in used]
    pages = [
        f"{one.name}@{source.id} ({source.title}, {source.language}, {source.date})"
        for one in judges
        for source in one.sources
    ]
    others = len(report.provenance.judges) - len(judges)
    if others:
        pages.append(say("{} that nothing claimed", count(others, "contract", "contracts")))
    yield from _named("Policy", safe("; ".join(pages)), width)
    if made.waivers:
        waivers = count(made.waivers, "waiver", "waivers")
        accepted = count(report.waived, "finding", "findings")
        text = say("{}: {}, {} accepted", beside.waivers, waivers, accepted)
    else:
        text = say(_NO_WAIVERS, beside.waivers)
    yield from _named("Waivers", text, width)
    text = say("none, so every finding counts")
    if width >= 110:
        more = say("; inspector audit --baseline REPORT.json counts only what is new")
        text = Safe(f"{text}{more}")
    yield from _named("Baseline", text, width, "dim")


# --- results ---

_Status = Literal["new", "waived", "known"]
_Group = tuple[_Status, Level, str]
"""What became of findings, their level, and the rule that found them."""


def _rank(group: _Group) -> tuple[object, ...]:
    status, level, rule = group
    return (("new", "known", "waived").index(status), LEVELS.index(level), rule)


@lru_cache(maxsize=1)
def _groups(report: Report) -> dict[_Group, list[Tally]]:
    """Group findings by rule, those that count first; only once, for there may be very many."""
    groups: dict[_Group, list[Tally]] = {}
    for tally in report.findings:
        key = (tally.status, tally.finding.level, tally.finding.rule)
        groups.setdefault(key, []).append(tally)
    return {key: groups[key] for key in sorted(groups, key=_rank)}


def _results(made: Made, beside: Beside, width: int) -> Iterator[Line]:
    del beside
    report, groups = made.report, _groups(made.report)
    yield from _title("Result")
    if groups and width >= _NARROW:
        rule = fit(say("rule"), min(46, width - 15) - 13)
        head = f" {'':11} {rule} {say('findings'):>6} {say('times'):<6}"
        yield (Span(Safe(head), "dim"), Span(say(" where") if width >= 92 else Safe(""), "dim"))
    for key in groups:
        yield from _result(key[0], groups[key], width)
    if not groups:
        yield (Span(say("   nothing was found"), "plain"),)
    for name in sorted(report.coverage.contracts):
        times = [one.times for one in covered(report.coverage) if one.contract == name]
        seen, all_ = figure(len([*filter(None, times)])), figure(len(times))
        text = say("{}: {} of {} documented events and fields shown", name, seen, all_)
        yield from ((Span(Safe(" · "), "ok"), *line[1:]) for line in block(text, width, 3, "ok"))


def _result(status: str, tallies: list[Tally], width: int) -> Iterator[Line]:
    """One rule: how many findings it has, how often they occur, and where the first stand."""
    level, rule = tallies[0].finding.level, tallies[0].finding.rule
    role: Role = level if status == "new" else "dim"
    state = say({"new": str(level), "waived": "accepted", "known": "known"}[status])
    times = figure(sum(tally.occurrences for tally in tallies))
    head, where = Safe(f" {GLYPHS[level]} {state:<9} {rule}"), _where(tallies)
    if width < _NARROW:
        yield (Span(fit(Safe(f" {GLYPHS[level]} {rule}"), width), role),)
        counts = Safe(f"{state} {figure(len(tallies))} ×{times}: {where}")
        yield from block(counts, width, 3, "dim")
        return
    many = Span(Safe(f" {figure(len(tallies)):>6} ×{times:<6}"))
    cells = min(46, width - 15)
    room = width - cells - width_of((many,)) - 1
    if room >= 30:
        aside = Span(fit(Safe(f" {where}"), room), "dim")
        yield (Span(fit(head, cells), role), many, aside)
    else:
        yield (Span(fit(head, cells), role), many)
        yield from block(where, width, 5, "dim")


def _where(tallies: list[Tally]) -> Safe:
    """Name the first places, and say how many more there are."""
    places: dict[object, Tally] = {}
    for tally in tallies:
        one = tally.finding
        places.setdefault((one.contract, one.event, one.field), tally)
    named = [said.where(tally, language()) for tally in [*places.values()][:_PLACES]]
    if len(places) > _PLACES:
        named.append(say("{} more places", figure(len(places) - _PLACES)))
    return Safe("; ".join(named))


def _unknown(made: Made, beside: Beside, width: int) -> Iterator[Line]:
    del beside
    yield from _title("What it cannot know")
    for pieces in limits(made.report, language()):
        for number, line in enumerate(block(safe(plain(pieces)), width, 3, "plain")):
            yield (Span(Safe("   " if number else " - ")), *line[1:])


def _command(made: Made, beside: Beside, width: int) -> Iterator[Line]:
    yield from _title("The same without this screen")
    if not beside.command:
        yield from block(beside.why_not, width, 3, "plain")
        return
    for piece in chop(beside.command, max(8, width - 4)):
        yield (Span(Safe("   ")), Span(piece, "key"))
    if beside.why_not:
        yield from block(beside.why_not, width, 3, "dim")
    why = say(_STATUS.get(made.status, ""))
    text = say("It exits with {}: {}. y copies it.", made.status, why)
    yield from block(text, width, 3, "dim")
