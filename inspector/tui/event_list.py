"""The list of events: how a row of the log is laid out for the width of the pane.

A bracket behind the run ties its rows together: the first, those between, the newest, or the only
one.  It tells where in its own run a row stands in the log, whatever a filter hides and whatever
rows of other runs stand between; the brackets of the chosen row's run are brighter.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable
from dataclasses import replace
from typing import NamedTuple

from rich.cells import cell_len

from inspector.safe import Safe
from inspector.tui.ahead import AHEAD
from inspector.tui.cells import GLYPHS, Flag, Line, Span, fit
from inspector.tui.row_list import RowList
from inspector.tui.rows import Row
from inspector.tui.times import HEADINGS, Times, passed
from inspector.tui.view import View
from inspector.tui.words import say

_TIME, _WORD, _RUN, _TYPE, _COMMAND = 12, 10, 5, 19, 16
MARK = Safe("*")
"""Stands behind the flag of a row that a person marked."""
LEFT = Safe("▹")
"""Stands before the row on which a person was when the view was paused."""
FIRST, BETWEEN, LAST, ONLY = Safe("┌"), Safe("│"), Safe("└"), Safe("─")
"""The bracket of a run's first row, of those between, of its newest row, of its only one."""
NO_RUN = Safe(" ")
_NARROW = 58  # below it there is no room for words beside the glyph


def word_of(flag: Flag) -> Safe:
    """What a flag is called in the list."""
    return Safe("") if flag == "divider" else say(flag)


def heading(width: int, times: Times = "clock") -> Line:
    """The names of the columns, over `row_line` of the same width."""
    columns = [(say(HEADINGS[times]), _TIME), (say("EVENT"), _TYPE)]
    if width >= _NARROW:
        columns[1:1] = [(say("LEVEL"), _WORD), (say("RUN"), _RUN + 2)]
        columns.append((say("COMMAND"), _COMMAND))
    used = 3 + sum(size + 1 for _, size in columns)
    if width - used >= 11:
        columns.append((say("SUMMARY"), width - used))
    text = Safe(" ".join(fit(word, size) for word, size in columns))
    return (Span(fit(Safe(f"   {text}"), width), "dim"),)


def bracket(number: int, ends: tuple[int, int] | None) -> Safe:
    """What ties a row to its run, whose first and newest rows are at `ends`."""
    if ends is None:
        return NO_RUN
    first, last = ends
    if first == last:
        return ONLY
    return FIRST if number == first else LAST if number == last else BETWEEN


class Tie(NamedTuple):
    """The bracket of a row."""

    sign: Safe = NO_RUN
    near: bool = False
    """Its run is that of the chosen row."""


_UNTIED = Tie()


def row_line(
    row: Row, width: int, *, cursor: bool = False, marked: bool = False, tie: Tie = _UNTIED
) -> Line:
    """Lay a row out in exactly `width` cells: the flag as glyph and word, then the columns."""
    mark = Span(Safe("▸" if cursor else " "), "strong")
    if row.flag == "divider":
        title = fit(row.type, min(cell_len(row.type), max(0, width - 7)))
        rule = Safe("─" * (width - 6 - cell_len(title)))
        return (mark, Span(Safe(f"── {title} {rule} "), "divider"))
    faint = row.flag == "remark"
    flag = Span(Safe(f"{GLYPHS[row.flag]} "), row.flag)
    glyph = (Span(GLYPHS[row.flag], row.flag), Span(MARK, "key")) if marked else (flag,)
    time = Span(Safe(f"{row.time} "), "dim")
    if width < _NARROW:
        kind = fit(_kind(row), width - _TIME - 4)
        return (mark, *glyph, time, Span(kind, "dim" if faint else "strong"))
    word = Span(Safe(fit(word_of(row.flag), _WORD) + " "), row.flag)
    used = 1 + 2 + _TIME + 1 + _WORD + 1 + _RUN + 3 + _TYPE + 1
    room = width - used
    run = Span(Safe(fit(_run(row.run), _RUN) + " "), "dim")
    tied = Span(Safe(f"{tie.sign} "), "key" if tie.near else "dim")
    kind_span = Span(Safe(fit(_kind(row), _TYPE) + " "), "dim" if faint else "strong")
    return (mark, *glyph, time, word, run, tied, kind_span, *_rest(row, room))


def _run(name: Safe) -> Safe:
    """The name of a run; of a long one its end, which tells it from the runs around it."""
    over = len(name) - _RUN
    if over <= 0:
        return name
    return Safe(name[1:]) if over == 1 else Safe(f"…{name[over + 1 :]}")


def _kind(row: Row) -> Safe:
    """The type of a record; of what is no event the program's own words for it."""
    return say(row.type) if row.remark else row.type


def _summary(row: Row) -> Safe:
    """What is to be said of a record; why one cannot be read is told by the program."""
    return say(row.summary) if row.flag == "unreadable" else row.summary


def _rest(row: Row, room: int) -> Line:
    """Command and summary, side by side where there is room for both."""
    if room < _COMMAND + 12:
        only = row.command if row.command not in ("", "-") else _summary(row)
        return (Span(fit(only, room), "plain" if row.command else "dim"),)
    command = Span(Safe(fit(row.command, _COMMAND) + " "))
    return (command, Span(fit(_summary(row), room - _COMMAND - 1), "dim"))


class EventList(RowList):
    """The rows of a view, with a cursor; where there are none, the words that say why."""

    def __init__(
        self,
        view: View,
        words: Callable[[int, int], list[Line]],
        marks: Container[int] = frozenset(),
    ) -> None:
        super().__init__(words)
        self.view, self.marks = view, marks
        self.times: Times = "clock"
        """What stands in the time column."""
        self.left: int | None = None
        """The number of the row that was left to follow again."""

    @property
    def row(self) -> Row | None:
        """The chosen row."""
        return self.view[self.cursor] if 0 <= self.cursor < len(self.view) else None

    def length(self) -> int:
        """How many rows pass the filter."""
        return len(self.view)

    def laid(self, index: int, *, cursor: bool) -> Line:
        """A row, laid out for the width of the pane."""
        number = self.view.number(index)
        marked, tie = number in self.marks, self._tie(number)
        row = self.view[index]
        if self.times != "clock" and row.flag != "divider":
            time = passed(self.view, index, self.times)
            row = replace(row, time=Safe(f"{time:>{_TIME}}"))
        line = row_line(row, self.room, cursor=cursor, marked=marked, tie=tie)
        left = number == self.left and not cursor
        return (Span(LEFT, "key"), *line[1:]) if left else line

    def ident(self, index: int) -> Hashable:
        """A row never changes: its number says all, but for a mark and its place in the run."""
        number = self.view.number(index)
        before = self.view.number(index - 1) if self.times == "step" and index else None
        marks = number in self.marks, number == self.left
        return (number, marks, self._tie(number), self.times, before)

    def _tie(self, number: int) -> Tie:
        """The bracket of a row; runs of what is not indexed yet are numbered on their own."""
        log = self.view.log
        run = log.run(number)
        sign = bracket(number, log.ends(run) if number < AHEAD else None)
        return Tie(sign, near=sign != NO_RUN and run == self._chosen())

    def _chosen(self) -> Safe | None:
        """The run of the chosen row."""
        there = 0 <= self.cursor < len(self.view)
        return self.view.log.run(self.view.number(self.cursor)) if there else None

    def move(self, index: int) -> None:
        """Put the cursor on a row; another run's brackets are the bright ones then."""
        before = self._chosen()
        super().move(index)
        if self._chosen() != before:
            self.refresh()
