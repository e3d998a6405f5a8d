"""Files that are no longer read, remembered so that none of them is read twice or by mistake."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.tail.generation import HEAD, MARKER, Generation, Known
from inspector.tail.place import pread
from inspector.tail.values import Key, System

LIMIT = 4096
"""Files remembered; the ones not met for longest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Found:
    """An open file that nobody has decided about yet: its identity and its first bytes."""

    system: System
    fd: int
    key: Key
    size: int
    head: bytes

    @classmethod
    def of(cls, system: System, fd: int, key: Key, size: int) -> Found:
        """Read the beginning; raises OSError."""
        head = pread(system, fd, min(size, HEAD), 0)
        return cls(system, fd, key, size, head)

    def before(self, offset: int) -> bytes:
        """Up to `MARKER` bytes that end at `offset`; raises OSError."""
        lead = min(offset, MARKER)
        return pread(self.system, self.fd, lead, offset - lead)

    def begins(self, known: Known) -> bool:
        """Whether it holds everything remembered of `known`, and perhaps more; raises OSError."""
        return (
            self.size >= known.offset
            and self.head.startswith(known.head)
            and self.before(known.offset) == known.marker
        )

    def within(self, known: Known) -> bool:
        """Whether it holds nothing but what is remembered of `known`; raises OSError."""
        if self.size == known.offset:
            return self.begins(known)
        return self.size < known.offset and known.head.startswith(self.head)

    def aside(self) -> Known:
        """Remember it as a file that is not to be read; raises OSError."""
        lines = self.head.rfind(b"\n") + 1
        return Known(self.key, self.head, self.size, self.before(self.size), lines, b"", "skipped")


class Memory:
    """The files remembered, by identity and by content."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._all: OrderedDict[int, Known] = OrderedDict()
        self._latest: dict[Key, int] = {}
        self._serial = 0

    def __iter__(self) -> Iterator[Known]:
        return iter(self._all.values())

    def put(self, known: Known) -> None:
        """Remember; an older file with the same inode number stays known by its content.

        What a truncation destroyed is known by its content only: the file goes on without it.
        """
        self._serial += 1
        self._all[self._serial] = known
        if known.why != "cut":
            self._latest[known.key] = self._serial
        if len(self._all) > self._limit:
            serial, old = self._all.popitem(last=False)
            if self._latest.get(old.key) == serial:
                del self._latest[old.key]

    def same(self, found: Found) -> Known | None:
        """What is remembered of this very file, if its content vouches for it; raises OSError.

        An inode number alone says nothing: ext4 gave the number of a deleted file to the next one
        in 299 of 300 cases.  Nor do a few bytes without a newline.
        """
        serial = self._latest.get(found.key)
        if serial is None:
            return None
        known = self._all[serial]
        whole = known.why == "skipped" and found.size == known.offset
        if not (known.telling or whole) or not found.begins(known):
            return None
        self._all.move_to_end(serial)
        return known

    def recall(self, found: Found) -> Known | None:
        """The remembered file that `found` is, copies or continues; None: read it whole.

        Of several that it continues, the longest.  Raises OSError.
        """
        if known := self.same(found):
            return known
        if not found.head:
            return None
        begun: list[Known] = []
        for known in self._all.values():
            if found.within(known):
                return known
            if known.why != "skipped" and known.telling and found.begins(known):
                begun.append(known)
        return max(begun, key=lambda known: known.offset, default=None)


def resumed(found: Found, known: Known | None, number: int, now: float) -> Generation:
    """Begin to read an open file: behind the last complete line known of it, or whole."""
    if known is None or known.why == "skipped":
        at, head, lined = 0, b"", b""
    else:
        at, head, lined = known.boundary, known.head[: known.boundary], known.lined
    return Generation(
        found.system,
        number,
        found.fd,
        found.key,
        now,
        offset=at,
        base=at,
        head=head,
        marker=lined,
        boundary=at,
        lined=lined,
        size=found.size,
        first=found.head,
    )
