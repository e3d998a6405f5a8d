from __future__ import annotations

import base64
import json
from collections import Counter

import pytest

from inspector.decode import REASONS, Decoder
from inspector.model import Payload, Problem, Record, Remark, Repeated

FRAME = b"[7][2026-06-02 07:00:00.2 +0000 UTC m=+0.037482090] Telemetry: "


def records(data: bytes, chunk: int = 1 << 20) -> list[Record]:
    decoder = Decoder()
    out = [r for at in range(0, len(data), chunk) for r in decoder.feed(data[at : at + chunk])]
    return out + decoder.end()


def only(data: bytes) -> Record:
    (record,) = records(data)
    return record


COUNTS = {
    "werf-v1.2.122-stdout.log": (1, 1, 0),
    "werf-v1.2.123-stdout.log": (1, 1, 0),
    "werf-v1.2.128-space-style.log": (2, 6, 0),
    "werf-v1.2.145-capital-CI.log": (2, 6, 0),
    "werf-v1.2.152-schema-2-without-userID.log": (2, 6, 0),
    "werf-v1.2.154-extras-at-top-level.log": (2, 9, 0),
    "werf-v1.2.243-expDeployEngine.log": (2, 9, 0),
    "werf-v2.0.0-clean.log": (2, 9, 0),
    "werf-v2.74-escapes-within-escapes.log": (2, 9, 0),
    "werf-v2.77.1-bad-extra.log": (2, 15, 0),
    "werf-v2.77.1-build-events.log": (13, 20, 0),
    "werf-v2.77.1-clean.log": (2, 9, 0),
    "werf-v2.77.1-go-escapes.log": (2, 9, 0),
    "werf-v2.77.1-line-forged-by-server.log": (2, 11, 2),
    "werf-v2.77.1-multi-line-remark.log": (2, 9, 0),
    "werf-v2.77.1-planted-values.log": (4, 3, 0),
    "werf-v2.77.1-two-processes.log": (14, 28, 0),
    "werf-v2.77.1-zone-without-a-word.log": (2, 9, 0),
    "werf-v3.2-html-in-error.log": (2, 7, 0),
    "torn-line-glued-to-next-process.log": (2, 12, 1),
    "page-werf-text-form.txt": (2, 8, 0),
    "page-wasp-comments.md": (2, 9, 0),
    "wasp-captured-0.25.0.jsonl": (4, 0, 0),
    "wasp-docs-shape.jsonl": (4, 0, 0),
    "wasp-installers.jsonl": (6, 0, 0),
    "wasp-wire-clean.jsonl": (10, 0, 0),
    "wasp-wire-violating.jsonl": (10, 0, 0),
}


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20], ids=["bytewise", "by-sevens", "at-once"])
@pytest.mark.parametrize("case", COUNTS)
def test_events_remarks_and_unreadable_records_of_each_case(cases, case, chunk):
    data = (cases / case).read_bytes()

    found = records(data, chunk)

    kinds = Counter(record.kind for record in found)
    assert COUNTS[case] == (kinds["event"], kinds["remark"], kinds["unreadable"])
    assert data.count(b"\n") == sum(record.line.count for record in found)


def test_every_case_log_is_counted(cases):
    logs = {path.name for path in cases.glob("*") if path.suffix in {".log", ".txt", ".md"}}

    assert logs <= set(COUNTS)


def test_the_comma_style_gives_all_members_in_order(cases):
    (first, _) = [
        r for r in records((cases / "werf-v2.77.1-clean.log").read_bytes()) if r.kind == "event"
    ]

    payload = first.content
    assert isinstance(payload, Payload)
    assert ("werf-log", "yes") == (payload.form, payload.transmitted)
    assert [
        "ts", "executionID", "userID", "projectID", "command", "eventType", "eventData", "attributes",
        "schemaVersion",
    ] == list(payload.body)  # fmt: skip
    assert {"arch": "amd64", "extra": {}, "os": "linux", "version": "v2.77.1"} == payload.body[
        "attributes"
    ]
    assert (2, {}) == (payload.body["schemaVersion"], payload.body["eventData"])


def test_the_space_style_of_stdout_is_read_without_a_frame(cases):
    first, second = records((cases / "werf-v1.2.122-stdout.log").read_bytes())

    assert isinstance(first.content, Payload)
    assert ("werf-stdout", None) == (first.content.form, first.content.body["data"])
    assert first.frame is None
    assert isinstance(second.content, Remark)
    assert "error" == second.content.kind


def test_escapes_within_escapes_are_undone_layer_by_layer(cases):
    (first, _) = [
        r
        for r in records((cases / "werf-v2.74-escapes-within-escapes.log").read_bytes())
        if r.kind == "event"
    ]

    extra = first.content.body["attributes"]["extra"]
    assert "\x7f" == extra["del"]
    assert "<b>&</b>" == extra["html"]
    assert "abc\u202etxt" == extra["rtl"]
    assert "\ue000\U000f0000" == extra["pua"]
    assert '", userID="x", schemaVersion=99\n[1] Telemetry: sent event: ts=1' == extra["inj"]


def test_the_text_form_of_the_old_page_is_read_despite_its_quotes(cases):
    first, second = [
        r.content
        for r in records((cases / "page-werf-text-form.txt").read_bytes())
        if r.kind == "event"
    ]

    assert ("text", "unknown") == (first.form, first.transmitted)
    assert {"exitCode": 0, "durationMs": 10827} == second.body["eventData"]
    assert "werf converge" == first.body["command"]
    assert {"arch": "amd64", "os": "linux", "version": "dev"} == first.body["attributes"]
    assert 1 == first.body["schemaVersion"]


def test_a_capture_is_unwrapped_and_its_wrapper_kept(cases):
    first = records((cases / "wasp-captured-0.25.0.jsonl").read_bytes())[0].content

    assert ("capture", "yes") == (first.form, first.transmitted)
    assert ["api_key", "event", "properties"] == list(first.body)
    assert "app.posthog.com:443" == first.wrapper["target"]


def test_a_capture_with_two_bodies_hides_neither():
    record = only(b'{"captured_at":1,"wire":{"a":1},"wire":{"b":2}}')

    assert "json" == record.content.form
    assert isinstance(record.content.body, Repeated)


def test_an_event_with_a_wire_of_its_own_is_no_capture():
    record = only(b'{"captured_at":1,"eventType":"x","wire":{"distinct_id":"1","os":"linux"}}')

    assert ("json", "x") == (record.content.form, record.content.body["eventType"])


@pytest.mark.parametrize(
    "lead", [b"\r", b"\x1e", b"\x0c", b" \t", b"\xc2\xa0", b"\xef\xbb\xbf" * 2, b"\xe2\x80\x8b"]
)
def test_separators_before_a_record_are_passed_over(lead):
    for line in (b'{"a":1}', FRAME + EVENT, b"ts=1\nschemaVersion=1"):
        (record,) = records(lead + line + b"\n")
        assert "event" == record.kind


def test_repeated_fields_of_a_frame_are_kept():
    record = only(FRAME + b'sent event: ts=1, command="a", command="b", schemaVersion=2\n')

    assert [("ts", 1), ("command", "a"), ("command", "b"), ("schemaVersion", 2)] == list(
        record.content.body.pairs
    )


def test_a_field_werf_never_sent_before_is_still_read():
    record = only(FRAME + b'sent event: ts=1, hostname="build-7", schemaVersion=2\n')

    assert "build-7" == record.content.body["hostname"]


def test_bytes_that_are_no_text_survive_in_a_value():
    record = only(FRAME + b'sent event: ts=1, command="a\\xff", schemaVersion=2\n')

    assert "a\udcff" == record.content.body["command"]


@pytest.mark.parametrize("comma", [b"", b","], ids=["alone", "in-a-list"])
def test_json_objects_may_stand_in_a_list(comma):
    found = records(b"[\n" + b'{"a": 1}' + comma + b"\n]\n")

    assert ["remark", "event", "remark"] == [record.kind for record in found]


REMARKS = {
    b"start trace exporter": "start-exporter",
    b"start sending event": "start-event",
    b"calculate projectID based on repo origin url": "project-id",
    b"start shutdown": "shutdown",
    b"flush trace provider": "shutdown",
    b"shutdown trace exporter": "shutdown",
    b"shutdown trace provider": "shutdown",
    b"shutdown complete": "shutdown",
    b"unable to detect projectID: unable to open local repo: x": "no-project-id",
    b'error: Post "https://x/": dial tcp: no such host': "error",
    b'env with extra attribute "A=\\x01" is not valid': "bad-extra",
}


@pytest.mark.parametrize(("message", "kind"), REMARKS.items(), ids=REMARKS.values())
def test_every_message_that_werf_logs_is_known(message, kind):
    record = only(FRAME + message + b"\r\n")

    assert kind == record.content.kind
    assert message.decode() == record.content.text
    assert 7 == record.frame.pid


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"", "blank"), (b"  \t", "blank"), (b"Just words, a: b; c", "foreign"), ("Привет".encode(), "foreign"),
        (b"export WERF_TELEMETRY=0", "foreign"), (b"Telemetry: on", "foreign"), (b"[INFO] x", "foreign"),
        (b"Telemetry: calculate projectID based on repo origin url", "project-id"),
        (b"Telemetry: unable to open local repo: x", "no-project-id"), (b"Telemetry error: x", "error"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.decode()[:16] or "empty",
)  # fmt: skip
def test_other_lines_are_remarks(line, kind):
    assert kind == only(line + b"\n").content.kind


EVENT = b'sent event: ts=1, command="x", schemaVersion=2'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"\0" * 10, "nul", id="nul"),
        pytest.param(FRAME + b"error: \xff", "not-utf8", id="not-utf8"),
        pytest.param("\ufeffevent".encode("utf-16-le"), "nul", id="utf-16-mark"),
        pytest.param("event".encode("utf-16-le"), "nul", id="utf-16"),
        pytest.param(b"\x7fELF\x02\x01\x00", "nul", id="binary"),
        pytest.param(b"[4242][2026-11-20 11", "broken-frame", id="cut-in-the-clock"),
        pytest.param(FRAME + b"start sen", "unknown-message", id="cut-in-the-message"),
        pytest.param(FRAME + b"retrying", "unknown-message", id="new-message"),
        pytest.param(FRAME + b'env with extra attribute "A=\\q', "unknown-message", id="cut-extra"),
        pytest.param(FRAME + b'sent event: ts=1, executionID="x" (3 spans rejected)', "forged-or-torn", id="forged"),
        pytest.param(FRAME + EVENT + b" ", "forged-or-torn", id="text-behind"),
        pytest.param(FRAME + EVENT + b",", "forged-or-torn", id="comma-behind"),
        pytest.param(FRAME + EVENT[:-4], "forged-or-torn", id="without-version"),
        pytest.param(FRAME + b'sent event: ts=1, command="x"', "forged-or-torn", id="cut-between-fields"),
        pytest.param(FRAME + b'sent event: ts=1, a="x" schemaVersion=2', "forged-or-torn", id="mixed-separators"),
        pytest.param(FRAME + b"sent event: schemaVersion=2", "forged-or-torn", id="without-time"),
        pytest.param(FRAME + b"sent event: ", "forged-or-torn", id="no-fields"),
        pytest.param(FRAME + b'sent event: ts=1, command="\\q", schemaVersion=2', "bad-quoting", id="escape-go-never-writes"),
        pytest.param(FRAME + b'sent event: ts=1, eventData="{", schemaVersion=2', "bad-json", id="json-inside"),
        pytest.param(FRAME + b'sent event: ts=1, eventData="\\xff", schemaVersion=2', "not-utf8", id="json-not-utf8"),
        pytest.param(FRAME + b'sent event: ts=1, eventData="' + b"[" * 99 + b'", schemaVersion=2', "too-deep", id="deep-inside"),
        pytest.param(FRAME + b'sent event: ts=1, eventData="NaN", schemaVersion=2', "bad-number", id="nan-inside"),
        pytest.param(b'{"a":1', "unclosed", id="unclosed"),
        pytest.param(b'{"a" 1}', "bad-json", id="bad-object"),
        pytest.param(b"{" * 100_000, "too-deep", id="depth-100000-open"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep", id="depth-100000"),
        pytest.param(b'ux\\",\\"extra\\":{}}", schemaVersion=2', "torn-tail", id="tail-alone"),
        pytest.param(b'verge","eventType":"CommandExited","schemaVersion":2}', "json-fragment", id="tail-of-an-object"),
        pytest.param(b'  "command": "x",', "json-fragment", id="member-alone"),
        pytest.param(b'Telemetry: {"ts":1}', "json-fragment", id="object-behind-the-stdout-word"),
        pytest.param(b'INFO {"ts":1}', "json-fragment", id="object-behind-a-word"),
        pytest.param(b'"{\\"ts\\":1}"', "json-fragment", id="object-in-a-string"),
        pytest.param(b'[["x",{"ts":1}]]', "json-fragment", id="array-in-an-array"),
        pytest.param(b"12 +0000 UTC m=+0.1] Telemetry: start shutdown", "broken-frame", id="frame-without-its-head"),
        pytest.param(FRAME + b"error: x" + FRAME + EVENT, "forged-or-torn", id="frame-in-raw-text"),
        pytest.param(b"Telemetry: sent event: ts=1 schemaVersion=1 done", "forged-or-torn", id="stdout-era-with-text-behind"),
        pytest.param(b"level=info msg=x", "not-a-record", id="another-log"),
        pytest.param(b"ts=1", "forged-or-torn", id="text-form-torn"),
        pytest.param(b"ts=1\neventData={\nx", "bad-json", id="text-form-bad-json"),
    ],
)  # fmt: skip
def test_what_begins_like_a_record_and_fails_is_unreadable(line, reason):
    problem = records(line + b"\n")[0].content

    assert isinstance(problem, Problem)
    assert (reason, REASONS[reason]) == (problem.reason, problem.detail)


def test_a_comment_behind_an_object_is_read_as_the_page_prints_it():
    assert "event" == only(b'{"a":1 // x\n}\n').kind


@pytest.mark.parametrize(
    "line, said",
    [
        pytest.param(b'{"a":"//no"}\n', None, id="none"),
        pytest.param(b'{"a":1 // one \n//\n}\n', {"comments": ["one"]}, id="one"),
        pytest.param(
            b'{"captured_at":"t","wire":{"a":1} // two\n}\n',
            {"captured_at": "t", "comments": ["two"]},
            id="in a capture",
        ),
    ],
)
def test_what_a_comment_says_is_kept_beside_the_event(line, said):
    assert said == only(line).content.wrapper


def test_an_overlong_line_is_one_unreadable_record():
    record = only(b"[" + b"x" * (3 << 20) + b"\n")

    assert "oversize" == record.content.reason
    assert (3 << 20) + 2 == record.line.end


def test_a_last_line_that_fails_is_partial_and_one_that_decodes_is_an_event():
    assert "partial" == only(FRAME + EVENT[:20]).content.reason
    assert "event" == only(FRAME + EVENT).kind
    assert "unclosed" == only(b'{"a":\n').content.reason


def test_an_event_cut_off_by_the_next_record_is_not_trusted():
    first, second = records(FRAME + EVENT + FRAME + EVENT + b"\n")

    assert "forged-or-torn" == first.content.reason
    assert ("event", True) == (second.kind, second.line.glued)


def test_a_byte_order_mark_before_a_record_is_passed_over():
    marked = b"\xef\xbb\xbf" + FRAME + EVENT + b"\n"

    assert ["event", "event"] == [record.kind for record in records(marked * 2)]
    assert "event" == only(b"\xef\xbb\xbf" + b'{"a":1}').kind


def test_where_reading_stopped_is_told_in_bytes():
    problem = only(FRAME + b'sent event: ts=1, command="\\q", schemaVersion=2\n').content

    assert len(FRAME) + len('sent event: ts=1, command="') == problem.at


EXPECTED = {"event": {"event"}, "malformed": {"unreadable"}}


def test_every_hostile_line_keeps_what_is_promised_of_it(cases):
    with (cases / "hostile-lines.jsonl").open() as file:
        rows = [json.loads(row) for row in file]

    assert len(rows) > 200
    for row in rows:
        data = base64.b64decode(row["b64"]) + b"\n"
        found = records(data)
        kinds = [record.kind for record in found]
        assert (0, len(data)) == (found[0].line.start, found[-1].line.end), row["name"]
        if "event" in row["expect"]:
            assert ["event"] == kinds, row["name"]
        text = row["cat"] in {"ci", "csv"} or data.startswith(
            b"{"
        )  # foreign text, a foreign object
        if "malformed" in row["expect"] and not text:
            assert "unreadable" in kinds, row["name"]
        if "n" in row:
            assert row["n"] == len(found), row["name"]
        if "not_forged" in row["expect"] and "suspicious" not in row["expect"]:
            assert "event" not in kinds, row["name"]
        if "suspicious" in row["expect"]:
            assert "unreadable" in kinds, row["name"]
