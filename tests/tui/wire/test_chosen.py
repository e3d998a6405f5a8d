"""What a dry run may be about."""

from __future__ import annotations

import pytest

from inspector.tui.store import Log
from inspector.tui.view import View
from inspector.tui.wire.chosen import offers, on_the_wire, one


@pytest.fixture
def log(rows, mixed, saved) -> Log:
    log = Log()
    log.add(rows(mixed + saved(mixed)))
    return log


@pytest.fixture
def view(log) -> View:
    view = View(log)
    view.extend()
    return view


def named(log: Log, kind: str):
    return next(row for _, row in log.rows() if row.type == kind)


def test_an_event_is_chosen_with_its_line(log):
    chosen = one(named(log, "BuildStarted"), log)

    assert ("event, line 4", 1, None) == (chosen.title, len(chosen.rows), chosen.received)


@pytest.mark.parametrize("kind", ["telemetry is on", "(forged-or-torn)"])
def test_what_is_no_event_cannot_be_sent(log, kind):
    assert one(named(log, kind), log) is None


def test_a_span_is_chosen_with_the_events_it_may_be(log):
    span = next(row for _, row in log.rows() if row.carrier and row.type == "BuildStarted")
    chosen = one(span, log)

    assert on_the_wire(span)
    assert span is chosen.received
    assert ["BuildStarted"] == [row.type for row in chosen.rows]
    assert chosen.title.startswith("request, line ")


def test_a_request_is_chosen_as_it_is(log):
    chosen = one(named(log, "request: 1 span"), log)

    assert ((), True) == (chosen.rows, chosen.received is named(log, "request: 1 span"))


def test_the_menu_offers_event_run_and_all_that_is_shown(log, view):
    found = offers(named(log, "BuildStarted"), log, view)

    assert ["event", "run", "all"] == list(found)
    assert ("run r1: 3 events", 3) == (found["run"].title, len(found["run"].rows))
    assert "everything shown: 5 events" == found["all"].title


def test_the_menu_offers_only_what_there_is(log, view, saved, rows, sent):
    assert ["all"] == list(offers(named(log, "(forged-or-torn)"), log, view))
    wire = Log()
    wire.add(rows(saved(sent())))

    assert ["event"] == list(offers(wire[1], wire, View(wire)))
    assert {} == offers(None, Log(), View(Log()))
