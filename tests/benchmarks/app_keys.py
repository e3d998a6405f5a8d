"""From a key to the screen that follows it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.app_opening import LONG
from tests.benchmarks.terminal import Viewer
from tests.benchmarks.viewers import OURS, Kind, indexed

TIMES = 30
FIRST = {"move": "top", "page": "top", "next flag": "top", "top": "end", "end": "top"}
"""Where the cursor is put before: for the last two before every time."""


def percentile(row: Sequence[float], share: float) -> float:
    """The least of some figures that a share of them does not exceed."""
    return sorted(row)[max(0, -(-int(len(row) * share * 1000) // 1000) - 1)]


def pressed(viewer: Viewer, kind: Kind, what: str) -> tuple[float, float] | None:
    """Press a key `TIMES` times; gives median and 95th percentile in seconds."""
    keys, took = kind.keys, list[float]()
    viewer.press(keys[FIRST[what]])
    for _ in range(TIMES):
        if what in {"top", "end"}:
            viewer.press(keys[FIRST[what]], 2)
        seconds = viewer.press(keys[what], 2)
        if seconds is not None:
            took.append(seconds)
    if len(took) < TIMES // 2:
        return None
    return statistics.median(took), percentile(took, 0.95)


Figures = dict[str, tuple[float, float] | None]


def measured(kind: Kind, log: Path, folder: Path) -> Iterator[tuple[str, Figures]]:
    """Press every key while the log is indexed (where the viewer shows it meanwhile), and after."""
    with Viewer([*kind.words, str(log)], folder) as viewer:
        viewer.wait(kind.rows, LONG)
        viewer.settle(0.2, 2)
        if kind is OURS:
            figures = {what: pressed(viewer, kind, what) for what in kind.keys}
            busy = (indexed(viewer.look()) or 0) < 100
            yield ("while indexing" if busy else "while indexing (it ended before)"), figures
            viewer.wait(lambda screen: indexed(screen) == 100, LONG)
        viewer.settle(1, 15)
        yield "after", {what: pressed(viewer, kind, what) for what in kind.keys}
