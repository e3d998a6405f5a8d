"""Every key, what the flags mean, and what the filter understands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from inspector.safe import Safe
from inspector.tui.cells import GLYPHS, Flag, Line, Role, Span, block, fit
from inspector.tui.keys import FIELDS, GROUPS, PLACES, RUNS, WIRE
from inspector.tui.paint import CLASSES, Painted

_FLAGS: tuple[tuple[Flag, str], ...] = (
    ("violation", "a documented promise is broken: something undocumented, personal or secret"),
    ("review", "a person must decide"),
    ("note", "worth knowing"),
    ("identity", "a documented identifier that stays the same: pseudonymous, not anonymous"),
    ("unreadable", "begins like a record and cannot be read: torn, cut or forged"),
    ("ok", "documented, nothing notable"),
)
_FILTERS = (
    ("flag:violation", "also review, note, bad (unreadable), ident (has identifiers), any"),
    ("event:Stage*", "event types; * stands for anything"),
    ("run:r35", "one run, as the list calls it; cmd:plan a command that holds this"),
    ("field:hostPath", "events with such a field; whole paths or their ends"),
    ("image=backend", "a value; also != and, with a number, < <= > >="),
    ("rule:personal/*", "what was found, by rule or family"),
    ("since:-2h", "counted back from the newest event; until:2026-11-14T09:30 (UTC)"),
    ("registry.example", "text in the event or its raw record, whatever the case"),
    ('"two words"', "text with a space, a colon or a bar in it"),
    ("/back(end)?$/", "a regular expression; capitals make case matter"),
    ("a b|c -d", "a space means and, | or, - not"),
)
_OTHERS = (
    ("Screens", PLACES),
    ("On the screen of the runs", RUNS),
    ("On the screen of the fields", FIELDS),
    ("On the screen of the dry run", WIRE),
)
_ABOUT = (
    "The log says what was queued for sending; it cannot prove what arrived.",
    "Click a row, a count, a view or a footer key; the wheel scrolls. Shift+drag selects text.",
    "Nothing on this screen leaves the machine.",
)


def help_lines(width: int) -> list[Line]:
    """The whole help, as lines of at most `width` cells."""
    lines: list[Line] = []
    for title, group in (*GROUPS, *_OTHERS):
        lines += _title(title)
        for key in group:
            lines += _entry(Safe(key.shown), Safe(key.text), width, "key")
    lines += _title("Flags")
    for flag, text in _FLAGS:
        lines += _entry(Safe(f"{GLYPHS[flag]} {flag}"), Safe(text), width, flag)
    lines += _title("Filter")
    for example, text in _FILTERS:
        lines += _entry(Safe(example), Safe(text), width, "key")
    lines += _title("Good to know")
    for text in _ABOUT:
        lines += block(Safe(text), width, 2, "plain")
    return lines


def _title(text: str) -> list[Line]:
    return [(Span(Safe("")),), (Span(Safe(f" {text}"), "strong"),)]


def _entry(term: Safe, text: Safe, width: int, role: Role) -> list[Line]:
    column = 20 if width >= 50 else 16
    pieces = block(text, width, column, "plain")
    head = Span(fit(Safe(f"  {term}"), column), role)
    return [(head, *pieces[0][1:]), *pieces[1:]]


class HelpText(Painted):
    """The lines of the help, scrolling."""

    def __init__(self) -> None:
        super().__init__("help")
        self._lines: list[Line] = []

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lines = help_lines(self.room)
        self.resized()
        self.repaint()

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """One of them."""
        return self._lines[y]


class HelpScreen(ModalScreen[None]):
    """The help over the events; any of the keys that close it goes back."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "close", show=False),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
        Binding("space,pagedown", "scroll(10)", "page down", show=False),
        Binding("b,pageup", "scroll(-10)", "page up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """One box with the text."""
        with Vertical(id="box") as box:
            box.border_title = "Help"
            box.border_subtitle = "Esc closes"
            yield HelpText()

    def on_mount(self) -> None:
        """Give the keys to the text."""
        self.set_class(bool(getattr(self.app, "ascii_mode", False)), "-ascii")
        self.query_one(HelpText).focus()

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(HelpText).scroll_relative(y=lines, animate=False)
