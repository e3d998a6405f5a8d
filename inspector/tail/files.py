"""The files a tail holds open, the bytes taken from them, and what is said on the way."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from inspector.tail import notices
from inspector.tail.generation import Generation, Known
from inspector.tail.memory import Found, Memory, resumed
from inspector.tail.place import grasp
from inspector.tail.values import Chunk, Ended, Item, Key, Notice, System, key, stamp

BLOCK = 1 << 20
"""Bytes asked for at once."""
KEPT = 256
"""Older files kept open at most."""
QUIET = 60.0
"""Seconds without a byte after which an older file is closed where nobody can say who writes it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A generation that a truncation destroyed: a copy may hold what was not read of it."""

    number: int
    base: int
    known: Known
    since: float


class Files:
    """The generations: the one at the path, older ones that may still grow, and closed ones."""

    def __init__(self, path: bytes, system: System, writers: Callable[[int], bool | None]) -> None:
        self.path = path
        self.system = system
        self.writers = writers
        self.memory = Memory()
        self.current: Generation | None = None
        self.older: list[Generation] = []
        self.cuts: list[Cut] = []
        self.out: list[Item] = []
        self.left = 0
        """Bytes that may still be taken in this step."""
        self.now = 0.0
        self._numbers = itertools.count(1)

    def begin(self, budget: int, now: float) -> None:
        """Start a step."""
        self.out, self.left, self.now = [], budget, now
        for gen in self.live():
            gen.fresh = True

    def live(self) -> Iterator[Generation]:
        """The open generations, oldest first."""
        yield from tuple(self.older)
        if self.current:
            yield self.current

    def by_key(self, wanted: Key) -> Generation | None:
        """The open generation of a file."""
        return next((gen for gen in self.live() if gen.key == wanted), None)

    def say(self, *said: Notice) -> None:
        """Tell the reader."""
        self.out += said

    def grasp(self, path: bytes, *, link: bool = True) -> tuple[int, os.stat_result]:
        """Open a file; when too many are open, an older one is given up for it.

        Raises OSError and `Unsuitable`.
        """
        try:
            return grasp(self.system, path, link=link)
        except OSError as error:
            if error.errno not in {errno.EMFILE, errno.ENFILE} or not self.let_go():
                raise
        return grasp(self.system, path, link=link)

    def begin_reading(self, found: Found, known: Known | None) -> Generation:
        """Take over an open file as a new generation."""
        return resumed(found, known, next(self._numbers), self.now)

    def drain(self, gen: Generation) -> bool:
        """Hand out what a generation holds, as far as the budget goes; True when all of it was."""
        if self.left <= 0:
            return False
        gen.fresh = False
        try:
            self._take(gen)
        except OSError as error:
            self._failed(gen, error)
            return False
        if "unreadable" in gen.told:
            gen.told.remove("unreadable")
            self.say(notices.reached(self.path, gen.number))
        return gen.offset == gen.size and not gen.fresh

    def _take(self, gen: Generation) -> None:
        before = gen.size
        info = gen.look()
        if gen.size < before and not gen.offset:  # else the bytes already read will tell
            self.say(*notices.truncated(self.path, gen.number))
        if gen.calm.holds(stamp(info), self.now) and gen.offset == gen.size:
            return
        while self.left > 0:
            data = gen.read(min(self.left, BLOCK))
            if data is None:
                self._cut(gen)
                return
            if not data:
                return
            if (gap := gen.hole()) and not any(data):
                self._skip(gen, gap)
                continue
            self.out.append(Chunk(gen.number, gen.take(data), data))
            self.left -= len(data)
            gen.active = self.now

    def _cut(self, gen: Generation) -> None:
        self.say(*notices.truncated(self.path, gen.number))
        known = gen.known("cut")
        if known.telling:
            self.cuts.append(Cut(gen.number, gen.base, known, self.now))
        else:  # a few bytes begin every copy: whichever holds them is read whole
            self.out.append(Ended(gen.number))
        gen.restart(next(self._numbers))

    def _skip(self, gen: Generation, gap: int) -> None:
        if gen.offset > gen.base:
            self.out.append(Ended(gen.number))
            gen.number = next(self._numbers)
        self.say(notices.hole(self.path, gen.number, gen.offset, gap))
        gen.skip(gap)

    def _failed(self, gen: Generation, error: OSError) -> None:
        gen.calm.doubt()
        if "unreadable" not in gen.told:
            gen.told.add("unreadable")
            self.say(notices.failed(self.system, self.path, error, gen.number))
        elif error.errno == errno.ESTALE:  # the server forgot the handle: the path may lead to it
            self.end(gen)

    def finish(self, cut: Cut, found: Found) -> None:
        """Read the rest of a destroyed generation from its copy."""
        known = cut.known
        gen = Generation(
            self.system, cut.number, found.fd, found.key, self.now,
            offset=known.offset, base=cut.base, head=known.head, marker=known.marker,
            boundary=known.boundary, lined=known.lined, last=True,
        )  # fmt: skip
        self.cuts.remove(cut)
        self.older.append(gen)

    def give_up(self, cut: Cut) -> None:
        """End a destroyed generation of which no copy was found."""
        self.cuts.remove(cut)
        self.memory.put(cut.known)
        self.out.append(Ended(cut.number))

    def end(self, gen: Generation) -> None:
        """Close a generation and remember it."""
        if gen is self.current:
            self.current = None
        else:
            self.older.remove(gen)
        self.memory.put(gen.known("read"))
        self.out.append(Ended(gen.number))
        self.close(gen.fd)

    def close(self, fd: int) -> None:
        """Close a descriptor that was only read from: nothing can be lost."""
        with suppress(OSError):
            self.system.close(fd)

    def close_quiet(self) -> None:
        """Close the older files that will not grow any more, and some if there are too many."""
        for gen in tuple(self.older):
            if gen.fresh or gen.offset != gen.size:
                continue
            if gen.last or self._quiet(gen):
                self.end(gen)
        while len(self.older) > KEPT and self.let_go():
            pass

    def _quiet(self, gen: Generation) -> bool:
        writer = self.writers(gen.fd)
        if writer is None:
            return self.now - gen.active > QUIET
        if writer:
            if "writer" not in gen.told:
                gen.told.add("writer")
                self.say(notices.old_writer(self.path, gen.number))
            return False
        return self.drain(gen)  # what came between the last read and the answer

    def let_go(self) -> bool:
        """Close the older file that has been silent for longest, if one is read to its end."""
        read = [gen for gen in self.older if gen.offset == gen.size and not gen.fresh]
        if not read:
            return False
        gen = min(read, key=lambda gen: gen.active)
        if self.writers(gen.fd) is not False:
            self.say(notices.let_go(self.path, gen.number))
        self.end(gen)
        return True

    def enter(self, fd: int, info: os.stat_result) -> tuple[Generation, bool]:
        """The generation of a file just opened, and whether it is new.

        Raises OSError; the descriptor is closed then.
        """
        if gen := self.by_key(key(info)):
            self.close(fd)
            return gen, False
        try:
            found = Found.of(self.system, fd, key(info), info.st_size)
            return self.begin_reading(found, self.memory.same(found)), True
        except OSError:
            self.close(fd)
            raise
