"""Judged records in, runs, each with its events in order out."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.model import Judged


@dataclass(slots=True)
class Runs:
    """Gathered of all records."""

    def add(self, judged: Judged, place: tuple[int, int]) -> None:
        """Take one record."""

    def merge(self, other: Runs) -> None:
        """Take what another has gathered as coming after."""
