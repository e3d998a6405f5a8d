"""One fault after another: what a tail reads, and what it says about it."""

from __future__ import annotations

import errno
import gzip
import itertools
import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from inspector.tail import Chunk, Ended, Item, Notice, Tail, family, files, lease
from inspector.tail.generation import HEAD, Known
from inspector.tail.memory import Memory
from tests.tail_world import Faulty, altered

LINE = b"a line that can be told from every other one: %d\n"


class Reading:
    """A tail on `folder/log`, a clock that only `look` moves, and what was read by generation."""

    def __init__(self, folder: Path, name: str = "log", **options: object) -> None:
        self.folder = folder
        self.path = folder / name
        self.now = 1000.0
        self.items: list[Item] = []
        self.tail = Tail(self.path, clock=lambda: self.now, **options)
        OPEN.append(self.tail)

    def look(self, times: int = 1, *, seconds: float = 0.1, budget: int = 1 << 23) -> list[Item]:
        """Look several times; what was found."""
        found: list[Item] = []
        for _ in range(times):
            found += self.tail.step(budget)
            self.now += seconds
        self.items += found
        return found

    def read(self) -> dict[int, bytes]:
        """The bytes of each generation, which came without a gap."""
        read: dict[int, bytes] = {}
        for item in self.items:
            if isinstance(item, Chunk):
                assert len(read.get(item.generation, b"")) == item.start
                read[item.generation] = read.get(item.generation, b"") + item.data
        return read

    def ended(self) -> list[int]:
        return [item.generation for item in self.items if isinstance(item, Ended)]


def kinds(items: list[Item]) -> list[str]:
    return [item.kind for item in items if isinstance(item, Notice)]


def told(items: list[Item], kind: str) -> str:
    """The one text of a kind."""
    (text,) = [item.text for item in items if isinstance(item, Notice) and item.kind == kind]
    return text


class Log:
    """A program that opened the log once and appends to it."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.closed = False
        OPEN.append(self)

    def write(self, data: bytes) -> None:
        os.write(self._fd, data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._fd)
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


OPEN: list[Log | Tail] = []


@pytest.fixture(autouse=True)
def _close_what_is_open():
    yield
    while OPEN:
        OPEN.pop().close()


def lines(first: int, last: int) -> bytes:
    return b"".join(LINE % number for number in range(first, last))


def failing(call: Callable, when: Callable[..., bool], code: int) -> Callable:
    """An `os` function that fails while `when` says so."""

    def attempt(*args: object) -> object:
        if when(*args):
            raise OSError(code, os.strerror(code))
        return call(*args)

    return attempt


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


# --- what stands at the path ----------------------------------------------------------------------


def test_a_log_that_is_not_there_yet_is_waited_for_and_never_created(reading):
    first = reading.look(3)
    absent = not reading.path.exists()
    reading.path.write_bytes(b"one\n")
    then = reading.look()

    assert kinds(first) == ["waiting"]
    assert str(reading.path) in told(first, "waiting")
    assert absent
    assert then == [Notice("opened", f"Reading {reading.path}.", 1), Chunk(1, 0, b"one\n")]


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path):
    reading = Reading(tmp_path / "later")

    first = reading.look(2)
    reading.folder.mkdir()
    second = reading.look(2)
    reading.path.write_bytes(b"one\n")
    (reading.folder / "log.1").write_bytes(b"rotated before anybody looked\n")
    reading.look(3)

    assert "folder does not exist" in told(first, "waiting")
    assert "no such file yet" in told(second, "waiting")
    assert sorted(reading.read().values()) == [b"one\n", b"rotated before anybody looked\n"]


def test_an_empty_log_is_said_to_be_empty_once(reading):
    reading.path.touch()

    items = reading.look(3)
    state = reading.tail.state
    reading.path.write_bytes(b"x")
    reading.look()

    assert kinds(items) == ["opened", "empty"]
    assert (state.kind, state.size, state.consumed, state.files) == ("empty", 0, 0, 1)
    assert (reading.tail.state.kind, reading.tail.state.consumed) == ("following", 1)


@pytest.mark.parametrize(
    "name",
    ["with space", "-v", "new\nline", "[bold]", "\udcff\udcfe.log", "снимок"],
    ids=["space", "dash", "newline", "markup", "not UTF-8", "Cyrillic"],
)
def test_every_file_name_can_be_followed_and_is_shown_harmlessly(tmp_path, name):
    reading = Reading(tmp_path, name)
    try:
        reading.path.write_bytes(b"one\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")

    opened = told(reading.look(), "opened")
    reading.path.rename(tmp_path / f"{name}.1")
    reading.path.write_bytes(b"two\n")
    rotated = told(reading.look(), "rotated")

    assert list(reading.read().values()) == [b"one\n", b"two\n"]
    assert opened.isprintable()
    assert rotated.isprintable()


def test_a_relative_path_is_followed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("log").write_bytes(b"one\n")
    tail = Tail("log")

    found = tail.step()

    assert tail.folders == (b".",)
    assert found[-1] == Chunk(1, 0, b"one\n")


def place_folder(path: Path) -> None:
    path.mkdir()


def place_pipe(path: Path) -> None:
    os.mkfifo(path)


def place_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def place_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    "place, word",
    [
        pytest.param(place_folder, "a folder", id="folder"),
        pytest.param(place_pipe, "a pipe", id="pipe"),
        pytest.param(place_socket, "a socket", id="socket"),
        pytest.param(place_device, "a device", id="device"),
    ],
)
def test_what_is_no_file_is_not_read_and_a_file_in_its_place_is(reading, place, word):
    place(reading.path)

    items = reading.look(3)
    state = reading.tail.state
    reading.path.rmdir() if reading.path.is_dir() else reading.path.unlink()
    reading.path.write_bytes(b"one\n")
    reading.look()

    assert kinds(items) == ["unsuitable"]
    assert word in told(items, "unsuitable")
    assert (state.kind, state.files) == ("unsuitable", 0)
    assert reading.read() == {1: b"one\n"}


def test_a_pipe_is_never_opened_so_that_its_writer_goes_on_waiting(reading):
    os.mkfifo(reading.path)

    reading.look(2)

    with pytest.raises(OSError, match=os.strerror(errno.ENXIO)):  # nobody reads it
        os.open(reading.path, os.O_WRONLY | os.O_NONBLOCK)


def test_a_pipe_that_takes_the_place_of_the_file_while_it_is_opened_is_not_held(tmp_path):
    reading = Reading(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    reading.path.touch()
    regular = reading.path.stat()
    reading.path.unlink()
    (tmp_path / "pipe").rename(reading.path)
    calls = Faulty(stat=lambda _path: regular)
    reading.tail = Tail(reading.path, system=calls)

    items = reading.look()

    assert kinds(items) == ["unsuitable"]
    assert reading.tail.state.files == 0


def test_something_that_replaces_the_log_leaves_the_open_file_readable(reading):
    log = Log(reading.path)
    reading.look()
    reading.path.unlink()
    reading.path.mkdir()
    reading.look()
    log.write(b"late\n")

    items = reading.look()

    assert items == [Chunk(1, 0, b"late\n")]
    assert "2 files" not in reading.tail.state.text


# --- rights ---------------------------------------------------------------------------------------


def test_a_file_that_may_not_be_read_is_explained_and_read_when_it_may(tmp_path):
    locked = [True]
    path = os.fsencode(tmp_path / "log")
    opening = failing(os.open, lambda name, _flags: locked[0] and name == path, errno.EACCES)
    reading = Reading(tmp_path, system=Faulty(open=opening, geteuid=lambda: 4711))
    reading.path.write_bytes(b"one\n")
    reading.path.chmod(0o600)

    items = reading.look(3)
    state = reading.tail.state
    locked[0] = False
    reading.look()

    text = told(items, "denied")
    assert kinds(items) == ["denied"]
    assert f"uid {os.getuid()} with mode 0600" in text
    assert "you are uid 4711" in text
    assert "chmod o+r" in text
    assert state.kind == "denied"
    assert reading.read() == {1: b"one\n"}


def test_a_closed_folder_is_explained_while_the_open_file_is_read_on(tmp_path):
    closed = [False]
    refuse = failing(os.stat, lambda name: closed[0] and name.endswith(b"log"), errno.EACCES)
    reading = Reading(tmp_path, system=Faulty(stat=refuse))
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()
    closed[0] = True
    log.write(b"two\n")

    shut = reading.look(2)
    closed[0] = False
    again = reading.look(2)

    assert shut[0] == Chunk(1, 4, b"two\n")
    assert "a folder above it is closed to uid" in told(shut, "denied")
    assert again == [Notice("opened", f"{reading.path} can be read again.", 1)]


@pytest.mark.skipif(os.geteuid() == 0, reason="file modes do not bind root")
def test_rights_taken_away_and_given_back_lose_nothing(reading):
    reading.path.write_bytes(b"one\n")
    reading.look()
    reading.path.rename(reading.folder / "log.1")
    reading.path.write_bytes(b"two\n")
    reading.path.chmod(0)

    shut = reading.look()
    reading.path.chmod(0o600)
    reading.look()

    assert "denied" in kinds(shut)
    assert reading.read() == {1: b"one\n", 2: b"two\n"}


def test_a_folder_that_cannot_be_listed_is_said_once(tmp_path):
    refuse = failing(os.listdir, lambda _path: True, errno.EACCES)
    reading = Reading(tmp_path, system=Faulty(listdir=refuse))
    reading.path.write_bytes(b"one\n")

    items = reading.look(4)

    assert "chmod o+rx" in told(items, "denied")
    assert reading.read() == {1: b"one\n"}


def test_a_rotated_file_that_may_not_be_read_is_named_once(tmp_path):
    def locked(name: bytes, _flags: int) -> bool:
        return name.endswith((b".8", b".9"))

    (tmp_path / "log.9").write_bytes(b"before the start\n")
    reading = Reading(tmp_path, system=Faulty(open=failing(os.open, locked, errno.EACCES)))
    reading.path.write_bytes(b"one\n")
    first = reading.look(2)
    (tmp_path / "log.8").write_bytes(b"after it\n")

    items = reading.look(4)

    assert kinds(first) == ["opened"]
    assert "log.8" in told(items, "denied")
    assert reading.read() == {1: b"one\n"}


# --- bytes ----------------------------------------------------------------------------------------


def test_half_a_character_is_handed_out_as_it_comes(reading):
    text = "é→🌍 \n".encode()
    log = Log(reading.path)
    reading.look()

    for byte in text:
        log.write(bytes([byte]))
        reading.look()

    assert reading.read() == {1: text}


@pytest.mark.parametrize("budget", [1, 7, 1000])
def test_a_budget_cuts_the_bytes_and_loses_none(reading, budget):
    data = lines(0, 40)
    reading.path.write_bytes(data)

    reading.look(budget=budget)
    behind = reading.tail.behind
    reading.look(len(data) // budget + 1, budget=budget)

    assert behind
    assert not reading.tail.behind
    assert reading.read() == {1: data}
    assert all(len(item.data) <= budget for item in reading.items if isinstance(item, Chunk))


def test_a_quiet_file_is_not_read_again(tmp_path):
    reads = []

    def pread(fd: int, size: int, offset: int) -> bytes:
        reads.append(offset)
        return os.pread(fd, size, offset)

    reading = Reading(tmp_path, system=Faulty(pread=pread))
    reading.path.write_bytes(b"one\n")
    reading.look(4)
    reads.clear()

    reading.look(20)

    assert reads == []


@pytest.mark.parametrize("size", [3, 64, 1025, 5000])
def test_a_file_rewritten_in_one_clock_tick_is_read_again(tmp_path, size):
    def frozen(info: os.stat_result) -> os.stat_result:
        return altered(info, st_mtime_ns=0, st_ctime_ns=0)

    calls = Faulty(
        fstat=lambda fd: frozen(os.fstat(fd)),
        stat=lambda path: frozen(Path(os.fsdecode(path)).stat()),
        lstat=lambda path: frozen(os.lstat(path)),
    )
    reading = Reading(tmp_path, system=calls)
    contents = [bytes([65 + n]) * (size - 1) + b"\n" for n in range(6)]
    for content in contents:
        reading.path.write_bytes(content)
        reading.look(seconds=0.005)

    assert list(reading.read().values()) == contents


def test_a_path_that_changes_and_changes_back_while_it_is_opened_is_the_same_file(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    reading.path.write_bytes(b"one\n")
    reading.look()
    other = tmp_path / "other"
    other.touch()

    def elsewhere(_path: bytes) -> os.stat_result:
        del calls.calls["stat"]
        return other.stat()

    def deferred(path: bytes) -> os.stat_result:
        info = Path(os.fsdecode(path)).stat()
        return elsewhere(path) if path == os.fsencode(reading.path) else info

    calls.calls["stat"] = deferred
    items = reading.look(3)

    assert items == []
    assert reading.tail.state.files == 1


def test_a_rotated_file_that_cannot_be_asked_is_still_found_by_its_name(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    reading.path.write_bytes(b"one\n")
    reading.look()
    reading.path.rename(tmp_path / "log.1")
    calls.calls["fstat"] = failing(os.fstat, lambda _fd: True, errno.EIO)

    items = reading.look()

    assert "log.1" in told(items, "rotated")


def test_a_pipe_beside_the_log_is_left_alone(reading):
    os.mkfifo(reading.folder / "log.1")
    reading.path.write_bytes(b"one\n")

    items = reading.look(4)

    assert kinds(items) == ["opened"]
    assert reading.read() == {1: b"one\n"}


def test_forgetting_what_was_decided_repeats_no_line(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.tail.scan.MOST", 0)
    reading = Reading(tmp_path)
    reading.look()
    for number in range(3):
        (tmp_path / f"log.{number}").write_bytes(LINE % number)
        reading.look(2)
    (tmp_path / "log.1").rename(tmp_path / "log.9")

    reading.look(4)

    assert sorted(reading.read().values()) == [LINE % number for number in range(3)]


def test_a_clock_set_back_after_every_write_changes_nothing(reading):
    log = Log(reading.path)
    for number in range(5):
        log.write(LINE % number)
        os.utime(reading.path, (1, 1))
        reading.look()

    assert reading.read() == {1: lines(0, 5)}


def test_short_reads_are_asked_again(tmp_path):
    def pread(fd: int, size: int, offset: int) -> bytes:
        return os.pread(fd, min(size, 5), offset)

    reading = Reading(tmp_path, system=Faulty(pread=pread))
    log = Log(reading.path)
    for number in range(20):
        log.write(LINE % number)
        reading.look()

    assert reading.read() == {1: lines(0, 20)}


def test_a_failing_disk_is_said_once_and_read_when_it_works_again(tmp_path):
    broken = [False]
    pread = failing(os.pread, lambda *_: broken[0], errno.EIO)
    reading = Reading(tmp_path, system=Faulty(pread=pread))
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()
    broken[0] = True
    log.write(b"two\n")

    bad = reading.look(3)
    state = reading.tail.state
    broken[0] = False
    good = reading.look(2)

    assert os.strerror(errno.EIO) in told(bad, "unreadable")
    assert state.kind == "unreadable"
    assert kinds(good) == ["opened"]
    assert reading.read() == {1: b"one\ntwo\n"}


def test_a_file_that_cannot_be_read_from_the_first_is_tried_again(tmp_path):
    broken = [True]
    pread = failing(os.pread, lambda *_: broken[0], errno.EIO)
    reading = Reading(tmp_path, system=Faulty(pread=pread))
    reading.path.write_bytes(b"one\n")

    bad = reading.look(2)
    files_open = reading.tail.state.files
    broken[0] = False
    reading.look()

    assert kinds(bad) == ["unreadable"]
    assert files_open == 0
    assert reading.read() == {1: b"one\n"}


@pytest.mark.parametrize("call", ["fstat", "pread"])
def test_a_stale_handle_is_opened_again_where_reading_stopped(tmp_path, call):
    stale = [False]

    def closing(fd: int) -> None:
        stale[0] = False
        os.close(fd)

    forgotten = failing(getattr(os, call), lambda *_: stale[0], errno.ESTALE)
    reading = Reading(tmp_path, system=Faulty(close=closing, **{call: forgotten}))
    log = Log(reading.path)
    log.write(lines(0, 3) + b"half of a")
    reading.look()
    stale[0] = True
    log.write(b" line\n")

    reading.look(3)

    assert reading.read() == {1: lines(0, 3) + b"half of a", 2: b"half of a line\n"}
    assert reading.ended() == [1]


def test_an_older_file_whose_handle_stays_stale_is_ended(tmp_path):
    stale = [False]
    forgotten = failing(os.fstat, lambda _fd: stale[0], errno.ESTALE)
    reading = Reading(tmp_path, system=Faulty(fstat=forgotten))
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()
    reading.path.unlink()
    reading.look()
    stale[0] = True

    first = reading.look()
    second = reading.look()

    assert kinds(first) == ["unreadable"]
    assert second == [Ended(1)]


@pytest.mark.parametrize("kept", [5, 70, 1000], ids=lambda kept: f"{kept} bytes kept")
def test_a_file_that_shrinks_while_it_is_read_is_looked_at_again(tmp_path, kept):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    first = lines(0, 40)
    reading.path.write_bytes(first)
    reading.look()
    then = lines(40, 44)

    def pread(fd: int, size: int, offset: int) -> bytes:
        del calls.calls["pread"]
        os.truncate(reading.path, kept)
        return os.pread(fd, size, offset)

    calls.calls["pread"] = pread
    during = reading.look(seconds=0)
    reading.path.write_bytes(then)
    reading.look()

    assert during == []
    assert reading.read() == {1: first, 2: then}


def test_a_file_rewritten_between_its_end_and_its_beginning_is_not_mixed(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    reading.path.touch()
    reading.look()
    reading.path.write_bytes(lines(0, 3))

    def pread(fd: int, size: int, offset: int) -> bytes:
        del calls.calls["pread"]
        data = os.pread(fd, size, offset)
        reading.path.write_bytes(lines(3, 6))
        return data

    calls.calls["pread"] = pread
    during = reading.look(seconds=0)
    reading.look()

    assert not any(isinstance(item, Chunk) for item in during)
    assert reading.read() == {1: lines(3, 6)}


@pytest.mark.parametrize("looks", [1, 2])
def test_an_open_file_that_lags_behind_its_path_twice_is_opened_again(tmp_path, looks):
    lagging: list[int] = []

    def fstat(fd: int) -> os.stat_result:
        info = os.fstat(fd)
        return altered(info, st_size=lagging[0]) if lagging else info

    def closing(fd: int) -> None:
        lagging.clear()
        os.close(fd)

    reading = Reading(tmp_path, system=Faulty(fstat=fstat, close=closing))
    log = Log(reading.path)
    log.write(lines(0, 2))
    reading.look()
    lagging.append(len(lines(0, 2)))
    log.write(lines(2, 4))
    reading.look(looks)
    lagging.clear()

    reading.look()

    expected = {1: {1: lines(0, 4)}, 2: {1: lines(0, 2), 2: lines(2, 4)}}
    assert reading.read() == expected[looks]


def test_a_path_that_grows_while_its_file_cannot_be_asked_is_no_lag(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()

    def grow(path: bytes) -> os.stat_result:
        if path == os.fsencode(reading.path):
            log.write(b"x")
            calls.calls["fstat"] = failing(os.fstat, lambda _fd: True, errno.EIO)
        return Path(os.fsdecode(path)).stat()

    calls.calls["stat"] = grow
    reading.look()
    calls.calls.clear()
    reading.look()

    assert reading.ended() == []
    assert reading.read()[1].startswith(b"one\nx")


# --- rotation -------------------------------------------------------------------------------------


def test_a_late_write_to_the_rotated_file_is_read(reading):
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()
    reading.path.rename(reading.folder / "log.1")
    reading.path.write_bytes(b"new\n")
    log.write(b"late\n")
    rotated = reading.look()
    log.write(b"later\n")
    reading.look(9)
    while_written = reading.ended()
    state = reading.tail.state
    log.close()
    reading.look(2)

    assert reading.read() == {1: b"one\nlate\nlater\n", 2: b"new\n"}
    assert "log.1" in told(rotated, "rotated")
    assert kinds(reading.items).count("old-writer") == 1
    assert while_written == []
    assert (state.files, "2 files are open" in state.text) == (2, True)
    assert reading.ended() == [1]


def test_several_rotations_between_two_looks_are_read_oldest_first(reading):
    reading.look()
    for number in range(5):
        for old in range(number - 1, 0, -1):
            (reading.folder / f"log.{old}").rename(reading.folder / f"log.{old + 1}")
        if number:
            reading.path.rename(reading.folder / "log.1")
        reading.path.write_bytes(LINE % number)
        os.utime(reading.path, (number, number))

    reading.look(3)

    rotated, at_path = [LINE % n for n in range(4)], LINE % 4
    assert sorted(reading.read().values()) == [*rotated, at_path]
    assert [item.data for item in reading.items if isinstance(item, Chunk)] == [*rotated, at_path]
    assert len(reading.ended()) == 4


def test_files_rotated_before_the_start_are_never_read(reading):
    old = Log(reading.folder / "log.1")
    old.write(b"before the start\n")
    (reading.folder / "log.2.gz").write_bytes(gzip.compress(b"long before\n"))
    (reading.folder / "log.3").write_bytes(b"no newline")
    reading.path.write_bytes(b"one\n")
    reading.look(2)
    old.write(b"by a program that is still running\n")
    for number in (3, 1):
        rotated = reading.folder / f"log.{number}"
        rotated.rename(reading.folder / f"log.{number + 1}")

    items = reading.look(4)

    assert reading.read() == {1: b"one\n"}
    assert items == []


def test_a_deleted_log_is_read_to_its_end_and_a_new_one_from_its_start(reading):
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()
    reading.path.unlink()
    log.write(b"late\n")

    gone = reading.look()
    reading.path.write_bytes(b"new\n")
    reading.look()

    assert "deleted" in told(gone, "removed")
    assert kinds(gone) == ["removed", "waiting", "old-writer"]
    assert reading.read() == {1: b"one\nlate\n", 2: b"new\n"}


def test_an_inode_number_used_again_does_not_hide_the_new_file(tmp_path):
    def same(info: os.stat_result) -> os.stat_result:
        return altered(info, st_ino=7) if stat.S_ISREG(info.st_mode) else info

    calls = Faulty(
        fstat=lambda fd: same(os.fstat(fd)),
        stat=lambda path: same(Path(os.fsdecode(path)).stat()),
        lstat=lambda path: same(os.lstat(path)),
    )
    reading = Reading(tmp_path, system=calls)
    for number in range(3):
        reading.path.write_bytes(LINE % number)
        reading.look()
        reading.path.unlink()
        reading.look()

    assert reading.read() == {1: LINE % 0, 2: LINE % 1, 3: LINE % 2}
    assert reading.ended() == [1, 2, 3]


def test_a_log_moved_away_and_back_while_it_is_written_goes_on(reading):
    log = Log(reading.path)
    log.write(b"one\n")
    reading.look()
    reading.path.rename(reading.folder / "aside")
    away = reading.look()
    log.write(b"two\n")
    (reading.folder / "aside").rename(reading.path)

    back = reading.look()

    assert "moved away" in told(away, "removed")
    assert told(back, "opened") == f"{reading.path} is back: reading goes on at byte 8."
    assert reading.read() == {1: b"one\ntwo\n"}
    assert reading.ended() == []


def test_a_log_that_comes_back_after_it_was_closed_goes_on_at_its_last_whole_line(reading):
    reading.path.write_bytes(lines(0, 3) + b"half")
    reading.look()
    reading.path.rename(reading.folder / "aside")
    reading.look(2)
    with Log(reading.folder / "aside") as log:
        log.write(b" and half\n")
    (reading.folder / "aside").rename(reading.path)

    back = reading.look(2)

    assert f"goes on at byte {len(lines(0, 3)):,}" in told(back, "opened")
    assert reading.read() == {1: lines(0, 3) + b"half", 2: b"half and half\n"}


def test_a_rotated_file_written_again_after_it_was_closed_is_read_on(reading):
    reading.path.write_bytes(lines(0, 3))
    reading.look()
    reading.path.rename(reading.folder / "log.1")
    reading.look(3)
    with Log(reading.folder / "log.1") as log:
        log.write(b"late\n")
    (reading.folder / "log.1").rename(reading.folder / "log.2")

    reading.look()

    assert reading.read() == {1: lines(0, 3), 2: b"late\n"}


def test_a_log_that_returns_after_few_bytes_were_read_of_it_is_read_again(reading):
    reading.path.write_bytes(b"a few")
    reading.look()
    reading.path.rename(reading.folder / "aside")
    reading.look(2)
    (reading.folder / "aside").rename(reading.path)

    reading.look()

    assert reading.read() == {1: b"a few", 2: b"a few"}


def test_a_file_saved_by_an_editor_is_flagged_and_read_again(reading):
    reading.path.write_bytes(lines(0, 3))
    reading.look()
    new = reading.folder / "new"
    new.write_bytes(lines(0, 4))
    new.rename(reading.path)

    items = reading.look()

    assert kinds(items) == ["removed", "replaced"]
    assert reading.read() == {1: lines(0, 3), 2: lines(0, 4)}


def test_a_symbolic_link_given_another_target_is_followed(reading):
    first, second = reading.folder / "a", reading.folder / "b"
    log = Log(first)
    log.write(b"one\n")
    second.write_bytes(b"new\n")
    reading.path.symlink_to(first)
    reading.look()
    reading.path.unlink()
    reading.path.symlink_to(second)
    log.write(b"late\n")

    reading.look(2)

    assert reading.read() == {1: b"one\nlate\n", 2: b"new\n"}


def test_rotation_beside_the_target_of_a_link_is_seen(reading):
    place = reading.folder / "elsewhere"
    place.mkdir()
    (place / "real.1").write_bytes(b"before the start\n")
    (place / "real").write_bytes(b"one\n")
    reading.path.symlink_to("elsewhere/real")
    reading.look()
    (place / "real").rename(place / "real.2")
    (place / "real").write_bytes(b"unseen\n")
    (place / "real").rename(place / "real.3")
    (place / "real").write_bytes(b"new\n")

    items = reading.look(2)

    assert reading.tail.folders == (os.fsencode(reading.folder), os.fsencode(place))
    assert "real.2" in told(items, "rotated")
    assert sorted(reading.read().values()) == [b"new\n", b"one\n", b"unseen\n"]


@pytest.mark.parametrize(
    "target, kind", [("nowhere", "waiting"), ("log", "unreadable")], ids=["dangling", "loop"]
)
def test_a_link_that_leads_nowhere_is_said_and_recovers(reading, target, kind):
    reading.path.symlink_to(target)

    items = reading.look(3)
    state = reading.tail.state
    reading.path.unlink()
    reading.path.write_bytes(b"one\n")
    reading.look()

    assert kinds(items) == [kind]
    assert state.kind == kind
    assert reading.read() == {1: b"one\n"}


def test_a_chain_of_links_that_never_ends_is_given_up(tmp_path):
    reading = Reading(tmp_path, system=Faulty(readlink=lambda path: path + b"x"))
    reading.path.write_bytes(b"one\n")

    reading.look()

    assert reading.read() == {1: b"one\n"}


def test_a_folder_removed_and_made_again_is_followed(tmp_path):
    reading = Reading(tmp_path / "logs")
    reading.folder.mkdir()
    reading.path.write_bytes(b"one\n")
    reading.look()
    shutil.rmtree(reading.folder)
    reading.look(2)
    reading.folder.mkdir()
    reading.path.write_bytes(b"two\n")

    reading.look()

    assert reading.read() == {1: b"one\n", 2: b"two\n"}


def test_an_older_file_that_nobody_can_vouch_for_is_closed_after_a_minute_of_silence(tmp_path):
    reading = Reading(tmp_path, writers=lambda _fd: None)
    log = Log(reading.path)
    reading.look()
    reading.path.unlink()
    reading.look(59, seconds=1)
    log.write(b"late\n")
    reading.look(60, seconds=1)
    before = reading.ended()

    reading.look(2, seconds=1)

    assert before == []
    assert reading.ended() == [1]
    assert reading.read() == {1: b"late\n"}


def test_what_is_written_just_before_the_last_writer_leaves_is_read(tmp_path):
    log = Log(tmp_path / "log")

    def writers(_fd: int) -> bool:
        if not log.closed:
            log.write(b"last\n")
            log.close()
        return False

    reading = Reading(tmp_path, writers=writers)
    reading.look()
    reading.path.unlink()

    items = reading.look()

    assert items[-2:] == [Chunk(1, 0, b"last\n"), Ended(1)]


def test_an_older_file_is_not_closed_before_it_is_read(reading):
    reading.path.write_bytes(b"0123456789")
    reading.look(budget=4)
    reading.path.unlink()

    reading.look(1, budget=4)
    before = reading.ended()
    reading.look(3, budget=4)

    assert before == []
    assert reading.ended() == [1]
    assert reading.read() == {1: b"0123456789"}


def test_too_many_open_older_files_are_closed_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "KEPT", 2)
    reading = Reading(tmp_path)
    logs = []
    for number in range(5):
        logs.append(Log(reading.path))
        logs[-1].write(LINE % number)
        reading.look(seconds=1)
        reading.path.rename(tmp_path / f"log.{number}")

    items = reading.look()

    assert reading.tail.state.files == 2
    assert reading.ended() == [1, 2, 3]
    assert "Too many older files" in told([i for i in items if "Too" in str(i)], "old-writer")


def test_without_a_free_descriptor_an_older_file_is_given_up(tmp_path):
    full = [False]

    def opening(path: bytes, flags: int) -> int:
        if full[0]:
            raise OSError(errno.EMFILE, "")
        return os.open(path, flags)

    def closing(fd: int) -> None:
        full[0] = False
        os.close(fd)

    reading = Reading(tmp_path, system=Faulty(open=opening, close=closing))
    log = Log(reading.path)
    reading.look()
    reading.path.rename(tmp_path / "log.1")
    reading.look()
    reading.path.write_bytes(b"new\n")
    full[0] = True

    reading.look()
    log.close()

    assert reading.ended() == [1]
    assert reading.read() == {2: b"new\n"}


def test_an_older_file_given_up_when_its_writer_just_left_is_not_mentioned(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "KEPT", 0)
    answers = iter([True, False])
    reading = Reading(tmp_path, writers=lambda _fd: next(answers))
    reading.path.touch()
    reading.look()
    reading.path.unlink()

    items = reading.look()

    assert kinds(items) == ["removed", "waiting", "old-writer"]
    assert reading.ended() == [1]


def test_without_a_free_descriptor_and_nothing_to_give_up_the_limit_is_named(tmp_path):
    full = failing(os.open, lambda *_: True, errno.EMFILE)
    reading = Reading(tmp_path, system=Faulty(open=full))
    reading.path.write_bytes(b"new\n")

    items = reading.look(2)

    assert "ulimit -n" in told(items, "unreadable")


def test_a_crowded_folder_is_said_once_and_its_newest_files_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(family, "MOST", 3)
    monkeypatch.setattr("inspector.tail.scan.MOST", 3)
    reading = Reading(tmp_path)
    for number in range(9):
        (tmp_path / f"log.{number}").write_bytes(LINE % number)
        os.utime(tmp_path / f"log.{number}", (number, number))
    reading.look()
    (tmp_path / "log.new").write_bytes(b"unseen\n")

    reading.look(3)

    assert "newest 3 " in told(reading.items, "unreadable")
    assert reading.read() == {1: b"unseen\n"}


def test_a_file_renamed_while_the_folder_is_listed_is_found_at_the_next_look(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    reading.look()
    (tmp_path / "log.1").write_bytes(b"unseen\n")

    def listdir(path: bytes) -> list[bytes]:
        del calls.calls["listdir"]
        names = [os.fsencode(file.name) for file in Path(os.fsdecode(path)).iterdir()]
        (tmp_path / "log.1").rename(tmp_path / "log.2")
        return names

    calls.calls["listdir"] = listdir
    during = reading.look()
    reading.look()

    assert not any(isinstance(item, Chunk) for item in during)
    assert reading.read() == {1: b"unseen\n"}


@pytest.mark.parametrize("swap", ["other", "gone"])
def test_nothing_is_decided_about_a_file_that_is_not_the_one_that_was_seen(tmp_path, swap):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    reading.look()
    (tmp_path / "log.1").write_bytes(b"unseen\n")
    (tmp_path / "other").write_bytes(b"no log\n")

    def opening(path: bytes, flags: int) -> int:
        del calls.calls["open"]
        (tmp_path / "log.1").rename(tmp_path / "log.2")
        if swap == "other":
            (tmp_path / "other").rename(tmp_path / "log.1")
        return os.open(path, flags)

    calls.calls["open"] = opening
    during = reading.look()
    (tmp_path / "log.1").unlink(missing_ok=True)
    reading.look(2)

    assert not any(isinstance(item, Chunk) for item in during)
    assert reading.read() == {1: b"unseen\n"}


def test_a_link_in_the_family_is_not_followed(reading):
    reading.path.write_bytes(b"one\n")
    reading.look()
    secret = reading.folder / "secret"
    secret.write_bytes(b"secret\n")
    (reading.folder / "log.1").symlink_to(secret)

    reading.look(3)

    assert reading.read() == {1: b"one\n"}


def test_a_file_that_becomes_a_link_while_it_is_opened_is_not_followed(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    reading.look()
    unseen = tmp_path / "log.1"
    unseen.write_bytes(b"unseen\n")
    seen = []

    def lstat(path: bytes) -> os.stat_result:
        info = os.lstat(path)
        if not seen:
            seen.append(path)
            unseen.rename(tmp_path / "aside")
            unseen.symlink_to("aside")
        return info

    calls.calls["lstat"] = lstat
    reading.look(3)

    assert reading.read() == {}


# --- truncation -----------------------------------------------------------------------------------


def copytruncate(path: Path, copy: Path, between: Callable[[], object] = lambda: None) -> None:
    shutil.copyfile(path, copy)
    between()
    os.truncate(path, 0)


def test_what_was_not_read_before_a_copytruncate_is_read_from_the_copy(reading):
    log = Log(reading.path)
    log.write(lines(0, 2))
    reading.look()
    log.write(lines(2, 4))
    copytruncate(reading.path, reading.folder / "log.1")
    log.write(b"new\n")

    items = reading.look(3)

    assert kinds(items) == ["truncated", "gap", "copy"]
    assert "log.1" in told(items, "copy")
    assert reading.read() == {1: lines(0, 4), 2: b"new\n"}
    assert reading.ended() == [1]


def test_what_is_written_between_copy_and_truncation_is_one_gap(reading):
    log = Log(reading.path)
    log.write(lines(0, 2))
    reading.look()
    copytruncate(reading.path, reading.folder / "log.1", lambda: log.write(b"destroyed\n"))
    log.write(b"new\n")

    items = reading.look(3)

    assert kinds(items).count("gap") == 1
    assert reading.read() == {1: lines(0, 2), 2: b"new\n"}


def test_a_half_line_is_completed_from_the_copy(reading):
    log = Log(reading.path)
    log.write(lines(0, 2) + b"half")
    reading.look()
    log.write(b" and half\n")
    copytruncate(reading.path, reading.folder / "log.1")

    reading.look(2)

    assert reading.read() == {1: lines(0, 2) + b"half and half\n"}


def test_the_longest_copy_is_taken(reading):
    log = Log(reading.path)
    log.write(lines(0, 2))
    reading.look()
    log.write(lines(2, 3))
    shutil.copyfile(reading.path, reading.folder / "log.bak")
    log.write(lines(3, 5))
    (reading.folder / "log.other").write_bytes(lines(5, 20))
    copytruncate(reading.path, reading.folder / "log.1")

    reading.look(3)

    assert reading.read()[1] == lines(0, 5)
    assert sorted(reading.read().values()) == [lines(0, 5), lines(5, 20)]


def test_several_copytruncates_between_two_looks_lose_nothing(reading):
    log = Log(reading.path)
    log.write(lines(0, 2))
    reading.look()
    log.write(lines(2, 4))
    copytruncate(reading.path, reading.folder / "log.2")
    log.write(lines(4, 6))
    copytruncate(reading.path, reading.folder / "log.1")
    log.write(lines(6, 8))

    reading.look(3)

    assert sorted(reading.read().values()) == [lines(0, 4), lines(4, 6), lines(6, 8)]


def test_a_copy_is_not_read_while_the_log_still_holds_it_all(reading):
    log = Log(reading.path)
    log.write(lines(0, 40))
    reading.look(budget=100)
    shutil.copyfile(reading.path, reading.folder / "log.1")

    waiting = reading.look(budget=100)
    reading.look(3)
    os.truncate(reading.path, 0)
    reading.look(4)

    assert kinds(waiting) == []
    assert reading.read() == {1: lines(0, 40)}


@pytest.mark.parametrize("answer", [True, None], ids=["written", "unknown"])
def test_a_small_copy_is_not_judged_before_it_is_complete(tmp_path, answer):
    reading = Reading(tmp_path, writers=lambda _fd: answer)
    log = Log(reading.path)
    log.write(lines(0, 4))
    reading.look()
    copy = Log(tmp_path / "log.1")
    copy.write(lines(0, 1))
    reading.look(3)
    log.write(lines(4, 5))
    copy.write(lines(1, 5))
    os.truncate(reading.path, 0)

    reading.look(3)

    assert reading.read() == {1: lines(0, 5)}


def test_a_copy_that_grew_while_it_was_judged_is_judged_again(tmp_path):
    copy = tmp_path / "log.1"

    def writers(_fd: int) -> bool:
        if copy.exists() and copy.stat().st_size == len(lines(0, 2)):
            copy.write_bytes(lines(0, 5))
        return False

    reading = Reading(tmp_path, writers=writers)
    log = Log(reading.path)
    log.write(lines(0, 4))
    reading.look()
    copy.write_bytes(lines(0, 2))
    reading.look()
    log.write(lines(4, 5))
    os.truncate(reading.path, 0)

    reading.look(3)

    assert reading.read() == {1: lines(0, 5)}


@pytest.mark.parametrize("size", [1, 10, 64, 100, 2000])
def test_a_log_truncated_and_grown_past_the_offset_is_read_from_its_start(reading, size):
    reading.path.write_bytes(b"o" * size)
    reading.look()
    reading.path.write_bytes(b"n" * (size + 50))

    items = reading.look()

    assert kinds(items) == ["truncated", "gap"]
    assert reading.read() == {1: b"o" * size, 2: b"n" * (size + 50)}
    assert reading.ended() == [1]


def test_a_log_truncated_before_anything_was_read_keeps_its_generation(reading):
    reading.path.write_bytes(b"0123456789")
    reading.look(budget=0)
    reading.path.write_bytes(b"new\n")

    items = reading.look()

    assert kinds(items) == ["truncated", "gap"]
    assert reading.read() == {1: b"new\n"}


def test_a_log_truncated_while_its_folder_is_restless_is_ended_after_some_seconds(reading):
    reading.path.write_bytes(lines(0, 3))
    reading.look()
    os.truncate(reading.path, 0)
    ended = []
    for second in range(8):
        (reading.folder / f"noise{second}").touch()
        os.utime(reading.folder, (second, second))
        reading.look(seconds=1)
        ended.append(reading.ended())

    assert ended == [[]] * 6 + [[1]] * 2


def test_a_copy_found_after_the_generation_was_ended_is_read_on(reading):
    log = Log(reading.path)
    log.write(lines(0, 3))
    reading.look()
    log.write(lines(3, 5))
    copytruncate(reading.path, reading.folder / "hidden")
    reading.look(3)
    (reading.folder / "hidden").rename(reading.folder / "log.1")

    reading.look(2)

    assert reading.ended() == [1, 3]
    assert reading.read() == {1: lines(0, 3), 3: lines(3, 5)}


def test_a_file_begun_like_a_cut_one_waits_until_its_copy_is_found(reading):
    log = Log(reading.path)
    log.write(lines(0, 3))
    reading.look()
    shutil.copyfile(reading.path, reading.folder / "log.bak")
    log.write(lines(3, 5))
    copytruncate(reading.path, reading.folder / "log.1")
    os.truncate(reading.folder / "log.bak", len(lines(0, 1)))

    reading.look(3)

    assert reading.read() == {1: lines(0, 5)}


def test_a_copy_that_cannot_be_read_is_passed_over(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    log = Log(reading.path)
    log.write(lines(0, 3))
    reading.look()
    copytruncate(reading.path, tmp_path / "log.1")
    broken = (tmp_path / "log.1").stat().st_ino
    calls.calls["pread"] = failing(
        os.pread, lambda fd, *_: os.fstat(fd).st_ino == broken, errno.EIO
    )

    items = reading.look(80)

    assert kinds(items) == ["truncated", "gap"]
    assert reading.ended() == [1]


def test_a_copy_that_fails_after_its_beginning_is_passed_over(tmp_path):
    calls = Faulty()
    reading = Reading(tmp_path, system=calls)
    log = Log(reading.path)
    log.write(lines(0, 60))
    reading.look()
    copytruncate(reading.path, tmp_path / "log.1")
    broken = (tmp_path / "log.1").stat().st_ino
    calls.calls["pread"] = failing(
        os.pread, lambda fd, _size, at: at > 0 and os.fstat(fd).st_ino == broken, errno.EIO
    )

    reading.look(80)

    assert reading.read() == {1: lines(0, 60)}
    assert reading.ended() == [1]


# --- holes ----------------------------------------------------------------------------------------

TEBIBYTE = 1 << 40


def test_a_tebibyte_that_was_never_written_is_passed_over(reading):
    with reading.path.open("wb") as log:
        log.write(b"before")
        log.truncate(TEBIBYTE)
        log.seek(TEBIBYTE)
        log.write(b"after\n")

    items = reading.look()
    read = reading.read()

    assert "hole" in told(items, "gap")
    assert reading.ended() == [1]
    assert read[1].rstrip(b"\0") == b"before"
    assert read[2] == b"after\n"
    assert reading.tail.state.consumed == TEBIBYTE + 6


def test_a_hole_at_the_start_and_one_at_the_end_are_passed_over(reading):
    with reading.path.open("wb") as log:
        log.truncate(TEBIBYTE)
    first = reading.look()
    with Log(reading.path) as log:
        log.write(b"text\n")
    reading.look()

    assert kinds(first) == ["opened", "gap"]
    assert reading.read() == {1: b"text\n"}
    assert reading.look(2) == []


def test_a_writer_that_goes_on_at_its_old_offset_leaves_a_hole(reading):
    with reading.path.open("wb", buffering=0) as log:
        log.write(b"x" * (3 << 20) + b"\n")
        reading.look()
        os.truncate(reading.path, 0)
        log.write(b"after\n")

        items = reading.look()

    assert kinds(items) == ["truncated", "gap", "gap"]
    assert list(reading.read().values())[-1].lstrip(b"\0") == b"after\n"


@pytest.mark.parametrize(
    "calls",
    [
        pytest.param({"SEEK_DATA": None}, id="the platform knows no holes"),
        pytest.param(
            {"lseek": failing(os.lseek, lambda *_: True, errno.EINVAL)}, id="the disk knows none"
        ),
    ],
)
def test_where_holes_cannot_be_found_they_are_read(tmp_path, calls):
    reading = Reading(tmp_path, system=Faulty(**calls))
    with reading.path.open("wb") as log:
        log.truncate(2 << 20)

    reading.look()

    assert reading.read() == {1: bytes(2 << 20)}


def test_a_short_hole_is_read_as_it_is(reading):
    with reading.path.open("wb") as log:
        log.truncate(1 << 20)
        log.seek(1 << 20)
        log.write(b"text\n")

    reading.look()

    assert reading.read() == {1: bytes(1 << 20) + b"text\n"}


# --- compressed files -----------------------------------------------------------------------------


def test_a_compressed_file_that_was_read_before_is_not_mentioned(reading):
    reading.path.write_bytes(lines(0, 3))
    reading.look()
    (reading.folder / "log.1.gz").write_bytes(gzip.compress(lines(0, 3)))
    reading.path.unlink()

    items = reading.look(4)

    assert "compressed" not in kinds(items)


@pytest.mark.parametrize(
    "name, data",
    [
        pytest.param("log.1.gz", gzip.compress(b"unseen\n"), id="other lines"),
        pytest.param("log.1.gz", gzip.compress(lines(0, 9)), id="more lines"),
        pytest.param("log.1.gz", b"no gzip at all", id="broken"),
        pytest.param("log.1.zst", b"(\xb5/\xfd", id="another form"),
    ],
)
def test_a_compressed_file_that_was_not_read_is_said_once(reading, name, data):
    reading.path.write_bytes(lines(0, 3))
    reading.look()
    (reading.folder / name).write_bytes(data)

    items = reading.look(4)
    (reading.folder / name).rename(reading.folder / name.replace("1", "2"))
    renamed = reading.look(4)

    assert kinds(items) == ["compressed"]
    assert name in told(items, "compressed")
    assert renamed == []
    assert reading.read() == {1: lines(0, 3)}


def test_a_file_that_is_being_compressed_is_judged_when_it_is_complete(reading):
    reading.path.write_bytes(lines(0, 3))
    reading.look()
    with (reading.folder / "log.1.gz").open("wb", buffering=0) as packed:
        packed.write(gzip.compress(lines(0, 3))[:20])
        items = reading.look(3)
        packed.write(gzip.compress(lines(0, 3))[20:])

    items += reading.look(3)

    assert items == []


# --- the end --------------------------------------------------------------------------------------


def test_closing_ends_every_generation_once(reading):
    log = Log(reading.path)
    log.write(lines(0, 2))
    reading.look()
    reading.path.rename(reading.folder / "log.1")
    reading.path.write_bytes(lines(2, 4))
    reading.look()
    os.truncate(reading.path, 0)
    os.utime(reading.folder, (1, 1))
    reading.look()

    items = reading.tail.close()

    assert sorted(item.generation for item in items if isinstance(item, Ended)) == [1, 2, 3]
    assert (reading.tail.state.kind, reading.tail.state.files) == ("closed", 0)
    assert reading.tail.close() == []
    assert reading.tail.step() == []


def test_a_descriptor_that_cannot_be_closed_harms_nobody(tmp_path):
    def closing(fd: int) -> None:
        os.close(fd)
        raise OSError(errno.EIO, "")

    reading = Reading(tmp_path, system=Faulty(close=closing))
    reading.path.write_bytes(b"one\n")
    reading.look()

    assert reading.tail.close() == [Ended(1)]


# --- any call fails -------------------------------------------------------------------------------


class Failing:
    """`os`, of which the n-th call fails once."""

    def __init__(self, number: int, code: int) -> None:
        self.left = number
        self.failed = ""
        self._code = code

    def __getattr__(self, name: str):
        real = getattr(os, name)
        if not callable(real) or name in {"close", "geteuid"}:
            return real

        def call(*args: object) -> object:
            self.left -= 1
            if self.left == 0:
                self.failed = name
                raise OSError(self._code, os.strerror(self._code))
            return real(*args)

        return call


OLD = b"before the start, in a file of its own\n"


def live_through(folder: Path, system: Failing) -> Reading:
    """A rotation, a copytruncate, an unseen file, a deletion, with a look after each act."""
    reading = Reading(folder, system=system)
    (folder / "log.9").write_bytes(OLD)
    log = Log(reading.path)
    log.write(lines(0, 3))
    reading.look()
    reading.path.rename(folder / "log.2")
    new = Log(reading.path)
    log.write(lines(3, 5))
    new.write(lines(5, 8))
    reading.look()
    log.close()
    new.write(lines(8, 10))
    copytruncate(reading.path, folder / "log.1")
    new.write(lines(10, 12))
    reading.look()
    (folder / "log.0").write_bytes(lines(12, 14))
    reading.look(5)
    reading.path.unlink()
    new.write(lines(14, 15))
    reading.path.write_bytes(lines(15, 17))
    reading.look(6, seconds=2)
    return reading


@pytest.mark.parametrize(
    "code",
    [errno.EIO, errno.EACCES, errno.ENOENT, errno.EMFILE, errno.ESTALE],
    ids=lambda code: errno.errorcode[code],
)
def test_any_one_failing_call_is_survived_without_a_lost_line(tmp_path, code):
    for number in itertools.count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        system = Failing(number, code)

        reading = live_through(folder, system)

        read = [line for data in reading.read().values() for line in data.splitlines(keepends=True)]
        if OLD in read and (system.failed == "lstat" or code == errno.ENOENT):
            read.remove(OLD)  # it was hidden when the files of old were listed
        assert sorted(read) == sorted(lines(0, 17).splitlines(keepends=True)), f"call {number}"
        if system.left > 0:  # no call was left to fail
            break


# --- parts ----------------------------------------------------------------------------------------


def test_a_lease_tells_whether_a_file_is_written(tmp_path):
    path = tmp_path / "log"
    log = Log(path)
    fd = os.open(path, os.O_RDONLY)

    while_open = lease.written(fd)
    log.close()
    after = lease.written(fd)
    os.close(fd)

    if while_open is None:
        pytest.skip("this system or file system grants no leases")
    assert (while_open, after) == (True, False)


def test_a_refused_lease_is_no_answer(tmp_path):
    path = tmp_path / "log"
    path.touch()
    fd = os.open(path, os.O_RDONLY)
    os.close(fd)

    assert lease.written(fd) is None


def test_a_system_without_leases_gives_no_answer(monkeypatch):
    monkeypatch.delattr(lease.fcntl, "F_SETLEASE", raising=False)

    assert lease.written(0) is None


def test_memory_forgets_what_was_met_least_recently():
    memory = Memory(limit=2)
    first, second, third = (Known((1, n), b"", 0, b"", 0, b"") for n in (1, 2, 3))

    for known in (first, second, third):
        memory.put(known)

    assert list(memory) == [second, third]


def test_memory_forgets_an_older_file_of_the_same_number_and_keeps_the_newer():
    memory = Memory(limit=2)
    old, new, other = (Known((1, 1), bytes([n]) * HEAD, 0, b"", 0, b"") for n in (1, 2, 3))

    for known in (old, new, other):
        memory.put(known)

    assert list(memory) == [new, other]
