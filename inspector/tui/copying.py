"""The board with a menu of what can be copied."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from inspector.tui.clipboard import deliver
from inspector.tui.marking import Marking
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.copies import Copy


class Copying(Marking):
    """The board with what leaves it by the clipboard."""

    def action_copy(self) -> None:
        """Show what can be copied of the chosen row; without one, copy the line to paste."""
        row = self.list.row
        if row is not None and row.line is not None:
            from inspector.tui.copy_menu import CopyMenu  # noqa: PLC0415  # seldom needed

            self.app.push_screen(CopyMenu(row), self.copy)
        elif row is None and (line := self._export()):
            self.say(deliver(line, self.app.copy_to_clipboard))
        else:
            self.say(say("there is no record here to copy"))

    def _export(self) -> str:
        source = self.session.source
        if source.kind == "endpoint":
            return source.export
        known = source.kind in {"path", "paths"}
        return f"export WERF_TELEMETRY_LOG_FILE={shlex.quote(source.absolute)}" if known else ""

    def copy(self, chosen: Copy | None) -> None:
        """Copy what was chosen from the menu, if anything was."""
        if chosen is None:
            return
        text = chosen.text()
        if text is None:
            self.say(say("there is no such form of this record"))
        else:
            self.say(deliver(text, self.app.copy_to_clipboard))
