"""A run in, its detail out: what the log says of delivery, and its images and stages as bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspector.model import Event
from inspector.safe import Safe, safe
from inspector.tui.cells import Line, Span, block, figure, fit, fit_path
from inspector.tui.record import recall
from inspector.tui.rows import Row
from inspector.tui.runs.gathered import Run, number_at
from inspector.tui.runs.table import SAID, duration
from inspector.tui.sections import section
from inspector.tui.words import count, say

BARS = 200
"""Bars that are laid out; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Took:
    """Something that a run did, and how long it took; a part has a `whole`."""

    name: Safe
    whole: Safe | None
    ms: int


def took(rows: Iterable[Row]) -> list[Took]:
    """Find what took time among the events of a run: parts before the image they are of."""
    found = []
    for row in rows:
        judged = recall(row)
        event = judged.event if judged else None
        if event is None or event.documented is None or event.documented.bound is not None:
            continue
        if (ms := number_at(event, "durationMs")) is not None and ms >= 0:
            image, stage = _text(event, "image"), _text(event, "stage")
            named = stage or image or safe(event.type or "", 60)
            found.append(Took(named, image if stage else None, ms))
    return found


def _text(event: Event, name: str) -> Safe | None:
    for value in event.values:
        own = value.doc is not None and value.doc.event is not None
        if own and value.path.endswith(f".{name}") and isinstance(value.value, str):
            return safe(value.value, 120)
    return None


def ordered(found: list[Took]) -> Iterator[Took]:
    """Put the stages of an image below it; the image itself may be missing."""
    wholes = dict.fromkeys(one.whole or one.name for one in found)
    for whole in wholes:
        yield from (one for one in found if one.whole is None and one.name == whole)
        yield from (one for one in found if one.whole == whole)


def detail(run: Run, found: list[Took], width: int) -> list[Line]:
    """Lay out a run, as lines of at most `width` cells."""
    lines = block(Safe(f"{run.label} · {run.id}{_processes(run)}"), width, 1, "key", prose=False)
    lines += block(_summary(run), width, 1, "plain")
    lines += block(Safe(f"{say(run.delivery)}: {say(SAID[run.outcome])}"), width, 1, "note")
    if not found:
        return lines + block(say("No event of this run tells how long a part took."), width, 1,
                             "dim")  # fmt: skip
    lines += section(say("WHAT TOOK HOW LONG"), width)
    most = max(one.ms for one in found)
    shown = list(ordered(found))
    lines += [_bar(one, most, width) for one in shown[:BARS]]
    if len(shown) > BARS:
        lines += block(say("… and {} more", figure(len(shown) - BARS)), width, 1, "dim")
    return lines


def _processes(run: Run) -> str:
    if not run.processes:
        return ""
    first, *others = run.processes
    said = say(" · process {}", first.pid)
    return say("{} and {} more", said, len(others)) if others else said


def _summary(run: Run) -> Safe:
    status = "" if run.status is None else say(" · exit {}", run.status)
    events = count(run.events, "event", "events")
    return Safe(f"{run.command} · {events} · {duration(run.length_ms)}{status}")


def _bar(one: Took, most: int, width: int) -> Line:
    """A name, its time, and a bar in proportion to the longest."""
    label = min(30, max(10, width // 3))
    inset = Safe("   " if one.whole else " ")
    room = max(0, width - label - 13)
    cells = max(1, round(room * one.ms / most)) if most and one.ms else 0
    return (
        Span(inset),
        Span(fit_path(one.name, label - len(inset)), "plain" if one.whole else "strong"),
        Span(fit(Safe(f" {duration(one.ms):>9}  "), 12), "dim"),
        Span(Safe("█" * min(cells, room)), "note" if one.whole else "key"),
    )
