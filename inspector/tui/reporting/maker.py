"""What was asked for in, a report as text out: runs in a worker, one after the other.

The screen asks and looks at `state`; whatever is asked for meanwhile replaces what is being made.
Judging takes its time, writing does not: only another source or values that were not kept make it
judge again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event, Lock
from typing import Literal

from inspector.safe import Safe
from inspector.tui.reporting.asked import Auditor, Choice, Kept, Made, Refused

Stage = Literal["idle", "reading", "stopped", "refused", "made"]


@dataclass(frozen=True, slots=True)
class Job:
    """A report to make."""

    choice: Choice
    words: tuple[str, ...]
    kept: Callable[[], Sequence[Kept]] = tuple
    """Puts together what no command could read; nothing where one can."""
    named: bool = True
    """A command makes the same report, and the report names it."""
    again: bool = False
    """Read everything again, whatever was read before."""


@dataclass(frozen=True, slots=True)
class State:
    """How far the report is."""

    stage: Stage = "idle"
    read: int = 0
    total: int = 0
    made: Made | None = None
    """What was judged last; also while it is judged again."""
    choice: Choice | None = None
    """How `text` is written."""
    text: str = ""
    said: Safe = Safe("")  # noqa: RUF009  # a text
    """Why there is no report."""


class _Stopped(Exception):  # noqa: N818  # no fault
    """Nobody wants it any more."""


class Maker:
    """Makes one report after the other."""

    def __init__(self, auditor: Callable[[], Auditor]) -> None:
        """The `auditor` is made in the worker, for it brings all of the rules."""
        self.state = State()
        self._auditor, self._lock = auditor, Lock()
        self._stop = Event()
        self._next: Job | None = None
        self._busy = self._raw = False

    @property
    def busy(self) -> bool:
        """A worker is on its way."""
        return self._busy

    def ask(self, job: Job) -> bool:
        """Ask for a report; True where a worker must be started, with `run`."""
        with self._lock:
            unread = self._next is not None and self._next.again
            self._next = replace(job, again=job.again or unread)
            if self._busy:
                self._stop.set()
                return False
            self._busy = True
            return True

    def stop(self) -> None:
        """Make nothing any more, until the next time somebody asks."""
        with self._lock:
            self._next = None
            self._stop.set()

    def run(self) -> None:
        """Make what was asked for, until nothing more is."""
        try:
            while (job := self._take()) is not None:
                self._do(job)
        except BaseException:
            self._busy = False
            raise

    def _take(self) -> Job | None:
        with self._lock:
            job, self._next = self._next, None
            self._busy = job is not None
            self._stop.clear()
            return job

    def _do(self, job: Job) -> None:
        raw = job.choice.evidence == "full"
        made = self.state.made
        try:
            if made is None or job.again or raw != self._raw:
                self.state = replace(self.state, stage="reading", read=0, total=0)
                made = self._auditor().judge(job.words, job.kept(), self._progress)
                self._raw = raw
            text = self._auditor().write(made, job.words, named=job.named)
            self.state = State("made", made=made, choice=job.choice, text=text)
        except _Stopped:
            self.state = State("stopped")
        except Refused as error:
            self.state = State("refused", said=Safe(str(error)))

    def _progress(self, read: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        self.state = replace(self.state, read=read, total=total)
