"""A small form: why a value is accepted, who answers for it, and until when."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from inspector.safe import Safe, safe
from inspector.tui.ask import Line
from inspector.tui.cells import Span, block
from inspector.tui.paint import CLASSES, Bar, Panel
from inspector.tui.words import say

_FIELDS = (("reason", "reason"), ("owner", "owner"), ("expires", "last day"))


class Given(NamedTuple):
    """What the form asks for."""

    reason: Safe
    owner: Safe
    expires: dt.date


class Accept(ModalScreen["Given | None"]):
    """Gives what was typed; None where a person left it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("tab,down", "app.focus_next", "next", show=False),
        Binding("shift+tab,up", "app.focus_previous", "previous", show=False),
    ]

    def __init__(self, what: Safe, rules: Safe, today: dt.date | None) -> None:
        """Name what is accepted, and what was found in it; both are shown whole.

        `today` is the day of the newest event, by which a waiver expires.
        """
        super().__init__()
        self._what, self._rules, self._today = what, rules, today

    def compose(self) -> ComposeResult:
        """One box: what is accepted, three lines to type into, and what is wrong with them."""
        with Vertical(id="box") as box:
            box.border_title = say("Accept")
            box.border_subtitle = say("Enter goes on, Esc leaves")
            yield Panel("what")
            for name, word in _FIELDS:
                with Horizontal(classes="line"):
                    prompt = Bar(f"prompt-{name}")
                    prompt.show((Span(Safe(f" {say(word)}:"), "strong"),))
                    yield prompt
                    hint = say("such as 2027-06-30") if name == "expires" else ""
                    yield Line(id=name, compact=True, max_length=200, placeholder=hint)
            yield Bar("wrong")

    def on_mount(self) -> None:
        """Give the keys to the first line."""
        self.query_one("#reason", Line).focus()

    def on_resize(self) -> None:
        """Break what is accepted anew."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        panel = self.query_one("#what", Panel)
        width = panel.size.width - 1
        lines = block(self._what, width, 1, "key", prose=False)
        panel.show([*lines, *block(self._rules, width, 1, "plain")])

    def action_leave(self) -> None:
        """Accept nothing."""
        self.dismiss(None)

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Go to the next line; after the last, hand over what was typed."""
        event.stop()
        if event.input.id != _FIELDS[-1][0]:
            self.focus_next()
            return
        reason, owner, day = (self.query_one(f"#{name}", Line).value.strip() for name, _ in _FIELDS)
        expires = _day(day)
        if not reason or not owner:
            self._complain(
                "reason" if not reason else "owner",
                "say it so that it can be asked about in a year",
            )
        elif expires is None:
            self._complain("expires", "give a day such as 2027-06-30")
        elif self._today is not None and expires < self._today:
            self._complain("expires", "that day is over; give one to come")
        else:
            self.dismiss(Given(safe(reason), safe(owner), expires))

    def _complain(self, name: str, text: str) -> None:
        self.query_one("#wrong", Bar).show(
            (Span(Safe(" x "), "violation"), Span(say(text), "violation"))
        )
        self.query_one(f"#{name}", Line).focus()


def _day(word: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return None
