"""Judged records in, runs out: what each did, and what the log says of its delivery.

Remarks name no run; they belong to the process that wrote them, and so to the run whose event that
process logged last.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from inspector.model import Event, Judged, Payload, Remark
from inspector.rules.runs import run_id
from inspector.safe import Safe, safe
from inspector.tui.numbers import LIMIT
from inspector.tui.rows import Row

Delivery = Literal["queued", "FAILED", "RUNNING", "cannot say", "received"]
Outcome = Literal["queued", "failed", "running", "endless", "unconfirmed", "unframed", "received"]
"""What the log says of a delivery; three of them are reasons why it cannot say anything."""
WORDS: dict[Outcome, Delivery] = {
    "queued": "queued", "failed": "FAILED", "running": "RUNNING", "received": "received",
    "endless": "cannot say", "unconfirmed": "cannot say", "unframed": "cannot say",
}  # fmt: skip
_FAILED = "error: traces export"
_DONE = "shutdown complete"
_NO_ID = Safe("")
PROCESSES = 100
"""Processes of one run that are told apart; werf has one."""
EVENTS = 500
"""Events of a run whose row numbers are kept: more than its chart can show."""


@dataclass(slots=True, eq=False)
class Process:
    """One process of the log, from its first line to its last."""

    pid: int
    failures: int = 0
    """Exports that it says have failed."""
    done: bool = False
    """It says that it has shut down."""
    run: Run | None = None


@dataclass(slots=True)
class Run:
    """One run; `label` is how the list of events calls it."""

    label: Safe
    id: Safe
    start: Safe
    """The time of its first event, by the log's clock."""
    command: Safe
    first_ms: int | None
    last_ms: int | None = None
    processes: list[Process] = field(default_factory=list)
    """Those that logged its events."""
    project: Safe = _NO_ID
    user: Safe = _NO_ID
    """The ids of its first event, in which they stand as hashes."""
    events: int = 0
    spans: int = 0
    """Of the events, those that came in a request."""
    ended: bool = False
    duration_ms: int | None = None
    """As its last event says."""
    status: int | None = None
    flags: Counter[str] = field(default_factory=Counter)
    """Events by their worst finding."""
    numbers: array[int] = field(default_factory=lambda: array("q"))
    """Row numbers of its first `EVENTS` events."""

    @property
    def worst(self) -> Literal["violation", "review", "note", "ok"]:
        """The worst that was found in any of its events."""
        for flag in ("violation", "review", "note"):
            if self.flags[flag]:
                return flag
        return "ok"

    @property
    def flagged(self) -> bool:
        """Tell whether somebody should look at it."""
        return self.worst in {"violation", "review"}

    @property
    def length_ms(self) -> int | None:
        """How long it took: as it says itself, or from its first event to its last."""
        if self.duration_ms is not None or self.first_ms is None or self.last_ms is None:
            return self.duration_ms
        return self.last_ms - self.first_ms

    @property
    def outcome(self) -> Outcome:
        """What the log can say of its delivery, from what its processes noted for themselves."""
        if self.events == self.spans:
            return "received"
        if any(one.failures for one in self.processes):
            return "failed"
        done = bool(self.processes) and all(one.done for one in self.processes)
        if not self.ended:
            return "endless" if done else "running"
        if not self.processes:
            return "unframed"
        return "queued" if done else "unconfirmed"

    @property
    def delivery(self) -> Delivery:
        """The same in a word."""
        return WORDS[self.outcome]


class Runs:
    """Gathered of all records, in the order in which the runs appear."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.without = 0
        """Events that belong to no run."""
        self._known: dict[str, Run] = {}
        self._processes: dict[int, Process] = {}

    def take(self, number: int, row: Row, judged: Judged) -> None:
        """Take one record."""
        match judged.record.content:
            case Remark(kind, text):
                self._remark(judged, kind, text)
            case Payload() if judged.event is not None:
                self._event(number, row, judged, judged.event)

    def _remark(self, judged: Judged, kind: str, text: str) -> None:
        frame = judged.record.frame
        if frame is None:
            return
        if kind == "start-exporter":
            self._processes.pop(frame.pid, None)  # another process may have had the number before
        process = self._process(frame.pid)
        process.failures += text.startswith(_FAILED)
        process.done = process.done or text == _DONE

    def _process(self, pid: int) -> Process:
        if len(self._processes) >= LIMIT:
            self._processes.clear()
        return self._processes.setdefault(pid, Process(pid))

    def _event(self, number: int, row: Row, judged: Judged, event: Event) -> None:
        name = run_id(event) or _named(event)
        if name is None or row.run in {"-", "r+"}:
            self.without += 1
            return
        run = self._known.get(name)
        if run is None:
            run = Run(row.run, safe(name, 80), row.time, row.command, judged_at(event))
            run.project, run.user = _hashed(event, "project"), _hashed(event, "machine")
            self._known[name] = run
            self.runs.append(run)
        self._join(run, judged)
        run.events += 1
        run.spans += row.carrier is not None
        run.flags[row.flag] += 1
        run.last_ms = judged_at(event) or run.last_ms
        if len(run.numbers) < EVENTS:
            run.numbers.append(number)
        _closing(run, event)

    def _join(self, run: Run, judged: Judged) -> None:
        frame = judged.record.frame
        if frame is None:
            return
        process = self._process(frame.pid)
        if process.run is not None and process.run is not run:  # its number was given again
            process = self._processes[frame.pid] = Process(frame.pid)
        process.run = run
        if process not in run.processes and len(run.processes) < PROCESSES:
            run.processes.append(process)


def judged_at(event: Event) -> int | None:
    """When an event was made, in Unix milliseconds."""
    from inspector.rules import moment  # noqa: PLC0415  # all rules come with it

    time = moment(event)
    return time[0] if time else None


def _named(event: Event) -> str | None:
    """The id of a run in an event that no contract knows."""
    value = event.payload.body.get("executionID")
    return value if isinstance(value, str) and value else None


def _hashed(event: Event, what: str) -> Safe:
    """The documented id of a project or a machine in an event."""
    for value in event.values:
        if value.doc is not None and value.doc.identifies == what and isinstance(value.value, str):
            return safe(value.value, 80)
    return Safe("")


def _closing(run: Run, event: Event) -> None:
    """Note what only the last event of a run says."""
    if event.documented is None or event.documented.bound != "ends":
        return
    run.ended = True
    run.duration_ms = number_at(event, "durationMs")
    run.status = number_at(event, "exitCode")


def number_at(event: Event, name: str) -> int | None:
    """The whole number at the end of a path, among the fields that only this event has."""
    for value in event.values:
        own = value.doc is not None and value.doc.event is not None
        if own and value.path.endswith(f".{name}") and type(value.value) is int:
            return value.value if abs(value.value) < 1 << 53 else None
    return None
