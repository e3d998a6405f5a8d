"""Request bodies: what they carry, what hides in them, and what is refused before it costs."""

from __future__ import annotations

import gzip
import json
import zlib

import pytest
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as SpanMessage

from inspector.decode import otlp
from inspector.decode.body import (
    ELEMENTS,
    INFLATED_LIMIT,
    MEMBERS,
    TAGS,
    WIRE_LIMIT,
    BodyError,
    inflate,
    measure,
)
from inspector.model import Repeated, Request
from tests.wire_world import HEADERS, SDK, STARTED, attributes, export, request, span, varint

EVENT = attributes(STARTED)
JSON_HEADERS = (("Content-Type", "application/json; charset=utf-8"),)
HEX = {"traceId": "01" * 16, "spanId": "02" * 8}
ODD = [
    ("text", "a\x00b"),
    ("yes", True),
    ("number", -5),
    ("ratio", 0.5),
    ("endless", float("inf")),
    ("none", float("nan")),
    ("nothing", None),
    ("list", ["a", 1, None]),
    ("map", {"a": {"b": [True]}}),
    ("raw", b"\xff\x00"),
]
READ = {
    "text": "a\x00b",
    "yes": True,
    "number": -5,
    "ratio": 0.5,
    "endless": {"double": "inf"},
    "none": {"double": "nan"},
    "nothing": None,
    "list": ["a", 1, None],
    "map": {"a": {"b": [True]}},
    "raw": {"bytes": "/wA="},
}


def in_json(tree=None, *, ids=True):
    """The usual export as OTLP/JSON, or any tree, as a request."""
    if tree is None:
        tree = MessageToDict(export(span(EVENT)))
        one = tree["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
        one.update(HEX if ids else {})
        one["kind"] = 1
    return request(json.dumps(tree).encode(), headers=JSON_HEADERS)


def fails(body, headers=HEADERS):
    with pytest.raises(BodyError) as error:
        otlp.read(Request("POST", "/v1/traces", headers, body))
    return error.value.status, str(error.value)


def spans(carried):
    return [(one.name, list(one.attributes)) for one in carried.spans]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("old", [False, True], ids=["field 2", "field 1000"])
def test_a_span_of_either_field_is_read_whole(old, packed):
    carried = otlp.read(request(export(span(EVENT), span(EVENT), old=old), packed=packed))

    (resource,) = carried.resources
    (scope,) = resource.scopes
    assert SDK == resource.attributes
    assert ("telemetry.werf.io", old) == (scope.name, scope.old_field)
    assert [("telemetry.werf.io", EVENT)] * 2 == spans(carried)
    assert {} == carried.rest == scope.spans[0].rest == resource.rest
    assert {
        "kind": 1,
        "traceId": "01" * 16,
        "spanId": "02" * 8,
        "startTimeUnixNano": 1_775_000_000_000_000_001,
        "endTimeUnixNano": 1_775_000_000_000_000_009,
    } == scope.spans[0].envelope


def test_flags_stand_in_the_envelope_and_unknown_numbers_beside_old_spans_are_kept():
    body = export(span(EVENT, flags=0x101), old=True).resource_spans[0].SerializeToString()
    body += b"\xbd\x06\x01\x02\x03\x04"

    carried = otlp.read(request(b"\x0a" + varint(len(body)) + body))

    assert [0x101] == [one.envelope["flags"] for one in carried.spans]
    assert {"resourceSpans[0].#103": 0x04030201} == carried.rest["unknown"]


def test_every_kind_of_value_is_read_and_none_passes_for_text():
    (one,) = otlp.read(request(export(span(ODD)))).spans

    assert READ == dict(one.attributes)


def test_a_map_that_repeats_a_key_keeps_both():
    twice = KeyValue(key="a", value=AnyValue(int_value=1))
    message = export(span([]))
    attribute = message.resource_spans[0].scope_spans[0].spans[0].attributes.add(key="map")
    attribute.value.kvlist_value.values.extend([twice, twice])

    (one,) = otlp.read(request(message)).spans

    assert isinstance(one.attributes[0][1], Repeated)


def test_values_that_only_a_dictionary_of_strings_could_tell_are_named():
    message = export(span([]))
    one = message.resource_spans[0].scope_spans[0].spans[0]
    one.attributes.add(key_strindex=3, value=AnyValue(string_value_strindex=4))

    (read,) = otlp.read(request(message)).spans

    assert (("", {"keyStrindex": 3, "value": {"string_value_strindex": 4}}),) == read.attributes


def test_json_gives_what_protobuf_gives():
    from_json, from_protobuf = otlp.read(in_json()), otlp.read(request())

    assert from_protobuf.resources == from_json.resources


def test_an_empty_body_is_an_empty_export():
    assert () == otlp.read(request(b"")).resources
    assert () == otlp.read(in_json({})).resources


def test_a_raw_body_without_headers_may_be_gzip():
    body = gzip.compress(request().body)

    assert [EVENT] == [items for _, items in spans(otlp.read(request(body, headers=())))]


def test_members_and_fields_that_otlp_does_not_know_are_kept_where_they_stand():
    tree = MessageToDict(export())
    tree["resourceSpans"][0]["scopeSpans"][0]["scope"]["x-secret"] = {"a": 1}
    tree["more"] = "alice"
    assert {
        "more": "alice",
        "resourceSpans[0].scopeSpans[0].scope.x-secret": {"a": 1},
    } == otlp.read(in_json(tree)).rest["unknown"]

    carried = otlp.read(request(b"\xfb\x07\xfc\x07"))
    assert {"#127": {"group": 0}} == carried.rest["unknown"]


def test_unknown_fields_that_share_a_number_are_all_kept():
    extra = b"\xf8\x07\x05" + b"\xfa\x07\x03abc" + b"\xfa\x07\x02\xff\xfe"

    unknown = otlp.read(request(extra)).rest["unknown"]

    assert {"#127": [5, "abc", {"bytes": "//4="}]} == unknown


@pytest.mark.parametrize(
    "place",
    [
        "resourceSpans",
        "resourceSpans[0]",
        "resourceSpans[0].resource",
        "resourceSpans[0].scopeSpans",
    ],
)
def test_a_member_of_the_wrong_type_is_refused(place):
    tree = MessageToDict(export(span(EVENT)))
    inner, *steps = [tree, *place.replace("[0]", ".0").split(".")]
    for step in steps[:-1]:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(steps[-1]) if steps[-1].isdigit() else steps[-1]] = "text"

    assert 400 == fails(json.dumps(tree).encode(), JSON_HEADERS)[0]


SPAN = {"resourceSpans": [{"scopeSpans": [{"spans": [{}]}]}]}


def one_span(**members):
    tree = json.loads(json.dumps(SPAN))
    tree["resourceSpans"][0]["scopeSpans"][0]["spans"][0].update(members)
    return json.dumps(tree).encode()


@pytest.mark.parametrize(
    "body, part",
    [
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b"[]", "export", id="an array"),
        pytest.param(b'"x"', "export", id="text"),
        pytest.param(b"{", "not JSON", id="cut"),
        pytest.param(b'\xef\xbb\xbf{"resourceSpans":[]}', "not JSON", id="a byte order mark"),
        pytest.param('{"resourceSpans":[]}'.encode("utf-16"), "not JSON", id="UTF-16"),
        pytest.param(b'{"a":NaN}', "not JSON", id="NaN"),
        pytest.param(b'{"a":1,"a":2}', "repeats", id="a repeated member"),
        pytest.param(b'{"a":' + b"[" * 70 + b"]" * 70 + b"}", "not JSON", id="too deep"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", "not JSON", id="a number of 5,000 digits"),
        pytest.param(b'{"resource_spans":[]}', "snake_case", id="snake_case"),
        pytest.param(one_span(kind="SPAN_KIND_INTERNAL"), "enum", id="an enum by name"),
        pytest.param(one_span(traceId="AQEBAQEBAQEBAQEBAQEBAQ=="), "hexadecimal", id="base64 id"),
        pytest.param(one_span(traceId="01" * 8), "hexadecimal", id="a short id"),
        pytest.param(one_span(traceId="0" * 31), "hexadecimal", id="an odd id"),
        pytest.param(one_span(spanId="zz" * 8), "hexadecimal", id="an id that is no number"),
        pytest.param(one_span(spanId=7), "hexadecimal", id="an id that is no text"),
        pytest.param(one_span(startTimeUnixNano="x"), "export", id="a time that is no number"),
        pytest.param(one_span(startTimeUnixNano=2**70), "export", id="a time beyond 64 bits"),
        pytest.param(
            one_span(attributes=[{"key": "a", "value": {"stringValue": "x", "intValue": 1}}]),
            "export",
            id="two values in one",
        ),
        pytest.param(one_span(name="\ud800"), "export", id="a lone surrogate"),
    ],
)
def test_json_that_is_not_otlp_is_refused(body, part):
    status, text = fails(body, JSON_HEADERS)

    assert 400 == status
    assert part in text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\xff" * 20, id="noise"),
        pytest.param(request().body[:-7], id="cut"),
        pytest.param(b"\x0a\xff\xff\xff\xff\x0f", id="a length beyond the end"),
        pytest.param(b"\x08\x01" + b"\x0f", id="a wire type that is none"),
        pytest.param(request().body.replace(b"werf", b"we\xfff"), id="text that is not UTF-8"),
        pytest.param(b"\x0a\x07\xc2\x3e\x04\x12\x05ab", id="a bad span in field 1000"),
    ],
)
def test_protobuf_that_does_not_parse_is_refused(body):
    assert (400, "The body is not an OTLP export request in protobuf.") == fails(body)


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def nested(depth):
    """A span with an attribute whose value lies in that many arrays; written by hand, as the
    official classes cannot hold it."""
    data = b"\x18\x01"
    for _ in range(depth):
        data = field(5, field(1, data))
    for number in (2, 9, 2, 2, 1):  # value, attribute, span, scope, resource
        data = field(number, data)
    return data


def test_depth_is_bounded_and_what_is_within_the_bound_is_read():
    (one,) = otlp.read(request(nested(20))).spans

    assert "[" * 20 + "1" + "]" * 20 == json.dumps(one.attributes[0][1])
    assert 400 == fails(nested(60))[0]
    padding = b"\xa2\x06" + varint(9000) + bytes(9000)  # so that it is measured first
    assert (400, "The body nests messages deeper than this endpoint reads.") == fails(
        padding + nested(60)
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"\x0a" + varint(2 * (ELEMENTS + 1) + 4) + b"\x12" + varint(2 * (ELEMENTS + 1))
            + b"\x12\x00" * (ELEMENTS + 1),
            id="empty spans",
        ),
        pytest.param(b"\x0a\x00" * (ELEMENTS + 1), id="empty resources"),
        pytest.param(b"\x98\x06\x01" * (TAGS + 1), id="fields that nobody knows"),
    ],
)  # fmt: skip
def test_many_small_messages_are_refused_before_they_are_parsed(body, monkeypatch):
    monkeypatch.setattr(otlp, "ExportTraceServiceRequest", None)

    assert (413, "The body holds more messages than this endpoint reads.") == fails(body)


def test_many_small_messages_in_json_are_refused():
    tree = {"resourceSpans": [{}] * (ELEMENTS + 1)}

    assert 413 == fails(json.dumps(tree).encode(), JSON_HEADERS)[0]


def test_what_is_counted_is_what_is_there():
    one = export(*[span(EVENT)] * 50).SerializeToString()

    measure(one)
    assert 50 == len(list(otlp.read(request(one)).spans))


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"no gzip", id="something else"),
        pytest.param(gzip.compress(b"x" * 1000)[:-9], id="cut"),
        pytest.param(gzip.compress(b"x" * 1000)[:-4] + b"0000", id="a wrong length"),
        pytest.param(gzip.compress(b"x") + b"more", id="bytes after it"),
        pytest.param(gzip.compress(b"x") + b"\x00" * 8, id="padding after it"),
        pytest.param(zlib.compress(b"x"), id="zlib"),
    ],
)
def test_bad_gzip_is_refused(packed):
    assert 400 == fails(packed, (*HEADERS, ("Content-Encoding", "gzip")))[0]


@pytest.mark.parametrize("flags, rest", [(8, b"alice\0"), (16, b"alice\0"), (4, b"\x05\0alice")])
def test_what_a_gzip_header_carries_besides_is_told(flags, rest):
    packed = gzip.compress(request().body)
    odd = packed[:3] + bytes([flags]) + packed[4:10] + rest + packed[10:]

    carried = otlp.read(request(odd, more=(("Content-Encoding", "gzip"),)))

    assert ["gzip"] == list(carried.rest["unknown"])
    assert [EVENT] == [items for _, items in spans(carried)]


@pytest.mark.parametrize("old", [False, True], ids=["field 2", "field 1000"])
def test_bytes_of_a_field_that_stands_twice_are_counted(old):
    message = export(span(EVENT))
    raw = b"\x2a\x05alice" + message.resource_spans[0].scope_spans[0].spans[0].SerializeToString()
    group = field(1000 if old else 2, field(2, raw))

    carried = otlp.read(request(field(1, group)))

    assert ["telemetry.werf.io"] == [one.name for one in carried.spans]
    assert {"dropped": 7} == carried.rest["unknown"]


def test_members_of_gzip_are_joined_and_their_sum_is_bounded():
    assert (b"ab", False) == inflate(gzip.compress(b"a") + gzip.compress(b"b"))
    bomb = gzip.compress(bytes(INFLATED_LIMIT // 2 + 1)) * 2
    with pytest.raises(BodyError, match="larger") as error:
        inflate(bomb)
    assert 413 == error.value.status
    with pytest.raises(BodyError, match="more messages") as error:
        inflate(gzip.compress(b"") * (MEMBERS + 1))
    assert 413 == error.value.status


def test_a_body_that_is_too_large_is_refused_unread():
    assert 413 == fails(bytes(WIRE_LIMIT + 1))[0]


@pytest.mark.parametrize(
    "headers",
    [
        (("Content-Type", "text/plain"),),
        (("Content-Type", "application/x-www-form-urlencoded"),),
        (("Content-Type", ""),),
        (*HEADERS, ("Content-Encoding", "deflate")),
        (*HEADERS, ("Content-Encoding", "gzip, gzip")),
        (*HEADERS, ("Content-Encoding", "br")),
    ],
)
def test_other_types_and_encodings_are_refused(headers):
    assert 415 == fails(request().body, headers)[0]


def test_errors_hold_nothing_of_the_body():
    canary = b"canary-7231"
    texts = [
        fails(canary)[1],
        fails(canary, JSON_HEADERS)[1],
        fails(one_span(traceId="canary"), JSON_HEADERS)[1],
    ]

    assert not any("canary" in text for text in texts)


def test_an_old_span_with_an_unknown_field_is_found_too():
    raw = SpanMessage(name="x").SerializeToString() + b"\xea\x04\x03abc"
    group = b"\x12" + varint(len(raw)) + raw
    body = b"\xc2\x3e" + varint(len(group)) + group
    carried = otlp.read(request(b"\x0a" + varint(len(body)) + body))

    assert {"resourceSpans[0].#1000.spans[0].#77": "abc"} == carried.rest["unknown"]
