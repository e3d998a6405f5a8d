"""Everything that the endpoint can answer: constants, so that nothing a peer sent comes back.

An error carries a ``google.rpc.Status`` whose `message` is field 2, a success an empty
``ExportTraceServiceResponse``, both in the encoding of the request (OTLP/HTTP, "Failures").  The
texts are ASCII and shorter than 128 bytes, which is what one byte of length can say.  Only one
answer is made for its question, and that is a digest (`inspector.wire.handshake`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Literal

Kind = Literal["application/x-protobuf", "application/json"]
"""The content types of OTLP/HTTP; what is none of them is answered in JSON, for people to read."""
KINDS: tuple[Kind, ...] = ("application/x-protobuf", "application/json")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `message` is empty for success."""

    status: int
    message: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    """Headers that this answer has besides those that all have."""
    proof: bytes = b""
    """The text that the question of a sender is answered with, instead of a message."""

    @property
    def ok(self) -> bool:
        """Tell whether the request was taken."""
        return self.status == 200


OK = Answer(200)
NOT_HTTP = Answer(400, "the request is not HTTP/1.1 as this endpoint reads it")
FRAMING = Answer(400, "the request says twice, or in two ways, where it ends or what it is")
VERSION = Answer(400, "this endpoint speaks HTTP/1.1 and HTTP/1.0 only")
CUT = Answer(400, "the request ends before its body is complete")
BAD_BODY = Answer(400, "the body cannot be read as an OTLP trace export request")
FOREIGN = Answer(403, "requests of web pages are refused")
NO_PATH = Answer(404, "traces are received at /v1/traces only")
NOT_POST = Answer(405, "only POST is received here", (("Allow", "POST"),))
TOO_SLOW = Answer(408, "the request took too long to arrive")
TOO_LARGE = Answer(413, "the body is larger than this endpoint reads")
BAD_TYPE = Answer(415, "the content type must be application/x-protobuf or application/json")
BAD_ENCODING = Answer(415, "the content encoding must be gzip or none")
NOT_OURS = Answer(421, "the Host header does not name this endpoint")
LONG_HEAD = Answer(431, "the headers are larger than this endpoint reads")
BUSY = Answer(503, "too much at once, try again in a second", (("Retry-After", "1"),))
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
"""For a sender that asks before it sends its body."""


@lru_cache(64)
def rendered(answer: Answer, kind: Kind, *, close: bool, body: bool = True) -> bytes:
    """Give an answer as it goes over the wire; `close` says that the connection ends with it.

    Without `body` it is the answer to a HEAD request.
    """
    encoded = _json(answer) if kind == "application/json" else _protobuf(answer)
    content = answer.proof or encoded
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Content-Type: {'text/plain' if answer.proof else kind}",
        f"Content-Length: {len(content)}",
        "X-Content-Type-Options: nosniff",
        *(f"{name}: {text}" for name, text in answer.extra),
        *(["Connection: close"] if close else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (content if body else b"")


def _json(answer: Answer) -> bytes:
    return json.dumps({} if answer.ok else {"message": answer.message}).encode()


def _protobuf(answer: Answer) -> bytes:
    text = answer.message.encode("ascii")
    return b"" if answer.ok else b"\x12" + bytes([len(text)]) + text
