"""The time column: by the clock, since the row above, since the run began."""

from __future__ import annotations

import pytest

from inspector.tui.cells import text_of, width_of
from inspector.tui.times import lasting

RUN = "6f1c9a52-3b7e-4c0d-9a44-71d2f0c8e615"


@pytest.mark.parametrize(
    "ms, text",
    [
        (0, "+0.000"),
        (41, "+0.041"),
        (59_999, "+59.999"),
        (60_000, "+1:00.000"),
        (-3_599_999, "-59:59.999"),
        (3_600_000, "+1:00:00"),
        (-86_399_999, "-23:59:59"),
        (90_000_000, "+1d 01h"),
        (99_999 * 86_400_000, "+99,999d 00h"),
        (1 << 62, "+>100,000d"),
    ],
)
def test_a_length_of_time_fits_its_column(ms, text):
    assert lasting(ms) == text
    assert len(text) <= 12


def times(app) -> list[str]:
    rows = app.board.list
    lines = [rows.line(y) for y in range(rows.length())]
    assert {width_of(line) for line in lines} == {rows.room}
    return [text_of(line)[3:15].strip() for line in lines]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)], ids=str)
async def test_a_key_steps_through_what_the_column_says(show, sent, size):
    other = RUN.replace("6f", "7a")
    seconds = [(1, RUN), (3.5, other), (3.25, RUN), (59, other)]
    log = b"".join(sent(seconds=n, run=run) for n, run in seconds) + b"words\n"
    async with show(log, size=size) as app:
        await app.press("a")
        clock = times(app)
        assert clock[0] == "14:02:01.000"

        await app.press("i")
        assert "SINCE LAST" in app.text
        assert times(app) == ["-", "+2.500", "-0.250", "+55.750", "-"]
        assert "+55.750" in app.text

        await app.press("i")
        assert "IN ITS RUN" in app.text
        assert times(app) == ["+0.000", "+0.000", "+2.250", "+55.500", "-"]

        await app.press("i")
        assert times(app) == clock


async def test_a_filter_changes_which_row_is_above(show, sent):
    async with show(b"".join(sent(seconds=n) for n in range(5))) as app:
        await app.press("i", "ampersand")
        await app.type("since:2026-10-06T11:02:02")

        assert times(app) == ["-", "+1.000", "+1.000"]


async def test_the_beginning_of_a_run_may_be_gone(show, sent, monkeypatch):
    monkeypatch.setattr("inspector.tui.store.LIMIT", 20)
    async with show(b"".join(sent(seconds=n) for n in range(40))) as app:
        await app.press("i", "i")

        assert set(times(app)) == {"-"}
