"""What the dry run needs of the wire, as one object that tests replace; sockets are behind it.

Everything heavy (protobuf, h11, asyncio, the rules) is imported where it is used: in the worker.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from inspector.model import Record
from inspector.safe import Safe

if TYPE_CHECKING:
    from inspector.doctor import Advice
    from inspector.wire.delivery import Delivery
    from inspector.wire.encode import Batch, Rebuilt
    from inspector.wire.endpoint import Endpoint

_PATIENCE = 1.0
"""Seconds in which what the endpoint accepted must be there to be taken."""


class Tools(Protocol):
    """Rebuilds requests, and delivers them to an endpoint of the app's own."""

    def start(self) -> int:
        """Start the endpoint where it does not run yet; gives its port; raises `OSError`."""

    def rebuild(self, records: Iterable[Record]) -> Rebuilt:
        """Make the requests that werf made of these records."""

    def shown(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Make requests and send none."""

    def delivered(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Send requests to the endpoint, each with what arrived."""

    def advice(self) -> Sequence[Advice]:
        """Say what this process's OTEL_* variables would do to a request of werf's."""

    def close(self) -> None:
        """End the endpoint, if there is one."""


class Wire:
    """The real ones; the endpoint lives from the first `start` to `close`."""

    def __init__(self) -> None:
        self._endpoint: Endpoint | None = None

    def start(self) -> int:
        """Listen on a free port of 127.0.0.1."""
        if self._endpoint is None:
            from inspector.wire.endpoint import Endpoint  # noqa: PLC0415  # asyncio, h11

            endpoint = Endpoint()
            endpoint.start()
            self._endpoint = endpoint
        return self._endpoint.port

    def rebuild(self, records: Iterable[Record]) -> Rebuilt:
        """Encode as werf of the event's release does."""
        from inspector.wire.encode import rebuild  # noqa: PLC0415  # contracts

        return rebuild(records)

    def shown(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Address them to the endpoint's port."""
        from inspector.wire.delivery import shown  # noqa: PLC0415  # protobuf, h11

        return shown(batches, self.start())

    def delivered(self, batches: Iterable[Batch]) -> Iterator[Delivery]:
        """Send them one after the other."""
        from inspector.wire.delivery import delivered  # noqa: PLC0415  # protobuf, h11

        port, endpoint = self.start(), self._endpoint
        key = endpoint.token if endpoint else None
        return delivered(batches, port, lambda: endpoint.take(_PATIENCE) if endpoint else [], key)

    def advice(self) -> Sequence[Advice]:
        """Ask the doctor, and keep what is about OpenTelemetry's own variables."""
        from inspector.doctor import examine  # noqa: PLC0415  # seldom needed

        return [one for one in examine(os.environ).advice if one.subject.startswith(Safe("OTEL_"))]

    def close(self) -> None:
        """Receive no more."""
        endpoint, self._endpoint = self._endpoint, None
        if endpoint is not None:
            endpoint.close()
