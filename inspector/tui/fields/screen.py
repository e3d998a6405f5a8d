"""The screen of the fields: a row for each, or for each value of one of them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from inspector.audit import day
from inspector.report import Tally
from inspector.safe import Safe, safe
from inspector.tui import keys, states
from inspector.tui.beside import BesideList
from inspector.tui.cells import Line, Span, fit
from inspector.tui.facets import term, toggled
from inspector.tui.fields import table
from inspector.tui.fields.accept import Accept, Given
from inspector.tui.fields.gathered import Fields, Seen, open_ones, rank, sorted_fields
from inspector.tui.fields.waiving import CannotAccept, Waiving
from inspector.tui.filter import Filter
from inspector.tui.places import Name
from inspector.tui.row_list import RowList
from inspector.tui.terms import Term
from inspector.tui.walk import Walk
from inspector.tui.words import count, say

if TYPE_CHECKING:
    from inspector.tui.board import Board

_EMPTY: tuple[states.Text, ...] = (
    ("No field to show.", "strong"),
    ("Fields are listed as soon as an event has one.", "plain"),
    ("", "plain"),
    ("1 shows the events.", "dim"),
)


class FieldList(RowList):
    """The fields; while `field` is set, its values."""

    def __init__(self) -> None:
        super().__init__(
            lambda width, height: states.centred(
                [(say(text), role) for text, role in _EMPTY], width, height
            )
        )
        self.field: Seen | None = None
        self.fields: list[Seen] = []
        self.values: list[tuple[str, int]] = []
        self.terms: frozenset[Term] = frozenset()
        """Of the filter."""
        self.counts: dict[Safe, int] = {}
        """Events with each field; a worker goes on counting while they are shown."""
        self.of = 0
        """Events in which the fields were looked for; no fewer than any of these."""

    @property
    def chosen(self) -> tuple[Seen, str | None] | None:
        """The field of the cursor, and the value where values are shown."""
        if not 0 <= self.cursor < self.length():
            return None
        if self.field is not None:
            return self.field, self.values[self.cursor][0]
        return self.fields[self.cursor], None

    def length(self) -> int:
        """How many fields or values are shown."""
        return len(self.fields if self.field is None else self.values)

    def laid(self, index: int, *, cursor: bool) -> Line:
        """A field or a value, laid out for the width of the pane."""
        seen = self.field
        if seen is None:
            seen = self.fields[index]
            chosen = term(seen.name, None) in self.terms
            there = self.counts.get(seen.name, 0), self.of
            return table.field_line(seen, there, self.room, cursor=cursor, chosen=chosen)
        value, _ = self.values[index]
        chosen = term(seen.name, value) in self.terms
        return table.value_line(seen, self.values[index], self.room, cursor=cursor, chosen=chosen)

    def ident(self, index: int) -> Hashable:
        """Counts grow while they are gathered: what is shown says all."""
        return self.laid(index, cursor=False)


_NOTHING = (
    "nothing was found here that would need to be accepted; what many events say together is "
    "accepted with inspector waive"
)


class FieldsScreen(BesideList):
    """One row for each field that was ever seen."""

    PLACE: ClassVar[Name] = "fields"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.FIELDS_BINDINGS]

    def __init__(self, board: Board) -> None:
        self.fields, self.rows = Fields(), FieldList()
        self.waiving = Waiving(board.session.source.waivers)
        super().__init__(board, Walk(self.fields.take_row), self.rows)
        self._only: Filter | None = None
        """The filter to which the events are confined, None for all of them."""
        self._flagged = False
        self._at = 0
        """Where the cursor stood among the fields."""

    def on_mount(self) -> None:
        """Read what was accepted before."""
        self.waiving.load()
        super().on_mount()
        if self.waiving.trouble:
            self.say(say("nothing counts as accepted: {}", self.waiving.trouble))

    # --- gathering ---

    def _again(self, only: Filter | None) -> None:
        """Gather anew, of all events or only of those that are shown."""
        self.walk.stop.set()
        self._only, self.fields = only, Fields()
        self.walk = Walk(self.fields.take_row, self.session.view if only is not None else None)
        self._list(None)
        self._shown = -1

    def show_state(self) -> None:
        """Gather anew where the filter is another, then as every screen does."""
        now = self.session.view.filter
        if self._only is not None and self._only != now:
            self._again(now)
        super().show_state()

    def refresh_rows(self) -> None:
        """Sort anew, with the cursor on the same field or value."""
        rows, chosen = self.rows, self.rows.chosen if self.touched else None
        self.waiving.settle(self.fields.report, self.fields.last_ms)
        found = sorted_fields(list(self.fields.fields.values()))
        rows.counts = {seen.name: seen.events for seen in found}
        rows.fields = [seen for seen in found if rank(seen) < 2 or not self._flagged]
        rows.values = table.values_of(rows.field, flagged=self._flagged) if rows.field else []
        rows.of, rows.terms = self.fields.events, frozenset(self.session.view.filter.terms)
        rows.update_rows()
        names: list[object] = (
            [value for value, _ in rows.values] if rows.field else list(rows.fields)
        )
        wanted: object = None if chosen is None else chosen[1] if rows.field else chosen[0]
        at = names.index(wanted) if wanted in names else 0
        if at != rows.cursor:
            rows.move(at)
        else:
            self.show_detail()

    def show_detail(self, *, top: bool = False) -> None:
        """Lay out the chosen field or value."""
        chosen, width = self.rows.chosen, self.detail.room
        lines = table.detail(*chosen, width) if chosen and width > 0 else []
        self.detail.show(lines, top=top)

    def bars(self, width: int) -> dict[str | None, Line]:
        """What the bars say."""
        values = self.rows.field is not None
        return {
            "about": self._about(width),
            "heading": table.heading(self.rows.room, values=values) if self.rows.length() else (),
            "title": (Span(fit(say(" What the page says, and what was found"), width), "divider"),),
            "footer": keys.fields_footer(
                width, values=values, keymap=getattr(self.app, "keymap", {})
            ),
        }

    def _about(self, width: int) -> Line:
        field, fields = self.rows.field, self.fields
        if field is not None:
            values = count(len(field.values), "value", "values")
            many = say("more than {}", values) if field.more else values
            text = Safe(f" {field.name}: {many} ")
        else:
            events = count(self.rows.of, "event", "events")
            text = say(" {} seen, in {} ", count(len(fields.fields), "field", "fields"), events)
        scope = say(" all events " if self._only is None else " filtered events ")
        spans = [
            Span(text),
            Span(scope, "key" if self._only is None else "on", "scope"),
        ]
        if self._flagged:
            spans.append(Span(say(" only flagged "), "on", "only_flagged"))
        now = self.session.view.filter
        if now:
            spans.append(Span(say(" filter: {}", now.text), "violation"))
        room = width
        line = []
        for span in spans:
            line.append(span._replace(text=fit(span.text, min(len(span.text), max(0, room)))))
            room -= len(span.text)
        return tuple(line)

    # --- keys ---

    def action_open(self) -> None:
        """List the values of the chosen field."""
        chosen = self.rows.chosen
        if chosen is None or self.rows.field is not None:
            return
        self._at, self.touched = self.rows.cursor, True
        self._list(chosen[0])

    def _list(self, field: Seen | None, at: int = 0) -> None:
        self.rows.field = field
        self.rows.cursor = -1
        self.refresh_rows()
        self.rows.move(at)

    def action_back(self) -> None:
        """Go back from the detail to the list, from values to fields, from fields to the events."""
        if not self.reading and self.rows.field is not None:
            self._list(None, self._at)
        else:
            super().action_back()

    def action_facet(self) -> None:
        """Show only events with this field or value, or no longer."""
        chosen = self.rows.chosen
        if chosen is None:
            return
        one = term(chosen[0].name, chosen[1])
        if one is None:
            self.say(say("no filter can ask for this value; Esc, then Space asks for the field"))
            return
        now = toggled(self.session.view.filter, one)
        self.board.choose(now)
        added = one in now.terms
        self.say(say("only events with it are shown: 1" if added else "no longer a condition"))
        self.rows.terms = frozenset(now.terms)
        self.rows.repaint()
        self.show_bars()

    def action_scope(self) -> None:
        """Look into all events, or only into those that pass the filter."""
        self._again(self.session.view.filter if self._only is None else None)
        self.show_state()

    def action_only_flagged(self) -> None:
        """Show only the fields that need a look, or all again."""
        self._flagged = not self._flagged
        self.refresh_rows()
        self.show_bars()

    def action_accept(self) -> None:
        """Ask why the chosen value is accepted."""
        tallies = self._open()
        if isinstance(tallies, str):
            self.say(say(tallies))
            return
        chosen = self.rows.chosen
        name = chosen[0].name if chosen else Safe("")
        rules = sorted({tally.finding.rule for tally in tallies})

        def given(said: Given | None) -> None:
            if said is not None:
                self._accept(tallies, said)

        today = day(self.fields.last_ms)
        self.app.push_screen(Accept(name, Safe(", ".join(rules)), today), given)

    def _open(self) -> list[Tally] | str:
        """What was found in the chosen value and nobody has accepted; else why there is none."""
        chosen = self.rows.chosen
        if chosen is None:
            return "there is nothing to accept"
        field, value = chosen
        found = {one: open_ones(tallies) for one, tallies in field.found.items()}
        some = {one: tallies for one, tallies in found.items() if tallies}
        if value is None and len(some) > 1:
            return "Enter lists the values; A accepts one of them"
        tallies = found.get(value, []) if value is not None else next(iter(some.values()), [])
        return tallies or _NOTHING

    def _accept(self, tallies: list[Tally], given: Given) -> None:
        try:
            added = self.waiving.accept(tallies, given)
        except CannotAccept as error:
            self.say(safe(str(error), 300))
            return
        waivers = count(added, "waiver", "waivers")
        self.say(say("{} added to {}", waivers, safe(self.waiving.path, 200)))
        self.refresh_rows()
        self.show_bars()
