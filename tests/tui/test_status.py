"""What the bars say, at every width."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.safe import Safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.filter import Filter, parse
from inspector.tui.rows import Log
from inspector.tui.source import Source
from inspector.tui.status import Status, about, chips, complaint, header, hint, status

WIDTHS = [40, 60, 80, 110, 200]
NOW = Status(
    following=True, live=True, reading=False, fresh=0, index=329, shown=74_694, filter=Filter(),
    everything=False, hidden=0, dropped=0, search=None, held=0,
)  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_no_bar_is_wider_than_the_screen(rows, mixed, width):
    log = Log()
    log.add(rows(mixed * 300))
    long = parse("level:violation|bad event:" + "Stage" * 20 + " some words")
    now = replace(NOW, filter=long, search=Safe("x" * 40), hidden=9, dropped=9, held=9)

    for line in (
        header(Source("path", ("/a/" + "long" * 30 + ".log",)), "live", 10**9, width),
        hint(width),
        about(log[0], 12, "Raw", width),
        about(None, None, "Raw", width),
        status(now, log[0], width),
        complaint("a short complaint", 60, width),
    ):
        assert width_of(line) <= width


@pytest.mark.parametrize(
    "change, expected",
    [
        ({}, " FOLLOW  330/74,694"),
        ({"following": False}, " PAUSED  330/74,694"),
        ({"following": False, "fresh": 37}, " PAUSED +37 new  330/74,694"),
        ({"following": False, "live": False}, " ALL READ  330/74,694"),
        ({"reading": True}, " READING  330/74,694"),
        ({"shown": 0}, " FOLLOW  -/0"),
        ({"filter": parse("level:bad")}, " FOLLOW  330/74,694  filter: level:bad"),
        ({"search": Safe("x y")}, " FOLLOW  330/74,694  search: x y"),
        ({"hidden": 7}, " FOLLOW  330/74,694  7 remarks hidden: a shows them"),
        ({"hidden": 7, "everything": True}, " FOLLOW  330/74,694  all records"),
        ({"dropped": 1200}, " FOLLOW  330/74,694  oldest 1,200 no longer kept"),
        ({"held": 120}, " FOLLOW  330/74,694  120 B of an open record"),
    ],
)
def test_the_state_line_says(change, expected):
    assert expected == text_of(status(replace(NOW, **change), None, 120))


def test_in_a_narrow_terminal_the_state_line_says_the_level_in_words(rows, mixed):
    row = next(row for row in rows(mixed) if row.flag == "violation")

    assert "! violation" in text_of(status(NOW, row, 40))


@pytest.mark.parametrize("width, expected", [(120, "5 events  2 runs"), (80, "5 events ")])
def test_the_counts_are_exact(rows, mixed, width, expected):
    log = Log()
    log.add(rows(mixed))

    text = text_of(chips(log, 2, Filter(), width))

    assert expected in text
    assert "! 1 violation " in text
    assert "x 1 unreadable" in text
    assert width_of(chips(log, 2, Filter(), width)) <= width


def test_a_complaint_points_at_its_place_where_there_is_room():
    assert text_of(complaint("wrong", 3, 80)) == " " * 13 + "^ wrong"
    assert text_of(complaint("wrong", 70, 80)) == " x wrong"
