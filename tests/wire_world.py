"""Requests made with the official protobuf classes, as werf's exporter makes them."""

from __future__ import annotations

import gzip
import json

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from inspector.contracts import named
from inspector.model import Request

STARTED = json.loads(named("werf-v2").samples[0].line)
SDK = (
    ("service.name", "unknown_service:werf"),
    ("telemetry.sdk.language", "go"),
    ("telemetry.sdk.name", "opentelemetry"),
    ("telemetry.sdk.version", "1.24.0"),
)
HEADERS = (
    ("Host", "127.0.0.1:4318"),
    ("User-Agent", "OTel OTLP Exporter Go/1.24.0"),
    ("Content-Type", "application/x-protobuf"),
    ("Accept-Encoding", "gzip"),
)


def any_value(value):
    match value:
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case bytes():
            return AnyValue(bytes_value=value)
        case list():
            return AnyValue(array_value={"values": map(any_value, value)})
        case dict():
            return AnyValue(kvlist_value={"values": pairs(value.items())})
        case None:
            return AnyValue()
        case _:
            return AnyValue(string_value=value)


def pairs(items):
    return [KeyValue(key=key, value=any_value(value)) for key, value in items]


def attributes(body):
    """What werf makes of an event: JSON text for the objects, the rest as it is."""
    return [
        (k, json.dumps(v, separators=(",", ":")) if isinstance(v, dict) else v)
        for k, v in body.items()
    ]


def span(items, **more):
    usual = {
        "name": "telemetry.werf.io",
        "trace_id": b"\x01" * 16,
        "span_id": b"\x02" * 8,
        "kind": Span.SPAN_KIND_INTERNAL,
        "start_time_unix_nano": 1_775_000_000_000_000_001,
        "end_time_unix_nano": 1_775_000_000_000_000_009,
    }
    return Span(attributes=pairs(items), **(usual | more))


def export(*spans, resource=SDK, scope="telemetry.werf.io", old=False, **more):
    group = ScopeSpans(scope=InstrumentationScope(name=scope, **more), spans=spans)
    one = ResourceSpans(
        resource=Resource(attributes=pairs(resource)),
        schema_url="https://opentelemetry.io/schemas/1.24.0",
    )
    if old:
        raw = group.SerializeToString()
        one.MergeFromString(b"\xc2\x3e" + varint(len(raw)) + raw)
    else:
        one.scope_spans.append(group)
    return ExportTraceServiceRequest(resource_spans=[one])


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def request(message=None, *, headers=HEADERS, path="/v1/traces", packed=False, more=()):
    """A request that carries a message, bytes, or the first sample event of werf."""
    if message is None:
        message = export(span(attributes(STARTED)))
    body = message if isinstance(message, bytes) else message.SerializeToString()
    if packed:
        body, more = gzip.compress(body), (*more, ("Content-Encoding", "gzip"))
    return Request("POST", path, (*headers, *more), body, "2026-03-25T09:41:10.012Z")
