from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from inspector.report import live
from inspector.report.as_text import Look
from tests.wire_world import STARTED, attributes, export, request, span


def judged(data: bytes):
    inspection = Inspection()
    return [*inspection.feed(data), *inspection.end()]


def carried(*spans):
    return judged(to_line(request(export(*spans))))


def test_an_event_is_a_line_and_its_findings_are_indented_below():
    _, event = carried(span(attributes(STARTED | {"hostname": "build-7"})))

    head, *below = live.lines(event)
    assert f"  event CommandStarted [werf-v2]: {len(event.event.values)} values" == head
    assert [row for row in below if row.startswith("    ! contract/undocumented-field hostname: ")]
    assert all(row.startswith("    ") for row in below)
    assert "build-7" not in "".join(below)


def test_an_event_of_one_value_is_worded_so():
    (event,) = judged(b'{"x": 1}\n')

    assert "  event (unknown): 1 value" == live.lines(event)[0]


def test_what_was_found_before_is_only_counted():
    one, two = carried(*[span(attributes(STARTED | {"hostname": "a"}))] * 2)[1:]
    seen: set[object] = set()

    first, second, third = (live.lines(each, seen=seen) for each in (one, two, two))
    assert len(first) == 2
    assert ["    = 1 finding as before"] == second[1:] == third[1:]
    assert first == live.lines(two)


def test_several_known_findings_are_counted_together():
    one, two = carried(*[span(attributes(STARTED | {"hostname": "a", "domain": "b"}))] * 2)[1:]
    seen: set[object] = set()
    live.lines(one, seen=seen)

    assert ["    = 2 findings as before"] == live.lines(two, seen=seen)[1:]


def test_a_value_is_shown_as_a_mask():
    (_, event) = carried(span(attributes(STARTED | {"projectID": "s3cr3t-project"})))

    (row,) = [one for one in live.lines(event) if "value/pattern-mismatch" in one]
    assert row.endswith("(value: s…t (14))")


def test_a_record_that_cannot_be_read_says_why_once():
    (broken,) = judged(b'{"x": \n')

    (row,) = live.lines(broken)
    assert row.startswith("  unreadable: ")
    assert row.endswith("(unclosed)")


def test_a_remark_has_no_line():
    (remark,) = judged(b"just words\n")

    assert [] == live.lines(remark)


def test_colour_is_only_where_it_is_asked_for():
    _, event = carried(span(attributes(STARTED | {"hostname": "a"})))

    assert "\x1b" not in "".join(live.lines(event))
    assert live.lines(event, Look(color=True))[0].startswith("\x1b[1m  event")


@pytest.mark.parametrize(
    ("spans", "said"), [(1, "1 span"), (2, "2 spans"), (0, "0 spans"), (1234, "1,234 spans")]
)
def test_a_request_is_a_line(spans, said):
    one = replace(request(), body=b"x" * 1500)

    assert f"request 1,000 at 09:41:10.012 UTC: 1,500 bytes, {said}" == live.request_line(
        one, 1000, spans
    )


def test_a_request_without_a_time_says_none():
    assert "request 1: 0 bytes, 0 spans" == live.request_line(
        replace(request(), body=b"", received_at=None), 1, 0
    )


def test_a_refused_request_tells_its_path_harmlessly():
    path = "/##[error]/::add-mask::\x1b[2J" + "a" * 500 + "/v1/traces"
    one = replace(request(path=path), refused=404)

    line = live.request_line(one, 1, 0)
    assert "request 1 at 09:41:10.012 UTC: refused with 404, POST /…/v1/traces" == line
    assert not {"##", "::", "\x1b"} & {line[at : at + n] for at in range(len(line)) for n in (1, 2)}
