"""Requests that other programs sent to the app's endpoint in, the events of a log in them out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from inspector.decode.otlp import BodyError, read
from inspector.model import Export, Json, Pairs, Request, Span
from inspector.tui.wire import parts

MOST = 200
"""Requests that are kept, the newest."""
MOST_BYTES = 32 << 20
"""Bytes of their bodies."""
_TELLING = ("ts", "eventType", "executionID")
"""What tells one event from another, as far as it has it; the last two may be cut on the wire."""


class Caught(NamedTuple):
    """One request; `export` is None where it cannot be read, or was refused."""

    request: Request
    export: Export | None

    @property
    def spans(self) -> tuple[Span, ...]:
        """What it carries."""
        return tuple(self.export.spans) if self.export else ()


class Catch:
    """What was caught since the app began; taken in by the screens, looked through by a worker."""

    def __init__(self) -> None:
        self.count = 0
        """How many requests were taken in, refused ones included."""
        self.refused = 0
        self._kept: deque[Request] = deque()
        self._bytes = 0
        self._read: dict[int, Caught] = {}

    def take(self, requests: Iterable[Request]) -> None:
        """Keep more; the oldest go where the bounds are passed."""
        for one in requests:
            self.count += 1
            self.refused += one.refused is not None
            self._kept.append(one)
            self._bytes += len(one.body)
        while len(self._kept) > MOST or self._bytes > MOST_BYTES:
            gone = self._kept.popleft()
            self._bytes -= len(gone.body)
            self._read.pop(id(gone), None)

    @property
    def dropped(self) -> int:
        """How many are no longer kept."""
        return self.count - len(self._kept)

    def all(self) -> Iterator[Caught]:
        """Give every request that is kept, read, in the order in which they came."""
        for one in list(self._kept):
            found = self._read.get(id(one))
            if found is None or found.request is not one:
                found = self._read[id(one)] = _read(one)
            yield found

    def find(self, pairs: Pairs) -> tuple[Caught, int] | None:
        """Find the span that carries an event, and where it stands in its request.

        That is one with the very same attributes; else, of those that are the event by its time,
        type and run, the one with the most of them.
        """
        best, most = None, 0
        for caught in self.all():
            for place, span in enumerate(caught.spans):
                same = parts.same(pairs, span.attributes)
                if same == len(pairs) == len(span.attributes):
                    return caught, place
                if same > most and _is(dict(pairs), dict(span.attributes)):
                    best, most = (caught, place), same
        return best


def _read(request: Request) -> Caught:
    if request.refused is not None:
        return Caught(request, None)
    try:
        return Caught(request, read(request))
    except BodyError:
        return Caught(request, None)


def _is(logged: dict[str, Json], wire: dict[str, Json]) -> bool:
    """Tell whether a span is an event: by what tells events apart, one value at least."""
    known = [name for name in _TELLING if name in logged]
    return bool(known) and all(_begins(logged[name], wire.get(name)) for name in known)


def _begins(logged: Json, wire: Json) -> bool:
    """Tell whether a value of the wire is the logged one, or the beginning of it."""
    if isinstance(logged, str) and isinstance(wire, str):
        return bool(wire) and logged.startswith(wire)
    return parts.alike(logged, wire)
