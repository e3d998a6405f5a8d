"""A redacted log: the same lines and events, and nothing of the user in it."""

from __future__ import annotations

import json
import re

import pytest

from inspector.audit import Inspection
from inspector.model import Payload
from inspector.redact import Pseudonyms, Saved
from inspector.redact.check import check
from inspector.redact.lines import _head
from inspector.redact.whole import redacted
from inspector.redact.written import dump, quoted
from inspector.tags import Key

LOGS = (
    "torn-line-glued-to-next-process.log", "werf-v1.2.122-stdout.log", "werf-v1.2.123-stdout.log",
    "werf-v1.2.128-space-style.log", "werf-v1.2.145-capital-CI.log", "werf-v1.2.154-extras-at-top-level.log",
    "werf-v1.2.243-expDeployEngine.log", "werf-v2.74-escapes-within-escapes.log", "werf-v2.77.1-bad-extra.log",
    "werf-v2.77.1-build-events.log", "werf-v2.77.1-clean.log", "werf-v2.77.1-go-escapes.log",
    "werf-v2.77.1-line-forged-by-server.log", "werf-v2.77.1-multi-line-remark.log", "werf-v3.2-html-in-error.log",
    "page-werf-text-form.txt", "page-wasp-comments.md", "wasp-captured-0.25.0.jsonl", "wasp-docs-shape.jsonl",
    "wasp-installers.jsonl", "wasp-wire-clean.jsonl", "wasp-wire-violating.jsonl", "hostile-lines.jsonl",
)  # fmt: skip
NAMES = Pseudonyms(Key(b"k" * 32))
LINE = (
    "[7][2026-11-20 11:30:17.236258617 +0000 UTC m=+0.007893888] Telemetry: sent event: ts=1795174217236, "
    'executionID="00a16e93-0c9f-4c52-95bd-349d485c3168", userID="{user}", projectID="{project}", '
    'command="{command}", eventType="UnshallowFailed", eventData="{data}", attributes="{attributes}", schemaVersion=2\n'
)
PARTS = {
    "user": "5f3ab59ef261052afea6ffa372f842dfd226d26abce1a6d612c9f58d2fc5d85f",
    "project": "590dba0ea49212652f94e1cb1dbf3cc673d1dd964dea5d35239afcbbb3d38690",
    "command": "werf converge",
    "data": r"{\"errorMessage\":\"fatal: anna@corp.example\",\"gitlabRunnerVersion\":\"17.5.0\",\"gitlabServerVersion\":\"\"}",
    "attributes": r"{\"arch\":\"amd64\",\"extra\":{\"team\":\"Payments\"},\"os\":\"linux\",\"version\":\"v2.70.0\"}",
}


def made(data, tmp_path, *keep):
    path = tmp_path / "log"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return redacted(str(path), NAMES, lambda _: None, frozenset(keep))[0]


def line(**changes):
    return LINE.format(**(PARTS | changes))


def bodies(data):
    inspection = Inspection()
    judged = inspection.feed(data) + inspection.end()
    return [one.record.content.body for one in judged if isinstance(one.record.content, Payload)]


@pytest.mark.parametrize("end", [pytest.param(b"\n", id="lf"), pytest.param(b"\r\n", id="crlf")])
@pytest.mark.parametrize("name", LOGS)
def test_lines_events_and_structure_are_those_of_the_original(cases, tmp_path, name, end):
    path = tmp_path / "log"
    path.write_bytes((cases / name).read_bytes().replace(b"\n", end))

    data, error = redacted(str(path), NAMES, lambda _: None)
    checked = check(str(path), data, None)

    assert error is None
    assert () == checked.leaks
    assert () == checked.differences
    assert path.read_bytes().count(b"\n") == data.count(b"\n")


def test_a_log_of_windows_keeps_its_line_ends(tmp_path):
    text = (line() + LINE.split("Telemetry: ", maxsplit=1)[0] + "Telemetry: error: anna\n").replace(
        "\n", "\r\n"
    )

    data = made(text, tmp_path)

    assert 2 == data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert made(text.replace("\r", ""), tmp_path) == data.replace(b"\r", b"")


def test_what_is_the_user_s_is_replaced_and_what_is_the_program_s_stays(tmp_path):
    (body,) = bodies(made(line(), tmp_path))

    assert re.fullmatch("redacted-[0-9a-f]{8}", body["eventData"]["errorMessage"])
    assert ("17.5.0", "") == (
        body["eventData"]["gitlabRunnerVersion"],
        body["eventData"]["gitlabServerVersion"],
    )
    assert ("werf converge", "UnshallowFailed", 1795174217236) == (
        body["command"],
        body["eventType"],
        body["ts"],
    )
    assert {"arch": "amd64", "os": "linux", "version": "v2.70.0"} == {
        key: value for key, value in body["attributes"].items() if key != "extra"
    }
    ((key, value),) = body["attributes"]["extra"].items()
    assert "team" not in key
    assert value.startswith("redacted-")


@pytest.mark.parametrize("version", ["dev", "v2.70.0", "v2.0.0-rc.1"])
def test_a_version_that_the_program_is_known_to_send_stays(tmp_path, version):
    text = line(attributes=PARTS["attributes"].replace("v2.70.0", version))

    assert version == bodies(made(text, tmp_path))[0]["attributes"]["version"]


def test_ids_become_others_of_their_form(tmp_path):
    (body,) = bodies(made(line(), tmp_path))

    assert re.fullmatch("[0-9a-f]{64}", body["userID"])
    assert PARTS["user"] != body["userID"]
    assert re.fullmatch(
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}", body["executionID"]
    )
    assert "00a16e93" not in body["executionID"]


def test_a_hash_of_nothing_stays_for_it_is_the_same_for_everybody(tmp_path):
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert nothing == bodies(made(line(user=nothing), tmp_path))[0]["userID"]


def test_equal_values_are_equal_and_other_keys_give_other_pseudonyms(tmp_path):
    first, second = bodies(made(line() + line(), tmp_path))
    path = tmp_path / "log"
    other = bodies(redacted(str(path), Pseudonyms(Key(b"l" * 32)), lambda _: None)[0])[0]

    assert first == second
    assert first["userID"] != other["userID"]
    assert first["eventData"] != other["eventData"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"command": "werf converge anna@corp.example"}, id="in a documented value"),
        pytest.param({"command": "anna " * 100}, id="in a value that is too long"),
        pytest.param({"user": "anna@corp.example"}, id="instead of an id"),
        pytest.param({"attributes": PARTS["attributes"].replace("v2.70.0", "anna@corp.example")}, id="instead of a version"),
        pytest.param({"attributes": PARTS["attributes"].replace("linux", "anna@corp.example")}, id="instead of a word"),
        pytest.param({"attributes": PARTS["attributes"].replace("team", "anna@corp.example")}, id="as a key of a map"),
        pytest.param({"attributes": PARTS["attributes"].replace("arch", "anna@corp.example")}, id="as an unknown key"),
        pytest.param({"data": r"{\"who\":[{\"x\":\"anna@corp.example\"}]}"}, id="deep in an unknown field"),
        pytest.param({"attributes": PARTS["attributes"].replace("v2.70.0", "v2.63.0-anna.petr+acmecorp")}, id="behind a version"),
        pytest.param({"attributes": PARTS["attributes"].replace("linux", "anna-os")}, id="as a word that reads as a name"),
        pytest.param({"attributes": PARTS["attributes"].replace(r"\"os\"", r"\"ciName\":\"anna\",\"os\"")}, id="as a service of CI"),
        pytest.param({"attributes": PARTS["attributes"].replace(r"\"os\"", r"\"os\":\"anna\",\"os\"")}, id="before a key that stands twice"),
        pytest.param({"attributes": PARTS["attributes"].replace(r"\"os\"", r"\"anna\":true,\"os\"")}, id="as a key that reads as a name"),
        pytest.param({"data": r"{\"anna\":{\"anna\":[{\"anna\":0}]}}"}, id="as keys within keys"),
        pytest.param({"data": r"{\"image\":1,\"image\":\"anna@corp.example\"}"}, id="behind a key that stands twice"),
    ],
)  # fmt: skip
def test_no_place_keeps_a_word_of_the_user(tmp_path, changes):
    data = made(line(**changes), tmp_path)

    assert b"anna" not in data
    assert 1 == len(bodies(data))
    assert () == check(str(tmp_path / "log"), data, None).differences


@pytest.mark.parametrize(
    "old, new",
    [
        pytest.param('eventType="UnshallowFailed"', 'eventType="Anna"', id="an event type"),
        pytest.param("eventType=", "anna=1, eventType=", id="a field of the line"),
        pytest.param("eventType=", 'anna="anna", eventType="Anna", eventType=', id="a type that stands twice"),
        pytest.param("schemaVersion=2", "anna=1, schemaVersion=3", id="a schema that no page knows"),
    ],
)  # fmt: skip
def test_no_name_of_the_user_stays(tmp_path, old, new):
    text = line().replace(old, new)

    data = made(text, tmp_path)

    assert text != line()
    assert b"anna" not in data.lower()
    assert 1 == len(bodies(data))
    assert () == check(str(tmp_path / "log"), data, None).differences


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"ts": 79161234567}, id="as a time"),
        pytest.param({"ts": 79161234567000}, id="as a time too late"),
        pytest.param({"ts": "79161234567"}, id="as a time that is text"),
        pytest.param({"schemaVersion": 79161234567}, id="as a number without a range"),
        pytest.param({"eventData": {"commandOptions": [{"count": 79161234567}]}}, id="as a count"),
        pytest.param({"eventData": {"commandOptions": [{"count": -79161234567}]}}, id="below a range"),
        pytest.param({"eventData": {"phone": 79161234567}}, id="in an unknown field"),
        pytest.param({"command": 79161234567}, id="instead of a text"),
    ],
)  # fmt: skip
def test_no_number_of_the_user_stays(tmp_path, changes):
    event = {"ts": 1775000000000, "userID": "", "command": "werf build", "attributes": {},
             "eventType": "CommandStarted", "eventData": {}, "schemaVersion": 2}  # fmt: skip

    data = made(json.dumps(event | changes), tmp_path)

    assert b"79161234567" not in data
    assert () == check(str(tmp_path / "log"), data, 1_795_000_000_000).differences


def test_what_the_user_names_stays(tmp_path):
    text = line(attributes=PARTS["attributes"].replace("arch", "expDeployEngine")).replace(
        "UnshallowFailed", "NewEvent"
    )
    some = bodies(made(text, tmp_path))[0]
    kept = bodies(made(text, tmp_path, "expDeployEngine", "NewEvent", "team"))[0]

    assert "expDeployEngine" not in some["attributes"]
    assert "NewEvent" != some["eventType"]
    assert ["expDeployEngine", "extra", "os", "version"] == [*kept["attributes"]]
    assert "NewEvent" == kept["eventType"]
    assert ["team"] == [*kept["attributes"]["extra"]]
    assert kept["attributes"]["expDeployEngine"].startswith("redacted-")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"anna was here\n", id="foreign text"),
        pytest.param(LINE.split("Telemetry: ", maxsplit=1)[0].encode() + b"Telemetry: error: anna\n  anna\n\nanna\n", id="a remark of many lines"),
        pytest.param(LINE.split("Telemetry: ", maxsplit=1)[0].encode() + b'Telemetry: env with extra attribute "X=anna" is not valid\n', id="a bad extra"),
        pytest.param(LINE.split("Telemetry: ", maxsplit=1)[0].encode() + b"Telemetry: sent event: ts=1, anna\n", id="a torn event"),
        pytest.param(b'{"anna": \n', id="an object that does not end"),
        pytest.param(b"anna \xff\n", id="not UTF-8"),
        pytest.param(b"anna \0\n", id="a zero byte"),
        pytest.param(b"Telemetry error: anna\n", id="the first form"),
        pytest.param(b"[1][2026-11-20 11:30:17 +0000 anna corp] Telemetry: start shutdown\n", id="as a zone"),
        pytest.param(b'{"captured_at":"2026-11-20T11:10:50Z","command":"anna","wire":{"event":"cli","properties":{"os":"anna x"}}}\n', id="around a capture"),
        pytest.param(b'{"captured_at":"anna","wire":{"event":"anna","properties":{"is_build":true,"os":"linux","distinct_id":"anna"}}}\n', id="as the time of a capture"),
        pytest.param(b"x" * ((1 << 20) + 5) + b" anna\n", id="a line that is too long"),
        pytest.param(b"anna", id="no newline at the end"),
    ],
)  # fmt: skip
def test_no_line_keeps_a_word_of_the_user(tmp_path, text):
    data = made(text, tmp_path)

    assert b"anna" not in data
    assert text.count(b"\n") == data.count(b"\n")
    assert () == check(str(tmp_path / "log"), data, None).differences


def test_remarks_that_are_always_the_same_stay(tmp_path):
    text = LINE.split("Telemetry: ", maxsplit=1)[0] + "Telemetry: start shutdown\n"

    assert text.encode() == made(text, tmp_path)


def test_saved_requests_are_refused(tmp_path):
    saved = tmp_path / "saved.jsonl"
    head = '{"received_at":"2026-01-01T00:00:00.000Z","method":"POST","path":"/v1/traces",'
    saved.write_text(head + '"headers":[],"body_b64":""}\n')

    with pytest.raises(Saved):
        redacted(str(saved), NAMES, lambda _: None)


@pytest.mark.parametrize(
    "head, kept",
    [
        ("[1][2026-11-20 11:30:17 +0000 UTC m=+0.1] Telemetry: ", True),
        ("[1][2026-11-20 11:30:17 +0545 +0545] Telemetry: ", True),
        ("[1][2026-11-20 11:30:17 +0300 anna m=+0.1] Telemetry: ", False),
    ],
)
def test_a_frame_keeps_its_zone_only_where_it_is_one(head, kept):
    assert kept == (_head(head.encode()) == head.encode())
    assert b"anna" not in _head(head.encode())


def test_text_is_quoted_as_a_log_quotes_it():
    assert r'"a\"b\\c\u000a\U000e0001ж"' == quoted('a"b\\c\n\U000e0001ж')
    assert '{\n"a":[1,null,"\\u003c"]}' == dump({"a": [1, None, "<"]}, "\n")
    assert json.loads(dump({"a": "\x07ж"})) == {"a": "\x07ж"}
