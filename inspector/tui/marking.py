"""The board with marks and comments, which outlast the run."""

from __future__ import annotations

from inspector.safe import safe
from inspector.tui.asking import Asking
from inspector.tui.marks import around
from inspector.tui.words import say


class Marking(Asking):
    """The board with what a person puts on rows."""

    _asked: int | None = None
    """The row of which it was said that its comment would go with its mark."""

    def action_mark(self) -> None:
        """Mark the chosen row, or take its mark away."""
        row, marks = self.list.row, self.session.marks
        if row is None or row.line is None:
            self.say(say("there is no record here to mark"))
            return
        number = self.session.view.number(self.list.cursor)
        if marks.full and number not in marks:
            self.say(say("there are too many marks; take some away with m"))
            return
        if number in marks and marks.comment(number) and self._asked != number:
            self._asked = number
            self.say(say("m again takes away the mark and its comment"))
            return
        self._asked = None
        marked = marks.toggle(number, row)
        if marked and not self.keeper.lasting:
            self.say(say("marked until you quit: what is no file is not kept"))
        self._marked()

    async def action_comment(self) -> None:
        """Ask for a comment on the chosen row."""
        row = self.list.row
        if row is None or row.line is None:
            self.say(say("there is no record here to comment on"))
            return
        number = self.session.view.number(self.list.cursor)
        self.commented = (number, row)
        await self.ask("comment", safe(self.session.marks.comment(number)))

    def comment(self, text: str) -> None:
        """Put what was typed on the row it was typed for; nothing takes a comment away."""
        number, row = self.commented or (-1, None)
        marks = self.session.marks
        if row is not None and (number in marks or (text and not marks.full)):
            marks.say(number, row, text)
            self._marked()

    def _marked(self) -> None:
        self.list.repaint()
        self.show_detail(self.detail.shown)
        self.keep()

    def action_marked(self, step: int) -> None:
        """Go to the next mark that is shown."""
        view, cursor = self.session.view, self.list.cursor
        number = view.number(cursor) if self.list.row is not None else -1
        for other in around(self.session.marks.numbers(), number, step):
            index = view.index(other) if len(view) else -1
            if index >= 0 and view.number(index) == other:
                self.go(index)
                return
        self.say(say("no other marked row"))
