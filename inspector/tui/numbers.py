"""Ids of runs in, the numbers by which the list calls them out."""

from __future__ import annotations

from array import array

from inspector.safe import Safe

LIMIT = 200_000
"""Runs that are told apart."""
NO_RUN, MORE_RUNS = 0, (1 << 32) - 1
"""Of a record that belongs to no run; of one whose run is not told from others."""
_NONE, _MORE = Safe("-"), Safe("r+")


class Runs:
    """Numbers the runs of an input in the order in which they appear."""

    def __init__(self) -> None:
        self._runs: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._runs)

    def number(self, execution: str | None) -> int:
        """Give the number of a run by its id; `NO_RUN`, or `MORE_RUNS` after the last one."""
        if not execution:
            return NO_RUN
        if execution not in self._runs and len(self._runs) >= LIMIT:
            return MORE_RUNS
        return self._runs.setdefault(execution, len(self._runs) + 1)


def run_named(number: int) -> Safe:
    """Name a run as the list does."""
    return {NO_RUN: _NONE, MORE_RUNS: _MORE}.get(number) or Safe(f"r{number}")


def run_number(run: Safe) -> int:
    """Give the number of a run by its name."""
    if run == _MORE:
        return MORE_RUNS
    return int(run[1:]) if run[:1] == "r" and run[1:].isdecimal() else NO_RUN


class Ends:
    """The first and the newest row of every run, by its number."""

    def __init__(self) -> None:
        self._first, self._last = array("q"), array("q")

    def add(self, run: int, row: int) -> None:
        """Take a row of a run; the rows come in their order."""
        if run in (NO_RUN, MORE_RUNS):
            return
        missing = run - len(self._last)
        if missing > 0:
            self._first.extend([-1] * missing)
            self._last.extend([-1] * missing)
        if self._last[run - 1] < 0:
            self._first[run - 1] = row
        self._last[run - 1] = row

    def of(self, run: int) -> tuple[int, int] | None:
        """Give the first and the newest row of a run; None for what is no run."""
        if run in (NO_RUN, MORE_RUNS) or run > len(self._last):
            return None
        return self._first[run - 1], self._last[run - 1]
