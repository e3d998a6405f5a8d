"""What a request holds besides events, and which of it no request of werf holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Delivery, Json, Span
from inspector.safe import name

COLLECTOR = "telemetry.werf.io"
"""Where werf sends to, the name of its spans and of their scope: ``telemetrywerfio.go``."""


def written(key: str) -> str:
    """Write a dotted key that came with the data, each part masked unless it reads as a name."""
    return ".".join(name(part) for part in key.split(".")[:8])


def unforeseen(delivery: Delivery) -> Iterator[tuple[str, Json]]:
    """Find everything in the envelope that no request of werf holds."""
    for path, value in delivery.export.rest.get("unknown", {}).items():
        yield f"unknown.{_place(path)}", value
    for resource in delivery.export.resources:
        yield from _rest("resource", resource.rest)
        yield from _schema("resource", resource.schema_url)
        for scope in resource.scopes:
            yield from _rest("scope", scope.rest)
            yield from _schema("scope", scope.schema_url)
            if delivery.contract and (scope.version or scope.name != COLLECTOR):
                yield "scope.name", [scope.name, scope.version]
            for span in scope.spans:
                yield from _span(delivery, span)


def _span(delivery: Delivery, span: Span) -> Iterator[tuple[str, Json]]:
    yield from _rest("span", span.rest)
    if "parentSpanId" in span.envelope:
        yield "span.parentSpanId", span.envelope["parentSpanId"]
    kind = dict(span.attributes).get("eventType")
    if delivery.contract and span.name not in {COLLECTOR, kind}:
        yield "span.name", span.name


def _rest(where: str, rest: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    for key, value in rest.items():
        yield f"{where}.{key}", value


_SCHEMA = re.compile(r"(?:https://opentelemetry\.io/schemas/\d+\.\d+\.\d+)?\Z")


def _schema(where: str, url: str) -> Iterator[tuple[str, Json]]:
    if not _SCHEMA.match(url):
        yield f"{where}.schemaUrl", url


def _place(path: str) -> str:
    """Write where an unknown field stands: numbers as they are, names only if they read as such."""
    return ".".join(part if part.startswith("#") else _step(part) for part in path.split(".")[:12])


def _step(part: str) -> str:
    word, bracket, _ = part.partition("[")
    return f"{name(word)}{'[]' if bracket else ''}"
