"""What the endpoint allows at most; every figure is far above what werf needs."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.decode.body import INFLATED_LIMIT, WIRE_LIMIT


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, seconds and counts; werf sends a handful of requests of 0.5 to 8 KiB each."""

    body: int = WIRE_LIMIT
    """Bytes of a body as sent."""
    inflated: int = INFLATED_LIMIT
    """Bytes of a body after decompression."""
    chunks: int = 10_000
    """Pieces that a chunked body may come in; one-byte chunks would cost far more than they say."""
    at_once: int = 4 << 10
    """Bytes of a body that is read where it arrives; a larger or compressed one waits for a worker,
    so that no sender can keep the others waiting."""
    parsing: int = 8
    """Bodies that may wait for the worker."""
    header_bytes: int = 16 << 10
    """Bytes of a request line and its headers."""
    header_seconds: float = 5.0
    """From a connection to its first byte, and from the first byte of a request to its last header.
    """
    body_seconds: float = 10.0
    """From the last header to the last byte of the body."""
    idle_seconds: float = 30.0
    """Between two requests of a connection."""
    linger_seconds: float = 1.0
    """For which a refused sender may go on sending, so that it gets to read why."""
    linger_bytes: int = 64 << 20
    """Which it may send meanwhile."""
    connections: int = 64
    """Open at the same time; as many more are told to come back later."""
    waiting: int = 256
    """Requests that nobody has taken yet."""
    held: int = 64 << 20
    """Bytes of all bodies that arrive or wait to be taken."""
