"""Two small questions: whether something is really meant, and what a file is called."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from inspector.safe import Safe
from inspector.tui.ask import Line as Typed
from inspector.tui.cells import Line, Role, Span, block
from inspector.tui.paint import CLASSES, Bar, Panel
from inspector.tui.words import say

Text = tuple[Safe, Role]


class Confirm(ModalScreen[bool]):
    """Gives True where a person means it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", show=False),
        Binding("escape,n,q", "answer(False)", "no", show=False),
    ]

    def __init__(self, title: Safe, texts: tuple[Text, ...], yes: Safe) -> None:
        super().__init__()
        self._title, self._texts, self._yes = title, texts, yes

    def compose(self) -> ComposeResult:
        """One box: what is asked, and the two answers."""
        with Vertical(id="box") as box:
            box.border_title = self._title
            yield Panel("question")
            answers = Bar("answers")
            answers.show((
                Span(Safe(f" y {self._yes} "), "on", "answer(True)"),
                Span(say("  Esc leaves it "), "key", "answer(False)"),
            ))  # fmt: skip
            yield answers

    def on_mount(self) -> None:
        """Break the lines."""
        self.call_after_refresh(self.lay_out)

    def lay_out(self) -> None:
        """Break the lines where the box ends."""
        panel = self.query_one(Panel)
        lines: list[Line] = []
        for text, role in self._texts:
            lines += block(text, max(20, panel.size.width - 1), 1, role, prose=role != "key")
        panel.show(lines)

    def on_resize(self) -> None:
        """Break them anew."""
        self.call_after_refresh(self.lay_out)

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001  # as the binding says it
        """Give the answer."""
        self.dismiss(yes)

    async def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """Give the answer that was clicked."""
        await self.run_action(event.action)


class Naming(ModalScreen["str | None"]):
    """Gives the name that was typed; None where a person left it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    def __init__(self, name: Safe) -> None:
        super().__init__()
        self.typed = Typed(name, compact=True, max_length=500, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """One box with a line to type into."""
        with Vertical(id="box") as box:
            box.border_title = say("Save the report as")
            box.border_subtitle = say("Enter takes it, Esc leaves")
            with Horizontal(classes="line"):
                prompt = Bar("prompt-file")
                prompt.show((Span(say(" file:"), "strong"),))
                yield prompt
                yield self.typed

    def on_mount(self) -> None:
        """Give the keys to the line."""
        self.typed.focus()

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss(None)
