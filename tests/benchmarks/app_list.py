"""The event list without a terminal: what painting, taking over a batch and a row of the index cost.

`python -m tests.benchmarks.app_list LOG ROWS` prints that for an index of so many rows, as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event

from inspector.audit import Inspection
from inspector.tui.app import InspectorApp
from inspector.tui.feed import Batch, Feed
from inspector.tui.indexer import Indexer
from inspector.tui.pack import Pack
from inspector.tui.reader import _judge
from inspector.tui.screen import EventsScreen
from inspector.tui.source import Source
from inspector.tui.store import Log
from tests.benchmarks.terminal import HEIGHT, WIDTH, memory_in

TIMES = 15
ROOT = Path(__file__).parents[2]


@dataclass
class Cost:
    """Milliseconds for a screen of rows and for a batch, and bytes of a row in the index."""

    painted: float
    again: float
    batch: float
    rows: int
    columns: float
    resident: float


def packs(log: Path) -> list[Batch]:
    """Judge a log and give its batches."""
    index, inspection, data = Indexer(), Inspection(), log.read_bytes()
    file = index.texts.open(str(log), data[:1000])
    return list(_judge(inspection, data, index, file, 0))


def median_ms(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Give the median time of some work in milliseconds; `before` each time is not counted."""
    took = []
    for _ in range(TIMES):
        before()
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1000


def _held() -> float:
    gc.collect()
    return memory_in(Path(f"/proc/{os.getpid()}/status").read_text(encoding="ascii"))[0]


def columns(log: Log) -> float:
    """Bytes of all columns of numbers of an index."""
    held = [*vars(log).values(), *vars(log._columns).values()]
    return sum(len(one) * one.itemsize for one in held if isinstance(one, array))


def fill(screen: EventsScreen, batches: list[Batch], rows: int) -> float:
    """Put at least so many rows into the index; gives the bytes that the process grew by."""
    log, held = screen.session.log, _held()
    packs = [item for batch in batches for item in batch.items if isinstance(item, Pack)]
    while log.end < rows:
        for pack in packs:
            log.extend(pack)
    grown = (_held() - held) * (1 << 20)
    screen.session.take(batches[0])  # the state is another once there are rows
    while screen.session.view.left:
        screen.session.view.extend()
    return grown


def figures(screen: EventsScreen, batches: list[Batch], grown: float) -> Cost:
    """Measure a list that is filled."""
    shown, log = screen.list, screen.session.log
    height = shown.size.height

    def paint() -> None:
        for y in range(height):
            shown.render_line(y)

    def forget() -> None:
        shown.repaint()
        log._made.cache_clear()

    painted, again = median_ms(paint, forget), median_ms(paint)
    batch = median_ms(screen.flush, lambda: screen.feed.put(batches[-2]))
    return Cost(
        painted * HEIGHT / height, again * HEIGHT / height, batch, log.end,
        columns(log) / log.end, grown / log.end,
    )  # fmt: skip


async def cost(batches: list[Batch], rows: int) -> Cost:
    """Fill an index with at least so many rows, the same again and again, and measure its list."""
    app = InspectorApp(Source("path", ("telemetry.log",)), Feed(_nothing))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        screen = app.screen_stack[0]
        assert isinstance(screen, EventsScreen)
        grown = fill(screen, batches, rows)
        screen.list.update_rows()
        screen.go(len(screen.session.view) // 2)
        await pilot.pause()
        while screen.timeline.busy:  # it counts when it is shown
            screen.timeline.look()
        return figures(screen, batches, grown)


def _nothing(stop: Event) -> list[Batch]:
    stop.wait()
    return []


def measured(log: Path, sizes: tuple[int, ...]) -> dict[int, Cost]:
    """The cost at each size, each in a process of its own; the rows are those of one short log."""
    found = {}
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.app_list", str(log), str(size)]
        ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found[size] = Cost(**json.loads(ended.stdout))
    return found


def main(words: list[str]) -> None:
    log, size = words
    print(json.dumps(asdict(asyncio.run(cost(packs(Path(log)), int(size))))))


if __name__ == "__main__":
    main(sys.argv[1:])
