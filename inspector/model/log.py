"""What a log says, before anybody judges it: lines, records, and what a record holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inspector.model.wire import Export, Json, Span

Transmitted = Literal["yes", "no", "unknown"]
Kind = Literal["event", "remark", "unreadable"]

LINE_LIMIT = 1 << 20
"""Bytes a record may hold; a longer line is kept as its length, its digest and its first bytes."""

REQUEST_LIMIT = 6 << 20
"""Bytes a saved request may hold: the largest body that the endpoint takes, as base64."""


class Repeated(dict[str, Json]):
    """A JSON object in which some key stands more than once; the mapping itself keeps the last."""

    pairs: tuple[tuple[str, Json], ...]
    """Every member as it stands, in order."""

    def __init__(self, pairs: Iterable[tuple[str, Json]]) -> None:
        self.pairs = tuple(pairs)
        super().__init__(self.pairs)


def gathered(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    """Make an object of its members; one in which a key stands twice keeps both."""
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else Repeated(pairs)


def members(value: dict[str, Json]) -> Iterable[tuple[str, Json]]:
    """Every member of an object as it stands, repeated keys included."""
    return value.pairs if isinstance(value, Repeated) else value.items()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an input, or several that belong to one record (a pretty-printed object)."""

    data: bytes
    """The bytes without the last newline; only the first `HEAD` of them when `digest` is set."""
    start: int
    end: int
    """Where it stands in the input: bytes `start` to `end`, the newline included."""
    number: int
    """Its first physical line, from 1."""
    count: int = 1
    """How many physical lines it holds; 0 for the rest of a line whose beginning is another's."""
    complete: bool = True
    """False when the input ended without a newline."""
    digest: str | None = None
    """SHA-256 (hex) of a line longer than `LINE_LIMIT`; its length is `end - start`."""
    glued: bool = False
    """True when it begins inside a physical line, after another record."""
    cut: bool = False
    """True when another record follows it on its last physical line."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What werf writes before every message: ``[pid][time zone m=+seconds] Telemetry: ``."""

    pid: int
    time: str
    """The clock as written, for example ``2022-07-15 09:41:10.012455037 +0300 MSK``."""
    instant: int | None
    """Nanoseconds since 1970 UTC; None when the digits name no instant."""
    monotonic: str | None
    """Seconds since the process started, as written (``+0.043052043``); absent in some forms."""


Form = Literal["werf-log", "werf-stdout", "json", "text", "capture", "span"]


@dataclass(frozen=True, slots=True)
class Payload:
    """What one telemetry event says: its decoded members, before any contract is looked at."""

    form: Form
    body: dict[str, Json]
    wrapper: dict[str, Json] | None = None
    """What a capturing proxy wrote around the body (time, headers, command); never transmitted."""
    span: Span | None = None
    """The span that carried the body, where the form is `span`."""

    @property
    def transmitted(self) -> Transmitted:
        """`yes` where the emitter says it sends the body, `unknown` for a bare object."""
        return "unknown" if self.form in {"json", "text"} else "yes"


RemarkKind = Literal[
    "start-exporter", "start-event", "bad-extra", "project-id", "no-project-id", "error",
    "shutdown", "foreign", "blank",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that is no event: what werf notes for itself, or text of somebody else."""

    kind: RemarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record that begins like one cannot be read."""

    reason: str
    """A fixed word: see `inspector.decode.REASONS`."""
    detail: str
    """A fixed sentence; it holds no content of the record."""
    at: int | None = None
    """The byte of the record at which reading stopped, from 0, where that is known."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the log; the records of an input cover each of its bytes exactly once."""

    line: Line
    content: Payload | Remark | Problem | Export
    """An export request is a record of its own; one record for each of its spans follows it."""
    frame: Frame | None = None

    @property
    def kind(self) -> Kind:
        """Which of the three counters this record belongs to."""
        match self.content:
            case Payload():
                return "event"
            case Remark() | Export():
                return "remark"
            case Problem():
                return "unreadable"
