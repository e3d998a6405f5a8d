from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from inspector.decode import Decoder
from inspector.decode.otlp import read
from inspector.decode.requests import to_line
from inspector.decode.sent import sent
from inspector.model import Payload, Record
from inspector.wire.encode import MOST, Batch, rebuild, requests

RUN = "0b5e7c1a-3d2f-4a68-9c41-7e90d2b6f813"
FRAME = b"[7][2026-03-25 09:41:10.%09d +0000 UTC m=+0.000000001] Telemetry: sent event: "
PAGE = {"ts": 1_774_431_670_000, "executionID": RUN, "userID": "", "eventType": "CommandStarted",
        "eventData": {"b": 1, "a": None}, "schemaVersion": 2}  # fmt: skip


def records(data: bytes) -> list[Record]:
    decoder = Decoder()
    return decoder.feed(data) + decoder.end()


def quoted(text: str | bytes) -> bytes:
    """Write a string as Go's %q may: everything but plain ASCII as bytes."""
    data = text.encode() if isinstance(text, str) else text
    plain = (
        b"%c" % byte if 32 <= byte < 127 and byte not in b'"\\' else b"\\x%02x" % byte
        for byte in data
    )
    return b'"%s"' % b"".join(plain)


def line(  # the frame's clock, in nanoseconds of its second
    at: int = 0, *, run: str = RUN, ts: int = 1_774_431_670_000, command: str | bytes = "werf build",
    event: str = "CommandStarted", data: str = "{}", attributes: object = None, schema: int = 2,
) -> bytes:  # fmt: skip
    made = {"extra": {}, "version": "v2.77.1"} if attributes is None else attributes
    fields = (
        b"ts=%d" % ts, b"executionID=" + quoted(run), b'userID="u"', b'projectID="p"',
        b"command=" + quoted(command), b"eventType=" + quoted(event),
        b"eventData=" + quoted(data), b"attributes=" + quoted(json.dumps(made)),
        b"schemaVersion=%d" % schema,
    )  # fmt: skip
    return FRAME % at + b", ".join(fields) + b"\n"


def batches(data: bytes) -> list[Batch]:
    return rebuild(records(data)).batches


def golden(cases, version: str) -> bytes:
    return bytes.fromhex((cases / "requests" / f"werf-{version}.hex").read_text())


@pytest.mark.parametrize("version", ["v1.2.171", "v2.77.1", "v3.2.0"])
def test_the_bytes_are_those_of_gos_marshaller(cases, version):
    (batch,) = batches((cases / "requests" / f"werf-{version}.log").read_bytes())

    assert golden(cases, version) == batch.body


@pytest.mark.parametrize("version", ["v2.77.1", "v3.2.0"])
def test_the_protobuf_library_reads_every_byte(cases, version):
    message = ExportTraceServiceRequest.FromString(golden(cases, version))

    (resource,) = message.resource_spans
    (scope,) = resource.scope_spans
    assert "telemetry.werf.io" == scope.scope.name
    assert ["CommandStarted", "CommandExited"] == [
        one.attributes[5].value.string_value for one in scope.spans
    ]
    assert golden(cases, version) == message.SerializeToString()


@pytest.mark.parametrize(
    ("version", "agent", "sdk", "schema", "envelope"),
    [
        ("v1.2.122", "Go-http-client/1.1", "1.7.0", "1.10.0", (True, None)),
        ("v1.2.140+fix3", "Go-http-client/1.1", "1.7.0", "1.10.0", (True, None)),
        ("v1.2.205", "Go-http-client/1.1", "1.7.0", "1.10.0", (True, None)),
        ("v1.2.206", "Go-http-client/1.1", "1.7.0", "1.10.0", (False, None)),
        ("v1.2.211", "OTel OTLP Exporter Go/1.14.0", "1.14.0", "1.17.0", (False, None)),
        ("v1.2.279", "OTel OTLP Exporter Go/1.21.0", "1.21.0", "1.21.0", (False, None)),
        ("v1.2.301", "OTel OTLP Exporter Go/1.24.0", "1.24.0", "1.24.0", (False, None)),
        ("2.67.1", "OTel OTLP Exporter Go/1.24.0", "1.24.0", "1.24.0", (False, None)),
        ("v3.0.0-alpha.1", "OTel OTLP Exporter Go/1.42.0", "1.42.0", "1.40.0", (False, 0x101)),
        ("v9.0.0", "OTel OTLP Exporter Go/1.42.0", "1.42.0", "1.40.0", (False, 0x101)),
    ],
)
def test_each_era_is_encoded_its_own_way(version, agent, sdk, schema, envelope):
    (batch,) = batches(line(attributes={"extra": {}, "version": version}))

    export = read(batch.request(4318))
    (resource,) = export.resources
    (scope,) = resource.scopes
    (span,) = scope.spans
    assert version in batch.choice.why
    assert agent == export.request.header("user-agent")
    assert {"telemetry.sdk.version": sdk} == dict(resource.attributes[3:])
    assert f"https://opentelemetry.io/schemas/{schema}" == resource.schema_url
    assert envelope == (scope.old_field, span.envelope.get("flags"))
    assert (1, {}) == (span.envelope["kind"], span.rest)


def test_the_resource_is_what_the_sdk_says_of_werf():
    (batch,) = batches(line())

    (resource,) = read(batch.request(1)).resources
    assert (
        ("service.name", "unknown_service:werf"),
        ("telemetry.sdk.language", "go"),
        ("telemetry.sdk.name", "opentelemetry"),
        ("telemetry.sdk.version", "1.24.0"),
    ) == resource.attributes


def test_a_request_has_the_headers_of_go_in_their_order():
    (request,) = requests(records(line()), port=4711)

    assert ("POST", "/v1/traces") == (request.method, request.path)
    assert (
        ("Host", "127.0.0.1:4711"),
        ("User-Agent", "OTel OTLP Exporter Go/1.24.0"),
        ("Content-Length", str(len(request.body))),
        ("Content-Type", "application/x-protobuf"),
        ("Accept-Encoding", "gzip"),
    ) == request.headers


def test_a_path_of_ones_own_is_kept():
    (request,) = requests(records(line()), port=1, path="/abc/v1/traces")

    assert "/abc/v1/traces" == request.path


def test_the_same_log_gives_the_same_bytes(cases):
    data = (cases / "werf-v2.77.1-build-events.log").read_bytes()

    assert [one.body for one in batches(data)] == [one.body for one in batches(data)]


def test_every_span_has_ids_of_its_own_even_if_two_events_are_alike():
    (batch,) = batches(line() * 3)

    spans = list(read(batch.request(1)).spans)
    assert 3 == len({span.envelope["traceId"] for span in spans})
    assert 3 == len({span.envelope["spanId"] for span in spans})
    assert 1 == len({span.attributes for span in spans})


@pytest.mark.parametrize(
    ("ts", "start"), [(1_774_431_670_000, 1_774_431_670_000_000_000), (0, 0), (-5, 0), (2**62, 0)]
)
def test_a_span_starts_and_ends_at_its_ts_where_that_is_a_time(ts, start):
    (batch,) = batches(line(ts=ts))

    (span,) = read(batch.request(1)).spans
    assert (start, start) == (span.envelope["startTimeUnixNano"], span.envelope["endTimeUnixNano"])
    assert ("ts", ts) == span.attributes[0]


@pytest.mark.parametrize(
    ("clocks", "sizes"),
    [
        pytest.param([0, 500_000], [2], id="half a millisecond"),
        pytest.param([0, 500_001], [1, 1], id="more"),
        pytest.param([0, 400_000, 800_000, 1_200_000], [4], id="each shortly after the last"),
        pytest.param([0, 30_000, 20_000_000, 20_050_000], [2, 2], id="a pause"),
        pytest.param([100_000, 0], [2], id="written in the wrong order"),
    ],
)
def test_events_share_a_request_as_werf_batches_them(clocks, sizes):
    found = batches(b"".join(line(at) for at in clocks))

    assert sizes == [len(one.records) for one in found]


def test_runs_that_were_logged_at_once_go_in_requests_of_their_own():
    data = b"".join(line(at, run=run) for at, run in [(0, "a"), (1, "b"), (2, "a"), (3, "b")])

    found = batches(data)

    assert [["a", "a"], ["b", "b"]] == [
        [record.content.body["executionID"] for record in one.records] for one in found
    ]


def test_without_a_clock_in_the_log_the_events_own_time_decides():
    bodies = [PAGE | {"ts": PAGE["ts"] + later} for later in (0, 0, 1)]
    data = b"".join(json.dumps(body).encode() + b"\n" for body in bodies)

    assert [2, 1] == [len(one.records) for one in batches(data)]


def test_events_without_any_time_stay_together():
    body = json.dumps({key: value for key, value in PAGE.items() if key != "ts"}).encode()

    assert [2] == [len(one.records) for one in batches(body + b"\n" + body)]


def test_a_request_holds_512_spans_at_most():
    assert [MOST, 1] == [len(one.records) for one in batches(line() * (MOST + 1))]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(line(command=b"werf \xff"), "not UTF-8", id="a byte that is not UTF-8"),
        pytest.param(line(ts=2**63), "beyond 64 bits", id="too large"),
        pytest.param(line(schema=-(2**63) - 1), "beyond 64 bits", id="too small"),
        pytest.param(
            json.dumps(PAGE | {"command": "\ud800"}).encode(), "not UTF-8", id="half a character"
        ),
        pytest.param(json.dumps(PAGE | {"x": 1.5}).encode(), "neither text", id="a fraction"),
        pytest.param(json.dumps(PAGE | {"x": True}).encode(), "neither text", id="a truth value"),
        pytest.param(json.dumps(PAGE | {"x": None}).encode(), "neither text", id="null"),
    ],
)
def test_what_werf_cannot_send_is_told_and_left_out(data, why):
    rebuilt = rebuild(records(data))

    ((record, said),) = rebuilt.unsendable
    assert (Payload, []) == (type(record.content), rebuilt.batches)
    assert why in said


def test_an_event_of_a_page_is_written_as_go_writes_json():
    body = PAGE | {"attributes": {"b": "<&>", "a": "\u2028", "version": "v2.0.0"}}

    (batch,) = batches(json.dumps(body).encode())

    (span,) = read(batch.request(1)).spans
    values = dict(span.attributes)
    assert '{"b":1,"a":null}' == values["eventData"]
    assert r'{"a":"\u2028","b":"\u003c\u0026\u003e","version":"v2.0.0"}' == values["attributes"]


def test_events_of_others_are_counted_by_their_contract(cases):
    data = (cases / "wasp-wire-clean.jsonl").read_bytes() + b'{"some": "thing"}\n' + line()

    rebuilt = rebuild(records(data))

    assert 1 == len(rebuilt.batches)
    assert {"wasp-cli", "unknown"} <= set(rebuilt.others)
    assert Counter(record.kind for record in records(data))["event"] == 1 + rebuilt.others.total()


def test_remarks_and_unreadable_records_are_in_no_request(cases):
    data = (cases / "werf-v2.77.1-line-forged-by-server.log").read_bytes()

    rebuilt = rebuild(records(data))

    assert sum(record.kind == "event" for record in records(data)) == sum(
        len(one.records) for one in rebuilt.batches
    )


@pytest.mark.parametrize(
    ("members", "attributes", "sdk", "why"),
    [
        pytest.param({"userID": "u"}, {"extra": {}, "version": "dev"}, "1.24.0", "tells no release", id="dev"),
        pytest.param({"userID": "u"}, {"extra": {}, "version": "0.0.0"}, "1.24.0", "tells no release", id="built"),
        pytest.param({"userID": "u"}, {"extra": {}, "version": "2.67"}, "1.24.0", "tells no release", id="two numbers"),
        pytest.param({"userID": "u"}, {"extra": {}, "version": 2}, "1.24.0", "tells no release", id="no text"),
        pytest.param({"userID": "u"}, {"extra": {}, "expDeployEngine": False}, "1.24.0", "expDeployEngine", id="J"),
        pytest.param({"userID": "u"}, {"version": "base"}, "1.7.0", "no extra", id="F"),
        pytest.param({}, {"version": "dev"}, "1.7.0", "no userID", id="A to E"),
        pytest.param({}, None, "1.7.0", "no userID", id="S"),
    ],
)  # fmt: skip
def test_a_build_of_ones_own_is_told_by_its_fields(members, attributes, sdk, why):
    body = {"ts": 1, "executionID": "x", "eventType": "CommandStarted", "schemaVersion": 1}
    body |= members | ({"attributes": attributes} if attributes is not None else {})

    (batch,) = batches(json.dumps(body).encode())

    assert sdk == batch.choice.era.sdk
    assert why in batch.choice.why


def test_a_version_is_made_safe_before_it_is_told():
    (batch,) = batches(line(attributes={"extra": {}, "version": "v2.0.0-\x1b]0;x\x07" + "y" * 99}))

    assert "\x1b" not in batch.choice.why
    assert len(batch.choice.why) < 120


HOSTILE = st.text(max_size=40) | st.sampled_from(
    [
        "\x1b[2J",
        "\u202e",
        "[/]",
        "::error::",
        "a\nb",
        '"',
        "\\",
        "\\u0000",
        "\u2028",
        "<script>",
        "=1+1",
    ]
)

INT64 = st.integers(-(2**63), 2**63 - 1)


@given(
    command=HOSTILE,
    extra=st.dictionaries(HOSTILE, HOSTILE, max_size=5),
    data=st.dictionaries(HOSTILE, HOSTILE | INT64 | st.booleans() | st.none(), max_size=3),
    ts=INT64,
)
def test_every_event_comes_back_as_it_was_logged(command, extra, data, ts):
    text = line(ts=ts, command=command, data=json.dumps(data, ensure_ascii=False),
                attributes={"extra": extra, "version": "v2.0.0"})  # fmt: skip
    logged = records(text)

    (batch,) = rebuild(logged).batches

    request = batch.request(4318)
    (span,) = read(request).spans
    assert sent(logged[0]) == span.attributes
    _, again = records(to_line(request))
    assert logged[0].content.body == again.content.body


@pytest.mark.parametrize(
    "case",
    [
        "werf-v1.2.122-stdout.log", "werf-v1.2.123-stdout.log", "werf-v1.2.128-space-style.log",
        "werf-v1.2.145-capital-CI.log", "werf-v1.2.152-schema-2-without-userID.log",
        "werf-v1.2.154-extras-at-top-level.log", "werf-v1.2.243-expDeployEngine.log",
        "werf-v2.74-escapes-within-escapes.log", "werf-v2.77.1-build-events.log",
        "werf-v2.77.1-go-escapes.log", "werf-v2.77.1-two-processes.log",
    ],
)  # fmt: skip
def test_the_events_of_every_era_come_back_as_they_were_logged(cases, case):
    rebuilt = rebuild(records((cases / case).read_bytes()))

    assert rebuilt.batches
    assert not rebuilt.unsendable
    for batch in rebuilt.batches:
        spans = read(batch.request(1)).spans
        assert [sent(one) for one in batch.records] == [span.attributes for span in spans]
