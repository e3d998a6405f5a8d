"""The dry-run endpoint: what a program would send to a server, received on this machine only.

It listens on the literal address 127.0.0.1 and nowhere else, in a thread and an asyncio loop of its
own, so that a command line, the app and a test use it alike.  Whatever it refuses it counts; what
was meant as telemetry it hands out as refused.
"""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
import threading
from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self

from inspector.model import Request
from inspector.wire import keys
from inspector.wire.desk import Desk
from inspector.wire.gate import Gate
from inspector.wire.inbox import Inbox
from inspector.wire.limits import Limits
from inspector.wire.server import Server

__all__ = ["Endpoint", "Limits", "PortTaken"]

ADDRESS = "127.0.0.1"
"""The only address there is; never a name, for what a name means is decided elsewhere."""
_STANDARD = Limits()


class PortTaken(OSError):  # noqa: N818  # said of a port, not of the program
    """The port cannot be had; the text says why and what to do."""


class Endpoint:
    """Receives OTLP/HTTP trace exports; a context manager that starts and closes it."""

    def __init__(self, port: int = 0, *, limits: Limits = _STANDARD, known: bool = False) -> None:
        """With `port` 0 the system chooses a free one; `port` tells which, once it has started.

        A `known` one leaves its token where `send` finds it (`inspector.wire.keys`), if it can.
        """
        self.port = port
        self.token = secrets.token_hex(16)
        self._known = known
        self._left: Path | None = None
        self._inbox = Inbox(limits.waiting, limits.held)
        self._desk = Desk(self._inbox, limits)
        self._thread: threading.Thread | None = None
        self._server: Server | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The address to export to; nobody knows its token but whom it was given."""
        return f"http://{ADDRESS}:{self.port}/{self.token}/v1/traces"

    @property
    def refused(self) -> Counter[int]:
        """How many requests and connections were refused, by HTTP status."""
        return self._desk.refused.copy()

    @property
    def missed(self) -> Counter[int]:
        """How many of these may have been telemetry and are in no request that `take` gives."""
        return self._desk.missed.copy()

    @property
    def lost(self) -> int:
        """Requests that were accepted and are neither taken nor waiting: always 0."""
        return self._inbox.lost

    @property
    def faults(self) -> tuple[str, ...]:
        """Names of exceptions that nothing a peer does should cause: a fault in the program."""
        return tuple(self._desk.faults)

    def start(self) -> None:
        """Begin to receive, unless it does already; raises `PortTaken`."""
        if self._thread is not None:
            return
        listening = _listen(self.port)
        self.port = listening.getsockname()[1]
        self._desk.gate = Gate(self.port, self.token, self._desk.limits)
        ready: Future[Server] = Future()
        self._thread = threading.Thread(
            target=_run, args=(self._desk, listening, ready), name="endpoint", daemon=True
        )
        self._thread.start()
        self._server = ready.result()
        if self._known:
            self._left = keys.leave(self.port, self.token)

    def close(self) -> None:
        """Receive no more; what was received can still be taken.  May be called again."""
        if self._left is not None:  # while the port is ours, so that nobody else's file goes
            keys.remove(self._left, self.token)
            self._left = None
        if self._server is not None and self._thread is not None:
            self._server.stop()
            self._thread.join()
        self._server = self._thread = None
        self._inbox.close()

    def take(self, timeout: float | None = 0) -> list[Request]:
        """Give what has arrived since the last call, in order, refused telemetry included.

        Waits at most `timeout` seconds for the first (None: until one comes or it is closed).
        """
        return self._inbox.take(timeout)


def _listen(port: int) -> socket.socket:
    """Open the port for us alone: no option that would share it with another program."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.settimeout(0)
        listening.bind((ADDRESS, port))
    except OSError as error:
        listening.close()
        raise PortTaken(_reason(port, error)) from error
    return listening


def _reason(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of this machine is in use by another program, or was a minute ago; "
            "choose another port, or 0 for a free one"
        )
    if error.errno == errno.EACCES:
        return f"port {port} may only be opened by an administrator; choose one above 1023"
    return f"port {port} cannot be opened ({error.strerror}); choose another, or 0 for a free one"


def _run(desk: Desk, listening: socket.socket, ready: Future[Server]) -> None:
    """Be the endpoint's thread."""
    try:
        asyncio.run(_serve(desk, listening, ready))
    except BaseException as error:  # noqa: BLE001  # told where somebody sees it
        if ready.done():
            desk.faults.append(type(error).__name__)
        else:
            ready.set_exception(error)
    finally:
        listening.close()


async def _serve(desk: Desk, listening: socket.socket, ready: Future[Server]) -> None:
    await Server(desk).serve(listening, ready.set_result)
