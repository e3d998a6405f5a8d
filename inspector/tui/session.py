"""What the events screen knows, without a screen: log, view, state of the source, search.

Batches of the reader go in, and everything that the bars and the empty list say comes out.
"""

from __future__ import annotations

from inspector.safe import Safe, safe
from inspector.tui import states
from inspector.tui.cells import Line
from inspector.tui.feed import Batch, End, Told
from inspector.tui.filter import CYCLE, FLAGGED, Filter
from inspector.tui.marks import Marks
from inspector.tui.pack import Pack
from inspector.tui.rows import Row, divider
from inspector.tui.search import Search
from inspector.tui.source import Source
from inspector.tui.status import Status
from inspector.tui.store import Log
from inspector.tui.view import View
from inspector.tui.words import say


class Session:
    """One source being shown."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.log = Log()
        self.view = View(self.log)
        self.state: states.State = "opening"
        self.told = Safe("")
        """The source's own words for its state."""
        self.following = source.live
        self.touched = False
        """A person moved the cursor: from then on nothing else moves it but following."""
        self.read = self.left = self.held = self.runs = self.requests = self.refused = 0
        self.compared: Told | None = None
        """What log and wire are to each other, once both were read."""
        self.behind = False
        """The reader is catching up with what was there before."""
        self.search = Search(self.view)
        self.marks = Marks()
        self._seen = self._refused = 0
        self._filling = False
        self._last = Filter()

    # --- what arrives ---

    def take(self, batch: Batch) -> list[Safe]:
        """Take over a batch; gives the news that a person should see for a moment."""
        news = []
        before = self.log.end
        for item in batch.items:
            match item:
                case Told():
                    news += self._hear(item)
                    continue
                case End(rows, gone):
                    self._see_end(rows, gone=gone)
                case Pack():
                    self.log.extend(item)
                case _:
                    self.log.add((item,))
            if self.state in {"opening", "waiting", "empty", "unreadable"}:
                self.state = "live"
        self._meet(before)
        self.read += batch.read
        self.left = batch.left
        self.held, self.runs = batch.held, batch.runs
        self.requests, self.refused = batch.requests, batch.refused
        self.behind = batch.left > 0
        return news

    def meet_all(self) -> None:
        """Put the marks that were kept on what was read before they were known."""
        self._meet(self.log.first)

    def _meet(self, first: int) -> None:
        """Look for the rows of marks that were kept, from a number on."""
        if starts := self.marks.awaited:
            for number in self.log.starting(starts, first):
                self.marks.meet(number, self.log[number])

    def _see_end(self, rows: tuple[Row, ...], *, gone: bool) -> None:
        """Show the end of a file that is still being indexed; forget it when the index is there."""
        ahead = self.log.ahead
        if gone:
            ahead.clear()
            self.marks.move(self._home)
        ahead.add(rows)

    def _home(self, start: int) -> tuple[int, Row] | None:
        """The record of the index that begins at an offset, and its number."""
        number = self.log.newest_from(start)
        return None if number is None else (number, self.log[number])

    def _hear(self, told: Told) -> list[Safe]:
        several = self.source.kind == "paths"
        if told.kind in states.DIVIDERS and (self.log.end or several or told.kind in states.TITLES):
            own = told.kind in states.TITLES or (several and told.kind != "gap")
            title = told.text if own else say(states.DIVIDERS[told.kind])
            self.log.add((divider(title, told.text),))
        if told.kind in {"agree", "disagree"}:
            self.compared = told
        state = states.after(told.kind)
        if state is not None:
            self.state, self.told = state, told.text
        if state in {"ended", "failed"}:
            self.hold()
        if told.kind not in states.NEWS:
            return []
        known = states.DIVIDERS.get(told.kind)
        return [told.text if known is None else say(known)]

    def fail(self, error: BaseException | None) -> None:
        """The reader died; its error may quote the log, so only its type is told."""
        self._hear(Told("failed", safe(type(error).__name__)))

    def settle(self, gone: int, inserted: int = 0) -> None:
        """Count on from where the view was paused: rows that came in before the end are not new."""
        self._seen = max(0, self._seen - gone + inserted)
        if inserted:
            self._refused = self.view.refused
        if self._filling:  # rows that were there before are not new
            self._filling = self.view.left > 0
            self._count_anew()

    # --- following ---

    @property
    def live(self) -> bool:
        """Tell whether more may come."""
        return self.source.live and self.state not in {"ended", "failed"}

    def hold(self) -> None:
        """Pause: rows are still taken, the view stays."""
        if self.following:
            self.following = False
            self._count_anew()

    def follow(self) -> None:
        """Follow the newest row, where more may come."""
        self.following = self.live

    # --- choosing ---

    def choose(self, filter_: Filter, *, everything: bool | None = None) -> None:
        """Show other rows; raises `inspector.tui.expression.TooSlow`."""
        if self.view.filter and not filter_:
            self._last = self.view.filter
        whole = self.view.everything if everything is None else everything
        self.search = Search(self.view, self.search.word)
        try:
            self.view.change(filter_.counted_from(self.log.newest), everything=whole)
        finally:
            self._filling = self.view.left > 0
            self._count_anew()

    def _count_anew(self) -> None:
        self._seen, self._refused = len(self.view), self.view.refused

    def toggled(self) -> Filter:
        """The filter that switching it off, or on again, gives."""
        return Filter() if self.view.filter else self._last

    def flagged(self) -> Filter:
        """The filter that shows only what needs a look, or no longer only that."""
        now = self.view.filter
        return now.with_levels(() if now.levels == FLAGGED else FLAGGED)

    def level(self, only: str | None = None) -> Filter:
        """The filter for the next level of the cycle, or for one level, on or off."""
        now = self.view.filter
        if only is not None:
            return now.with_levels(() if now.levels == (only,) else (only,))
        at = CYCLE.index(now.levels) if now.levels in CYCLE else 0
        return now.with_levels(CYCLE[(at + 1) % len(CYCLE)])

    def only_run(self, row: Row | None) -> Filter:
        """The filter for the run of a row, or no longer for one run."""
        now = self.view.filter
        if now.values("run") or row is None or row.run == "-":
            return now.asking("run", ())
        return now.asking("run", (row.run,))

    def type(self) -> Filter:
        """The filter for the next event type that was seen; after the last, for all of them."""
        now = self.view.filter
        cycle: list[tuple[str, ...]] = [(), *((name,) for name in self.log.types)]
        at = cycle.index(now.events) if now.events in cycle else 0
        return now.with_events(cycle[(at + 1) % len(cycle)])

    # --- what is said ---

    def words(self, width: int, height: int) -> list[Line]:
        """What stands where there is no row to show."""
        if self.view.filter and self.log.end:
            looking = self.behind or self.view.left > 0
            texts = states.no_match(
                self.view.filter, self.view.whole, self.view.counts(), looking=looking
            )
        elif self.log.records:
            texts = states.only_remarks(self.log.records)
        else:
            texts = states.words(self.source, self.state, self.told, width)
        return states.centred(texts, width, height)

    @property
    def looked(self) -> int | None:
        """How many percent of the log were looked through; None when all of it was."""
        left = self.view.left
        if not self.view.filter or not left or self.behind:
            return None
        return 100 - 100 * left // max(1, self.log.end - self.log.first)

    @property
    def indexed(self) -> int | None:
        """How many percent of what is there were indexed; None when all of it was."""
        return 100 * self.read // (self.read + self.left) if self.left else None

    def status(self, index: int) -> Status:
        """What the state line is made of, with the cursor at `index`."""
        return Status(
            following=self.following,
            live=self.live,
            reading=self.behind or self.state == "opening",
            indexed=self.indexed,
            fresh=0 if self.following else max(0, len(self.view) - self._seen),
            kept_away=0 if self.following else max(0, self.view.refused - self._refused),
            looked=self.looked,
            marks=len(self.marks),
            index=index,
            shown=len(self.view),
            filter=self.view.filter,
            everything=self.view.everything,
            hidden=self.log.flags["remark"],
            dropped=self.log.first,
            search=self.search.said(index),
            held=self.held,
        )

    def first_look(self) -> int:
        """Where to begin in a source that has ended: at the worst that was found.

        What a log and its requests do not agree in comes before anything else.
        """
        if self.source.kind == "captured":
            other = [at for at in range(len(self.view)) if self.view[at].disagrees]
            if other:
                return next((at for at in other if self.view[at].flagged), other[0])
        worst = self.view.find(-1, lambda entry: entry.flag == "violation")
        return worst if worst is not None else self.view.find(-1, lambda entry: entry.flagged) or 0


def wrapped(step: int) -> Safe:
    """Say that the next row of a kind was looked for from the other end on."""
    return say("on from the first row" if step > 0 else "on from the last row")
