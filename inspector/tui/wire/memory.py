"""What was chosen in, its dry run out: as it was left, where a person was there before."""

from __future__ import annotations

from inspector.tui.wire import dry
from inspector.tui.wire.bench import Bench
from inspector.tui.wire.chosen import Chosen

KEPT = 50
"""Dry runs that are kept; of those of many events only the last."""


class Memory:
    """The dry runs of an app: receipts and captures are there when a person comes back."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._kept: dict[int, dry.DryRun] = {}

    def of(self, chosen: Chosen) -> dry.DryRun:
        """Give the dry run of what was chosen."""
        found = self._kept.pop(chosen.key, None) or dry.DryRun(chosen, self.bench)
        if len(chosen.rows) > dry.FIRST:
            large = [key for key, one in self._kept.items() if len(one.chosen.rows) > dry.FIRST]
            for key in large:
                del self._kept[key]
        self._kept[chosen.key] = found
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return found
