"""The screen of the report: what it will say, in which form, where to; and saved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from inspector.safe import Safe, safe
from inspector.tui import keys
from inspector.tui.cells import Line, Span, figure, width_of
from inspector.tui.clipboard import deliver
from inspector.tui.paint import Bar, Lines, Painted
from inspector.tui.places import Name
from inspector.tui.reporting import said, saving
from inspector.tui.reporting.asked import readable, words
from inspector.tui.reporting.choices import Choices, choices
from inspector.tui.reporting.choosing import Choosing
from inspector.tui.reporting.confirm import Confirm, Text
from inspector.tui.reporting.kept import kept
from inspector.tui.reporting.maker import Job, Maker, State
from inspector.tui.reporting.preview import facts, preview
from inspector.tui.reporting.sheet import Beside, sheet, verdict
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.board import Board

_STAGES = {
    "idle": "IDLE", "refused": "REFUSED", "stopped": "STOPPED", "reading": "READING",
    "made": "READY",
}  # fmt: skip


class ReportScreen(Choosing):
    """The report of everything that was read."""

    PLACE: ClassVar[Name] = "report"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.REPORT_BINDINGS]

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        auditor = board.session.source.auditor
        assert auditor is not None  # noqa: S101  # nobody gets here without one
        self.maker = Maker(auditor)
        self.page = Lines("page")
        self._began = self._stale = False
        self._reads = False
        """The text of the report is shown."""
        self._shown: State | None = None
        self._marks: tuple[object, ...] = ()
        """Of the waiver file, of the log's files, and of the records, when they were read last."""
        self._there = Safe("")

    def body(self) -> Iterator[Widget]:
        """Give the verdict, the page, and what can be chosen."""
        yield Bar("verdict")
        yield self.page
        yield Choices("choices")

    def on_mount(self) -> None:
        """Give the keys to the page."""
        super().on_mount()
        self.page.focus()
        self.set_interval(1, self.look)

    def on_unmount(self) -> None:
        """Let the worker end."""
        self.maker.stop()

    # --- making ---

    def show_state(self) -> None:
        """Make the report as soon as there is something to report; show how far it is."""
        if not self._began and said.due(self.session):
            self.action_again()
        if self.maker.state is not self._shown:
            self._shown = self.maker.state
            self.lay_out()
        self.show_bars()

    def on_screen_resume(self) -> None:
        """Look whether files have changed meanwhile."""
        self.look()
        self.lay_out()  # the filter may be another
        super().on_screen_resume()

    def look(self) -> None:
        """Look whether the log or the waivers have changed, and whether the file is there."""
        self._there = saving.there(self.choice.file)
        self._stale = self._began and self._marks != self._now()

    def _now(self) -> tuple[object, ...]:
        source = self.session.source
        records = () if readable(source) else (self.session.log.records,)
        return (*saving.marks([source.waivers, *source.paths]), *records)

    def _ask(self, *, again: bool = False) -> None:
        source, log = self.session.source, self.session.log
        now = self._now()
        again = again or now[:1] != self._marks[:1]  # other waivers judge otherwise
        self._marks = now if again else self._marks
        job = Job(
            self.choice,
            tuple(words(self.choice, source)),
            partial(kept, source, log, range(log.first, log.end)),
            named=readable(source) or source.kind == "stdin",
            again=again,
        )
        if self.maker.ask(job):
            self.run_worker(self.maker.run, thread=True, exit_on_error=False, name="report")
        self.look()
        self.show_state()

    def action_again(self) -> None:
        """Read everything again and make the report anew."""
        if not said.due(self.session):
            self.say(say("there is nothing to report yet"))
            return
        self._began, self.fault = True, None
        self._ask(again=True)

    @property
    def _ready(self) -> State | None:
        """The report as it is chosen now."""
        state = self.maker.state
        return state if state.stage == "made" and state.choice == self.choice else None

    # --- showing ---

    @on(Painted.Resized)
    def lay_out(self) -> None:
        """Lay the page out for its width."""
        state, width = self.maker.state, self.page.room
        if width <= 0:
            return
        if state.stage != "made" or state.made is None:
            lines = said.blank(self.session, state, width, self.page.size.height)
        elif self._reads:
            lines = preview(state.text, width)
        else:
            lines = sheet(state.made, self._beside(), width)
        self.page.show(lines)

    def _beside(self) -> Beside:
        session, source = self.session, self.session.source
        command, why_not = said.same(source.kind, words(self.choice, source))
        return Beside(
            runs=session.runs,
            records=session.log.records,
            filter=session.view.filter.text,
            marks=len(session.marks),
            waivers=safe(source.waivers, 200),
            command=command,
            why_not=why_not,
        )

    def show_bars(self) -> None:
        """Bring every bar up to date, and the choices."""
        super().show_bars()
        self.query_one(Choices).show(choices(self.choice, self._there, self.size.width))

    def bars(self, width: int) -> dict[str | None, Line]:
        """What the bars say."""
        state = self.maker.state
        line: Line = (Span(say(" No report yet"), "strong"),)
        if state.stage == "made" and state.made is not None:
            line = verdict(state.made, width)
        keymap = getattr(self.app, "keymap", {})
        return {"verdict": line, "footer": keys.report_footer(width, keymap)}

    def told(self, width: int) -> Line:
        """How far it is, what is shown, and whether it is out of date."""
        state = self.maker.state
        if self.fault is not None:
            return (Span(say(" a fault in the program: {} ", self.fault), "alarm"),)
        if state.stage == "reading":
            percent = f"{100 * state.read // state.total} % " if state.total else ""
            return (
                Span(Safe(f"{say(' READING ')}{percent}"), "review"),
                Span(say(" Esc stops"), "dim"),
            )
        if state.stage != "made":
            return (Span(Safe(f" {say(_STAGES[state.stage])} "), "dim"),)
        spans: list[Span] = [
            Span(say(" READY "), "live"),
            Span(Safe(f" {state.choice.form if state.choice else ''}: {facts(state.text)}")),
        ]
        if self._stale:
            spans.append(Span(say("  changed since: r makes it anew"), "review", "again"))
        last = min(self.page.count(), self.page.scroll_offset.y + self.page.size.height)
        shown = say("text" if self._reads else "facts")
        place = say("  {} to line {} of {}", shown, figure(last), figure(self.page.count()))
        aside = Span(place, "dim", "preview")
        return tuple([*spans, aside] if width_of([*spans, aside]) <= width else spans)

    def chosen(self) -> None:
        """Write the report anew, or make it."""
        if self._began:
            self._ask()
        else:
            self.look()
            self.show_bars()

    # --- saving ---

    def action_save(self) -> None:
        """Write the report that is shown; ask before something is overwritten."""
        state = self._ready
        if state is None:
            self.say(say("there is no report to save yet"))
            return
        try:
            saving.check(self.choice.file, self.session.source)
        except saving.CannotSave as error:
            self.say(safe(str(error)))
            return
        if not saving.there(self.choice.file):
            self._save(state)
            return
        texts: tuple[Text, ...] = (
            (say("This file is there already:"), "plain"), (safe(self.choice.file), "key"),
        )  # fmt: skip
        question = Confirm(say("Overwrite"), texts, say("overwrites it"))
        self.confirm(question, partial(self._save, state))

    def _save(self, state: State) -> None:
        try:
            told = saving.save(self.choice.file, state.text)
        except saving.CannotSave as error:
            told = safe(str(error))
        self.notify(told, markup=False, timeout=8)
        self.look()
        self.show_bars()

    def action_copy(self) -> None:
        """Copy the command that makes the same report."""
        command, why_not = said.same(
            self.session.source.kind, words(self.choice, self.session.source)
        )
        self.say(deliver(command, self.app.copy_to_clipboard) if command else why_not)

    # --- moving ---

    def action_preview(self) -> None:
        """Show the text of the report, or again what it will say."""
        if self.maker.state.stage != "made":
            self.say(say("there is no report to read yet"))
            return
        self._reads = not self._reads
        self.lay_out()
        self.page.scroll_to(y=0, animate=False, immediate=True)
        self.show_bars()

    def action_back(self) -> None:
        """Stop making it; else go back from the text to the facts, from there to the events."""
        if self.maker.busy:
            self.maker.stop()
        elif self._reads:
            self.action_preview()
        else:
            self.action_events()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.page.scroll_relative(y=lines, animate=False, immediate=True)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self.action_scroll(pages * self.page.page)

    def action_edge(self, side: int) -> None:
        """Scroll to the beginning, or to the end."""
        y = 0 if side < 0 else self.page.count()
        self.page.scroll_to(y=y, animate=False, immediate=True)
