"""What the list shows of a record, and what is kept of it."""

from __future__ import annotations

import pytest

from inspector.model import Line
from inspector.safe import Safe
from inspector.tui import store as module
from inspector.tui.record import recall
from inspector.tui.rows import Row, divider, shown
from inspector.tui.store import Log

RAW = b"x" * 100


def row(number: int, data: bytes = RAW, **more) -> Row:
    line = Line(data, number * 100, number * 100 + 100, number + 1)
    return Row("ok", Safe("CommandStarted"), run=Safe(f"r{number}"), line=line, **more)


def test_an_event_shows_its_own_clock_command_type_and_run(rows, sent):
    found = rows(sent("CommandStarted", {}, seconds=5.25))[0]

    seen = (found.flag, found.time, found.type, found.command, found.run)
    assert ("ok", "14:02:05.250", "CommandStarted", "werf converge", "r1") == seen


def test_an_event_without_a_frame_shows_its_own_time_in_utc(rows):
    body = (
        b'{"ts": 1791284531048, "eventType": "CommandStarted", "userID": "x", "schemaVersion": 2}\n'
    )

    assert rows(body)[0].time == "11:02:11.04Z"


@pytest.mark.parametrize("ts", ["-1", "1e400", '"soon"', "99999999999999999"])
def test_a_time_that_is_none_is_not_shown(rows, ts):
    body = f'{{"ts": {ts}, "eventType": "CommandStarted", "schemaVersion": 2}}\n'.encode()

    assert rows(body)[0].time == "--:--:--.---"


def test_runs_are_numbered_as_they_appear(rows, sent):
    found = rows(sent(run="a") + sent(run="b") + sent(run="a") + sent(run=""))

    assert ["r1", "r2", "r1", "-"] == [one.run for one in found]


def test_a_row_names_what_is_wrong_first(rows, sent):
    found = rows(sent(data={"exitCode": 0, "durationMs": 1, "hostPath": "/x"}))[0]

    assert found.flag == "violation"
    assert found.summary == "undocumented field: eventData.hostPath"


def test_a_row_without_findings_shows_the_fields_of_its_event(rows, sent):
    assert rows(sent())[0].summary == "exitCode=0 durationMs=41"


def test_notes_are_hidden_and_say_what_they_are(rows, note):
    found = rows(note("error: \x1b[31mno route") + note("shutdown complete"))

    assert [("error", "error: \\x1b[31mno route"), ("shutting down", "")] == [
        (one.type, one.summary) for one in found
    ]
    assert {"remark"} == {one.flag for one in found}


def test_what_cannot_be_read_says_why(rows):
    found = rows(b"[1][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=1\n")[0]

    assert ("unreadable", "(forged-or-torn)", True) == (found.flag, found.type, found.flagged)


def test_a_record_is_read_again_as_it_was(rows, mixed):
    for found in rows(mixed):
        judged = recall(found)

        assert judged is not None
        assert found.line == judged.record.line
        assert found.findings == judged.findings


def test_a_divider_has_no_record():
    assert recall(divider(Safe("file rotated"), Safe("telemetry.log was rotated"))) is None


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, "null"), (True, "true"), (3, "3"), (1.5, "1.5"), ("", '""'), ("a", "a"), ({}, "{}"),
        ([], "[]"), ({"a": [1, None, "b"]}, '{"a": [1, null, "b"]}'), ("a\x1b", "a\\x1b"),
    ],
)  # fmt: skip
def test_values_are_written_as_json_made_safe(value, expected):
    assert expected == shown(value)


# --- the store ---


def test_the_oldest_rows_go_and_the_counters_stay(monkeypatch):
    monkeypatch.setattr(module, "LIMIT", 100)
    log = Log()

    log.add(row(n) for n in range(250))

    assert log.records == log.events == log.flags["ok"] == 250
    assert log.end == 250
    assert log.end - log.first <= 100
    assert log[log.first].run == f"r{log.first}"
    assert [n for n, _ in log.rows()] == list(range(log.first, 250))


def test_large_records_go_sooner(monkeypatch):
    monkeypatch.setattr(module, "LIMIT_BYTES", 1000)
    log = Log()

    log.add(row(n) for n in range(50))

    assert sum(len(one.raw) for _, one in log.rows()) <= 1000
    assert log.records == 50


def test_one_record_larger_than_the_bound_is_let_go(monkeypatch):
    monkeypatch.setattr(module, "LIMIT_BYTES", 1000)
    log = Log()

    log.add([row(0, b"x" * 2000), row(1)])

    assert [1] == [number for number, _ in log.rows()]


def test_event_types_are_remembered_up_to_a_bound(monkeypatch, rows, sent):
    monkeypatch.setattr(module, "TYPES", 2)
    log = Log()

    log.add(rows(b"".join(sent(f"Type{n % 5}") for n in range(10))))

    assert {"Type0": 2, "Type1": 2} == log.types
