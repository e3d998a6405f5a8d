"""A saved request and its spans in the list, in the detail, in every view."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from inspector.decode.requests import to_line
from inspector.model import Line, Request
from inspector.safe import safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.conditions import Wanted
from inspector.tui.event_list import row_line
from inspector.tui.grammar import parse
from inspector.tui.record import delivery, laid_out, recall, record_of
from inspector.tui.rows import addressed, divider
from inspector.tui.store import Log
from inspector.tui.view import View
from inspector.tui.wire import parts
from tests.tui.conftest import entry

WIDTHS = (38, 47, 79, 120)
KEY = ("Authorization", "Bearer hunter2-hunter2")


def text(row, view: str = "Fields", width: int = 79, **settings) -> str:
    lines = laid_out(row, view, width, **settings)
    assert max(map(width_of, lines), default=0) <= width
    return "\n".join(text_of(line).rstrip() for line in lines)


def with_body(request: Request, body: bytes) -> Request:
    """Give a request another body, and the header that says how long it is."""
    headers = tuple(
        (key, str(len(body)) if key == "Content-Length" else value)
        for key, value in request.headers
    )
    return replace(request, body=body, headers=headers)


@pytest.fixture
def both(sent):
    return sent("CommandStarted", {}, seconds=1) + sent(seconds=1)


def test_a_request_is_a_row_with_method_path_spans_and_bytes(rows, saved, both):
    request, *spans = rows(saved(both))

    assert ("request: 2 spans", "POST /v1/traces", "11:02:09.12Z") == (
        request.type, request.command, request.time,
    )  # fmt: skip
    assert "bytes" in request.summary
    assert ["CommandStarted", "CommandExited"] == [row.type for row in spans]


def test_a_request_is_flagged_by_what_was_found_in_it_and_never_hidden_then(rows, saved, both):
    request, *_ = rows(saved(both))

    assert request.flag == "violation"
    assert request.summary.startswith("undocumented resource: resource.service.name (+")
    assert request.flag != "remark"


def test_a_request_without_findings_is_hidden_among_the_remarks(rows, saved, both):
    row = replace(rows(saved(both))[0], flag="remark", findings=())
    log = Log()
    log.add([row])
    view = View(log)
    view.extend()

    assert 0 == len(view)
    assert 0 == log.events


def test_spans_are_events_of_their_runs_and_are_counted_once(rows, saved, both):
    log = Log()
    log.add(rows(saved(both)))

    assert 2 == log.events
    assert 3 == log.records
    assert ["-", "r1", "r1"] == [row.run for _, row in log.rows()]
    assert log._bytes == sum(row.size for _, row in log.rows())


def test_a_span_is_read_again_from_the_request_that_carried_it(rows, saved, both):
    found = rows(saved(both) + saved(both))

    for row in found:
        judged = recall(row)
        assert judged is not None
        assert judged.record == record_of(row)
        assert row.line == judged.record.line
    assert found[1].carrier is found[2].carrier is found[0].line
    assert found[4].carrier is found[3].line
    assert [0, 1, 0, 1] == [row.place for row in found if row.carrier]
    assert delivery(found[2]) == delivery(found[0])


def test_what_follows_a_request_is_no_span_of_it(rows, saved, both, sent):
    *_, last = rows(saved(both) + sent())

    assert last.carrier is None
    assert delivery(last) is None


def test_a_divider_has_no_record_and_no_request():
    row = divider(safe("x"), safe("y"))

    assert delivery(row) is None
    with pytest.raises(ValueError, match="divider"):
        record_of(row)


def test_words_packed_in_a_request_are_found(rows, saved, both):
    request, *spans = rows(saved(both, KEY))

    assert Wanted("unknown_service:werf").holds(entry(request))
    assert Wanted("hunter2").holds(entry(request))
    assert Wanted('"exitCode":0').holds(entry(spans[1]))
    assert not Wanted("exitCode").holds(entry(spans[0]))
    assert [False, True] == [parse("durationMs").match(entry(row)) for row in spans]


# --- details ---


def test_a_request_shows_its_head_its_resource_its_scope_and_its_spans(rows, saved, both):
    shown = text(rows(saved(both))[0])

    for words in (
        "FINDINGS", "! violation wire/undocumented-resource", "THE REQUEST",
        "Only on the wire", "POST /v1/traces HTTP/1.1", "User-Agent", "RESOURCE (5)",
        "service.name", "unknown_service:werf", "SCOPE (1)", "SPANS (2)", "CommandExited",
        "received 2026-10-06T11:02:09.123Z",
    ):  # fmt: skip
        assert words in shown
    assert shown.index("FINDINGS") < shown.index("THE REQUEST")


def test_what_was_found_in_a_request_is_marked_where_it_stands(rows, saved, both):
    shown = text(rows(saved(both))[0])

    assert " ! service.name" in shown
    assert "   schemaUrl" in shown


def test_a_span_shows_the_event_first_and_then_its_envelope(rows, saved, both):
    shown = text(rows(saved(both))[2])

    assert "a span of the request on line 1" in shown
    assert shown.index("DOCUMENTED (") < shown.index("THE SPAN, ON THE WIRE ONLY")
    for words in ("traceId", "startTimeUnixNano", "telemetry.werf.io"):
        assert words in shown


def test_the_raw_view_of_a_span_holds_its_attributes_and_its_envelope(rows, saved, both):
    shown = text(rows(saved(both))[2], "Raw")

    assert 'eventData: {"exitCode":0,"durationMs":41}' in shown
    assert "kind: 1" in shown
    assert shown == text(rows(saved(both))[2], "Hex")


def test_the_raw_view_of_a_request_is_what_was_sent(rows, saved, both):
    request = rows(saved(both))[0]

    assert "POST /v1/traces HTTP/1.1\n Host: 127.0.0.1:4318" in text(request, "Raw")
    assert "unknown_service:werf" in text(request, "Raw").replace("\n ", "")
    hexed = text(request, "Hex")
    assert "SHA-256 " in hexed
    assert " 00000000  0a " in hexed


@pytest.mark.parametrize("view", ["Fields", "Raw"])
def test_credentials_are_masked_until_they_are_asked_for(rows, saved, both, view):
    request = rows(saved(both, KEY))[0]

    assert "hunter2" not in text(request, view)
    assert "B…2 (22) masked: c shows it" in text(request, view)
    assert "Bearer hunter2-hunter2" in text(request, view, secrets=True)


@pytest.mark.parametrize("view", ["Fields", "Raw", "Hex"])
def test_a_refused_request_shows_what_it_was_and_masks_it_too(rows, requests, both, view):
    refused = replace(requests(both, KEY)[0], refused=413, body=b"")
    (row,) = rows(to_line(refused, secrets=True))

    assert ("unreadable", "(refused)", "POST /v1/traces") == (row.flag, row.type, row.command)
    assert "11:02:09.12Z" == row.time
    assert "hunter2" not in text(row, view)
    assert "refused by the endpoint with status 413: not examined" in text(row)
    assert ("its body was not kept" in text(row, view)) is (view != "Raw")
    assert "torn" not in text(row).replace("nothing of the file is torn", "")
    assert "last line" not in text(row)


def test_a_body_that_cannot_be_read_is_shown_as_bytes(rows, requests, both):
    bad = replace(requests(both)[0], body=b"\xff\xfe not protobuf")
    (row,) = rows(to_line(bad))

    assert ("unreadable", "(bad-body)") == (row.flag, row.type)
    assert "THE REQUEST" in text(row)
    assert "ff fe 20" in text(row, "Hex")


@pytest.mark.parametrize(
    ("frame", "command"),
    [
        (b"[%b,", "POST /v1/traces"), (b"%b // a comment", "POST /v1/traces"), (b"%b // }", ""),
    ],
)  # fmt: skip
def test_a_refused_request_is_found_in_an_array_too(rows, requests, both, frame, command):
    refused = replace(requests(both)[0], refused=413, body=b"")
    (row,) = rows(frame % to_line(refused).rstrip() + b"\n")

    assert ("(refused)", command) == (row.type, row.command)


def test_what_otlp_does_not_know_is_shown(rows, requests, both):
    body = requests(both)[0].body + b"\x9a\x05\x02hi"  # field 83, text
    request, *_ = rows(to_line(with_body(requests(both)[0], body)))

    assert "UNKNOWN TO OTLP (1)" in text(request)
    assert "unknown.#83" in text(request)


def test_a_request_that_is_packed_says_so(rows, requests, both):
    one = requests(both, ("Content-Encoding", "gzip"))[0]
    packed = replace(with_body(one, gzip.compress(one.body)), received_at=None)
    request, *spans = rows(to_line(packed))

    assert request.summary.endswith(" bytes · gzip")
    assert 2 == len(spans)
    assert "received" not in text(request)


def test_what_a_packed_or_a_repeating_body_hides_is_told(rows, requests, both):
    one = requests(both, ("Content-Encoding", "gzip"))[0]
    named = gzip.compress(one.body)
    named = named[:3] + b"\x08" + named[4:10] + b"CANARY\0" + named[10:]
    request, *_ = rows(to_line(with_body(one, named)))

    assert "UNKNOWN TO OTLP (1)" in text(request)
    assert "unknown.gzip" in text(request)


def test_a_header_that_was_masked_when_it_was_saved_says_so_and_no_key_shows_it(
    rows, requests, both
):
    request, *_ = rows(to_line(requests(both, KEY, ("X-A", "abc"))[0]))

    for secrets in (True, False):
        shown = text(request, secrets=secrets)
        assert "B…2 (22) masked when it was saved" in shown
        assert "*** (3) masked when it was saved" in shown
        assert "c shows it" not in shown
    saved = delivery(request).request
    assert not parts.hides(saved)
    assert parts.hides(requests(both, KEY)[0])


def test_a_saved_request_that_lacks_a_part_is_a_problem_as_any_other(rows, requests, both):
    body = json.loads(to_line(requests(both)[0])) | {"headers": [["x"]]}
    (row,) = rows(json.dumps(body).encode() + b"\n")

    assert ("(bad-request)", "") == (row.type, row.command)
    assert "CANNOT BE READ" in text(row)


def test_a_span_whose_json_is_none_can_be_looked_at(rows, requests, both):
    body = requests(both)[0].body.replace(b'{"exitCode":0,', b'{"exitCode":0}')
    request, _, span = rows(to_line(replace(requests(both)[0], body=body)))

    assert ("unreadable", "(bad-json)", 1) == (span.flag, span.type, span.place)
    assert "CANNOT BE READ" in text(span)
    assert 'eventData: {"exitCode":0}' in text(span, "Raw")
    assert request.line is span.carrier


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_a_request_is_wider_than_its_pane(rows, saved, both, width):
    odd = ("X-" + "日本" * 40, "テキスト" * 60)

    for row in rows(saved(both, odd, KEY)):
        for view in ("Fields", "Raw", "Hex"):
            assert text(row, view, width)
        assert width == width_of(row_line(row, width))


def test_a_request_of_thousands_of_spans_and_headers_is_laid_out_in_part(rows, sent, requests):
    log = sent() * 150
    many = requests(log, *((f"x-{n}", "1") for n in range(150)))
    shown = text(rows(to_line(many[0], secrets=True))[0])

    assert "… and 55 more" in shown
    assert "SPANS (150), each a row below" in shown
    assert "… and 50 more" in shown
    assert "… and 55 more" in text(rows(to_line(many[0], secrets=True))[0], "Raw")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/traces", "POST /v1/traces"),
        (f"/{'0f' * 16}/v1/traces", "POST …/v1/traces"),
        ("/\x1b[31m", "POST /\\x1b[31m"),
    ],
)
def test_a_request_is_named_by_method_and_path(path, expected):
    assert expected == addressed(Request("POST", path, (), b""))


@pytest.mark.parametrize(
    "time", [None, "yesterday", "2026-10-06T11:02:09Z", "٢026-10-06T11:02:09.123Z"]
)
def test_an_arrival_that_is_no_time_is_not_shown(rows, requests, both, time):
    assert "--:--:--.---" == rows(to_line(replace(requests(both)[0], received_at=time)))[0].time


def test_a_row_of_a_log_keeps_no_second_copy_of_its_bytes(rows, sent):
    (row,) = rows(sent())

    assert b"" == row.text
    assert isinstance(row.line, Line)
    assert row.size == len(row.line.data)
