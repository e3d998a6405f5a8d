"""What an endpoint receives while a command runs: taken at once, kept in order, bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from inspector.model import Request
from inspector.wire.endpoint import Endpoint

KEPT = 256 << 20
"""Bytes of bodies that are kept of one run."""


class Receiving:
    """Takes requests from an endpoint in a thread of its own, so that none has to wait."""

    def __init__(self, endpoint: Endpoint, *, kept: int = KEPT) -> None:
        """At most `kept` bytes of bodies are kept."""
        self._endpoint = endpoint
        self._room = kept
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._take, name="receiving", daemon=True)
        self.requests: list[Request] = []
        self.left_out = 0
        """Requests that came when there was no room left."""

    def __enter__(self) -> Self:
        self._endpoint.start()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._endpoint.close()
        self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Wait for another request at most so long; tell whether one came."""
        with self._news:
            before = len(self.requests) + self.left_out
            return self._news.wait_for(
                lambda: len(self.requests) + self.left_out > before, timeout=seconds
            )

    def _take(self) -> None:
        while arrived := self._endpoint.take(None):
            with self._news:
                for request in arrived:
                    self._keep(request)
                self._news.notify_all()

    def _keep(self, request: Request) -> None:
        if len(request.body) > self._room:
            self.left_out += 1
            return
        self._room -= len(request.body)
        self.requests.append(request)


def settle(receiving: Receiving, longest: float, pause: float, busy: Callable[[], bool]) -> None:
    """Wait until no request has come for `pause` seconds and nobody is busy, `longest` at most."""
    end = time.monotonic() + longest
    while (left := end - time.monotonic()) > 0:
        if not receiving.wait(min(pause, left)) and not busy():
            return
