"""Two lines between the counts and the list: the timeline, which a click uses to find a row."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from inspector.tui.cells import Line
from inspector.tui.paint import Painted, strip
from inspector.tui.timeline import Timeline
from inspector.tui.view import View

SMALLEST = (60, 30)
"""Columns and lines of the terminal that it needs, as the stylesheet has it."""


class TimelineBar(Widget):
    """Shows a timeline while there is room for it; only then are rows counted."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TimelineBar { height: 2; width: 1fr; }"

    class Picked(Message):
        """A column was clicked; `index` is the row that it means."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, view: View) -> None:
        super().__init__(id="timeline")
        self.timeline = Timeline(view)
        self._lines: tuple[Line, ...] = ()

    @property
    def shown(self) -> bool:
        """There is room for it."""
        return self.display and self.size.width > 0

    @property
    def busy(self) -> bool:
        """Tell whether there is something to count."""
        return self.shown and self.timeline.busy

    def look(self) -> None:
        """Count what came."""
        if self.shown:
            self.timeline.look()

    def bring(self, number: int | None, marks: Iterable[int]) -> None:
        """Bring it up to date, with the cursor on a row."""
        if not self.shown:
            return
        lines = self.timeline.lines(self.size.width, number, marks) if number is not None else ()
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def on_resize(self) -> None:
        """Another width has other columns."""
        self.look()
        self.post_message(Painted.Resized())

    def render_line(self, y: int) -> Strip:
        """Paint one of the lines."""
        line = self._lines[y] if y < len(self._lines) else ()
        return strip(self, line, self.rich_style).adjust_cell_length(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Say which row was meant."""
        index = self.timeline.at(event.x, below=event.y == 1)
        if index is not None:
            self.post_message(self.Picked(index))
