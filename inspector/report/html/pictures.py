"""Counts in, small inline SVG pictures out.

They are drawn in percent of the page, so that letters keep their size on every screen, and told in
words for who does not see them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inspector.language import Language
from inspector.model import LEVELS
from inspector.report import Report
from inspector.report.blocks import GLYPHS
from inspector.report.covered import covered
from inspector.report.html.build import Html, tag
from inspector.report.saying import moment

BARS = 60
"""Bars of the picture of times, at most."""
_HIGH, _TOP = 96, 20
"""Pixels of the highest bar, and of the line of words above it."""
_ROW = 44
"""Pixels of a row of a picture of rows: a line of words and a bar."""
_UNITS = ((86_400_000, "day", "days"), (3_600_000, "hour", "hours"), (60_000, "minute", "minutes"),
          (1000, "second", "seconds"))  # fmt: skip


def pictures(report: Report, language: Language) -> Html:
    """Draw all pictures that there is something to draw for."""
    drawn = (times(report, language), families(report, language), shown(report, language))
    return tag("div", *(one for one in drawn if one), class_="pictures")


def times(report: Report, language: Language) -> Html | None:
    """Draw how many events were made when; of one moment there is nothing to draw."""
    width, bars = report.times.bars(BARS)
    if len(bars) < 2:
        return None
    most, step = max(count for _, count in bars), 100 / len(bars)
    drawn = [
        tag("rect", x=_percent(at * step), y=f"{_HIGH + _TOP - high:.1f}",
            width=_percent(step * 0.86), height=f"{high:.1f}", class_="bar")
        for at, (_, count) in enumerate(bars)
        if (high := max(count / most * _HIGH, 1.5 if count else 0))
    ]  # fmt: skip
    base = str(_HIGH + _TOP)
    axis = tag("line", x1="0", x2="100%", y1=base, y2=base, class_="axis")
    begin, end = moment(bars[0][0]), moment(bars[-1][0] + width)
    unit = _unit(width, language)
    total = language.count(sum(count for _, count in bars), "event", "events")
    text = language(
        "{} from {} to {} (UTC); a bar is {}, the highest {}.",
        total, begin, end, unit, language.number(most),
    )  # fmt: skip
    below = _HIGH + _TOP + 16
    words = [_text("0", 11, language("highest bar: {}", language.number(most))),
             _text("0", below, begin), _text("100%", below, end, "end")]  # fmt: skip
    title = language("Events over time")
    return _picture("times", title, text, below + 6, [axis, *drawn, *words])


def _unit(width: int, language: Language) -> str:
    size, one, many = next(unit for unit in _UNITS if width % unit[0] == 0)
    return language.count(width // size, one, many)


def families(report: Report, language: Language) -> Html | None:
    """Draw how many distinct findings each family of rules has, by their levels."""
    found: dict[str, Counter[str]] = {}
    for tally in report.findings:
        if tally.counts:
            family = tally.finding.rule.partition("/")[0]
            found.setdefault(family, Counter())[tally.finding.level] += 1
    if not found:
        return None
    most = max(map(Counter.total, found.values()))
    drawn: list[Html] = []
    for row, (family, counts) in enumerate(sorted(found.items(), key=lambda one: -one[1].total())):
        parts = [(level, counts[level]) for level in LEVELS if counts[level]]
        said = ", ".join(f"{GLYPHS[level]} {language.number(count)}" for level, count in parts)
        bars = [(level, count / most * 100) for level, count in parts]
        drawn += _row(row, family, said, bars)
    said = ", ".join(
        language.count(sum(one[level] for one in found.values()), level, f"{level}s")
        for level in LEVELS
    )
    text = language("Distinct findings that count: {}.", said)
    return _picture("families", language("Findings by family"), text, len(found) * _ROW, drawn)


def shown(report: Report, language: Language) -> Html | None:
    """Draw how much of what the contracts document the input has shown."""
    rows: dict[tuple[str, str], list[bool]] = {}
    for one in covered(report.coverage):
        kind = "events" if one.field is None else "fields"
        rows.setdefault((one.contract, kind), []).append(bool(one.times))
    drawn: list[Html] = []
    for row, ((contract, kind), seen) in enumerate(sorted(rows.items())):
        said = language("{} of {} seen", sum(seen), len(seen))
        share = sum(seen) / len(seen) * 100
        bars = [("seen", share), ("never", 100 - share)]
        drawn += _row(row, f"{contract}: {language(kind)}", said, bars)
    if not drawn:
        return None
    text = language("What the pages document, and how much of it the input has shown.")
    return _picture("shown", language("Coverage"), text, len(rows) * _ROW, drawn)


def _row(row: int, name: str, said: str, bars: Sequence[tuple[str, float]]) -> list[Html]:
    top, left = row * _ROW, 0.0
    drawn = [_text("0", top + 14, name), _text("100%", top + 14, said, "end")]
    for kind, share in bars:
        drawn.append(
            tag("rect", x=_percent(left), y=str(top + 21), width=_percent(share),
                height="12", class_=f"bar {kind}")
        )  # fmt: skip
        left += share
    return drawn


def _text(x: str, y: int, words: str, anchor: str | None = None) -> Html:
    return tag("text", words, x=x, y=str(y), text_anchor=anchor)


def _percent(share: float) -> str:
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"


def _picture(anchor: str, title: str, text: str, high: int, drawn: list[Html]) -> Html:
    named = (tag("title", title, id=f"{anchor}-title"), tag("desc", text, id=f"{anchor}-text"))
    svg = tag(
        "svg", *named, *drawn, role="img", width="100%", height=str(high),
        aria_labelledby=f"{anchor}-title", aria_describedby=f"{anchor}-text",
    )  # fmt: skip
    caption = tag("figcaption", tag("strong", title), " ", text)
    return tag("figure", caption, svg, class_=anchor)
