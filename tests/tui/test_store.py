"""What the log of rows knows of a row by its number."""

from __future__ import annotations

import sys
from threading import Event, Thread

import pytest

from inspector.tui import store as module
from inspector.tui.store import Log


@pytest.fixture
def log(rows, mixed) -> Log:
    log = Log()
    log.add(rows(mixed))
    return log


def test_flag_time_and_run_are_those_of_the_row(log):
    for number, row in log.rows():
        assert (log.flag(number), log.at(number), log.run(number)) == (row.flag, row.at, row.run)


def test_a_run_ends_where_its_newest_row_stands(log, rows, sent):
    assert [number for number, row in log.rows() if row.run == "r2"] == [4, 7]
    assert log.ends("r2") == (4, 7)
    assert log.ends("r1") == (1, 5)

    log.add(rows(sent()))

    assert log.ends("r1") == (1, 10)


@pytest.mark.parametrize("run", ["-", "r+", "r99"])
def test_what_is_no_run_has_no_ends(log, rows, sent, run):
    log.add(row for row in rows(sent(run="")) if row.run == "-")

    assert log.ends(run) is None


def test_a_run_of_which_nothing_is_kept_has_no_ends(monkeypatch, rows, sent):
    monkeypatch.setattr(module, "LIMIT", 20)
    log = Log()

    log.add(rows(b"".join(sent(run=f"run-{n // 10}") for n in range(40))))

    assert log.first == 21
    assert [log.ends(f"r{n}") for n in (1, 2, 3, 4)] == [None, None, (20, 29), (30, 39)]


def test_a_row_that_was_dropped_is_never_taken_for_another(monkeypatch, rows, sent):
    monkeypatch.setattr(module, "LIMIT", 20)
    log = Log()

    log.add(rows(b"".join(sent(seconds=n) for n in range(40))))

    assert log.first > 0
    assert [log[number] for number in (0, log.first - 1)] == [module.DROPPED] * 2
    assert log.record(0) is None


def test_rows_are_looked_up_beside_the_screen_while_they_are_dropped(monkeypatch, rows, sent):
    monkeypatch.setattr(module, "LIMIT", 400)
    made, log, stop, wrong = rows(b"".join(map(_second(sent), range(60)))), Log(), Event(), []

    def look() -> None:
        while not stop.is_set():
            number = log.first
            try:
                row = log[number]
                log.record(number)
            except IndexError as error:
                wrong.append(error)
            else:
                if row not in (made[number % 60], module.DROPPED):
                    wrong.append(row)

    log.add(made)
    worker, before = Thread(target=look), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    worker.start()
    try:
        for _ in range(400):
            log.add(made)
    finally:
        stop.set()
        worker.join()
        sys.setswitchinterval(before)

    assert not wrong


def _second(sent):
    return lambda n: sent(seconds=n)
