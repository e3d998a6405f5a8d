"""One line to type into: a search or a filter."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from inspector.safe import Safe
from inspector.tui.cells import Span
from inspector.tui.paint import Bar
from inspector.tui.words import say

_LONGEST = 500


class Line(Input):
    """An input line that cannot be pasted controls into: they would reach the terminal."""

    def _on_paste(self, event: events.Paste) -> None:
        # Textual hands the event on to the handler of Input by itself
        event.text = "".join(filter(str.isprintable, event.text))[:_LONGEST]


class Ask(Horizontal):
    """The prompt and the line; `what` is `search` or `filter`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("tab,shift+tab", "stay", "stay", show=False),
    ]

    class Given(Message):
        """Enter was pressed."""

        def __init__(self, what: str, text: str) -> None:
            super().__init__()
            self.what = what
            self.text = text

    class Typed(Message):
        """Another letter was typed, or taken away."""

        def __init__(self, what: str, text: str) -> None:
            super().__init__()
            self.what = what
            self.text = text

    class Left(Message):
        """Escape was pressed."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, what: str, value: Safe) -> None:
        super().__init__(id="ask")
        self.what = what
        self.typed = Line(value, compact=True, select_on_focus=False, max_length=_LONGEST)

    def compose(self) -> ComposeResult:
        """Lay out the prompt and the line."""
        prompt = Bar("prompt")
        prompt.show((Span(Safe(f" {say(self.what)}:"), "strong"),))
        yield prompt
        yield self.typed

    @on(Input.Submitted)
    def give(self, event: Input.Submitted) -> None:
        """Hand over what was typed."""
        event.stop()
        self.post_message(self.Given(self.what, event.value.strip()))

    @on(Input.Changed)
    def tell(self, event: Input.Changed) -> None:
        """Hand over every letter."""
        event.stop()
        self.post_message(self.Typed(self.what, event.value.strip()))

    def action_leave(self) -> None:
        """Hand over nothing."""
        self.post_message(self.Left(self.what))

    def action_stay(self) -> None:
        """Keep the keys: there is nothing to go to while one types."""
