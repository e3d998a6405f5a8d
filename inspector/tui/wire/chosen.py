"""Rows in, what a dry run is about out: one event, a run, everything shown, or a real request."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from inspector.safe import Safe
from inspector.tui.rows import Partner, Row
from inspector.tui.store import Log
from inspector.tui.view import View
from inspector.tui.wire.numbered import Numbered
from inspector.tui.words import count, line_number, say

What = Literal["event", "run", "all"]
MOST = 200_000
"""Events of a set; what lies beyond is not sent, and the title says so."""
_TWINS = 10_000
"""Events of a run among which that of a span is looked for."""
_NOTHING = Safe("")
_UNCARRIED = Safe("No captured request carries this event: below is what one would have been.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Events of a log to rebuild; or one row of the wire, with the events it may be."""

    title: Safe
    rows: Sequence[Row]
    received: Row | None = None
    """A request that was received, or a span of one: it is shown as it arrived."""
    log: bool = True
    """False where there is no log at all that could say something of it."""
    paired: dict[int, Row] | None = None
    """The event of the log that each span of the request is, where a comparison told."""
    note: Safe = _NOTHING
    """What is to be known of it before anything else."""

    @property
    def key(self) -> int:
        """Tells this choice from any other while the app runs, also when its rows are made anew."""
        rows = self.rows if self.received is None else (self.received,)
        places = rows if isinstance(rows, Numbered) else tuple(filter(None, map(_where, rows)))
        return hash((self.title, self.received is not None, self.note, places))


NOTHING = Chosen(Safe("no event chosen"), ())
"""Chosen where the cursor is on no event: the screen shows what other programs sent."""


def logged(row: Row) -> bool:
    """Tell whether a row is an event of a log: only of such a one a request can be rebuilt."""
    own = row.line is not None and row.carrier is None
    return own and not row.remark and row.flag not in {"unreadable", "divider"}


def _where(row: Row) -> tuple[int, int, bytes, bool, int] | None:
    """Where a row stands, and what: the same for one that was made anew."""
    line = row.carrier or row.line
    if line is None:
        return None
    return line.number, line.start, line.data, row.carrier is not None, row.place


def logged_at(log: Log, number: int) -> bool:
    """The same as `logged` of a row by its number, mostly without making it."""
    row = log.kept(number)
    if row is not None:
        return logged(row)
    shape = log.shape(number)
    return not shape.remark and shape.flag not in {"unreadable", "divider"}


def on_the_wire(row: Row) -> bool:
    """Tell whether a row was received: a request that can be read, or a span of one."""
    return row.carrier is not None or (row.remark and bool(row.text))


def one(row: Row, log: Log) -> Chosen | None:
    """Choose one row; None for one that is no event."""
    if not on_the_wire(row):
        return _event(row) if logged(row) else None
    if partners := _partners(row, log):
        return Chosen(_place(row, "request"), (), row, paired=_events_of(partners, log))
    numbers = range(log.first, log.end)
    alike = (n for n in log.of_run(row.run) if row.carrier and _typed(log, n) == row.type)
    twins = tuple(log[n] for n in islice((n for n in alike if logged_at(log, n)), _TWINS))
    there = bool(twins) or any(logged_at(log, n) for n in numbers)
    return Chosen(_place(row, "request"), twins, row, there)


def _typed(log: Log, number: int) -> Safe:
    shape = log.shape(number)
    return log[number].type if shape.loose else shape.type


def _event(row: Row) -> Chosen:
    """An event of a log: as it was captured, where a comparison found the span."""
    title, partner = _place(row, "event"), row.partner
    if partner is None:
        return Chosen(title, (row,))
    if partner.line is None:
        return Chosen(title, (row,), note=_UNCARRIED)
    span = replace(row, carrier=partner.line, place=partner.place)
    return Chosen(title, (), span, paired={partner.place: row})


def _partners(row: Row, log: Log) -> dict[int, Partner]:
    """What a comparison found for a span, or for those of a request."""
    if row.carrier is not None:
        return {row.place: row.partner} if row.partner is not None else {}
    spans = (other for other in _kept(log) if other.carrier is row.line)
    return {span.place: span.partner for span in spans if span.partner is not None}


def _kept(log: Log) -> Iterator[Row]:
    """The rows that are kept as such: what was compared with its requests always is."""
    return filter(None, map(log.kept, range(log.first, log.end)))


def _events_of(partners: dict[int, Partner], log: Log) -> dict[int, Row]:
    """Find the rows of the log that are partners."""
    wanted = {id(one.line): place for place, one in partners.items() if one.line is not None}
    rows = (other for other in _kept(log) if other.line is not None and other.carrier is None)
    return {wanted[id(row.line)]: row for row in rows if id(row.line) in wanted}


def offers(row: Row | None, log: Log, view: View) -> dict[What, Chosen]:
    """Give what a dry run may be about with the cursor on a row: it, its run, all shown."""
    found: dict[What, Chosen] = {}
    if row is not None and (event := one(row, log)) is not None:
        found["event"] = event
    if row is not None and row.run != "-":
        found["run"] = run_of(row.run, log)
    found["all"] = shown_in(view)
    return {what: chosen for what, chosen in found.items() if chosen.rows or chosen.received}


def run_of(label: Safe, log: Log) -> Chosen:
    """Choose the events of a run, by what the list calls it."""
    run = Numbered(log, array("q", islice(_logged(log, log.of_run(label)), MOST)))
    return Chosen(say("run {}: {}", label, _counted(len(run))), run)


def shown_in(view: View) -> Chosen:
    """Choose every event of a log that the list shows, `MOST` at most."""
    numbers = map(view.number, range(len(view)))
    found = Numbered(view.log, array("q", islice(_logged(view.log, numbers), MOST)))
    return Chosen(say("everything shown: {}", _counted(len(found))), found)


def _logged(log: Log, numbers: Iterable[int]) -> Iterator[int]:
    return (number for number in numbers if logged_at(log, number))


def _place(row: Row, what: str) -> Safe:
    line = row.carrier or row.line
    return say("{}, line {}", say(what), line_number(line.number)) if line else say(what)


def _counted(number: int) -> str:
    events = count(number, "event", "events")
    return say("the first {}", events) if number == MOST else events
