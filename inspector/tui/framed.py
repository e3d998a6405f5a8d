"""The bars and keys that every screen over the same log shares, whatever stands between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from inspector.safe import Safe, safe
from inspector.tui import states, status
from inspector.tui.cells import Line
from inspector.tui.paint import CLASSES, Bar, Painted
from inspector.tui.places import Name

if TYPE_CHECKING:
    from inspector.tui.board import Board

_RATE = 1 / 15


class Framed(Screen[None]):
    """A screen over the same log as the events; subclasses say what it shows."""

    COMPONENT_CLASSES = CLASSES
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it for instances
        (0, "-narrow"), (60, "-normal"), (110, "-wide"),
    ]  # fmt: skip
    PLACE: ClassVar[Name]

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board, self.session = board, board.session
        self.fault: Safe | None = None
        """What the worker died of."""

    # --- what it shows; subclasses say ---

    def body(self) -> Iterator[Widget]:
        """Give what stands between the top line and the state line."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Go on with what has come."""
        raise NotImplementedError

    def bars(self, width: int) -> dict[str | None, Line]:
        """What the bars of the subclass say, and the footer."""
        raise NotImplementedError

    def told(self, width: int) -> Line:
        """What the state line says."""
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
        """Begin to show what comes."""
        self.show_state()
        self.set_interval(_RATE, self._tick)

    def on_screen_resume(self) -> None:
        """Take over what came while another screen was shown."""
        self.show_state()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = states.SMALLEST
        self.set_class(event.size.width < width or event.size.height < height, "-tiny")
        self.show_bars()

    def _tick(self) -> None:
        if self.is_current:
            self.show_state()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show that the worker died; its error may quote the log, so only its type is told."""
        if event.state is WorkerState.ERROR:
            self.fault = safe(type(event.worker.error).__name__)
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
            "status": self.told(width),
            "small": states.too_small(width, height),
            **self.bars(width),
        }
        for bar in self.query(Bar):
            bar.show(lines.get(bar.id, bar.line))

    # --- keys that every such screen has ---

    def action_events(self) -> None:
        """Go back to the events."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """Show every key, those of this screen first."""
        from inspector.tui.help_screen import HelpScreen  # noqa: PLC0415  # seldom needed

        self.app.push_screen(HelpScreen(self.PLACE))

    def say(self, text: Safe) -> None:
        """Say something for a moment."""
        self.notify(text, markup=False, timeout=3)

    async def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """Do what the clicked span stands for."""
        await self.run_action(event.action)
