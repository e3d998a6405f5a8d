"""A small world for the tail: writers, rotation and truncation of one log, and who was to see what.

Every line carries a number and a form that no torn line has.  The world keeps the bytes of every
file, so it knows after each act which lines must reach the reader (they stand in a file that the
reader could open), and which may (they were destroyed before it looked).  Time is the world's own:
it stamps files and folders itself, in ticks of 4 ms as kernels do, and hides the real times, so a
seed is a whole run.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from inspector.tail import Chunk, Ended, Item, Notice, Tail

TICK = 4_000_000  # nanoseconds
LETTERS = bytes(b"abcdefghijklmnopqrstuvwxyz"[byte % 26] for byte in range(256))
LINE = re.compile(rb"\0*(#(\d{6}):[a-z]*:\2;)")

PROFILES: dict[str, dict[str, int]] = {
    "rename": {"rotate": 2, "poll": 8},
    "several rotations between polls": {"rotate": 6, "poll": 2},
    "copytruncate": {"copytruncate": 3, "poll": 6},
    "truncate": {"truncate": 3, "poll": 6},
    "unlink": {"unlink": 3, "poll": 6},
    "moved away and back": {"away": 3, "back": 3, "poll": 6},
    "mixed": {"rotate": 2, "copytruncate": 2, "truncate": 1, "away": 1, "back": 1, "poll": 6},
}


@dataclass(eq=False)
class File:
    """One inode: its bytes, and whether the reader surely has it open or has copied it."""

    content: bytearray = field(default_factory=bytearray)
    copy: bool = False
    counts: bool = True
    """Whether looks at it count: those at a copy only when its source is truncated."""
    looks: int = 0
    lines: set[bytes] = field(default_factory=set)


@dataclass(eq=False)
class Writer:
    """A process that opened the log once and appends whole or half lines until it exits."""

    file: File
    fd: int
    rest: bytes = b""


class System:
    """`os` with the world's time, and a hook before each call."""

    def __init__(self, before: Callable[[], None]) -> None:
        self._before = before

    def __getattr__(self, name: str):
        real = getattr(os, name)
        if not callable(real):
            return real

        def call(*args):
            self._before()
            result = real(*args)
            return _virtual(result) if isinstance(result, os.stat_result) else result

        return call


class Faulty:
    """`os` with some calls replaced."""

    def __init__(self, **calls: object) -> None:
        self.calls = calls

    def __getattr__(self, name: str):
        return self.calls[name] if name in self.calls else getattr(os, name)


def _virtual(info: os.stat_result) -> os.stat_result:
    """The same without the real time of change."""
    return altered(info, st_ctime_ns=info.st_mtime_ns)


def altered(info: os.stat_result, **changes: int) -> os.stat_result:
    """A stat result with other values."""
    names = ["mode", "ino", "dev", "nlink", "uid", "gid", "size"]
    plain = [changes.get(f"st_{name}", getattr(info, f"st_{name}")) for name in names]
    times = ("st_atime_ns", "st_mtime_ns", "st_ctime_ns")
    extra = {name: changes.get(name, getattr(info, name)) for name in times}
    return os.stat_result((*plain, 0, 0, 0), extra)


class World:
    """A folder with a log in it, changed by seeded chance."""

    def __init__(self, folder: Path, seed: int, profile: str, *, interleaved: bool = False) -> None:
        self.chance = Random(seed)  # noqa: S311 - a run is to be repeatable
        self.folder = folder
        self.path = folder / "log"
        self.now = 1000.0
        self.names: dict[str, File] = {}
        self.writers: list[Writer] = []
        self.issued: set[bytes] = set()
        self.may: set[bytes] = set()
        self.reader = Reader()
        self.truncations = 0
        self.rotations = 0
        self._weights = PROFILES[profile]
        self._interleaved = interleaved
        self._need = 3 if interleaved else 1
        self._still = False
        self._serial = 0
        self._acts: Iterator[None] | None = None
        self._looking: dict[File, bool] = {}
        self._leave_old_files()

    def _leave_old_files(self) -> None:
        """Files rotated before the reader starts: nothing of them may ever be read."""
        for number in (1, 2):
            lines = b"".join(b"#90%d%03d::90%d%03d;\n" % (number, n, number, n) for n in range(9))
            old = self.folder / f"log.{number}"
            old.write_bytes(lines)
            os.utime(old, ns=self._time())
            self.names[old.name] = File(bytearray(lines))
        self._stamp_folder()

    # --- time --------------------------------------------------------------------------------

    def clock(self) -> float:
        return self.now

    def _time(self) -> tuple[int, int]:
        now = 1_700_000_000_000_000_000 + int(self.now * 1e9) // TICK * TICK
        return now, now

    def _stamp_folder(self) -> None:
        os.utime(self.folder, ns=self._time())

    # --- writers -----------------------------------------------------------------------------

    def start_writer(self) -> Writer:
        if "log" not in self.names:
            self.names["log"] = File()
            self.path.touch()
            self._stamp_folder()
        fd = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        writer = Writer(self.names["log"], fd)
        self.writers.append(writer)
        return writer

    def write(self, writer: Writer) -> None:
        """A few whole lines, or a part of one."""
        data, writer.rest = writer.rest, b""
        if not data:
            data = b"".join(self._line() for _ in range(self.chance.choice((1, 1, 2, 5, 20))))
        if self.chance.random() < 0.3:
            cut = self.chance.randrange(1, len(data) + 1)
            data, writer.rest = data[:cut], data[cut:]
        self._append(writer, data)

    def finish(self, writer: Writer) -> None:
        """The writer completes its line and exits."""
        if writer.rest:
            self._append(writer, writer.rest)
        os.close(writer.fd)
        self.writers.remove(writer)

    def _line(self) -> bytes:
        self._serial += 1
        size = self.chance.choice((0, 3, 40, 70, 300, 2000))
        letters = self.chance.randbytes(size).translate(LETTERS)
        return b"#%06d:%s:%06d;\n" % (self._serial, letters, self._serial)

    def _append(self, writer: Writer, data: bytes) -> None:
        os.write(writer.fd, data)
        os.utime(writer.fd, ns=self._time())
        file = writer.file
        start = file.content.rfind(b"\n") + 1
        file.content += data
        new = whole_lines(bytes(file.content[start:]))
        file.lines |= new
        self.issued |= new
        if not self._reachable(file):
            self.may |= new

    # --- what the reader must see --------------------------------------------------------------

    def _reachable(self, file: File) -> bool:
        return file in self.names.values() or file.looks >= self._need

    def _destroyed(self, file: File) -> None:
        """The lines of `file` are gone; those no other file holds may be lost."""
        files = {*self.names.values(), *(writer.file for writer in self.writers)} - {file}
        kept = {line for other in files if self._reachable(other) for line in other.lines}
        self.may |= file.lines - kept - self.reader.lines.keys()

    def _drop(self, file: File) -> None:
        if file not in self.names.values() and file.looks < self._need:
            self._destroyed(file)

    def begin_look(self) -> None:
        self._looking = {file: name == "log" for name, file in self.names.items()}

    def end_look(self) -> None:
        for name, file in self.names.items():
            at_path = name == "log"
            if (
                self._looking.get(file) is at_path
                and file.counts
                and (at_path or b"\n" in file.content)
            ):
                file.looks += 1

    # --- rotation ------------------------------------------------------------------------------

    def _rename(self, old: str, new: str) -> None:
        if old not in self.names:  # deleted or moved by somebody else meanwhile
            return
        (self.folder / old).rename(self.folder / new)
        replaced = self.names.get(new)
        self.names[new] = self.names.pop(old)
        self._stamp_folder()
        if replaced:
            self._drop(replaced)

    def _unlink(self, name: str) -> None:
        (self.folder / name).unlink()
        file = self.names.pop(name)
        self._stamp_folder()
        self._drop(file)

    def _shift(self) -> Iterator[None]:
        """Move log.1 to log.2 and so on, and delete what is too old."""
        numbers = sorted((int(n[4:]) for n in self.names if n.startswith("log.")), reverse=True)
        for number in numbers:
            if number >= 12 * self._need:
                self._unlink(f"log.{number}")
            else:
                self._rename(f"log.{number}", f"log.{number + 1}")
            yield

    def rotate(self) -> Iterator[None]:
        if "log" not in self.names:
            return
        self.rotations += 1
        if self.chance.random() < 0.3:
            self._rename("log", f"log-{self.rotations:06d}")
            yield
        else:
            yield from self._shift()
            self._rename("log", "log.1")
            yield
        if self.chance.random() < 0.7:
            self.start_writer()

    def copytruncate(self) -> Iterator[None]:
        if "log" not in self.names:
            return
        yield from self._shift()
        source, target = self.names["log"], File(copy=True, counts=False)
        self.names["log.1"] = target
        copy = os.open(self.folder / "log.1", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        self._stamp_folder()
        yield
        while len(target.content) < len(source.content):  # as `cp` does, in pieces
            piece = bytes(source.content[len(target.content) :][: self.chance.choice((100, 9999))])
            os.write(copy, piece)
            os.utime(copy, ns=self._time())
            target.content += piece
            target.lines |= whole_lines(bytes(target.content))
            yield
        os.close(copy)
        yield
        self._truncate(source)
        target.counts = True

    def truncate(self) -> Iterator[None]:
        if "log" in self.names:
            self._truncate(self.names["log"])
        yield

    def _truncate(self, file: File) -> None:
        os.truncate(self.path, 0)
        os.utime(self.path, ns=self._time())
        self.truncations += bool(file.content)
        self._destroyed(file)
        file.content.clear()
        file.lines = set()

    def unlink(self) -> Iterator[None]:
        if "log" in self.names:
            self._unlink("log")
        yield
        if self.chance.random() < 0.5:
            self.start_writer()

    def away(self) -> Iterator[None]:
        file = self.names.get("log")
        if file and file.looks >= self._need and "aside" not in self.names:
            self._rename("log", "aside")
        yield

    def back(self) -> Iterator[None]:
        if "aside" in self.names and "log" not in self.names:
            file = self.names["aside"]
            if all(writer.file is not file for writer in self.writers):
                file.looks = 0  # the reader may have closed it
            self._rename("aside", "log")
        yield

    # --- chance --------------------------------------------------------------------------------

    def act(self) -> str:
        """One whole act of somebody; returns its name, "poll" for the reader's turn."""
        if self._interleaved:
            for _ in range(self.chance.randrange(60)):
                self.between()
            return "poll"
        names = [*self._weights, "write", "start", "exit"]
        weights = [*self._weights.values(), 10, 1, 1]
        name = self.chance.choices(names, weights)[0]
        if name in self._weights and name != "poll":
            for _ in getattr(self, name)():
                pass
        else:
            self._writing(name)
        return name

    def between(self) -> None:
        """Perhaps a small step of somebody, between two system calls of the reader."""
        if self._still:
            return
        try:
            self._step()
        except OSError as error:  # the reader must not take it for its own
            raise AssertionError(error) from error
        self.now += self.chance.choice((0.0, 0.0001, 0.001))

    def _step(self) -> None:
        dice = self.chance.random()
        if dice < 0.04:
            self._writing(self.chance.choice(("write", "write", "write", "start", "exit")))
        elif dice < 0.1:
            if self._acts is None:
                names = [name for name in self._weights if name != "poll"]
                weights = [self._weights[name] for name in names]
                self._acts = getattr(self, self.chance.choices(names, weights)[0])()
            if next(self._acts, self) is self:
                self._acts = None

    def _writing(self, name: str) -> None:
        if name == "start" or (name == "write" and not self.writers):
            self.start_writer()
        elif name == "write":
            self.write(self.chance.choice(self.writers))
        elif name == "exit" and self.writers:
            self.finish(self.chance.choice(self.writers))

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nothing happens between the reader's system calls."""
        self._still = True
        yield
        self._still = False

    def settle(self) -> None:
        """Everybody finishes what they began."""
        self._still = True
        for _ in self._acts or ():
            pass
        while self.writers:
            self.finish(self.writers[0])


class Reader:
    """Puts chunks together again, as strictly as can be."""

    def __init__(self) -> None:
        self.lines: Counter[bytes] = Counter()
        self.notices: list[Notice] = []
        self.ended: set[int] = set()
        self.sizes: dict[int, int] = {}
        self._rest: dict[int, bytes] = {}

    def feed(self, items: list[Item]) -> None:
        for item in items:
            match item:
                case Chunk(generation, start, data):
                    assert generation not in self.ended, f"bytes after the end of {generation}"
                    assert start == self.sizes.get(generation, 0), f"a gap in {generation}"
                    assert data
                    self.sizes[generation] = start + len(data)
                    *lines, rest = (self._rest.get(generation, b"") + data).split(b"\n")
                    self._rest[generation] = rest
                    self.lines.update(whole_lines(b"\n".join([*lines, b""])))
                case Ended(generation):
                    assert generation not in self.ended, f"{generation} ended twice"
                    self.ended.add(generation)
                case Notice():
                    self.notices.append(item)


def whole_lines(data: bytes) -> set[bytes]:
    """The complete lines of the world's form; every one has its own number."""
    return {found[1] for line in data.split(b"\n")[:-1] if (found := LINE.fullmatch(line))}


class NaiveTail:
    """A tail that trusts path, offset and inode: the control that must fail."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number = 0
        self._fd = -1
        self._offset = 0

    def step(self, _budget: int = 0) -> list[Item]:
        try:
            info = self._path.stat()
        except OSError:
            return []
        known = os.fstat(self._fd) if self._fd >= 0 else None
        if known is None or known.st_ino != info.st_ino or known.st_size < self._offset:
            self.close()
            self._fd = os.open(self._path, os.O_RDONLY)
            self._number, self._offset = self._number + 1, 0
        data = os.pread(self._fd, 1 << 24, self._offset)
        self._offset += len(data)
        start = self._offset - len(data)
        return [Chunk(self._number, start, data)] if data else []

    def close(self) -> list[Item]:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        return []


@dataclass(frozen=True)
class Outcome:
    """What a run came to; all but `lines` and `changes` should be nothing."""

    lines: int
    changes: int
    lost: set[bytes]
    twice: set[bytes]
    invented: set[bytes]

    @property
    def clean(self) -> bool:
        return not (self.lost or self.twice or self.invented)


def run(
    world: World, tail: Tail | NaiveTail, acts: int, budgets: tuple[int, ...] = (1 << 23,)
) -> Outcome:
    """Let the world act and the tail look, then let both come to rest and compare."""
    chance, reader = world.chance, world.reader

    def look() -> None:
        world.begin_look()
        reader.feed(tail.step(chance.choice(budgets)))
        world.end_look()
        world.now += chance.choice((0.0, 0.001, 0.02, 0.1, 0.1, 0.5, 2.0))

    if chance.random() < 0.5:
        world.write(world.start_writer())
    with world.quiet():
        look()
    for _ in range(acts):
        if world.act() == "poll":
            look()
    world.settle()
    for _ in range(40):
        look()
    reader.feed(tail.close())
    return compare(world)


def compare(world: World) -> Outcome:
    """Hold what was read against what was written."""
    seen = world.reader.lines
    twice = {line for line, count in seen.items() if count > 1}
    lost = world.issued - world.may - seen.keys()
    changes = world.rotations + world.truncations
    return Outcome(len(world.issued), changes, lost, twice, set(seen) - world.issued)
