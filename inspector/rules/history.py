"""Judged records in, what many of them say together out: identifiers and runs.

Bounded by the number of distinct identifiers and runs, not by the log; merging is associative, so
inputs can be gathered apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector.model import Judged
from inspector.rules.identities import Identities
from inspector.rules.runs import Runs

Place = tuple[int, int]
"""Input (from 0) and line (from 1)."""


@dataclass(slots=True)
class History:
    """What many records say together."""

    identities: Identities = field(default_factory=Identities)
    runs: Runs = field(default_factory=Runs)

    def add(self, judged: Judged, place: Place) -> None:
        """Take one record; those of an input come in its order."""
        self.identities.add(judged, place)
        self.runs.add(judged, place)

    def merge(self, other: History) -> None:
        """Take another history as coming after this one; its inputs are numbered on from 0."""
        self.identities.merge(other.identities)
        self.runs.merge(other.runs)
