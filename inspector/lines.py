r"""Chunks in, physical lines out: split on ``\n`` only, in bounded memory.

``str.splitlines`` would also split on VT, FF, FS, GS, RS, NEL, U+2028 and U+2029, and let one
hostile value look like two records.  A line longer than `LINE_LIMIT` is kept as its length, its
SHA-256 and its first `HEAD` bytes, so that 300 MB without a newline are one record and no memory.
"""

from __future__ import annotations

import hashlib

from inspector.model import LINE_LIMIT, REQUEST_LIMIT, Line

HEAD = 4096
"""Bytes kept of a line that is too long."""
_REQUEST = b'{"received_at":'
"""How a saved request begins; such a line may be as long as the endpoint's largest body asks."""


class Splitter:
    """Turns chunks into lines; the lines do not depend on where the chunks were cut."""

    def __init__(self, limit: int = LINE_LIMIT) -> None:
        self._limit = self._room = limit
        self._parts: list[bytes] = []
        self._size = 0  # of the open line, whether kept or only hashed
        self._head = b""
        self._hash = hashlib.sha256()
        self._long = False
        self._start = 0
        self._number = 1

    @property
    def held(self) -> int:
        """Bytes of the line that is still open."""
        return self._size

    def feed(self, data: bytes) -> list[Line]:
        """Take the next bytes of the input; give the lines that they complete."""
        first, *rest = data.split(b"\n")
        self._hold(first)
        if not rest:
            return []
        lines = [self._close(newline=1)]
        for part in rest[:-1]:
            if len(part) <= self._limit:
                lines.append(self._whole(part))
            else:
                self._hold(part)
                lines.append(self._close(newline=1))
        self._hold(rest[-1])
        return lines

    def _whole(self, data: bytes) -> Line:
        """Make a line of a part that lies between two newlines, as nearly every line does."""
        start, number = self._start, self._number
        self._start, self._number = start + len(data) + 1, number + 1
        return Line(data, start, self._start, number)

    def end(self) -> list[Line]:
        """Close the input: what is open becomes a line that is not complete."""
        return [self._close(newline=0)] if self._size else []

    def _hold(self, part: bytes) -> None:
        if not part:
            return
        self._size += len(part)
        if self._long:
            self._hash.update(part)
            return
        self._parts.append(part)
        if self._size <= self._room:
            return
        kept = b"".join(self._parts)
        if self._room < REQUEST_LIMIT and kept.startswith(_REQUEST):
            self._room, self._parts = max(REQUEST_LIMIT, self._limit), [kept]
        if self._size > self._room:
            self._head, self._parts, self._long = kept[: min(HEAD, self._limit)], [], True
            self._hash = hashlib.sha256(kept)

    def _close(self, newline: int) -> Line:
        line = Line(
            data=self._head if self._long else b"".join(self._parts),
            start=self._start,
            end=self._start + self._size + newline,
            number=self._number,
            complete=newline == 1,
            digest=self._hash.hexdigest() if self._long else None,
        )
        self._parts, self._size, self._head, self._long = [], 0, b"", False
        self._room = self._limit
        self._start = line.end
        self._number += 1
        return line
