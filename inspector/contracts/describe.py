"""Contracts in, lines of text out: every field beside the sentence that documents it.

Quotations stand as the page has them, in the page's language, with language and date.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from inspector.contracts.trie import fold
from inspector.model import Contract, EventType, Field, Json, Note, Quote, steps
from inspector.safe import safe

WIDTH = 88
"""Columns that lines are wrapped to."""
_SHOWN = 6  # values of a long list


def listing(contracts: Iterable[Contract]) -> list[str]:
    """List contracts, one line each: name, title, number of events and of fields, pages."""
    lines: list[str] = []
    for one in contracts:
        fields = len(one.fields) + sum(len(event.fields) for event in one.events)
        pages = ", ".join(f"{source.language} {source.date}" for source in one.sources)
        counts = f"{_count(len(one.events), 'event')}, {_count(fields, 'field')}"
        lines.append(safe(f"{one.name:<16}{one.title} ({counts}; pages: {pages})"))
    return lines


def describe(contract: Contract) -> list[str]:
    """Print a whole contract: its pages, fields, events, promises and known gaps."""
    lines = [f"{contract.name}: {contract.title}", "", "Pages"]
    for source in contract.sources:
        lines += _wrap(f"{source.title} ({source.language}, {source.date}): {source.page}", 2)
    if contract.envelope:
        lines += ["", *_wrap(f"Transport around the event: {', '.join(contract.envelope)}", 0)]
    lines += ["", "Fields of every event"]
    for field in contract.fields:
        lines += _field(contract, field)
    for event in contract.events:
        lines += ["", *describe_event(contract, event)]
    lines += _notes("Promises over many events", contract.promises)
    lines += _notes("Where pages and program are known to differ", contract.gaps)
    return [safe(line) for line in lines]


def describe_event(contract: Contract, event: EventType) -> list[str]:
    """Print an event type, and the fields that only it has."""
    bound = f", {event.bound} every run" if event.bound else ""
    lines = [f"Event {event.name}{bound}", *_quotes(contract, event.quotes)]
    for field in event.fields:
        lines += _field(contract, field)
    return [safe(line) for line in lines]


def describe_field(contract: Contract, word: str) -> list[str]:
    """Print the fields that a word names; nothing if there is none.

    The word is a path (``attributes.extra.*``), or the last step of one in any spelling.
    """
    everything = [*contract.fields, *(one for event in contract.events for one in event.fields)]
    found = [one for one in everything if one.path == word]
    found = found or [one for one in everything if fold(word) in _spellings(one)]
    return [safe(line) for one in found for line in _field(contract, one)]


def _spellings(field: Field) -> set[str]:
    last = [step for step in steps(field.path) if step not in {"[]", "*"}][-1]
    return set() if field.path.endswith(("[]", "*")) else {fold(last), *map(fold, field.aliases)}


def _field(contract: Contract, field: Field) -> list[str]:
    where = f", in {field.event}" if field.event else ""
    absent = ", may be absent" if field.optional else ""
    lines = [f"  {field.path}: {' or '.join(field.types)}, {field.privacy}{absent}{where}"]
    for fact in _facts(field):
        lines += _wrap(fact, 4)
    return lines + _quotes(contract, field.quotes)


def _facts(field: Field) -> Iterator[str]:
    yield from _forms(field)
    if field.range is not None:
        yield f"plausible: {field.range[0]:,.0f} to {field.range[1]:,.0f}"
    if field.time is not None:
        yield "a time, in milliseconds since 1970"
    if field.aliases:
        yield f"also spelled: {_words(field.aliases)}"
    if field.identifies is not None:
        made = f", made as {' or '.join(field.recipes)}" if field.recipes else ""
        yield f"an id of the {field.identifies}{made}"
    if field.derived is not None:
        yield f"comes from: {field.derived}"
    if field.sent_since is not None:
        yield f"sent since: {field.sent_since}"
    if field.switch is not None:
        yield f"to keep it from being sent: {field.switch}"


def _forms(field: Field) -> Iterator[str]:
    if field.values is not None:
        yield f"one of: {_words(field.values)}"
    if field.pattern is not None:
        yield f"form: {field.pattern}{' (any letter case)' if field.ignore_case else ''}"
    if field.open is not None:
        yield f"for example: {_words(field.open)}"
    if field.usual:
        yield f"known to be sent: {_few(field.usual)}"


def _quotes(contract: Contract, quotes: tuple[Quote, ...]) -> list[str]:
    lines = []
    for quote in quotes:
        lines += _wrap(f"“{quote.text}” ({quote.source.language}, {quote.source.date})", 4)
    pages = {quote.source.id for quote in quotes}
    if len(pages) == 1 and len(contract.sources) > 1:
        source = quotes[0].source
        lines.append(f"    documented only on the page of {source.date} ({source.language})")
    return lines


def _notes(title: str, notes: tuple[Note, ...]) -> list[str]:
    lines = ["", title] if notes else []
    for note in notes:
        lines += _wrap(note.text, 2)
        for quote in note.quotes:
            lines += _wrap(f"“{quote.text}” ({quote.source.language}, {quote.source.date})", 4)
        for rate in note.rates:
            lines += _wrap(f"counted: {rate.most} in {rate.hours} hours, as {rate.reading}", 4)
    return lines


def _words(values: Iterable[Json]) -> str:
    return ", ".join("(empty)" if one == "" else str(one) for one in values)


def _few(values: Iterable[str]) -> str:
    """List some values of a set that may be long; shorter ones say more to a reader."""
    found = sorted(values, key=lambda one: (len(one), one))
    more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    return _words(sorted(found[:_SHOWN])) + more


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _wrap(text: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    )
