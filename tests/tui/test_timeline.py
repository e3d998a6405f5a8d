"""The rows over time: what is counted where, what a click finds, and what all of it costs."""

from __future__ import annotations

from array import array
from collections import Counter
from random import Random

import pytest

from inspector.tui import timeline as module
from inspector.tui.ahead import AHEAD
from inspector.tui.buckets import COUNT, NONE, Buckets, edges
from inspector.tui.cells import text_of, width_of
from inspector.tui.grammar import parse
from inspector.tui.store import Log
from inspector.tui.timeline import Timeline
from inspector.tui.view import View

START = 1_791_284_531_048


# --- buckets ---


@pytest.mark.parametrize("step", [1, 7, -3, 86_400_000])
def test_no_row_is_lost_when_the_range_grows(step):
    buckets, random = Buckets(), Random(step)  # noqa: S311  # of a test
    moments = [START + step * n + random.randrange(5) for n in range(50_000)]
    for number, moment in enumerate(moments):
        buckets.add(moment, number, "violation" if number % 1000 == 0 else "ok")

    assert (buckets.low, buckets.high) == (min(moments), max(moments))
    places = Counter(map(buckets.place, moments))
    assert 0 <= min(places) <= max(places) < COUNT
    for at, count in places.items():
        assert buckets.column(at, at + 1).rows == count
    assert buckets.column(0, COUNT) == (50_000, "violation", 0)


def test_the_first_rows_of_a_bucket_are_known():
    buckets = Buckets()
    seen = []
    for number, flag in enumerate(["ok", "review", "review", "unreadable", "violation", "note"]):
        buckets.add(START, number, flag)
        seen.append(buckets.column(0, COUNT))

    assert seen == [
        (1, None, NONE), (2, "review", 1), (3, "review", 1), (4, "unreadable", 3),
        (5, "violation", 4), (6, "violation", 4),
    ]  # fmt: skip
    assert buckets.nearest(0, COUNT) == 0


@pytest.mark.parametrize("many, columns", [(1, 60), (2, 60), (59, 60), (60, 60), (8192, 89)])
def test_columns_share_every_bucket_once(many, columns):
    shared = edges(5, 4 + many, columns)

    assert (shared[0], shared[-1], len(shared)) == (5, 5 + many, columns + 1)
    assert sorted(shared) == list(shared)


def test_an_odd_clock_far_away_costs_no_walk():
    buckets = Buckets()
    for number, moment in enumerate([START, 0, 1 << 62, -(1 << 61)]):
        buckets.add(moment, number, "ok")

    assert buckets.column(0, COUNT).rows == 4
    assert buckets.nearest(COUNT - 1, COUNT) == 2


# --- a view's rows ---


def shown(rows, *logs: bytes, everything: bool = False) -> Timeline:
    log = Log()
    view = View(log)
    view.change(parse(""), everything=everything)
    timeline = Timeline(view)
    for one in logs:
        log.add(rows(one))
        view.extend()
        whole(timeline)
    return timeline


def whole(timeline: Timeline) -> None:
    while timeline.busy:
        timeline.look()


def text(timeline: Timeline, width: int = 60, number: int = 0, marks=()) -> list[str]:
    lines = timeline.lines(width, number, marks)
    assert [width_of(line) for line in lines] == [width, width]
    return [str(text_of(line)) for line in lines]


def test_density_stands_above_and_what_needs_a_look_below(rows, sent):
    log = b"".join([
        sent(seconds=0), sent(seconds=0), sent(seconds=0), sent(seconds=0),
        sent(data={"exitCode": 0, "durationMs": 1, "hostPath": "/home/x"}, seconds=30),
        b"[41207][2026-10-06 14:02:45 +0300 MSK] Telemetry: sent event: ts=17\n",
        sent(seconds=59),
    ])  # fmt: skip
    above, below = text(shown(rows, log), 60)

    assert (above[0], above[30], above[45], above[59]) == ("█", "▂", "▂", "▂")
    assert (below[0], below[30], below[45]) == ("^", "!", "x")
    assert len(above.split()) == 4
    assert below.split() == ["^", "!", "x"]


def test_a_persons_mark_stands_above_a_flag_and_below_the_cursor(rows, sent):
    bad = {"exitCode": 0, "durationMs": 1, "hostPath": "/home/x"}
    timeline = shown(rows, b"".join(sent(data=bad, seconds=n) for n in range(60)))

    assert text(timeline, 60, 10, [20, 10])[1] == f"{'!' * 10}^{'!' * 9}*{'!' * 39}"
    assert timeline.at(20, below=True) == 20


def test_rows_are_counted_as_they_come_and_only_once(rows, sent, monkeypatch):
    counted = Counter()
    plain = Buckets.add
    monkeypatch.setattr(
        Buckets, "add", lambda self, at, n, flag: (counted.update([n]), plain(self, at, n, flag))
    )
    logs = [b"".join(sent(seconds=10 * k + n) for n in range(10)) for k in range(6)]
    timeline = shown(rows, *logs)

    assert counted == Counter(range(60))
    assert text(timeline)[0] == "█" * 60


def test_a_filter_counts_anew_and_only_what_it_shows(rows, mixed):
    timeline = shown(rows, mixed)
    timeline._view.change(parse("flag:violation"), everything=False)

    assert timeline.busy
    whole(timeline)
    assert text(timeline, number=5)[0].split() == ["█"]
    timeline._view.change(parse(""), everything=True)
    whole(timeline)
    assert timeline._buckets.total == 10


def test_a_clock_that_goes_back_takes_its_rows_with_it(rows, sent):
    timeline = shown(rows, b"".join(sent(seconds=n) for n in (30, 59, 0, 10)))

    assert [at for at, sign in enumerate(text(timeline)[0]) if sign != " "] == [0, 10, 30, 59]
    assert text(timeline, number=2)[1][0] == "^"
    assert [timeline.at(column, below=False) for column in (0, 10, 30, 59)] == [2, 3, 0, 1]


def test_a_row_without_a_time_stands_where_the_one_before_it_does(rows, sent, monkeypatch):
    monkeypatch.setattr(module, "_STEP", 2)
    torn = b"words\n"
    log = torn * 3 + sent(seconds=0) + torn * 5 + sent(seconds=30) + torn + sent(seconds=59)
    timeline = shown(rows, log, everything=True)
    view = timeline._view

    assert [timeline._column(timeline.moment(n)) for n in range(view.log.end) if text(timeline)] == [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 30, 59,
    ]  # fmt: skip
    assert timeline._buckets.total == 12


def test_without_any_time_rows_stand_by_their_place(rows):
    timeline = shown(rows, b"words\n" * 60, everything=True)

    assert text(timeline, number=59) == ["█" * 60, " " * 59 + "^"]
    assert timeline.at(33, below=False) == 33
    assert "no row has a time" in text(timeline, 120)[1]
    assert "rows 1 to 60" in text(timeline, 120)[0]


def test_a_click_between_rows_finds_the_nearest(rows, sent):
    timeline = shown(rows, b"".join(sent(seconds=n) for n in (0, 30, 59)))
    text(timeline)

    assert [timeline.at(column, below=False) for column in (10, 20, 40, 50)] == [0, 1, 1, 2]
    assert timeline.at(60, below=False) is None
    assert timeline.at(-1, below=False) is None


def test_zoom_shows_less_around_the_cursor_and_all_again(rows, sent):
    timeline = shown(rows, b"".join(sent(seconds=n) for n in range(60)))
    text(timeline, 60, 30)

    assert timeline.zoom(1, 30)
    closer = text(timeline, 60, 30)
    assert len(closer[0].split()) in {29, 30, 31}
    assert closer[1].index("^") in {29, 30, 31}
    moved = text(timeline, 60, 59)
    assert "^" in moved[1]
    assert timeline.zoom(-1, 59)
    assert text(timeline, 60, 30)[0] == "█" * 60


def test_zoom_ends_where_nothing_is_finer(rows, sent):
    timeline = shown(rows, b"".join(sent(seconds=n) for n in range(60)))
    text(timeline)
    steps = 0
    while timeline.zoom(1, 30):
        text(timeline, 60, 30)
        steps += 1

    assert 4 <= steps <= 8
    assert "^" in text(timeline, 60, 30)[1]


def test_words_beside_it_say_from_when_to_when(rows, sent):
    timeline = shown(rows, sent(seconds=0) + sent(seconds=50))

    above, below = text(timeline, 120)
    assert "10-06 11:02:00 - 11:02:50Z" in above
    assert "a column: 561 ms" in below


def test_rows_that_are_no_longer_kept_stay_counted(rows, sent, monkeypatch):
    monkeypatch.setattr("inspector.tui.store.LIMIT", 20)
    timeline = shown(
        rows, *(b"".join(sent(seconds=5 * k + n) for n in range(5)) for k in range(12))
    )
    view = timeline._view

    assert view.log.first > 0
    assert timeline._buckets.total == 60
    first = view.number(0)
    assert text(timeline, 60, first, [0, first])[0] == "█" * 60
    assert timeline.at(0, below=True) == 0


def test_what_is_not_indexed_yet_is_not_counted(rows, sent):
    timeline = shown(rows, b"".join(sent(seconds=n) for n in range(30)))
    view = timeline._view
    view.log.ahead.add(rows(b"".join(sent(seconds=n) for n in range(40, 60))))
    view.extend()

    assert len(view) == 51
    assert not timeline.busy
    assert text(timeline, 60, AHEAD + 5, [AHEAD + 3])[1] == " " * 59 + "^"
    assert timeline._buckets.total == 30
    view.log.ahead.clear()
    view.log.add(rows(b"".join(sent(seconds=n) for n in range(30, 60))))
    view.extend()
    whole(timeline)
    assert text(timeline)[0] == "█" * 60


class Million:
    """A view of a million rows, made up."""

    def __init__(self) -> None:
        self.filter, self.everything, self.log, self.asked = parse(""), False, self, 0
        self.first, self._numbers = 0, array("q", range(1_000_000))

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def indexed(self) -> int:
        return len(self._numbers)

    def number(self, index: int) -> int:
        return self._numbers[index]

    def index(self, number: int) -> int:
        return number

    def after(self, number: int):
        return iter(self._numbers[number:])

    def at(self, number: int) -> int:
        self.asked += 1
        return START + 173 * number

    def flag(self, number: int) -> str:
        return "ok" if number % 5000 else "violation"


def test_a_million_rows_are_asked_for_once_and_never_for_a_picture():
    view = Million()
    timeline, slices = Timeline(view), 0
    while timeline.busy:
        timeline.look()
        slices += 1

    assert slices > 1
    assert view.asked <= 1_000_002
    view.asked = 0
    for number in range(0, 1_000_000, 9999):
        text(timeline, 120, number, [5, 999_999])
        timeline.at(30, below=True)
    assert view.asked <= 3 * 101


# --- on the screen ---


async def test_it_stands_over_the_list_where_there_is_room(show, mixed):
    async with show(mixed, size=(120, 40)) as app:
        assert "a column: " in app.text
        await app.pilot.resize_terminal(120, 29)
        await app.pilot.pause()
        assert "a column: " not in app.text
        await app.pilot.resize_terminal(60, 30)
        await app.pilot.pause()
        assert "█" in app.text
        await app.pilot.resize_terminal(59, 40)
        await app.pilot.pause()
        assert "█" not in app.text


async def test_a_click_on_it_goes_to_the_row(show, mixed):
    async with show(mixed, size=(120, 40)) as app:
        await app.pilot.click("#timeline", offset=(0, 0))
        await app.pilot.pause()

        assert app.chosen == "CommandStarted 14:02:01.000"
        assert "PAUSED" in app.text


async def test_new_rows_and_marks_appear_on_it(show, mixed, sent):
    async with show(mixed, size=(80, 40)) as app:
        await app.press("g", "m", "G")
        assert app.board.timeline._lines[1][0].text.startswith("*")
        await app.give(sent(seconds=50))

        assert app.board.timeline.timeline._buckets.total == 7
        assert text_of(app.board.timeline._lines[1]).endswith("^")


async def test_zoom_is_said_where_it_cannot_be(show, mixed):
    async with show(mixed, size=(80, 24)) as app:
        await app.press("z")
        assert "no timeline: it needs 60 columns and 30 lines" in app.text
    async with show(mixed, size=(120, 40)) as app:
        await app.press("z")
        assert "zoomed" in app.text
        await app.press("Z")
        assert "zoomed" not in app.text
        await app.press(*"zzzzzzzz")
        assert "nothing finer here" in app.text


async def test_without_rows_there_is_no_timeline(show, mixed):
    async with show(mixed, size=(120, 40)) as app:
        await app.press("ampersand")
        await app.type("nothing-like-it")

        assert not app.board.timeline.shown
        assert "No event matches" in app.text


async def test_without_utf_8_it_is_drawn_in_ascii(show, mixed):
    async with show(mixed, size=(120, 40), ascii_mode=True) as app:
        assert app.text.isascii()
        assert "#" in app.text.split("\n")[2]
