"""A log and what was made of it in; what the redacted one still tells, or tells otherwise, out."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from inspector.audit import Inspection
from inspector.model import Judged
from inspector.reading import Reader, Unreadable

_CONTENT = ("personal/", "secret/", "infrastructure/", "log/secret", "log/personal")
_STRUCTURE = ("contract/", "value/", "run/unreadable-line")
_QUEUED = "personal/unreviewed-value"


@dataclass(frozen=True, slots=True)
class Checked:
    """How a redacted log compares with the original."""

    leaks: tuple[str, ...]
    """Rules that still find what must not be published."""
    differences: tuple[str, ...]
    """What is counted otherwise than in the original."""
    events: int
    lines: int


def check(path: str, data: bytes, now_ms: int | None) -> Checked:
    """Judge both logs: nothing of a user may be left, and the structure must be the same."""
    before, now = _original(path, now_ms), _judged([data], now_ms)
    found = {one.rule for each in now for one in each.findings if one.rule.startswith(_CONTENT)}
    was, is_ = _counted(before), _counted(now)
    differences = tuple(
        f"{what}: {was[what]:,} before, {is_[what]:,} now"
        for what in sorted({*was, *is_})
        if was[what] != is_[what]
    )
    return Checked(
        tuple(sorted(found - {_QUEUED})), differences,
        sum(one.record.kind == "event" for one in now), sum(one.record.line.count for one in now),
    )  # fmt: skip


def _original(path: str, now_ms: int | None) -> list[Judged]:
    chunks: list[bytes] = []
    with suppress(Unreadable):  # what came before was read; the caller has said so
        chunks.extend(Reader(path).chunks())
    return _judged(chunks, now_ms)


def _judged(chunks: list[bytes], now_ms: int | None) -> list[Judged]:
    inspection = Inspection(now_ms=now_ms)
    return [one for chunk in chunks for one in inspection.feed(chunk)] + inspection.end()


def _counted(judged: list[Judged]) -> Counter[str]:
    """Count lines, records by kind, events by type, and findings about the structure."""
    counts: Counter[str] = Counter()
    for one in judged:
        counts["lines"] += one.record.line.count
        counts[f"records of kind {one.record.kind}"] += 1
        if one.event and one.event.documented:
            counts[f"events {one.event.documented.name}"] += 1
        for found in one.findings:
            if found.rule.startswith(_STRUCTURE):
                counts[f"findings of {found.rule}"] += 1
    return counts
