"""The events screen without its keys: lays out list, detail and bars, and keeps them up to date.

`tick` runs fifteen times a second and is the only place where rows arrive; everything else reacts
to a key, a click or a change of size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from inspector.safe import Safe
from inspector.tui import keys, states, status
from inspector.tui.cells import Line
from inspector.tui.detail import Detail
from inspector.tui.event_list import EventList, heading
from inspector.tui.expression import TooSlow
from inspector.tui.feed import Feed
from inspector.tui.filter import Filter
from inspector.tui.keeping import Keeper
from inspector.tui.paint import CLASSES, Bar, Painted, Panel
from inspector.tui.session import Session
from inspector.tui.source import Source
from inspector.tui.timeline_bar import TimelineBar
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.wire.chosen import Chosen
    from inspector.tui.wire.memory import Memory
    from inspector.tui.wire.tools import Tools

_RATE = 1 / 15  # repainting for every batch took twice the processor time at 50 lines a second
_POLL = 0.2
_CATCHING_UP = 4
TOO_SLOW = "not used: that expression takes too long; RE2 would not: telemetry-inspector[re2]"


class Board(Screen[None]):
    """List, detail and bars over one source."""

    COMPONENT_CLASSES = CLASSES
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it for instances
        (0, "-narrow"), (60, "-normal"), (110, "-wide"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012  # the same

    def __init__(
        self, source: Source, feed: Feed, tools: Tools | None = None, *, keeps: bool = False
    ) -> None:
        super().__init__()
        self.session = Session(source)
        self.keeper = Keeper(self.session, on=keeps)
        self.feed = feed
        self._tools = tools
        self._memory: Memory | None = None
        self._ticks = 0
        self._wanted: int | None = None
        """Row number of the cursor, while a filter is still being looked through."""
        self.list = EventList(self.session.view, self.session.words, self.session.marks)
        self.detail = Detail()
        self.timeline = TimelineBar(self.session.view)

    # --- widgets ---

    def compose(self) -> ComposeResult:
        """Lay out bars, list and detail."""
        yield Bar("header")
        yield Bar("where")
        yield Bar("chips")
        if self.session.source.kind in {"demo", "endpoint", "captured"}:
            yield Bar("hint")
        yield self.timeline
        with Container(id="body", classes="-blank"):
            with Vertical(id="left"):
                yield Bar("heading")
                yield self.list
            with Vertical(id="right"):
                yield Bar("about")
                yield Bar("views")
                yield self.detail
        yield Panel("complaint")
        yield Bar("status")
        yield Bar("footer")
        yield Bar("small")

    def on_mount(self) -> None:
        """Give the keys to the list."""
        self.show_bars()
        self.list.focus()
        # behind the first paint, which the imports of the reader would hold up
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Start to read, and to take over what was read."""
        self.run_worker(self.feed.run, thread=True, exit_on_error=False, name="reader")
        self.set_interval(_RATE, self.tick)

    def on_unmount(self) -> None:
        """Let the reader end, and the endpoint of the dry run where there is one."""
        self.feed.stop.set()
        self.session.log.texts.close()
        if self._tools is not None:
            self._tools.close()

    def rehearse(self, chosen: Chosen | None) -> None:
        """Show a dry run; the endpoint starts with the first and lives as long as the app."""
        if chosen is None:
            self.say(say("there is no event here to send; choose one with j and k"))
            return
        from inspector.tui.wire.screen import WireScreen  # noqa: PLC0415  # seldom needed

        self.app.push_screen(WireScreen(self._dry_runs().of(chosen)))

    def _dry_runs(self) -> Memory:
        """What there is of dry runs; what other programs send is taken in from then on."""
        if self._memory is None:
            from inspector.tui.wire.bench import Bench  # noqa: PLC0415  # seldom needed
            from inspector.tui.wire.memory import Memory  # noqa: PLC0415  # the same
            from inspector.tui.wire.tools import Wire  # noqa: PLC0415  # the same

            self._tools = self._tools or Wire()
            bench = Bench(self._tools, self.session.source.endpoint)
            self._memory = Memory(bench)
            self.set_interval(_POLL, bench.poll)
        return self._memory

    def begin_rehearsal(self, chosen: Chosen | None) -> None:
        """Show a dry run of what was chosen from the menu, if anything was."""
        if chosen is not None:
            self.rehearse(chosen)

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = states.SMALLEST
        self.set_class(event.size.width < width or event.size.height < height, "-tiny")
        self.show_bars()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show that the reader died."""
        if event.state is WorkerState.ERROR:
            self.session.fail(event.worker.error)
            self.list.update_rows()
            self.show_bars()

    # --- what arrives, what is shown ---

    def tick(self) -> None:
        """Flush; less often while the reader is catching up, for painting takes its time."""
        self._ticks += 1
        if not self.session.behind or self._ticks % _CATCHING_UP == 0:
            self.flush()
            self.look_on()

    def flush(self) -> None:
        """Take over what the reader has made since the last time."""
        batches = self.feed.drain()
        if not batches and not self.session.view.busy and not self.timeline.busy:
            return
        for news in [text for batch in batches for text in self.session.take(batch)]:
            self.notify(news, markup=False, timeout=6)
        self._recall()
        self._extend()
        self._place_again()
        self.timeline.look()
        self.list.update_rows()
        last = len(self.session.view) - 1
        if self.session.state == "ended" and not self.session.touched:
            self.list.move(self.session.first_look())
        elif self.session.following:
            self.list.move(last)
        elif self.list.cursor < 0 <= last:
            self.list.move(0)
        self.show_bars()

    def _recall(self) -> None:
        filter_, said = self.keeper.recall()
        if filter_ is not None:
            self.choose(filter_)
        if said is not None:
            self.notify(said, markup=False, timeout=6)

    def keep(self) -> None:
        """Keep marks and filter for the next time."""
        if said := self.keeper.keep():
            self.say(said)

    def _extend(self) -> None:
        """Take over new rows; cursor and sight stay on the rows on which they are."""
        view, rows = self.session.view, self.list
        there = len(view)
        chosen = view.number(rows.cursor) if 0 <= rows.cursor < there else None
        top = view.number(rows.top) if 0 <= rows.top < there else None
        try:
            gone, inserted = view.extend()
        except TooSlow:
            self.choose(Filter())
            self.say(say(TOO_SLOW))
            return
        self.session.settle(gone, inserted)
        if (gone or inserted) and chosen is not None:
            home = self.session.log.home
            rows.place(view.index(home(chosen)), None if top is None else view.index(home(top)))

    def look_on(self) -> None:
        """Go on with what a person searches for."""
        if self.session.search.look():
            self.show_bars()

    def _place_again(self) -> None:
        """Put the cursor on its event again, while the rows of a new filter are being found."""
        if self._wanted is None:
            return
        if len(self.session.view) and not self.session.following:
            self.list.move(self.session.view.index(self._wanted))
        if not self.session.view.left:
            self._wanted = None

    def go(self, index: int) -> None:
        """Go where a person wants to; that pauses the view before the next row can move it."""
        self._wanted = None
        self.session.touched = True
        self.session.hold()
        self.list.move(index)

    @on(EventList.Moved)
    def show_chosen(self) -> None:
        """Show the chosen event; not every last one while the reader is catching up."""
        if self.session.log.ahead or not (self.session.behind and self.session.following):
            self.show_detail(self.detail.shown)

    def show_detail(self, view: str) -> None:
        """Lay out the chosen record in one of the views."""
        at = self.list.cursor
        row = self.list.row
        said = self.session.marks.comment(self.session.view.number(at)) if row else ""
        self.detail.show(row, view, said)
        self.show_bars()

    @on(Painted.Resized)
    def show_bars(self) -> None:
        """Bring every bar up to date."""
        session, width = self.session, self.size.width or self.app.size.width
        for blank in (self.query_one("#body"), self.timeline):
            blank.set_class(not len(session.view), "-blank")
        now, row = session.status(self.list.cursor), self.list.row
        lines: dict[str | None, Line] = {
            "header": status.header(session.source, session.state, session.read, width),
            "where": status.where(session.source, session.state, session.read, width),
            "chips": status.chips(session.log, session.runs, session.view.filter, width),
            "hint": status.hint(session, width),
            "heading": heading(self.list.room, self.list.times),
            "about": status.about(
                row, self.detail.place, self.detail.shown, self.detail.size.width
            ),
            "views": status.views(self.detail.shown, self.detail.size.width),
            "status": status.status(now, row, width),
            "footer": keys.footer(width, getattr(self.app, "keymap", {})),
            "small": states.too_small(width, self.size.height),
        }
        for bar in self.query(Bar):
            bar.show(lines.get(bar.id, bar.line))
        self.query_one("#views").display = bool(lines["views"])
        number = session.view.number(self.list.cursor) if row else None
        self.timeline.bring(number, session.marks.numbers())

    def say(self, text: Safe) -> None:
        """Say something for a moment."""
        self.notify(text, markup=False, timeout=3)

    def complain(self, lines: list[Line]) -> None:
        """Show what is wrong with what was typed, under it; no line takes it away."""
        self.query_one("#complaint", Panel).show(lines)

    def choose(self, filter_: Filter, *, everything: bool | None = None) -> None:
        """Show other rows, with the cursor on the same one or the next that is left."""
        view, before = self.session.view, self.session.view.filter
        number = view.number(self.list.cursor) if self.list.row else 0
        try:
            self.session.choose(filter_, everything=everything)
        except TooSlow:
            self.say(say(TOO_SLOW))
            self.session.choose(Filter() if before == filter_ else before)
        self.keep()
        self.list.cursor = -1
        self.timeline.look()
        self.list.update_rows()
        if not len(view):  # the words stand where the list was
            self.query_one("#body").remove_class("-open")
            self.list.focus()
        self._wanted = number if view.left else None
        last = len(view) - 1
        self.list.move(last if self.session.following else view.index(number))
