"""Which time counts, and what a period leaves out."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from inspector.audit import Settings, audit, day
from inspector.contracts import shipped
from inspector.model import Export, Frame, Line, Record, Remark, Request
from inspector.report.forms import FORMS, render
from inspector.rules import Period, rules, written

LINE = Line(b"", 0, 0, 1)


@pytest.mark.parametrize(
    "period, time, out",
    [
        pytest.param(Period(), 5, False, id="no bounds"),
        pytest.param(Period(5, 9), 4, True, id="before"),
        pytest.param(Period(5, 9), 5, False, id="its beginning is in it"),
        pytest.param(Period(5, 9), 9, True, id="its end is not"),
        pytest.param(Period(until=9), 8, False, id="no beginning"),
        pytest.param(Period(5, 9), None, False, id="what has no time is not left out"),
    ],
)
def test_a_period_leaves_out_what_lies_outside(period, time, out):
    assert out is period.leaves_out(time)


def test_a_remark_has_the_time_of_its_line_and_a_request_of_its_arrival():
    frame = Frame(7, "", 1_775_000_000_123_000_000, None)
    request = Request("POST", "/v1/traces", (), b"", received_at="2026-03-25T09:41:10.012Z")

    assert 1_775_000_000_123 == written(Record(LINE, Remark("error", ""), frame))
    assert written(Record(LINE, Remark("foreign", ""))) is None
    assert 1_774_431_670_012 == written(Record(LINE, Export(request, ())))


@pytest.mark.parametrize("nanoseconds", [-1, 253_402_300_800 * 10**9])
def test_a_clock_that_no_calendar_holds_says_nothing(nanoseconds):
    record = Record(LINE, Remark("error", ""), Frame(7, "", nanoseconds, None))

    assert written(record) is None


@pytest.mark.parametrize("year", ["10000", "99999", "0000"])
def test_a_log_of_such_a_time_is_judged_and_told_in_every_form(tmp_path, cases, year):
    path = tmp_path / "a.log"
    path.write_bytes(
        (cases / "werf-v2.77.1-clean.log").read_bytes()
        + f"[1][{year}-01-01 00:00:00 +0000 UTC] Telemetry: sent event: ts=-1, ".encode()
        + b'executionID="", userID="", projectID="", command="", eventType="x", eventData="{}", '
        b'attributes="{}", schemaVersion=2\n'
    )

    report = audit([str(path)], Settings(shipped(), rules()))

    assert all(render(report, form) for form in FORMS)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_capture_of_such_a_time_is_judged_and_told_in_every_form(tmp_path, cases, time):
    path, body = tmp_path / "a.jsonl", (cases / "wasp-wire-clean.jsonl").read_text().splitlines()[0]
    path.write_text(json.dumps({"captured_at": time, "wire": json.loads(body)}) + "\n")

    report = audit([str(path)], Settings(shipped(), rules()))

    assert all(render(report, form) for form in FORMS)


@pytest.mark.parametrize("time, day_", [(10**18, dt.date.max), (-(10**18), dt.date.min)])
def test_a_file_of_such_a_time_has_the_last_day_or_the_first(time, day_):
    assert day_ == day(time)
