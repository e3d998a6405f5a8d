"""How the sender knows `inspector endpoint` from anything else that listens on a port.

A port number is easily mistyped, and a collector that listens there may forward what it gets.  So
before any telemetry is sent, a question goes over the same connection: a GET of `PATH` with a fresh
random number.  Only the endpoint answers with that number's digest under a name of its own; a web
server that answers everything with 200, or one that echoes, does not.  This keeps data from going
astray; a program written to pass for the endpoint could answer too, as could whoever runs it read
the log itself.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

PATH = "/telemetry-inspector/"
"""What the target of the question begins with; the number, 32 hex digits, follows."""

_NAME = "telemetry-inspector endpoint"
_NONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)


def question() -> str:
    """Make a number that nobody can have seen before: 32 hex digits."""
    return secrets.token_hex(16)


def answer(nonce: str) -> bytes:
    """Give the body that the endpoint answers, some 100 bytes; raises `ValueError` for no number.

    `nonce` is what follows `PATH` in the request target.  The answer is a constant name and a
    digest, so nothing that was asked comes back.
    """
    if _NONCE.fullmatch(nonce) is None:
        raise ValueError("not 32 hex digits")
    digest = hashlib.sha256(f"{_NAME} {nonce}".encode()).hexdigest()
    return f"{_NAME}\n{digest}\n".encode()


def proven(nonce: str, body: bytes) -> bool:
    """Tell whether `body` is what the endpoint answers to the question `nonce`."""
    return hmac.compare_digest(answer(nonce), body)
