"""Sources read: files, several of them, a pipe, the demo; each to rows and news."""

from __future__ import annotations

import gzip
import os
import tempfile
from threading import Event
from types import SimpleNamespace

from inspector.tui import texts
from inspector.tui.feed import Told
from inspector.tui.pack import Pack
from inspector.tui.reader import batches
from inspector.tui.source import Source
from inspector.tui.store import Log


def read(source: Source, pipe: int = -1, until: int | None = None) -> tuple[list, list[str]]:
    """Rows and kinds of news; of a source that never ends, until so many rows were read."""
    stop, log, news = Event(), Log(), []
    for batch in batches(source, stop, pipe):
        for item in batch.items:
            if isinstance(item, Told):
                news.append(item.kind)
            elif isinstance(item, Pack):
                log.extend(item)
            else:
                log.add([item])
        if until is not None and log.end >= until:
            stop.set()
    return [row for _, row in log.rows()], news


def test_the_demo_is_read_to_its_end():
    rows, news = read(Source("demo"))

    assert {"violation", "unreadable", "ok"} <= {row.flag for row in rows}
    assert ["ended"] == news


def test_a_followed_file_gives_its_rows_and_then_waits_for_more(tmp_path, mixed):
    path = tmp_path / "telemetry.log"
    path.write_bytes(mixed)

    rows, news = read(Source("path", (str(path),)), until=10)

    assert len(rows) == 10
    assert "opened" in news


def test_a_record_without_its_newline_is_given_when_the_following_ends(tmp_path, sent):
    path = tmp_path / "telemetry.log"
    path.write_bytes(sent(seconds=1) + sent(seconds=2).rstrip(b"\n"))

    rows, _ = read(Source("path", (str(path),)), until=1)

    assert ["14:02:01.000", "14:02:02.000"] == [row.time for row in rows]


def test_several_files_are_read_in_their_order_and_the_last_is_followed(tmp_path, sent):
    paths = []
    for n in range(3):
        paths.append(str(tmp_path / f"{n}.log"))
        (tmp_path / f"{n}.log").write_bytes(sent(seconds=n))

    rows, _ = read(Source("paths", tuple(paths)), until=3)

    assert ["14:02:00.000", "14:02:01.000", "14:02:02.000"] == [row.time for row in rows]


def test_a_packed_file_is_read_whole(tmp_path, mixed):
    path = tmp_path / "telemetry.log.gz"
    path.write_bytes(gzip.compress(mixed))

    rows, news = read(Source("path", (str(path),)))

    assert len(rows) == 10
    assert ["ended"] == news


def test_a_file_before_the_last_that_cannot_be_read_is_told(tmp_path, sent):
    good = tmp_path / "good.log"
    good.write_bytes(sent())

    rows, news = read(Source("paths", (str(tmp_path / "none.log"), str(good))), until=1)

    assert len(rows) == 1
    assert news[:3] == ["file", "unreadable", "file"]


def test_a_pipe_is_read_until_its_writer_closes_it(mixed):
    reading, writing = os.pipe()
    os.write(writing, mixed)
    os.close(writing)

    rows, news = read(Source("stdin"), reading)

    os.close(reading)
    assert len(rows) == 10
    assert ["ended"] == news


def test_a_pipe_that_stays_silent_does_not_hold_up_the_end():
    reading, writing = os.pipe()
    stop = Event()
    stop.set()

    assert ["ended"] == [i.kind for b in batches(Source("stdin"), stop, reading) for i in b.items]
    os.close(reading)
    os.close(writing)


def test_a_missing_or_damaged_gz_is_never_called_read(tmp_path, sent):
    packed = tmp_path / "cut.log.gz"
    packed.write_bytes(gzip.compress(b"".join(sent(seconds=n) for n in range(400)))[:-8])

    none = read(Source("path", (str(tmp_path / "none.log.gz"),)))
    rows, news = read(Source("path", (str(packed),)))

    assert ([], ["unreadable"]) == none
    assert ["unreadable"] == news
    assert len(rows) > 300


def test_records_of_a_packed_file_are_read_again_from_a_copy_that_has_no_name(
    tmp_path, sent, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    (tmp_path / "copies").mkdir()
    path = tmp_path / "telemetry.log.gz"
    path.write_bytes(gzip.compress(b"".join(sent(seconds=n) for n in range(50))))

    packs, told, _ = indexed(Source("path", (str(path),)))

    assert sum(map(len, packs)) == 50
    assert told == ["ended"]
    assert list((tmp_path / "copies").iterdir()) == []
    log = Log()
    log.extend(packs[0])
    assert log.record(0) is not None
    assert log.raw(3) == sent(seconds=3).rstrip(b"\n")


def test_what_is_piped_in_is_copied_as_well(sent):
    reading, writing = os.pipe()
    os.write(writing, b"".join(sent(seconds=n) for n in range(50)))
    os.close(writing)

    packs, _, _ = indexed(Source("stdin"), reading)

    assert sum(map(len, packs)) == 50


def test_without_room_for_a_copy_rows_are_kept_and_it_is_said(tmp_path, sent, monkeypatch):
    monkeypatch.setattr(texts.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000))
    path = tmp_path / "telemetry.log.gz"
    path.write_bytes(gzip.compress(b"".join(sent(seconds=n) for n in range(50))))

    packs, told, rows = indexed(Source("path", (str(path),)))

    assert (packs, rows) == ([], 50)
    assert told == ["full", "ended"]


def test_what_is_to_come_counts_the_files_after(tmp_path, sent):
    data = b"".join(sent(seconds=n) for n in range(50))
    first, last = tmp_path / "a.log.1.gz", tmp_path / "a.log"
    first.write_bytes(gzip.compress(data))
    last.write_bytes(data)
    stop, left = Event(), []
    for batch in batches(Source("paths", (str(first), str(last))), stop):
        left += [batch.left] if batch.read else []
        if left and not left[-1]:
            stop.set()

    assert left[0] == len(data)
    assert left[-1] == 0


def indexed(source: Source, pipe: int = -1) -> tuple[list[Pack], list[str], int]:
    """Packs, kinds of news, and how many rows are kept whole."""
    items = [item for batch in batches(source, Event(), pipe) for item in batch.items]
    packs = [item for item in items if isinstance(item, Pack)]
    told = [item.kind for item in items if isinstance(item, Told)]
    return packs, told, len(items) - len(packs) - len(told)
