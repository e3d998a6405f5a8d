"""A payload in, the contract that claims it out.

A contract's `match` is a list of alternatives, for no single key marks an era: werf 1.2.152 says
schema 2 without the fields of schema 2, and its first public version says no schema at all.  An
alternative is a table of conditions that must all hold: ``has`` and ``lacks`` list keys (dotted for
nested ones), any other key must have exactly the given value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from inspector.model import Contract, Json, Payload

ABSENT: Final = object()
"""What `find` gives where nothing stands; JSON null is a value."""


def match(payload: Payload, contracts: Iterable[Contract]) -> Contract | None:
    """Find the first contract of which an alternative fits; None where no contract claims it."""
    for contract in contracts:
        if any(_fits(payload.body, alternative) for alternative in contract.match):
            return contract
    return None


def find(body: Json, path: str) -> Json:
    """Find what stands at a key, or at a dotted path of keys; `ABSENT` where nothing does."""
    if not isinstance(body, dict):
        return ABSENT
    if path in body:
        return body[path]
    key, dot, rest = path.partition(".")
    return find(body.get(key), rest) if dot else ABSENT


def _fits(body: Json, alternative: dict[str, Json]) -> bool:
    return all(_holds(body, key, wanted) for key, wanted in alternative.items())


def _holds(body: Json, key: str, wanted: Json) -> bool:
    if key == "has":
        return all(find(body, path) is not ABSENT for path in wanted)
    if key == "lacks":
        return all(find(body, path) is ABSENT for path in wanted)
    found = find(body, key)
    if isinstance(wanted, dict):  # TOML reads `{ a.b = 1 }` as a table within a table
        return isinstance(found, dict) and _fits(found, wanted)
    return type(found) is type(wanted) and bool(found == wanted)
