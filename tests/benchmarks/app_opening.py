"""From the start of a viewer to its first frame, its first lines, the end of the log, and all of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.terminal import GoneError, Viewer
from tests.benchmarks.viewers import MARK, OURS, Kind, indexed

ROUNDS = 3
LONG = 900
"""Seconds to wait for a log to be read."""


@dataclass
class Opened:
    """Seconds from the start, and MiB (now, at most) at the first lines and as the index grows."""

    frame: float = 0
    rows: float = 0
    end: float | None = None
    whole: float | None = None
    memory: dict[str, tuple[float, float]] = field(default_factory=dict)


def opened(kind: Kind, log: Path, folder: Path, *, whole: bool) -> Opened:
    """Open a log once; `whole` waits until all of it is read."""
    told = Opened()
    with Viewer([*kind.words, str(log)], folder) as viewer:
        told.frame = viewer.wait(kind.frame)
        told.rows = viewer.wait(kind.rows)
        told.memory["first lines"] = viewer.memory()
        viewer.settle(0.1, 0.3)
        if MARK not in viewer.look():
            viewer.type(kind.keys["end"])
        try:
            told.end = viewer.wait(lambda screen: MARK in screen)
        except GoneError:
            return told
        if whole:
            told.whole = _indexed(viewer, told) if kind is OURS else _idle(viewer)
            told.memory["100 %"] = viewer.memory()
    return told


def _indexed(viewer: Viewer, told: Opened) -> float:
    for percent in (10, 50):
        viewer.wait(lambda screen, percent=percent: (indexed(screen) or 0) >= percent, LONG)
        told.memory[f"{percent} %"] = viewer.memory()
    return viewer.wait(lambda screen: indexed(screen) == 100, LONG)


def _idle(viewer: Viewer) -> float:
    """Wait until a viewer that says nothing of it does nothing for two seconds."""
    used, since = viewer.used(), time.perf_counter()
    while time.perf_counter() - since < 2:
        viewer.read(0.1)
        if viewer.used() > used + 0.02:
            used, since = viewer.used(), time.perf_counter()
    return since - viewer.start


def measured(kinds: Sequence[Kind], log: Path, folder: Path) -> dict[str, Opened]:
    """Open a log in every viewer by turns; medians, the last round to the end of the index."""
    rounds: dict[str, list[Opened]] = {kind.name: [] for kind in kinds}
    for n in range(ROUNDS):
        for kind in kinds:
            rounds[kind.name].append(opened(kind, log, folder, whole=n == ROUNDS - 1))
    return {name: _median(row) for name, row in rounds.items()}


def _median(row: Sequence[Opened]) -> Opened:
    last = row[-1]
    ends = [one.end for one in row if one.end is not None]
    return Opened(
        statistics.median(one.frame for one in row),
        statistics.median(one.rows for one in row),
        statistics.median(ends) if ends else None,
        last.whole,
        last.memory,
    )
