"""The screen of the dry run: the request first; it is sent when a person says so, and only here."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import Worker, WorkerState

from inspector.tui import keys, states
from inspector.tui.cells import Line, width_of
from inspector.tui.paint import CLASSES, Bar, Lines, Painted, Panel
from inspector.tui.places import Name, places
from inspector.tui.wire import said
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.handling import Handling
from inspector.tui.wire.parts import hides
from inspector.tui.wire.sheet import VIEWS, laid_out
from inspector.tui.wire.state import State
from inspector.tui.words import say

_RATE = 1 / 15


class WireScreen(Handling):
    """A dry run of chosen events."""

    COMPONENT_CLASSES = CLASSES
    PLACE: ClassVar[Name] = "wire"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.WIRE_BINDINGS]

    def __init__(self, dry: DryRun) -> None:
        super().__init__(dry)
        self.text = Lines("request")
        self._shown: State | None = None
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
        self.bench.poll()
        self.show_state()
        self.work(self.dry.look if self.dry.told else self.dry.rebuild)
        self.set_interval(_RATE, self._tick)

    def on_unmount(self) -> None:
        """Let the worker end."""
        self.dry.stop.set()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = states.SMALLEST
        self.set_class(event.size.width < width or event.size.height < height, "-tiny")
        self.show_bars()

    # --- what the worker does ---

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show how it ended; an error may quote what it was about, so only its type is told."""
        if event.state is WorkerState.ERROR:
            kind = type(event.worker.error).__name__
            error = say("a fault in the program: {}", kind)
            self.dry.tell(stage="failed", error=error)
        self.show_state()
        if event.state is WorkerState.SUCCESS and self._wanted:
            self._wanted = False
            if self.dry.state.stage == "rebuilt":
                self.action_send()

    def _tick(self) -> None:
        """Take over what other programs have sent, and what the worker has made."""
        self.bench.poll()
        if self.dry.looked != self.bench.catch.count and not self.busy:
            self.work(self.dry.look)
        self.show_state()

    def show_state(self) -> None:
        """Take over what the worker has made since the last time."""
        state, before = self.dry.state, self._shown
        if state is before:
            self.show_bars()
            return
        self._shown = state
        if before is None or before.captured != state.captured:  # it is what proves most
            self.at = 0
        if before is None or (before.shown, before.stage, before.origins) != (
            state.shown, state.stage, state.origins
        ):  # fmt: skip
            self.lay_out()
        self.show_bars()

    @on(Painted.Resized)
    def lay_out(self) -> None:
        """Break the lines of the request anew."""
        self._lay_out()

    def _lay_out(self, *, top: bool = False) -> None:
        width, state = self.text.room, self.dry.state
        if width > 0:
            lines = laid_out(state, self.at, self._view, width, secrets=self._secrets)
            self.text.show(lines, top=top)

    @on(Painted.Resized)
    def show_bars(self) -> None:
        """Bring every bar up to date."""
        state, (width, height) = self.dry.state, self.size or self.app.size
        title = self.dry.chosen.title
        self.query_one(Panel).show(said.panel(state, self.at, self.bench, (width, height)))
        status = said.status(state, self.at, self.bench, title, width)
        last = min(self.text.count(), self.text.scroll_offset.y + self.text.size.height)
        lines: dict[str | None, Line] = {
            "places": places("wire", width),
            "header": said.header(self.bench, title, width),
            "tabs": said.tabs(state, self.at, self._view, width),
            "status": (*status, *said.where(last, self.text.count(), width_of(status), width)),
            "footer": keys.wire_footer(
                width,
                idle=self._idle(state),
                keymap=getattr(self.app, "keymap", {}),
            ),
            "small": states.too_small(width, height),
        }
        for bar in self.query(Bar):
            bar.show(lines.get(bar.id, bar.line))

    @property
    def _hides(self) -> bool:
        """Tell whether a header of the request that is shown can be masked or shown."""
        sheets = self.dry.state.shown
        return self.at < len(sheets) and hides(sheets[self.at].request)

    def _idle(self, state: State) -> frozenset[str]:
        """The keys that would do nothing now."""
        idle = {
            "send": not state.sheets or not self.bench.port,
            "other(1)": len(state.shown) < 2,
            "credentials": not self._hides,
            "proof": not state.shown,
            "identify": not self.dry.chosen.rows and self.dry.chosen.received is None,
            "listen": bool(self.bench.port),
            "halt": not self.bench.port or self.bench.receiver is not None,
            "paste": not self.bench.port,
        }
        return frozenset(action for action, is_idle in idle.items() if is_idle)

    # --- keys ---

    def action_send(self) -> None:
        """Send what is shown, and the rest of what was chosen, to the app's own endpoint."""
        match self.dry.state.stage:
            case "rebuilding":
                self._wanted = True
                self.say(say("building; it is sent as soon as it is built"))
            case "sending":
                self.say(say("it is not done yet; Esc stops it"))
            case "captured":
                self.say(say("this was received, not rebuilt; there is nothing to send"))
            case "nothing":
                self.say(say("no event is chosen; 1 shows them, and d there leads back here"))
            case _ if self.bench.halted:
                self.say(say("the endpoint is stopped, nothing was sent; L starts it"))
            case _ if not self.dry.state.sheets:
                self.dry.stop.clear()
                self.work(self.dry.rebuild)
            case _:
                if self.at < len(self.dry.state.captured):
                    self.say(say("what was rebuilt is sent; n shows it"))
                self.dry.stop.clear()
                self.work(self.dry.send)

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
        self._lay_out(top=True)
        self.show_bars()

    def action_other(self, step: int) -> None:
        """Show the next request of those that are kept, or the one before."""
        last = len(self.dry.state.shown) - 1
        new = min(max(0, self.at + step), max(0, last))
        if new == self.at:
            self.say(say("no other request is shown"))
        self.at = new
        self.action_show(self._view)

    def action_credentials(self) -> None:
        """Show credentials of headers, or mask them again."""
        if not self._hides:
            self.say(say("no credentials here"))
            return
        self._secrets = not self._secrets
        self.lay_out()

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
        """Show every key, those of this screen first."""
        from inspector.tui.help_screen import HelpScreen  # noqa: PLC0415  # seldom needed

        self.app.push_screen(HelpScreen("wire"))
