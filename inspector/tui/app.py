"""The terminal app: `run(source)` shows a source until the person quits, and gives an exit status.

The app only reads.  Whatever goes wrong in it, no text of the log and no local variable is printed:
Textual's own crash report would show both.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from threading import Event
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from inspector import __version__, state
from inspector.safe import Safe
from inspector.tui import clipboard, terminal, themes, words
from inspector.tui.feed import Batch, Feed
from inspector.tui.keys import PLACE_BINDINGS
from inspector.tui.places import Name
from inspector.tui.plain import AsciiOnly, Colourless
from inspector.tui.screen import EventsScreen
from inspector.tui.source import Source
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.wire.tools import Tools

__all__ = ["InspectorApp", "Source", "run"]

CRASH = """\
inspector: the app stopped because of an error of its own: {what}
The log was only read: nothing in it was changed, and nothing was sent anywhere.
No text of the log is shown here, nor in anything the app leaves behind.
`inspector audit PATH` judges the same log without a screen.
To report it, the first line and "telemetry-inspector {version}, Textual 8.2.8" are enough."""
_CRASHED = 70  # EX_SOFTWARE: none of the statuses that an audit gives


class InspectorApp(App[None]):
    """One source on one screen."""

    CSS_PATH = "inspector.tcss"
    TITLE = "telemetry-inspector"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE_BINDINGS]
    keeps = False
    """Marks, comments and filters outlast the app."""
    keymap: Mapping[str, str] = MappingProxyType({})
    """Keys that a person chose, by the id of what they do."""

    def __init__(
        self,
        source: Source,
        feed: Feed,
        *,
        colourless: bool = False,
        ascii_mode: bool = False,
        tools: Tools | None = None,
    ) -> None:
        # an ansi theme chosen later would come too late: grey is written as colour by then
        super().__init__(ansi_color=True if colourless else None)
        self.ascii_mode = ascii_mode
        self._plainer: list[LineFilter] = [
            *([Colourless()] if colourless else ()), *([AsciiOnly()] if ascii_mode else ()),
        ]  # fmt: skip
        self._source = source
        self._feed = feed
        self._tools = tools
        for name in themes.NAMES:
            self.register_theme(themes.theme(name))
        self.theme = themes.NAMES[0]

    def choose_keys(self, keymap: Mapping[str, str]) -> None:
        """Use a person's own keys; they are checked already."""
        self.keymap = keymap
        self.set_keymap(keymap)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let every painted line pass through what the terminal asks for."""
        return [*super().get_line_filters(), *self._plainer]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the stylesheet the colours of the roles before there is a theme of ours."""
        return dict(themes.COLOURS["dark"])

    def get_default_screen(self) -> Screen[Any]:
        """Show the events."""
        return EventsScreen(self._source, self._feed, self._tools, keeps=self.keeps)

    def action_place(self, name: Name) -> None:
        """Go to one of the screens that the top line names; it is as it was left."""
        board = self.screen_stack[0]
        here = getattr(self.screen, "PLACE", None)
        if here in {None, name} or not isinstance(board, EventsScreen):
            return
        if name == "wire":
            board.action_wire()
            return
        if name == "report" and self._source.auditor is None:
            self.notify("no report can be made here", markup=False, timeout=3)
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if name != "events":
            if not self.is_screen_installed(name):
                self.install_screen(_made(name, board), name)
            self.push_screen(name)

    def action_palette(self) -> None:
        """Show everything that can be done, by name."""
        screen, place = self.screen, getattr(self.screen, "PLACE", None)
        if place is None:
            return
        from inspector.tui.palette import Palette  # noqa: PLC0415  # seldom needed

        async def do(action: str | None) -> None:
            if action is not None:
                await screen.run_action(action)

        self.push_screen(Palette(place), do)

    def action_next_theme(self) -> None:
        """Go to the next theme, and keep it for the next time."""
        self.theme = themes.after(self.theme)
        said = say("theme: {}", say(self.theme))
        if self.keeps:
            try:
                state.choose("theme", self.theme)
            except OSError:
                said = say("{} (cannot be kept: the state folder may not be written)", said)
        self.notify(said, markup=False, timeout=3)

    def on_key(self, event: events.Key) -> None:
        """Hand on a letter that came before the line to type into was there.

        Letters that come at once, as over a slow connection, reach what had the keys before it.
        """
        insert = getattr(self.focused, "insert_text_at_cursor", None)
        if insert and event.is_printable and event.character:
            insert(event.character)
            event.prevent_default()

    def on_mount(self) -> None:
        """End as on `q` when the process is asked to end.

        SIGHUP is left alone and ends the process at once: without its terminal Textual would wait
        for ever for a writer that died.
        """
        if not self.is_headless:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what a person selected, if a terminal would take that much."""
        if clipboard.encoded(text) > clipboard.LIMIT:
            said = clipboard.deliver(text, super().copy_to_clipboard)
            self.notify(said, markup=False, timeout=6)
        else:
            super().copy_to_clipboard(clipboard.harmless(text))

    def action_help_quit(self) -> None:
        """Say how to quit, to a person who pressed ^c."""
        self.notify(say("press q to quit"), markup=False, timeout=3)

    # --- crashes ---

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error  # Pilot raises it again in tests
            self._exception_event.set()
        self._stop(place(error))

    def panic(self, *renderables: object) -> None:
        """Stop without showing what Textual would: its report may quote the log."""
        del renderables
        self._stop(Safe("in Textual"))

    def _stop(self, what: Safe) -> None:
        self._return_code = _CRASHED
        if not self._exit_renderables:
            report = CRASH.format(what=what, version=__version__)
            self._exit_renderables.append(Text(report))
        self._close_messages_no_wait()


def _made(name: Name, board: EventsScreen) -> Screen[None]:
    from inspector.tui.fields.screen import FieldsScreen  # noqa: PLC0415  # seldom needed
    from inspector.tui.runs.screen import RunsScreen  # noqa: PLC0415  # the same

    if name == "report":
        from inspector.tui.reporting.screen import ReportScreen  # noqa: PLC0415  # the same

        return ReportScreen(board)
    return RunsScreen(board) if name == "runs" else FieldsScreen(board)


def place(error: BaseException) -> Safe:
    """Name an error by its type and the last line of this program that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}inspector{os.sep}" in frame.filename]
    kind = type(error).__name__
    if not ours:
        return Safe(kind)
    file = ours[-1].filename.rpartition(f"{os.sep}inspector{os.sep}")[2]
    return Safe(f"{kind} in inspector/{file}:{ours[-1].lineno}")


def run(
    source: Source,
    keymap: Mapping[str, str] | None = None,
    *,
    theme: str | None = None,
    ascii_only: bool = False,
    lang: str = "en",
) -> int:
    """Show a source until the person quits; 0 then, 2 without a terminal, 70 after a crash.

    A `keymap` is checked already; without a `theme` it is the one that was used last.
    """
    piped = source.kind == "stdin"
    if said := terminal.refusal(keys_from_tty=piped):
        sys.stderr.write(f"{said}\n")
        return 2
    try:
        pipe = terminal.take_stdin() if piped else -1
    except OSError:
        sys.stderr.write(terminal.REFUSAL.format(what="/dev/tty") + "\n")
        return 2
    plain = ascii_only or terminal.plain(os.environ)
    words.choose(lang, latin=plain)
    colourless = terminal.colourless(os.environ)
    if not colourless:
        os.environ.pop("NO_COLOR", None)  # set to nothing it means nothing; Textual disagrees
    # the default of 5 ms lets the reader's thread hold up every key by as much
    sys.setswitchinterval(0.0005)
    feed = Feed(lambda stop: _batches(source, stop, pipe))
    app = InspectorApp(
        source,
        feed,
        colourless=colourless,
        ascii_mode=plain,
    )
    app.theme = theme or _kept_theme() or themes.fitting(os.environ)
    app.keeps = True
    app.choose_keys(keymap or {})
    app.run()
    return app.return_code or 0


def _kept_theme() -> str | None:
    kept = state.chosen("theme")
    return kept if kept in themes.NAMES else None


def _batches(source: Source, stop: Event, pipe: int) -> Iterator[Batch]:
    from inspector.tui.reader import batches  # noqa: PLC0415  # behind the first paint

    return batches(source, stop, pipe)
