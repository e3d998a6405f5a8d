"""What a request holds besides events, and which of it no request of werf holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from itertools import islice
from urllib.parse import urlsplit

from inspector.model import Delivery, Json, Span, members, plain_header
from inspector.rules.late import late
from inspector.safe import name

COLLECTOR = "telemetry.werf.io"
"""Where werf sends to, the name of its spans and of their scope: ``telemetrywerfio.go``."""


_HOST = late(r"[\w.:\[\]-]+?(?::\d{1,5})?\Z")
MOST = 100
"""Findings of one kind that one request can give; how many more there are is one more."""


def written(key: str) -> str:
    """Write a dotted key that came with the data, each part masked unless it reads as a name."""
    return ".".join(name(part) for part in key.split(".")[:8])


PUBLIC = late(
    r"(?:go|opentelemetry|Go-http-client/1\.1"
    r"|(?:OTel OTLP Exporter Go/)?\d{1,2}\.\d{1,3}\.\d{1,3})\Z"
)
"""Names and versions that the SDK of every Go program sends."""


def carried(delivery: Delivery) -> Iterator[tuple[str, str, Json]]:
    """Give what a request carries besides its events and may hold anything.

    Gives where it stands (``resource.host.name``, ``header.Authorization``), its raw key, and its
    value.  Left out are headers and SDK attributes whose value has the form that they all have.
    """
    for key, text in delivery.export.request.headers:
        if not plain_header(key, text):
            yield f"header.{name(key)}", key, f"{key}: {text}"  # as detectors know headers
    for resource in delivery.export.resources:
        for key, value in resource.attributes:
            if not (isinstance(value, str) and PUBLIC.match(value)):
                yield f"resource.{written(key)}", key, value
        for scope in resource.scopes:
            for key, value in members(scope.rest.get("attributes", {})):
                yield f"scope.{written(key)}", key, value
    for place, value in unforeseen(delivery):
        if not place.startswith(("scope.attributes", "span.traceId", "span.spanId")):
            yield place, place.rpartition(".")[2], value


def unforeseen(delivery: Delivery) -> Iterator[tuple[str, Json]]:
    """Find everything in the envelope that no request of werf holds."""
    unknown = delivery.export.rest.get("unknown", {})
    for path, value in islice(unknown.items(), MOST):
        yield f"unknown.{_place(path)}", value
    if len(unknown) > MOST:
        yield "unknown", len(unknown)
    yield from _ids(delivery)
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


def _ids(delivery: Delivery) -> Iterator[tuple[str, Json]]:
    """Find ids that are not drawn at random: one that stands twice, or that reads as text."""
    for key in ("traceId", "spanId"):
        ids = Counter(str(span.envelope.get(key, "")) for span in delivery.export.spans)
        odd = (one for one, times in ids.items() if one and (times > 1 or _reads(one)))
        for one in islice(odd, MOST):
            yield f"span.{key}", one


def _reads(digits: str) -> bool:
    """Tell whether the bytes of an id, or all but the zeros at its end, are printable ASCII."""
    text = bytes.fromhex(digits).rstrip(b"\0").decode("latin-1")
    return not text or (text.isascii() and text.isprintable())


def _span(delivery: Delivery, span: Span) -> Iterator[tuple[str, Json]]:
    yield from _rest("span", span.rest)
    for key, value in span.envelope.items():
        form = _ENVELOPE.get(key)
        if form is None or not form.match(str(value)):
            yield f"span.{key}", value
    kind = dict(span.attributes).get("eventType")
    if delivery.contract and span.name not in {COLLECTOR, kind}:
        yield "span.name", span.name


_TIME = late(r"1[4-9]\d{17}\Z|[23]\d{18}\Z")  # 2014 to 2096, in nanoseconds
_ENVELOPE = {
    "kind": late(r"[0-5]\Z"),
    "traceId": late(r"[0-9a-f]{32}\Z"),
    "spanId": late(r"[0-9a-f]{16}\Z"),
    "startTimeUnixNano": _TIME,
    "endTimeUnixNano": _TIME,
    "flags": late(r"\d{1,3}\Z"),
}
"""What an envelope holds of every span; a parent is none of it, for werf's events are all roots."""


def _rest(where: str, rest: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    for key, value in rest.items():
        yield f"{where}.{key}", value


_SCHEMA = late(r"(?:https://opentelemetry\.io/schemas/\d+\.\d+\.\d+)?\Z")


def _schema(where: str, url: str) -> Iterator[tuple[str, Json]]:
    if not _SCHEMA.match(url):
        yield f"{where}.schemaUrl", url


def _place(path: str) -> str:
    """Write where an unknown field stands: numbers as they are, names only if they read as such."""
    return ".".join(part if part.startswith("#") else _step(part) for part in path.split(".")[:12])


def _step(part: str) -> str:
    word, bracket, _ = part.partition("[")
    return f"{name(word)}{'[]' if bracket else ''}"


def target_of(delivery: Delivery) -> str:
    """Give the request target; one that no URL can be made of has no host."""
    target = delivery.export.request.path
    with suppress(ValueError):
        urlsplit(target)
        return target
    return ""


def host_of(header: str | None) -> str | None:
    """Give the host that a header names without its port; the whole text where it is no host."""
    if header is None or not _HOST.match(header):
        return header
    with suppress(ValueError):
        parts = urlsplit(f"//{header}")
        return parts.hostname if parts.port or ":" not in header else header
    return header


def is_here(host: str | None) -> bool:
    """Tell whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
