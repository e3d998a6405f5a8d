"""The tail itself: one complete look at a path, its open files and the files beside it."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable

from inspector.tail import notices
from inspector.tail.files import Files
from inspector.tail.generation import Generation
from inspector.tail.lease import written
from inspector.tail.place import Unsuitable, split
from inspector.tail.scan import Scan
from inspector.tail.values import Condition, Item, Key, Notice, State, System, key

BUDGET = 2 << 20
"""Bytes one step hands out at most, so that a huge file cannot hold up a screen."""
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
_CONDITIONS: dict[str, Condition] = {
    "waiting": "waiting",
    "denied": "denied",
    "unsuitable": "unsuitable",
    "unreadable": "unreadable",
}


class Tail:
    """Follows one path; `step` as often as you like, from one thread at a time.

    `clock` gives seconds that never go back; `system` does what `os` does; `writers` says of an
    open file whether anybody can still write it (None: unknown).  The tail never writes, creates
    or locks the path, and never waits for it.
    """

    def __init__(
        self,
        path: str | bytes | os.PathLike[str],
        *,
        clock: Callable[[], float] = time.monotonic,
        system: System = os,
        writers: Callable[[int], bool | None] = written,
    ) -> None:
        self.path = os.fsencode(path)
        self._system = system
        self._clock = clock
        self._files = Files(self.path, system, writers)
        self._scan = Scan(self._files)
        self._trouble: Notice | None = None
        """What is wrong with the path, as it was last said."""
        self._at_path: Key | None = None
        self._ahead = 0
        """Looks in a row at which the path held more than the open file shows."""
        self._closed = False

    @property
    def folders(self) -> tuple[bytes, ...]:
        """The folders in which names of the log may change, as of the last step."""
        folders = [family.folder for family in self._scan.families]
        return tuple(dict.fromkeys(folders or [split(self.path)[0]]))

    @property
    def behind(self) -> bool:
        """Whether the last step ended because of its budget: more is there at once."""
        return self._files.left <= 0

    @property
    def state(self) -> State:
        """How things stood at the end of the last step."""
        gen = self._files.current
        size, consumed = (gen.size, gen.offset) if gen else (0, 0)
        files = sum(1 for _ in self._files.live())
        kind, text = self._condition(size)
        more = f" {files} files are open." if files > 1 else ""
        return State(kind, size, consumed, files, notices.plain(text + more))

    def _condition(self, size: int) -> tuple[Condition, str]:
        path = notices.shown(self.path)
        gen = self._files.current
        if self._closed:
            return "closed", f"{path} is no longer followed."
        if self._trouble:
            return _CONDITIONS[self._trouble.kind], self._trouble.text
        if gen and "unreadable" in gen.told:
            return "unreadable", f"{path} cannot be read just now; it is tried again."
        if size:
            return "following", f"Following {path}."
        return "empty", f"{path} is empty."

    def step(self, budget: int = BUDGET) -> list[Item]:
        """Look once at everything: what is new since the last step, in order.

        At most `budget` bytes; never waits for a file and never raises OSError.  Older files come
        before newer ones as far as they are known.
        """
        if self._closed:
            return []
        files = self._files
        files.begin(budget, self._clock())
        self._scan.meet()
        for gen in files.live():
            files.drain(gen)
        self._look()
        self._scan.run(self._at_path)
        for gen in files.live():
            if gen.fresh:
                files.drain(gen)
        files.close_quiet()
        return files.out

    def close(self) -> list[Item]:
        """Close every file; what was not read stays unread."""
        files = self._files
        files.begin(0, self._clock())
        for cut in tuple(files.cuts):
            files.give_up(cut)
        for gen in files.live():
            files.end(gen)
        self._closed = True
        return files.out

    def _look(self) -> None:
        """Find out whether the path still names the file that is read, and open what it names."""
        self._at_path = None
        try:
            info = self._system.stat(self.path)
        except OSError as error:
            if error.errno in _GONE:
                self._retire()
            self._suffer(notices.failed(self._system, self.path, error))
            return
        self._at_path = key(info)
        gen = self._files.current
        if gen and gen.key == self._at_path and not self._stale(gen, info):
            self._recover(gen)
        else:
            self._open()

    def _stale(self, gen: Generation, info: os.stat_result) -> bool:
        """Whether the open file lags behind its own path, as on overlay file systems after a write.

        Seen twice in a row it is closed, to be opened again where reading stopped.
        """
        try:
            lags = info.st_size > gen.size and info.st_size > gen.look().st_size
        except OSError:
            lags = False
        self._ahead = self._ahead + 1 if lags else 0
        if self._ahead > 1:
            self._ahead = 0
            self._files.end(gen)
            return True
        return False

    def _open(self) -> None:
        files = self._files
        try:
            fd, info = files.grasp(self.path)
            self._at_path = key(info)
            gen, new = files.enter(fd, info)
        except Unsuitable as error:
            self._retire()
            self._suffer(notices.unsuitable(self.path, str(error)))
            return
        except OSError as error:
            if error.errno != errno.ENOENT:  # else it was renamed just now: the next look tells
                self._retire()
                self._suffer(notices.failed(self._system, self.path, error))
            return
        if gen is files.current:
            self._recover(gen)
            return
        previous = self._retire()
        if not new:
            files.older.remove(gen)
        files.current = gen
        self._trouble = None
        self._announce(gen, previous)

    def _announce(self, gen: Generation, previous: Generation | None) -> None:
        say = self._files.say
        if previous and b"\n" in previous.head and gen.first.startswith(previous.head):
            say(notices.replaced(self.path, gen.number))
        else:
            say(notices.opened(self.path, gen.number, gen.offset))
        if gen.size == 0:
            say(notices.empty(self.path, gen.number))

    def _retire(self) -> Generation | None:
        """The current file lost its name: it is read on as an older one."""
        files = self._files
        gen = files.current
        if gen is None:
            return None
        files.current = None
        gen.active = files.now
        files.older.append(gen)
        try:
            deleted = self._system.fstat(gen.fd).st_nlink == 0
        except OSError:
            deleted = False
        if not deleted and (to := self._scan.where(gen.key)):
            files.say(notices.rotated(self.path, gen.number, to))
        else:
            files.say(notices.removed(self.path, gen.number, deleted=deleted))
        return gen

    def _suffer(self, trouble: Notice) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._files.say(trouble)

    def _recover(self, gen: Generation) -> None:
        if self._trouble:
            self._trouble = None
            self._files.say(notices.reached(self.path, gen.number))
