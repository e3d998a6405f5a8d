"""What the dry run has come to: values that the worker replaces as a whole and the screen reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from inspector.model import Export, Pairs, Request, Span
from inspector.safe import Safe
from inspector.tui.wire import parts

if TYPE_CHECKING:
    from inspector.doctor import Advice
    from inspector.wire.sender import Receipt

_NOTHING = Safe("")
Stage = Literal["rebuilding", "rebuilt", "sending", "sent", "failed", "stopped", "captured"]


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says of a span."""

    pairs: Pairs
    line: int
    found: parts.Levels
    """What was found about its attributes."""
    exact: bool = True
    """False where the span says something else."""
    guessed: bool = False
    """True where it is only the most alike of what the log holds."""

    @property
    def place(self) -> Safe:
        """Where it stands."""
        return Safe(f"line {self.line:,} of the log{', the most alike' if self.guessed else ''}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One request to look at."""

    request: Request
    spans: tuple[tuple[Span, Logged | None], ...]
    export: Export | None
    """What a receiver reads from it."""
    found: parts.Levels
    why: Safe = _NOTHING
    """Which release's exporter was taken, and what told it."""
    receipt: Receipt | None = None
    first: int = 1
    """Which span of the request is the first of `spans`, from 1."""
    total: int = 0
    """How many spans the request has."""
    log: bool = True
    """False where there is no log to compare with."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What all requests came to."""

    requests: int = 0
    failed: int = 0
    events: int = 0
    identical: int = 0
    same: int = 0
    """Attributes that arrived as they were logged, of `attributes`."""
    attributes: int = 0
    bytes: int = 0
    seconds: float = 0
    sha256: Safe = _NOTHING
    """Of the body; of several, of all of them in their order."""
    status: int | None = None
    """Of the last answer."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that the screen shows."""

    stage: Stage = "rebuilding"
    port: int = 0
    sheets: tuple[Sheet, ...] = ()
    events: int = 0
    """Events that are to be sent."""
    ready: int = 0
    """Requests that were rebuilt so far."""
    rest: int = 0
    """Events that are rebuilt only when they are sent."""
    built: int = 0
    """Events that were rebuilt since it was asked to send them."""
    note: Safe = _NOTHING
    """What is to be known before anything else."""
    left_out: tuple[Safe, ...] = ()
    advice: tuple[Advice, ...] = ()
    totals: Totals = field(default_factory=Totals)
    error: Safe | None = None
