"""What other programs send to the app's endpoint, and which event of the log it is."""

from __future__ import annotations

from dataclasses import replace
from http.client import HTTPConnection

import pytest

from inspector.decode import decode
from inspector.decode.sent import sent as pairs_of
from inspector.tui.cells import text_of
from inspector.tui.wire import caught as module
from inspector.tui.wire.bench import Bench
from inspector.tui.wire.caught import Catch
from inspector.tui.wire.chosen import NOTHING, Chosen, one
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.said import panel
from inspector.tui.wire.tools import Wire
from tests.tui.conftest import all_of


@pytest.fixture
def pairs(rows):
    def _pairs(log: bytes):
        (row,) = rows(log)
        return pairs_of(decode(row.line))

    return _pairs


def caught(*requests) -> Catch:
    catch = Catch()
    catch.take(requests)
    return catch


def test_an_event_is_found_by_its_attributes(requests, sent, pairs):
    catch = caught(*requests(sent(seconds=1)), *requests(sent(seconds=2)))

    found, place = catch.find(pairs(sent(seconds=2)))

    assert (0, dict(pairs(sent(seconds=2)))) == (place, dict(found.spans[0].attributes))


@pytest.mark.parametrize(
    "other",
    [{"seconds": 2}, {"event": "BuildFinished"}, {"run": "another"}, {"run": ""}],
    ids=str,
)
def test_another_event_of_the_same_kind_is_not_taken_for_it(requests, sent, pairs, other):
    catch = caught(*requests(sent(**other)))

    assert catch.find(pairs(sent())) is None


def test_an_event_that_was_changed_on_its_way_is_found_by_time_type_and_run(requests, sent, pairs):
    catch = caught(*requests(sent(seconds=2)), *requests(sent(command="werf plan")))

    found, _ = catch.find(pairs(sent()))

    assert "werf plan" == dict(found.spans[0].attributes)["command"]


def test_values_that_were_cut_on_the_wire_are_found(requests, sent, pairs):
    (request,) = requests(sent(run="6f1c9a52"))
    found = caught(request).find(pairs(sent()))

    assert found is not None
    assert "6f1c9a52" == dict(found[0].spans[0].attributes)["executionID"]


def test_what_cannot_be_read_is_counted_and_kept(requests, sent, pairs):
    (request,) = requests(sent())
    catch = caught(replace(request, body=b"\xff"), replace(request, body=b"", refused=413), request)

    assert (3, 1, 0) == (catch.count, catch.refused, catch.dropped)
    assert [0, 0, 1] == [len(one.spans) for one in catch.all()]
    assert catch.find(pairs(sent())) is not None


def test_only_the_newest_are_kept(requests, sent, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    made = [request for n in range(5) for request in requests(sent(seconds=n))]
    catch = caught(*made)
    assert made[-2:] == [one.request for one in catch.all()]
    assert (5, 3) == (catch.count, catch.dropped)

    monkeypatch.setattr(module, "MOST_BYTES", len(made[-1].body))
    catch.take(made[:1])
    assert made[:1] == [one.request for one in catch.all()]


# --- beside what was chosen ---


def looked(chosen: Chosen, tools) -> DryRun:
    bench = Bench(tools)
    dry = DryRun(chosen, bench)
    dry.rebuild()
    bench.poll()
    dry.look()
    return dry


def test_of_one_event_its_span_is_shown_before_what_was_rebuilt(rows, sent, requests, fake):
    log = sent("CommandStarted", {}) + sent()
    dry = looked(all_of(rows(log)[1:]), fake(others=requests(log)))
    first, second = dry.state.shown

    assert (True, False) == (first.captured, second.captured)
    ((span, logged),) = first.spans
    assert (2, 2, 2) == (first.first, first.total, logged.line)
    assert logged.exact
    assert logged.pairs == span.attributes


def test_of_several_events_all_spans_of_their_requests_are_shown(rows, sent, requests, fake):
    log = sent("CommandStarted", {}) + sent(seconds=1) + sent(seconds=9)
    dry = looked(all_of(rows(log)[1:]), fake(others=requests(log)))

    assert [2, 1] == [len(sheet.spans) for sheet in dry.state.captured]
    assert [None, 2, 3] == [
        logged.line if logged else None for sheet in dry.state.captured for _, logged in sheet.spans
    ]


def said(dry: DryRun, width: int = 120) -> str:
    return "\n".join(text_of(line) for line in panel(dry.state, 0, dry.bench, (width, 60)))


def test_of_several_events_it_is_said_how_many_are_the_same_and_which_are_not(
    rows, sent, requests, fake
):
    log = sent("CommandStarted", {}) + sent(seconds=1) + sent(seconds=9)
    wire = sent("CommandStarted", {}) + sent(seconds=1, command="werf plan")
    dry = looked(all_of(rows(log)), fake(others=requests(wire)))

    assert "as the log says: NOT identical (1/2 events, 17/18 attributes)" in said(dry)
    assert "line 2 of the log: NOT identical (8/9)" in said(dry)
    assert "line 1 of the log" not in said(dry)
    assert "captured: 2 of 3 events; the others are rebuilt" in said(dry)

    dry = looked(all_of(rows(log)), fake(others=requests(log)))
    assert "as the log says: identical (2/2 events, 18/18 attributes)" in said(dry)
    assert "captured: 3 of 3 events\n" in said(dry)


def test_a_difference_is_marked_as_one(rows, sent, requests, fake):
    dry = looked(all_of(rows(sent())), fake(others=requests(sent(command="werf plan"))))
    ((_, logged),) = dry.state.captured[0].spans

    assert not logged.exact


def test_where_no_event_is_chosen_everything_that_was_caught_is_shown(sent, requests, fake):
    dry = looked(NOTHING, fake(others=[*requests(sent()), *requests(sent(seconds=2))]))

    assert ("nothing", 2, 0) == (dry.state.stage, len(dry.state.captured), len(dry.state.sheets))


def test_what_has_no_event_in_the_log_is_counted_and_not_shown(rows, sent, requests, fake):
    dry = looked(all_of(rows(sent())), fake(others=requests(sent(run="another"))))

    assert ((), 1) == (dry.state.captured, dry.bench.catch.count)


# --- a real endpoint ---


def post(port: int, request) -> int:
    peer = HTTPConnection("127.0.0.1", port, timeout=5)
    peer.request("POST", "/v1/traces", request.body, {"Content-Type": "application/x-protobuf"})
    status = peer.getresponse().status
    peer.close()
    return status


@pytest.fixture
def wire():
    wire = Wire()
    yield wire
    wire.close()


def test_a_request_of_another_program_is_captured_and_ones_own_is_not(rows, sent, requests, wire):
    (other,) = requests(sent(seconds=5))
    bench = Bench(wire)
    dry = DryRun(all_of(rows(sent())), bench)
    dry.rebuild()
    assert 200 == post(bench.port, other)
    dry.send()
    bench.poll()

    assert "sent" == dry.state.stage
    assert 1 == dry.state.totals.identical
    assert [other.body] == [one.request.body for one in bench.catch.all()]


def test_a_stopped_endpoint_receives_nothing_and_keeps_what_it_had(rows, sent, requests, wire):
    (other,) = requests(sent(seconds=5))
    bench = Bench(wire)
    assert bench.listen()
    port = bench.port
    assert 200 == post(port, other)
    bench.halt()

    assert (0, 1) == (bench.port, bench.catch.count)
    with pytest.raises(ConnectionRefusedError):
        post(port, other)
    dry = DryRun(all_of(rows(sent())), bench)
    dry.rebuild()
    assert (0, "rebuilt") == (bench.port, dry.state.stage)

    assert bench.listen()
    assert 200 == post(bench.port, other)
    bench.poll()
    assert 2 == bench.catch.count


def test_a_choice_is_known_again_when_its_rows_are_made_anew(rows, sent, saved, store):
    log = sent("CommandStarted", {}) + sent() + saved(sent())
    first, second = store(rows(log)), store(rows(log))

    for number in range(2):
        assert one(first[number], first).key == one(second[number], second).key
    keys = {one(first[number], first).key for number in range(first.end)}
    assert len(keys) == first.end
    assert all_of(rows(log)).key not in keys


@pytest.fixture
def store():
    from inspector.tui.store import Log  # noqa: PLC0415

    def _store(rows) -> Log:
        log = Log()
        log.add(rows)
        return log

    return _store
