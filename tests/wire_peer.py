"""A server for tests: one thread, one connection after the other, answers as it is told."""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Callable
from typing import Self

from inspector.wire import handshake

Act = Callable[[socket.socket, bytes], None]
"""Does something with a connection and the request that came over it."""

OK = b"HTTP/1.1 200 OK\r\n"
KEY = "5ec2e7" * 5 + "00"
"""The secret under which `proves` answers."""


def http(body: bytes, kind: str = "application/x-protobuf", status: str = "200 OK") -> bytes:
    """Write an answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def says(answer: bytes) -> Act:
    """Answer with these bytes and go on."""
    return lambda peer, _: peer.sendall(answer)


def closes(peer: socket.socket, _: bytes) -> None:
    """Close the connection without an answer."""
    peer.shutdown(socket.SHUT_RDWR)


def resets(peer: socket.socket, _: bytes) -> None:
    """Cut the connection so that the other end sees a reset."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def nonce_of(request: bytes) -> str:
    """Give the number that a question asks about."""
    return re.search(rb"/telemetry-inspector/(\w+)", request)[1].decode()


def proof(peer: socket.socket, request: bytes, key: str = KEY) -> bytes:
    """Make the body that an endpoint with this secret, listening at this port, answers."""
    return handshake.answer(nonce_of(request), peer.getsockname()[1], key)


def proves(peer: socket.socket, request: bytes) -> None:
    """Answer the question as the endpoint does."""
    peer.sendall(http(proof(peer, request), "text/plain"))


class Peer:
    """Listens on 127.0.0.1; the first request of a connection gets `first`, later ones `then`."""

    def __init__(self, then: Act, first: Act = proves) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._acts = first, then
        self._stop = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join()
        self._listening.close()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    @property
    def telemetry(self) -> list[bytes]:
        """The requests that were not the question."""
        return [one for one in self.requests if handshake.PATH.encode() not in one]

    def pause(self, seconds: float) -> bool:
        """Wait; True where the test is over."""
        return self._stop.wait(seconds)

    def _serve(self) -> None:
        while not self.stopped:
            peer, _ = self._listening.accept()
            with peer:
                if not self.stopped:
                    self.connections += 1
                    self._talk(peer)

    def _talk(self, peer: socket.socket) -> None:
        first, then = self._acts
        try:
            act = first
            while request := _request(peer):
                self.requests.append(request)
                act(peer, request)
                act = then
        except OSError:
            pass  # the client went away, which some cases are about


def _request(peer: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := peer.recv(1 << 16)):
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += peer.recv(1 << 16)
    return head + b"\r\n\r\n" + body
