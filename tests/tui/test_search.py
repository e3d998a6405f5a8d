"""A word searched for in everything that is shown."""

from __future__ import annotations

import pytest

from inspector.tui import search as module
from inspector.tui import store
from inspector.tui.grammar import parse
from inspector.tui.search import Search, matches
from inspector.tui.store import Log
from inspector.tui.view import View


@pytest.fixture
def view(rows, mixed) -> View:
    log = Log()
    log.add(rows(mixed))
    view = View(log)
    view.extend()
    return view


@pytest.mark.parametrize(
    "word, expected",
    [
        ("plan", 2),
        ("Plan", 0),
        ("CommandStarted", 2),
        ("commandstarted", 2),
        ("COMMAND", 0),
        ("", 0),
    ],
)
def test_a_capital_makes_case_matter(view, word, expected):
    assert expected == Search(view, word).whole()


def test_only_what_is_shown_is_counted(view):
    view.change(parse("event:CommandExited"), everything=False)

    assert 1 == Search(view, "plan").whole()


def test_rows_that_come_later_are_counted_too(view, rows, sent):
    search = Search(view, "plan")
    search.whole()
    view.log.add(rows(sent(command="werf plan") + sent()))
    view.extend()

    assert not search.done
    assert search.look()
    assert 3 == len(search)
    assert not search.look()


def test_before_it_is_done_it_says_at_least_and_still_finds(view, monkeypatch):
    monkeypatch.setattr(module, "_CHECK", 1)
    search = Search(view, "plan")
    search.look(0)

    assert not search.done
    assert "plan (0+)" == search.said(0)
    assert "0 or more rows hold “plan”" == matches(search)
    found = search.found(-1, 1)
    assert found is not None
    assert "werf plan" == view[found].command
    while search.look(0):
        pass
    assert "plan (1 of 2 rows)" == search.said(found)
    assert found == search.found(-1, 1)
    assert found == search.found(len(view), -1) - 3


def test_the_ends_are_told(view):
    search = Search(view, "plan")
    search.whole()
    first, last = search.found(-1, 1), search.found(len(view), -1)

    assert last == search.found(first, 1)
    assert search.found(last, 1) is None
    assert search.found(first, -1) is None
    assert Search(view, "nowhere").found(0, 1) is None
    assert 0 == search.place(first + 1) == search.place(-1)


def test_rows_that_are_no_longer_kept_are_no_matches(monkeypatch, rows, sent):
    monkeypatch.setattr(store, "LIMIT", 20)
    log = Log()
    view = View(log)
    log.add(rows(b"".join(sent(seconds=n) for n in range(20))))
    view.extend()
    search = Search(view, "exited")
    assert 20 == search.whole()

    log.add(rows(sent(seconds=30)))
    view.extend()
    search.look()

    assert len(view) == len(search)
