"""Physical lines in, the lines of one record each out.

What is put together: a pretty-printed JSON object; a ``ts=`` line with the ``name=`` lines below it
(the page of 2022-07); an ``error:`` or ``unable to`` remark of the log with the lines that its raw
text goes on over.  What is taken apart: a line in which a second record begins because the first
was cut off (a full disk, a killed process), and several JSON objects on one line.  Whatever goes
wrong, the next record that stands at the beginning of a line is found again, and every byte stays
in exactly one line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from inspector.decode.frame import BROKEN, message_start, second_frame
from inspector.decode.messages import RAW_REMARK
from inspector.decode.values import DEPTH, TOKEN
from inspector.model import LINE_LIMIT, Line

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?[ \t]*\{")
_TEXT = re.compile(rb"ts=-?\d+[ \t]*\r?\Z")
_NAMED = re.compile(rb"(?!ts=)[A-Za-z]\w*=")


class Braces:
    """Follows JSON structure over lines; strings never span one."""

    def __init__(self) -> None:
        self.broken = False
        self._stack: list[bytes] = []
        self._last = b""

    def feed(self, data: bytes, start: int = 0) -> int | None:
        """Read on; gives the position behind the object's end, or None while it is open.

        Sets `broken` where no valid object can go on.
        """
        for match in TOKEN.finditer(data, start):
            token = match[0]
            if token[:2] == b"//":
                continue
            self._step(token)
            if self.broken:
                return None
            if not self._stack:
                return match.end()
        return None

    def _step(self, token: bytes) -> None:
        top = self._stack[-1] if self._stack else b""
        if token in (b"{", b"["):
            wanted = b":" if top == b"{" else b"[,"
            self.broken = bool(top) and (not self._last or self._last not in wanted)
            self._stack.append(token)
            self.broken |= len(self._stack) > DEPTH
        elif token in (b"}", b"]"):
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
        self._open: list[Line] = []
        self._size = 0
        self._continues: Callable[[Line], bool] = self._in_object
        self._braces = Braces()

    @property
    def held(self) -> int:
        """Bytes of lines that may still belong to a record that is open."""
        return self._size

    def push(self, line: Line) -> list[Line]:
        """Take the next physical line; give the lines that are whole now."""
        out: list[Line] = []
        todo = deque([line])
        while todo:
            line = todo.popleft()
            if self._open and not self._takes(line):
                todo.appendleft(line)
                self._close(out, todo)
            elif self._open:
                self._hold(line)
                if self._continues == self._in_object:
                    self._read_on(line, out, todo)
            else:
                self._begin(line, out, todo)
        return out

    def end(self) -> list[Line]:
        """Close the input: what is open becomes a line, whole or not."""
        out: list[Line] = []
        todo: deque[Line] = deque()
        while self._open:
            self._close(out, todo)
            while todo:
                out += self.push(todo.popleft())
        return out

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
        elif (at := second_frame(data, 1)) > 0:
            self._take_apart(line, at, out, todo)
        elif _TEXT.match(data):
            self._start(line, self._in_text)
        else:
            out.append(line)

    def _begin_framed(self, line: Line, message: int, out: list[Line], todo: deque[Line]) -> None:
        if RAW_REMARK.match(line.data, message):
            self._start(line, self._in_remark)
        elif (at := second_frame(line.data, message)) > 0 and not self._readable(line):
            self._take_apart(line, at, out, todo)
        else:
            out.append(line)

    def _begin_object(self, line: Line, out: list[Line], todo: deque[Line]) -> None:
        self._braces = Braces()
        end = self._braces.feed(line.data)
        torn = end is None or line.data[end:].strip(b" \t\r,")
        if torn and (at := second_frame(line.data, end or 1)) > 0:
            self._take_apart(line, at, out, todo)
        elif end is None and not self._braces.broken:
            self._start(line, self._in_object)
        elif end is not None and _OBJECT.match(line.data, end):
            self._take_apart(line, end, out, todo)
        else:
            out.append(line)

    def _start(self, line: Line, continues: Callable[[Line], bool]) -> None:
        self._continues = continues
        self._hold(line)

    def _hold(self, line: Line) -> None:
        self._open.append(line)
        self._size += line.end - line.start

    # --- what goes on with it -------------------------------------------------------------------

    def _takes(self, line: Line) -> bool:
        room = self._size + line.end - line.start <= LINE_LIMIT
        return room and not line.digest and self._continues(line)

    def _in_remark(self, line: Line) -> bool:
        return second_frame(line.data) < 0 and not BROKEN.match(line.data)

    def _in_text(self, line: Line) -> bool:
        return bool(_NAMED.match(line.data))

    def _in_object(self, line: Line) -> bool:
        return not message_start(line.data)

    def _read_on(self, line: Line, out: list[Line], todo: deque[Line]) -> None:
        end = self._braces.feed(line.data)
        rest = second_frame(line.data, end or 0) if end or self._braces.broken else -1
        if end and rest < 0 and _OBJECT.match(line.data, end):
            rest = end
        if rest >= 0:
            self._open[-1], behind = _cut(line, rest)
            self._size -= behind.end - behind.start
            todo.appendleft(behind)
        if end:
            self._flush(out)
        elif self._braces.broken:
            self._close(out, todo)

    # --- what ends it ---------------------------------------------------------------------------

    def _close(self, out: list[Line], todo: deque[Line]) -> None:
        """End the open record where it cannot go on; an object without end gives lines back."""
        if self._continues == self._in_object:
            again = self._restart()
            todo.extendleft(reversed(self._open[again:]))
            del self._open[again:]
        self._flush(out)

    def _restart(self) -> int:
        """Which held line may begin a record of its own: one that opens no deeper than the first.

        Lines of a pretty-printed object that lie deeper are parts of it and no events.
        """
        depth = _indent(self._open[0])
        for index, line in enumerate(self._open[1:], 1):
            if _OBJECT.match(line.data) and _indent(line) <= depth:
                return index
        return len(self._open)

    def _flush(self, out: list[Line]) -> None:
        first, last = self._open[0], self._open[-1]
        joined = replace(
            first,
            data=b"\n".join(line.data for line in self._open),
            end=last.end,
            count=sum(line.count for line in self._open),
            complete=last.complete,
            cut=last.cut,
        )
        out.append(joined)
        self._open, self._size = [], 0

    def _take_apart(self, line: Line, at: int, out: list[Line], todo: deque[Line]) -> None:
        first, rest = _cut(line, at)
        out.append(first)
        todo.appendleft(rest)


def _cut(line: Line, at: int) -> tuple[Line, Line]:
    first = replace(line, data=line.data[:at], end=line.start + at, cut=True)
    rest = replace(line, data=line.data[at:], start=line.start + at, count=0, glued=True)
    return first, rest


def _indent(line: Line) -> int:
    return len(line.data) - len(line.data.lstrip(b" \t"))
