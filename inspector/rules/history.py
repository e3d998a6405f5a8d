"""Judged records in, what many of them say together out: identifiers, runs and log files.

Bounded by the number of distinct identifiers and runs, not by the log; merging is associative, so
inputs can be gathered apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector.model import Judged
from inspector.rules.files import Files
from inspector.rules.identities import Identities
from inspector.rules.runs import Runs

Place = tuple[int, int]
"""Input (from 0) and line (from 1)."""


@dataclass(slots=True)
class History:
    """What many records say together."""

    inputs: int = 0
    identities: Identities = field(default_factory=Identities)
    runs: Runs = field(default_factory=Runs)
    files: Files = field(default_factory=Files)

    def begin(self, readers: int = 0) -> None:
        """Begin the next input; `readers` are the permission bits with which others may read it."""
        self.runs.begin(self.inputs)
        self.files.begin(self.inputs, readers)
        self.inputs += 1

    def add(self, judged: Judged, place: Place) -> None:
        """Take one record; those of an input come in its order."""
        if place[0] >= self.inputs:
            self.begin()
        self.identities.add(judged, place)
        self.runs.add(judged, place)
        self.files.add(judged, place)

    def merge(self, other: History) -> None:
        """Take another history as coming after this one; its inputs are numbered on from 0."""
        self.identities.merge(other.identities, self.inputs)
        self.runs.merge(other.runs, self.inputs)
        self.files.merge(other.files, self.inputs)
        self.inputs += other.inputs
