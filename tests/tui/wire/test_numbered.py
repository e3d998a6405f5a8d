"""Sets of events of a log that is an index: nothing is read before somebody looks at it."""

from __future__ import annotations

from array import array
from pathlib import Path
from threading import Event

import pytest

from inspector.tui.feed import Told
from inspector.tui.pack import Pack
from inspector.tui.reader import batches
from inspector.tui.source import Source
from inspector.tui.store import Log
from inspector.tui.view import View
from inspector.tui.wire import chosen as module
from inspector.tui.wire import dry as dry_module
from inspector.tui.wire.bench import Bench
from inspector.tui.wire.chosen import offers, run_of, shown_in
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.memory import KEPT, Memory
from inspector.tui.wire.numbered import Numbered, record_at
from tests.tui.conftest import all_of


@pytest.fixture
def path(tmp_path, mixed) -> Path:
    path = tmp_path / "telemetry.log"
    path.write_bytes(mixed)
    return path


@pytest.fixture
def log(path) -> Log:
    stop, log = Event(), Log()
    for batch in batches(Source("path", (str(path),)), stop):
        for item in batch.items:
            if isinstance(item, Pack):
                log.extend(item)
            else:
                assert isinstance(item, Told)
        if batch.read and not batch.left:
            stop.set()
    return log


@pytest.fixture
def view(log) -> View:
    view = View(log)
    view.extend()
    return view


def gone(log: Log, path: Path) -> None:
    """Leave nothing of the file, nor of what was read of it."""
    path.write_bytes(b"")
    log._made.cache_clear()
    log.texts._recent.clear()
    log.texts._block = (0, 0, b"")


def test_choosing_reads_no_record(log, view, monkeypatch):
    monkeypatch.setattr(Log, "line", lambda *_: pytest.fail("it was read"))

    assert 5 == len(shown_in(view).rows)
    assert 3 == len(run_of("r1", log).rows)
    assert "run r1: 3 events" == run_of("r1", log).title


def test_what_is_chosen_is_what_the_list_shows(log, view):
    row = next(row for _, row in log.rows() if row.type == "BuildStarted")
    found = offers(row, log, view)

    assert ["event", "run", "all"] == list(found)
    assert {row.run} == {one.run for one in found["run"].rows}
    assert [one for _, one in log.rows() if module.logged(one)] == list(found["all"].rows)


def test_a_set_is_bounded_and_says_so(view, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)

    assert "everything shown: the first 2 events" == shown_in(view).title


def test_a_set_is_known_again_and_told_from_others(log, view):
    assert shown_in(view).key == shown_in(view).key
    assert len({shown_in(view).key, run_of("r1", log).key, run_of("r2", log).key}) == 3
    numbers = Numbered(log, array("q", (1, 2)))
    assert numbers == Numbered(log, array("q", (1, 2)))
    assert numbers != (1, 2)
    assert numbers[1:] == Numbered(log, array("q", (2,)))


def test_a_large_set_is_read_piece_by_piece_and_arrives(view, fake, monkeypatch):
    monkeypatch.setattr(dry_module, "FIRST", 2)
    monkeypatch.setattr(dry_module, "PIECE", 2)
    dry = DryRun(shown_in(view), Bench(fake()))
    dry.rebuild()
    assert 3 == dry.state.rest
    dry.send()

    assert ("sent", 5, 5) == (dry.state.stage, dry.state.totals.events, dry.state.totals.identical)
    found = [logged for sheet in dry.state.sheets for _, logged in sheet.spans]
    assert all(one.exact and one.record is not None for one in found)


def test_what_is_no_longer_in_the_file_is_left_out_and_told(log, view, path, fake):
    chosen = shown_in(view)
    gone(log, path)
    assert record_at(chosen.rows, 0) is None
    dry = DryRun(chosen, Bench(fake()))
    dry.rebuild()

    assert "failed" == dry.state.stage
    assert ["5 events left out: no longer in the file"] == list(dry.state.left_out)


def test_what_goes_while_it_is_sent_is_left_out_and_told(log, view, path, fake, monkeypatch):
    monkeypatch.setattr(dry_module, "FIRST", 2)
    dry = DryRun(shown_in(view), Bench(fake()))
    dry.rebuild()
    gone(log, path)
    dry.send()

    assert ("sent", 0) == (dry.state.stage, dry.state.totals.events)
    assert ["5 events left out: no longer in the file"] == list(dry.state.left_out)


def test_a_number_that_is_no_longer_kept_is_none(log):
    log.first = 3

    assert Numbered(log, array("q", (1,))).record(0) is None


def test_dry_runs_are_remembered_the_newest_and_of_the_large_ones_the_last(
    rows, sent, fake, view, monkeypatch
):
    monkeypatch.setattr(dry_module, "FIRST", 2)
    memory = Memory(Bench(fake()))
    large = memory.of(shown_in(view))
    assert memory.of(shown_in(view)) is large
    other = all_of(rows(sent() * 3))
    assert memory.of(other) is memory.of(other)
    assert memory.of(shown_in(view)) is not large

    first = all_of(rows(sent()))
    kept = memory.of(first)
    for n in range(KEPT):
        memory.of(all_of(rows(sent(seconds=n + 5))))
    assert memory.of(first) is not kept
