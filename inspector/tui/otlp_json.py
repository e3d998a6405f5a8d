"""An export request in, its OTLP/JSON out, as the OTLP specification writes it (ids in hex)."""

from __future__ import annotations

from typing import Any

from inspector.model import Export, Json, Pairs, Resource, Scope, Span, members

_NANOS = frozenset({"startTimeUnixNano", "endTimeUnixNano"})


def otlp_json(export: Export, only: Span | None = None) -> dict[str, Any]:
    """Write a request, or of its spans only one."""
    made = [_resource(one, only) for one in export.resources]
    return {"resourceSpans": [one for one in made if only is None or one["scopeSpans"]]}


def _resource(resource: Resource, only: Span | None) -> dict[str, Any]:
    scopes = [_scope(one, only) for one in resource.scopes]
    return {
        "resource": {"attributes": _pairs(resource.attributes), **resource.rest},
        "scopeSpans": [one for one in scopes if only is None or one["spans"]],
        **({"schemaUrl": resource.schema_url} if resource.schema_url else {}),
    }


def _scope(scope: Scope, only: Span | None) -> dict[str, Any]:
    return {
        "scope": {"name": scope.name, "version": scope.version, **_rest(scope)},
        "spans": [_span(one) for one in scope.spans if only is None or one is only],
        **({"schemaUrl": scope.schema_url} if scope.schema_url else {}),
    }


def _rest(scope: Scope) -> dict[str, Any]:
    """Whatever else a scope holds; its attributes as OTLP writes them."""
    own = scope.rest.get("attributes")
    return {**scope.rest, **({"attributes": _pairs(tuple(members(own)))} if own else {})}


def _span(span: Span) -> dict[str, Any]:
    envelope = {k: str(v) if k in _NANOS else v for k, v in span.envelope.items()}
    return {"name": span.name, **envelope, "attributes": _pairs(span.attributes), **span.rest}


def _pairs(pairs: Pairs) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in pairs]


def _value(value: Json) -> dict[str, Any]:
    match value:
        case None:
            return {}
        case bool():
            return {"boolValue": value}
        case str():
            return {"stringValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case list():
            return {"arrayValue": {"values": [_value(one) for one in value]}}
        case {"bytes": str(data)} if len(value) == 1:
            return {"bytesValue": data}
        case {"double": str(data)} if len(value) == 1:
            return {"doubleValue": data}
        case _:
            return {"kvlistValue": {"values": _pairs(tuple(members(value)))}}
