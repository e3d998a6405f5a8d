"""Requests on their way from the endpoint's thread to whoever takes them: in order, bounded."""

from __future__ import annotations

import threading

from inspector.model import Request


class Inbox:
    """A queue between threads that says no rather than grow or drop."""

    def __init__(self, count: int, size: int) -> None:
        """At most `count` requests with `size` bytes of bodies wait."""
        self._count, self._size = count, size
        self._news = threading.Condition()
        self._waiting: list[Request] = []
        self._bytes = 0
        self._put = self._taken = 0
        self._closed = False

    @property
    def bytes(self) -> int:
        """Bytes of the bodies that wait."""
        return self._bytes

    @property
    def lost(self) -> int:
        """Requests that were put in, do not wait and were never taken."""
        with self._news:
            return self._put - self._taken - len(self._waiting)

    def put(self, request: Request) -> bool:
        """Add a request; False where there is no room for it."""
        with self._news:
            size = self._bytes + len(request.body)
            if len(self._waiting) >= self._count or size > self._size:
                return False
            self._waiting.append(request)
            self._bytes = size
            self._put += 1
            self._news.notify_all()
            return True

    def take(self, timeout: float | None) -> list[Request]:
        """Give everything that waits; waits at most `timeout` seconds for the first (None: ever).

        Once the inbox is closed it gives what is left, and then nothing, at once.
        """
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closed, timeout)
            taken, self._waiting, self._bytes = self._waiting, [], 0
            self._taken += len(taken)
            return taken

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._news:
            self._closed = True
            self._news.notify_all()
