"""A box that says what a proof folder holds and asks where to; Enter saves, Esc leaves."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from inspector.safe import Safe
from inspector.tui.ask import Line as Typed
from inspector.tui.cells import Role, Span, block
from inspector.tui.paint import CLASSES, Bar, Panel
from inspector.tui.wire.folder import NotSaved, save
from inspector.tui.words import say

Files = dict[str, bytes]
_FILES = (
    "request.bin, request.json, log line, receipt, versions, names of variables, SHA256SUMS, "
    "README. Anybody can verify it with sha256sum and a protobuf decoder."
)
_HOLDS: tuple[tuple[str, Role], ...] = (
    (_FILES, "plain"),
    ("! It holds RAW values, as they were logged and sent.", "violation"),
    ("Masked: headers that may hold a credential. Left out: values of variables.", "plain"),
)  # fmt: skip


class Saving(ModalScreen["Path | None"]):
    """Saves the files; gives the folder that was made, None where a person left it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("tab,shift+tab", "stay", "stay", show=False),
    ]

    def __init__(self, files: Files, name: str, about: tuple[Safe, ...]) -> None:
        """Ask for a path, beginning with `name`; `about` is what is to be known of the values."""
        super().__init__()
        self._files, self._proposed, self._about = files, name, about
        self.typed = Typed(name, id="path", compact=True, max_length=500, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """One box: what the folder holds, the path, and what is wrong with it."""
        with Vertical(id="box") as box:
            box.border_title = say("Save a proof folder")
            box.border_subtitle = say("Enter saves, Esc leaves")
            yield Panel("holds")
            with Horizontal(classes="line"):
                prompt = Bar("prompt")
                prompt.show((Span(say(" folder:"), "strong"),))
                yield prompt
                yield self.typed
            yield Panel("wrong")

    def on_mount(self) -> None:
        """Give the keys to the path."""
        self.typed.focus()

    def on_resize(self) -> None:
        """Break the words anew."""
        self.call_after_refresh(self._say)

    def _say(self) -> None:
        panel = self.query_one("#holds", Panel)
        texts = [
            *((say(text), role) for text, role in _HOLDS),
            *((str(text), "review") for text in self._about),
        ]
        panel.show(
            [line for text, role in texts for line in block(Safe(text), panel.size.width, 1, role)]
        )

    @on(Input.Submitted)
    def save(self, event: Input.Submitted) -> None:
        """Save it, or say why that cannot be."""
        event.stop()
        path = Path(event.value.strip() or self._proposed).expanduser()
        try:
            save(path.absolute(), self._files)
        except NotSaved as error:
            panel = self.query_one("#wrong", Panel)
            said = block(Safe(f"x {error}"), panel.size.width, 1, "violation")
            panel.show(said)
        else:
            self.dismiss(path)

    def action_stay(self) -> None:
        """Keep the keys: there is nothing to go to while one types."""

    def action_leave(self) -> None:
        """Save nothing."""
        self.dismiss(None)
