"""Family `contract`: whether the event has the shape that the pages show."""

from __future__ import annotations

import json
from collections.abc import Iterator

from inspector.language import Term
from inspector.model import Event, Json, Value
from inspector.rules.hit import Hit, newest, promised
from inspector.rules.late import late
from inspector.rules.registry import Context, about_event
from inspector.safe import Safe, mask


@about_event("violation")
def undocumented_field(event: Event, _: Context) -> Iterator[Hit]:
    """A key stands in the event that no page lists.

    The pages say that what is sent is what they show.  A key beside that breaks the promise, even
    if the program always sends it and even if its value is harmless.  Keys of the transport around
    the event (an API key, the event's name) are a note, told once, where they hold one word.

    Look at the value, find the release that began to send it, and ask the vendor to document the
    field or to stop sending it.
    """
    if event.contract is None:
        return
    quote = promised(event.contract, "only-shown")
    for row in event.values:
        if row.role == "undocumented" or (row.role == "envelope" and not _plain(row.value)):
            yield Hit("No page lists this field.", row, quote=quote)
        elif row.role == "envelope":
            text = "This key belongs to the transport around the event; no page shows it."
            yield Hit(text, row, quote=quote, once="contract", level="note")


_WORD = late(r"[\w.:-]{0,80}\Z")


def _plain(value: Json) -> bool:
    """Tell whether a key of the transport holds one word, as a key or a name is."""
    return not isinstance(value, str | dict | list) or (
        isinstance(value, str) and _WORD.match(value) is not None
    )


@about_event("violation")
def undocumented_event(event: Event, _: Context) -> Iterator[Hit]:
    """The event is of a type that no page lists.

    A type of event is a reason to send something.  One that is not documented tells the vendor of
    moments in your work that you were not told about.

    Look at what it carries, find the release that began to send it, and ask the vendor to document
    it or to stop sending it.
    """
    if event.contract is None:
        return
    listed = {one.name for one in event.contract.events}
    for row in event.values:
        nameless = row.role == "envelope" and row.path == event.contract.event_field
        if nameless and not isinstance(row.value, str):
            quote = promised(event.contract, "only-shown")
            yield Hit("No page lists an event whose type is no text.", row, quote=quote)
    for kind in _types(event, event.contract.event_field):
        if kind not in listed:
            yield Hit(
                "No page lists an event of this type.",
                field=event.contract.event_field,
                evidence=mask(kind),
                about=kind,
                quote=promised(event.contract, "only-shown"),
            )


def _types(event: Event, path: str) -> list[str]:
    """Every type that an event gives itself: more than one where it repeats the key."""
    repeated = [row.value for row in event.values if row.repeated and row.path == path]
    kinds = [event.type, *repeated]
    return list(dict.fromkeys(kind for kind in kinds if isinstance(kind, str)))


@about_event("violation")
def unknown_schema(event: Event, _: Context) -> Iterator[Hit]:
    """No contract claims this payload, so nothing can be said about it.

    Only what a page documents can be compared with a page.  A payload of an unknown form may be of
    another program, of a new release or a forgery.

    If the system has a page, write a contract for it and pass it with --contract; see `inspector
    contracts` for the ones at hand.
    """
    if event.contract is None:
        keys: Json = sorted(event.payload.body)
        yield Hit("No contract knows a payload of this form.", evidence=mask(keys), about=keys)


@about_event("note")
def missing_field(event: Event, _: Context) -> Iterator[Hit]:
    """A documented field that is not optional is absent.

    Less was sent than the page says, which harms nobody; but it shows that page and program
    differ, and that another release may have written the line.

    Nothing has to be done; `inspector contracts NAME` lists the gaps that are known.
    """
    for doc in event.missing:
        quote = newest(doc.quotes)
        yield Hit("The pages always show this field.", field=doc.path, once="event", quote=quote)


@about_event("note")
def case_mismatch(event: Event, _: Context) -> Iterator[Hit]:
    """The field is documented under another spelling.

    A page may write CI where the program sends ci, or describe a key in words.  The value is judged
    as the documented field, so nothing hides behind the spelling.

    Nothing has to be done; who searches logs by key should know both spellings.
    """
    for row in event.values:
        if row.role == "alias" and row.doc:
            text = "The pages describe this field as {}."
            yield Hit(text, row, once="event", words=(row.doc.path,))


@about_event("review")
def undocumented_map_key(event: Event, _: Context) -> Iterator[Hit]:
    """A new key stands in a map that the page leaves open.

    The page documents the map, not what is in it: that was set where the program runs, perhaps by a
    colleague or by a CI system, and can be anything.

    Decide whether this key and its values may leave your network; `inspector explain FIELD` names
    the switch.
    """
    for row in event.values:
        if row.role == "map":
            yield Hit("The page leaves open what this key may be.", row, once="contract")


@about_event("review")
def duplicate_key(event: Event, _: Context) -> Iterator[Hit]:
    """The same key stands twice in one JSON object.

    Readers disagree about which one counts: most keep the last and never show the first.  A value
    can hide that way, so every one of them is examined here.

    Find out what writes such an object; no known release does.
    """
    places: dict[str, list[Value]] = {}
    for row in event.values:
        if row.repeated:
            places.setdefault(row.place, []).append(row)
    for rows in places.values():
        values = [row.value for row in rows]
        evidence = Safe(", ".join(mask(value) for value in values[:4]))
        yield Hit("This key stands more than once.", rows[0], evidence=evidence, about=values)


@about_event("review")
def nested_json(event: Event, _: Context) -> Iterator[Hit]:
    """A string holds a JSON object where the page says nothing of the kind.

    Fields inside a string pass every check of fields.  It is the easiest way to send what a page
    does not list.

    Read the object and judge each of its members as if it stood in the event itself.
    """
    for row in event.values:
        if isinstance(row.value, str) and _holds_object(row.value):
            yield Hit("This text holds a JSON object.", row)


@about_event("review")
def oversized_value(event: Event, _: Context) -> Iterator[Hit]:
    """A value is longer than any documented value could be.

    Documented values are words, hashes and versions.  A long text in their place is something else:
    an error message, a file, a command line.

    Read it, and decide whether it may leave your network.
    """
    for row in event.values:
        if row.doc and isinstance(row.value, str) and len(row.value) > row.doc.longest:
            text = "No documented value is longer than {} characters."
            yield Hit(text, row, words=(Term.number(row.doc.longest),))


@about_event("note")
def one_language_only(event: Event, _: Context) -> Iterator[Hit]:
    """Only the pages in one language document this field.

    Who reads the page in another language was not told about it.  Often the translation is merely
    older.

    Nothing has to be done; a report for readers of that language should say so.
    """
    languages = {source.language for source in event.contract.sources} if event.contract else set()
    if len(languages) < 2:
        return
    told = set()
    for row in event.values:
        if row.doc is None or row.doc.path in told:
            continue
        told.add(row.doc.path)
        documented = {quote.source.language for quote in row.doc.quotes}
        if len(documented) == 1:
            text = "Only the pages in one language ({}) document this field."
            quote, words = newest(row.doc.quotes), (documented.pop(),)
            yield Hit(text, field=row.doc.path, once="contract", quote=quote, words=words)


def _holds_object(text: str) -> bool:
    """Tell whether the text is a JSON object with at least one member."""
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return False
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # RecursionError: 1,000 levels, which no reader shows
        return False
    return bool(found)
