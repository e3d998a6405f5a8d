"""One request to a port of this machine, one receipt; there is no way to name another machine.

The socket is connected here, to 127.0.0.1, and its peer is checked; no name is looked up, no proxy,
redirect, TLS or variable of OpenTelemetry exists for this code, and nothing is sent twice.  Before
any telemetry goes out the other end must prove over the same connection that it is the endpoint
whose secret the sender was given or has found (see `inspector.wire.handshake`).  All of it must be
over within one timeout, so that a server that drips costs no more than one that is silent.  Source
of what a sender accepts: opentelemetry-proto v1.9.0, ``docs/specification.md``, OTLP/HTTP response.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import h11

from inspector.model import Request
from inspector.safe import Safe, lossy, safe
from inspector.wire import handshake, keys

LIMIT = 4 << 20
"""Bytes of an answer that are read, as OTLP recommends."""
_HERE = "127.0.0.1"
_TYPE = "application/x-protobuf"
_SHOWN = 200  # characters of a server's own text in a sentence

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of one request.  `headers` and `body` are the server's, and may be hostile."""

    request: Request
    status: int | None
    """None where no answer came; then `error` says why."""
    headers: Headers
    body: bytes
    seconds: float
    """From the connection to the end of the answer."""
    error: Safe | None
    """Why it is no success, as a sentence; None for a success."""
    warning: Safe | None = None
    """What the server had to say although it took everything, as a sentence."""

    @property
    def ok(self) -> bool:
        """True where every span was accepted."""
        return self.error is None


class _Failed(Exception):  # noqa: N818  # said of an exchange, and caught here
    """An exchange came to nothing; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def media_type(self) -> str:
        found = (text for name, text in self.headers if name.lower() == "content-type")
        return next(found, "").partition(";")[0].strip().lower()


def send(request: Request, port: int, *, key: str | None = None, timeout: float = 2.0) -> Receipt:
    """Send a protobuf request to the endpoint at `port` of this machine; never retries.

    Whatever the other end does becomes a receipt.  `key` is the endpoint's token; without one, it
    is what a running `inspector endpoint` has left.  `timeout` is in seconds, for everything.
    """
    began = time.monotonic()
    try:
        with _line(port, began + timeout) as line:
            line.prove(key)
            answer = line.ask(request)
    except _Failed as failure:
        return Receipt(request, None, (), b"", time.monotonic() - began, Safe(str(failure)))
    seconds = time.monotonic() - began
    said = (answer.status, answer.headers, answer.body, seconds)
    return Receipt(request, *said, *_verdict(answer))


def recognise(port: int, *, timeout: float = 2.0) -> Safe | None:
    """Tell why telemetry must not be sent to a port, as a sentence; None for our endpoint.

    That is the one whose key `inspector.wire.keys` finds; `timeout` is in seconds.
    """
    try:
        with _line(port, time.monotonic() + timeout) as line:
            line.prove(None)
    except _Failed as failure:
        return Safe(str(failure))
    return None


class _Line:
    """A connection to a port of this machine, for one request after the other."""

    def __init__(self, peer: socket.socket, port: int, end: float) -> None:
        self._socket = peer
        self._port = port
        self._end = end
        self._http = h11.Connection(h11.CLIENT)

    def prove(self, key: str | None) -> None:
        """Ask the other end who it is; raises `_Failed` for anything but our endpoint."""
        key = keys.read(self._port) if key is None else key
        if key is None:
            raise _Failed(_unknown(self._port))
        nonce = handshake.question()
        host = ("Host", f"{_HERE}:{self._port}")
        answer = self.ask(Request("GET", handshake.PATH + nonce, (host,), b""))
        if answer.status != 200 or not handshake.proven(nonce, self._port, key, answer.body):
            raise _Failed(
                f"what listens on port {self._port} is not an `inspector endpoint` that this user "
                "started on this machine; no telemetry was sent to it"
            )
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            raise _Failed("the endpoint closed the connection before any telemetry was sent")
        self._http.start_next_cycle()

    def ask(self, request: Request) -> _Answer:
        """Send a request and read the answer to its end; raises `_Failed`."""
        head = h11.Request(
            method=request.method, target=request.path, headers=list(request.headers)
        )
        parts = (head, h11.Data(data=request.body), h11.EndOfMessage())
        data = b"".join(self._http.send(part) or b"" for part in parts)
        try:
            self._wait()
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it may have answered before it had read everything
        return self._read()

    def _read(self) -> _Answer:
        status, headers, body = 0, Headers(), bytearray()
        for event in self._events():
            if isinstance(event, h11.Response):
                status = event.status_code
                headers = tuple(
                    (k.decode("latin-1"), v.decode("latin-1")) for k, v in event.headers
                )
                continue
            body += event.data
            if len(body) > LIMIT:
                raise _Failed(f"the answer is longer than {LIMIT >> 20} MiB; it was not read")
        return _Answer(status, headers, bytes(body))

    def _events(self) -> Iterator[h11.Response | h11.Data]:
        """Give what the answer is made of, up to its end."""
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError:
                closed = self._http.trailing_data[1]
                raise _Failed(
                    "the connection was closed before the answer was whole"
                    if closed
                    else "the answer is not HTTP"
                ) from None
            if event is h11.NEED_DATA:
                self._wait()
                self._http.receive_data(self._socket.recv(1 << 16))
            elif isinstance(event, h11.EndOfMessage):
                return
            elif isinstance(event, (h11.Response, h11.Data)):
                yield event

    def _wait(self) -> None:
        """Let the next call on the socket take what is left of the time."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


@contextmanager
def _line(port: int, end: float) -> Iterator[_Line]:
    """Connect to a port of this machine; what goes wrong with the connection is `_Failed`."""
    peer = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with peer:
        try:
            peer.settimeout(max(end - time.monotonic(), 0.001))
            peer.connect((_HERE, port))
            _check(peer, (_HERE, port))
            yield _Line(peer, port, end)
        except ConnectionRefusedError:
            raise _Failed(
                f"nothing listens on port {port} of this machine; start `inspector endpoint`"
            ) from None
        except TimeoutError:
            raise _Failed(f"port {port} did not answer in time; it was not asked again") from None
        except OSError:
            raise _Failed("the connection was cut before the answer had come") from None


def _unknown(port: int) -> str:
    place = keys.folder()
    where = safe(str(place)) if place else "any folder for temporary files"
    return (
        f"it cannot be told who listens on port {port}: no running `inspector endpoint` of this "
        f"user has left a key for it in {where}; no telemetry was sent to it"
    )


def _check(peer: socket.socket, address: tuple[str, int]) -> None:
    """Refuse a socket that is connected elsewhere, or to itself because nobody listens."""
    if peer.getpeername() != address or peer.getsockname() == address:
        raise ConnectionRefusedError


def _verdict(answer: _Answer) -> tuple[Safe | None, Safe | None]:
    """Say why an answer is no success, or what it warns of; a server's own text is cut."""
    if answer.status != 200:
        return _refusal(answer), None
    if answer.media_type != _TYPE:
        kind = safe(answer.media_type, 60) or "none"
        return Safe(f"it answered 200, but its content type is {kind} and not {_TYPE}"), None
    return _told(answer.body)


def _refusal(answer: _Answer) -> Safe:
    if 300 <= answer.status < 400:
        return Safe(f"it answered {answer.status}: a redirect, not followed")
    said = f": “{lossy(answer.body, _SHOWN)}”" if answer.body else ""
    return Safe(f"it answered {answer.status}{said}")


def _told(body: bytes) -> tuple[Safe | None, Safe | None]:
    """Read OTLP's own answer: spans it rejected are an error, a mere message is a warning."""
    from google.protobuf.message import DecodeError  # noqa: PLC0415  # 17 ms, only where needed
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415
        ExportTraceServiceResponse,
    )

    try:
        told = ExportTraceServiceResponse.FromString(body).partial_success
    except DecodeError:
        return Safe("it answered 200, but with something that is no OTLP answer"), None
    message = safe(told.error_message, _SHOWN)
    if told.rejected_spans:
        rejected = f"partial success: it rejected {told.rejected_spans:,} spans"
        return Safe(f"{rejected} and says “{message}”"), None
    return None, Safe(f"it took everything, and says “{message}”") if message else None
