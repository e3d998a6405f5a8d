"""The attributes of a logged event beside a span's: the same, cut by a limit, or different."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Hashable

from inspector.model import Json, Pairs

KEY = ("executionID", "ts", "eventType")
"""What tells one event from another."""


def key(pairs: Pairs) -> tuple[str, ...] | None:
    """Give process, time and type of an event as text; None where one of them is missing."""
    found = dict(pairs)
    if not all(name in found for name in KEY):
        return None
    return tuple(str(found[name]) for name in KEY)


def exactly(pairs: Pairs) -> tuple[tuple[str, Hashable], ...]:
    """Give what two lists share only if they agree in names, types, values and order."""
    return tuple((name, _exactly(value)) for name, value in pairs)


def _exactly(value: Json) -> Hashable:
    """Keep text as it is; spell everything else so that ``1``, ``1.0`` and ``true`` differ."""
    return value if isinstance(value, str) else (json.dumps(value),)


def differing(log: Pairs, span: Pairs) -> tuple[str, ...]:
    """Name the attributes that only one side has or that are not equal; else those out of place.

    Two lists that are not `exactly` the same always differ in at least one name.
    """
    ours, theirs = _values(log), _values(span)
    names = {name: None for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)}
    if not names:
        moved = zip(log, exactly(log), exactly(span), strict=True)
        names = {name: None for (name, _), here, there in moved if here != there}
    return tuple(names)


def _values(pairs: Pairs) -> dict[str, Counter[Hashable]]:
    found: dict[str, Counter[Hashable]] = {}
    for name, value in pairs:
        found.setdefault(name, Counter())[_exactly(value)] += 1
    return found


def lost(log: Pairs, span: Pairs, dropped: int) -> tuple[str, ...] | None:
    """Name the attributes that a limit has cut or dropped; None where no limit explains the span.

    OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT leaves the beginning of a text (of every text nothing,
    where it is 0); OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT drops whole attributes, and the span says how
    many: `dropped`.
    """
    bare = not any(value for _, value in span if isinstance(value, str))
    names: list[str] = []
    missing = 0
    rest = deque(log)
    for name, value in span:
        while rest and rest[0][0] != name:
            names.append(rest.popleft()[0])
            missing += 1
        if not rest:
            return None
        whole = rest.popleft()[1]
        if _exactly(whole) != _exactly(value):
            if not _cut(whole, value, bare=bare):
                return None
            names.append(name)
    names += [name for name, _ in rest]
    return tuple(names) if names and missing + len(rest) <= dropped else None


def _cut(whole: Json, value: Json, *, bare: bool) -> bool:
    if not isinstance(whole, str) or not isinstance(value, str):
        return False
    return whole.startswith(value) and (bare or value != "")
