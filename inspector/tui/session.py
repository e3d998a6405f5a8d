"""What the events screen knows, without a screen: log, view, state of the source, search.

Batches of the reader go in, and everything that the bars and the empty list say comes out.
"""

from __future__ import annotations

from bisect import bisect_left

from inspector.safe import Safe, safe
from inspector.tui import states
from inspector.tui.cells import Line, figure
from inspector.tui.feed import Batch, Told
from inspector.tui.filter import CYCLE, FLAGGED, Filter
from inspector.tui.rows import divider
from inspector.tui.source import Source
from inspector.tui.status import Status
from inspector.tui.store import Log
from inspector.tui.view import View


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
        self.read = self.held = self.runs = self.requests = self.refused = 0
        self.compared: Told | None = None
        """What log and wire are to each other, once both were read."""
        self.behind = False
        """The reader is catching up with what was there before."""
        self._seen = 0
        self._word = ""
        self._last = Filter()

    # --- what arrives ---

    def take(self, batch: Batch) -> list[Safe]:
        """Take over a batch; gives the news that a person should see for a moment."""
        news = []
        for item in batch.items:
            if isinstance(item, Told):
                news += self._hear(item)
            else:
                self.log.add((item,))
                if self.state in {"opening", "waiting", "empty", "unreadable"}:
                    self.state = "live"
        self.read += batch.read
        self.held, self.runs = batch.held, batch.runs
        self.requests, self.refused = batch.requests, batch.refused
        self.behind = batch.left > 0
        return news

    def _hear(self, told: Told) -> list[Safe]:
        several = self.source.kind == "paths"
        if told.kind in states.DIVIDERS and (self.log.end or several or told.kind in states.TITLES):
            own = told.kind in states.TITLES or (several and told.kind != "gap")
            title = told.text if own else states.DIVIDERS[told.kind]
            self.log.add((divider(title, told.text),))
        if told.kind in {"agree", "disagree"}:
            self.compared = told
        state = states.after(told.kind)
        if state is not None:
            self.state, self.told = state, told.text
        if state in {"ended", "failed"}:
            self.hold()
        return [states.DIVIDERS.get(told.kind, told.text)] if told.kind in states.NEWS else []

    def fail(self, error: BaseException | None) -> None:
        """The reader died; its error may quote the log, so only its type is told."""
        self._hear(Told("failed", safe(type(error).__name__)))

    def settle(self, gone: int) -> None:
        """Count on from where the view was paused, after `gone` rows fell off its beginning."""
        self._seen = max(0, self._seen - gone)

    # --- following ---

    @property
    def live(self) -> bool:
        """Tell whether more may come."""
        return self.source.live and self.state not in {"ended", "failed"}

    def hold(self) -> None:
        """Pause: rows are still taken, the view stays."""
        if self.following:
            self.following, self._seen = False, len(self.view)

    def follow(self) -> None:
        """Follow the newest row, where more may come."""
        self.following = self.live

    # --- choosing ---

    def choose(self, filter_: Filter, *, everything: bool | None = None) -> None:
        """Show other rows."""
        if self.view.filter and not filter_:
            self._last = self.view.filter
        whole = self.view.everything if everything is None else everything
        self.view.change(filter_, everything=whole)
        self._seen = len(self.view)

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

    def type(self) -> Filter:
        """The filter for the next event type that was seen; after the last, for all of them."""
        now = self.view.filter
        cycle: list[tuple[str, ...]] = [(), *((name,) for name in self.log.types)]
        at = cycle.index(now.events) if now.events in cycle else 0
        return now.with_events(cycle[(at + 1) % len(cycle)])

    # --- searching ---

    @property
    def word(self) -> str:
        """What is searched for; empty while nothing is."""
        return self._word

    def search(self, word: str) -> None:
        """Search for a word from now on; an empty one ends the search."""
        self._word = word

    def found(self, index: int, step: int) -> int | None:
        """The next row (the one before, for a negative step) that holds the word.

        An index outside the rows stands before the first, or behind the last.
        """
        matches = self.view.holding(self._word)
        if not matches:
            return None
        beyond = -1 if index < 0 else 1 << 62
        number = self.view.number(index) if 0 <= index < len(self.view) else beyond
        at = bisect_left(matches, number + 1) if step > 0 else bisect_left(matches, number) - 1
        return self.view.index(matches[at]) if 0 <= at < len(matches) else None

    # --- what is said ---

    def words(self, width: int, height: int) -> list[Line]:
        """What stands where there is no row to show."""
        if self.view.filter and self.log.end:
            texts = states.no_match(self.view.filter, self.view.whole, self.view.counts())
        elif self.log.records:
            texts = states.only_remarks(self.log.records)
        else:
            texts = states.words(self.source, self.state, self.told, width)
        return states.centred(texts, width, height)

    def status(self, index: int) -> Status:
        """What the state line is made of, with the cursor at `index`."""
        return Status(
            following=self.following,
            live=self.live,
            reading=self.behind or self.state == "opening",
            fresh=0 if self.following else max(0, len(self.view) - self._seen),
            index=index,
            shown=len(self.view),
            filter=self.view.filter,
            everything=self.view.everything,
            hidden=self.log.flags["remark"],
            dropped=self.log.first,
            search=safe(self._word, 40) if self._word else None,
            held=self.held,
        )

    def first_look(self) -> int:
        """Where to begin in a source that has ended: at the worst that was found.

        What a log and its requests do not agree in comes before anything else.
        """
        other = [at for at in range(len(self.view)) if self.view[at].disagrees]
        if other:
            return next((at for at in other if self.view[at].flagged), other[0])
        worst = self.view.find(-1, lambda row: row.flag == "violation")
        return worst if worst is not None else self.view.find(-1, lambda row: row.flagged) or 0


def nothing_more(what: str) -> Safe:
    """Say that there is no further row of a kind."""
    return Safe(f"no other {what}")


def wrapped(step: int) -> Safe:
    """Say that the next row of a kind was looked for from the other end on."""
    return Safe("on from the first row" if step > 0 else "on from the last row")


def matches(count: int, word: str) -> Safe:
    """Say how many rows hold a word."""
    rows = "row holds" if count == 1 else "rows hold"
    return Safe(f"{figure(count)} {rows} “{safe(word, 60)}”")
