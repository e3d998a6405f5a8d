"""Runs in, the lines of their list out."""

from __future__ import annotations

from typing import NamedTuple

from inspector.safe import Safe
from inspector.tui.cells import GLYPHS, Flag, Line, Role, Span, block, figure, fit
from inspector.tui.runs.gathered import Delivery, Outcome, Run
from inspector.tui.words import say

NARROW = 64
"""Below it a row has no room for more than the command and how it ended."""
FLAGGED: tuple[Flag, ...] = ("violation", "review", "note")
ROLES: dict[Delivery, Role] = {
    "queued": "plain", "FAILED": "alarm", "RUNNING": "review", "cannot say": "dim",
    "received": "live",
}  # fmt: skip
SAID: dict[Outcome, str] = {
    "queued": "The events were queued, and the process shut down in order. That a server accepted "
    "them the log never proves.",
    "failed": "The process says that an export failed: what it had queued by then may have reached "
    "nobody.",
    "running": "No event says that the run has ended: it still runs, or it was killed.",
    "endless": "The process has shut down, but no event says how the run ended: its last events "
    "are in no log that was read.",
    "unconfirmed": "The run ended, but its process does not say that it has shut down: what was "
    "queued last may not have been sent.",
    "unframed": "This form of the log does not tell which process wrote an event, so nothing can "
    "be said of its delivery.",
    "received": "These events come from requests that were received: they did leave the program.",
}
LEGEND = (
    "DELIVERY is read from the log only: queued = events were logged and their process (PID) noted "
    "a clean shutdown; FAILED = the same process noted `error: traces export`; RUNNING = no event "
    "tells that the run has ended; cannot say = too little was noted. The log never proves that a "
    "server accepted anything."
)
"""What stands below the list."""
_SHORT = (
    "DELIVERY, as the log says: queued = clean shutdown, FAILED = an export error of the process, "
    "RUNNING = no last event. No log proves receipt."
)


def legend(width: int, height: int) -> list[Line]:
    """What the words of the last column mean; nothing where only the detail has room for that."""
    if width < NARROW or height < 20:
        return []
    return block(say(LEGEND if height >= 30 else _SHORT), width, 1, "dim")


class Order(NamedTuple):
    """One way to sort the list; `word` is the column that is sorted by."""

    word: str
    falling: bool


ORDERS = (Order("START", falling=False), Order("DURATION", falling=True),
          Order("EVENTS", falling=True), Order("FLAGS", falling=True))  # fmt: skip


def sort_key(run: Run, order: Order) -> tuple[int, ...]:
    """What a run is sorted by; runs that are alike stay in the order of the log."""
    match order.word:
        case "DURATION":
            return (-(run.length_ms or 0),)
        case "EVENTS":
            return (-run.events,)
        case "FLAGS":
            return tuple(-run.flags[flag] for flag in FLAGGED)
        case _:
            return ()


def duration(ms: int | None) -> Safe:
    """Write a span of time: milliseconds, seconds, minutes or hours."""
    if ms is None:
        return Safe("-")
    if abs(ms) < 1000:
        return Safe(f"{ms} ms")
    if abs(ms) < 120_000:
        return Safe(f"{ms / 1000:.1f} s")
    return Safe(f"{ms / 60_000:,.0f} min" if abs(ms) < 7_200_000 else f"{ms / 3_600_000:,.1f} h")


def flags(run: Run) -> Line:
    """How many events have which flag, as glyphs with figures."""
    found = [(flag, run.flags[flag]) for flag in FLAGGED if run.flags[flag]]
    return tuple(Span(Safe(f"{GLYPHS[flag]}{count} "), flag) for flag, count in found)


_IDS = (("PROJECT", 11), ("USER", 11))
_COLUMNS = ((" EVENTS", 7), ("  DURATION", 10), ("   EXIT", 7), ("  FLAGS", 12),
            ("DELIVERY", 12), *_IDS, ("PID", 8))  # fmt: skip


def heading(width: int) -> Line:
    """The names of the columns, over `run_line` of the same width."""
    if width < NARROW:
        text = f"   {fit(say('RUN'), 5)} {fit(say('COMMAND'), 16)} {say('DELIVERY')}"
        return (Span(fit(Safe(text), width), "dim"),)
    columns = "".join(fit(_column(word, size), size) for word, size in _shown(width))
    room = width - 22 - len(columns)
    text = f"   {fit(say('START'), 12)} {fit(say('RUN'), 5)} {fit(say('COMMAND'), room)}{columns}"
    return (Span(fit(Safe(text), width), "dim"),)


def _column(word: str, size: int) -> Safe:
    """The name of a column over its figures, which stand at its right but for the last ones."""
    said = say(word.strip())
    if word.strip() == "FLAGS":
        return Safe(f"  {said}")
    return Safe(f"{said:>{size}}") if word.startswith(" ") else said


def _shown(width: int) -> tuple[tuple[str, int], ...]:
    gone = {"  DURATION", "   EXIT"} if width < 72 else {"  DURATION"} if width < 90 else set()
    gone |= {name for name, _ in _IDS} if width < 118 else set()
    gone |= {"PID"} if width < 100 else set()
    return tuple(column for column in _COLUMNS if column[0] not in gone)


def run_line(run: Run, width: int, *, cursor: bool = False) -> Line:
    """Lay a run out in exactly `width` cells: flag, start, name, command, then the figures."""
    mark = Span(Safe("▸" if cursor else " "), "strong")
    glyph = Span(Safe(f"{GLYPHS[run.worst]} "), run.worst)
    state = run.delivery
    if width < NARROW:
        word = fit(Safe(f" {say(state)}"), min(15, max(0, width - 20)))
        room = width - 9 - len(word)
        return (mark, glyph, Span(fit(run.label, 6), "dim"), Span(fit(run.command, room), "strong"),
                Span(word, ROLES[state]))  # fmt: skip
    cells = _cells(run)
    columns = [part for word, _ in _shown(width) for part in cells[word]]
    room = width - 22 - sum(size for _, size in _shown(width))
    return (
        mark, glyph, Span(fit(run.start, 12), "dim"), Span(Safe(f" {fit(run.label, 5)} "), "dim"),
        Span(Safe(f"{fit(run.command, room - 1)} "), "strong"), *columns,
    )  # fmt: skip


def _cells(run: Run) -> dict[str, Line]:
    """The figures of a run by the column, each as wide as the column is."""
    status = Safe("-" if run.status is None else f"{run.status}")
    found = flags(run) or (Span(Safe("- "), "dim"),)
    used = sum(len(span.text) for span in found)
    shown = found if used <= 10 else found[:1]
    used = sum(len(span.text) for span in shown)
    delivered = say(run.delivery)
    values: list[Line] = [
        (Span(_right(figure(run.events), 7)),),
        (Span(_right(duration(run.length_ms), 10)),),
        (Span(_right(status, 7), "review" if run.status else "plain"),),
        (Span(Safe("  ")), *shown, Span(Safe(" " * max(0, 10 - used)))),
        (Span(delivered, ROLES[run.delivery]), Span(Safe(" " * (12 - len(delivered))))),
        (Span(_short(run.project), "identity"),),
        (Span(_short(run.user), "identity"),),
        (Span(fit(Safe(f"{run.processes[0].pid}" if run.processes else "-"), 8), "dim"),),
    ]
    return {word: value for (word, _), value in zip(_COLUMNS, values, strict=True)}


def _short(text: Safe) -> Safe:
    """The beginning of an id: enough to tell it from the others."""
    return fit(Safe(f"{text[:8]}…" if len(text) > 9 else text or "-"), 11)


def _right(text: Safe, width: int) -> Safe:
    return fit(Safe(f"{text:>{width}}"), width)
