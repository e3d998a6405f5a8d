"""Cases of the family `wire`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from inspector.audit import Inspection
from inspector.contracts import bind, match, shipped
from inspector.decode.otlp import read
from inspector.decode.requests import read_span, to_line
from inspector.model import Delivery, Line, Pairing, Payload, Record
from inspector.rules import Context, check_pairing, check_request, pick, rules
from tests.wire_world import (
    HEADERS,
    SDK,
    STARTED,
    any_value,
    attributes,
    export,
    request,
    span,
    varint,
)

EVENT = attributes(STARTED)
SIZE = str(len(request().body))
HTTP = (
    *HEADERS,
    ("Connection", "keep-alive"),
    ("Expect", "100-continue"),
    ("Content-Length", SIZE),
)


def delivery(message=None, **more):
    carried = read(request(message, **more))
    events = (read_span(one) for one in carried.spans)
    found = (match(one, shipped()) for one in events if isinstance(one, Payload))
    return Delivery(carried, next(filter(None, found), None))


def resource(*attributes):
    return delivery(export(span(EVENT), resource=attributes))


def with_header(name, value):
    return delivery(more=((name, value),))


def twice(event):
    """A request whose span holds a name twice; a parser keeps the second."""
    raw = b"\x2a\x0calice@corp.i" + span(event).SerializeToString()
    group = export().resource_spans[0].scope_spans[0].SerializeToString()
    group += b"\x12" + varint(len(raw)) + raw
    return (
        b"\x0a"
        + varint(len(group) + 1 + len(varint(len(group))))
        + b"\x12"
        + varint(len(group))
        + group
    )


def replace_method(one, method):
    request_ = replace(one.export.request, method=method)
    return replace(one, export=replace(one.export, request=request_))


def unknown_field():
    """An event with a field 77 that OTLP does not know, in its span."""
    raw = span(EVENT).SerializeToString() + b"\xea\x04\x03abc"
    scope = b"\x12" + varint(len(raw)) + raw
    group = b"\x12" + varint(len(scope)) + scope
    return delivery(b"\x0a" + varint(len(group)) + group)


def event(**changed):
    body = {**STARTED, **changed}
    return bind(Record(Line(b"", 0, 0, 1), Payload("json", body)), shipped())


def pairing(kind, *fields, log=True, wire=True):
    some = delivery()
    return Pairing(
        kind,
        event() if log else None,
        event() if wire else None,
        next(some.export.spans) if wire else None,
        fields,
    )


SAME = pairing("identical")
DIFFERS = pairing("differs", "command")
CUT = pairing("truncated", "attributes", "schemaVersion")
ONLY_LOG, ONLY_WIRE = pairing("log-only", wire=False), pairing("wire-only", log=False)

FIRES = {
    "undocumented-resource": {
        "what every request of werf holds": delivery(),
        "a renamed binary": resource(("service.name", "unknown_service:acme-deploy-tool")),
        "the version of the SDK alone": resource(("telemetry.sdk.version", "1.42.0")),
        "a program that no page describes": delivery(export(span([("http.method", "GET")]))),
    },
    "environment-resource": {
        "a chosen service": resource(("service.name", "acme-secret-project")),
        "a host": resource(*SDK, ("host.name", "alice-laptop")),
        "a service that is no text": resource(("service.name", ["unknown_service:werf"])),
        "an attribute that is named almost as the SDK's": resource(("telemetry.sdk.names", "x")),
    },
    "environment-header": {
        "a key of the user's own collector": with_header("Authorization", "Bearer FAKE"),
        "any header": with_header("X-Tenant", "acme"),
        "a key in a header of HTTP": with_header("Accept-Encoding", "Bearer FAKE"),
        "a key in the user agent": with_header("User-Agent", "a=b; token"),
        "a cookie": with_header("cookie", ""),
        "a second user agent": with_header("User-Agent", "alice"),
    },
    "span-envelope": {
        "what every span holds": delivery(),
        "a user agent without spans": delivery(export()),
        "a span event": delivery(export(span(EVENT, events=[Span.Event(name="x")]))),
        "a status text": delivery(export(span(EVENT, status=Status(message="x")))),
        "a field that OTLP does not know": unknown_field(),
    },
    "plain-http": {
        "a proxy saw all of it": delivery(path="http://telemetry.example.invalid/v1/traces"),
    },
    "unexpected-endpoint": {
        "another host": delivery(headers=(("Host", "collector.example.invalid"), *HEADERS[1:])),
        "another host behind a proxy": delivery(path="http://collector.example.invalid/v1/traces"),
        "another path": delivery(path="/api/v2/spans"),
        "a query": delivery(path="/v1/traces?user=alice"),
        "a folder before the path": delivery(path="/alice/v1/traces"),
        "a port that is none": delivery(headers=(("Host", "127.0.0.1:alice"), *HEADERS[1:])),
        "a name before the host": delivery(headers=(("Host", "alice@127.0.0.1"), *HEADERS[1:])),
        "another method": replace_method(delivery(), "PUT"),
        "a host that is none": delivery(headers=(("Host", "[::1"), *HEADERS[1:])),
        "a target that is none": delivery(path="http://[::1/v1/traces"),
    },
    "value-differs": {"one attribute": DIFFERS},
    "in-log-not-on-wire": {"an event that was only queued": ONLY_LOG},
    "on-wire-not-in-log": {"an event that the log does not show": ONLY_WIRE},
    "truncated-on-wire": {"a cut text and a missing attribute": CUT},
}

QUIET = {
    "undocumented-resource": {
        "no resource": resource(),
        "a service of the user's, which is the other rule's": resource(("service.name", "shop")),
    },
    "environment-resource": {"what the SDK writes by itself": delivery()},
    "environment-header": {
        "what HTTP needs": delivery(headers=HTTP),
        "no header": delivery(headers=()),
    },
    "span-envelope": {"nothing carried, nobody named": delivery(export(resource=()), headers=())},
    "plain-http": {
        "a program of this machine": delivery(path="http://127.0.0.1:4318/v1/traces"),
        "by name": delivery(path="http://localhost:4318/v1/traces"),
        "encrypted": delivery(path="https://collector.example.invalid/v1/traces"),
        "a path": delivery(),
    },
    "unexpected-endpoint": {
        "this machine": delivery(),
        "by name": delivery(headers=(("Host", "localhost:4318"), *HEADERS[1:])),
        "in the newer protocol": delivery(headers=(("Host", "[::1]:4318"), *HEADERS[1:])),
        "werf's collector": delivery(headers=(("Host", "telemetry.werf.io"), *HEADERS[1:])),
        "a path of its own before the usual one": delivery(path="/" + "a" * 32 + "/v1/traces"),
        "no headers": delivery(headers=()),
    },
    "value-differs": {"the same": SAME, "cut": CUT, "one side only": ONLY_LOG},
    "in-log-not-on-wire": {"the same": SAME, "the other side only": ONLY_WIRE},
    "on-wire-not-in-log": {"the same": SAME, "the other side only": ONLY_LOG},
    "truncated-on-wire": {"the same": SAME, "another value": DIFFERS},
}


def found(subject, rule):
    chosen = pick(rules(), [f"wire/{rule}"])
    ask = check_pairing if isinstance(subject, Pairing) else check_request
    return list(ask(subject, Context(), chosen))


def test_a_promise_is_quoted_where_a_page_makes_one_and_else_a_person_decides():
    (known, *_), (strange, *_) = (
        found(delivery(message), "undocumented-resource")
        for message in (None, export(span([("http.method", "GET")])))
    )

    assert ("violation", "werf-v2", "yes") == (known.level, known.contract, known.transmitted)
    assert "only anonymized information" in known.promise.text
    assert ("review", None, None) == (strange.level, strange.contract, strange.promise)


def test_the_public_names_of_the_exporter_are_shown_and_others_masked():
    shown = {one.field: one.evidence for one in found(delivery(), "undocumented-resource")}
    odd = found(resource(("telemetry.sdk.name", "alice-sdk")), "undocumented-resource")

    assert "1.24.0" == shown["resource.telemetry.sdk.version"]
    assert "u…f (20)" == shown["resource.service.name"]
    assert ["a…k (9)"] == [one.evidence for one in odd]


def test_a_header_is_named_and_its_value_is_not_shown():
    (one,) = found(with_header("Authorization", "Bearer FAKE"), "environment-header")

    assert ("header.Authorization", None) == (one.field, one.evidence)
    assert "FAKE" not in repr(one)


@pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "a b\x1b[2J", "x" * 300, "##vso[task]"])
def test_a_key_of_the_environment_that_reads_as_no_name_is_masked(key):
    (one,) = found(resource((key, "v")), "environment-resource")

    assert key not in one.field
    assert one.field.startswith("resource.[")


@pytest.mark.parametrize(
    "message, field",
    [
        (export(span(EVENT, events=[Span.Event(name="alice")])), "span.events"),
        (export(span(EVENT, links=[Span.Link(trace_id=b"1" * 16)])), "span.links"),
        (export(span(EVENT, status=Status(message="alice"))), "span.status"),
        (export(span(EVENT, trace_state="a=b")), "span.traceState"),
        (export(span(EVENT, dropped_attributes_count=2)), "span.droppedAttributesCount"),
        (export(span(EVENT, parent_span_id=b"3" * 8)), "span.parentSpanId"),
        (export(span(EVENT, name="alice")), "span.name"),
        (export(span(EVENT, kind=9)), "span.kind"),
        (export(span(EVENT, flags=0xDEADBEEF)), "span.flags"),
        (export(span(EVENT, start_time_unix_nano=5)), "span.startTimeUnixNano"),
        (export(span(EVENT, end_time_unix_nano=2**64 - 1)), "span.endTimeUnixNano"),
        (export(span(EVENT, trace_id=b"alice@corp.inval")), "span.traceId"),
        (export(span(EVENT, trace_id=b"\x01" * 23)), "span.traceId"),
        (export(span(EVENT, trace_id=bytes(16))), "span.traceId"),
        (export(span(EVENT), span(EVENT, span_id=b"\x03" * 8)), "span.traceId"),
        (twice(EVENT), "unknown.dropped"),
        (export(span(EVENT), scope="alice"), "scope.name"),
        (export(span(EVENT), version="alice"), "scope.name"),
        (
            export(span(EVENT), attributes=[{"key": "a", "value": any_value("b")}]),
            "scope.attributes",
        ),
    ],
)
def test_whatever_else_an_envelope_holds_is_a_violation(message, field):
    fields = {
        one.field for one in found(delivery(message), "span-envelope") if one.level == "violation"
    }

    assert {field} == fields


def test_a_span_may_be_named_after_its_event_as_the_first_releases_did():
    message = export(span(EVENT, name="CommandStarted"))

    assert {"note"} == {one.level for one in found(delivery(message), "span-envelope")}


def test_a_strange_schema_is_a_violation():
    message = export(span(EVENT))
    message.resource_spans[0].schema_url = "https://example.invalid/alice"
    message.resource_spans[0].scope_spans[0].schema_url = "alice"

    fields = {
        one.field for one in found(delivery(message), "span-envelope") if one.level == "violation"
    }
    assert {"resource.schemaUrl", "scope.schemaUrl"} == fields


def test_an_unknown_field_is_found_where_it_stands():
    strange = found(unknown_field(), "span-envelope")
    (one,) = (one for one in strange if "#" in one.field)

    assert "unknown.resourceSpans[].scopeSpans[].spans[].#77" == one.field
    assert "violation" == one.level
    assert "abc" not in repr(one)


def test_every_attribute_that_differs_is_a_finding_of_its_own():
    found_ = found(pairing("differs", "command", "attributes"), "value-differs")

    assert [("CommandStarted", "command"), ("CommandStarted", "attributes")] == [
        (one.event, one.field) for one in found_
    ]
    assert {"werf-v2"} == {one.contract for one in found_}
    assert all("all telemetry data" in one.promise.text for one in found_)


def test_a_saved_request_is_judged_with_its_events():
    inspection = Inspection()

    judged = inspection.feed(to_line(request(more=(("X-Tenant", "acme"),)))) + inspection.end()

    first, event_ = judged
    assert ("remark", "event") == (first.record.kind, event_.record.kind)
    assert {"wire/environment-header", "wire/undocumented-resource"} <= {
        one.rule for one in first.findings
    }
    assert "werf-v2" == event_.event.contract.name
    assert () == event_.findings


def test_a_request_whose_span_was_cut_still_has_a_contract():
    cut = [(k, v[:12] if isinstance(v, str) else v) for k, v in EVENT]
    inspection = Inspection()

    first, second = inspection.feed(to_line(request(export(span(cut))))) + inspection.end()

    assert "unreadable" == second.record.kind
    assert {"werf-v2"} == {one.contract for one in first.findings}
