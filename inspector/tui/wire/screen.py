"""The screen of the dry run: the request first; it is sent when a person says so, and only here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from inspector.safe import Safe
from inspector.tui import keys, states
from inspector.tui.cells import Line
from inspector.tui.paint import CLASSES, Bar, Painted, Panel
from inspector.tui.places import Name, places
from inspector.tui.wire import said
from inspector.tui.wire.chosen import Chosen
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.parts import hides
from inspector.tui.wire.sheet import VIEWS, laid_out
from inspector.tui.wire.state import State
from inspector.tui.wire.tools import Tools

_RATE = 1 / 15
_BUSY = frozenset({"rebuilding", "sending"})


class Request(Painted):
    """One request of the dry run, in one of `VIEWS`, scrolling."""

    def __init__(self) -> None:
        super().__init__("request")
        self._lines: list[Line] = []
        self.lay: Callable[[int], list[Line]] = lambda _: []
        """Gives the lines for a width."""

    def lay_out(self, *, top: bool = False) -> None:
        """Lay everything out anew; with `top`, from the beginning."""
        self._lines = self.lay(self.room) if self.room > 0 else []
        self.resized()
        self.repaint()
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.lay_out()
        self.post_message(self.Resized())

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """One of them."""
        return self._lines[y]


class WireScreen(Screen[None]):
    """A dry run of chosen events."""

    COMPONENT_CLASSES = CLASSES
    PLACE: ClassVar[Name] = "wire"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.WIRE_BINDINGS]

    def __init__(self, chosen: Chosen, tools: Tools) -> None:
        super().__init__()
        self.dry = DryRun(chosen, tools)
        self.text = Request()
        self.text.lay = self._lay
        self._shown: State | None = None
        self._at = 0
        self._view = VIEWS[0]
        self._secrets = self._wanted = False

    def compose(self) -> ComposeResult:
        """Lay out bars, request and receipt."""
        yield Bar("places")
        yield Bar("header")
        yield Bar("tabs")
        yield self.text
        yield Panel("panel")
        yield Bar("status")
        yield Bar("footer")
        yield Bar("small")

    def on_mount(self) -> None:
        """Begin to rebuild; nothing is sent."""
        self.text.focus()
        self.show_state()
        self._work(self.dry.rebuild)
        self.set_interval(_RATE, self.show_state)

    def on_unmount(self) -> None:
        """Let the worker end."""
        self.dry.stop.set()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = states.SMALLEST
        self.set_class(event.size.width < width or event.size.height < height, "-tiny")
        self.show_bars()

    # --- what the worker does ---

    def _work(self, what: Callable[[], None]) -> None:
        self.run_worker(what, thread=True, exit_on_error=False, name="dry run")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show how it ended; an error may quote what it was about, so only its type is told."""
        if event.state is WorkerState.ERROR:
            kind = type(event.worker.error).__name__
            error = Safe(f"a fault in the program: {kind}")
            self.dry.state = replace(self.dry.state, stage="failed", error=error)
        self.show_state()
        if event.state is WorkerState.SUCCESS and self._wanted:
            self._wanted = False
            if self.dry.state.stage == "rebuilt":
                self.action_send()

    def show_state(self) -> None:
        """Take over what the worker has made since the last time."""
        state = self.dry.state
        if state is self._shown:
            return
        before, self._shown = self._shown, state
        if before is None or before.sheets != state.sheets or before.stage != state.stage:
            self.text.lay_out()
        self.show_bars()

    def _lay(self, width: int) -> list[Line]:
        return laid_out(self.dry.state, self._at, self._view, width, secrets=self._secrets)

    @on(Painted.Resized)
    def show_bars(self) -> None:
        """Bring every bar up to date."""
        state, (width, height) = self.dry.state, self.size or self.app.size
        self.query_one(Panel).show(said.panel(state, width, height))
        last = min(self.text.count(), self.text.scroll_offset.y + self.text.size.height)
        lines: dict[str | None, Line] = {
            "places": places("wire", width),
            "header": said.header(state, self.dry.chosen.title, width),
            "tabs": said.tabs(state, self._at, self._view, width),
            "status": said.status(state, last, self.text.count(), width),
            "footer": keys.wire_footer(
                width,
                sends=state.stage != "captured",
                several=len(state.sheets) > 1,
                hides=self._hides,
                keymap=getattr(self.app, "keymap", {}),
            ),
            "small": states.too_small(width, height),
        }
        for bar in self.query(Bar):
            bar.show(lines.get(bar.id, bar.line))

    @property
    def _hides(self) -> bool:
        """Tell whether a header of the request that is shown can be masked or shown."""
        sheets = self.dry.state.sheets
        return self._at < len(sheets) and hides(sheets[self._at].request)

    # --- keys ---

    def action_send(self) -> None:
        """Send what is shown, and the rest of what was chosen, to the app's own endpoint."""
        match self.dry.state.stage:
            case "rebuilding":
                self._wanted = True
                self.say(Safe("building; it is sent as soon as it is built"))
            case "sending":
                self.say(Safe("it is not done yet; Esc stops it"))
            case "captured":
                self.say(Safe("this was received, not rebuilt; there is nothing to send"))
            case _ if not self.dry.state.sheets:
                self.dry.stop.clear()
                self._work(self.dry.rebuild)
            case _:
                self.dry.stop.clear()
                self._work(self.dry.send)

    def action_back(self) -> None:
        """Stop sending; when nothing is being sent, go back to the events."""
        self.dry.stop.set()
        if self.dry.state.stage != "sending":
            self.dismiss()

    def action_view(self) -> None:
        """Show the request in the next view."""
        self.action_show(VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)])

    def action_show(self, view: str) -> None:
        """Show the request in one of the views, from its beginning."""
        self._view = view
        self.text.lay_out(top=True)
        self.show_bars()

    def action_other(self, step: int) -> None:
        """Show the next request of those that are kept, or the one before."""
        last = len(self.dry.state.sheets) - 1
        new = min(max(0, self._at + step), max(0, last))
        if new == self._at:
            self.say(Safe("no other request is shown"))
        self._at = new
        self.action_show(self._view)

    def action_credentials(self) -> None:
        """Show credentials of headers, or mask them again."""
        if not self._hides:
            self.say(Safe("no credentials here"))
            return
        self._secrets = not self._secrets
        self.text.lay_out()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.text.scroll_relative(y=lines, animate=False, immediate=True)
        self.show_bars()

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self.action_scroll(pages * self.text.page)

    def action_edge(self, side: int) -> None:
        """Scroll to the beginning, or to the end."""
        y = 0 if side < 0 else self.text.count()
        self.text.scroll_to(y=y, animate=False, immediate=True)
        self.show_bars()

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
