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
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from inspector.decode.sent import sent
from inspector.model import Record
from inspector.safe import Safe, safe
from inspector.tui.rows import Row
from inspector.tui.wire import parts
from inspector.tui.wire.bench import Bench
from inspector.tui.wire.chosen import Chosen
from inspector.tui.wire.numbered import record_at
from inspector.tui.wire.origin import identifiers, origins
from inspector.tui.wire.received import everything, found, logged, sheet_of_row, sheets_of
from inspector.tui.wire.state import Sheet, Stage, State, Totals
from inspector.tui.words import count, say

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
_GONE = "no longer in the file"
_STEP = 500
"""Events after which the screen is told how far rebuilding has got."""


class DryRun:
    """One set of events; `rebuild` and `send` run in a worker thread, one after the other."""

    def __init__(self, chosen: Chosen, bench: Bench) -> None:
        self.chosen = chosen
        self.state = State(events=len(chosen.rows), note=chosen.note)
        self.stop = Event()
        self.looked = -1
        """How many requests had been caught when they were last looked through."""
        self.bench = bench
        self._lock = Lock()
        self._tools, self._catch = bench.tools, bench.catch
        self._pairs: list[tuple[Record, Row]] = []
        """The events that are shown."""
        self._batches: list[Batch] = []
        self._reasons: Counter[str] = Counter()
        self._places: dict[int, int] = {}
        """Where the records that are shown stand among the rows, by `id` of the record."""

    def tell(self, **changes: Any) -> None:  # noqa: ANN401  # each is of its field's own type
        """Change what the screen sees; a second worker may do so as well."""
        with self._lock:
            self.state = replace(self.state, **changes)

    @property
    def told(self) -> bool:
        """Tell whether it has something to show that rebuilding would throw away."""
        return bool(self.state.totals.requests) or self.state.stage in {"sending", "captured"}

    # --- looking ---

    def rebuild(self) -> None:
        """Rebuild what is shown first; of a request that was received, read it again."""
        if self.chosen.received is not None:
            sheet = sheet_of_row(self.chosen)
            if sheet is None:
                self._fail(say("it cannot be read again"))
            else:
                self.tell(stage="captured", captured=(sheet,), events=len(sheet.spans))
            return
        self.bench.open()
        self._reasons = Counter()
        rows, count = self.chosen.rows, min(FIRST, len(self.chosen.rows))
        records = ((record_at(rows, at), at) for at in range(count))
        found = [(record, at) for record, at in records if record is not None]
        self._reasons[_GONE] += count - len(found)
        self._pairs = [(record, rows[at]) for record, at in found]
        self._places = {id(record): at for record, at in found}
        self._batches = self._rebuilt(record for record, _ in self._pairs).batches
        sheets = tuple(map(self._sheet, self._tools.shown(self._batches[:SHOWN])))
        self.tell(
            stage="rebuilt" if self.chosen.rows else "nothing",
            error=None,
            port=self._tools.port,
            sheets=sheets,
            ready=len(self._batches),
            rest=max(0, len(self.chosen.rows) - FIRST),
            left_out=self._left_out(),
            advice=tuple(self._tools.advice()),
        )
        if self.chosen.rows and not self._batches and len(self.chosen.rows) <= FIRST:
            self._fail(say("none of these events is one that werf could send"))
        self.look()

    def look(self) -> None:
        """Find what was chosen in what other programs have sent by now."""
        if self.chosen.received is not None or self.looked == self._catch.count:
            return
        self.looked = self._catch.count
        rows = self.chosen.rows
        captured = sheets_of(self._catch, self._pairs) if rows else everything(self._catch)
        self.tell(captured=captured)

    def recompute(self) -> None:
        """Tell whether the ids that are shown are made of what is on this machine."""
        received = self.chosen.received
        rows = self.chosen.rows if received is None else (received,)
        self.tell(origins=origins(identifiers(rows)))

    def _fail(self, why: Safe) -> None:
        self.tell(stage="failed", error=why)

    def _rebuilt(self, records: Iterable[Record]) -> Rebuilt:
        rebuilt = self._tools.rebuild(records)
        self._reasons.update(say(why) for _, why in rebuilt.unsendable)
        for owner, number in rebuilt.others.items():
            foreign = owner == "unknown"
            why = say("of an unknown program") if foreign else say(
                "of another program ({})", safe(owner, 40)
            )  # fmt: skip
            self._reasons[why] += number
        return rebuilt

    def _left_out(self) -> tuple[Safe, ...]:
        return tuple(
            say("{} left out: {}", count(number, "event", "events"), why)
            for why, number in sorted(self._reasons.items())
            if number
        )

    def _sheet(self, one: Delivery) -> Sheet:
        logs = [logged(record, self._row(record)) for record in one.batch.records]
        spans = one.export.spans if one.export else iter(())
        choice = one.batch.choice
        return Sheet(
            request=one.request,
            spans=tuple(zip(spans, logs, strict=False)),
            export=one.export,
            found=found(one.request),
            why=Safe(f"OpenTelemetry {choice.era.sdk}: {choice.why}"),
            receipt=one.receipt,
            total=len(logs),
        )

    def _row(self, record: Record) -> Row | None:
        at = self._places.get(id(record))
        return None if at is None else self.chosen.rows[at]

    # --- sending ---

    def send(self) -> None:
        """Send everything to the endpoint, until it is done, `stop` is set or nobody answers."""
        if not self.bench.listen():
            self._fail(self.bench.trouble or say("the endpoint does not run"))
            return
        totals, digest = Totals(), hashlib.sha256()
        self.tell(stage="sending", totals=totals, error=None, built=0)
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
        self.tell(stage=stage, left_out=self._left_out(), rest=rest)

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
            pieces = (self._rebuilt(self._records(at)).batches for at in cuts)
        for batch in chain.from_iterable(pieces):
            if self.stop.is_set():
                return
            yield batch

    def _records(self, first: int) -> Iterator[Record]:
        """Read a piece again until it is asked to stop; the screen sees how far it is."""
        rows = self.chosen.rows
        for at in range(first, min(first + PIECE, len(rows))):
            if self.stop.is_set():
                return
            if (at + 1) % _STEP == 0:
                self.tell(built=at + 1)
            record = record_at(rows, at)
            if record is None:
                self._reasons[_GONE] += 1
                continue
            if not self.state.totals.requests:  # only the first requests are shown
                self._places[id(record)] = at
            yield record

    def _keep(self, one: Delivery, totals: Totals) -> None:
        number, sheets = totals.requests - 1, list(self.state.sheets)
        if number < min(len(sheets), len(self._batches)):
            arrived = self._sheet(one) if one.export else sheets[number]
            sheets[number] = replace(arrived, receipt=one.receipt)
        error = self.state.error
        if error is None and (one.receipt is None or not one.receipt.ok):
            error = one.receipt.error if one.receipt else say("it was not sent")
        self.tell(sheets=tuple(sheets), totals=totals, error=error)


def _add(totals: Totals, one: Delivery, digest: Safe) -> Totals:
    same = of = 0
    spans = [*one.export.spans] if one.export else []
    for at, record in enumerate(one.batch.records):
        said = sent(record) or ()
        wire = spans[at].attributes if at < len(spans) else ()
        same, of = same + parts.same(said, wire), of + max(len(said), len(wire))
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
