"""Driving a tail in time: poll, and look sooner when a watcher hints that something happened."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

from inspector.tail.live import Tail
from inspector.tail.values import Item

BUSY = 5.0
"""Seconds after the last news during which the shorter interval is kept."""
BREATH = 0.01
"""Seconds between two looks at least: a watcher that never stops hinting must not make us spin."""
REBUILD = 30.0
"""Seconds a watcher is used: one whose folder was removed is deaf from then on, and silent."""
BACKOFF = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between attempts to build a watcher that fails."""


def follow(  # noqa: PLR0913 - each has one plain meaning, and a default
    path: str | bytes | os.PathLike[str],
    *,
    stop: threading.Event,
    wake: threading.Event | None = None,
    idle: float = 0.5,
    active: float = 0.1,
    hints: bool = True,
) -> Iterator[list[Item]]:
    """Follow a path until `stop` is set, then end every generation.

    Yields what each look found as soon as it is found, and an empty list at least every `idle`
    seconds so that a screen can refresh.  Looks again after `active` seconds while there is news,
    at once while a step used up its budget or when `wake` is set; `stop` is seen within `active`
    seconds, at once when `wake` is set too.  With `hints` a watcher in a thread of its own sets
    `wake`; nothing depends on it.
    """
    wake = wake or threading.Event()
    done = threading.Event()
    tail = Tail(path)
    if hints:
        threading.Thread(
            target=hint, args=(lambda: tail.folders, wake, done), name="tail hints", daemon=True
        ).start()
    try:
        yield from _looks(tail, stop, wake, idle, active)
        yield tail.close()
    finally:
        done.set()
        tail.close()


def _looks(
    tail: Tail, stop: threading.Event, wake: threading.Event, idle: float, active: float
) -> Iterator[list[Item]]:
    news = time.monotonic()
    while not stop.is_set():
        wake.clear()
        found = tail.step()
        yield found
        now = time.monotonic()
        news = now if found else news
        if not tail.behind:
            until = now + (active if now - news < BUSY else idle)
            _wait(stop, wake, until, active)


def _wait(stop: threading.Event, wake: threading.Event, until: float, slice_: float) -> None:
    """Wait for either event or the time; `stop` is asked for after every slice."""
    stop.wait(BREATH)
    while not stop.is_set() and (left := until - time.monotonic()) > 0:
        if wake.wait(min(left, slice_)):
            return


def hint(
    folders: Callable[[], tuple[bytes, ...]],
    wake: threading.Event,
    done: threading.Event,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Set `wake` whenever something happens in the folders, until `done` is set; never raises.

    The folders are watched, not the log: a watch on a file is deaf after its first rename.  A
    watcher that fails (no such folder, no inotify instance left, a file name that is not UTF-8,
    the package missing) is built again, after longer and longer pauses.
    """
    failures = 0
    while not done.is_set():
        try:
            _watch(folders(), wake, done, clock)
        except (ImportError, OSError, RuntimeError, TypeError, ValueError):
            done.wait(BACKOFF[min(failures, len(BACKOFF) - 1)])
            failures += 1
        else:
            failures = 0


def _watch(
    folders: tuple[bytes, ...],
    wake: threading.Event,
    done: threading.Event,
    clock: Callable[[], float],
) -> None:
    from watchfiles import watch  # noqa: PLC0415 - 30 ms that only a live tail should pay

    until = clock() + REBUILD
    paths = [os.fsdecode(folder) for folder in folders]
    changes = watch(
        *paths,
        watch_filter=None,  # the default one hides names such as `*~` and `*.swp`
        debounce=50,
        step=20,
        stop_event=done,
        rust_timeout=1000,
        yield_on_timeout=True,
        force_polling=False,  # its polling misses a second change within one second
        recursive=False,
    )
    for _ in changes:
        wake.set()
        if clock() > until:
            break
