"""What the bars say, at every width."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.safe import Safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.feed import Told
from inspector.tui.filter import Filter
from inspector.tui.grammar import parse
from inspector.tui.session import Session
from inspector.tui.source import Source
from inspector.tui.status import Status, about, chips, complaint, header, hint, status
from inspector.tui.store import Log

WIDTHS = [40, 60, 80, 110, 200]
NOW = Status(
    following=True, live=True, reading=False, indexed=None, fresh=0, kept_away=0, looked=None, marks=0, index=329, shown=74_694, filter=Filter(),
    everything=False, hidden=0, dropped=0, search=None, held=0,
)  # fmt: skip


class Listening:
    port, refused = 43117, {}
    url = f"http://127.0.0.1:43117/{'0f' * 16}/v1/traces"

    def take(self, _timeout=0):
        return []


def session(source: Source, **said) -> Session:
    made = Session(source)
    for name, value in said.items():
        setattr(made, name, value)
    return made


def _sessions() -> list[Session]:
    endpoint, run = Source("endpoint", endpoint=Listening()), Source("captured")
    return [
        session(Source("demo")), session(endpoint), session(endpoint, requests=10**9),
        session(endpoint, requests=1, refused=10**9), session(run),
        session(run, compared=Told("agree", Safe("log and wire: 3 identical" * 9))),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "width, said, expected",
    [
        (120, {}, f"export WERF_TELEMETRY_TRACE_URL=http://127.0.0.1:43117/{'0f' * 16}/v1/traces"),
        (80, {}, "export WERF_TELEMETRY_TRACE_URL=http://127.0.0.1:43117/v1/traces"),
        (40, {}, "what to paste stands below"),
        (80, {"requests": 3}, "3 requests · 0 spans · nothing was sent on"),
        (80, {"requests": 1, "refused": 2}, "1 request · 0 spans · 2 refused"),
        (40, {"refused": 2}, "0 requests · 0 spans · 2 refused"),
    ],
)
def test_the_second_line_of_an_endpoint_says_what_to_paste_and_then_what_came(
    width, said, expected
):
    line = text_of(hint(session(Source("endpoint", endpoint=Listening()), **said), width))

    assert expected in line


@pytest.mark.parametrize(
    "told, role",
    [(None, "review"), (Told("agree", Safe("3 identical")), "live"),
     (Told("disagree", Safe("3 identical")), "violation")],
)  # fmt: skip
def test_the_second_line_of_a_run_says_whether_log_and_wire_agree(told, role):
    (span,) = hint(session(Source("captured"), compared=told), 80)

    assert role == span.role
    assert ("3 identical" if told else "reading") in span.text


@pytest.mark.parametrize("width", WIDTHS)
def test_no_bar_is_wider_than_the_screen(rows, mixed, width):
    log = Log()
    log.add(rows(mixed * 300))
    long = parse("level:violation|bad event:" + "Stage" * 20 + " some words")
    now = replace(NOW, filter=long, search=Safe("x" * 40), hidden=9, dropped=9, held=9)

    for line in (
        header(Source("path", ("/a/" + "long" * 30 + ".log",)), "live", 10**9, width),
        *(hint(one, width) for one in _sessions()),
        *(header(one.source, "live", 10**9, width) for one in _sessions()),
        about(log[0], 12, "Raw", width),
        about(None, None, "Raw", width),
        status(now, log[0], width),
        *complaint(Safe("a short complaint, and what to write instead of it"), 60, width),
    ):
        assert width_of(line) <= width


@pytest.mark.parametrize(
    "change, expected",
    [
        ({}, " FOLLOW  330/74,694"),
        ({"following": False}, " PAUSED  330/74,694"),
        ({"following": False, "fresh": 37}, " PAUSED +37 new  330/74,694"),
        (
            {"following": False, "fresh": 3, "kept_away": 9},
            " PAUSED +3 new (+9 hidden)  330/74,694",
        ),
        ({"following": False, "kept_away": 9}, " PAUSED +0 new (+9 hidden)  330/74,694"),
        ({"looked": 43}, " FILTERING 43 %  330/74,694"),
        ({"following": False, "live": False}, " ALL READ  330/74,694"),
        ({"reading": True}, " READING  330/74,694"),
        ({"shown": 0}, " FOLLOW  -/0"),
        ({"filter": parse("level:bad")}, " FOLLOW  330/74,694  filter: flag:bad"),
        ({"search": Safe("x y")}, " FOLLOW  330/74,694  search: x y"),
        ({"marks": 2}, " FOLLOW  330/74,694  marks: 2"),
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
    assert ("x 1 unreadable" if width >= 100 else "x 1 bad") in text
    assert width_of(chips(log, 2, Filter(), width)) <= width


def test_a_complaint_points_at_its_place_where_there_is_room():
    assert [*map(text_of, complaint(Safe("wrong"), 3, 80))] == [" " * 13 + "^ wrong"]
    assert [*map(text_of, complaint(Safe("wrong"), 74, 80))] == [" x wrong"]
    said = Safe("write a time as -2h, 2026-11-14 or 2026-11-14T09:30")
    assert [*map(text_of, complaint(said, 9, 40))] == [
        " x write a time as -2h, 2026-11-14 or", "   2026-11-14T09:30",
    ]  # fmt: skip
