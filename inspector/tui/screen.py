"""The events screen: what each key and click does."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from inspector.tui import keys
from inspector.tui.copying import Copying
from inspector.tui.detail import VIEWS
from inspector.tui.entry import Entry
from inspector.tui.event_list import EventList
from inspector.tui.paint import Bar, Painted
from inspector.tui.places import Name
from inspector.tui.session import wrapped
from inspector.tui.timeline_bar import SMALLEST, TimelineBar
from inspector.tui.times import SAID, TIMES
from inspector.tui.wire import chosen
from inspector.tui.words import count, say


class EventsScreen(Copying):
    """The board with its keys; see `inspector.tui.keys` for the list of them."""

    PLACE: ClassVar[Name] = "events"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.BINDINGS]

    # --- moving ---

    @property
    def _reading(self) -> bool:
        """The detail has the keys."""
        return self.detail.has_focus

    def action_move(self, step: int) -> None:
        """Move by rows, or scroll the detail by lines."""
        if self._reading:
            self.detail.scroll_relative(y=step, animate=False)
        else:
            self.go(self.list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move or scroll by pages."""
        pane: Painted = self.detail if self._reading else self.list
        if self._reading:
            pane.scroll_relative(y=step * pane.page, animate=False)
        else:
            self.go(self.list.cursor + step * pane.page)

    def action_first(self) -> None:
        """Go to the first row, or to the top of the detail."""
        if self._reading:
            self.detail.scroll_home(animate=False)
        else:
            self.go(0)

    def action_last(self) -> None:
        """Go to the last row and follow, or to the bottom of the detail."""
        if self._reading:
            self.detail.scroll_end(animate=False)
        else:
            self._follow()

    def _follow(self) -> None:
        view, rows = self.session.view, self.list
        back = len(view) - 1 - rows.cursor
        if self.session.status(rows.cursor).fresh and back and rows.row is not None:
            rows.left = view.number(rows.cursor)
            rows.repaint()
            self.say(say("▹ marks where you were, {} back", count(back, "row", "rows")))
        self.go(len(self.session.view) - 1)
        self.session.follow()

    def action_follow(self) -> None:
        """Follow new events from now on, or no longer."""
        if self.session.following:
            self.session.hold()
            self.show_bars()
        elif self.session.live:
            self._follow()
        else:
            self.say(say("everything was read; nothing more will come"))

    def action_pause(self) -> None:
        """Pause, or go on."""
        self.action_follow()

    @on(EventList.Scrolled)
    def pause(self) -> None:
        """Stay where a person scrolls to."""
        self.session.hold()
        self.show_bars()

    def action_flagged(self, step: int) -> None:
        """Go to the next row that needs a look."""
        self._jump(lambda row: row.flagged, "no other flagged event", step)

    def action_run(self, step: int) -> None:
        """Go to the next row of the same run."""
        row = self.list.row
        if row is not None and row.run != "-":
            self._jump(lambda other: other.run == row.run, "no other event of this run", step)

    def _jump(self, wanted: Callable[[Entry], bool], what: str, step: int) -> None:
        view, back = self.session.view, step < 0
        index = view.find(self.list.cursor, wanted, back=back)
        if index is None:
            index = view.find(len(view) if back else -1, wanted, back=back)
            if index is not None and index != self.list.cursor:
                self.say(wrapped(step))
        self._go(index, what)

    # --- choosing ---

    def action_only_flagged(self) -> None:
        """Show only what needs a look, or everything again."""
        self.choose(self.session.flagged())

    def action_level(self) -> None:
        """Show the next level only."""
        self.choose(self.session.level())

    def action_only_level(self, level: str) -> None:
        """Show one level only, or all again."""
        self.choose(self.session.level(level))

    def action_type(self) -> None:
        """Show the next event type only."""
        self.choose(self.session.type())

    def action_unfiltered(self) -> None:
        """Switch the filter off, and on again."""
        self.choose(self.session.toggled())

    def action_only_run(self) -> None:
        """Show only the run of the chosen event, or all of them again."""
        filter_ = self.session.only_run(self.list.row)
        if filter_ == self.session.view.filter:
            self.say(say("this row belongs to no run"))
        else:
            self.choose(filter_)

    def action_everything(self) -> None:
        """Show also what the program notes for itself, or no longer."""
        view = self.session.view
        self.choose(view.filter, everything=not view.everything)

    # --- opening ---

    @on(EventList.Clicked)
    def choose_clicked(self, event: EventList.Clicked) -> None:
        """Choose the row that was clicked; open it at the second click."""
        self.go(event.index)
        if event.again:
            self.action_open()

    def action_open(self) -> None:
        """Give the keys to the detail; where there is room for one pane only, show it."""
        if self.list.row is not None:
            self.query_one("#body").add_class("-open")
            self.detail.focus()
            self.call_after_refresh(self.show_bars)

    def action_back(self) -> None:
        """Go back to the list."""
        self.query_one("#body").remove_class("-open")
        self.list.focus()
        self.call_after_refresh(self.show_bars)

    def action_other_pane(self) -> None:
        """Go from the list to the detail, or back."""
        if self._reading:
            self.action_back()
        else:
            self.action_open()

    def action_view(self) -> None:
        """Show the record in the next view."""
        at = VIEWS.index(self.detail.shown)
        self.action_show(VIEWS[(at + 1) % len(VIEWS)])

    def action_show(self, view: str) -> None:
        """Show the record in one of the views."""
        if self.has_class("-narrow"):
            self.action_open()
        self.show_detail(view)

    def action_times(self) -> None:
        """Show times by the clock, since the row above, or since the run began."""
        at = TIMES.index(self.list.times)
        self.list.times = TIMES[(at + 1) % len(TIMES)]
        self.list.update_rows()
        self.say(say(SAID[self.list.times]))
        self.show_bars()

    def action_zoom(self, step: int) -> None:
        """Show less of the timeline around the cursor, or more."""
        row = self.list.row
        if row is None or not self.timeline.shown:
            width, height = SMALLEST
            self.say(say("no timeline: it needs {} columns and {} lines", width, height))
        elif self.timeline.timeline.zoom(step, self.session.view.number(self.list.cursor)):
            self.show_bars()
        else:
            self.say(say("nothing finer here; a filter with since: and until: looks closer"))

    @on(TimelineBar.Picked)
    def choose_moment(self, event: TimelineBar.Picked) -> None:
        """Go to the row that a click on the timeline means."""
        self.go(event.index)

    def action_credentials(self) -> None:
        """Show credentials in the headers of a request, or mask them again."""
        self.detail.reveal()
        self.say(say("credentials are shown" if self.detail.secrets else "credentials are masked"))

    # --- the dry run ---

    def action_dry(self) -> None:
        """Show the chosen event as the request that would carry it; nothing is sent yet."""
        row = self.list.row
        self.rehearse(chosen.one(row, self.session.log) if row else None)

    def action_wire(self) -> None:
        """Show the wire: of the chosen event, or what other programs sent where none is chosen."""
        row = self.list.row
        found = chosen.one(row, self.session.log) if row else None
        self.rehearse(chosen.NOTHING if found is None else found)

    def action_dry_more(self) -> None:
        """Ask what the dry run is about: the event, its run, or everything shown."""
        from inspector.tui.wire.menu import Menu  # noqa: PLC0415  # seldom needed

        offers = chosen.offers(self.list.row, self.session.log, self.session.view)
        if offers:
            self.app.push_screen(Menu(offers), self.begin_rehearsal)
        else:
            self.rehearse(None)

    def action_help(self) -> None:
        """Show every key."""
        from inspector.tui.help_screen import HelpScreen  # noqa: PLC0415  # seldom needed

        self.app.push_screen(HelpScreen("detail" if self._reading else "list"))

    def action_redraw(self) -> None:
        """Draw everything again."""
        self.list.repaint()
        self.detail.repaint()
        self.refresh(layout=True)

    async def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """Do what the clicked span stands for."""
        await self.run_action(event.action)
