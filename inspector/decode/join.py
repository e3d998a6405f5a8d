"""Physical lines in, the lines of one record each out.

What is put together: a pretty-printed JSON object; a ``ts=`` line with the ``name=`` lines below it
(the page of 2022-07); an ``error:`` or ``unable to`` remark of the log with the lines that its raw
text goes on over.  What is taken apart: a line in which a second record begins because the first
was cut off (a full disk, a killed process), and several JSON objects on one line.  Whatever goes
wrong, the next record that stands at the beginning of a line is found again, and every byte stays
in exactly one line.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from inspector.decode.frame import BROKEN, FRAME, LEAD, MARK, message_start, second_frame
from inspector.decode.messages import RAW_REMARK, SENT, TAIL
from inspector.decode.values import DEPTH, TOKEN
from inspector.lines import HEAD
from inspector.model import LINE_LIMIT, Line

_OBJECT = re.compile(LEAD + rb"(?:\[" + LEAD + rb")?\{")
_GAP = re.compile(rb"[\s,\]]*+")
_TEXT = re.compile(LEAD + rb"ts=-?\d+[ \t]*\r?\Z")
_NAMED = re.compile(rb"(?!ts=)[A-Za-z]\w*=")
_RECORD = re.compile(rb"\{|ts=\d|\[-?\d+\]\[\d")
_STDOUT = b"Telemetry: " + SENT
_MANY = 16  # records glued on one line: beyond, they are parted without a second look at each


class Braces:
    """Follows JSON structure over lines; strings never span one."""

    def __init__(self) -> None:
        self.broken = False
        self._stack: list[tuple[bytes, int]] = []
        self._last = b""

    @property
    def pending(self) -> set[int]:
        """The lines that began with an object which is still open."""
        return {line for _, line in self._stack}

    def feed(self, data: bytes, start: int = 0, line: int = 0) -> int | None:
        """Read on; gives the position behind the object's end, or None while it is open.

        Sets `broken` where no valid object can go on.  `line` numbers what is fed, for `pending`.
        """
        first = line
        for match in TOKEN.finditer(data, start):
            token = match[0]
            if token[:2] == b"//":
                continue
            self._step(token, first)
            first = -1
            if self.broken:
                return None
            if not self._stack:
                return match.end()
        return None

    def _step(self, token: bytes, line: int) -> None:
        top = self._stack[-1][0] if self._stack else b""
        if token in {b"{", b"["}:
            wanted = (b":",) if top == b"{" else (b"[", b",")
            self.broken = bool(top) and (self._last not in wanted or len(self._stack) == DEPTH)
            if not self.broken:
                self._stack.append((token, line))
        elif token in {b"}", b"]"}:
            self.broken = top != (b"{" if token == b"}" else b"[")
            del self._stack[-1:]
        elif token == b'"':
            self.broken = True  # a string that its line does not close
        self._last = token if len(token) == 1 else b'"'


class Joiner:
    """Turns physical lines into lines that hold one record each, whatever they turn out to be."""

    def __init__(self, readable: Callable[[Line], bool]) -> None:
        """`readable` tells whether a framed line decodes as it stands, and so stays whole."""
        self._readable = readable
        self._continues: Callable[[Line], bool] = self._in_object
        self._braces = Braces()
        self._open: list[Line] = []
        self._size = 0
        self._rest = hashlib.sha256()
        self._excess: Line | None = None

    @property
    def held(self) -> int:
        """Bytes of lines that may still belong to a record that is open."""
        return self._size

    def push(self, line: Line) -> list[Line]:
        """Take the next physical line; give the lines that are whole now."""
        out: list[Line] = []
        todo = deque([line])
        while todo:
            self._take(todo.popleft(), out, todo)
        return out

    def end(self) -> list[Line]:
        """Close the input: what is open becomes a line, whole or not."""
        out: list[Line] = []
        todo: deque[Line] = deque()
        while self._open:
            self._close(out, todo)
            while todo:
                self._take(todo.popleft(), out, todo)
        return out

    def _take(self, line: Line, out: list[Line], todo: deque[Line]) -> None:
        if not self._open:
            self._begin(line, out, todo)
            return
        room = self._size + line.end - line.start <= LINE_LIMIT
        in_object = self._continues == self._in_object
        if line.digest or not self._continues(line) or not (room or in_object):
            todo.appendleft(line)
            self._close(out, todo)
        elif in_object:
            self._read_on(line, out, todo)
        else:
            self._hold(line)

    # --- what begins a record -------------------------------------------------------------------

    def _begin(self, line: Line, out: list[Line], todo: deque[Line]) -> None:
        data = line.data
        message = message_start(data)
        if line.digest:
            out.append(line)
        elif message:
            self._begin_framed(line, message, out, todo)
        elif _OBJECT.match(data):
            self._begin_object(line, out, todo)
        elif (at := second_frame(data, 1)) > 0 or (at := _stdout(data)) > 0:
            _part(line, [at], out, todo)
        elif _TEXT.match(data):
            self._start(line, self._in_text)
        else:
            out.append(line)

    def _begin_framed(self, line: Line, message: int, out: list[Line], todo: deque[Line]) -> None:
        glued = second_frame(line.data, message) > 0
        if RAW_REMARK.match(line.data, message) and not glued:
            self._start(line, self._in_remark)
        elif glued and not self._readable(line) and not RAW_REMARK.match(line.data, message):
            places = [match.start() for match in FRAME.finditer(line.data, message)]
            _part(line, places if len(places) > _MANY else places[:1], out, todo)
        else:
            out.append(line)

    def _begin_object(self, line: Line, out: list[Line], todo: deque[Line]) -> None:
        data, places = line.data, []
        begin = _OBJECT.match(data)
        while begin:
            self._braces = Braces()
            end = self._braces.feed(data, begin.end() - 1)
            following = _GAP.match(data, end).end() if end else 0  # type: ignore[union-attr]  # always
            begin = _OBJECT.match(data, following) if end else None
            places += [following] if begin else []
        if places:
            _part(line, places, out, todo)
        elif following < len(data) and (place := second_frame(data, end or 1)) > 0:
            _part(line, [place], out, todo)
        elif end is None and not self._braces.broken:
            self._start(line, self._in_object)
        else:
            out.append(line)

    def _start(self, line: Line, continues: Callable[[Line], bool]) -> None:
        self._continues = continues
        self._hold(line)

    def _hold(self, line: Line) -> None:
        """Keep a line of the open record, or its digest where the record has grown too long."""
        self._size += line.end - line.start
        if self._excess is None and self._size <= LINE_LIMIT:
            self._open.append(line)
            return
        if self._excess is None:
            held = b"\n".join(held.data for held in self._open)
            self._rest = hashlib.sha256(held)
            self._open = [replace(self._open[0], data=held[:HEAD])]
        self._rest.update(b"\n" + line.data)
        self._excess = line

    # --- what goes on with it -------------------------------------------------------------------

    def _in_remark(self, line: Line) -> bool:
        data = line.data
        torn = MARK in data or _STDOUT in data or TAIL.search(data)
        return not torn and not _RECORD.match(data)

    def _in_text(self, line: Line) -> bool:
        return bool(_NAMED.match(line.data))

    def _in_object(self, line: Line) -> bool:
        return not message_start(line.data)

    def _read_on(self, line: Line, out: list[Line], todo: deque[Line]) -> None:
        """Read a line of an open object, which may end it, break it, or begin another record."""
        end = self._braces.feed(line.data, line=len(self._open))
        if self._braces.broken and self._excess and _OBJECT.match(line.data):
            todo.appendleft(line)
            self._flush(out)
            return
        rest = second_frame(line.data, end or 0) if end or self._braces.broken else -1
        following = _GAP.match(line.data, end).end() if end else 0  # type: ignore[union-attr]  # always
        if end and rest < 0 and _OBJECT.match(line.data, following):
            rest = following
        if rest >= 0:
            line, behind = _cut(line, [rest])
            todo.appendleft(behind)
        self._hold(line)
        if end:
            self._flush(out)
        elif self._braces.broken:
            self._close(out, todo)

    # --- what ends it ---------------------------------------------------------------------------

    def _close(self, out: list[Line], todo: deque[Line]) -> None:
        """End the open record where it cannot go on; an object without end gives lines back."""
        if self._continues == self._in_object and self._excess is None:
            again = self._restart()
            todo.extendleft(reversed(self._open[again:]))
            del self._open[again:]
        self._flush(out)

    def _restart(self) -> int:
        """Find the held line that may begin a record of its own.

        It opens no deeper than the first (deeper lines of a pretty-printed object are parts of it),
        and its object was closed: one that is still open would fail just where this one did.
        """
        depth, still_open = _indent(self._open[0]), self._braces.pending
        for index, line in enumerate(self._open[1:], 1):
            if index not in still_open and _OBJECT.match(line.data) and _indent(line) <= depth:
                return index
        return len(self._open)

    def _flush(self, out: list[Line]) -> None:
        first, last = self._open[0], self._excess or self._open[-1]
        data = b"\n".join(line.data for line in self._open)
        count = sum(line.count for line in self._open)
        if self._excess:
            count = last.number + last.count - first.number
        joined = replace(
            first,
            data=data,
            end=last.end,
            count=count,
            complete=last.complete,
            cut=last.cut,
            digest=self._rest.hexdigest() if self._excess else None,
        )
        out.append(joined)
        self._open, self._size, self._excess = [], 0, None


def _stdout(data: bytes) -> int:
    """Find an event of the stdout era behind other output on its line; -1 without one."""
    return -1 if MARK in data or BROKEN.match(data) else data.find(_STDOUT)


def _part(line: Line, places: Sequence[int], out: list[Line], todo: deque[Line]) -> None:
    """Take a line apart; what stands behind its first record is looked at anew."""
    first, *rest = _cut(line, places)
    out.append(first)
    todo.extendleft(reversed(rest))


def _cut(line: Line, places: Sequence[int]) -> list[Line]:
    bounds = [0, *places, len(line.data)]
    return [
        replace(
            line,
            data=line.data[a:b],
            start=line.start + a,
            end=line.end if b == len(line.data) else line.start + b,
            count=line.count if a == 0 else 0,
            glued=line.glued or a > 0,
            cut=line.cut or b < len(line.data),
        )
        for a, b in pairwise(bounds)
    ]


def _indent(line: Line) -> int:
    return len(line.data) - len(line.data.lstrip(b" \t"))
