"""What can be copied of the chosen row, over the events: a key each, shown at once.

Right and left choose the field.  What tells a value is copied only when its key is pressed twice.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from inspector.safe import Safe
from inspector.tui.cells import Line, Span, block
from inspector.tui.copies import Copy, copies, fields
from inspector.tui.paint import CLASSES, Painted
from inspector.tui.rows import Row
from inspector.tui.words import say

_KEYS = "vkpljwr"
_FIELDS = "→ ← another field · Esc leaves"
_AGAIN = "{} copies values of the log as they are: press it again; r copies a redacted record"


class Copies(Painted):
    """One line for each thing to copy, and what the keys do."""

    def __init__(self, row: Row) -> None:
        super().__init__("copies")
        self.event = row
        self.fields = fields(row)
        self.at = 0
        self.asked = ""
        """The key that was pressed once and must be pressed again."""

    @property
    def offers(self) -> tuple[Copy, ...]:
        """What there is to copy, of the chosen field and of the record."""
        return copies(self.event, self.fields[self.at] if self.fields else None)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.show()

    def show(self) -> None:
        """Take as many lines as there is to say."""
        self.styles.height = self.count()
        self.resized()
        self.repaint()

    def lines(self) -> list[Line]:
        """All of it."""
        made: list[Line] = [
            (Span(Safe(f" {one.key} "), "key"), Span(Safe(f" {one.title}"))) for one in self.offers
        ]
        said = say(_AGAIN, self.asked) if self.asked else say(_FIELDS)
        role = "violation" if self.asked else "dim"
        return [*made, *block(said, max(20, self.room), 1, "dim" if role == "dim" else "violation")]

    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines())

    def line(self, y: int) -> Line:
        """One of them."""
        return self.lines()[y]


class CopyMenu(ModalScreen["Copy | None"]):
    """Gives what is to be copied; None where a person left it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,y", "leave", "leave", show=False),
        Binding("right,tab,down", "field(1)", "next field", show=False),
        Binding("left,shift+tab,up", "field(-1)", "previous field", show=False),
        *(Binding(key, f"take('{key}')", "copy", show=False) for key in _KEYS),
    ]

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.copies = Copies(row)

    def compose(self) -> ComposeResult:
        """One box with what can be copied."""
        with Vertical(id="box") as box:
            box.border_title = say("Copy")
            yield self.copies

    def on_mount(self) -> None:
        """Give the keys to the menu."""
        self.copies.show()
        self.copies.focus()

    def action_leave(self) -> None:
        """Copy nothing."""
        self.dismiss(None)

    def action_field(self, step: int) -> None:
        """Choose another field."""
        if self.copies.fields:
            self.copies.at = (self.copies.at + step) % len(self.copies.fields)
            self.copies.asked = ""
            self.copies.show()

    def action_take(self, key: str) -> None:
        """Copy one thing; what tells values when its key comes the second time in a row."""
        found = next((one for one in self.copies.offers if one.key == key), None)
        if found is None:
            return
        if found.raw and self.copies.asked != key:
            self.copies.asked = key
            self.copies.show()
        else:
            self.dismiss(found)
