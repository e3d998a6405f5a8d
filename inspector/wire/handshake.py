"""How the sender knows the user's own `inspector endpoint` from anything else on a port.

A port number is easily mistyped, and what listens there may forward what it gets: a collector, or
a tunnel such as ``ssh -L`` whose other end is an endpoint too, on another machine.  So before any
telemetry is sent, a question goes over the same connection: a GET of `PATH` with a fresh random
number.  The answer is the HMAC of that number and of the port under the endpoint's secret, which
`inspector.wire.keys` hands to programs of the same user on the same machine.

That keeps out every program that cannot read the secret, an endpoint of another user or machine
behind a tunnel, an answer that was heard before, and a relay on this machine from one port to
another.  It does not keep out a program that runs as the same user, or an administrator: both can
read the secret, and the log itself.  The secret is also the path in the endpoint's URL, so whoever
was given that URL can answer as well, for as long as the endpoint's file stands.
"""

from __future__ import annotations

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


def answer(nonce: str, port: int, key: str) -> bytes:
    """Give the body that the endpoint answers, some 100 bytes; raises `ValueError` for no number.

    `nonce` is what follows `PATH` in the request target, `port` the one that the endpoint listens
    on, `key` its secret.  The answer is a constant name and an HMAC-SHA-256 in hex digits, so
    nothing that was asked comes back.
    """
    if _NONCE.fullmatch(nonce) is None:
        raise ValueError("not 32 hex digits")
    digest = hmac.digest(key.encode(), f"{_NAME} {port} {nonce}".encode(), "sha256").hex()
    return f"{_NAME}\n{digest}\n".encode()


def proven(nonce: str, port: int, key: str, body: bytes) -> bool:
    """Tell whether `body` is what the endpoint with this secret at this port answers to `nonce`."""
    return hmac.compare_digest(answer(nonce, port, key), body)
