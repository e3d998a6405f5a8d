"""Raw bytes to a port of this machine, and the HTTP answers that come back."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 20.0  # seconds that any answer may take before a test is given up


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        yield connection


def replies(data: bytes, *, bare: bool = False) -> list[Reply]:
    """Split what came back into answers; `bare` where they answer HEAD and have no body."""
    found = []
    while data:
        head, end, data = data.partition(b"\r\n\r\n")
        assert end, head
        first, *rows = head.decode("ascii").split("\r\n")
        pairs = (row.split(": ", 1) for row in rows)
        headers = {name.lower(): text for name, text in pairs}
        assert first.startswith("HTTP/1.1 "), first
        size = 0 if bare else int(headers.get("content-length", "0"))
        assert len(data) >= size
        found.append(Reply(int(first.split(" ")[1]), headers, data[:size]))
        data = data[size:]
    return found


def talk(port: int, parts: Iterable[bytes], *, half_close: bool = True) -> bytes:
    """Send everything, or until the peer ends it, reading meanwhile; give all that comes back.

    With `half_close` the end of the sending is told, so that a kept connection ends too.
    """
    with connected(port) as connection:
        connection.settimeout(0)
        return _pump(connection, iter(parts), half_close=half_close)


def _pump(connection: socket.socket, parts: Iterator[bytes], *, half_close: bool) -> bytes:
    received, unsent = b"", next(parts, b"")
    if not unsent and half_close:
        connection.shutdown(socket.SHUT_WR)
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        while True:
            writing = selectors.EVENT_WRITE if unsent else 0
            selector.modify(connection, selectors.EVENT_READ | writing)
            ready = selector.select(PATIENCE)
            assert ready, f"no answer within {PATIENCE} s; so far {received!r}"
            if ready[0][1] & selectors.EVENT_READ:
                data = _receive(connection)
                if not data:
                    return received
                received += data
            else:
                unsent = _send(connection, unsent)
                unsent = unsent or next(parts, b"")
                if not unsent and half_close:
                    connection.shutdown(socket.SHUT_WR)


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def _send(connection: socket.socket, data: bytes) -> bytes:
    """Give what is left to send; nothing where nobody reads any more."""
    try:
        return data[connection.send(data) :]
    except (BrokenPipeError, ConnectionResetError):
        return b""
