"""What goes over the wire: an HTTP request as it arrived or would be sent, and what it carries.

The names are those of OTLP (opentelemetry-proto v1.9.0, ``trace/v1/trace.proto``).  Attribute
values are JSON: text, truth values, numbers, null, lists and objects as they are; what JSON cannot
hold is an object of one member that names its kind, ``{"bytes": "<base64>"}`` and
``{"double": "NaN"}``, so that it never passes for text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = Any
"""A decoded JSON value; `Any` because that is what enters here."""

Pairs = tuple[tuple[str, Json], ...]
"""Attributes as they stand: in the order of the bytes, repeated keys included."""


_WORDS = re.compile(r"[a-z*/;=0-9., -]{0,60}\Z")
_PRODUCT = (
    r"[A-Za-z]{1,24}\d{0,2}(?:[_-][A-Za-z]{1,24}\d{0,2}){0,4}"
    r"(?:/v?\d{1,5}(?:\.\d{1,5}){0,2}(?:[.+-][a-z]{1,6}\.?\d{0,4})?)?"
)
"""What a user agent is made of: a name that no token looks like, and a version."""
_PLAIN: dict[str, re.Pattern[str]] = {
    "accept": _WORDS,
    "accept-encoding": _WORDS,
    "connection": re.compile(r"(?i:close|keep-alive)\Z"),
    "content-encoding": _WORDS,
    "content-length": re.compile(r"\d{1,10}\Z"),
    "content-type": re.compile(r"(?i:application/(?:x-protobuf|json)(?:; *charset=utf-8)?)\Z"),
    "expect": re.compile(r"(?i:100-continue)\Z"),
    "host": re.compile(r".*\Z", re.DOTALL),  # a rule of its own judges it
    "transfer-encoding": re.compile(r"(?i:chunked)\Z"),
    "user-agent": re.compile(rf"{_PRODUCT}(?: {_PRODUCT}){{0,4}}\Z", re.ASCII),
}


def plain_header(name: str, value: str) -> bool:
    """Tell whether a header is one that HTTP or every OTLP client needs, with a value to match.

    Any other may hold a credential: it is masked where requests are kept, and is a finding.
    """
    form = _PLAIN.get(name.lower())
    return form is not None and form.match(value) is not None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request: received, saved, or ready to be sent."""

    method: str
    path: str
    """The request target as it stands in the request line."""
    headers: tuple[tuple[str, str], ...]
    """In the order of the request; names as they were spelled."""
    body: bytes
    """As on the wire: still compressed where the sender compressed it."""
    received_at: str | None = None
    """RFC 3339, UTC, milliseconds: ``2026-03-25T09:41:10.012Z``; None for what was not received."""
    refused: int | None = None
    """The HTTP status with which the endpoint refused it; then `body` may be cut or empty."""

    def header(self, name: str) -> str | None:
        """Give the first header of a name, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Span:
    """One span: for werf, one event."""

    name: str
    attributes: Pairs
    envelope: dict[str, Json]
    """What every span has beside its attributes: `kind` (integer), `traceId`, `spanId`,
    `parentSpanId` (lower-case hex, left out where empty), `startTimeUnixNano`, `endTimeUnixNano`
    (integers), `flags` (left out where 0)."""
    rest: dict[str, Json] = field(default_factory=dict)
    """Whatever else it holds, by its OTLP/JSON name: `events`, `links`, `status`, `traceState`,
    `droppedAttributesCount` …; empty for a span that holds nothing else.  What OTLP does not know
    is in `Export.rest`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Spans of one instrumentation scope."""

    name: str
    version: str
    spans: tuple[Span, ...]
    schema_url: str = ""
    old_field: bool = False
    """True where protobuf field 1000 held it, as werf up to v1.2.205 writes it."""
    rest: dict[str, Json] = field(default_factory=dict)
    """As `Span.rest`."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is said about the program that sends, and the scopes of its spans."""

    attributes: Pairs
    scopes: tuple[Scope, ...]
    schema_url: str = ""
    rest: dict[str, Json] = field(default_factory=dict)
    """As `Span.rest`."""


@dataclass(frozen=True, slots=True)
class Export:
    """An OTLP export request, decoded, with the HTTP request that carried it."""

    request: Request
    resources: tuple[Resource, ...]
    rest: dict[str, Json] = field(default_factory=dict)
    """`unknown`: what OTLP does not know, by where it stands; `dropped` there is the number of
    bytes that no parsed field accounts for, as of a field that stands twice; `gzip` tells of a
    compressed body whose header carries a name or a comment."""

    @property
    def spans(self) -> Iterator[Span]:
        """Every span, in the order of the bytes."""
        return (
            span for resource in self.resources for scope in resource.scopes for span in scope.spans
        )
