"""Which time counts, and what a period leaves out."""

from __future__ import annotations

import pytest

from inspector.model import Export, Frame, Line, Record, Remark, Request
from inspector.rules import Period, written

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
