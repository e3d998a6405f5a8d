"""The screen of the runs: a row for each, and a chart of what the chosen one did."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from inspector.safe import Safe
from inspector.tui import keys, states
from inspector.tui.beside import BesideList
from inspector.tui.cells import Line, Span, fit
from inspector.tui.filter import Filter
from inspector.tui.places import Name
from inspector.tui.row_list import RowList
from inspector.tui.runs.chart import detail, took
from inspector.tui.runs.gathered import Run, Runs
from inspector.tui.runs.table import ORDERS, heading, legend, run_line, sort_key
from inspector.tui.walk import Walk
from inspector.tui.words import count, say

if TYPE_CHECKING:
    from inspector.tui.board import Board

_WHAT = (
    "A run is what one process of a program does. A field that the page documents tells runs apart"
    " (werf's executionID); no event here has one."
)
_EMPTY: tuple[states.Text, ...] = (
    ("No run to show.", "strong"),
    (_WHAT, "plain"),
    ("", "plain"),
    ("1 shows the events.", "dim"),
)  # fmt: skip


class RunList(RowList):
    """The runs, sorted and chosen."""

    def __init__(self) -> None:
        super().__init__(
            lambda width, height: states.centred(
                [(say(text), role) for text, role in _EMPTY], width, height
            )
        )
        self.runs: list[Run] = []

    @property
    def run(self) -> Run | None:
        """The chosen run."""
        return self.runs[self.cursor] if 0 <= self.cursor < len(self.runs) else None

    def length(self) -> int:
        """How many runs are shown."""
        return len(self.runs)

    def laid(self, index: int, *, cursor: bool) -> Line:
        """A run, laid out for the width of the pane."""
        return run_line(self.runs[index], self.room, cursor=cursor)

    def ident(self, index: int) -> Hashable:
        """A run grows while it is gathered: what is shown of it says all."""
        return self.laid(index, cursor=False)


class RunsScreen(BesideList):
    """One row for each run of the log."""

    PLACE: ClassVar[Name] = "runs"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.RUNS_BINDINGS]

    def __init__(self, board: Board) -> None:
        self.runs = Runs()
        self.rows = RunList()
        super().__init__(board, Walk(self.runs.take), self.rows)
        self._order = ORDERS[0]
        self._flagged = False

    def refresh_rows(self) -> None:
        """Sort and choose anew, with the cursor on the same run."""
        chosen = self.rows.run if self.touched else None
        runs = [run for run in self.runs.runs if run.flagged or not self._flagged]
        if self._order is not ORDERS[0]:
            runs.sort(key=lambda run: sort_key(run, self._order))
        self.rows.runs = runs
        self.rows.update_rows()
        first = len(runs) - 1 if self.session.following else 0
        at = next((i for i, run in enumerate(runs) if run is chosen), first)
        if at != self.rows.cursor:
            self.rows.move(at)
        else:
            self.show_detail()

    def show_detail(self, *, top: bool = False) -> None:
        """Lay out the chosen run."""
        run, log = self.rows.run, self.session.log
        width = self.detail.room
        if run is None or width <= 0:
            self.detail.show([], top=top)
            return
        rows = [log[number] for number in run.numbers if log.first <= number < log.end]
        self.detail.show(detail(run, took(rows), width), top=top)

    def bars(self, width: int) -> dict[str | None, Line]:
        """What the bars say."""
        return {
            "about": self._about(width),
            "heading": heading(self.rows.room) if self.rows.runs else (),
            "title": (Span(fit(say(" The chosen run"), width), "divider"),),
            "footer": keys.runs_footer(width, getattr(self.app, "keymap", {})),
        }

    def legend(self, width: int, height: int) -> list[Line]:
        """What the words of the delivery mean."""
        return legend(width, height) if self.rows.runs else []

    def _about(self, width: int) -> Line:
        spans = [
            Span(Safe(f" {count(len(self.runs.runs), 'run', 'runs')} ")),
            Span(say(" sorted by {} ", say(self._order.word)), "key", "sort"),
        ]
        if self._flagged:
            spans.append(Span(say(" only flagged "), "on", "only_flagged"))
        if self.runs.without and width >= 80:
            spans.append(
                Span(say(" {} of no run", count(self.runs.without, "event", "events")), "dim")
            )
        return tuple(spans)

    # --- keys ---

    def action_open(self) -> None:
        """Show the events of the chosen run."""
        run = self.rows.run
        if run is None:
            return
        self.action_events()
        self.board.choose(Filter().asking("run", (run.label,)))
        self.board.go(0)

    def action_dry(self) -> None:
        """Show the requests that would carry the chosen run; nothing is sent yet."""
        from inspector.tui.wire.chosen import run_of  # noqa: PLC0415  # seldom needed

        run = self.rows.run
        found = run_of(run.label, self.session.log) if run is not None else None
        if found is None or not found.rows:
            self.say(say("no event of this run can be sent: choose another, or d at an event"))
        else:
            self.board.rehearse(found)

    def action_only_flagged(self) -> None:
        """Show only the runs that need a look, or all again."""
        self._flagged = not self._flagged
        self.refresh_rows()
        self.show_bars()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self.refresh_rows()
        self.show_bars()
