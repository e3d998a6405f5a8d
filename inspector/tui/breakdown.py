"""One judged record in, the lines of its breakdown out: flags first, identifiers, then the rest.

Log order would hide the one bad field below sixteen good ones.  Values are shown whole (and made
safe) here, for this is the only place in the program that may show them.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import (
    Event,
    Export,
    Field,
    Judged,
    Payload,
    Problem,
    Quote,
    Remark,
    Value,
)
from inspector.safe import Safe, safe
from inspector.tui.advice import refused
from inspector.tui.cells import (
    GLYPHS,
    Flag,
    Line,
    Span,
    block,
    figure,
    fit_path,
)
from inspector.tui.flagged import Advise, Places, findings, newest
from inspector.tui.heads import head
from inspector.tui.sections import INDENT, MOST, labelled, more, section
from inspector.tui.values import shown
from inspector.tui.wire.fields import asked, carried_by, delivered
from inspector.tui.wire.kept import request_of
from inspector.tui.words import line_number, say


def breakdown(judged: Judged, width: int, advise: Advise, *, secrets: bool = False) -> list[Line]:
    """Lay out everything known about a record, as lines of at most `width` cells.

    Headers that may hold a credential are masked unless `secrets`.
    """
    places = Places(judged.event)
    if isinstance(judged.record.content, Problem) and judged.record.content.reason == "refused":
        advise = refused
    facts, found = _facts(judged, width), findings(judged, places, width, advise)
    match judged.record.content:
        case Problem() as problem:
            own = [*_problem(judged, problem, width)]
            if request := request_of(judged.record):
                own += asked(request, width, secrets=secrets)
            return [*facts, *own, *found]
        case Remark(kind, text):
            strange = kind in {"foreign", "blank"}
            title = say("OTHER TEXT, NOT AN EVENT" if strange else "WERF'S OWN NOTE, NEVER SENT")
            own = [*section(title, width)]
            own += block(safe(text, 4000), width, INDENT, "plain")
            return [*facts, *found, *own]
        case Export() as export:
            return [*facts, *found, *delivered(export, judged.findings, width, secrets=secrets)]
        case Payload(span=span):
            around = carried_by(span, width) if span else ()
            return [*facts, *found, *_fields(judged, places, width), *around]


def _facts(judged: Judged, width: int) -> list[Line]:
    """When by its own clock, where in the file, and which contract it is judged by."""
    line, frame, event = judged.record.line, judged.record.frame, judged.event
    parts = [safe(frame.time, 60)] if frame else []
    where = say("a span of the request on line" if line.start == line.end else "line")
    parts.append(Safe(f"{where} {line_number(line.number)}"))
    if event is not None and event.contract is not None:
        parts.append(say("judged by {}", safe(event.contract.name)))
    return block(Safe(" · ".join(parts)), width, 1, "dim")


# --- fields --------------------------------------------------------------------------------------


def _fields(judged: Judged, places: Places, width: int) -> Iterator[Line]:
    event = judged.event
    if event is None:
        return
    flagged = {id(value) for finding in judged.findings if (value := places.of(finding))}
    rest = [value for value in event.values if id(value) not in flagged]
    known = [value for value in rest if value.role in {"documented", "alias", "map", "envelope"}]
    ids = [value for value in known if _identifies(value)]
    plain = [value for value in known if not _identifies(value)]
    strange = [value for value in rest if value.role in {"undocumented", "inside"}]
    yield from _group(say("IDENTIFIERS"), ids, "identity", width)
    yield from _group(say("NOT DOCUMENTED"), strange, "note", width)
    yield from _group(say("DOCUMENTED"), plain, "ok", width)
    yield from _missing(event, width)
    yield from _sources(event, width)


def _group(title: Safe, values: list[Value], flag: Flag, width: int) -> Iterator[Line]:
    if not values:
        return
    yield from section(Safe(f"{title} ({len(values)})"), width)
    for value in values[:MOST]:
        yield from head(value, width, (Span(Safe(f" {GLYPHS[flag]} "), flag),))
        yield from block(shown(value.value), width, INDENT + 2, "plain", prose=False)
        if value.doc is not None:
            yield from _documentation(value.doc, width, with_switch=flag == "identity")
    yield from more(len(values), width)


def _identifies(value: Value) -> bool:
    return value.doc is not None and value.doc.privacy == "pseudonymous"


def _documentation(doc: Field, width: int, *, with_switch: bool) -> Iterator[Line]:
    quote = newest(doc.quotes)
    if quote is not None:
        text = Safe(f"“{safe(quote.text)}” [{safe(quote.source.id)}]")
        yield from block(text, width, INDENT + 2, "quote")
    if doc.derived:
        made = say("made from {}", safe(say(doc.derived)))
        yield from block(made, width, INDENT + 2, "dim")
    if with_switch and doc.switch:
        yield from block(say("off: {}", safe(say(doc.switch))), width, INDENT + 2, "dim")


def _missing(event: Event, width: int) -> Iterator[Line]:
    if not event.missing:
        return
    yield from section(say("DOCUMENTED BUT NOT THERE ({})", len(event.missing)), width)
    for doc in event.missing:
        yield (Span(Safe(" i "), "note"), Span(fit_path(safe(doc.path), width - 4), "key"))
        yield from _documentation(doc, width, with_switch=False)


def _sources(event: Event, width: int) -> Iterator[Line]:
    if event.contract is None:
        return
    used = {quote.source.id: quote.source for quote in _quotes(event)}
    yield from section(say("PAGES"), width)
    for source in used.values():
        text = f"{source.id}: {source.title}, {source.language}, {source.date}, {source.page}"
        yield from block(safe(text), width, INDENT, "dim")


def _quotes(event: Event) -> Iterator[Quote]:
    docs = [value.doc for value in event.values if value.doc] + list(event.missing)
    for doc in docs:
        quote = newest(doc.quotes)
        if quote is not None:
            yield quote


# --- unreadable ----------------------------------------------------------------------------------


def _problem(judged: Judged, problem: Problem, width: int) -> Iterator[Line]:
    yield from section(say("CANNOT BE READ"), width)
    yield (Span(say(" x unreadable "), "unreadable"), Span(safe(f"({problem.reason})"), "dim"))
    yield from labelled(say("what"), safe(say(problem.detail)), width)
    if problem.at is not None:
        at, place = figure(problem.at), figure(judged.record.line.start + problem.at)
        where = say("reading stopped at byte {} of the record, byte {} of the file", at, place)
        yield from labelled(say("where"), where, width)
    yield from labelled(say("next"), say("press v twice to see the raw record"), width)
