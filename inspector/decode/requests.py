"""Requests as they are kept: one JSON object per line, or a raw body beside its headers.

A saved line is ``{"received_at": …, "method": …, "path": …, "headers": [[name, value], …],
"body_b64": …}`` with ``"refused": status`` where the endpoint refused the request.
"""

from __future__ import annotations

import base64
import binascii
import json
import re

from inspector.decode.messages import JSON_FIELDS, problem
from inspector.decode.values import JsonError, value
from inspector.model import (
    Export,
    Json,
    Line,
    Payload,
    Problem,
    Record,
    Repeated,
    Request,
    Span,
    gathered,
    plain_header,
)
from inspector.safe import mask

KEYS = ("received_at", "method", "path", "headers", "body_b64")
"""What makes a JSON object a saved request; one more key, `refused`, may stand beside these."""

_REQUEST_LINE = re.compile(r"(\S+) (\S+) HTTP/1\.[01]\s*\Z")
_EXTRA = {"refused"}
_PATHS = ("/v1/traces", "/v1/metrics", "/v1/logs")


def to_line(request: Request, *, secrets: bool = False) -> bytes:
    """Write a request as a line; headers that may hold a credential are masked unless `secrets`."""
    headers = [
        [name, text if secrets or plain_header(name, text) else _masked(name, text)]
        for name, text in request.headers
    ]
    hidden = request.refused is not None and not secrets
    body: dict[str, Json] = {
        "received_at": request.received_at,
        "method": request.method,
        "path": known_path(request.path) if hidden else request.path,
        "headers": headers,
        "body_b64": base64.b64encode(request.body).decode(),
    }
    if request.refused is not None:
        body["refused"] = request.refused
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _masked(name: str, text: str) -> str:
    """Mask a header; the media type of a body is kept, for without it the body cannot be read."""
    media, _, more = text.partition(";")
    kept = name.lower() == "content-type" and more and plain_header(name, media)
    return f"{media};{mask(more)}" if kept else mask(text)


def known_path(path: str) -> str:
    """Keep of a path only what OTLP gives it; anything else could hold what it should not."""
    known = next((one for one in _PATHS if path.endswith(one)), "/")
    return known if path == known else f"/…{known.rstrip('/')}"


def is_request(body: dict[str, Json]) -> bool:
    """Tell whether a JSON object is a saved request."""
    return body.keys() - _EXTRA == set(KEYS) and not isinstance(body, Repeated)


def from_object(body: dict[str, Json]) -> Request:
    """Read a saved request; raises `ValueError` for one that is not whole."""
    received, method, path, headers, text = (body[key] for key in KEYS)
    refused = body.get("refused")
    texts = all(isinstance(one, str) for one in (method, path, text))
    known = received is None or isinstance(received, str)
    if not texts or not known or not (refused is None or isinstance(refused, int)):
        raise ValueError("a saved request lacks a part")
    if not isinstance(headers, list) or not all(map(_is_header, headers)):
        raise ValueError("the headers are not pairs of text")
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("the body is not base64") from error
    return Request(method, path, tuple((k, v) for k, v in headers), raw, received, refused)


def _is_header(pair: Json) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)


def from_raw(body: bytes, head: bytes | None = None) -> Request:
    """Make a request of a raw body and, where they were kept, its request line and headers.

    Raises `ValueError` for a head that is none.  Without a head it is a POST to /v1/traces.
    """
    if head is None:
        return Request("POST", "/v1/traces", (), body)
    first, *rest = head.decode("latin-1").strip().split("\n")
    match = _REQUEST_LINE.match(first)
    if match is None:
        raise ValueError("the first line is no request line")
    headers = []
    for row in rest:
        name, colon, text = row.partition(":")
        if not colon or not name.strip():
            raise ValueError("a line is no header")
        headers.append((name.strip(), text.strip()))
    return Request(match[1], match[2], tuple(headers), body)


def read_request(body: dict[str, Json]) -> Export | Problem:
    """Read a saved request and what it carries."""
    from inspector.decode.otlp import BodyError, read  # noqa: PLC0415  # protobuf: only where needed

    try:
        request = from_object(body)
    except ValueError:
        return problem("bad-request")
    if request.refused is not None:
        return problem("refused")
    try:
        return read(request)
    except BodyError:
        return problem("bad-body")


def carried(record: Record) -> list[Record]:
    """Give a record for each span that an export request carries; they hold no bytes of their own.

    Their lines stand at the end of the request's, so that each input byte stays in one record.
    """
    if not isinstance(record.content, Export):
        return []
    end, number = record.line.end, record.line.number
    line = Line(b"", end, end, number, count=0)
    return [Record(line, read_span(span)) for span in record.content.spans]


def read_span(span: Span) -> Payload | Problem:
    """Read the event that a span's attributes hold; JSON inside text is read as in the log."""
    try:
        pairs = tuple((key, _decode(key, text)) for key, text in span.attributes)
    except JsonError as error:
        return problem(error.reason)
    return Payload("span", gathered(pairs), span=span)


def _decode(name: str, text: Json) -> Json:
    return value(text.encode()) if name in JSON_FIELDS and isinstance(text, str) else text
