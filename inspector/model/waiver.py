"""What somebody has decided about a finding, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from inspector.safe import Safe


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of a waiver file; what it leaves open waives any finding of the rule."""

    rule: str
    reason: Safe = Safe("")  # noqa: RUF009  # a type only
    owner: Safe = Safe("")  # noqa: RUF009  # the same
    expires: dt.date | None = None
    """The last day on which it counts."""
    contract: str | None = None
    event: str | None = None
    field: str | None = None
    fingerprint: str | None = None
    """Of the finding: rule, contract, event, field and the shape of the value."""
    value: str | None = None
    """The tag of the very value, made with a key; it waives nothing where the key is another."""
    number: int = 0
    """Its place in the file, from 1."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What it must say and does not."""
        said = {"reason": self.reason, "owner": self.owner, "expires": self.expires}
        return tuple(name for name, value in said.items() if not value)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A waiver after everything was judged: what became of it."""

    waiver: Waiver
    state: Literal["used", "unused", "expired", "incomplete"]
    findings: int = 0
    """How many findings it fits."""
