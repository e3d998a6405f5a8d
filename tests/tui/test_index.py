"""Records that are read again from their file: what is shown of them is what was read first."""

from __future__ import annotations

import os
import resource
from pathlib import Path
from threading import Event

import pytest

from inspector.audit import Inspection
from inspector.tui import ahead as module
from inspector.tui.ahead import AHEAD
from inspector.tui.feed import Batch, End, Told
from inspector.tui.glimpse import Ending, Glimpse
from inspector.tui.grammar import parse
from inspector.tui.pack import Pack
from inspector.tui.reader import batches
from inspector.tui.rows import Row
from inspector.tui.session import Session
from inspector.tui.shape import MOST, Shapes
from inspector.tui.source import Source
from inspector.tui.store import GONE, Log
from inspector.tui.texts import Texts, mark_of
from inspector.tui.view import View

CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.log"))


def indexed(path: Path) -> Log:
    """Index a file as the app does."""
    stop, log = Event(), Log()
    for batch in batches(Source("path", (str(path),)), stop):
        for item in batch.items:
            match item:
                case Pack():
                    log.extend(item)
                case Row():
                    log.add([item])
                case Told("opened" | "empty" | "waiting"):
                    pass
                case _:
                    raise AssertionError(item)
        if batch.read and not batch.left:
            stop.set()
    return log


def forget(log: Log) -> None:
    """Leave nothing but the file."""
    log._made.cache_clear()
    log.texts._recent.clear()
    log.texts._block = (0, 0, b"")


@pytest.fixture
def packed(tmp_path, mixed) -> tuple[Path, Log]:
    path = tmp_path / "telemetry.log"
    path.write_bytes(mixed)
    return path, indexed(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_row_of_the_index_is_the_row_of_the_record(path, rows, tmp_path):
    data = path.read_bytes()
    copy = tmp_path / "telemetry.log"
    copy.write_bytes(data)

    log = indexed(copy)

    assert [row for _, row in log.rows()] == list(rows(data))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_index_says_of_a_row_what_the_row_says(path, tmp_path):
    copy = tmp_path / "telemetry.log"
    copy.write_bytes(path.read_bytes())

    log = indexed(copy)

    for number, row in log.rows():
        entry = log.entry(number)
        assert (row.flag, row.type, row.command, row.run, row.at, row.remark, row.identifies) == (
            entry.flag, entry.type, entry.command, entry.run, entry.at, entry.remark,
            entry.identifies,
        )  # fmt: skip
        assert {found.rule for found in row.findings} == set(entry.rules)
        assert row.raw == entry.raw


def test_plain_lines_are_not_kept(packed):
    _, log = packed

    assert log.end == 10
    assert not log._kept


def test_bytes_that_somebody_wrote_over_are_not_shown_as_what_was_judged(packed, sent):
    path, log = packed
    before = log[1].type
    forget(log)
    with path.open("r+b") as file:
        file.seek(log._start(1))
        file.write(b"Y" * 20)

    row = log[1]

    assert row.summary == GONE
    assert row.type == before
    assert row.line is None
    assert log[0].line is not None


def test_a_short_log_can_be_looked_at_after_it_was_truncated(packed):
    path, log = packed
    before = [row for _, row in log.rows()]
    log._made.cache_clear()
    log.texts._block = (0, 0, b"")
    os.truncate(path, 0)

    assert before == [row for _, row in log.rows()]


def test_a_rotated_log_can_be_looked_at(packed):
    path, log = packed
    before = [row for _, row in log.rows()]
    forget(log)
    path.rename(path.with_suffix(".1"))
    path.write_bytes(b"another\n" * 1000)

    assert before == [row for _, row in log.rows()]


def test_only_what_stands_at_its_place_is_opened(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"one\ntwo\n")
    texts = Texts()

    assert [0, 0, 1, 0] == [
        texts.open(str(path), b"two"), texts.open(str(tmp_path), b"one"),
        texts.open(str(path), b"two", 4), texts.open(str(path / "y"), b"one"),
    ]  # fmt: skip
    assert texts.read(1, 4, 3, mark_of(b"two")) == b"two"
    assert texts.read(1, 4, 3, mark_of(b"one")) is None
    assert texts.size(1) == 8
    texts.close()
    assert texts.read(1, 4, 3, mark_of(b"two")) is None


def test_recent_bytes_are_put_together_and_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.tui.texts.RECENT", 8)
    path = tmp_path / "x"
    path.write_bytes(b"abcdefgh")
    texts = Texts()
    file = texts.open(str(path), b"abcdefgh")
    for at in range(0, 8, 2):
        texts.keep(file, at, b"abcdefgh"[at : at + 2])
    path.write_bytes(b"")

    assert texts.read(file, 1, 4, mark_of(b"bcde")) == b"bcde"
    texts.keep(file, 8, b"ij")
    assert texts.read(file, 1, 4, mark_of(b"bcde")) is None
    assert texts.read(file, 3, 4, mark_of(b"defg")) == b"defg"


def test_too_many_shapes_are_told_apart_by_reading_the_record_again(monkeypatch, packed, rows):
    monkeypatch.setattr("inspector.tui.shape.MOST", 3)
    path, _ = packed
    log = indexed(path)
    view = View(log)
    for text in ("event:BuildStarted", "cmd:plan", "rule:contract", "-event:BuildStarted", ""):
        view.change(parse(text), everything=True)
        exact = View(indexed_whole(path))
        exact.change(parse(text), everything=True)

        assert [view[at] for at in range(len(view))] == [exact[at] for at in range(len(exact))]
    assert any(log.shape(number).loose for number in range(log.end))


def indexed_whole(path: Path) -> Log:
    """The same log with every row kept."""
    log = Log()
    source = indexed(path)
    log.add(row for _, row in source.rows())
    return log


def test_a_shape_is_one_object():
    shapes = Shapes()
    one = Row("ok", parse("").text)

    assert shapes.of(one) is shapes.of(one)
    assert MOST > 1000


# --- the end of a long file --------------------------------------------------------------------


def give(session: Session, *batches_: Batch) -> None:
    for batch in batches_:
        session.take(batch)
        session.settle(*session.view.extend())


@pytest.fixture
def long(tmp_path, sent) -> Path:
    path = tmp_path / "telemetry.log"
    path.write_bytes(b"".join(sent(seconds=n / 100) for n in range(1500)))
    return path


def test_the_end_of_a_long_file_comes_first_and_then_the_whole_index(long, rows, monkeypatch):
    monkeypatch.setattr("inspector.tui.reader.LEAST", 1 << 16)
    stop, session = Event(), Session(Source("path", (str(long),)))
    seen = []
    for batch in batches(session.source, stop):
        give(session, batch)
        seen.append((len(session.view), bool(session.log.ahead)))
        if session.log.end == 1500 and not session.log.ahead:
            stop.set()

    assert seen[0] == (len(session.log.ahead.starts) + 1, True)
    assert (1500, False) == seen[-1]
    assert [row for _, row in session.log.rows()] == list(rows(long.read_bytes()))


@pytest.mark.parametrize("least", [1 << 16, 1 << 30], ids=["its end first", "at once"])
def test_it_never_says_that_all_is_indexed_before_it_is(long, monkeypatch, least):
    monkeypatch.setattr("inspector.tui.reader.LEAST", least)
    stop, session = Event(), Session(Source("path", (str(long),)))
    said = []
    for batch in batches(session.source, stop):
        give(session, batch)
        status = session.status(0)
        said.append(status.indexed)
        if session.log.end < 1500:
            assert status.reading, said
        elif not session.log.ahead:
            stop.set()

    assert 0 in said
    assert said[-1] is None


def test_the_end_says_what_the_index_will_say_but_for_runs_and_line_numbers(long, rows):
    with long.open("rb") as file:
        glimpse = Glimpse(file.fileno(), long.stat().st_size)
        found = glimpse.look()

    whole = {row.line.start: row for row in rows(long.read_bytes())}
    assert found is not None
    assert 100 < len(found.rows) < 1500
    for row in found.rows:
        other = whole[row.line.start]
        assert (row.flag, row.type, row.time, row.summary, row.findings, row.line.data) == (
            other.flag, other.type, other.time, other.summary, other.findings, other.line.data,
        )  # fmt: skip
        assert row.run == "p1"
        assert row.line.number == 0


def test_what_is_written_while_the_rest_is_indexed_is_shown_at_the_end(long, sent):
    now = [0.0]
    with long.open("rb") as file:
        glimpse = Glimpse(file.fileno(), long.stat().st_size, lambda: now[0])
        glimpse.look()
        with long.open("ab") as writer:
            writer.write(sent("BuildStarted"))

        assert glimpse.look() is None
        now[0] = 1.0
        found = glimpse.look()

    assert found is not None
    assert ["BuildStarted"] == [row.type for row in found.rows]


@pytest.mark.parametrize("size", [0, 100])
def test_a_short_file_has_no_end_of_its_own(tmp_path, size):
    path = tmp_path / "x"
    path.write_bytes(b"x" * size)

    assert [] == [*Ending(str(path), 1000).begin()]
    assert [] == [*Ending(str(tmp_path), 0).begin()]
    assert [] == [*Ending(str(tmp_path / "none"), 0).begin()]


def test_rows_before_the_end_are_not_new_and_move_nobody(rows, sent):
    session = Session(Source("path", ("x",)))
    end = tuple(rows(b"".join(sent(seconds=n) for n in range(5))))
    give(session, Batch((End(end),), left=100))
    session.hold()
    chosen = session.view.number(3)

    give(session, Batch(tuple(rows(sent(seconds=0) * 4)), left=50))

    assert len(session.view) == 4 + 1 + 5
    assert session.view.number(session.view.index(chosen)) == chosen
    assert session.status(0).fresh == 0
    give(session, Batch((End(tuple(rows(sent(seconds=9)))),), left=50))
    assert session.status(0).fresh == 1


def test_a_mark_at_the_end_goes_with_its_record_into_the_index(long, monkeypatch):
    monkeypatch.setattr("inspector.tui.reader.LEAST", 1 << 16)
    stop, session, marked = Event(), Session(Source("path", (str(long),))), None
    for batch in batches(session.source, stop):
        give(session, batch)
        if marked is None and session.log.ahead:
            number = session.view.number(len(session.view) - 2)
            marked = session.log[number]
            session.marks.toggle(number, marked)
        if session.log.end == 1500 and not session.log.ahead:
            stop.set()

    assert marked is not None
    assert [1498] == session.marks.numbers()
    assert session.log[1498].line.start == marked.line.start


def test_only_the_newest_rows_of_the_end_are_kept(monkeypatch, rows, sent):
    monkeypatch.setattr(module, "MOST", 3)
    session = Session(Source("path", ("x",)))
    made = tuple(rows(b"".join(sent(seconds=n) for n in range(5))))

    give(session, Batch((End(made[:2]),), left=9), Batch((End(made[2:]),), left=9))

    view = session.view
    assert [AHEAD, AHEAD + 3, AHEAD + 4, AHEAD + 5] == [view.number(at) for at in range(len(view))]
    assert made[2:] == tuple(view[at] for at in range(1, 4))


def test_a_filter_looks_at_the_end_too(rows, sent):
    session = Session(Source("path", ("x",)))
    made = tuple(rows(sent("BuildStarted") + sent("CommandExited")))
    give(session, Batch((End(made),), left=9))

    session.choose(parse("event:BuildStarted"))

    assert ["BuildStarted"] == [session.view[at].type for at in range(len(session.view))]
    give(session, Batch((End(gone=True),)))
    assert len(session.view) == 0


def test_a_time_after_the_log_was_written_is_found_as_an_audit_finds_it(tmp_path, sent):
    path = tmp_path / "telemetry.log"
    path.write_bytes(sent(seconds=1))
    assert "value/implausible-time" not in {f.rule for f in indexed(path)[0].findings}
    os.utime(path, (1_600_000_000, 1_600_000_000))

    log = indexed(path)

    assert "value/implausible-time" in {found.rule for found in log[0].findings}
    assert "value/implausible-time" in log.entry(0).rules


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_record_that_is_judged_again_is_judged_as_it_was(path, tmp_path):
    copy = tmp_path / "telemetry.log"
    copy.write_bytes(path.read_bytes())
    log = indexed(copy)
    inspection = Inspection(now_ms=int(copy.stat().st_mtime * 1000))
    before = [*inspection.feed(copy.read_bytes()), *inspection.end()]

    for _ in range(2):  # the second time by what was remembered
        again = [log.judged(number) for number in range(log.end)]
        assert [judged for judged in before if judged.record.line.complete] == [
            found[1] for found in again if found is not None
        ]


# --- what a log can do to it -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [(16 << 10) - 1, 16 << 10, (1 << 16) - 1, 1 << 16, 1 << 20])
def test_a_long_line_is_read_again_like_any_other(tmp_path, sent, rows, monkeypatch, size):
    monkeypatch.setattr("inspector.tui.reader.LEAST", 1 << 30)
    data = sent() + sent(extra={"x": "a" * (size + 1 - len(sent(extra={"x": ""})))}) + sent()
    path = tmp_path / "telemetry.log"
    path.write_bytes(data)

    log = indexed(path)

    assert not log._kept
    assert len(log.raw(1)) == size
    assert [row for _, row in log.rows()] == list(rows(data))


def test_a_row_that_went_from_the_end_is_no_other_row(rows, sent):
    session = Session(Source("path", ("x",)))
    made = tuple(rows(b"".join(sent(seconds=n) for n in range(5))))
    give(session, Batch((End(made),), left=9))
    assert session.log[AHEAD + 3] == made[2]

    give(session, Batch((End(gone=True),)))

    assert session.log[AHEAD + 3].flag == "divider"
    assert session.log.record(AHEAD + 3) is None
    give(session, Batch(made))
    assert session.log[AHEAD + 3] == made[2]


def test_a_mark_at_an_end_that_goes_waits_for_its_record(rows, sent):
    session = Session(Source("path", ("x",)))
    made = tuple(rows(b"".join(sent(seconds=n) for n in range(5))))
    give(session, Batch((End(made),), left=9))
    session.marks.say(AHEAD + 3, made[2], "look")

    give(session, Batch((End(gone=True),)))

    assert [] == session.marks.numbers()
    assert ["look"] == [kept["comment"] for kept in session.marks.kept()]
    give(session, Batch(tuple(rows(sent("BuildStarted") * 5))))
    assert [] == session.marks.numbers()
    give(session, Batch(made))
    assert [7] == session.marks.numbers()
    assert session.marks.comment(7) == "look"


def test_an_end_that_was_cut_off_is_no_longer_shown(long):
    ending = Ending(str(long), 1 << 16)
    [*ending.begin()]
    os.truncate(long, 1 << 15)

    [batch] = ending.go_on(Batch(read=1), 1)

    assert batch.items == (End(gone=True),)
    assert ending.size == 0


def test_more_files_stay_open_than_the_system_first_allows(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"x")
    texts, (soft, hard) = Texts(), resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        assert all(texts.open(str(path), b"x") for _ in range(300))
    finally:
        texts.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_some_files_are_left_to_everything_else(tmp_path, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (200, 200))
    path = tmp_path / "x"
    path.write_bytes(b"x")
    texts = Texts()

    opened = [texts.open(str(path), b"x") for _ in range(100)]

    assert [*range(1, 73), *[0] * 28] == opened
    assert 0 == texts.copy()
    texts.close()
