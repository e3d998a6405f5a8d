"""Judged records in, lines out as they come: in words, or as lines of JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from inspector.cli import say
from inspector.cli.page import Page
from inspector.cli.tailed import Tailed
from inspector.language import Language
from inspector.model import Finding, Judged
from inspector.report import Input, Report, Tally, as_json, live
from inspector.report.as_text import brief
from inspector.report.blocks import GLYPHS
from inspector.report.said import sentence
from inspector.safe import Safe, inert
from inspector.tail import Item, Notice


class Stream(ABC):
    """Shows what comes; one of its kinds for each form."""

    def __init__(self, page: Page, tailed: Tailed) -> None:
        self._page, self._tailed = page, tailed
        self._seen: set[object] = set()
        """What was shown of findings in full: their `Finding.same`."""

    def show(self, items: list[Item]) -> None:
        """Show what one look found."""
        for item in items:
            if isinstance(item, Notice):
                self._notice(inert(item.text))
            for source, judged in self._tailed.take(item):
                self._print(self._record(source, judged))

    def end(self, report: Report) -> None:
        """Show what was found of the whole, and the summary."""
        late = [one for one in report.findings if one.finding.same not in self._seen]
        self._print(self._last(report, late))

    def _print(self, lines: Iterator[str]) -> None:
        shown: list[str] = [inert(Safe(line)) for line in lines]
        if shown:
            self._page.show(shown)

    @abstractmethod
    def _notice(self, text: Safe) -> None: ...

    @abstractmethod
    def _record(self, source: Input, judged: Judged) -> Iterator[str]: ...

    @abstractmethod
    def _last(self, report: Report, late: list[Tally]) -> Iterator[str]: ...


class Words(Stream):
    """A line for each event, its findings below it, and a plain sentence for what the tail says."""

    def __init__(self, page: Page, tailed: Tailed, language: Language) -> None:
        super().__init__(page, tailed)
        self._language = language
        self._manner = live.Manner(
            page.look, tailed.evidence, self._standing, worded=True, say=language
        )

    def _standing(self, one: Finding) -> str:
        tally = self._tailed.standing(one)
        if tally.waiver:
            return f"waived by {tally.waiver.owner}, not counted"
        return "known from the baseline, not counted" if tally.known else ""

    def _notice(self, text: Safe) -> None:
        self._page.show([f"log: {text}"])

    def _record(self, source: Input, judged: Judged) -> Iterator[str]:
        del source  # the tail has said which file is read
        yield from live.lines(judged, None, self._seen, self._manner)

    def _last(self, report: Report, late: list[Tally]) -> Iterator[str]:
        yield ""
        if late:
            yield self._page.look.paint(None, "found in the log as a whole:")
            yield from (self._whole(one, report) for one in late)
            yield ""
        yield from brief(report, self._page.look, self._language)

    def _whole(self, tally: Tally, report: Report) -> str:
        one, standing = tally.finding, self._standing(tally.finding)
        text = f"{one.level} {one.rule}: {sentence(tally, report, self._language)}"
        if standing:
            return f"    {standing}: {text}"
        return "    " + self._page.look.paint(one.level, f"{GLYPHS[one.level]} {text}")


class Lines(Stream):
    """A line of JSON for each finding when it is first seen, and the summary last."""

    def __init__(self, page: Page, tailed: Tailed, *, quiet: bool) -> None:
        super().__init__(page, tailed)
        self._quiet = quiet

    def _notice(self, text: Safe) -> None:
        if not self._quiet:
            say(text)

    def _record(self, source: Input, judged: Judged) -> Iterator[str]:
        for one in judged.findings:
            if one.same not in self._seen:
                self._seen.add(one.same)
                yield self._line(one, source, judged)

    def _line(self, one: Finding, source: Input, judged: Judged) -> str:
        """Write a finding as a report would that ended here."""
        settings, report = self._tailed.settings, Report()
        report.inputs, report.key = [source], settings.key
        report.provenance = settings.provenance
        tally, standing = (
            report.find(one, (0, judged.record.line.number)),
            self._tailed.standing(one),
        )
        tally.seen(judged.at)
        tally.waiver, tally.known = standing.waiver, standing.known
        return self._tagged(as_json.findings(report)[0])

    def _tagged(self, row: dict[str, object]) -> str:
        """Write a line; without a key values would be numbered, which needs all of them."""
        return as_json.line(row if self._tailed.settings.key else {**row, "value_tag": None})

    def _last(self, report: Report, late: list[Tally]) -> Iterator[str]:
        new = {id(one) for one in late}
        for tally, row in zip(report.findings, as_json.findings(report), strict=True):
            if id(tally) in new:
                yield self._tagged(row)
        yield as_json.line({"summary": as_json.summary(report)})
