"""What the dry run has come to: values that the worker replaces as a whole and the screen reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from inspector.model import Export, Pairs, Record, Request, Span
from inspector.safe import Safe
from inspector.tui.cells import figure
from inspector.tui.wire import parts
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.doctor import Advice
    from inspector.tui.wire.origin import Origin
    from inspector.wire.sender import Receipt

_NOTHING = Safe("")
Stage = Literal[
    "nothing", "rebuilding", "rebuilt", "sending", "sent", "failed", "stopped", "captured"
]
"""How far what was chosen has got; `captured` where nothing of it is rebuilt at all."""


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
    record: Record | None = None
    """The record that says it."""

    @property
    def place(self) -> Safe:
        """Where it stands."""
        return say(
            "line {} of the log{}",
            figure(self.line),
            say(", the most alike") if self.guessed else "",
        )


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
    captured: bool = False
    """A program sent it; else it was rebuilt."""


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
    """Where the requests were addressed to."""
    captured: tuple[Sheet, ...] = ()
    """Requests that other programs sent, which carry what was chosen."""
    sheets: tuple[Sheet, ...] = ()
    """Requests that were rebuilt."""
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
    origins: tuple[Origin, ...] | None = None
    """What the ids are made of, once a person asked."""

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """Every request that can be looked at: first what was captured, for it proves more."""
        return self.captured + self.sheets
