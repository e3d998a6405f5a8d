"""A contract in, a tree of its paths out, one per event type: a payload is walked along it once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from inspector.model import Contract, EventType, Field, Json, Role, steps


@dataclass(slots=True, eq=False)
class Node:
    """A place in a documented payload, and where its members lead."""

    path: str = ""
    doc: Field | None = None
    keys: dict[str, Node] = field(default_factory=dict)
    spelled: dict[str, Node] = field(default_factory=dict)
    """Members by `fold` of their key and of its aliases."""
    any: Node | None = None
    """Where every other key leads, if the object is an open map."""
    item: Node | None = None
    """Where the items of an array lead."""

    def find(self, key: str) -> tuple[Node | None, Role]:
        """Find where a key of the data leads, and as what."""
        if child := self.keys.get(key):
            return child, "documented"
        if child := self.spelled.get(fold(key)):
            return child, "alias"
        return self.any, "map" if self.any else "undocumented"

    def step(self, name: str) -> Node:
        """Go one step of a contract path, making the place where nothing stood."""
        if name == "[]":
            self.item = self.item or Node(f"{self.path}[]")
            return self.item
        path = f"{self.path}.{name}" if self.path else name
        if name == "*":
            self.any = self.any or Node(path)
            return self.any
        return self.keys.setdefault(name, Node(path))

    def takes(self, value: Json) -> bool:
        """Tell whether this is a container whose members are documented one by one."""
        if self.doc is None or not isinstance(value, (dict, list)):
            return False
        return ("object" if isinstance(value, dict) else "array") in self.doc.types

    def absent(self, seen: AbstractSet[Node | None]) -> Iterator[Field]:
        """Name the members that must be there and were not seen."""
        for child in self.keys.values():
            if child.doc and not child.doc.optional and child not in seen:
                yield child.doc


@dataclass(frozen=True, slots=True)
class Plan:
    """What binding needs of a contract: its event types, and a tree for each and for no type."""

    events: dict[str, EventType]
    trees: dict[str | None, Node]

    def tree(self, event: str | None) -> Node:
        """Give the tree of an event type; fields of every event are documented for any type."""
        return self.trees.get(event) or self.trees[None]


@lru_cache(maxsize=64)
def plan(contract: Contract) -> Plan:
    """Compile a contract; done once for each `Contract` object."""
    events = {event.name: event for event in contract.events}
    trees: dict[str | None, Node] = {None: _tree(contract.fields)}
    for event in contract.events:
        trees[event.name] = _tree((*contract.fields, *event.fields))
    return Plan(events, trees)


def fold(key: str) -> str:
    """Make keys equal that differ in letter case; only ASCII, for Unicode folds look-alikes too."""
    return key.lower() if key.isascii() else key


def _tree(fields: Iterable[Field]) -> Node:
    root = Node()
    for one in fields:
        parent, node = root, root
        for name in steps(one.path):
            parent, node = node, node.step(name)
        node.doc = one
        if name not in {"[]", "*"}:
            for spelling in (name, *one.aliases):
                parent.spelled.setdefault(fold(spelling), node)
    return root
