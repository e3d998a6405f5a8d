"""A contract and a day, or one page, in; the contract as it stood then, or on that page, out.

Pages change.  A log can be judged by what its makers promised on the day it was written: of every
language the newest page of that day counts.  Where a contract has no page yet, the one that it
names as `before` speaks for it; where no page was there at all, nothing is documented.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import replace

from inspector.contracts.table import ContractError
from inspector.model import Contract, EventType, Field, Quote, Source


def since(source: Source) -> str:
    """Give the day (ISO 8601) from which a page counts; where only a month is known, its last."""
    return source.date if len(source.date) == 10 else f"{source.date}-31"


def at(contract: Contract, day: str, among: Sequence[Contract]) -> Contract:
    """Give the contract as its pages stood on a day; `among` holds the one that came before it."""
    for one in _line(contract, among):
        pages = in_force(one.sources, day)
        if pages:
            return as_one(contract, restricted(one, {page.id for page in pages}))
    return restricted(contract, ())


def by_page(contract: Contract, page: str, among: Sequence[Contract]) -> Contract:
    """Give what one page says of the contract's events; raises `ContractError` for another word."""
    known: list[str] = []
    for one in _line(contract, among):
        ids = [source.id for source in one.sources]
        if page in ids:
            return as_one(contract, restricted(one, {page}))
        known += ids
    near = difflib.get_close_matches(page, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    raise ContractError(contract.name, [f"has no page {page}; {hint}"])


def in_force(sources: Sequence[Source], day: str) -> tuple[Source, ...]:
    """Give the newest page of each language on a day."""
    newest: dict[str, Source] = {}
    for source in sorted(sources, key=since):
        if since(source) <= day:
            newest[source.language] = source
    return tuple(source for source in sources if source in newest.values())


def pages(contract: Contract, among: Sequence[Contract]) -> tuple[Source, ...]:
    """Give every page that ever spoke for the contract's events, the oldest first."""
    found = {source.id: source for one in _line(contract, among) for source in one.sources}
    return tuple(sorted(found.values(), key=since))


def restricted(contract: Contract, ids: Collection[str]) -> Contract:
    """Keep of a contract what at least one of the pages says."""
    events = tuple(
        replace(event, quotes=_of(event.quotes, ids), fields=_fields(event.fields, ids))
        for event in contract.events
        if _of(event.quotes, ids)
    )
    return replace(
        contract,
        sources=tuple(source for source in contract.sources if source.id in ids),
        fields=_named(_fields(contract.fields, ids), contract.event_field, events),
        events=events,
        promises=tuple(
            replace(one, quotes=_of(one.quotes, ids))
            for one in contract.promises
            if _of(one.quotes, ids)
        ),
    )


def as_one(contract: Contract, spoken: Contract) -> Contract:
    """Let one contract speak for the payloads of another."""
    if contract.name == spoken.name:
        return spoken
    return replace(
        spoken, name=contract.name, title=contract.title, match=contract.match,
        gaps=contract.gaps, samples=contract.samples, digest=contract.digest,
    )  # fmt: skip


def _line(contract: Contract, among: Sequence[Contract]) -> list[Contract]:
    """Give a contract and the ones that came before it, each once."""
    names, line = {one.name: one for one in among}, [contract]
    while line[-1].before in names and names[line[-1].before] not in line:
        line.append(names[line[-1].before])
    return line


def _of(quotes: tuple[Quote, ...], ids: Collection[str]) -> tuple[Quote, ...]:
    return tuple(quote for quote in quotes if quote.source.id in ids)


def _fields(fields: tuple[Field, ...], ids: Collection[str]) -> tuple[Field, ...]:
    return tuple(replace(one, quotes=quotes) for one in fields if (quotes := _of(one.quotes, ids)))


def _named(
    fields: tuple[Field, ...], path: str, events: tuple[EventType, ...]
) -> tuple[Field, ...]:
    """The field that names the event can name only the events that are left."""
    names = tuple(event.name for event in events)
    return tuple(replace(one, values=names) if one.path == path else one for one in fields)
