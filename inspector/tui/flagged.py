"""A record's findings in, their lines out: each says what, the value, why, the page, the switch.

Where the page or a contract says nothing, the lines say that, so that no question stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from inspector.model import LEVELS, Event, Finding, Judged, Quote, Value
from inspector.report.saying import message, plain
from inspector.rules.hit import located
from inspector.safe import Safe, mask, safe
from inspector.tui.advice import Advice
from inspector.tui.cells import GLYPHS, Flag, Line, Span, block, fit_path
from inspector.tui.heads import head
from inspector.tui.sections import INDENT, MOST, labelled, more, section
from inspector.tui.values import shown
from inspector.tui.words import language, say

Advise = Callable[[str], Advice]
_SILENT = "no page says anything about it"
_UNKNOWN = "no contract says whose event this is, so nothing is promised of it"
_NO_SWITCH = "no contract names a switch"
_AGAIN = "as above, by the same rule"
_RANDOM = frozenset({"random-uuid", "random-and-time"})
"""Recipes of ids that are made of nothing."""


class Places:
    """The values of an event by where they stand: what a finding is about, found in one step."""

    def __init__(self, event: Event | None) -> None:
        self._alike: dict[tuple[Safe, Safe | None], Value] = {}
        self._named: dict[Safe, Value] = {}
        for value in event.values if event else ():
            field = located(value)
            self._named.setdefault(field, value)
            self._alike.setdefault((field, mask(value.value)), value)

    def of(self, finding: Finding) -> Value | None:
        """The value a finding is about; items of a list are told apart by their evidence."""
        if finding.field is None:
            return None
        alike = self._alike.get((finding.field, finding.evidence))
        return alike or self._named.get(finding.field)


def findings(judged: Judged, places: Places, width: int, advise: Advise) -> Iterator[Line]:
    """Lay the findings out, the worst first."""
    found = sorted(judged.findings, key=lambda finding: LEVELS.index(finding.level))
    if not found:
        return
    yield from section(say("FINDINGS ({})", len(found)), width)
    told: set[str] = set()
    for finding in found[:MOST]:
        value = places.of(finding)
        yield from _what(finding, value, width)
        again = finding.rule in told
        advice = Advice(say(_AGAIN), Safe("")) if again else advise(finding.rule)
        if advice.why:
            yield from labelled(say("why"), advice.why, width)
        yield from _said(judged.event, finding, value, width)
        if advice.todo:
            yield from labelled(say("to do"), advice.todo, width)
        told.add(finding.rule)
    yield from more(len(found), width)


def _what(finding: Finding, value: Value | None, width: int) -> Iterator[Line]:
    """The level, the rule, the value where it stands, and what is wrong with it."""
    level: Flag = finding.level
    rule = fit_path(safe(finding.rule), width - 14)
    yield (Span(Safe(f" {GLYPHS[level]} {say(level)} "), level), Span(rule, "dim"))
    if value is not None:
        yield from head(value, width, ())
        yield from block(shown(value.value), width, INDENT, level, prose=False)
    elif finding.field is not None:
        yield from block(finding.field, width, INDENT, "key", prose=False)
    yield from labelled(say("what"), message_of(finding), width)
    if finding.evidence is not None and value is None:
        yield from labelled(say("seen"), finding.evidence, width)


def _said(event: Event | None, finding: Finding, value: Value | None, width: int) -> Iterator[Line]:
    """The page's sentence, what the value is made of, and what switches it off."""
    doc = value.doc if value is not None else None
    quote = finding.promise or (newest(doc.quotes) if doc is not None else None)
    if quote is not None:
        yield from labelled(say("page"), _cited(quote), width, "quote")
    elif value is not None and event is not None:
        yield from labelled(say("page"), say(_SILENT if event.contract else _UNKNOWN), width)
    if doc is not None and doc.derived:
        yield from labelled(say("made"), say("from {}", safe(say(doc.derived))), width)
    if doc is not None and set(doc.recipes) - _RANDOM:
        said = say("`inspector identify` tries what it was made of")
        yield from labelled(say("check"), said, width)
    if event is not None and finding.transmitted != "no":
        yield from labelled(say("off"), _switch(event, value), width)


def _switch(event: Event, value: Value | None) -> Safe:
    """How to keep it from being sent: the field, or else everything."""
    if value is not None and value.doc is not None and value.doc.switch:
        return safe(say(value.doc.switch))
    promises = event.contract.promises if event.contract else ()
    whole = next((safe(say(one.text)) for one in promises if one.id == "opt-out"), None)
    if whole is None:
        return say(_NO_SWITCH)
    return say("nothing for it alone. {}", whole) if value is not None else whole


def newest(quotes: Iterable[Quote]) -> Quote | None:
    """The sentence of the newest page in the language of the app; where none is, of the newest."""
    code = language().code
    order = sorted(quotes, key=lambda quote: (quote.source.date, quote.source.language == "en"))
    own = [quote for quote in order if code != "en" and quote.source.language == code]
    found = own or order
    return found[-1] if found else None


def message_of(finding: Finding) -> Safe:
    """What a finding says, in the language of the app."""
    return safe(plain(message(language(), finding)))


def _cited(quote: Quote) -> Safe:
    quote = quote.said(language().code)
    source = quote.source
    text = f"“{quote.text}” — {source.title}, {source.date}, {source.language}"
    return safe(text)
