"""What is on the wire and in no log, as sections of a record's breakdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Export, Finding, Request, Span
from inspector.safe import Safe, safe
from inspector.tui.cells import Line, block, figure
from inspector.tui.cells import Span as Shown
from inspector.tui.sections import INDENT, section
from inspector.tui.wire import parts
from inspector.tui.wire.entries import column, row
from inspector.tui.wire.raw import size_of
from inspector.tui.words import say

_NOWHERE = "Only on the wire: no log shows any of this."


def delivered(
    export: Export, findings: Sequence[Finding], width: int, *, secrets: bool
) -> Iterator[Line]:
    """A request: its headers, what it says about the sender, and the spans it carries."""
    found = parts.levels(findings)
    yield from asked(export.request, width, found, secrets=secrets)
    if group := parts.stray(export, found):
        yield from _section(group, width)
    for resource in export.resources[: parts.MOST]:
        yield from _section(parts.resource(resource, found), width)
        for scope in resource.scopes[: parts.MOST]:
            yield from _section(parts.scope(scope, found), width)
            yield from _spans(scope.spans, width)


def asked(
    request: Request, width: int, found: parts.Levels | None = None, *, secrets: bool
) -> Iterator[Line]:
    """The request line, the headers and the size of a request."""
    group = parts.headers(request, found, secrets=secrets)
    yield from section(say("THE REQUEST"), width)
    yield from block(say(_NOWHERE), width, 1, "dim")
    yield from block(group.title, width, INDENT, "strong", prose=False)
    yield from _rows(group, width)
    yield from block(size_of(request), width, INDENT, "dim")
    if request.received_at is not None:
        yield from block(say("received {}", safe(request.received_at, 40)), width, INDENT, "dim")
    if request.refused is not None:
        refused = say("refused by the endpoint with status {}: not examined", request.refused)
        yield from block(refused, width, INDENT, "unreadable")


def carried_by(span: Span, width: int) -> Iterator[Line]:
    """What a span has beside the event in it."""
    group = parts.envelope(span, say("the span, on the wire only"))
    yield from _section(group, width)


def _section(group: parts.Group, width: int) -> Iterator[Line]:
    count = len(group.entries) + group.left_out
    yield from section(Safe(f"{group.title.upper()} ({figure(count)})"), width)
    yield from _rows(group, width)


def _rows(group: parts.Group, width: int) -> Iterator[Line]:
    for entry in group.entries:
        yield from row(entry, entry.value, width, column(group, width), marked=False)
    if group.left_out:
        yield from block(say("… and {} more", figure(group.left_out)), width, INDENT, "dim")


def _spans(spans: Sequence[Span], width: int) -> Iterator[Line]:
    """Name the spans; each of them is a row of its own in the list."""
    yield from section(say("SPANS ({}), each a row below", figure(len(spans))), width)
    for n, span in enumerate(spans[: parts.MOST], 1):
        kind = dict(span.attributes).get("eventType", span.name)
        text = safe(kind if isinstance(kind, str) else span.name, 80)
        number = Shown(Safe(f"   {figure(n)} "), "dim")
        first, *others = block(text, width - len(number.text), 0, "plain", prose=False)
        yield (number, *first[1:])
        yield from others
    if len(spans) > parts.MOST:
        left = say("… and {} more", figure(len(spans) - parts.MOST))
        yield from block(left, width, INDENT, "dim")
