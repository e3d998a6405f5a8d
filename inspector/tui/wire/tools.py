"""What the dry run needs of the wire, as one object that tests replace; sockets are behind it.

Everything heavy (protobuf, h11, asyncio, the rules) is imported where it is used: in the worker.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from inspector.model import Record, Request
from inspector.safe import Safe

if TYPE_CHECKING:
    from inspector.doctor import Advice
    from inspector.wire.delivery import Delivery
    from inspector.wire.encode import Batch, Rebuilt
    from inspector.wire.endpoint import Endpoint

_PATIENCE = 1.0
"""Seconds in which what the endpoint accepted must be there to be taken."""
_UNSURE = 100
"""Requests of our own whose answer did not come, and which may still arrive."""
STANDARD = 4318
"""The port of OTLP/HTTP: what requests are addressed to before there was an endpoint."""


class Tools(Protocol):
    """Rebuilds requests, and delivers them to an endpoint of the app's own."""

    @property
    def port(self) -> int:
        """Where the endpoint listens; 0 where it does not."""

    def start(self) -> int:
        """Start the endpoint where it does not run yet; gives its port; raises `OSError`."""

    def stop(self) -> None:
        """Receive no more, until `start`; what has arrived can still be asked for."""

    def captured(self) -> list[Request]:
        """Give what other programs sent to the endpoint since the last call; never waits."""

    def rebuild(self, records: Iterable[Record]) -> Rebuilt:
        """Make the requests that werf made of these records."""

    def shown(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Make requests and send none."""

    def delivered(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Send requests to the endpoint, each with what arrived."""

    def advice(self) -> Sequence[Advice]:
        """Say what this process's OTEL_* variables would do to a request of werf's."""

    def now(self) -> str:
        """The time in UTC, written as that of a request is."""

    def close(self) -> None:
        """End the endpoint, if there is one."""


class Wire:
    """The real ones; the endpoint lives from `start` to `stop` or `close`."""

    def __init__(self) -> None:
        self._endpoint: Endpoint | None = None
        self._last = 0
        """The port of the last endpoint."""
        self._others: deque[Request] = deque()
        self._unsure: deque[bytes] = deque(maxlen=_UNSURE)
        self._sending = threading.Lock()
        """Held while a request of our own is on its way: only its sender takes what arrives."""

    @property
    def port(self) -> int:
        """Where the endpoint listens."""
        return self._endpoint.port if self._endpoint is not None else 0

    def start(self) -> int:
        """Listen on 127.0.0.1: at the port of the last time, for it may have been pasted."""
        if self._endpoint is None:
            from inspector.wire.endpoint import Endpoint, PortTaken  # noqa: PLC0415  # asyncio, h11

            endpoint = Endpoint(self._last)
            try:
                endpoint.start()
            except PortTaken:
                if not self._last:
                    raise
                endpoint = Endpoint()
                endpoint.start()
            self._endpoint, self._last = endpoint, endpoint.port
        return self._endpoint.port

    def stop(self) -> None:
        """Receive no more."""
        endpoint, self._endpoint = self._endpoint, None
        if endpoint is not None:
            endpoint.close()
            self._keep(endpoint.take())

    def captured(self) -> list[Request]:
        """Give what came from elsewhere; while something is being sent, only what is known so."""
        if self._endpoint is not None and self._sending.acquire(blocking=False):
            try:
                self._keep(self._endpoint.take())
            finally:
                self._sending.release()
        return [self._others.popleft() for _ in range(len(self._others))]

    def _keep(self, requests: Iterable[Request]) -> None:
        for one in requests:
            if one.body in self._unsure:
                self._unsure.remove(one.body)
            else:
                self._others.append(one)

    def rebuild(self, records: Iterable[Record]) -> Rebuilt:
        """Encode as werf of the event's release does."""
        from inspector.wire.encode import rebuild  # noqa: PLC0415  # contracts

        return rebuild(records)

    def shown(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Address them to the endpoint's port, where there is or was one."""
        from inspector.wire.delivery import shown  # noqa: PLC0415  # protobuf, h11

        return shown(batches, self._last or STANDARD)

    def delivered(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Send them one after the other."""
        from inspector.wire.delivery import delivered  # noqa: PLC0415  # protobuf, h11

        port, endpoint = self.start(), self._endpoint
        for batch in batches:
            with self._sending:
                took = partial(self._arrived, endpoint, batch.body)
                key = endpoint.token if endpoint else None
                yield from self._unsurely(delivered([batch], port, took, key))

    def _unsurely(self, sent: Iterable[Delivery]) -> Iterator[Delivery]:
        """Remember what was not answered: if it arrives after all, it is nobody else's."""
        for one in sent:
            if one.receipt is None or not one.receipt.ok:
                self._unsure.append(one.request.body)
            yield one

    def _arrived(self, endpoint: Endpoint | None, body: bytes) -> list[Request]:
        """Wait until our own request is there; what others sent meanwhile is kept."""
        end = time.monotonic() + _PATIENCE
        while endpoint is not None and (left := end - time.monotonic()) > 0:
            came = endpoint.take(left)
            at = next((n for n, one in enumerate(came) if one.body == body), None)
            self._keep(one for n, one in enumerate(came) if n != at)
            if at is not None:
                return [came[at]]
        return []

    def advice(self) -> Sequence[Advice]:
        """Ask the doctor, and keep what is about OpenTelemetry's own variables."""
        from inspector.doctor import examine  # noqa: PLC0415  # seldom needed

        return [one for one in examine(os.environ).advice if one.subject.startswith(Safe("OTEL_"))]

    def now(self) -> str:
        """Look at the clock."""
        from inspector.wire.desk import now  # noqa: PLC0415  # asyncio

        return now()

    def close(self) -> None:
        """Receive no more."""
        self.stop()
