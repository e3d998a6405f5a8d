"""Following in time: when a look comes, and that no watcher is needed for it."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector.tail import Chunk, Ended, Item, follow, pace
from inspector.tail.pace import BACKOFF, REBUILD, hint


def text(batches: list[list[Item]]) -> bytes:
    return b"".join(item.data for batch in batches for item in batch if isinstance(item, Chunk))


def until(batches: Iterator[list[Item]], wanted: Callable[[list[list[Item]]], bool]) -> list:
    """Take batches until they hold what is wanted."""
    taken: list[list[Item]] = []
    for batch in batches:
        taken.append(batch)
        if wanted(taken):
            return taken
    raise AssertionError(taken)


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture(
    params=["none", "silent", "noisy", "raising", "missing", "real"],
    ids=lambda kind: f"{kind} watcher",
)
def hints(request, monkeypatch) -> bool:
    """Whether to ask for a watcher, after replacing it with one that cannot be relied on."""

    def silent(*_paths: str, stop_event: threading.Event, **_options: object):
        stop_event.wait()
        return iter(())

    def noisy(*_paths: str, stop_event: threading.Event, **_options: object):
        while not stop_event.wait(0.001):
            yield set()

    def raising(*_paths: str, **_options: object):
        raise RuntimeError("no inotify instance left")

    kinds = {"silent": silent, "noisy": noisy, "raising": raising}
    if request.param in kinds:
        fake = SimpleNamespace(watch=kinds[request.param])
        monkeypatch.setitem(sys.modules, "watchfiles", fake)
    elif request.param == "missing":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.setattr(pace, "BACKOFF", (0.001,))
    return request.param != "none"


def test_rotation_and_truncation_are_followed_whatever_the_watcher_does(tmp_path, stop, hints):
    path = tmp_path / "log"
    batches = follow(path, stop=stop, idle=0.02, active=0.01, hints=hints)

    until(batches, lambda taken: bool(taken[-1]))  # waits
    path.write_bytes(b"the first of many lines\n")
    first = until(batches, lambda taken: b"first" in text(taken))
    path.rename(tmp_path / "log.1")
    path.write_bytes(b"the second of many lines\n")
    second = until(batches, lambda taken: b"second" in text(taken))
    path.write_bytes(b"third\n")
    third = until(batches, lambda taken: b"third" in text(taken))
    stop.set()
    last = list(batches)

    assert text([*first, *second, *third, *last]) == (
        b"the first of many lines\nthe second of many lines\nthird\n"
    )
    ended = [item for batch in (*second, *third, *last) for item in batch]
    assert {item.generation for item in ended if isinstance(item, Ended)} == {1, 2, 3}


def test_an_empty_batch_lets_a_screen_refresh(tmp_path, stop):
    batches = follow(tmp_path / "log", stop=stop, idle=0.02, active=0.01, hints=False)

    taken = list(itertools.islice(batches, 4))

    assert [len(batch) for batch in taken] == [1, 0, 0, 0]


def test_a_long_log_is_read_without_a_pause(tmp_path, stop, monkeypatch):
    monkeypatch.setattr(pace.Tail.step, "__defaults__", (100,))
    path = tmp_path / "log"
    path.write_bytes(b"x" * 1000)
    batches = follow(path, stop=stop, idle=60, active=60, hints=False)

    taken = until(batches, lambda taken: len(text(taken)) == 1000)

    assert len(taken) == 10


def test_waking_makes_it_look_at_once(tmp_path, stop):
    wake = threading.Event()
    path = tmp_path / "log"
    batches = follow(path, stop=stop, wake=wake, idle=60, active=60, hints=False)
    next(batches)
    path.write_bytes(b"one\n")
    wake.set()

    taken = next(batches)

    assert taken[-1] == Chunk(1, 0, b"one\n")


def test_stopping_and_waking_ends_it_at_once(tmp_path, stop):
    wake = threading.Event()
    batches = follow(tmp_path / "log", stop=stop, wake=wake, idle=60, active=60, hints=False)
    next(batches)

    stop.set()
    wake.set()

    assert list(batches) == [[]]


def test_stopping_alone_ends_it_after_one_interval(tmp_path, stop, monkeypatch):
    monkeypatch.setattr(pace, "BUSY", 0.0)
    batches = follow(tmp_path / "log", stop=stop, idle=3600, active=0.01, hints=False)
    next(batches)
    timer = threading.Timer(0.05, stop.set)
    timer.start()

    last = list(batches)
    timer.join()

    assert last == [[]]


def test_looks_are_rarer_when_nothing_happened_for_long(tmp_path, stop, monkeypatch):
    monkeypatch.setattr(pace, "BUSY", 0.0)
    waits = []
    monkeypatch.setattr(pace, "_wait", lambda _stop, _wake, end, _slice: waits.append(end))
    batches = follow(tmp_path / "log", stop=stop, idle=600, active=100, hints=False)
    started = time.monotonic()

    list(itertools.islice(batches, 3))

    assert [round(end - started, -2) for end in waits] == [600, 600]


def test_giving_up_in_the_middle_closes_the_log_and_ends_the_watcher(tmp_path, stop):
    before = set(threading.enumerate())
    path = tmp_path / "log"
    path.write_bytes(b"one\n")
    batches = follow(path, stop=stop)
    next(batches)
    (watcher,) = set(threading.enumerate()) - before

    batches.close()
    watcher.join(10)

    assert not watcher.is_alive()
    assert path not in open_files()


def open_files() -> list[Path]:
    links = Path("/proc/self/fd")
    if not links.exists():
        pytest.skip("this system does not list open files")
    return [file.readlink() for file in links.iterdir() if file.is_symlink()]


def test_a_watcher_is_asked_for_the_folder_and_for_every_name(monkeypatch):
    asked = []
    done = threading.Event()
    wake = threading.Event()

    def watch(*paths: str, **options: object):
        asked.append((paths, options))
        yield set()
        assert wake.is_set()
        done.set()
        yield set()

    monkeypatch.setitem(sys.modules, "watchfiles", SimpleNamespace(watch=watch))

    hint(lambda: (b"/a", b"/b\xff"), wake, done)

    ((paths, options),) = asked
    assert paths == ("/a", "/b\udcff")
    assert options["recursive"] is False
    assert options["watch_filter"] is None
    assert options["force_polling"] is False


def test_a_watcher_is_built_again_after_a_while(monkeypatch):
    now = [0.0]
    done = threading.Event()
    built = []

    def watch(*_paths: str, **_options: object):
        built.append(now[0])
        if len(built) == 3:
            done.set()
            return
        while True:
            now[0] += 10.0
            yield set()

    monkeypatch.setitem(sys.modules, "watchfiles", SimpleNamespace(watch=watch))

    hint(lambda: (b"/a",), threading.Event(), done, lambda: now[0])

    assert built == [0.0, REBUILD + 10.0, 2 * REBUILD + 20.0]


def test_a_watcher_that_fails_is_built_again_after_longer_and_longer_pauses(monkeypatch):
    pauses: list[float] = []

    class Done(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            if len(pauses) == 8:
                self.set()
            return self.is_set()

    def watch(*_paths: str, **_options: object):
        raise FileNotFoundError("no such folder")

    monkeypatch.setitem(sys.modules, "watchfiles", SimpleNamespace(watch=watch))

    hint(lambda: (b"/a",), threading.Event(), Done())

    assert pauses == [*BACKOFF, BACKOFF[-1], BACKOFF[-1]]
