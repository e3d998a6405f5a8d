"""Rows in, states of a dry run out: rebuilt, shown, and only when asked to, sent.

`DryRun` works in a worker thread; the screen reads `state`, which is replaced as a whole, and sets
`stop`.  Only the first requests are kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from threading import Event
from typing import TYPE_CHECKING

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from inspector.decode.sent import sent
from inspector.model import Record, Request, Span
from inspector.safe import Safe, safe
from inspector.tui.record import delivery, record_of
from inspector.tui.rows import Row
from inspector.tui.wire import parts
from inspector.tui.wire.chosen import Chosen
from inspector.tui.wire.state import Logged, Sheet, Stage, State, Totals
from inspector.tui.wire.tools import Tools

if TYPE_CHECKING:
    from inspector.wire.delivery import Delivery
    from inspector.wire.encode import Batch, Rebuilt

SHOWN = 20
"""Requests that are kept to be looked at."""
FIRST = 100
"""Events that are rebuilt before anything is shown."""
PIECE = 50_000
"""Events that are rebuilt at a time when they are sent: as many as `inspector send` takes of a log,
so that both make the same requests of it."""
_STEP = 500
"""Events after which the screen is told how far rebuilding has got."""


class DryRun:
    """One set of events; `rebuild` and `send` run in a worker thread, one after the other."""

    def __init__(self, chosen: Chosen, tools: Tools) -> None:
        self.chosen = chosen
        self.state = State(events=len(chosen.rows), note=chosen.note)
        self.stop = Event()
        self._tools = tools
        self._batches: list[Batch] = []
        self._reasons: Counter[str] = Counter()
        self._rows: dict[int, Row] = {}
        """The rows of the records that are shown, by `id`: lines of two files may be alike."""

    # --- looking ---

    def rebuild(self) -> None:
        """Rebuild what is shown first; of a request that was received, read it again."""
        if self.chosen.received is not None:
            self._read(self.chosen.received)
            return
        try:
            port = self._tools.start()
        except OSError as error:
            self.state = replace(self.state, stage="failed", error=safe(str(error), 300))
            return
        pairs = [(record_of(row), row) for row in self.chosen.rows[:FIRST]]
        self._rows = {id(record): row for record, row in pairs}
        self._reasons = Counter()
        self._batches = self._rebuilt(record for record, _ in pairs).batches
        sheets = tuple(map(self._sheet, self._tools.shown(self._batches[:SHOWN])))
        nothing = not self._batches and len(self.chosen.rows) <= FIRST
        self.state = replace(
            self.state,
            stage="failed" if nothing else "rebuilt",
            error=Safe("none of these events is one that werf could send") if nothing else None,
            port=port,
            sheets=sheets,
            ready=len(self._batches),
            rest=max(0, len(self.chosen.rows) - FIRST),
            left_out=self._left_out(),
            advice=tuple(self._tools.advice()),
        )

    def _rebuilt(self, records: Iterable[Record]) -> Rebuilt:
        rebuilt = self._tools.rebuild(records)
        self._reasons.update(why for _, why in rebuilt.unsendable)
        for owner, count in rebuilt.others.items():
            foreign = owner == "unknown"
            why = "of an unknown program" if foreign else f"of another program ({safe(owner, 40)})"
            self._reasons[why] += count
        return rebuilt

    def _left_out(self) -> tuple[Safe, ...]:
        return tuple(
            Safe(f"{count:,} {'event' if count == 1 else 'events'} left out: {why}")
            for why, count in sorted(self._reasons.items())
        )

    def _read(self, row: Row) -> None:
        export = delivery(row)
        if export is None:
            self.state = replace(self.state, stage="failed", error=Safe("it cannot be read again"))
            return
        spans, at = [*export.spans], row.place if row.carrier else 0
        chosen = spans[at : at + 1] if row.carrier else spans[: parts.MOST]
        shown = tuple((span, self._logged(span, n)) for n, span in enumerate(chosen, at))
        sheet = Sheet(export.request, shown, export, _found(export.request), first=at + 1,
                      total=len(spans), log=self.chosen.log)  # fmt: skip
        self.state = replace(self.state, stage="captured", sheets=(sheet,), events=len(chosen))

    def _logged(self, span: Span, place: int) -> Logged | None:
        """Give the event of the log that a comparison found to be a span, else look for one."""
        if self.chosen.paired is None:
            return self._twin(span)
        if (row := self.chosen.paired.get(place)) is None:
            return None
        logged = _logged(record_of(row), row)
        whole = len(logged.pairs) == len(span.attributes)
        same = whole and parts.same(logged.pairs, span.attributes) == len(span.attributes)
        return replace(logged, exact=same)

    def _twin(self, span: Span) -> Logged | None:
        """Find the event of the log that a span carries, else the most alike in its run."""
        best, most = None, len(span.attributes) // 2
        for row in self.chosen.rows:
            record = record_of(row)
            pairs = sent(record) or ()
            same = parts.same(pairs, span.attributes)
            if same == len(pairs) == len(span.attributes):
                return _logged(record, row)
            if same > most:
                best, most = replace(_logged(record, row), exact=False, guessed=True), same
        return best

    def _sheet(self, one: Delivery) -> Sheet:
        logged = [_logged(record, self._rows.get(id(record))) for record in one.batch.records]
        spans = one.export.spans if one.export else iter(())
        choice = one.batch.choice
        return Sheet(
            request=one.request,
            spans=tuple(zip(spans, logged, strict=False))[: parts.MOST],
            export=one.export,
            found=_found(one.request),
            why=Safe(f"OpenTelemetry {choice.era.sdk}: {choice.why}"),
            receipt=one.receipt,
            total=len(logged),
        )

    # --- sending ---

    def send(self) -> None:
        """Send everything to the endpoint, until it is done, `stop` is set or nobody answers."""
        totals, digest = Totals(), hashlib.sha256()
        self.state = replace(self.state, stage="sending", totals=totals, error=None, built=0)
        for one in self._tools.delivered(self._all()):
            digest.update(one.request.body)
            totals = _add(totals, one, Safe(digest.hexdigest()))
            self._keep(one, totals)
            if one.receipt is None or one.receipt.status is None:
                break
        stage: Stage = "stopped" if self.stop.is_set() else "sent"
        if self.state.error is not None:
            stage = "failed"
        rest = 0 if stage == "sent" else self.state.rest
        self.state = replace(self.state, stage=stage, left_out=self._left_out(), rest=rest)

    def _all(self) -> Iterator[Batch]:
        """Give the requests that are shown; where those are not all, rebuild everything at once.

        Which events share a request is told by all of them: a request that ends with the first
        hundred events may hold more of them.
        """
        rows = self.chosen.rows
        if len(rows) <= FIRST:
            pieces = iter([self._batches])
        else:
            self._reasons = Counter()
            cuts = range(0, len(rows), PIECE)
            pieces = (self._rebuilt(self._records(rows[at : at + PIECE])).batches for at in cuts)
        for batch in chain.from_iterable(pieces):
            if self.stop.is_set():
                return
            yield batch

    def _records(self, rows: Iterable[Row]) -> Iterator[Record]:
        """Read records again until it is asked to stop; the screen sees how far it is."""
        for number, row in enumerate(rows, self.state.built + 1):
            if self.stop.is_set():
                return
            record = record_of(row)
            if not self.state.totals.requests:  # only the first requests are shown
                self._rows[id(record)] = row
            if number % _STEP == 0:
                self.state = replace(self.state, built=number)
            yield record

    def _keep(self, one: Delivery, totals: Totals) -> None:
        number, sheets = totals.requests - 1, list(self.state.sheets)
        if number < min(len(sheets), len(self._batches)):
            arrived = self._sheet(one) if one.export else sheets[number]
            sheets[number] = replace(arrived, receipt=one.receipt)
        error = self.state.error
        if error is None and (one.receipt is None or not one.receipt.ok):
            error = one.receipt.error if one.receipt else Safe("it was not sent")
        self.state = replace(self.state, sheets=tuple(sheets), totals=totals, error=error)


def _logged(record: Record, row: Row | None) -> Logged:
    return Logged(sent(record) or (), record.line.number, parts.tops(row.findings if row else ()))


def _found(request: Request) -> parts.Levels:
    judged = Inspection().feed(to_line(request, secrets=True))
    return parts.levels(judged[0].findings if judged else ())


def _add(totals: Totals, one: Delivery, digest: Safe) -> Totals:
    same = of = 0
    spans = [*one.export.spans] if one.export else []
    for at, record in enumerate(one.batch.records):
        logged = sent(record) or ()
        wire = spans[at].attributes if at < len(spans) else ()
        same, of = same + parts.same(logged, wire), of + max(len(logged), len(wire))
    return Totals(
        requests=totals.requests + 1,
        failed=totals.failed + (one.receipt is None or not one.receipt.ok),
        events=totals.events + len(one.batch.records),
        identical=totals.identical + sum(alike for _, alike in one.events),
        same=totals.same + same,
        attributes=totals.attributes + of,
        bytes=totals.bytes + len(one.request.body),
        seconds=totals.seconds + (one.receipt.seconds if one.receipt else 0),
        sha256=digest,
        status=one.receipt.status if one.receipt else None,
    )
