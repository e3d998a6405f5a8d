"""What a dry run may be about, over the events: a key each, or the arrows and Enter."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from inspector.safe import Safe
from inspector.tui.cells import Line, Span
from inspector.tui.paint import CLASSES, Painted, role_style
from inspector.tui.wire.chosen import Chosen, What
from inspector.tui.words import say


class Choices(Painted):
    """One line for each choice."""

    def __init__(self, choices: dict[What, Chosen]) -> None:
        super().__init__("choices")
        self.choices = tuple(choices.items())
        self.cursor = 0

    def on_resize(self) -> None:
        """Take as many lines as there are choices."""
        self.resized()
        self.repaint()

    def count(self) -> int:
        """How many choices there are."""
        return len(self.choices)

    def line(self, y: int) -> Line:
        """One of them with its key."""
        what, chosen = self.choices[y]
        return (Span(Safe(f" {what[0]} "), "key"), Span(Safe(f" {chosen.title}")))

    def base(self, y: int) -> Style:
        """The bar of the cursor."""
        return self.ground + role_style(self, "cursor") if y == self.cursor else self.ground


class Menu(ModalScreen["Chosen | None"]):
    """Gives what was chosen; None where a person left it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "leave", show=False),
        Binding("j,down", "step(1)", "down", show=False),
        Binding("k,up", "step(-1)", "up", show=False),
        Binding("enter", "take", "take", show=False),
        Binding("e", "choose('event')", "event", show=False),
        Binding("r", "choose('run')", "run", show=False),
        Binding("a", "choose('all')", "everything", show=False),
    ]

    def __init__(self, choices: dict[What, Chosen]) -> None:
        super().__init__()
        self.choices = Choices(choices)

    def compose(self) -> ComposeResult:
        """One box with the choices."""
        with Vertical(id="box") as box:
            box.border_title = say("Dry run of")
            box.border_subtitle = say("Enter shows it, Esc leaves")
            yield self.choices

    def on_mount(self) -> None:
        """Give the keys to the choices."""
        self.choices.styles.height = self.choices.count()
        self.choices.focus()

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_step(self, step: int) -> None:
        """Go to another choice."""
        self.choices.cursor = (self.choices.cursor + step) % self.choices.count()
        self.choices.repaint()

    def action_take(self) -> None:
        """Take the choice at the cursor."""
        self.dismiss(self.choices.choices[self.choices.cursor][1])

    def action_choose(self, what: str) -> None:
        """Take a choice by its name, if it is there."""
        for name, chosen in self.choices.choices:
            if name == what:
                self.dismiss(chosen)
                return
