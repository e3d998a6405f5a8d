"""Which requests are for us: pure decisions about a request's line and headers.

A web page can make a browser send requests to this machine, also under a name that it has made to
mean 127.0.0.1: so `Host` must name the endpoint, and nothing that a browser adds may be there.
"""

from __future__ import annotations

from inspector.model import Request
from inspector.wire import answers, handshake
from inspector.wire.answers import KINDS, Answer, Kind
from inspector.wire.limits import Limits

BARE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods of requests that carry nothing."""


class Gate:
    """The endpoint's rules for requests, once its port and token are known."""

    def __init__(self, port: int, token: str, limits: Limits) -> None:
        self._hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        self._paths = {"/v1/traces", f"/{token}/v1/traces"}
        self._limits = limits
        self._port, self._token = port, token

    def refusal(self, head: Request) -> Answer | None:
        """Say why a request cannot be received, judged by its head; None where it can."""
        return self._stranger(head) or self._unfit(head)

    def proof(self, head: Request) -> Answer | None:
        """Answer a sender that asks who listens here, before it sends; None for anything else."""
        if head.method != "GET" or not head.path.startswith(handshake.PATH) or self._stranger(head):
            return None
        try:
            nonce = head.path.removeprefix(handshake.PATH)
            return Answer(200, proof=handshake.answer(nonce, self._port, self._token))
        except ValueError:
            return None

    def concerns(self, head: Request) -> bool:
        """Tell whether a refused request may carry telemetry, so that a person should see it."""
        return head.method not in BARE and self._stranger(head) is None

    def _stranger(self, head: Request) -> Answer | None:
        if head.header("host") not in self._hosts:
            return answers.NOT_OURS
        sites = _all(head, "sec-fetch-site")
        if _all(head, "origin") or set(sites) - {"none"} or head.method == "OPTIONS":
            return answers.FOREIGN
        return None

    def _path(self, head: Request) -> str:
        """Give the path of a request whose target may be a whole URL (RFC 9112, section 3.2.2)."""
        scheme, _, rest = head.path.partition("://")
        host, slash, path = rest.partition("/")
        ours = scheme.lower() == "http" and host.lower() in self._hosts
        return slash + path if ours else head.path

    def _unfit(self, head: Request) -> Answer | None:
        if self._path(head) not in self._paths:
            return answers.NO_PATH
        if head.method != "POST":
            return answers.NOT_POST
        if media_type(head) not in KINDS:
            return answers.BAD_TYPE
        if [one.lower() for one in _all(head, "content-encoding")] not in _ENCODINGS:
            return answers.BAD_ENCODING
        if int(head.header("content-length") or 0) > self._limits.body:
            return answers.TOO_LARGE
        return None


_ENCODINGS: tuple[list[str], ...] = ([], ["identity"], ["gzip"])


def kind(head: Request | None) -> Kind:
    """Give the content type in which a request is answered."""
    media = None if head is None else media_type(head)
    return next((one for one in KINDS if one == media), "application/json")


def media_type(head: Request) -> str:
    """Give the content type without its parameters, in lower case; empty where there is none."""
    return (head.header("content-type") or "").partition(";")[0].rstrip(" \t").lower()


def _all(head: Request, name: str) -> list[str]:
    return [value for key, value in head.headers if key.lower() == name]
