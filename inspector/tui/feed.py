"""Between the reader's thread and the screen: a bounded queue of batches.

The reader makes the rows, the screen only takes them over fifteen times a second; when the screen
falls behind, the reader waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event

from inspector.safe import Safe
from inspector.tui.pack import Pack
from inspector.tui.rows import Row

_QUEUED = 64


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to the source: a kind of `inspector.tail.Notice`, `ended` or `failed`."""

    kind: str
    text: Safe


@dataclass(frozen=True, slots=True)
class End:
    """The end of a file that is not indexed yet, or what was written to it since."""

    rows: tuple[Row, ...] = ()
    gone: bool = False
    """The index has reached them, or they are no longer the end of the file."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows and news of the source, in their order."""

    items: tuple[Row | Pack | End | Told, ...] = ()
    read: int = 0
    """Bytes read since the batch before."""
    left: int = 0
    """Bytes that are there already and not judged yet: the reader is catching up."""
    held: int = 0
    """Bytes of a record that is still being written."""
    runs: int = 0
    """Runs seen so far."""
    requests: int = 0
    """Requests taken so far, where the source is one of requests."""
    refused: int = 0
    """Requests that the endpoint refused so far, whatever they were."""


class Feed:
    """Runs `batches(stop)` in a thread of the caller's; `drain` gives what has come since."""

    def __init__(self, batches: Callable[[Event], Iterable[Batch]]) -> None:
        self.stop = Event()
        self._batches = batches
        self._queue: Queue[Batch] = Queue(_QUEUED)

    def run(self) -> None:
        """Read until the source ends or `stop` is set."""
        for batch in self._batches(self.stop):
            if not self.put(batch):
                return

    def put(self, batch: Batch) -> bool:
        """Hand a batch to the screen, waiting while it is behind; False when asked to stop."""
        while not self.stop.is_set():
            try:
                self._queue.put(batch, timeout=0.1)
            except Full:
                continue
            return True
        return False

    def drain(self) -> list[Batch]:
        """Give what is there, without waiting; at most as much as the queue holds."""
        found: list[Batch] = []
        while len(found) < _QUEUED:
            try:
                found.append(self._queue.get_nowait())
            except Empty:
                break
        return found
