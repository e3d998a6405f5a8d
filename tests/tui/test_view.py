"""Rows seen through a filter."""

from __future__ import annotations

import pytest

from inspector.tui import store as module
from inspector.tui import view as module_of_views
from inspector.tui.grammar import parse
from inspector.tui.store import Log
from inspector.tui.view import View


@pytest.fixture
def view(rows, mixed) -> View:
    log = Log()
    log.add(rows(mixed))
    view = View(log)
    view.extend()
    return view


def test_notes_are_left_out_until_everything_is_asked_for(view):
    assert len(view) == 6

    view.change(parse(""), everything=True)

    assert len(view) == 10


def test_new_rows_pass_the_filter_too(view, rows, sent):
    view.change(parse("event:BuildStarted"), everything=False)
    view.log.add(rows(sent("BuildStarted") + sent()))

    view.extend()

    assert ["BuildStarted", "BuildStarted"] == [view[n].type for n in range(len(view))]


def test_rows_that_are_no_longer_kept_leave_the_view(monkeypatch, rows, sent):
    monkeypatch.setattr(module, "LIMIT", 20)
    log = Log()
    view = View(log)
    log.add(rows(b"".join(sent(seconds=n) for n in range(15))))
    view.extend()

    log.add(rows(b"".join(sent(seconds=n) for n in range(15, 30))))
    gone, _ = view.extend()

    assert gone == log.first > 0
    assert len(view) == log.end - log.first
    assert view.number(0) == log.first


def test_a_row_number_finds_its_index_or_the_next(view):
    assert 0 == view.index(0)
    assert view.index(view.number(3)) == 3
    assert view.index(10**6) == len(view) - 1


def test_finding_goes_both_ways(view):
    flagged = [n for n in range(len(view)) if view[n].flagged]

    assert flagged[0] == view.find(-1, lambda entry: entry.flagged)
    assert flagged[-1] == view.find(len(view), lambda entry: entry.flagged, back=True)
    assert view.find(len(view) - 1, lambda entry: entry.flagged) is None


def test_each_condition_is_counted_alone(view):
    view.change(parse("level:bad event:Command*"), everything=False)

    assert [("flag:bad", 4), ("event:Command*", 1)] == [(t.text, n) for t, n in view.counts()]


def test_a_row_that_lacks_two_things_would_match_without_neither(view):
    view.change(parse("nowhere flag:note cmd:plan"), everything=False)

    assert [0, 0, 0] == [count for _, count in view.counts()]


def test_a_filter_is_worked_off_in_slices(view, monkeypatch):
    monkeypatch.setattr(module_of_views, "_CHECK", 1)
    view.change(parse("event:*Exited"), everything=False, seconds=0)
    lefts = []
    while view.busy:
        lefts.append(view.left)
        view.extend(0)

    assert [9, 8, 7, 6, 5, 4, 3, 2, 1] == lefts
    assert ["CommandExited"] * 2 == [view[n].type for n in range(len(view))]


def test_what_keeps_all_away_is_counted_in_slices_too(view, monkeypatch):
    monkeypatch.setattr(module_of_views, "_CHECK", 1)
    view.change(parse("nothing"), everything=False, seconds=0)
    while view.left:
        assert view.counts() is None
        view.extend(0)

    assert view.busy
    assert view.counts() is None
    while view.busy:
        view.extend(0)
    assert [6] == [count for _, count in view.counts()]


def test_rows_that_the_filter_keeps_away_are_counted(view, rows, sent):
    view.change(parse("event:BuildStarted"), everything=False)
    before = view.refused
    view.log.add(rows(sent("BuildStarted") + sent() + sent()))
    view.extend()

    assert 5 == before
    assert 7 == view.refused
