"""One input of a report, and what was read of it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.safe import Safe


@dataclass(slots=True)
class Input:
    """One input and what was read of it; `error` says why it could not be read to its end."""

    path: Safe
    bytes: int = 0
    """As stored; `content` is the number of bytes after unpacking."""
    content: int = 0
    sha256: str = ""
    now_ms: int | None = None
    """The latest time that was no surprise in it (Unix milliseconds): its own, or a fixed one."""
    readers: int = 0
    """Who else than its owner may read it: permission bits 0o040 (group) and 0o004 (others)."""
    lines: int = 0
    events: int = 0
    remarks: int = 0
    unreadable: int = 0
    outside: int = 0
    """Of the events and remarks, those outside the period that was asked for: not judged."""
    error: Safe | None = None

    @property
    def records(self) -> int:
        """Every record is an event, a remark or unreadable."""
        return self.events + self.remarks + self.unreadable
