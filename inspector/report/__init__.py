"""Judged records in, one report out: the only thing in the program that accumulates.

Merging reports is associative, and in input order it gives the report of reading all inputs one
after the other, so any split of the work gives the same bytes.  A report holds no raw value of the
log: findings carry masks, and a digest that tells equal values from different ones and is never
written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from inspector.language import ENGLISH, Language
from inspector.model import LEVELS, Export, Finding, Judged, Level, Problem, Remark, Waiver
from inspector.report.inputs import Input as Input
from inspector.report.provenance import Provenance
from inspector.report.timeline import Timeline
from inspector.report.versions import stated
from inspector.report.vintage import Change, Vintage
from inspector.rules import Coverage
from inspector.safe import Safe, inert, name, safe
from inspector.tags import Key

LOCATIONS = 20
"""Places that a finding lists; how many more there are is counted."""

Verdict = Literal["conforms", "conforms-with-waivers", "does-not-conform", "cannot-say"]


@dataclass(slots=True)
class Tally:
    """A finding, how often it occurs, and where first: (input, line) from 0 and from 1."""

    finding: Finding
    occurrences: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)
    first_ms: int | None = None
    """When the first of its events was made, in Unix milliseconds; None where no clock tells."""
    last_ms: int | None = None
    waiver: Waiver | None = None
    """Who has accepted it, if somebody has."""
    known: bool = False
    """An earlier report, the baseline, has told of it."""

    @property
    def status(self) -> Literal["new", "waived", "known"]:
        """What became of it: it counts, somebody has accepted it, or the baseline holds it."""
        return "waived" if self.waiver else "known" if self.known else "new"

    @property
    def counts(self) -> bool:
        """Whether it is counted: nobody has accepted it, and it is new."""
        return self.waiver is None and not self.known

    def add(self, finding: Finding, occurrences: int, places: list[tuple[int, int]]) -> None:
        """Count more occurrences; keep the first places, and the gravest of what they say."""
        self.occurrences += occurrences
        self.finding = min(self.finding, finding, key=_gravity)
        if len(self.places) < LOCATIONS or places < self.places[-1:]:
            self.places = sorted(self.places + places)[:LOCATIONS]

    def seen(self, *times: int | None) -> None:
        """Widen the span of time in which it was seen."""
        self.first_ms, self.last_ms = _widened((self.first_ms, self.last_ms), times)


class Report:
    """What was read, what was seen and what was found."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []
        self.skipped: list[Safe] = []
        """Files of a folder that are not taken for logs."""
        self.off: list[str] = []
        """Rules that were switched off: what they would have found is not in here."""
        self.events: Counter[str] = Counter()
        self.remarks: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.coverage = Coverage()
        """Documented events and fields that were shown."""
        self.unexamined: Counter[str] = Counter()
        """`values` that were not examined to their end, and `characters` of them that were not."""
        self.first_ms: int | None = None
        """When the first event was made, in Unix milliseconds; None where no clock tells."""
        self.last_ms: int | None = None
        self.times = Timeline()
        """How many events were made when."""
        self.versions: Counter[str] = Counter()
        """Events by the version of the program that made them, where it reads as a version."""
        self.provenance = Provenance()
        self.key: Key | None = None
        """Of the values' tags; without one they are numbered."""
        self.vintages: tuple[Vintage, ...] = ()
        """What the pages of other days say, where `--vintages` asked."""
        self.changes: tuple[Change, ...] = ()
        self.help: dict[str, str] = {}
        """The help of each rule that was asked, by its id."""
        self._tallies: dict[tuple[object, ...], Tally] = {}
        self._numbers: dict[bytes, str] = {}

    def add(self, judged: Judged) -> None:
        """Count one record of the last input, and what was found in it."""
        source, line = self.inputs[-1], judged.record.line
        source.lines += line.count
        source.content = line.end
        match judged.record.kind:
            case "event":
                source.events += 1
            case "remark":
                source.remarks += 1
            case "unreadable":
                source.unreadable += 1
        if judged.outside:
            source.outside += 1
            return
        self._count(judged)
        if judged.event:
            self.coverage.add(judged.event)
            self.versions.update(stated(judged.event))
        if judged.unexamined:
            parts = {"values": len(judged.unexamined), "characters": sum(judged.unexamined)}
            self.unexamined.update(parts)
        self.first_ms, self.last_ms = _widened((self.first_ms, self.last_ms), (judged.at,))
        self.times.add(judged.at)
        for finding in judged.findings:
            self.find(finding, (len(self.inputs) - 1, line.number)).seen(judged.at)

    def _count(self, judged: Judged) -> None:
        match judged.record.content:
            case Remark(kind):
                self.remarks[kind] += 1
            case Export():
                self.remarks["request"] += 1
            case Problem(reason):
                self.reasons[reason] += 1
            case _:
                type_ = judged.event.type if judged.event else None
                self.events["(unknown)" if type_ is None else name(type_)] += 1

    def find(self, finding: Finding, *places: tuple[int, int], times: int = 0) -> Tally:
        """Take a finding that was seen at `places`, or `times`; one of the whole may have none."""
        tally = self._tallies.setdefault(finding.same, Tally(finding))
        tally.add(finding, max(1, len(places), times), sorted(places)[:LOCATIONS])
        return tally

    def merge(self, other: Report) -> None:
        """Take another report's inputs as coming after this one's."""
        shift = len(self.inputs)
        self.inputs += other.inputs
        self.skipped += other.skipped
        self.off = sorted({*self.off, *other.off})
        self.events += other.events
        self.remarks += other.remarks
        self.reasons += other.reasons
        self.coverage.merge(other.coverage)
        self.unexamined += other.unexamined
        self.times.merge(other.times)
        self.versions += other.versions
        self.help = {**other.help, **self.help}
        span = (self.first_ms, self.last_ms)
        self.first_ms, self.last_ms = _widened(span, (other.first_ms, other.last_ms))
        for same, theirs in other._tallies.items():
            mine = self._tallies.setdefault(same, Tally(theirs.finding))
            mine.add(
                theirs.finding, theirs.occurrences, [(i + shift, line) for i, line in theirs.places]
            )
            mine.seen(theirs.first_ms, theirs.last_ms)

    @property
    def findings(self) -> list[Tally]:
        """Worst first, then by rule, contract, event, field and place; never by arrival."""
        return sorted(self._tallies.values(), key=_rank)

    def tag(self, tally: Tally) -> str | None:
        """Give what findings of one value share and what tells nothing of it.

        None for a finding that is about no value.  Without a key, values are numbered in the order
        of the findings, when the first of them is asked for: ask only when all are there.
        """
        value = tally.finding.value
        if not value:
            return None
        if self.key is not None:
            return self.key.tag(value)
        if value not in self._numbers:
            digests = dict.fromkeys(one.finding.value for one in self.findings)
            digests.pop(b"", None)
            self._numbers = {one: str(number) for number, one in enumerate(digests, 1)}
        return self._numbers[value]

    @property
    def mentioned(self) -> list[str]:
        """Ids of the rules that found something, in their order, if their help is known."""
        found = {tally.finding.rule for tally in self._tallies.values()}
        return sorted(found & self.help.keys())

    def evidence(self, tally: Tally) -> Safe | None:
        """Give what may be shown of the value: its mask, nothing, or itself where it was asked."""
        match self.provenance.evidence:
            case "none":
                return None
            case "full" if tally.finding.raw is not None:
                return tally.finding.raw
            case _:
                return tally.finding.evidence

    @property
    def outside(self) -> int:
        """Events and remarks outside the period that was asked for."""
        return sum(source.outside for source in self.inputs)

    @property
    def unreadable(self) -> int:
        """Records that could not be read."""
        return sum(source.unreadable for source in self.inputs)

    @property
    def incomplete(self) -> list[Safe]:
        """Why nothing clean can be said, in words; empty when everything was read."""
        return [
            reason if at is None else Safe(f"{self.inputs[at].path}: {reason}")
            for at, reason in self.missed()
        ]

    def missed(self, language: Language = ENGLISH) -> list[tuple[int | None, Safe]]:
        """Tell the same with the number of the input, from 0, where it is about a single one."""
        reasons: list[tuple[int | None, Safe]] = [
            (at, one.error) for at, one in enumerate(self.inputs) if one.error
        ]
        if self.unreadable:
            records = language.count(self.unreadable, "record", "records")
            reasons.append((None, safe(language("{} could not be read", records))))
        if self.unexamined["values"]:
            values = language.count(self.unexamined["values"], "value was", "values were")
            left = language.number(self.unexamined["characters"])
            said = language("{} too large to be examined whole ({} characters left)", values, left)
            reasons.append((None, safe(said)))
        if not sum(self.events.values()):
            nothing = "no telemetry event was found"
            within = "no telemetry event was found in the period that was asked for"
            reasons.append((None, safe(language(within if self.outside else nothing))))
        return reasons

    @property
    def verdict(self) -> Verdict:
        """A broken promise decides; without one, what was not read leaves nothing to be said."""
        tallies = self._tallies.values()
        if any(one.finding.level == "violation" and one.waiver is None for one in tallies):
            return "does-not-conform"
        if self.incomplete:
            return "cannot-say"
        return "conforms-with-waivers" if self.waived else "conforms"

    def count(self, level: Level) -> int:
        """Number of distinct findings of a level that are neither waived nor known before."""
        return sum(one.counts and one.finding.level == level for one in self._tallies.values())

    @property
    def waived(self) -> int:
        """Number of distinct findings that somebody has accepted."""
        return sum(one.waiver is not None for one in self._tallies.values())

    @property
    def known(self) -> int:
        """Number of distinct findings that nobody has accepted and that the baseline holds."""
        return sum(one.known and one.waiver is None for one in self._tallies.values())

    def worst(self, floor: Level) -> bool:
        """Tell whether anything at or above `floor` was found."""
        return any(self.count(level) for level in LEVELS[: LEVELS.index(floor) + 1])


def _widened(
    span: tuple[int | None, int | None], times: tuple[int | None, ...]
) -> tuple[int | None, int | None]:
    known = [time for time in (*span, *times) if time is not None]
    return min(known, default=None), max(known, default=None)


def _gravity(one: Finding) -> tuple[object, ...]:
    sure, sent = ("high", "medium", "low"), ("yes", "unknown", "no")
    return (sent.index(one.transmitted), sure.index(one.confidence), one.message)


def _rank(tally: Tally) -> tuple[object, ...]:
    one = tally.finding
    parts = (one.rule, one.contract or "", one.event or "", one.field or "")
    return (LEVELS.index(one.level), *parts, tally.places, one.evidence or "", one.value)


def told(path: str) -> Safe:
    """Show a path as given; no runner of a pipeline may take a part of it for a command."""
    return inert(safe(path))
