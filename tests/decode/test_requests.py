"""Saved requests: written, read again, and every span of them an event."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.decode import Decoder
from inspector.decode.requests import from_object, from_raw, to_line
from inspector.model import LINE_LIMIT, Export, Payload, Problem, Request
from tests.wire_world import HEADERS, STARTED, attributes, export, request, span

EVENT = attributes(STARTED)
HEAD = (
    b"POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:4318\r\nContent-Type: application/x-protobuf\r\n"
)


def records(data):
    decoder = Decoder()
    return decoder.feed(data) + decoder.end()


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(request(), id="the usual one"),
        pytest.param(request(b"\x00\xff", headers=()), id="bytes that are no text"),
        pytest.param(request(packed=True), id="gzip"),
        pytest.param(Request("POST", "/v1/metrics", (), b"", None, 404), id="refused"),
        pytest.param(Request("P\x1b", "/\ud800", (("a\n", "\x00b"),), b""), id="hostile"),
    ],
)
def test_what_is_saved_with_its_secrets_is_read_again(one):
    line = to_line(one, secrets=True)

    assert [b"", 1] == [line.rpartition(b"\n")[2], line.count(b"\n")]
    assert one == from_object(json.loads(line))


@pytest.mark.parametrize(
    "name, value, kept",
    [
        ("Authorization", "Bearer FAKE-7231", False),
        ("X-Api-Key", "FAKE-7231", False),
        ("Cookie", "FAKE-7231", False),
        ("User-Agent", "FAKE-7231 (token=a)", False),
        ("User-Agent", "FAKE_" + "7a3" * 12, False),
        ("User-Agent", "OTel-OTLP-Exporter-Python/1.25.0", True),
        ("User-Agent", "OTel OTLP Exporter Go/1.24.0", True),
        ("User-Agent", "curl/8.5.0-rc.1", True),
        ("Content-Type", "FAKE-7231", False),
        ("User-Agent", "Go-http-client/1.1", True),
        ("content-encoding", "gzip", True),
    ],
)
def test_a_header_that_may_hold_a_credential_is_masked(name, value, kept):
    line = to_line(request(more=((name, value),)))

    assert kept == (value.encode() in line)
    assert "FAKE-7231" not in line.decode()
    assert name == json.loads(line)["headers"][-1][0]


def test_the_media_type_of_a_body_is_kept_where_its_parameters_are_masked():
    headers = (("Content-Type", "application/x-protobuf; token=FAKE-7231"),)

    line = to_line(Request("POST", "/v1/traces", headers, request().body))

    ((_, kept),) = json.loads(line)["headers"]
    assert "application/x-protobuf; …1 (16)" == kept
    assert b"FAKE" not in line
    assert 2 == len(records(line))


@pytest.mark.parametrize(
    "path, kept",
    [
        ("/v1/traces", "/v1/traces"),
        ("/v1/metrics", "/v1/metrics"),
        ("/alice/v1/traces", "/…/v1/traces"),
        ("/v1/traces?user=alice", "/…"),
        ("/", "/"),
        ("alice", "/…"),
    ],
)
def test_of_the_path_of_a_refused_request_only_what_otlp_gives_is_kept(path, kept):
    one = Request("POST", path, (), b"", None, 404)

    assert kept == json.loads(to_line(one))["path"]
    assert path == json.loads(to_line(one, secrets=True))["path"]


@pytest.mark.parametrize("cut", range(40, 1250, 97))
def test_a_saved_request_without_its_beginning_is_no_remark(cut):
    line = to_line(request())

    (one,) = records(line[cut:])

    assert "unreadable" == one.kind


def test_a_body_that_is_not_as_long_as_was_said_is_not_read():
    one = request(more=(("Content-Length", "758"),))

    assert "bad-body" == records(to_line(one))[0].content.reason


def test_a_request_is_a_record_and_so_is_each_of_its_spans():
    line = to_line(request(export(span(EVENT), span(EVENT))))

    carrier, *events = records(b"hello\n" + line + b"bye\n")[1:-1]

    assert isinstance(carrier.content, Export)
    assert ("remark", 2, 6, 6 + len(line)) == (
        carrier.kind, carrier.line.number, carrier.line.start, carrier.line.end,
    )  # fmt: skip
    assert 2 == len(events)
    for one in events:
        assert (b"", 0, 2) == (one.line.data, one.line.count, one.line.number)
        assert one.line.start == one.line.end == carrier.line.end
        assert Payload("span", STARTED, span=one.content.span) == one.content
        assert list(STARTED) == list(one.content.body)


def test_a_span_whose_json_was_cut_cannot_be_read():
    cut = [(k, v[:12] if isinstance(v, str) else v) for k, v in EVENT]

    _, one = records(to_line(request(export(span(cut)))))

    assert isinstance(one.content, Problem)
    assert "bad-json" == one.content.reason


def test_a_span_that_repeats_an_attribute_keeps_both():
    _, one = records(to_line(request(export(span([*EVENT, ("command", "other")])))))

    assert 2 == [key for key, _ in one.content.body.pairs].count("command")


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"headers": "x"}, "bad-request"),
        ({"headers": [["a"]]}, "bad-request"),
        ({"headers": [["a", 1]]}, "bad-request"),
        ({"body_b64": "%%%"}, "bad-request"),
        ({"body_b64": None}, "bad-request"),
        ({"method": 1}, "bad-request"),
        ({"received_at": 7}, "bad-request"),
        ({"refused": "x"}, "bad-request"),
        ({"refused": 415, "body_b64": ""}, "refused"),
        ({"body_b64": "/////w=="}, "bad-body"),
        ({"headers": [["Content-Type", "text/plain"]]}, "bad-body"),
    ],
)
def test_a_request_that_cannot_be_read_says_why(change, reason):
    body = {**json.loads(to_line(request())), **change}

    (one,) = records(json.dumps(body).encode() + b"\n")

    assert reason == one.content.reason


def test_an_object_with_another_key_is_no_request():
    body = {**json.loads(to_line(request())), "note": "x"}

    (one,) = records(json.dumps(body).encode())

    assert "json" == one.content.form


def test_a_request_may_be_longer_than_any_other_line():
    message = export(*[span([*EVENT, ("more", "x" * 20_000)]) for _ in range(60)])
    line = to_line(request(message))

    assert len(line) > LINE_LIMIT
    assert 61 == len(records(line))
    assert "oversize" == records(b"x" + line)[0].content.reason


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_records_do_not_depend_on_where_the_bytes_were_cut(size):
    data = to_line(request()) * 2 + b"tail"
    decoder = Decoder()

    found = [one for at in range(0, len(data), size) for one in decoder.feed(data[at : at + size])]

    assert records(data) == found + decoder.end()


def test_a_raw_body_is_read_with_its_headers_or_without():
    with_head = from_raw(request().body, HEAD)

    assert ("POST", "/v1/traces") == (with_head.method, with_head.path)
    assert "127.0.0.1:4318" == with_head.header("HOST")
    assert with_head.header("x-none") is None
    assert Request("POST", "/v1/traces", (), b"x") == from_raw(b"x")


@pytest.mark.parametrize(
    "head", [b"", b"hello", b"POST /v1/traces HTTP/1.1\nno header", b"GET / HTTP/9\n"]
)
def test_a_head_that_is_none_is_refused(head):
    with pytest.raises(ValueError, match="line"):
        from_raw(b"", head)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=20), st.one_of(st.text(max_size=50), st.integers(-(2**63), 2**63 - 1))
        ),
        max_size=8,
        unique_by=lambda pair: pair[0],
    )
)
def test_any_attributes_arrive_as_they_were_sent(items):
    items = [(f"x{k}", v) for k, v in items]

    _, one = records(
        to_line(Request("POST", "/", HEADERS, export(span(items)).SerializeToString()))
    )

    assert items == list(one.content.body.items())
