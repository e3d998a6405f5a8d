"""The pane with one request of the dry run."""

from __future__ import annotations

from collections.abc import Callable

from inspector.tui.cells import Line
from inspector.tui.paint import Painted


class Request(Painted):
    """One request of the dry run, in one of `VIEWS`, scrolling."""

    def __init__(self) -> None:
        super().__init__("request")
        self._lines: list[Line] = []
        self.lay: Callable[[int], list[Line]] = lambda _: []
        """Gives the lines for a width."""

    def lay_out(self, *, top: bool = False) -> None:
        """Lay everything out anew; with `top`, from the beginning."""
        self._lines = self.lay(self.room) if self.room > 0 else []
        self.resized()
        self.repaint()
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.lay_out()
        self.post_message(self.Resized())

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """One of them."""
        return self._lines[y]
