"""The list of events: paints only the rows in sight, asks a view for each by its index.

A million rows cost what forty do.  The cursor is a row number of the log, so that it stays on its
event while rows arrive below it or fall off the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive

from inspector.safe import Safe
from inspector.tui.cells import GLYPHS, Flag, Line, Span, fit
from inspector.tui.paint import Painted, role_style
from inspector.tui.rows import Row
from inspector.tui.view import View

WORDS: dict[Flag, Safe] = {"ok": Safe("ok"), "remark": Safe("remark"), "divider": Safe("")}
_TIME, _WORD, _RUN, _TYPE, _COMMAND = 12, 10, 5, 19, 16
_NARROW = 58  # below it there is no room for words beside the glyph


def heading(width: int) -> Line:
    """The names of the columns, over `row_line` of the same width."""
    if width < _NARROW:
        text = Safe(f"   {'TIME':<{_TIME}} EVENT")
    else:
        text = Safe(
            f"   {'TIME':<{_TIME}} {'LEVEL':<{_WORD}} {'RUN':<{_RUN}} {'EVENT':<{_TYPE}} COMMAND"
        )
        rest = width - cell_len(text) - _COMMAND + 7
        text = Safe(f"{text}{'':<{_COMMAND - 7}} SUMMARY") if rest > 12 else text
    return (Span(fit(text, width), "dim"),)


def row_line(row: Row, width: int, *, cursor: bool = False) -> Line:
    """Lay a row out in exactly `width` cells: the flag as glyph and word, then the columns."""
    mark = Span(Safe("▸" if cursor else " "), "strong")
    if row.flag == "divider":
        title = fit(row.type, min(cell_len(row.type), max(0, width - 7)))
        rule = Safe("─" * (width - 6 - cell_len(title)))
        return (mark, Span(Safe(f"── {title} {rule} "), "divider"))
    faint = row.flag == "remark"
    glyph = Span(Safe(f"{GLYPHS[row.flag]} "), row.flag)
    time = Span(Safe(f"{row.time} "), "dim")
    if width < _NARROW:
        kind = fit(row.type, width - _TIME - 4)
        return (mark, glyph, time, Span(kind, "dim" if faint else "strong"))
    word = Span(Safe(fit(WORDS.get(row.flag, Safe(row.flag)), _WORD) + " "), row.flag)
    used = 1 + 2 + _TIME + 1 + _WORD + 1 + _RUN + 1 + _TYPE + 1
    room = width - used
    run = Span(Safe(fit(row.run, _RUN) + " "), "dim")
    kind_span = Span(Safe(fit(row.type, _TYPE) + " "), "dim" if faint else "strong")
    return (mark, glyph, time, word, run, kind_span, *_rest(row, room))


def _rest(row: Row, room: int) -> Line:
    """Command and summary, side by side where there is room for both."""
    if room < _COMMAND + 12:
        only = row.command if row.command not in ("", "-") else row.summary
        return (Span(fit(only, room), "plain" if row.command else "dim"),)
    command = Span(Safe(fit(row.command, _COMMAND) + " "))
    return (command, Span(fit(row.summary, room - _COMMAND - 1), "dim"))


class EventList(Painted):
    """The rows of a view, with a cursor; where there are none, the words that say why."""

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

    def __init__(self, view: View, words: Callable[[int, int], list[Line]]) -> None:
        super().__init__("list")
        self.view = view
        self._words = words
        self._blank: list[Line] = []

    @property
    def row(self) -> Row | None:
        """The chosen row."""
        return self.view[self.cursor] if 0 <= self.cursor < len(self.view) else None

    # --- painting ---

    def count(self) -> int:
        """How many lines there are: rows, or else words."""
        return len(self.view) or len(self._blank)

    def line(self, y: int) -> Line:
        """A row, laid out for the width of the pane."""
        if len(self.view):
            return row_line(self.view[y], self.room, cursor=y == self.cursor)
        return self._blank[y]

    def key(self, y: int) -> Hashable:
        """A row never changes: its number says all, but for the cursor."""
        if not len(self.view):
            return ("words", self._blank[y])
        return (self.view.number(y), y == self.cursor and (self.has_focus, "cursor"))

    def base(self, y: int) -> Style:
        """The bar of the cursor, fainter while another pane has the keys."""
        if y != self.cursor or not len(self.view):
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
        self._blank = [] if len(self.view) else self._words(self.room, self.size.height)
        self.resized()
        self.refresh()

    # --- moving ---

    def move(self, index: int) -> None:
        """Put the cursor on a row, the nearest there is."""
        last = len(self.view) - 1
        new = min(max(index, 0), last)
        old, self.cursor = self.cursor, new
        if new != old:
            for y in (old, new):
                if y >= 0:
                    self.refresh_line(y)
        self.reveal()
        self.post_message(self.Moved())

    def shift(self, gone: int) -> None:
        """Follow the rows after `gone` of them fell off the beginning."""
        self.cursor = max(0, self.cursor - gone) if len(self.view) else -1
        self.scroll_to(y=max(0, self.scroll_offset.y - gone), animate=False, immediate=True)

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
        if index < len(self.view):
            self.post_message(self.Clicked(index, again=event.chain == 2))

    def on_mouse_scroll_up(self) -> None:
        """Say that a person wants to look back."""
        self.post_message(self.Scrolled())
