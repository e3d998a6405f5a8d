"""The report as text for people (`--format text`): what was promised, what was found, what to do.

Findings are grouped by rule, worst first; each is shown with the sentence of the page it stands
against.  No line begins with anything that came from the input, so no pipeline's runner can take
one for a command.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from inspector import __version__
from inspector.language import ENGLISH, Language
from inspector.model import LEVELS, Level, Quote
from inspector.report import Report, Tally, vintage_text

WIDTH = 100
"""Columns that running text is folded to."""
SHOWN = 3
"""Places listed per finding; the JSON report lists more."""

GLYPHS: dict[Level, str] = {"violation": "!", "review": "?", "note": "i"}
_COLORS: dict[Level, str] = {"violation": "33;1", "review": "36", "note": "2"}
_VERDICTS = {
    "conforms": "CONFORMS: nothing outside what the pages document was found",
    "conforms-with-waivers": "CONFORMS WITH WAIVERS: everything found was waived",
    "does-not-conform": "DOES NOT CONFORM: something the pages promise is not kept",
    "cannot-say": "CANNOT SAY: not everything could be examined",
}


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
    look = look or Look()
    lines = [
        *_head(report, look),
        *_body(report, language, look),
        *vintage_text.lines(report, language),
        *_foot(report),
    ]
    return "\n".join(lines) + "\n"


def _head(report: Report, look: Look) -> Iterator[str]:
    yield look.paint(None, f"telemetry-inspector {__version__}")
    yield look.paint(None, f"Verdict: {_VERDICTS[report.verdict]}")
    for reason in report.incomplete:
        yield f"  incomplete: {reason}"
    counts = ", ".join(f"{report.count(level):,} {_plural(level, report)}" for level in LEVELS)
    yield f"  findings:   {counts}"
    sums = [sum(getattr(one, key) for one in report.inputs) for key in _COUNTED]
    read = ", ".join(f"{number:,} {word}" for number, word in zip(sums, _COUNTED, strict=True))
    yield f"  read:       {read} (every byte is in exactly one record)"
    if report.events:
        kinds = (f"{kind} {number:,}" for kind, number in sorted(report.events.items()))
        yield from _fold(", ".join(kinds), "  events:     ")
    for source in report.inputs:
        state = f" — {source.error}" if source.error else ""
        yield f"  input:      {source.path} ({source.bytes:,} bytes){state}"
    for path in report.skipped:
        yield f"  skipped:    {path}"
    if report.off:
        yield from _fold(", ".join(report.off), "  rules off:  ")


_COUNTED = ("lines", "records", "events", "remarks", "unreadable")


def _plural(level: Level, report: Report) -> str:
    return level if report.count(level) == 1 else f"{level}s"


def _body(report: Report, language: Language, look: Look) -> Iterator[str]:
    for (level, rule), group in groupby(
        report.findings, lambda t: (t.finding.level, t.finding.rule)
    ):
        tallies = list(group)
        yield ""
        heading = f"{GLYPHS[level]} {level.upper()}  {rule}"
        yield look.paint(level, heading) + (f"  ({len(tallies):,})" if len(tallies) > 1 else "")
        if level == "note":
            yield from _briefly(tallies)
            continue
        yield from _fold(" ".join(language.help(report.help.get(rule, ""))), "    ")
        for tally in tallies:
            yield from _full(tally, report, look)


def _briefly(tallies: list[Tally]) -> Iterator[str]:
    """Say once what several notes say, and list what they say it of."""
    said: dict[str, list[str]] = {}
    for tally in tallies:
        times = f" ×{tally.occurrences:,}" if tally.occurrences > 1 else ""
        said.setdefault(tally.finding.message, []).append(_where(tally) + times)
    for message, places in said.items():
        yield from _fold(f"{message} {', '.join(places)}", "  - ", "    ")


def _full(tally: Tally, report: Report, look: Look) -> Iterator[str]:
    one = tally.finding
    yield look.paint(None, f"  - {_where(tally)}")
    yield from _fold(one.message, "      ")
    if one.evidence is not None:
        yield f"      value: {one.evidence}; sent: {one.transmitted}; confidence: {one.confidence}"
    if tally.places:
        first = ", ".join(f"{report.inputs[i].path}:{line}" for i, line in tally.places[:SHOWN])
        rest = tally.occurrences - min(len(tally.places), SHOWN)
        more = f" and {rest:,} more" if rest > 0 else ""
        yield f"      seen at {first}{more}"
    if one.promise:
        yield from _quote(one.promise)


def _where(tally: Tally) -> str:
    one = tally.finding
    event = f" of {one.event}" if one.event and one.field else one.event or ""
    contract = f" [{one.contract}]" if one.contract else ""
    return f"{one.field or ''}{event}{contract}".strip() or (
        "the record itself" if tally.places else "the whole input"
    )


def _quote(quote: Quote) -> Iterator[str]:
    source = quote.source
    yield from _fold(f"“{quote.text}”", "      the page says: ", "        ")
    yield f"        — {source.title}, {source.language}, {source.date}, {source.page}"


def _foot(report: Report) -> Iterator[str]:
    yield ""
    found = sorted({tally.finding.rule for tally in report.findings})
    if found:
        yield f"More about a finding: inspector explain {found[0]}"
    if report.remarks["request"]:
        yield "A captured request is what left the program; a log shows only what was queued."
    else:
        yield "The log shows what was queued to be sent; it does not prove what a server received."


def _fold(text: str, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
    )
