"""A comparison with the inputs it was made of: what it amounts to, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from inspector.audit import Whole
from inspector.compare.comparison import Comparison, Match, compare
from inspector.model import Export, Judged
from inspector.report import Input, Report
from inspector.safe import Safe

Verdict = Literal["identical", "not-identical", "cannot-say"]


@dataclass(slots=True)
class Capture:
    """One input of the wire; `requests` and `spans` count what could be read of it."""

    source: Input
    headers: bool = True
    """Whether its headers were kept; else they were not examined."""
    requests: int = 0
    spans: int = 0


@dataclass(slots=True)
class Gathered:
    """Both sides as they are read, input by input."""

    of_log: Whole = field(default_factory=Whole)
    of_wire: Whole = field(default_factory=Whole)
    log: list[Judged] = field(default_factory=list)
    wire: list[Judged] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)

    @property
    def log_report(self) -> Report:
        """What all rules found in the log; a report has the inputs it was made of."""
        return self.of_log.report

    @property
    def wire_report(self) -> Report:
        """What all rules found in the captures."""
        return self.of_wire.report

    def close(self) -> None:
        """Say what can be said only of the whole log, and of all requests."""
        self.of_log.close()
        self.of_wire.close()

    def begin_log(self, source: Input) -> None:
        """Begin the log; there is one."""
        self.of_log.begin(source)

    def add_log(self, judged: Iterable[Judged]) -> None:
        """Take records of the log."""
        for one in judged:
            self.of_log.add(one)
            self.log.append(one)

    def begin_capture(self, source: Input, *, headers: bool = True) -> None:
        """Begin another input of the wire; `headers` tells whether they were kept."""
        self.of_wire.begin(source)
        self.captures.append(Capture(source, headers))

    def add_capture(self, judged: Iterable[Judged]) -> None:
        """Take records of the capture that was begun last."""
        for one in judged:
            self.of_wire.add(one)
            self.wire.append(one)
            if isinstance(one.record.content, Export):
                self.captures[-1].requests += 1
                self.captures[-1].spans += sum(1 for _ in one.record.content.spans)

    def result(self) -> Result:
        """Compare what was read."""
        log = self.log_report.inputs[0]
        skipped = tuple(self.wire_report.skipped)
        return Result(compare(self.log, self.wire), log, tuple(self.captures), skipped)


@dataclass(frozen=True, slots=True)
class Result:
    """A comparison, its log and its captures."""

    comparison: Comparison
    log: Input
    captures: tuple[Capture, ...]
    skipped: tuple[Safe, ...] = ()
    """Files of a folder that are not taken for captures."""

    @property
    def incomplete(self) -> list[Safe]:
        """Why `identical` cannot be said, in words; empty when everything was read."""
        return list(self._incomplete())

    def _incomplete(self) -> Iterator[Safe]:
        both = self.comparison
        for source in (self.log, *(capture.source for capture in self.captures)):
            if source.error:
                yield Safe(f"{source.path}: {source.error}")
        if both.unreadable_log:
            yield Safe(f"{counted(both.unreadable_log, 'record')} of the log could not be read")
        if both.refused:
            yield Safe(f"the endpoint refused {counted(both.refused, 'request')}")
        if both.unreadable_wire > both.refused:
            number = both.unreadable_wire - both.refused
            yield Safe(
                f"{counted(number, 'request or span', 'requests or spans')} could not be read"
            )
        if both.foreign:
            text = counted(both.foreign, "record is no request", "records are no requests")
            yield Safe(f"{text}; look for torn lines and text in the captures")
        if both.misplaced:
            wrong = counted(both.misplaced, "record")
            yield Safe(f"{wrong} of the other side left out; the log comes first, then captures")
        if not both.matches:
            yield Safe("neither the log nor the wire holds an event")

    @property
    def verdict(self) -> Verdict:
        """One event that is not the same decides; else what was not read leaves nothing to say."""
        if self.comparison.matches and not self.comparison.identical:
            return "not-identical"
        return "cannot-say" if self.incomplete else "identical"

    @property
    def report(self) -> Report:
        """What the family `wire` found, with the places in log and captures."""
        report = Report()
        report.inputs = [self.log, *(capture.source for capture in self.captures)]
        for number, finding in self.comparison.about_requests:
            report.find(finding, self._arrived(number))
        for match in self.comparison.matches:
            for finding in match.findings:
                place = self._place(match)
                report.find(finding, *([place] if place else []))
        return report

    @property
    def about_requests(self) -> frozenset[str]:
        """The rules that found something about the requests themselves."""
        return frozenset(finding.rule for _, finding in self.comparison.about_requests)

    def path(self, request: int) -> Safe:
        """Name the capture that holds a request."""
        return self.captures[self._capture(request)].source.path

    def _capture(self, request: int) -> int:
        ends = accumulate(capture.requests for capture in self.captures)
        return next(index for index, end in enumerate(ends) if request <= end)

    def _place(self, match: Match) -> tuple[int, int] | None:
        if match.line is not None:
            return (0, match.line)
        return None if match.request is None else self._arrived(match.request)

    def _arrived(self, request: int) -> tuple[int, int]:
        return (self._capture(request) + 1, self.comparison.requests[request - 1])


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things: ``1 span``, ``2 spans``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
