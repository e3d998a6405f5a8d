"""The pane beside the list: the chosen record in one of five views."""

from __future__ import annotations

from collections.abc import Hashable

from inspector.safe import Safe, safe
from inspector.tui.cells import Line, block
from inspector.tui.paint import Painted
from inspector.tui.rows import Row

VIEWS = ("Fields", "JSON", "Raw", "Hex", "OTLP")


class Detail(Painted):
    """Lays a record out for the width of the pane; `show` changes record or view."""

    def __init__(self) -> None:
        super().__init__("detail")
        self._row: Row | None = None
        self._lines: list[Line] = []
        self._comment = ""
        self._version = 0
        self.shown = "Fields"
        self.secrets = False
        """Headers that may hold a credential are shown as they are."""

    @property
    def place(self) -> int | None:
        """The first physical line of the record; None while there is none."""
        return self._row.line.number if self._row and self._row.line else None

    def show(self, row: Row | None, shown: str, comment: str = "") -> None:
        """Show a row's record in one of `VIEWS`, from its beginning, below a person's comment."""
        self._row, self.shown, self._comment = row, shown, comment
        self._lay_out()
        self.scroll_to(y=0, animate=False, immediate=True)

    def reveal(self) -> None:
        """Show credentials of headers, or mask them again."""
        self.secrets = not self.secrets
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines = []
        if self._row is not None and self.room > 0:
            from inspector.tui.record import laid_out  # noqa: PLC0415  # behind the first paint

            said = Safe(f"* {safe(self._comment)}")
            self._lines = block(said, self.room, 1, "key") if self._comment else []
            self._lines += laid_out(self._row, self.shown, self.room, secrets=self.secrets)
        self._version += 1
        self.resized()
        self.repaint()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lay_out()
        self.post_message(self.Resized())

    def count(self) -> int:
        """How many lines the record takes."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """One of them."""
        return self._lines[y]

    def key(self, y: int) -> Hashable:
        """Another record's lines are other lines."""
        return (self._version, y)
