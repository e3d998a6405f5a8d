"""What the log of rows knows of a row by its number."""

from __future__ import annotations

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
