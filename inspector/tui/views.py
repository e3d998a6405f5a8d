"""A record in, its two JSON views out: what was decoded, and the OTLP that carries it.

Where there is no such thing, they say what stands there instead, and where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from inspector.model import Export, Payload, Problem, Record, Remark, Span
from inspector.safe import Safe, safe
from inspector.tui.cells import Line, Role, block
from inspector.tui.cells import Span as Shown
from inspector.tui.json_lines import json_lines
from inspector.tui.otlp_json import otlp_json
from inspector.tui.words import count, line_number, say

_EMPTY: Line = (Shown(Safe("")),)
_MADE_UP = (
    "The request that would carry this event alone. The attributes are those of the log; no log"
    " holds the ids (here a digest), start and end (here both its ts), the name of the program's"
    " file, and what else is in the same request."
)


_REQUEST = (
    "A request is no event. What it carries stands in the view OTLP, and each of its spans is a row"
    " of its own."
)


class Came(NamedTuple):
    """The request that an event, or a record of its own, came in."""

    export: Export
    number: int
    """The line of the file that the request stands on."""
    span: Span | None = None
    """The span of the event; None for the request as a whole."""


def as_json(record: Record, width: int) -> list[Line]:
    """Lay out what was decoded, every member in the order of the log."""
    match record.content:
        case Payload(body=body, wrapper=wrapper):
            lines = json_lines(body, width)
            if wrapper is None:
                return lines
            title = say("Around it, written by the proxy that captured it and never sent:")
            return [*lines, _EMPTY, *_said(title, width), *json_lines(wrapper, width)]
        case Export():
            return _said(say(_REQUEST), width)
        case other:
            return [*_no_event(other, width), *_said(say("No JSON was read from it."), width)]


def as_otlp(record: Record, came: Came | None, width: int) -> list[Line]:
    """Lay out the request as OTLP/JSON: `captured` where it came in one, else `rebuilt`."""
    if came is not None:
        return [*_captured(came, width), *_json_of(came, width)]
    if not isinstance(record.content, Payload):
        return [*_no_event(record.content, width), *_said(say("No request carries it."), width)]
    from inspector.decode.otlp import read  # noqa: PLC0415  # only this view needs it
    from inspector.wire.encode import rebuild  # noqa: PLC0415  # the same

    made = rebuild([record])
    if not made.batches:
        why = next((say("werf cannot send it: {}", say(said)) for _, said in made.unsendable), None)
        why = why or say("Only events of werf can be rebuilt, and no contract says this is one.")
        owner = next(iter(made.others), "unknown")
        if owner != "unknown":
            why = say("Only events of werf can be rebuilt; this is one of {}.", owner)
        return [_badge("not rebuilt", "review"), *_said(safe(why), width)]
    export = read(made.batches[0].request(4318))
    head = [_badge("rebuilt", "on"), *_said(say(_MADE_UP), width), _EMPTY]
    return [*head, *_json_of(Came(export, record.line.number), width)]


def _captured(came: Came, width: int) -> Iterator[Line]:
    """Say where it came from, and how much of the request is shown."""
    request, others = came.export.request, sum(1 for _ in came.export.spans) - 1
    yield _badge("captured", "live")
    when = say(", received {}", safe(request.received_at, 40)) if request.received_at else ""
    what = say("The span as it came" if came.span is not None else "The request as it came")
    yield from _said(say("{}: line {} of its file{}.", what, line_number(came.number), when), width)
    if came.span is not None and others:
        left = count(others, "other span", "other spans")
        yield from _said(say("{} of the request left out here.", left), width)
    yield _EMPTY


def _json_of(came: Came, width: int) -> Iterator[Line]:
    yield from json_lines(otlp_json(came.export, came.span), width)
    if came.export.rest:
        yield _EMPTY
        yield from _said(say("Of the same request, what OTLP does not know:"), width)
        yield from json_lines(came.export.rest, width)


def _no_event(content: Remark | Problem | Export, width: int) -> Iterator[Line]:
    """Say what stands where there is no event."""
    match content:
        case Problem(reason, detail):
            yield (Shown(say(" x unreadable "), "unreadable"), Shown(safe(f"({reason})"), "dim"))
            yield from _said(
                say("{} The views Raw and Hex show its bytes.", safe(say(detail))), width
            )
        case Remark(kind, text):
            strange = kind in {"foreign", "blank"}
            whose = say("Other text, not an event:" if strange else "werf's own note, never sent:")
            yield from _said(whose, width)
            yield from block(safe(text, 4000), width, 3, "plain")
        case _:
            return


def _badge(word: str, role: Role) -> Line:
    return (Shown(Safe(" ")), Shown(Safe(f" {say(word)} "), role))


def _said(text: str, width: int) -> list[Line]:
    return block(Safe(text), width, 1, "dim")
