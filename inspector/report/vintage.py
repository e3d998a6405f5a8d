"""What the pages of several days say of one log: values that a report shows side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from inspector.model import Source
from inspector.safe import Safe


@dataclass(frozen=True, slots=True)
class Vintage:
    """What the pages of one day say of the whole log."""

    day: str
    """From this day on these pages counted (ISO 8601)."""
    pages: tuple[Source, ...]
    verdict: str
    violations: int


@dataclass(frozen=True, slots=True)
class Change:
    """What the pages of each day say of one field that the log shows, the oldest first."""

    contract: str
    event: Safe | None
    """None for a field of every event."""
    field: Safe
    violations: tuple[tuple[str, ...], ...]
    """For each vintage, the rules that the field breaks."""
    documented: Source | None
    """The first page that documents it; None where no page does."""
    sent_since: str | None
    """Day of the first release that sends it, where that is known."""

    @property
    def days(self) -> int | None:
        """For how many days it was sent before a page documented it; None where unknown."""
        if self.documented is None or self.sent_since is None:
            return None
        date = self.documented.date
        first = dt.date.fromisoformat(date if len(date) == 10 else f"{date}-01")
        return max(0, (first - dt.date.fromisoformat(self.sent_since)).days)
