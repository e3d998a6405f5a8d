"""Every key, what the flags mean, and what the filter understands."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from inspector.safe import Safe
from inspector.tui.cells import GLYPHS, Flag, Line, Role, Span, block, fit
from inspector.tui.keys import (
    FIELDS,
    GROUPS,
    PLACES,
    REPORT,
    RUNS,
    WIRE,
    Key,
    Keymap,
    id_of,
    remapped,
)
from inspector.tui.paint import CLASSES, Lines
from inspector.tui.words import say

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
    ("image=/end$/", "a regular expression; capitals make case matter"),
    ("a b|c -d", "a space means and, | or, - not"),
)
_Section = tuple[str, str, tuple[Key, ...]]
_OTHERS: dict[str, _Section] = {
    "places": ("Screens", "", PLACES),
    "runs": ("On the screen of the runs", "runs-", RUNS),
    "fields": ("On the screen of the fields", "fields-", FIELDS),
    "wire": ("On the screen of the dry run", "wire-", WIRE),
    "report": ("On the screen of the report", "report-", REPORT),
}
"""The keys of the other screens, by what is in front when the help is asked for."""
_TABS = ("Help: keys", "Help: filter and flags")
_ABOUT = (
    "┌ │ └ tie a run's rows, ─ is a run of one; while a run goes on, └ is its newest row.",
    "The end of a long log is shown before the rest is indexed: its runs are p1, p2 … until then.",
    "The log says what was queued for sending; it cannot prove what arrived.",
    "Click a row, a count, a view or a footer key; the wheel scrolls. Shift+drag selects text.",
    "Nothing on this screen leaves the machine.",
)


PANES = {
    "list": (),
    "detail": (
        ("j k", "scroll by lines; Space and b by pages, g and G to the ends"),
        ("Tab Esc", "back to the list"),
        ("v", "next view of the record"),
    ),
}
"""What keys do that have another meaning where the keys are now."""
_HERE = {
    "list": "In the list, which has the keys now",
    "detail": "In the detail, which has the keys now",
}


def help_lines(width: int, keymap: Keymap = MappingProxyType({}), pane: str = "list") -> list[Line]:
    """Every key, those of the focused pane or screen first, as lines of at most `width` cells."""
    lines: list[Line] = []
    if own := PANES.get(pane):
        lines += _title(say(_HERE[pane]))
        for shown, text in own:
            lines += _entry(Safe(shown), say(text), width, "key")
    for title, prefix, group in _sections(pane):
        lines += _title(say(title))
        for key in group:
            lines += _key(key, keymap, prefix, width)
    lines += _title(say("Good to know"))
    for text in _ABOUT:
        lines += block(say(text), width, 2, "plain")
    return lines


def _sections(pane: str) -> list[_Section]:
    """Every group of keys: those of the screen that asks come first."""
    first = [_OTHERS[pane], _OTHERS["places"]] if pane in _OTHERS else []
    events = [(title, "", own) for title, own in GROUPS]
    return [*first, *events, *(one for one in _OTHERS.values() if one not in first)]


def _key(key: Key, keymap: Keymap, prefix: str, width: int) -> list[Line]:
    """A key, what it does, and where there is room, what a keymap file calls it."""
    said = remapped(key, keymap, prefix)
    name = id_of(key, prefix)
    text = f"{say(said.text)} [{name}]" if width >= 70 else say(said.text)
    return _entry(Safe(said.shown), Safe(text), width, "key")


def grammar_lines(width: int) -> list[Line]:
    """The filter's grammar and the glossary of the flags."""
    lines = _title(say("Filter"))
    for example, text in _FILTERS:
        lines += _entry(Safe(example), say(text), width, "key")
    lines += _title(say("Flags"))
    for flag, text in _FLAGS:
        lines += _entry(Safe(f"{GLYPHS[flag]} {say(flag)}"), say(text), width, flag)
    return lines


def _title(text: str) -> list[Line]:
    return [(Span(Safe("")),), (Span(Safe(f" {text}"), "strong"),)]


def _entry(term: Safe, text: Safe, width: int, role: Role) -> list[Line]:
    column = 20 if width >= 50 else 16
    pieces = block(text, width, column, "plain")
    head = Span(fit(Safe(f"  {term}"), max(column, cell_len(term) + 2)), role)
    if cell_len(term) + 3 > column:  # what is typed never touches what it means
        return [(head,), *pieces]
    return [(head, *pieces[0][1:]), *pieces[1:]]


class HelpText(Lines):
    """The lines of the help, scrolling."""

    def __init__(self, pane: str) -> None:
        super().__init__("help")
        self._pane = pane
        self.tab = 0

    def on_resize(self) -> None:
        """Break the lines anew."""
        keymap = getattr(self.app, "keymap", {})
        keys = self.tab == 0
        self.show(help_lines(self.room, keymap, self._pane) if keys else grammar_lines(self.room))


class HelpScreen(ModalScreen[None]):
    """The help over the events; any of the keys that close it goes back."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "close", show=False),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
        Binding("space,pagedown", "scroll(10)", "page down", show=False),
        Binding("b,pageup", "scroll(-10)", "page up", show=False),
        Binding("tab,shift+tab,right,left,n", "tab", "other tab", show=False),
    ]

    def __init__(self, pane: str = "list") -> None:
        super().__init__()
        self._pane = pane

    def compose(self) -> ComposeResult:
        """One box with the text."""
        with Vertical(id="box") as box:
            box.border_title = say(_TABS[0])
            box.border_subtitle = say("Tab turns the page, Esc closes")
            yield HelpText(self._pane)

    def on_mount(self) -> None:
        """Give the keys to the text."""
        self.query_one(HelpText).focus()

    def action_tab(self) -> None:
        """Show the other tab."""
        text = self.query_one(HelpText)
        text.tab = 1 - text.tab
        self.query_one("#box").border_title = say(_TABS[text.tab])
        text.scroll_to(y=0, animate=False, immediate=True)
        text.on_resize()

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(HelpText).scroll_relative(y=lines, animate=False)
