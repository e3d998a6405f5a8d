"""A list of rows with a cursor: paints only the rows in sight, asks for each by its index.

A million rows cost what forty do.  Every list of the app is one; a subclass says what
its rows are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive

from inspector.tui.cells import Line
from inspector.tui.paint import Painted, role_style


class RowList(Painted):
    """Rows with a cursor; where there are none, the words that say why."""

    cursor: reactive[int] = reactive(-1, init=False, repaint=False)
    """Index of the chosen row in the view; -1 while there is none."""

    class Moved(Message):
        """The cursor stands on another row."""

    class Clicked(Message):
        """A row was clicked; the second click on it opens it."""

        def __init__(self, index: int, *, again: bool) -> None:
            super().__init__()
            self.index = index
            self.again = again

    class Scrolled(Message):
        """A person turned the wheel backwards."""

    def __init__(self, words: Callable[[int, int], list[Line]]) -> None:
        super().__init__("list")
        self._words = words
        self._blank: list[Line] = []

    # --- what the rows are; subclasses say ---

    def length(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def laid(self, index: int, *, cursor: bool) -> Line:
        """A row, laid out for the width of the pane."""
        raise NotImplementedError

    def ident(self, index: int) -> Hashable:
        """What the laid out row depends on, besides the width and the cursor."""
        raise NotImplementedError

    # --- painting ---

    def count(self) -> int:
        """How many lines there are: rows, or else words."""
        return self.length() or len(self._blank)

    def line(self, y: int) -> Line:
        """A row, laid out for the width of the pane."""
        return self.laid(y, cursor=y == self.cursor) if self.length() else self._blank[y]

    def key(self, y: int) -> Hashable:
        """What a row is, and whether the cursor stands on it."""
        if not self.length():
            return ("words", self._blank[y])
        return (self.ident(y), y == self.cursor and (self.has_focus, "cursor"))

    def base(self, y: int) -> Style:
        """The bar of the cursor, fainter while another pane has the keys."""
        if y != self.cursor or not self.length():
            return self.ground
        return self.ground + role_style(self, "cursor" if self.has_focus else "away")

    def on_focus(self) -> None:
        """Repaint the bar of the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Repaint the bar of the cursor."""
        self.refresh()

    def on_resize(self) -> None:
        """Lay out for the new width, and keep the cursor in sight."""
        self.update_rows()
        self.reveal()
        self.post_message(self.Resized())

    def update_rows(self) -> None:
        """Take over how many rows there are; the words, where there are none."""
        self._blank = [] if self.length() else self._words(self.room, self.size.height)
        self.resized()
        self.refresh()

    # --- moving ---

    def move(self, index: int) -> None:
        """Put the cursor on a row, the nearest there is."""
        last = self.length() - 1
        new = min(max(index, 0), last)
        old, self.cursor = self.cursor, new
        if new != old:
            for y in (old, new):
                if y >= 0:
                    self.refresh_line(y)
        self.reveal()
        self.post_message(self.Moved())

    @property
    def top(self) -> int:
        """The index of the first row in sight."""
        return int(self.scroll_offset.y)

    def place(self, index: int, top: int | None) -> None:
        """Follow the chosen row and the first one in sight to where they stand now."""
        self.cursor = index if self.length() else -1
        self.resized()
        if top is not None:
            self.scroll_to(y=top, animate=False, immediate=True)

    def reveal(self) -> None:
        """Scroll as little as brings the cursor into sight."""
        height, top = self.size.height, self.scroll_offset.y
        if self.cursor < 0 or height <= 0:
            return
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    # --- the mouse ---

    def on_click(self, event: events.Click) -> None:
        """Say which row was clicked."""
        index = self.scroll_offset.y + event.y
        if index < self.length():
            self.post_message(self.Clicked(index, again=event.chain == 2))

    def on_mouse_scroll_up(self) -> None:
        """Say that a person wants to look back."""
        self.post_message(self.Scrolled())
