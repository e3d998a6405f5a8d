"""Rows seen through a filter."""

from __future__ import annotations

import pytest

from inspector.tui import store as module
from inspector.tui.filter import parse
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
    gone = view.extend()

    assert gone == log.first > 0
    assert len(view) == log.end - log.first
    assert view.number(0) == log.first


def test_a_row_number_finds_its_index_or_the_next(view):
    assert 0 == view.index(0)
    assert view.index(view.number(3)) == 3
    assert view.index(10**6) == len(view) - 1


def test_finding_goes_both_ways(view):
    flagged = [n for n in range(len(view)) if view[n].flagged]

    assert flagged[0] == view.find(-1, lambda row: row.flagged)
    assert flagged[-1] == view.find(len(view), lambda row: row.flagged, back=True)
    assert view.find(len(view) - 1, lambda row: row.flagged) is None


def test_each_condition_is_counted_alone(view):
    view.change(parse("level:bad event:Command*"), everything=False)

    assert [("level:bad", 1), ("event:Command*", 4)] == [(t.text, n) for t, n in view.counts()]
