"""The board with a line to type into: a search that answers each letter, and the filter bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from inspector.safe import Safe, safe
from inspector.tui.board import Board
from inspector.tui.grammar import FilterError, parse
from inspector.tui.rows import Row
from inspector.tui.search import Search, matches
from inspector.tui.session import wrapped
from inspector.tui.status import complaint
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.ask import Ask


class Asking(Board):
    """The board with what is typed."""

    _origin: tuple[int, bool, str] = (-1, False, "")
    """Where a search began: row number, whether the view followed, and the word before."""

    async def action_search(self) -> None:
        """Ask for a word to search for."""
        row, session = self.list.row, self.session
        number = session.view.number(self.list.cursor) if row else -1
        self._origin = (number, session.following, session.search.word)
        await self.ask("search", safe(session.search.word))

    async def action_filter(self) -> None:
        """Ask for a filter, beginning with the one in use."""
        await self.ask("filter", self.session.view.filter.text)

    async def ask(self, what: str, value: Safe) -> None:
        """Ask for a line of text; what comes of it is `given`."""
        from inspector.tui.ask import Ask  # noqa: PLC0415  # Input is dear, and seldom needed

        if not self.query("#ask"):
            ask = Ask(what, value)
            await self.mount(ask, before="#complaint")
            # at once, for the next key may be here already and belongs into the line
            self.set_focus(ask.typed)

    def on_ask_typed(self, event: Ask.Typed) -> None:
        """Answer a letter: a search goes to where the word is, an old complaint goes away."""
        self.complain([])
        if event.what == "search" and event.text != self.session.search.word:
            self._search(event.text)

    def on_ask_given(self, event: Ask.Given) -> None:
        """Use what was typed; a filter that does not parse leaves the old one in use."""
        if event.what == "search":
            self._end_search(event.text)
        elif event.what == "comment":
            self.comment(event.text)
        elif not self._filter(event.text):
            return
        self._stop_asking()

    def on_ask_left(self, event: Ask.Left) -> None:
        """Forget what was typed; go back to where a search began."""
        if event.what == "search":
            number, following, word = self._origin
            self.session.search = Search(self.session.view, word)
            if self.list.row is not None and number >= 0:
                self.list.move(self.session.view.index(number))
            if following:
                self.session.follow()
        self._stop_asking()

    commented: tuple[int, Row] | None = None
    """The row that a comment is typed for."""

    def comment(self, text: str) -> None:
        """Put a comment on a row."""
        raise NotImplementedError

    # --- searching ---

    def _search(self, word: str) -> None:
        """Search from where the search began on, as far as a key may take."""
        session, view = self.session, self.session.view
        session.search = search = Search(view, word)
        if search.whole() and len(view):
            origin = view.index(self._origin[0])
            at = origin if search.holds(view.entry(origin)) else search.found(origin, 1)
            at = search.found(-1, 1) if at is None else at
            self.go(origin if at is None else at)
        elif len(view):
            self.go(view.index(self._origin[0]))
        self.show_bars()

    def _end_search(self, word: str) -> None:
        search = self.session.search
        if word != search.word:
            self._search(word)
            search = self.session.search
        if word:
            self.say(matches(search))

    def action_found(self, step: int) -> None:
        """Go to the next match of the search."""
        search = self.session.search
        if search.word:
            index = search.found(self.list.cursor, step)
            if index is None:
                index = search.found(len(self.session.view) if step < 0 else -1, step)
                self.say(wrapped(step))
            self._go(index, "no other match")
        else:
            self.say(say("nothing is searched for; / begins a search"))

    def _go(self, index: int | None, what: str) -> None:
        if index is None or index == self.list.cursor:
            self.say(say(what))
        if index is not None:
            self.go(index)

    # --- filtering ---

    def _filter(self, text: str) -> bool:
        try:
            self.choose(parse(text))
        except FilterError as error:
            at = cell_len(text[: error.at])
            self.complain(complaint(error.text, at, self.size.width))
            return False
        return True

    def _stop_asking(self) -> None:
        self.query("#ask").remove()
        self.complain([])
        self._give_keys()
        self.show_bars()

    def _give_keys(self) -> None:
        pane = self.detail if self.query_one("#body").has_class("-open") else self.list
        self.set_focus(pane)  # at once: the next key may be here already
