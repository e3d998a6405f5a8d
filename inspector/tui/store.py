"""The index of everything that was read: columns of numbers for every row, and exact counters.

A record of a file that can be read again costs some 24 bytes here, whatever it says; its row is
made when somebody looks (`log[number]`).  What cannot be read again (a pipe, a request, what
happened to the file) is kept as a row, at most `LIMIT` of them and `LIMIT_BYTES`; where there are
more, the oldest rows of the log go.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from inspector.model import Judged, Line, Record
from inspector.safe import Safe
from inspector.tui.ahead import AHEAD, Ahead
from inspector.tui.cells import Flag
from inspector.tui.columns import Columns
from inspector.tui.entry import Entry
from inspector.tui.numbers import Ends, run_named, run_number
from inspector.tui.pack import UNKNOWN, Pack
from inspector.tui.rows import Row, divider
from inspector.tui.shape import Shape, Shapes
from inspector.tui.texts import Texts

if TYPE_CHECKING:
    from inspector.tui.again import Again

LIMIT = 200_000
"""Rows that are kept whole."""
LIMIT_BYTES = 256 << 20
TYPES = 100
"""Event types that the filter key steps through; a hostile log could name a million."""
_MADE, _LARGE = 1024, 8
"""Rows that were made and are remembered: a page of the list asks for the same again and again."""
_LONG = 16 << 10
"""Bytes of a record from which on it is a large one: it may have a MiB."""
GONE = Safe("its bytes are no longer there: the file was truncated or written over")

DROPPED = divider(Safe("no longer kept"), Safe("older rows went, for there were too many"))


class Log:
    """The rows of everything read, by number from 0; `first` is the oldest that is still there."""

    def __init__(self) -> None:
        self.first = 0
        self.flags: Counter[str] = Counter()
        """How many records have which flag, those no longer kept included."""
        self.newest: int | None = None
        """When the newest event was made, in Unix milliseconds, as far as that is known."""
        self.types: dict[Safe, int] = {}
        self.ahead = Ahead()
        """The end of a file that is still being indexed."""
        self.texts = Texts()
        """The files that records are read again from."""
        self._shapes, self._table, self._ids = Shapes(), list[Shape](), dict[Shape, int]()
        self._counts: list[int] = []
        self._kept: dict[int, Row] = {}
        self._bytes = 0
        self._columns = Columns()
        self._ends = Ends()
        self._again: Again | None = None
        self.earliest: bytes | None = None
        """Digest of the first record that was read."""
        self._lock = Lock()
        """Held while rows are dropped, and by other threads while they look one up."""
        self._made = lru_cache(_MADE)(self._make)
        self._large = lru_cache(_LARGE)(self._make)

    # --- what there is ---

    @property
    def end(self) -> int:
        """The number after the newest row."""
        return self.first + len(self._columns)

    @property
    def events(self) -> int:
        """How many events were read."""
        return self.records - self.flags["unreadable"] - self.flags["remarks"]

    @property
    def records(self) -> int:
        """How many records were read."""
        return self.flags["records"]

    def __getitem__(self, number: int) -> Row:
        number = self.home(number)
        row = self.kept(number)
        if row is not None:
            return row
        with self._lock:
            long = number >= self.first and self._columns.size(number - self.first) >= _LONG
        return self._large(number) if long else self._made(number)

    def kept(self, number: int) -> Row | None:
        """A row that is kept as one, for its record cannot be read again."""
        return self.ahead[number] if number >= AHEAD else self._kept.get(number)

    def entry(self, number: int) -> Entry:
        """What the index says of a row; the rest is read when somebody asks."""
        return Entry(self, number)

    def shape(self, number: int) -> Shape:
        """What a row has in common with others."""
        if number >= AHEAD:
            return self._shapes.of(self.ahead[number])
        return self._table[self._columns.shape[number - self.first]]

    def flag(self, number: int) -> Flag:
        """What a row is."""
        return self.shape(number).flag

    def at(self, number: int) -> int | None:
        """When a row was written or made, in Unix milliseconds, as far as that is known."""
        row = self.kept(number)
        return row.at if row is not None else self._columns.at(number - self.first)

    def run(self, number: int) -> Safe:
        """The run of a row, as its list names it."""
        if number >= AHEAD:
            return self.ahead[number].run
        return run_named(self._columns.run[number - self.first])

    def raw(self, number: int) -> bytes:
        """What a search looks through; empty where it is no longer there."""
        row = self.kept(number)
        return row.raw if row is not None else self._data(number) or b""

    def ends(self, run: Safe) -> tuple[int, int] | None:
        """The numbers of a run's first and newest row; None for what is no run."""
        ends = self._ends.of(run_number(run))
        return None if ends is None or ends[1] < self.first else ends

    def of_run(self, run: Safe) -> Iterator[int]:
        """The numbers of the rows of a run, in order."""
        ends, wanted = self.ends(run), run_number(run)
        if ends is not None:
            for number in range(max(ends[0], self.first), ends[1] + 1):
                if self._columns.run[number - self.first] == wanted:
                    yield number

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row with its number; each is made on its own, so that a long log takes its time."""
        return ((number, self[number]) for number in range(self.first, self.end))

    def shapes(self) -> Iterator[tuple[Shape, int]]:
        """Every shape, and how many rows have it."""
        return zip(self._table, self._counts, strict=True)

    def starting(self, starts: set[int], first: int) -> Iterator[int]:
        """The numbers of the rows from `first` on whose record begins at one of some offsets."""
        for number in range(max(first, self.first), self.end):
            if self._start(number) in starts:
                yield number

    def home(self, number: int) -> int:
        """The number of a row that stood ahead of the index, now that it is there."""
        start = self.ahead.starts.get(number) if number >= AHEAD else None
        there = None if start is None else self.newest_from(start)
        return number if there is None else there

    def newest_from(self, start: int) -> int | None:
        """The number of the record that begins at an offset of the file that is read now."""
        for number in range(self.end - 1, self.first - 1, -1):
            there = self._start(number)
            if there == start:
                return number
            if 0 <= there < start:  # those before it begin earlier still, or in another file
                return None
        return None

    def _start(self, number: int) -> int:
        """Where the record of a row begins, or the request that carried it; -1 where none does."""
        row = self._kept.get(number)
        if row is None:
            return self._columns.place(number - self.first).start
        line = row.carrier or row.line
        return line.start if line else -1

    # --- what comes ---

    def add(self, rows: Iterable[Row]) -> None:
        """Keep more rows; drops the oldest where the bounds are passed."""
        for row in rows:
            number, run = self.end, run_number(row.run)
            self._kept[number] = row
            self._bytes += row.size
            if self.earliest is None and row.line is not None:
                self.earliest = hashlib.sha256(row.line.data).digest()
            shape = self._shapes.of(row)
            self._columns.keep(self._id(shape), run)
            self._count(number, shape, run, row.at)
        if len(self._kept) > LIMIT or self._bytes > LIMIT_BYTES:
            self._drop()

    def extend(self, pack: Pack) -> None:
        """Take over records that can be read again."""
        number, self.texts = self.end, pack.texts
        for at, shape in enumerate(pack.shape):
            self._columns.add(self._id(shape), pack, at)
            when = pack.at[at]
            self._count(number + at, shape, pack.run[at], None if when == UNKNOWN else when)
        if self.earliest is None and len(pack) and (data := self._data(number)) is not None:
            self.earliest = hashlib.sha256(data).digest()

    def _id(self, shape: Shape) -> int:
        at = self._ids.get(shape)
        if at is None:
            at = self._ids[shape] = len(self._table)
            self._table.append(shape)
            self._counts.append(0)
        self._counts[at] += 1
        return at

    def _count(self, number: int, shape: Shape, run: int, when: int | None) -> None:
        self._ends.add(run, number)
        if shape.flag == "divider":
            return
        self.flags["records"] += 1
        self.flags[shape.flag] += 1
        if when is not None and (self.newest is None or when > self.newest):
            self.newest = when
        if shape.remark:
            self.flags["remarks"] += 1
        elif shape.flag != "unreadable" and not shape.loose and (
            shape.type in self.types or len(self.types) < TYPES
        ):  # fmt: skip
            self.types[shape.type] = self.types.get(shape.type, 0) + 1

    def _drop(self) -> None:
        """Let the oldest go until a twentieth is free: cutting a list's head moves all of it."""
        number, left, kept = self.first, len(self._kept), self._bytes
        while left > LIMIT - LIMIT // 20 or kept > LIMIT_BYTES * 19 // 20:
            row = self._kept.get(number)
            left, kept = (left - 1, kept - row.size) if row is not None else (left, kept)
            number += 1
        self._forget(number - self.first)

    def _forget(self, count: int) -> None:
        with self._lock:
            for number in range(self.first, self.first + count):
                row = self._kept.pop(number, None)
                self._bytes -= row.size if row is not None else 0
                self._counts[self._columns.shape[number - self.first]] -= 1
            self._columns.forget(count)
            self.first += count
        self._made.cache_clear()
        self._large.cache_clear()

    # --- what is read again ---

    def _data(self, number: int) -> bytes | None:
        line = self.line(number)
        return line.data if line else None

    def record(self, number: int) -> Record | None:
        """Read a record again; None where it is gone, or where there was none."""
        from inspector.tui.record import decoded, record_of  # noqa: PLC0415  # dear

        number = self.home(number)
        row = self.kept(number)
        if row is not None:
            return record_of(row) if row.line is not None else None
        line = self.line(number)
        return decoded(line) if line else None

    def span(self, number: int) -> tuple[int, int] | None:
        """From where to where a record stands that can be read again; None for any other row."""
        with self._lock:
            if number < self.first or number in self._kept:
                return None
            place = self._columns.place(number - self.first)
        return place.start, place.start + place.size + 1

    def line(self, number: int) -> Line | None:
        """Read again the line of a record that is not kept; None where it is gone."""
        with self._lock:
            if number < self.first:
                return None
            place = self._columns.place(number - self.first)
        data = self.texts.read(place.file, place.start, place.size, place.mark)
        if data is None:
            return None
        return Line(data, place.start, place.start + place.size + 1, place.number)

    def _make(self, number: int) -> Row:
        """Make a row of its record, read again; of what the index says where that is gone."""
        if (found := self._judge(number)) is not None:
            return found[0]
        with self._lock:
            if number < self.first:
                return DROPPED
            at = number - self.first
            shape, when = self._table[self._columns.shape[at]], self._columns.at(at)
            run = run_named(self._columns.run[at])
        return Row(shape.flag, shape.type, run=run, command=shape.command, summary=GONE,
                   remark=shape.remark, at=when)  # fmt: skip

    def judged(self, number: int) -> tuple[Row, Judged] | None:
        """Read the record of a row again and judge it; None where it is gone, or none was."""
        from inspector.tui.record import recall  # noqa: PLC0415  # dear

        row = self.kept(number)
        if row is None:
            return self._judge(number)
        judged = recall(row)
        return (row, judged) if judged is not None else None

    def _judge(self, number: int) -> tuple[Row, Judged] | None:
        with self._lock:
            if number < self.first:
                return None
            run = run_named(self._columns.run[number - self.first])
        line = self.line(number)
        if line is None:
            return None
        if self._again is None:
            from inspector.tui.again import Again  # noqa: PLC0415  # behind the first paint

            self._again = Again()
        return self._again.judged(line, run)
