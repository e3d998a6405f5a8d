"""Rows in, states of a dry run out: rebuilt, shown, and only when asked to, sent.

`DryRun` works in a worker thread; the screen reads `state`, which is replaced as a whole, and sets
`stop`.  Only the first requests are kept: a log of a hundred thousand events is rebuilt and sent
piece by piece.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from threading import Event
from typing import TYPE_CHECKING, Literal

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from inspector.decode.sent import sent
from inspector.model import Export, Pairs, Record, Request, Span
from inspector.safe import Safe, safe
from inspector.tui.record import delivery, record_of
from inspector.tui.rows import Row
from inspector.tui.wire import parts
from inspector.tui.wire.chosen import Chosen
from inspector.tui.wire.tools import Tools

if TYPE_CHECKING:
    from inspector.doctor import Advice
    from inspector.wire.delivery import Delivery
    from inspector.wire.encode import Batch, Rebuilt
    from inspector.wire.sender import Receipt

SHOWN = 20
"""Requests that are kept to be looked at."""
FIRST = 100
"""Events that are rebuilt before anything is shown."""
PIECE = 500
"""Events that are rebuilt at a time while they are sent."""

_NOTHING = Safe("")
Stage = Literal["rebuilding", "rebuilt", "sending", "sent", "failed", "stopped", "captured"]


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says of a span."""

    pairs: Pairs
    line: int
    found: parts.Levels
    """What was found about its attributes."""
    exact: bool = True
    """False where it is only the most alike of what the log holds."""

    @property
    def place(self) -> Safe:
        """Where it stands."""
        return Safe(f"line {self.line:,} of the log{'' if self.exact else ', the most alike'}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One request to look at."""

    request: Request
    spans: tuple[tuple[Span, Logged | None], ...]
    export: Export | None
    """What a receiver reads from it."""
    found: parts.Levels
    why: Safe = _NOTHING
    """Which release's exporter was taken, and what told it."""
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What all requests came to."""

    requests: int = 0
    failed: int = 0
    events: int = 0
    identical: int = 0
    same: int = 0
    """Attributes that arrived as they were logged, of `attributes`."""
    attributes: int = 0
    bytes: int = 0
    seconds: float = 0
    sha256: Safe = _NOTHING
    """Of the body; of several, of all of them in their order."""
    status: int | None = None
    """Of the last answer."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that the screen shows."""

    stage: Stage = "rebuilding"
    port: int = 0
    sheets: tuple[Sheet, ...] = ()
    events: int = 0
    """Events that are to be sent."""
    ready: int = 0
    """Requests that were rebuilt so far."""
    rest: int = 0
    """Events that are rebuilt only when they are sent."""
    left_out: tuple[Safe, ...] = ()
    advice: tuple[Advice, ...] = ()
    totals: Totals = field(default_factory=Totals)
    error: Safe | None = None


class DryRun:
    """One set of events; `rebuild` and `send` run in a worker thread, one after the other."""

    def __init__(self, chosen: Chosen, tools: Tools) -> None:
        self.chosen = chosen
        self.state = State(events=len(chosen.rows))
        self.stop = Event()
        self._tools = tools
        self._batches: list[Batch] = []
        self._reasons: Counter[str] = Counter()
        self._first: Counter[str] = Counter()
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
        rebuilt = self._rebuilt(record for record, _ in pairs)
        self._batches, self._first = rebuilt.batches, Counter(self._reasons)
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
        spans = [*export.spans][row.place : row.place + 1] if row.carrier else [*export.spans]
        shown = tuple((span, self._twin(span)) for span in spans[: parts.MOST])
        sheet = Sheet(export.request, shown, export, _found(export.request))
        self.state = replace(self.state, stage="captured", sheets=(sheet,), events=len(spans))

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
                best, most = replace(_logged(record, row), exact=False), same
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
        )

    # --- sending ---

    def send(self) -> None:
        """Send everything to the endpoint, until it is done, `stop` is set or nobody answers."""
        self._reasons = Counter(self._first)
        totals, digest = Totals(), hashlib.sha256()
        self.state = replace(self.state, stage="sending", totals=totals, error=None)
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
        """Give the requests that are shown, then rebuild the others piece by piece."""
        rows = self.chosen.rows
        pieces = (rows[at : at + PIECE] for at in range(FIRST, len(rows), PIECE))
        rest = (batch for piece in pieces for batch in self._rebuilt(map(record_of, piece)).batches)
        for batch in chain(self._batches, rest):
            if self.stop.is_set():
                return
            yield batch

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
