"""Judged records of a log and of its requests in, what the app says of the two out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.compare import Comparison, Match, compare
from inspector.compare.pairing import Kind
from inspector.model import Judged
from inspector.safe import Safe, safe
from inspector.tui.cells import figure
from inspector.tui.feed import Told

MOST = 100
"""Events that are named because they are not the same on both sides."""

_KINDS: dict[Kind, tuple[str, str]] = {
    "identical": ("identical", ""),
    "differs": ("differ", "differs"),
    "truncated": ("cut on the wire", "is cut on the wire"),
    "log-only": ("only in the log", "is only in the log"),
    "wire-only": ("only on the wire", "is only on the wire"),
}
"""What is said of many and of one."""


def told(log: Sequence[Judged], wire: Sequence[Judged]) -> Iterator[Told]:
    """Count what is the same on both sides: `agree` or `disagree`; then name what is not."""
    comparison = compare(log, wire)
    if not comparison.matches:
        yield Told("disagree", Safe("no event, neither in the log nor on the wire"))
        return
    agree = comparison.identical and not comparison.unreadable
    yield Told("agree" if agree else "disagree", _counts(comparison))
    others = [match for match in comparison.matches if match.pairing.kind != "identical"]
    for match in others[:MOST]:
        yield Told("pair", _pair(match))
    if len(others) > MOST:
        yield Told("pair", Safe(f"… and {figure(len(others) - MOST)} more"))


def _counts(comparison: Comparison) -> Safe:
    """Say how many events are what; what there is none of is left out, but for the identical."""
    parts = []
    for kind, (words, _) in _KINDS.items():
        count = comparison.count(kind)
        if count or kind == "identical":
            parts.append(
                f"{figure(count)} {'differs' if words == 'differ' and count == 1 else words}"
            )
    if comparison.unreadable:
        parts.append(f"{figure(comparison.unreadable)} unreadable")
    return Safe(f"log and wire: {' · '.join(parts)}")


def _pair(match: Match) -> Safe:
    """Name one event by where it stands, and say what is not the same."""
    pairing = match.pairing
    places = [f"log line {figure(match.line)}"] if match.line else []
    places += [f"request {figure(match.request)}"] if match.request else []
    event = pairing.log or pairing.wire
    kind = safe(event.type, 40) if event and event.type else "an event"
    fields = ", ".join(safe(field, 40) for field in pairing.fields[:5])
    said = f"{', '.join(places)}: {kind} {_KINDS[pairing.kind][1]}"
    return Safe(f"{said} ({fields})" if fields else said)
