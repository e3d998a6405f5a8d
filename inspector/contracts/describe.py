"""Contracts in, lines of text out: every field beside the sentence that documents it.

Quotations stand as the page has them, in the page's language, with language and date.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from inspector.contracts.trie import fold
from inspector.language import ENGLISH, Language
from inspector.model import Contract, EventType, Field, Json, Note, Quote, steps
from inspector.safe import safe

WIDTH = 88
"""Columns that lines are wrapped to."""
_SHOWN = 6  # values of a long list


def listing(contracts: Iterable[Contract], language: Language = ENGLISH) -> list[str]:
    """List contracts, one line each: name, title, number of events and of fields, pages."""
    lines: list[str] = []
    for one in contracts:
        fields = len(one.fields) + sum(len(event.fields) for event in one.events)
        pages = ", ".join(f"{source.language} {source.date}" for source in one.sources)
        counts = (
            f"{language.count(len(one.events), 'event', 'events')}, "
            f"{language.count(fields, 'field', 'fields')}"
        )
        title = language(one.title)
        lines.append(safe(f"{one.name:<16}{title} ({counts}; {language('pages')}: {pages})"))
    return lines


def describe(contract: Contract, language: Language = ENGLISH) -> list[str]:
    """Print a whole contract: its pages, fields, events, promises and known gaps."""
    lines = [f"{contract.name}: {language(contract.title)}", "", language("Pages")]
    for source in contract.sources:
        lines += _wrap(f"{source.title} ({source.language}, {source.date}): {source.page}", 2)
    if contract.envelope:
        text = language("Transport around the event: {}", ", ".join(contract.envelope))
        lines += ["", *_wrap(text, 0)]
    lines += ["", language("Fields of every event")]
    for field in contract.fields:
        lines += _field(contract, field, language)
    for event in contract.events:
        lines += ["", *describe_event(contract, event, language)]
    lines += _notes(language("Promises over many events"), contract.promises, language)
    gaps = language("Where pages and program are known to differ")
    lines += _notes(gaps, contract.gaps, language)
    return [safe(line) for line in lines]


def describe_event(contract: Contract, event: EventType, language: Language = ENGLISH) -> list[str]:
    """Print an event type, and the fields that only it has."""
    name = language("Event {}", event.name)
    bound = f", {language(f'{event.bound} every run')}" if event.bound else ""
    lines = [f"{name}{bound}", *_quotes(contract, event.quotes, language)]
    for field in event.fields:
        lines += _field(contract, field, language)
    return [safe(line) for line in lines]


def describe_field(contract: Contract, word: str, language: Language = ENGLISH) -> list[str]:
    """Print the fields that a word names; nothing if there is none.

    The word is a path (``attributes.extra.*``), or the last step of one in any spelling.
    """
    everything = [*contract.fields, *(one for event in contract.events for one in event.fields)]
    found = [one for one in everything if one.path == word]
    found = found or [one for one in everything if fold(word) in _spellings(one)]
    return [safe(line) for one in found for line in _field(contract, one, language)]


def _spellings(field: Field) -> set[str]:
    last = [step for step in steps(field.path) if step not in {"[]", "*"}][-1]
    return set() if field.path.endswith(("[]", "*")) else {fold(last), *map(fold, field.aliases)}


def _field(contract: Contract, field: Field, language: Language) -> list[str]:
    where = f", {language('in')} {field.event}" if field.event else ""
    absent = f", {language('may be absent')}" if field.optional else ""
    types = f" {language('or')} ".join(map(language, field.types))
    lines = [f"  {field.path}: {types}, {language(field.privacy)}{absent}{where}"]
    for fact in _facts(field, language):
        lines += _wrap(fact, 4)
    return lines + _quotes(contract, field.quotes, language)


def _facts(field: Field, language: Language) -> Iterator[str]:
    yield from _forms(field, language)
    if field.range is not None:
        yield language("plausible: {} to {}", *map(language.number, field.range))
    if field.time is not None:
        yield language("a time, in milliseconds since 1970")
    if field.aliases:
        yield language("also spelled: {}", _words(field.aliases, language))
    if field.identifies is not None:
        made = f" {language('or')} ".join(field.recipes)
        text = "an id of the {}, made as {}" if made else "an id of the {}"
        yield language(text, language(field.identifies), *([made] if made else []))
    if field.derived is not None:
        yield language("comes from: {}", language(field.derived))
    if field.sent_since is not None:
        yield language("sent since {}", field.sent_since)
    if field.switch is not None:
        yield language("to keep it from being sent: {}", language(field.switch))


def _forms(field: Field, language: Language) -> Iterator[str]:
    if field.values is not None:
        yield language("one of: {}", _words(field.values, language))
    if field.pattern is not None:
        text = "form: {} (any letter case)" if field.ignore_case else "form: {}"
        yield language(text, field.pattern)
    if field.open is not None:
        yield language("for example: {}", _words(field.open, language))
    if field.usual:
        yield language("known to be sent: {}", _few(field.usual, language))


def _quotes(contract: Contract, quotes: tuple[Quote, ...], language: Language) -> list[str]:
    lines = []
    for quote in quotes:
        lines += _wrap(f"“{quote.text}” ({quote.source.language}, {quote.source.date})", 4)
    pages = {quote.source.id for quote in quotes}
    if len(pages) == 1 and len(contract.sources) > 1:
        source = quotes[0].source
        text = "documented only on the page of {} ({})"
        lines.append(f"    {language(text, source.date, source.language)}")
    return lines


def _notes(title: str, notes: tuple[Note, ...], language: Language) -> list[str]:
    lines = ["", title] if notes else []
    for note in notes:
        lines += _wrap(language(note.text), 2)
        for quote in note.quotes:
            lines += _wrap(f"“{quote.text}” ({quote.source.language}, {quote.source.date})", 4)
        for rate in note.rates:
            text = "counted: {} in {} hours, as {}"
            lines += _wrap(language(text, rate.most, rate.hours, language(rate.reading)), 4)
    return lines


def _words(values: Iterable[Json], language: Language) -> str:
    return ", ".join(language("(empty)") if one == "" else str(one) for one in values)


def _few(values: Iterable[str], language: Language) -> str:
    """List some values of a set that may be long; shorter ones say more to a reader."""
    found = sorted(values, key=lambda one: (len(one), one))
    left = len(found) - _SHOWN
    more = f" {language('and {} more', language.number(left))}" if left > 0 else ""
    return _words(sorted(found[:_SHOWN]), language) + more


def _wrap(text: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    )
