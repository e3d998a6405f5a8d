"""Judged records in, stable identifiers with the runs, days and commands that they join out."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.model import Judged


@dataclass(slots=True)
class Identities:
    """Gathered of all records."""

    def add(self, judged: Judged, place: tuple[int, int]) -> None:
        """Take one record."""

    def merge(self, other: Identities) -> None:
        """Take what another has gathered as coming after."""
