"""Ids of runs in, the numbers by which the list calls them out."""

from __future__ import annotations

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
