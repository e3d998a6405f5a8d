"""A contract and the text of a page in, what of the contract the page does not bear out.

Pages are looked at as words: white space, and the marks that a browser leaves out (`code`,
**bold**, bullets), make no difference; everything else must stand there letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Contract, Quote, Source
from inspector.safe import Safe, safe

_MARKS = re.compile(r"[`*_\u2022\u00a0]|^\s*[-*+]\s+", re.MULTILINE)


def plain(text: str) -> str:
    """Reduce a text to its words."""
    return " ".join(_MARKS.sub(" ", text).split())


def quotes(contract: Contract) -> Iterator[tuple[str, Quote]]:
    """Give every quotation with the name of what it documents."""
    for one in contract.fields:
        yield from ((one.path, quote) for quote in one.quotes)
    for event in contract.events:
        yield from ((event.name, quote) for quote in event.quotes)
        for one in event.fields:
            yield from ((f"{one.path} of {event.name}", quote) for quote in one.quotes)
    for note in (*contract.promises, *contract.gaps):
        yield from ((note.id, quote) for quote in note.quotes)


def of_page(contract: Contract, text: str) -> Source | None:
    """Find whose page a text is: the source of which it holds the most quotations, if any."""
    words = plain(text)
    counts = {source.id: 0 for source in contract.sources}
    for _, quote in quotes(contract):
        counts[quote.source.id] += plain(quote.text) in words
    best = max(contract.sources, key=lambda source: counts[source.id])
    return best if counts[best.id] else None


def unquoted(contract: Contract, source: Source, text: str) -> list[Safe]:
    """Name every quotation of a source that does not stand on its page."""
    words = plain(text)
    return [
        safe(f"{name}: the page {source.id} does not say “{quote.text}”")
        for name, quote in quotes(contract)
        if quote.source == source and plain(quote.text) not in words
    ]


def languages(contract: Contract) -> list[Safe]:
    """Name what pages of one day in several languages do not all document."""
    found: list[Safe] = []
    days: dict[str, set[str]] = {}
    for source in contract.sources:
        days.setdefault(source.date, set()).add(source.language)
    told: dict[str, dict[str, set[str]]] = {}
    for name, quote in quotes(contract):
        told.setdefault(name, {}).setdefault(quote.source.date, set()).add(quote.source.language)
    for name, by_day in told.items():
        for day, there in by_day.items():
            if lacking := sorted(days[day] - there):
                found.append(safe(f"{name}: not documented in {', '.join(lacking)} on {day}"))
    return found
