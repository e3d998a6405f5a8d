"""An OTLP/HTTP request in, what it carries out: protobuf and JSON, every field accounted for.

Source: opentelemetry-proto v1.9.0, ``docs/specification.md`` (OTLP/HTTP, JSON encoding).  Spans are
read from field 2 of ResourceSpans and from field 1000, where OpenTelemetry Go 1.3 put them (werf up
to v1.2.205).  A receiver must ignore what it does not know; here that is kept and named, for what
no reader looks at is where something can be hidden.
"""

from __future__ import annotations

import base64
import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError, Message
from google.protobuf.unknown_fields import UnknownFieldSet
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2 as pb

from inspector.decode import otlp_json
from inspector.decode.body import (
    INFLATED_LIMIT,
    TOO_LARGE,
    WIRE_LIMIT,
    BodyError,
    inflate,
    measure,
)
from inspector.model import Export, Json, Pairs, Request, Resource, Scope, Span, gathered

__all__ = ["BodyError", "read"]

OLD_SPANS = 1000
"""The field of ResourceSpans that held ``InstrumentationLibrarySpans`` before OTLP 0.15."""
PROTOBUF, JSON = "application/x-protobuf", "application/json"

_NOT_PROTOBUF = "The body is not an OTLP export request in protobuf."
_TYPE = "The content type is neither application/x-protobuf nor application/json."
_LENGTH = "The body is not as long as its header says."
_ENCODING = "The content encoding is not gzip."


def read(request: Request, *, inflated: int = INFLATED_LIMIT) -> Export:
    """Read what a request carries; raises `BodyError`.

    Without a content type it is taken for protobuf; a request without any header (a raw body from a
    file) may be gzip, which its first bytes tell.
    """
    size = str(len(request.body))
    if len(request.body) > WIRE_LIMIT:
        raise BodyError(413, TOO_LARGE)
    if (request.header("content-length") or size) != size:
        raise BodyError(400, _LENGTH)
    kind = media_type(request)
    if kind not in {PROTOBUF, JSON}:
        raise BodyError(415, _TYPE)
    body, odd = _plain(request, inflated)
    parse = otlp_json.parse if kind == JSON else _parse
    try:
        message, unknown = parse(body)
        if odd:
            unknown["gzip"] = "a name, a comment or extra data"
        return _export(request, message, unknown)
    except DecodeError as error:
        raise BodyError(400, _NOT_PROTOBUF) from error


def _parse(body: bytes) -> tuple[ExportTraceServiceRequest, dict[str, Json]]:
    """Read protobuf; of a field that stands twice a parser keeps one, and the sizes tell."""
    measure(body)
    message = ExportTraceServiceRequest()
    message.ParseFromString(body)
    unknown = _unknown(message)
    left = len(body) - message.ByteSize() + sum(map(_dropped, message.resource_spans))
    if left:
        unknown["dropped"] = left
    return message, unknown


def _dropped(group: pb.ResourceSpans) -> int:
    """Count bytes of the older field that its parser drops."""
    fields = (field for field in _unknown_fields(group) if _is_old(group, field))
    return sum(len(one.data) - pb.ScopeSpans.FromString(one.data).ByteSize() for one in fields)


def media_type(request: Request) -> str:
    """Give the content type without its parameters, in lower case; protobuf where none is given."""
    header = request.header("content-type")
    return PROTOBUF if header is None else header.partition(";")[0].strip().lower()


def _plain(request: Request, limit: int) -> tuple[bytes, bool]:
    encoding = (request.header("content-encoding") or "identity").strip().lower()
    bare = not request.headers and request.body[:2] == b"\x1f\x8b"
    if encoding == "gzip" or bare:
        return inflate(request.body, limit)
    if encoding != "identity":
        raise BodyError(415, _ENCODING)
    return request.body, False


def _export(
    request: Request, message: ExportTraceServiceRequest, unknown: dict[str, Json]
) -> Export:
    rest = {"unknown": unknown} if unknown else {}
    return Export(request, tuple(_resource(one) for one in message.resource_spans), rest)


def _resource(group: pb.ResourceSpans) -> Resource:
    scopes = [_scope(one) for one in group.scope_spans]
    scopes += [_scope(one, old_field=True) for one in _old(group)]
    return Resource(
        attributes=_pairs(group.resource.attributes),
        scopes=tuple(scopes),
        schema_url=group.schema_url,
        rest=_rest(group.resource, {"attributes"}),
    )


def _old(group: pb.ResourceSpans) -> Iterator[pb.ScopeSpans]:
    for field in _unknown_fields(group):
        if _is_old(group, field):
            yield pb.ScopeSpans.FromString(field.data)


def _is_old(message: Message, field: Any) -> bool:  # noqa: ANN401  # protobuf exports no type for it
    """Tell whether an unknown field is the one that held spans before OTLP 0.15."""
    old = isinstance(message, pb.ResourceSpans) and field.field_number == OLD_SPANS
    return old and isinstance(field.data, bytes)


def _scope(group: pb.ScopeSpans, *, old_field: bool = False) -> Scope:
    rest = _rest(group.scope, {"name", "version", "attributes"})
    if group.scope.attributes:
        rest["attributes"] = dict(_pairs(group.scope.attributes))
    return Scope(
        name=group.scope.name,
        version=group.scope.version,
        spans=tuple(map(_span, group.spans)),
        schema_url=group.schema_url,
        old_field=old_field,
        rest=rest,
    )


_ENVELOPE = {
    "trace_id", "span_id", "parent_span_id", "flags", "name", "kind", "start_time_unix_nano",
    "end_time_unix_nano", "attributes",
}  # fmt: skip


def _span(span: pb.Span) -> Span:
    ids = {
        "traceId": span.trace_id.hex(),
        "spanId": span.span_id.hex(),
        "parentSpanId": span.parent_span_id.hex(),
    }
    envelope: dict[str, Json] = {"kind": int(span.kind)}
    envelope |= {key: value for key, value in ids.items() if value}
    envelope["startTimeUnixNano"] = span.start_time_unix_nano
    envelope["endTimeUnixNano"] = span.end_time_unix_nano
    if span.flags:
        envelope["flags"] = span.flags
    return Span(span.name, _pairs(span.attributes), envelope, _rest(span, _ENVELOPE))


def _rest(message: Message, known: set[str]) -> dict[str, Json]:
    """Give every other field that is set, by its JSON name; an empty message says nothing."""
    return {
        field.json_name: plain
        for field, value in message.ListFields()
        if field.name not in known and (plain := _plainly(value))
    }


def _plainly(value: Any) -> Json:  # noqa: ANN401  # whatever type a field has
    if isinstance(value, Message):
        return MessageToDict(value)
    if isinstance(value, (str, int, float)):
        return value
    return [_plainly(one) for one in value]


def _pairs(attributes: Any) -> Pairs:  # noqa: ANN401  # protobuf names no public type for it
    return tuple((one.key, _value_of(one)) for one in attributes)


def _value_of(pair: KeyValue) -> Json:
    value = _value(pair.value)
    return {"keyStrindex": pair.key_strindex, "value": value} if pair.key_strindex else value


def _value(value: AnyValue) -> Json:
    """Make JSON of an attribute's value; what JSON cannot hold is named by its kind."""
    match value.WhichOneof("value"):
        case "string_value":
            return value.string_value
        case "int_value":
            return value.int_value
        case "bool_value":
            return value.bool_value
        case "double_value":
            number = value.double_value
            return number if math.isfinite(number) else {"double": str(number)}
        case "array_value":
            return [_value(one) for one in value.array_value.values]
        case "kvlist_value":
            return gathered(_pairs(value.kvlist_value.values))
        case "bytes_value":
            return {"bytes": base64.b64encode(value.bytes_value).decode()}
        case None:
            return None
        case other:
            return {other: getattr(value, other)}


def _unknown(message: ExportTraceServiceRequest) -> dict[str, Json]:
    """Find fields that OTLP does not know, by where they stand; none costs no walk."""
    size = message.ByteSize()
    copy = ExportTraceServiceRequest()
    copy.CopyFrom(message)
    copy.DiscardUnknownFields()
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for path, data in () if copy.ByteSize() == size else _strange(message, ""):
        found[path].append(data)
    return {path: data[0] if len(data) == 1 else data for path, data in found.items()}


def _strange(message: Message, path: str) -> Iterator[tuple[str, Json]]:
    for field in _unknown_fields(message):
        if _is_old(message, field):
            yield from _strange(pb.ScopeSpans.FromString(field.data), f"{path}.#{OLD_SPANS}")
        else:
            yield f"{path}.#{field.field_number}".removeprefix("."), _raw(field.data)
    for field, value in message.ListFields():
        step = f"{path}.{field.json_name}"
        if isinstance(value, Message):
            yield from _strange(value, step)
        elif field.message_type is not None:
            for number, one in enumerate(value):
                yield from _strange(one, f"{step}[{number}]")


def _unknown_fields(message: Message) -> Iterator[Any]:
    fields = UnknownFieldSet(message)
    return (fields[number] for number in range(len(fields)))


def _raw(data: Any) -> Json:  # noqa: ANN401  # a number, bytes or a group
    if isinstance(data, int):
        return data
    if not isinstance(data, bytes):
        return {"group": len(data)}
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"bytes": base64.b64encode(data).decode()}
