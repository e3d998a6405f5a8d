"""The app beside other viewers of logs: opening, keys, following, memory; and its list alone.

Run it with `python -m tests.benchmarks.app [--lines N] [--with tl=PATH,lnav] [--only PART,…] [LOG]`.
Every viewer runs in a real pseudo-terminal of 120x40.  Logs are generated into a temporary folder,
or are the first lines of LOG; the last line of each is an event that is known by its clock, so that
it can be seen on a screen.  toolong and lnav are measured where they are on PATH or named; what is
missing is left out.  Figures of one run can be compared with each other, not with those of another.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.benchmarks import app_keys, app_list, app_opening, app_tail
from tests.benchmarks.app_opening import Opened
from tests.benchmarks.first_paint import EMPTY, first_paint
from tests.benchmarks.logs import written
from tests.benchmarks.viewers import MARK, OURS, Kind, chosen

SIZES = (10_000, 100_000, 1_000_000)
RATES = (50, 1_000, 10_000)
ROUNDS = 5
NONE = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table in Markdown; the first column is text, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def beside(ours: float | None, theirs: float | None, form: str) -> str:
    """Write a figure of another viewer, and how many times as much ours is."""
    if theirs is None:
        return NONE
    said = form.format(theirs)
    return f"{said} ({ours / theirs:.2f})" if ours is not None and theirs > 0 else said


def compared(
    title: str, figures: dict[str, float | None], kinds: Sequence[Kind], form: str = "{:.2f}"
) -> list[str]:
    """A row of the table: ours, then each of the others with the ratio of ours to it."""
    ours = figures.get(OURS.name)
    others = [beside(ours, figures.get(kind.name), form) for kind in kinds if kind is not OURS]
    return [title, NONE if ours is None else form.format(ours), *others]


def load() -> str:
    """How busy the machine is."""
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


class Bench:
    """One run over all parts."""

    def __init__(self, kinds: Sequence[Kind], folder: Path, source: Path | None, most: int) -> None:
        self.kinds, self.folder, self.source = kinds, folder, source
        self.sizes = sorted({size for size in SIZES if size < most} | {most})
        self.logs: dict[int, Path] = {}

    def log(self, size: int) -> Path:
        """A log of so many lines."""
        if size not in self.logs:
            self.logs[size] = written(self.folder / f"{size}.log", size, self.source)
        return self.logs[size]

    def show(self, what: str, first: str, rows: Iterable[Sequence[str]]) -> None:
        """Print a part as its table."""
        others = [f"{kind.name} (ours ÷)" for kind in self.kinds if kind is not OURS]
        print(f"\n### {what} — {load()}\n")
        print(table([first, OURS.name, *others], rows), flush=True)

    def opening(self) -> None:
        """Seconds and memory against the size of the log."""
        for size in self.sizes:
            told = app_opening.measured(self.kinds, self.log(size), self.folder)
            times: dict[str, Callable[[Opened], float | None]] = {
                "first frame, s": lambda one: one.frame,
                "first lines, s": lambda one: one.rows,
                "end of the file, s": lambda one: one.end,
                "all read, s": lambda one: one.whole,
            }
            rows = [
                compared(name, {k: read(one) for k, one in told.items()}, self.kinds)
                for name, read in times.items()
            ]
            for moment in ("first lines", "10 %", "50 %", "100 %"):
                for which, words in enumerate(("MiB", "MiB at most")):
                    held = {
                        k: one.memory[moment][which] if moment in one.memory else None
                        for k, one in told.items()
                    }
                    rows.append(compared(f"{moment}, {words}", held, self.kinds, "{:.0f}"))
            self.show(f"Opening {size:,} lines", f"{app_opening.ROUNDS} rounds", rows)

    def paint(self) -> None:
        """First frame and first rows against an empty Textual app."""
        frame = b"telemetry-inspector"
        programs = {"empty Textual app": (["-c", EMPTY], b"first-frame")}
        for size in (10, self.sizes[-1]):
            words = ["-m", "inspector", str(self.log(size))]
            programs[f"{size:,} lines, frame"] = (words, frame)
            programs[f"{size:,} lines, last row"] = (words, MARK.encode())
        took: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, (words, mark) in programs.items():
                took[name].append(first_paint(words, mark))
        medians = {name: statistics.median(row) for name, row in took.items()}
        empty = medians["empty Textual app"]
        print(f"\n### First screen, medians of {ROUNDS} — {load()}\n")
        rows = [[name, f"{s * 1000:.0f}", f"{s / empty:.2f}"] for name, s in medians.items()]
        print(table(["", "ms", "÷ empty app"], rows), flush=True)

    def keys(self) -> None:
        """Median and 95th percentile of every key."""
        log = self.log(self.sizes[-1])
        told = {kind.name: dict(app_keys.measured(kind, log, self.folder)) for kind in self.kinds}
        rows = []
        for when in told[OURS.name]:
            for what in OURS.keys:
                for at, name in enumerate(("median", "p95")):
                    figures = {
                        kind: pair[at] * 1000
                        for kind, moments in told.items()
                        if (pair := moments.get(when, {}).get(what)) is not None
                    }
                    rows.append(compared(f"{what}, {when}, {name}", figures, self.kinds, "{:.1f}"))
        self.show(f"Key to screen at {self.sizes[-1]:,} lines, ms", f"{app_keys.TIMES} times", rows)

    def tail(self) -> None:
        """What following costs at each rate."""
        for rate in RATES:
            told = {
                kind.name: app_tail.followed(kind, rate, self.folder, self.source)
                for kind in self.kinds
            }
            rows = [
                compared("processor, s/s", {k: f.processor for k, f in told.items()}, self.kinds),
                compared("to the terminal, kB/s", {k: f.written / 1000 for k, f in told.items()},
                         self.kinds, "{:.1f}"),
                compared("last line to screen, ms",
                         {k: f.delay and f.delay * 1000 for k, f in told.items()},
                         self.kinds, "{:.0f}"),
                compared("longest without repaint, ms",
                         {k: f.gap * 1000 for k, f in told.items()}, self.kinds, "{:.0f}"),
                ["its counter rose by", *(
                    NONE if (n := told[kind.name].counted) is None else f"{n:,}"
                    for kind in self.kinds)],
            ]  # fmt: skip
            written_ = f"{rate * app_tail.SECONDS:,} lines written"
            self.show(f"Following {rate:,} lines a second", written_, rows)

    def list(self) -> None:
        """The list without a terminal."""
        costs = app_list.measured(self.log(self.sizes[0]), (10_000, 1_000_000))
        columns = [f"{one.rows:,} rows" for one in costs.values()]
        rows = [
            ["paint 40 rows, read again, ms", *(f"{one.painted:.1f}" for one in costs.values())],
            ["paint 40 rows, as before, ms", *(f"{one.again:.2f}" for one in costs.values())],
            ["take over a batch, ms", *(f"{one.batch:.1f}" for one in costs.values())],
            ["a row in the columns, bytes", *(f"{one.columns:.1f}" for one in costs.values())],
            ["a row in memory, bytes", *(f"{one.resident:.1f}" for one in costs.values())],
        ]
        print(f"\n### The list alone, medians of {app_list.TIMES} — {load()}\n")
        print(table(["", *columns], rows), flush=True)


PARTS = ("paint", "opening", "keys", "tail", "list")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("log", nargs="?", type=Path, help="its first lines instead of made-up ones")
    parser.add_argument("--lines", type=int, default=SIZES[-1], help="of the longest log")
    parser.add_argument("--with", dest="others", default="tl,lnav", metavar="NAME[=PATH],…")
    parser.add_argument("--only", default=",".join(PARTS), metavar="PART,…", help=",".join(PARTS))
    given = parser.parse_args()
    kinds, missing = chosen(given.others.split(","))
    print(f"{os.cpu_count()} processors, {load()}; a ratio above 1: ours takes more")
    for name in missing:
        print(f"{name} is not here: left out")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(kinds, Path(folder), given.log, given.lines)
        for part in given.only.split(","):
            getattr(bench, part)()


if __name__ == "__main__":
    main()
