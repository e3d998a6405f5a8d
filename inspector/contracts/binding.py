"""A record in, an event out: every value of the payload as a row beside what documents it.

Rows stand in the order of the data: one for every leaf and every empty container, and one for the
topmost container of everything that is not documented, which its leaves follow.  A documented
container has a row of its own only where there is something to say about it: it is of the wrong
type, spelled otherwise or repeated.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from inspector.contracts.matching import ABSENT, find, match
from inspector.contracts.trie import Node, plan
from inspector.model import Contract, Event, Field, Json, Payload, Record, Repeated, Value, members

PREFIX = 256
"""Characters of a place that are repeated for what stands below it.  Without a bound, one line with
a key of 500 KB above 100,000 items would make 50 GB of places."""

_PLAIN = re.compile(r"[\w-]+\Z")
_NONE: frozenset[str] = frozenset()
_MORE = "…"


def bind(record: Record, contracts: Sequence[Contract]) -> Event:
    """Lay the payload of `record` beside the first of `contracts` that claims it.

    Without one, every member is undocumented.  Raises `TypeError` for a record that is no event.
    """
    payload = record.content
    if not isinstance(payload, Payload):
        raise TypeError(f"only an event can be bound, not {type(payload).__name__}")
    walk, contract = _Walk(), match(payload, contracts)
    if contract is None:
        walk.object(Node(), payload.body, "")
        return Event(record, payload, None, None, None, tuple(walk.rows))
    kind, paths = _event_type(payload.body, contract), plan(contract)
    walk.body(paths.tree(kind), payload.body, contract)
    documented = paths.events.get(kind) if kind is not None else None
    rows, missing = tuple(walk.rows), tuple(walk.missing)
    return Event(record, payload, contract, kind, documented, rows, missing)


def _event_type(body: dict[str, Json], contract: Contract) -> str | None:
    found = find(body, contract.event_field)
    if found is ABSENT:
        return contract.default_event
    return found if isinstance(found, str) else None


class _Walk:
    """Rows and missing fields, gathered on the way through one payload."""

    def __init__(self) -> None:
        self.rows: list[Value] = []
        self.missing: dict[Field, None] = {}

    def body(self, root: Node, body: dict[str, Json], contract: Contract) -> None:
        """Walk a payload; what its envelope carries is judged as if it stood at the top."""
        seen: set[Node | None] = set()
        repeated = _repeated(body)
        for key, value in members(body):
            if key not in contract.envelope:
                seen.add(self._member(root, (key, value), "", repeated))
                continue
            step, again = _under("", key), key in repeated
            carries = key == contract.payload_key and isinstance(value, dict) and bool(value)
            if carries:
                if again:
                    self.rows.append(Value(step, step, value, "envelope", repeated=again))
                seen |= self._members(root, value, step)
            else:
                self._add(Value(step, step, value, "envelope", repeated=again))
        self._miss(root, seen)

    def object(self, node: Node, value: dict[str, Json], place: str) -> None:
        """Walk an object whose members are documented one by one."""
        self._miss(node, self._members(node, value, place))

    def _members(self, node: Node, value: dict[str, Json], place: str) -> set[Node | None]:
        repeated = _repeated(value)
        return {self._member(node, pair, place, repeated) for pair in members(value)}

    def _member(
        self, node: Node, pair: tuple[str, Json], place: str, repeated: AbstractSet[str]
    ) -> Node | None:
        """Walk one member; give the documented place it belongs to, if there is one."""
        key, value = pair
        child, role = node.find(key)
        here, again = _under(place, key), key in repeated
        if child is None:
            self._add(Value(_under(node.path, key), here, value, role, repeated=again))
        else:
            self._value(child, Value(child.path, here, value, role, child.doc, again))
        return child

    def _value(self, node: Node, row: Value) -> None:
        """Walk a documented value."""
        value = row.value
        if not node.takes(value):
            self._add(row)
            return
        if not value or row.role == "alias" or row.repeated:
            self.rows.append(row)
        place = _below("", row.place)
        if isinstance(value, dict):
            self.object(node, value, place)
            return
        item = node.step("[]")
        for number, one in enumerate(value):
            self._value(item, Value(item.path, f"{place}[{number}]", one, "documented", item.doc))

    def _add(self, row: Value) -> None:
        """Take a row; the leaves of a container follow it."""
        self.rows.append(row)
        if isinstance(row.value, (dict, list)):
            self.rows += _leaves(row)

    def _miss(self, node: Node, seen: AbstractSet[Node | None]) -> None:
        self.missing |= dict.fromkeys(node.absent(seen))


def _leaves(top: Value) -> Iterator[Value]:
    """Give every leaf and empty container below a row; without recursion, however deep."""
    path, place = _below("", top.path), _below("", top.place)
    stack = [(_inside(top.value, path, place), path, place)]
    while stack:
        rows, path, place = stack[-1]
        row = next(rows, None)
        if row is None:
            stack.pop()
        elif row.value and isinstance(row.value, (dict, list)):
            if row.repeated:
                yield row
            path, place = _below(path, row.path), _below(place, row.place)
            stack.append((_inside(row.value, path, place), path, place))
        else:
            yield row


def _inside(value: Json, path: str, place: str) -> Iterator[Value]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield Value(f"{path}[]", f"{place}[{number}]", one, "inside")
        return
    repeated = _repeated(value)
    for key, one in members(value):
        again = key in repeated
        yield Value(_under(path, key), _under(place, key), one, "inside", repeated=again)


def _under(prefix: str, key: str) -> str:
    """Write the place of a member; a key that is no word stands as JSON text in brackets."""
    if _PLAIN.match(key):
        return f"{prefix}.{key}" if prefix else key
    return f"{prefix}[{json.dumps(key, ensure_ascii=False)}]"


def _below(prefix: str, place: str) -> str:
    """Write the place that members of `place` repeat; `prefix` is that of its own container."""
    if len(place) <= PREFIX:
        return place
    if prefix.endswith(_MORE):
        return prefix
    return f"{prefix}.{_MORE}" if prefix else _MORE


def _repeated(value: dict[str, Json]) -> AbstractSet[str]:
    if not isinstance(value, Repeated):
        return _NONE
    counts = Counter(key for key, _ in value.pairs)
    return {key for key, count in counts.items() if count > 1}
