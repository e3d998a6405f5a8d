"""Everything that can be done, by name: what is typed in, the action that is chosen out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from inspector.safe import Safe
from inspector.tui import keys
from inspector.tui.ask import Line as Typed
from inspector.tui.cells import Line, Span, fit
from inspector.tui.paint import CLASSES, Painted, role_style
from inspector.tui.places import PLACES
from inspector.tui.words import say

MOST = 50


class Hit(NamedTuple):
    """One thing that can be done."""

    name: Safe
    shown: Safe
    action: str


def hits(typed: str, keymap: keys.Keymap, prefix: str = "") -> list[Hit]:
    """The things whose names hold the letters that were typed in their order, the closest first.

    `prefix` is that of the screen, see `inspector.tui.keys.SCOPES`.  What another screen can do is
    found by its name as well; taking it goes there.
    """
    offered = [*_here(keymap, prefix), *(_elsewhere(keymap, prefix) if typed.strip() else ())]
    ranked = [
        (-rank, number, hit)
        for number, (hit, short) in enumerate(offered)
        if (rank := _rank(typed, f"{hit.name} {short}"))
    ]
    return [hit for _, _, hit in sorted(ranked)][:MOST]


def _here(keymap: keys.Keymap, prefix: str) -> Iterator[tuple[Hit, Safe]]:
    for group, members in (*_groups(prefix), ("Screens", keys.PLACES)):
        for key in members:
            shown = keys.remapped(key, keymap, prefix if group != "Screens" else "").shown
            if key.action != "app.palette":
                yield Hit(_name(group, key), Safe(shown), key.action), say(key.short)


def _elsewhere(keymap: keys.Keymap, prefix: str) -> Iterator[tuple[Hit, Safe]]:
    here = {key.action for key in dict(keys.SCOPES)[prefix]}
    for place in PLACES:
        scope = _prefix(place.name)
        goes = next(key for key in keys.PLACES if f"'{place.name}'" in key.action)
        for key in dict(keys.SCOPES)[scope] if scope != prefix else ():
            if key.action not in here:
                there = keys.remapped(goes, keymap).shown
                shown = Safe(f"{there} {keys.remapped(key, keymap, scope).shown}")
                yield Hit(_name(place.word, key), shown, goes.action), say(key.short)


def _groups(prefix: str) -> tuple[tuple[str, tuple[keys.Key, ...]], ...]:
    if not prefix:
        return keys.GROUPS
    word = next(place.word for place in PLACES if _prefix(place.name) == prefix)
    return ((word, dict(keys.SCOPES)[prefix]),)


def _name(group: str, key: keys.Key) -> Safe:
    return Safe(f"{say(group)}: {say(key.text)}")


def _prefix(place: str) -> str:
    return "" if place == "events" else f"{place}-"


def _rank(typed: str, name: str) -> int:
    """How well a name fits: all of it, its words, its letters in order; 0 not at all."""
    wanted, text = typed.casefold().strip(), name.casefold()
    if not wanted:
        return 1
    if wanted in text:
        return 4 if f" {wanted}" in f" {text}" else 3
    if all(word in text for word in wanted.split()):
        return 2
    at = 0
    for letter in wanted.replace(" ", ""):
        at = text.find(letter, at) + 1
        if at == 0:
            return 0
    return 1


class Hits(Painted):
    """The things that fit, with a cursor."""

    def __init__(self) -> None:
        super().__init__("hits")
        self.found: list[Hit] = []
        self.cursor = 0

    def show(self, found: list[Hit]) -> None:
        """Show others."""
        self.found, self.cursor = found, 0
        self.resized()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.repaint()

    def on_resize(self) -> None:
        """Lay out for another width."""
        self.resized()
        self.repaint()

    def count(self) -> int:
        """How many lines there are."""
        return max(1, len(self.found))

    def line(self, y: int) -> Line:
        """One of the things, with its keys at the right."""
        if not self.found:
            return (Span(say(" nothing is called so"), "dim"),)
        name, shown, _ = self.found[y]
        room = max(4, self.room - len(shown) - 3)
        return (Span(fit(Safe(f" {name}"), room)), Span(Safe(f" {shown} "), "key"))

    def base(self, y: int) -> Style:
        """The bar of the cursor."""
        return self.ground + role_style(self, "cursor") if y == self.cursor else self.ground

    def step(self, by: int) -> None:
        """Go to another one."""
        self.cursor = (self.cursor + by) % self.count()
        self.scroll_to(y=max(0, self.cursor - self.size.height + 1), animate=False, immediate=True)
        self.repaint()


class Palette(ModalScreen["str | None"]):
    """Gives the action that was chosen; None where a person left it."""

    COMPONENT_CLASSES = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("down,tab,ctrl+n", "step(1)", "down", show=False),
        Binding("up,shift+tab,ctrl+p", "step(-1)", "up", show=False),
    ]

    def __init__(self, place: str) -> None:
        """Offer what can be done on one of the screens first."""
        super().__init__()
        self._prefix = _prefix(place)
        self.hits = Hits()
        self.typed = Typed("", compact=True, max_length=60)

    def compose(self) -> ComposeResult:
        """One box with a line to type into, and what fits below it."""
        with Vertical(id="box") as box:
            box.border_title = say("Do")
            box.border_subtitle = say("Enter does it, Esc leaves")
            yield self.typed
            yield self.hits

    def on_mount(self) -> None:
        """Give the keys to the line."""
        self.look("")
        self.typed.focus()

    def look(self, typed: str) -> None:
        """Show what fits."""
        self.hits.show(hits(typed, getattr(self.app, "keymap", {}), self._prefix))

    @on(Input.Changed)
    def answer(self, event: Input.Changed) -> None:
        """Answer every letter."""
        event.stop()
        self.look(event.value)

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Take the one at the cursor."""
        event.stop()
        if self.hits.found:
            self.dismiss(self.hits.found[self.hits.cursor].action)

    def action_step(self, by: int) -> None:
        """Go to another one."""
        self.hits.step(by)

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(None)
