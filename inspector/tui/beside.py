"""What the screens beside the events share: the bars, the keys that move, the walk through the log.

A screen gathers what it shows in a worker, once, and goes on with what comes; while it is not the
one that is shown it rests.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from inspector.safe import Safe, safe
from inspector.tui import states, status
from inspector.tui.cells import Line, Role, Span, figure, width_of
from inspector.tui.paint import CLASSES, Bar, Painted
from inspector.tui.places import Name
from inspector.tui.row_list import RowList
from inspector.tui.walk import Walk

if TYPE_CHECKING:
    from inspector.tui.board import Board

_RATE = 1 / 15


class Lines(Painted):
    """Lines that scroll; `show` gives others."""

    def __init__(self, id_: str) -> None:
        super().__init__(id_)
        self._lines: list[Line] = []

    def show(self, lines: list[Line], *, top: bool = False) -> None:
        """Show other lines, from their beginning with `top`; costs nothing where they are equal."""
        if lines != self._lines:
            self._lines = lines
            self.resized()
            self.repaint()
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Say that lines must be broken anew."""
        self.post_message(self.Resized())

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """One of them."""
        return self._lines[y]


class Beside(Screen[None]):
    """A screen over the same log as the events; subclasses say what it shows."""

    COMPONENT_CLASSES = CLASSES
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it for instances
        (0, "-narrow"), (60, "-normal"), (110, "-wide"),
    ]  # fmt: skip
    PLACE: ClassVar[Name]

    def __init__(self, board: Board, walk: Walk) -> None:
        super().__init__()
        self.board, self.session, self.walk = board, board.session, walk
        self._fault: Safe | None = None
        self._shown = -1

    # --- what it shows; subclasses say ---

    def body(self) -> Iterator[Widget]:
        """Give what stands between the top line and the state line."""
        raise NotImplementedError

    def refresh_rows(self) -> None:
        """Take over what the worker has gathered."""
        raise NotImplementedError

    def bars(self, width: int) -> dict[str | None, Line]:
        """What the bars of the subclass say, and the footer."""
        raise NotImplementedError

    def place(self) -> Safe:
        """Where the cursor stands, for the state line."""
        raise NotImplementedError

    # --- widgets ---

    def compose(self) -> ComposeResult:
        """Lay out the bars around the body."""
        yield Bar("header")
        yield from self.body()
        yield Bar("status")
        yield Bar("footer")
        yield Bar("small")

    def on_mount(self) -> None:
        """Begin to gather."""
        self.show_state()
        self.set_interval(_RATE, self._tick)

    def on_unmount(self) -> None:
        """Let the worker end."""
        self.walk.stop.set()

    def on_screen_resume(self) -> None:
        """Take over what came while another screen was shown."""
        self.show_state()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = states.SMALLEST
        self.set_class(event.size.width < width or event.size.height < height, "-tiny")
        self.show_bars()

    # --- what the worker gathers ---

    def _tick(self) -> None:
        if self.is_current:
            self.show_state()

    def show_state(self) -> None:
        """Go on with what has come, and show what was gathered."""
        rows = self.walk.due(self.session.log)
        if rows:
            work = partial(self.walk.run, rows)
            self.run_worker(work, thread=True, exit_on_error=False, name="walk")
        if self.walk.done != self._shown:
            self._shown = self.walk.done
            self.refresh_rows()
        self.show_bars()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show that the worker died; its error may quote the log, so only its type is told."""
        if event.state is WorkerState.ERROR:
            self._fault = safe(type(event.worker.error).__name__)
            self.show_bars()

    # --- bars ---

    @on(Painted.Resized)
    def show_bars(self) -> None:
        """Bring every bar up to date."""
        session, (width, height) = self.session, self.size or self.app.size
        lines: dict[str | None, Line] = {
            "header": status.header(
                session.source, session.state, session.read, width, place=self.PLACE
            ),
            "status": self._status(width),
            "small": states.too_small(width, height),
            **self.bars(width),
        }
        for bar in self.query(Bar):
            bar.show(lines.get(bar.id, bar.line))

    def _status(self, width: int) -> Line:
        """What the gathering does, where the cursor stands, and what is not in here."""
        spans = [self._doing(), Span(Safe(f" {self.place()}"))]
        lost = self.walk.lost
        if lost:
            spans.append(Span(Safe(f"  without {figure(lost)} records no longer kept"), "review"))
        return tuple(spans) if width_of(spans) <= width else tuple(spans[:2])

    def _doing(self) -> Span:
        role: Role = "review"
        if self._fault is not None:
            return Span(Safe(f" a fault in the program: {self._fault} "), "alarm")
        if self.walk.busy:
            return Span(Safe(f" GATHERING {figure(self.walk.done)} "), role)
        if self.session.live:
            return Span(Safe(" UP TO DATE "), "live")
        return Span(Safe(" ALL READ "), "dim")

    # --- keys that every such screen has ---

    def action_events(self) -> None:
        """Go back to the events."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """Show every key."""
        from inspector.tui.help_screen import HelpScreen  # noqa: PLC0415  # seldom needed

        self.app.push_screen(HelpScreen())

    def say(self, text: Safe) -> None:
        """Say something for a moment."""
        self.notify(text, markup=False, timeout=3)

    async def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """Do what the clicked span stands for."""
        await self.run_action(event.action)


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
