"""What an emitter put in the span of a logged event, read from the log."""

from __future__ import annotations

import json

import pytest

from inspector.decode import Decoder
from inspector.decode.requests import to_line
from inspector.decode.sent import go_json, sent
from tests.wire_world import STARTED, attributes, export, request, span

FRAME = "[7][2026-06-02 07:00:00.2 +0000 UTC m=+0.037482090] Telemetry: sent event: "


def only(data):
    decoder = Decoder()
    return (decoder.feed(data) + decoder.end())[-1]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_the_text_of_objects_is_kept_as_it_was_logged():
    odd = '{"os":"linux","extra":{"b":"\\u003c\\u2028","a":"é"}}'
    line = f'{FRAME}ts=5, executionID="e", userID="", projectID="", command="werf\\a b", eventType="CommandExited", eventData="{{}}", attributes={quoted(odd)}, schemaVersion=2\n'

    found = sent(only(line.encode()))

    assert (
        ("ts", 5),
        ("executionID", "e"),
        ("userID", ""),
        ("projectID", ""),
        ("command", "werf\x07 b"),
        ("eventType", "CommandExited"),
        ("eventData", "{}"),
        ("attributes", odd),
        ("schemaVersion", 2),
    ) == found


def test_the_order_of_an_older_line_is_kept():
    line = f'{FRAME}ts=5 executionID="e" projectID="" command="c" attributes="{{}}" eventType="CommandStarted" eventData="null" schemaVersion=1\n'

    names = ["ts", "executionID", "projectID", "command", "attributes", "eventType", "eventData"]
    assert [*names, "schemaVersion"] == [name for name, _ in sent(only(line.encode()))]


def test_an_event_as_a_page_prints_it_is_written_as_go_would():
    body = {
        "ts": 5,
        "eventData": None,
        "attributes": {"b": "<&>\u2028é", "a": True, "Z": {"y": 1, "x": []}},
    }

    found = dict(sent(only(json.dumps(body).encode())))

    assert {
        "ts": 5,
        "eventData": "null",
        "attributes": '{"Z":{"x":[],"y":1},"a":true,"b":"\\u003c\\u0026\\u003e\\u2028é"}',
    } == found


def test_the_members_of_event_data_stay_in_the_order_of_the_struct():
    assert '{"exitCode":0,"durationMs":5}' == go_json(
        {"exitCode": 0, "durationMs": 5}, ordered=False
    )


def test_a_span_gives_its_own_attributes():
    assert tuple(attributes(STARTED)) == sent(
        only(to_line(request(export(span(attributes(STARTED))))))
    )


@pytest.mark.parametrize("data", [b"hello\n", b"\xff\n", to_line(request(export()))])
def test_a_record_that_is_no_event_gives_nothing(data):
    assert sent(only(data)) is None


def test_bytes_that_are_no_text_stay_what_they_were():
    line = f'{FRAME}ts=5 executionID="e" projectID="" command="a\\xffb" attributes="{{}}" eventType="x" eventData="null" schemaVersion=1\n'

    assert "a\udcffb" == dict(sent(only(line.encode())))["command"]
