"""What the lists beside the events share: the walk through the log, and the keys that move.

A screen gathers what it shows in a worker, once, and goes on with what comes; while it is not the
one that is shown it rests.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from inspector.safe import Safe
from inspector.tui.cells import Line, Role, Span, figure, width_of
from inspector.tui.framed import Framed
from inspector.tui.paint import Bar, Lines, Painted, Panel
from inspector.tui.row_list import RowList
from inspector.tui.walk import Walk
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.board import Board


class Beside(Framed):
    """A screen of what a walk through the log has gathered; subclasses say what it shows."""

    def __init__(self, board: Board, walk: Walk) -> None:
        super().__init__(board)
        self.walk = walk
        self._shown = -1

    # --- what it shows; subclasses say ---

    def refresh_rows(self) -> None:
        """Take over what the worker has gathered."""
        raise NotImplementedError

    def place(self) -> Safe:
        """Where the cursor stands, for the state line."""
        raise NotImplementedError

    def on_unmount(self) -> None:
        """Let the worker end."""
        self.walk.stop.set()

    # --- what the worker gathers ---

    def show_state(self) -> None:
        """Go on with what has come, and show what was gathered."""
        rows = self.walk.due(self.session.log)
        if rows:
            work = partial(self.walk.run, self.session.log, rows)
            self.run_worker(work, thread=True, exit_on_error=False, name="walk")
        if self.walk.done != self._shown:
            self._shown = self.walk.done
            self.refresh_rows()
        self.show_bars()

    def told(self, width: int) -> Line:
        """What the gathering does, where the cursor stands, and what is not in here."""
        doing = self._doing()
        spans = [*doing, Span(Safe(f" {self.place()}"))]
        lost = self.walk.lost
        if lost:
            spans.append(Span(say("  without {} records no longer kept", figure(lost)), "review"))
        return tuple(spans) if width_of(spans) <= width else tuple(spans[: len(doing) + 1])

    def _doing(self) -> list[Span]:
        """How far the gathering is among what is indexed, and the index among what is there."""
        indexed, walk = self.session.indexed, self.walk
        role: Role = "review"
        spans = []
        if indexed is not None:
            spans.append(Span(say(" INDEXING {} % ", indexed), role))
        if self.fault is not None:
            return [Span(say(" a fault in the program: {} ", self.fault), "alarm")]
        if walk.busy:
            done = say(" GATHERING {} of {} ", figure(walk.done), figure(walk.asked))
            return [*spans, Span(done, role)]
        if spans:
            return spans
        if self.session.live:
            return [Span(say(" UP TO DATE "), "live")]
        return [Span(say(" ALL READ "), "dim")]


class BesideList(Beside):
    """A list above the detail of the chosen row."""

    def __init__(self, board: Board, walk: Walk, rows: RowList) -> None:
        super().__init__(board, walk)
        self.list, self.detail = rows, Lines("detail")
        self.touched = False
        """A person moved the cursor: until then it stays where one begins to look."""

    def body(self) -> Iterator[Widget]:
        """Give the list with its bars, and the detail."""
        yield Bar("about")
        with Container(id="body"):
            with Vertical(id="left"):
                yield Bar("heading")
                yield self.list
                yield Panel("legend")
            with Vertical(id="right"):
                yield Bar("title")
                yield self.detail

    def on_mount(self) -> None:
        """Give the keys to the list."""
        super().on_mount()
        self.list.focus()

    def go(self, index: int) -> None:
        """Go where a person wants to."""
        self.touched = True
        self.list.move(index)

    def legend(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  # subclasses need both
        """What stands below the list, where there is anything to explain."""
        return []

    def show_bars(self) -> None:
        """Bring the bars and what explains the list up to date."""
        super().show_bars()
        self.query_one("#legend", Panel).show(self.legend(*(self.size or self.app.size)))

    def show_detail(self, *, top: bool = False) -> None:
        """Lay out the detail of the chosen row."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the chosen row."""
        raise NotImplementedError

    @on(RowList.Moved)
    def show_chosen(self) -> None:
        """Show the chosen row from its beginning."""
        self.show_detail(top=True)
        self.show_bars()

    @on(RowList.Clicked)
    def choose_clicked(self, event: RowList.Clicked) -> None:
        """Choose the row that was clicked; open it at the second click."""
        self.go(event.index)
        if event.again:
            self.action_open()

    @on(Painted.Resized)
    def lay_out_detail(self) -> None:
        """Break the lines of the detail anew."""
        self.show_detail()

    def place(self) -> Safe:
        """The row of the cursor, among all."""
        at = figure(self.list.cursor + 1) if self.list.length() else Safe("-")
        return Safe(f"{at}/{figure(self.list.length())}")

    @property
    def reading(self) -> bool:
        """The detail has the keys."""
        return self.detail.has_focus

    def action_move(self, step: int) -> None:
        """Move by rows, or scroll the detail by lines."""
        if self.reading:
            self.detail.scroll_relative(y=step, animate=False)
        else:
            self.go(self.list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move or scroll by pages."""
        if self.reading:
            self.detail.scroll_relative(y=step * self.detail.page, animate=False)
        else:
            self.go(self.list.cursor + step * self.list.page)

    def action_first(self) -> None:
        """Go to the first row, or to the top of the detail."""
        if self.reading:
            self.detail.scroll_home(animate=False)
        else:
            self.go(0)

    def action_last(self) -> None:
        """Go to the last row, or to the bottom of the detail."""
        if self.reading:
            self.detail.scroll_end(animate=False)
        else:
            self.go(self.list.length() - 1)

    def action_other_pane(self) -> None:
        """Go from the list to the detail, or back."""
        reading = self.reading
        self.query_one("#body").set_class(not reading, "-open")
        (self.list if reading else self.detail).focus()
        self.call_after_refresh(self.lay_out_detail)

    def action_back(self) -> None:
        """Go back to the list; from there, to the events."""
        if self.reading:
            self.action_other_pane()
        else:
            self.action_events()
