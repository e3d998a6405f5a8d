"""Marks and comments: put on, gone through, found again."""

from __future__ import annotations

import json

import pytest

from inspector import state
from inspector.tui import marks as module
from inspector.tui.app import InspectorApp
from inspector.tui.marks import Marks, around
from inspector.tui.source import Source


@pytest.mark.parametrize(
    "number, step, expected",
    [(3, 1, [5, 9, 1]), (3, -1, [1, 9, 5]), (5, 1, [9, 1]), (5, -1, [1, 9]), (-1, 1, [1, 5, 9])],
)
def test_marks_are_gone_through_in_a_circle(number, step, expected):
    assert expected == list(around([1, 5, 9], number, step))


def test_marks_are_found_again_by_place_and_bytes(rows, mixed, sent):
    before, after = Marks(), Marks()
    log = rows(mixed)
    before.toggle(3, log[3])
    before.say(5, log[5], "look [/]")
    assert 0 == after.await_(before.kept())

    for number, row in enumerate(rows(mixed[:200].replace(b"0", b"1") + mixed[200:])):
        after.meet(number, row)

    assert [3, 5] == after.numbers()
    assert "look [/]" == after.comment(5)
    assert before.kept() == after.kept()


def test_a_mark_is_on_no_other_record_at_the_same_place(rows, sent):
    before, after = Marks(), Marks()
    before.toggle(0, rows(sent())[0])
    after.await_(before.kept())

    after.meet(0, rows(sent("BuildStarted"))[0])

    assert 0 == len(after)
    assert before.kept() == after.kept()


@pytest.mark.parametrize(
    "kept", [None, 3, {}, {"start": "0"}, [], {"start": 0, "digest": 1, "span": 0, "comment": ""}]
)
def test_a_damaged_mark_is_left_out(kept):
    marks = Marks()

    assert 1 == marks.await_([kept])
    assert [] == marks.kept()


def test_marks_are_bounded(monkeypatch, rows, mixed):
    monkeypatch.setattr(module, "MOST", 2)
    marks = Marks()
    for number, row in enumerate(rows(mixed)[:2]):
        marks.say(number, row, "x" * 10_000)

    assert marks.full
    assert module.LONGEST == len(marks.comment(0))


def test_spans_of_one_request_are_told_apart(rows, saved, mixed):
    log = rows(saved(mixed))
    spans = [row for row in log if row.carrier]

    assert len(spans) == len({module.place_of(row) for row in spans})


# --- in the app ---


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.fixture
def keeps(monkeypatch):
    monkeypatch.setattr(InspectorApp, "keeps", True)


async def test_a_mark_is_seen_counted_and_taken_away(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "m")
        assert "·*14:02:01" in app.text
        assert "marks: 1" in app.text
        assert "until you quit" in app.text

        await app.press("m")
        assert "·*14:02:01" not in app.text
        assert "marks:" not in app.text


async def test_marks_are_visited_those_of_hidden_rows_left_out(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "m", "j", "m", "G", "m", "u")
        assert app.chosen == "CommandStarted 14:02:01.000"
        await app.press("u")
        assert app.chosen == "BuildStarted 14:02:03.000"
        await app.press("U", "U")
        assert app.chosen == "CommandExited 14:02:07.000"

        await app.press("ampersand")
        await app.type("-event:BuildStarted")
        await app.press("g", "u")
        assert app.chosen == "CommandExited 14:02:07.000"


async def test_without_a_mark_there_is_none_to_go_to(show, mixed):
    async with show(mixed) as app:
        await app.press("u")
        assert "no other marked row" in app.text


async def test_a_comment_is_shown_as_text_and_changed(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "semicolon")
        await app.type("[@click=app.quit]why[/]")
        assert "* [@click=app.quit]why[/]" in app.text
        assert "marks: 1" in app.text

        await app.press("semicolon", *["backspace"] * 30)
        await app.type("because")
        assert "* because" in app.text
        await app.press("semicolon", *["backspace"] * 30, "enter")
        assert "because" not in app.text
        assert "marks: 1" in app.text


async def test_a_comment_goes_with_its_mark_only_when_asked_for_twice(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "semicolon")
        await app.type("agreed")
        await app.press("m")
        assert "m again takes away the mark and its comment" in app.text
        assert "agreed" in app.text

        await app.press("j", "m", "k", "m")
        assert len(app.board.session.marks) == 2
        await app.press("m")
        assert len(app.board.session.marks) == 1


async def test_nothing_is_put_on_what_is_no_record(show):
    async with show() as app:
        await app.press("m", "semicolon")

        assert "no record here to mark" in app.text
        assert "no record here to comment on" in app.text


async def test_marks_comments_and_the_filter_survive_a_restart(show, mixed, keeps):
    async with show(mixed) as app:
        await app.press("g", "m", "j", "semicolon")
        await app.type("odd build")
        await app.press("ampersand")
        await app.type("event:Build*|CommandStarted")
    (item,) = state.items()
    assert 2 == item.marks

    async with show(mixed) as app:
        await app.pilot.pause(0.1)
        assert "kept from last time: 2 marks and a filter" in app.text
        assert "filter: event:Build*|" in app.text
        assert ["CommandStarted", "BuildStarted", "CommandStarted"] == app.types
        await app.press("g", "u")
        assert "* odd build" in app.text

        await app.press("backslash", "g", "m", "j", "m", "m")
    assert [] == state.items()


async def test_another_log_of_the_same_name_has_none_of_it(show, mixed, sent, keeps):
    async with show(mixed) as app:
        await app.press("g", "m")

    async with show(sent() + mixed) as app:
        assert "marks:" not in app.text
        assert "kept from" not in app.text


@pytest.mark.parametrize("change", [{"filter": "flag:wrong"}, {"marks": [1]}, {"schema": "x"}])
async def test_what_is_damaged_is_ignored_with_a_word(show, mixed, keeps, change):
    async with show(mixed) as app:
        await app.press("g", "m")
    (item,) = state.items()
    item.path.write_text(json.dumps(json.loads(item.path.read_text()) | change))

    async with show(mixed) as app:
        await app.pilot.pause(0.1)
        assert "cannot be read; it is ignored" in app.text
        assert 6 == len(app.types)


async def test_a_folder_that_may_not_be_written_is_told(show, mixed, keeps, tmp_path):
    (tmp_path / state.APP).write_text("")
    async with show(mixed) as app:
        await app.press("g", "m")

        assert "cannot be kept" in app.text
        assert "marks: 1" in app.text


async def test_the_demo_leaves_nothing(show, mixed, keeps):
    async with show(mixed, source=Source("demo")) as app:
        await app.press("g", "m")

    assert [] == state.items()
