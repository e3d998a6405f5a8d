"""A log that another process appends to, in a viewer that follows it.

`python -m tests.benchmarks.app_tail LINES LOG RATE` is that process: it appends the lines of
a file and prints when it began and when it ended.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.app_opening import LONG
from tests.benchmarks.logs import appended, day_of, written
from tests.benchmarks.terminal import GoneError, Viewer
from tests.benchmarks.viewers import MARK, OURS, Kind, indexed

BASE = 2_000
"""Lines that the log has before."""
SECONDS = 10
WRITES = 20
"""Writes a second at most: several lines each where there are more."""
ROOT = Path(__file__).parents[2]


@dataclass
class Followed:
    """What following cost: figures of the ten seconds, and of what came after the last line."""

    processor: float
    """Seconds of processor time for each second of writing; what was caught up afterwards included."""
    written: float
    """Bytes to the terminal in a second."""
    counted: int | None
    """By how many the viewer's own counter rose; None where it has none."""
    delay: float | None
    """Seconds from the last line to the screen; None where it did not come."""
    gap: float
    """The longest time without output, in seconds."""


def followed(kind: Kind, rate: int, folder: Path, source: Path | None) -> Followed:
    """Let a viewer follow a log that grows by `rate` lines a second."""
    log = written(folder / "tail.log", BASE, source)
    head = log.read_bytes()
    day = day_of(head.splitlines()[-1])
    head = head[: head.rindex(b"\n", 0, -1) + 1]  # its marked line comes at the end instead
    log.write_bytes(head)
    new = folder / "new.log"
    new.write_bytes(b"".join(appended(rate * SECONDS, rate, day)))
    with Viewer([*kind.words, str(log)], folder) as viewer:
        viewer.wait(kind.rows, LONG)
        if kind is OURS:
            viewer.wait(lambda screen: indexed(screen) == 100, LONG)
        else:
            viewer.type(kind.keys["end"])
        viewer.settle(1, 4)
        return _while_writing(viewer, kind, (new, log), rate)


def _while_writing(viewer: Viewer, kind: Kind, files: tuple[Path, Path], rate: int) -> Followed:
    before, used = kind.counted(viewer.look()), viewer.used()
    command = [sys.executable, "-m", "tests.benchmarks.app_tail", *map(str, files), str(rate)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        at = len(viewer.output)
        while writer.poll() is None:
            viewer.read(0.05)
        assert writer.stdout is not None
        begun, ended = map(float, writer.stdout.read().split())
    viewer.settle(0.8, 60)  # nothing but reading yet: a screen that is made would hold that up
    try:
        delay = viewer.wait(lambda screen: MARK in screen, 120) + viewer.start - ended
    except GoneError:
        delay = None
    viewer.settle(0.5, 5)
    processor = (viewer.used() - used) / SECONDS
    if kind is not OURS:  # some count the line in sight
        viewer.press(kind.keys["end"])
    after = kind.counted(viewer.look())
    pieces = [(when, data) for when, data in viewer.output[at:] if begun <= when]
    shown = ended + max(0, delay or 0)
    times = [begun, *(when for when, _ in pieces if when < shown), shown]
    return Followed(
        processor,
        sum(len(data) for when, data in pieces if when <= shown + 0.001) / (shown - begun),
        after - before if after is not None and before is not None else None,
        delay,
        max(b - a for a, b in pairwise(times)),
    )


def write(source: Path, target: Path, rate: int) -> None:
    """Append lines at a rate, and print when the first and the last were written."""
    lines = source.read_bytes().splitlines(keepends=True)
    step = max(1, rate // WRITES)
    begin, end = time.perf_counter(), 0.0
    with target.open("ab", buffering=0) as file:
        for at in range(0, len(lines), step):
            time.sleep(max(0, begin + at / rate - time.perf_counter()))
            file.write(b"".join(lines[at : at + step]))
            end = time.perf_counter()
    print(begin, end)


def main(words: Sequence[str]) -> None:
    source, target, rate = words
    write(Path(source), Path(target), int(rate))


if __name__ == "__main__":
    main(sys.argv[1:])
