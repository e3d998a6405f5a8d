"""Requests that were received in, sheets out: each span beside the event of the log that it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from inspector.decode.sent import sent
from inspector.model import Record, Request, Span
from inspector.tui.record import delivery, record_of
from inspector.tui.rows import Row
from inspector.tui.wire import parts
from inspector.tui.wire.caught import Catch, Caught
from inspector.tui.wire.chosen import Chosen
from inspector.tui.wire.state import Logged, Sheet


def sheet_of_row(chosen: Chosen) -> Sheet | None:
    """Read a request that stands in the log, or one span of it; None where that fails."""
    row = chosen.received
    export = delivery(row) if row is not None else None
    if row is None or export is None:
        return None
    spans, at = [*export.spans], row.place if row.carrier else 0
    some = spans[at : at + 1] if row.carrier else spans[: parts.MOST]
    shown = tuple((span, _of_log(chosen, span, n)) for n, span in enumerate(some, at))
    return Sheet(export.request, shown, export, found(export.request), first=at + 1,
                 total=len(spans), log=chosen.log, captured=True)  # fmt: skip


def _of_log(chosen: Chosen, span: Span, place: int) -> Logged | None:
    """Give the event of the log that a comparison found to be a span, else look for one."""
    if chosen.paired is None:
        return _twin(chosen.rows, span)
    row = chosen.paired.get(place)
    return None if row is None else beside(record_of(row), row, span)


def _twin(rows: Iterable[Row], span: Span) -> Logged | None:
    """Find the event of the log that a span carries, else the most alike in its run."""
    best, most = None, len(span.attributes) // 2
    for row in rows:
        record = record_of(row)
        pairs = sent(record) or ()
        same = parts.same(pairs, span.attributes)
        if same == len(pairs) == len(span.attributes):
            return logged(record, row)
        if same > most:
            best, most = replace(logged(record, row), exact=False, guessed=True), same
    return best


def sheets_of(catch: Catch, pairs: Iterable[tuple[Record, Row]]) -> tuple[Sheet, ...]:
    """Find the requests that carry events of a log, in the order in which they came.

    Of one event its span is shown, of several all spans of their requests.
    """
    carried: dict[int, tuple[Caught, dict[int, tuple[Record, Row]]]] = {}
    events = 0
    for record, row in pairs:
        events += 1
        if (hit := catch.find(sent(record) or ())) is not None:
            caught, place = hit
            carried.setdefault(id(caught.request), (caught, {}))[1][place] = (record, row)
    order = {id(one.request): n for n, one in enumerate(catch.all())}
    ranked = sorted(carried.items(), key=lambda item: order.get(item[0], 0))
    return tuple(_caught(caught, known, only=events == 1) for _, (caught, known) in ranked)


def everything(catch: Catch) -> tuple[Sheet, ...]:
    """Give every request that was caught; nothing of the log is laid beside it."""
    return tuple(_caught(one, {}, only=False, log=False) for one in catch.all())


def _caught(
    caught: Caught, known: Mapping[int, tuple[Record, Row]], *, only: bool, log: bool = True
) -> Sheet:
    spans = caught.spans
    at = min(known) if only and known else 0
    some = spans[at : at + 1] if only and known else spans[: parts.MOST]
    shown = tuple(
        (span, beside(*known[n], span) if n in known else None) for n, span in enumerate(some, at)
    )
    return Sheet(caught.request, shown, caught.export, found(caught.request), first=at + 1,
                 total=len(spans), log=log, captured=True)  # fmt: skip


def beside(record: Record, row: Row | None, span: Span) -> Logged:
    """Give what the log says of a span, and whether the span says the same."""
    one = logged(record, row)
    whole = len(one.pairs) == len(span.attributes)
    same = whole and parts.same(one.pairs, span.attributes) == len(span.attributes)
    return replace(one, exact=same)


def logged(record: Record, row: Row | None) -> Logged:
    """Give what the log says of an event."""
    top = parts.tops(row.findings if row else ())
    return Logged(sent(record) or (), record.line.number, top, record=record)


def found(request: Request) -> parts.Levels:
    """Judge a request: what was found, by the field that it was found in."""
    judged = Inspection().feed(to_line(request, secrets=True))
    return parts.levels(judged[0].findings if judged else ())
