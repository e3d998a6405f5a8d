"""Two contracts in, what changed between them out: first of all, what is collected now."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from inspector.language import ENGLISH, Language
from inspector.model import Contract, Field, Json, Note, Quote
from inspector.safe import Safe, safe

WIDTH = 88

Place = tuple[str | None, str]
"""Event type (None for a field of every event) and path."""

_ORDER = ("anonymous", "pseudonymous", "user-defined", "free-text")
"""Privacy classes, the most harmless first."""


def difference(old: Contract, new: Contract, language: Language = ENGLISH) -> list[Safe]:
    """Say what the pages of `new` say otherwise than those of `old`, what matters most first."""
    lines = [f"{old.name} ({_pages(old, language)}) → {new.name} ({_pages(new, language)})"]
    sections = (
        ("Collected now, and not before", _added(old, new, language)),
        ("No longer said to be collected", _removed(old, new, language)),
        ("Said otherwise", _changed(old, new, language)),
        ("Promises", _promises(old, new, language)),
    )
    for title, found in sections:
        rows = list(found)
        if rows:
            lines += ["", language(title), *rows]
    if len(lines) == 1:
        lines.append(language("The pages say the same."))
    return [safe(line) for line in lines]


def _pages(contract: Contract, language: Language) -> str:
    pages = ", ".join(f"{page.language} {page.date}" for page in contract.sources)
    return pages or language("no page at all")


def _fields(contract: Contract) -> dict[Place, Field]:
    of_events = ((event.name, one) for event in contract.events for one in event.fields)
    return {
        (event, one.path): one for event, one in (*((None, f) for f in contract.fields), *of_events)
    }


def _added(old: Contract, new: Contract, language: Language) -> Iterator[str]:
    before = {event.name for event in old.events}
    for event in new.events:
        if event.name not in before:
            yield f"  + {language('event {}', event.name)}"
            yield from _quoted(event.quotes)
    known = _fields(old)
    for place, one in _fields(new).items():
        if place not in known:
            yield f"  + {_place(place, language)} ({_kind(one, language)})"
            yield from _quoted(one.quotes)
            if one.sent_since:
                yield f"      {language('sent since {}', one.sent_since)}"


def _removed(old: Contract, new: Contract, language: Language) -> Iterator[str]:
    now = {event.name for event in new.events}
    for event in old.events:
        if event.name not in now:
            yield f"  - {language('event {}', event.name)}"
    known = _fields(new)
    for place, one in _fields(old).items():
        if place not in known:
            yield f"  - {_place(place, language)} ({_kind(one, language)})"


def _changed(old: Contract, new: Contract, language: Language) -> Iterator[str]:
    before = _fields(old)
    for place, one in _fields(new).items():
        was = before.get(place)
        facts = list(_facts(was, one, language)) if was else []
        if was and facts:
            yield f"  ~ {_place(place, language)}"
            yield from (f"      {fact}" for fact in facts)


def _facts(was: Field, now: Field, language: Language) -> Iterator[str]:
    """Say what changed in one field: form, freedom, and the words of the page."""
    pairs: tuple[tuple[str, Json, Json], ...] = (
        ("type", [*map(language, was.types)], [*map(language, now.types)]),
        ("one of", _list(was.values), _list(now.values)),
        ("form", was.pattern, now.pattern),
        ("for example", _list(was.open), _list(now.open)),
        ("may be absent", was.optional, now.optional),
        ("privacy", language(was.privacy), language(now.privacy)),
        ("comes from", _told(was.derived, language), _told(now.derived, language)),
    )
    for word, before, after in pairs:
        if word == "one of" and now.path == "eventType":
            continue  # the events are listed by themselves
        if before != after:
            yield f"{language(word)}: {_said(before, language)} → {_said(after, language)}"
    if _wider(was, now):
        yield language("it can now hold more of a user than before")
    words = {_plain(quote.text) for quote in was.quotes}
    for quote in now.quotes:
        if _plain(quote.text) not in words:
            yield from (line.strip() for line in _quoted((quote,)))


def _wider(was: Field, now: Field) -> bool:
    return _ORDER.index(now.privacy) > _ORDER.index(was.privacy)


def _promises(old: Contract, new: Contract, language: Language) -> Iterator[str]:
    before = {one.id: one for one in old.promises}
    now = {one.id: one for one in new.promises}
    for key, one in now.items():
        if key not in before:
            yield f"  + {language(one.text)}"
            yield from _quoted(one.quotes)
        elif _words(before[key]) != _words(one):
            yield f"  ~ {language(one.text)}"
            yield from _quoted(before[key].quotes, f"{language('before')}: ")
            yield from _quoted(one.quotes, f"{language('now')}: ")
    for key, one in before.items():
        if key not in now:
            yield f"  - {language(one.text)}"


def _words(note: Note) -> set[str]:
    return {_plain(quote.text) for quote in note.quotes}


def _plain(text: str) -> str:
    """Words alone: quotation of code and the space between words make no other sentence."""
    return " ".join(text.replace("`", "").split()).rstrip(".;")


def _place(place: Place, language: Language) -> str:
    event, path = place
    return language("{} of {}", path, event) if event else path


def _kind(one: Field, language: Language) -> str:
    return f"{' | '.join(map(language, one.types))}, {language(one.privacy)}"


def _told(text: str | None, language: Language) -> str | None:
    return text and language(text)


def _list(found: tuple[Json, ...] | None) -> Json:
    return None if found is None else list(found)


def _said(value: Json, language: Language) -> str:
    match value:
        case None:
            return language("not said")
        case bool():
            return language("yes" if value else "no")
        case list():
            return ", ".join(language("(empty)") if one == "" else str(one) for one in value)
        case _:
            return str(value)


def _quoted(quotes: tuple[Quote, ...], before: str = "") -> Iterator[str]:
    for quote in quotes:
        text = f"{before}“{quote.text}” ({quote.source.language}, {quote.source.date})"
        yield from textwrap.wrap(
            " ".join(text.split()), WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 8,
            break_on_hyphens=False,
        )  # fmt: skip
