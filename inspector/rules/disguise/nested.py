"""JSON within a text undone: a line for every key with its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

DEPTH = 64
"""Objects and lists one inside the other that are opened; the text itself shows the rest."""


def inside(text: str) -> str | None:
    """Give ``key: text`` for every text in a JSON object or list; None where it is none."""
    stripped = text.strip()
    if stripped[:1] + stripped[-1:] not in {"{}", "[]"}:
        return None
    try:
        body = json.loads(
            stripped, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError):
        return None
    return "\n".join(_lines(body, "", DEPTH)) or None


class _Pairs(list[tuple[str, Any]]):
    """The members of an object; a key that stands twice has both."""


def _lines(body: object, key: str, depth: int) -> Iterator[str]:
    match body:
        case str():
            yield f"{key}: {body}" if key else body
        case _Pairs() if depth:
            for name, value in body:
                if not isinstance(value, str):
                    yield name
                yield from _lines(value, name, depth - 1)
        case list() if depth:
            for item in body:
                yield from _lines(item, key, depth - 1)
