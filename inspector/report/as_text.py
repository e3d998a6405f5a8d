"""The report as text for people (`--format text`): what was promised, what was found, what to do.

Findings are grouped by rule and by the sentence of the page that they stand against, worst first.
No line begins with anything that came from the input, so no pipeline's runner can take one for a
command.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from inspector import __version__
from inspector.language import ENGLISH, Language
from inspector.model import LEVELS, Level, Quote
from inspector.report import Report, Tally, told, vintage_text
from inspector.report.blocks import GLYPHS
from inspector.report.covered import covered
from inspector.report.found import places, value, where
from inspector.report.grouped import Claim, Group, Numbered, grouped, numbered
from inspector.report.saying import Data, Pieces, between, message, sentence
from inspector.report.story import read
from inspector.report.verdict import MEANINGS, STAMP, VERDICTS, limits, unread, why
from inspector.safe import Safe, inert

WIDTH = 100
"""Columns that running text is folded to."""
SHOWN = 3
"""Places listed per finding; the JSON report lists more."""
MANY = 100
"""Findings of one kind that are listed; the JSON report lists all."""

FILES = 20
"""Inputs that are listed, and files that were not taken for logs; the JSON report lists all."""

_COLORS: dict[Level, str] = {"violation": "33;1", "review": "36", "note": "2"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a text report looks: with colour or without."""

    color: bool = False

    def paint(self, level: Level | None, text: str) -> str:
        """Colour a text by its level; bold without one."""
        code = "1" if level is None else _COLORS[level]
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def render(report: Report, look: Look | None = None, language: Language = ENGLISH) -> str:
    """Render the report; ends with a newline."""
    text = _Text(report, look or Look(), language)
    parts = (
        text.head(),
        text.findings(),
        text.accepted(),
        text.known(),
        vintage_text.lines(report, language),
        text.made(),
        text.foot(),
    )
    return "".join(f"{inert(Safe(line))}\n" for part in parts for line in part)


def brief(report: Report, look: Look | None = None, language: Language = ENGLISH) -> list[str]:
    """Give the lines that say the verdict, why, and of what."""
    head = _Text(report, look or Look(), language).head()
    return [inert(Safe(line)) for line in head]


@dataclass(frozen=True, slots=True)
class _Text:
    report: Report
    look: Look
    say: Language

    def head(self) -> Iterator[str]:
        """Say the verdict, why, and of what."""
        report, say, verdict = self.report, self.say, self.report.verdict
        yield self.look.paint(None, f"telemetry-inspector {__version__}")
        if report.provenance.evidence == "full":
            yield from _fold(say(STAMP).upper(), "  !!! ")
        said = say("Verdict: {}: {}", say(VERDICTS[verdict]), say(MEANINGS[verdict]))
        yield self.look.paint(None, said)
        yield from self._named("because", why(report, say))
        for lack in unread(report, say):
            yield self._line("incomplete", lack)
        yield from self._named("findings", (self._counts(),))
        for name, pieces in read(report, say):
            yield from _fold(_plain(pieces), f"  {name[0].lower()}{name[1:]}: ".ljust(14), " " * 14)
        if report.off:
            yield from self._named("rules off", (", ".join(report.off),))

    def _named(self, name: str, pieces: Pieces) -> list[str]:
        return _fold(_plain(pieces), f"  {self.say(name)}: ".ljust(14), " " * 14)

    def _line(self, name: str, pieces: Pieces) -> str:
        """Say it on one line, however long: paths and digests are copied from here."""
        return f"  {self.say(name)}: ".ljust(14) + _plain(pieces)

    def _counts(self) -> str:
        report, say = self.report, self.say
        counts = [say.count(report.count(level), level, f"{level}s") for level in LEVELS]
        if report.waived:
            counts.append(say("{} accepted", say.number(report.waived)))
        if report.known:
            counts.append(say("{} known from the baseline", say.number(report.known)))
        return ", ".join(counts)

    def findings(self) -> Iterator[str]:
        """Say what was found and counts."""
        for group in grouped(self.report, self.say):
            yield ""
            yield self._heading(group)
            if group.level == "note":
                yield from self._briefly(group)
                continue
            help_ = self.say.help(self.report.help.get(group.rule, ""))
            yield from _fold(" ".join(help_), "    ")
            for claim in group.claims:
                yield from self._claim(claim)

    def _heading(self, group: Group) -> str:
        level = self.say(group.level).upper()
        heading = self.look.paint(group.level, f"{GLYPHS[group.level]} {level}  {group.rule}")
        return heading + (f"  ({self.say.number(group.size)})" if group.size > 1 else "")

    def _briefly(self, group: Group) -> Iterator[str]:
        """Say once what several notes say, and list what they say it of."""
        for claim in group.claims:
            said = message(self.say, claim.findings[0][1].finding)
            named = (_plain(self._where(tally)) for _, tally in claim.findings[:MANY])
            yield from _fold(f"{_plain(said)} {', '.join(named)}", "  - ", "    ")
            yield from self._left(len(claim.findings))

    def _claim(self, claim: Claim) -> Iterator[str]:
        yield from _fold(_plain(message(self.say, claim.findings[0][1].finding)), "  = ", "    ")
        if claim.quote:
            yield from self._quote(claim.quote)
        for one in claim.findings[:MANY]:
            yield from self._full(one)
        yield from self._left(len(claim.findings))

    def _left(self, count: int, listed: int = MANY) -> Iterator[str]:
        if count > listed:
            text = "{} more of these are not listed here; the JSON report lists all."
            yield f"    {self.say(text, self.say.number(count - listed))}"

    def _full(self, one: Numbered) -> Iterator[str]:
        say, tally = self.say, one[1]
        yield from _fold(f"{_plain(self._where(tally))}", "    - ", "      ")
        shown = self._value(tally)
        if shown:
            finding = tally.finding
            sent, sure = say(finding.transmitted), say(finding.confidence)
            text = sentence(say, "value: {}; sent: {}; confidence: {}", shown, sent, sure)
            yield from _fold(_plain(text), "      ")
        if tally.places:
            seen = places(tally, self.report, say, SHOWN)
            yield from _fold(_plain(sentence(say, "seen at {}", seen)), "      ")
        if tally.first_ms is not None:
            when = between(tally.first_ms, tally.last_ms)
            yield f"      {say('on {} UTC', when)}"

    def _value(self, tally: Tally) -> Pieces:
        """Show the value; with its tag only where a lasting key made one."""
        if self.report.key is None:
            evidence = self.report.evidence(tally)
            return () if evidence is None else (Data(evidence),)
        return value(tally, self.report, self.say)

    def _where(self, tally: Tally) -> Pieces:
        times = tally.occurrences
        many = (f" ×{self.say.number(times)}",) if times > 1 else ()
        return (*where(tally, self.say), *many)

    def _quote(self, quote: Quote) -> Iterator[str]:
        source = quote.source
        text = sentence(self.say, "the page says: {}", Data(f"“{quote.text}”"))
        yield from _fold(_plain(text), "    ", "      ")
        page = f"{source.title}, {source.language}, {source.date}, {source.page}"
        yield from _fold(told(page), "      — ", "        ")

    def accepted(self) -> Iterator[str]:
        """Say what somebody has accepted, why and until when."""
        found = numbered(self.report, "waived")
        yield from self._title("Accepted findings", len(found))
        for _, tally in found[:MANY]:
            waiver = tally.waiver
            until = waiver.expires.isoformat() if waiver and waiver.expires else ""
            owner, reason = (waiver.owner, waiver.reason) if waiver else ("", "")
            yield from self._brief(tally)
            text = "accepted by {} until {}: {}"
            said = sentence(self.say, text, Data(owner), until, Data(reason))
            yield from _fold(_plain(said), "      ")
        yield from self._left(len(found))

    def known(self) -> Iterator[str]:
        """Say what the baseline holds already."""
        found = numbered(self.report, "known")
        yield from self._title("Known from the baseline", len(found))
        for _, tally in found[:MANY]:
            yield from self._brief(tally)
        yield from self._left(len(found))

    def _title(self, title: str, count: int) -> Iterator[str]:
        if count:
            yield ""
            yield self.look.paint(None, f"= {self.say(title)}  ({self.say.number(count)})")

    def _brief(self, tally: Tally) -> list[str]:
        one = tally.finding
        text = f"{GLYPHS[one.level]} {one.rule}: {_plain(self._where(tally))}"
        return _fold(text, "  - ", "    ")

    def made(self) -> Iterator[str]:
        """Say what was covered, and by what the report was made."""
        report, say, how = self.report, self.say, self.report.provenance
        yield ""
        yield self.look.paint(None, f"= {say('How this report was made')}")
        for source in report.inputs[:FILES]:
            state = (" — ", Data(source.error)) if source.error else ()
            size = say.count(source.bytes, "byte", "bytes")
            yield self._line("input", (Data(source.path), f" ({size})", *state))
            if source.sha256:
                yield f"              SHA-256 {source.sha256}"
        yield from self._left(len(report.inputs), FILES)
        for path in report.skipped[:FILES]:
            yield self._line("skipped", (Data(path),))
        yield from self._left(len(report.skipped), FILES)
        for name, rows in groupby(covered(report.coverage), lambda one: one.contract):
            yield from self._named("coverage", self._covered(name, [one.times for one in rows]))
        for judge in how.judges:
            yield self._line("contract", (Data(judge.name), f", SHA-256 {judge.digest}"))
        for file in how.files:
            said = (f"{file.option} ", Data(file.path), f", SHA-256 {file.sha256}")
            yield self._line("file", said)
        if how.rules:
            yield self._line("rules", (f"SHA-256 {how.rules}",))
        if how.command:
            yield from self._named("command", (Data(" ".join(how.command)),))

    def _covered(self, name: str, times: list[int]) -> Pieces:
        counts = (self.say.number(len([*filter(None, times)])), self.say.number(len(times)))
        text = "{}: {} of {} documented events and fields shown"
        return sentence(self.say, text, Data(name), *counts)

    def foot(self) -> Iterator[str]:
        """Say where to read on, and what the report cannot know."""
        yield ""
        found = sorted({tally.finding.rule for tally in self.report.findings})
        if found:
            yield self.say("More about a finding: {}", f"inspector explain {found[0]}")
        yield _plain(next(limits(self.report, self.say)))


def _plain(pieces: Iterable[str]) -> str:
    return "".join(told(one) if isinstance(one, Data) else one for one in pieces)


def _fold(text: str, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
