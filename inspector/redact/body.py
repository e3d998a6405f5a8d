"""A payload in, the same payload out with every word of the user replaced by a pseudonym.

A text stays where a contract closes it, or where it is a release in a field of versions.  A key and
an event type stay where some page lists them, or where the user says so.
"""

from __future__ import annotations

from inspector.contracts import match
from inspector.contracts.matching import ABSENT, find
from inspector.contracts.trie import Node, plan
from inspector.model import Contract, Field, Json, Payload, Value, gathered, members, steps
from inspector.recipes.constants import NOTHING
from inspector.redact.pseudonym import Pseudonyms
from inspector.rules import Scanner, Text
from inspector.rules.release import reads_as_version
from inspector.rules.shape import closed, listed

_TIMES = range(1_420_070_400_000, 4_102_444_800_000)
"""Milliseconds of 2015 to 2099: a time outside is none, and could be anybody's number."""

_UNKNOWN = Node()
_CONSTANT = {value for made in NOTHING.values() for value in made}
"""Hashes of nothing, which are the same for everybody."""


class Bodies:
    """Redacts payloads by the contracts that claim them."""

    def __init__(
        self,
        contracts: tuple[Contract, ...],
        scanner: Scanner,
        pseudonyms: Pseudonyms,
        keep: frozenset[str] = frozenset(),
    ) -> None:
        """`keep` are event types and keys that the user holds to be safe."""
        self._contracts, self._scanner, self._names = contracts, scanner, pseudonyms
        self._keep = keep
        self._public = keep.union(*map(_public, contracts))

    def body(self, payload: Payload) -> list[tuple[str, Json]]:
        """Give the members of the payload in their order, keys that stand twice included."""
        contract = match(payload, self._contracts)
        if contract is None:
            return self._members(_UNKNOWN, payload.body)
        found = find(payload.body, contract.event_field)
        kind = (
            found if isinstance(found, str) else contract.default_event if found is ABSENT else None
        )
        tree = plan(contract).tree(kind if isinstance(kind, str) else None)
        out: list[tuple[str, Json]] = []
        for key, value in members(payload.body):
            if key == contract.event_field and isinstance(value, str):
                out.append((key, self._type(tree, value, contract)))
            elif key not in contract.envelope:
                out.append(self._member(tree, key, value))
            elif key == contract.payload_key and isinstance(value, dict):
                out.append((key, gathered(self._members(tree, value))))
            else:
                out.append((key, self.unknown(value)))
        return out

    def _type(self, tree: Node, value: str, contract: Contract) -> str:
        """Keep an event type that a page lists or a contract is chosen by, or that is to stay."""
        if value in self._keep or value in _types(contract):
            return value
        child, _role = tree.find(contract.event_field)
        return self._names.text(value, child.doc if child else None)

    def _members(self, node: Node, value: dict[str, Json]) -> list[tuple[str, Json]]:
        return [self._member(node, key, one) for key, one in members(value)]

    def _member(self, node: Node, key: str, value: Json) -> tuple[str, Json]:
        child, role = node.find(key)
        free = role == "map" or key not in self._public
        stays = role in {"documented", "alias"} or key in self._keep or not free
        kept = key if stays else self._names.key(key)
        return kept, self.unknown(value) if child is None else self._documented(child, value)

    def _documented(self, node: Node, value: Json) -> Json:
        doc = node.doc
        if doc is None:
            return self.unknown(value)
        if node.takes(value):
            if isinstance(value, dict):
                return gathered(self._members(node, value))
            item = node.item or _UNKNOWN
            return [self._documented(item, one) for one in value]
        if closed(Value(node.path, node.path, value, "documented", doc)):
            return self._closed(value, doc)
        if isinstance(value, str):
            return value if self._harmless(value, doc) else self._names.text(value, doc)
        return self.unknown(value)

    def _closed(self, value: Json, doc: Field) -> Json:
        """Keep what holds nothing of a user; an identifier becomes another of its form."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number(value, doc)
        if isinstance(value, str) and value in doc.usual:
            return value
        if isinstance(value, str) and "version" in doc.path.lower() and not reads_as_version(value):
            return "0.0.0"  # an address of a machine has the form of a version of four numbers
        if doc.identifies is None or not isinstance(value, str) or value in _CONSTANT:
            return value
        return self._names.alike(value)

    def _number(self, value: float, doc: Field) -> Json:
        """Keep a number that the program counts to or lists, or a time of its life.

        Any other could be anybody's: it becomes the next beyond the range, or zero.
        """
        if doc.values is not None:
            return value if listed(value, doc.values) else self.unknown(value)
        if doc.range:
            low, high = map(int, doc.range)
            return high + 1 if value > high else low - 1 if value < low else value
        timely = doc.time == "ms" and isinstance(value, int) and value in _TIMES
        return value if timely else self.unknown(value)

    def _harmless(self, value: str, doc: Field) -> bool:
        """Tell whether a text is a release and nothing else, and no detector minds it."""
        if doc.identifies is not None or not doc.path.lower().endswith("version"):
            return False
        return reads_as_version(value) and not self._scanner.scan(Text(value, path=doc.path)).finds

    def unknown(self, value: Json) -> Json:
        """Replace whatever stands in a place that no page documents; its shape stays."""
        match value:
            case dict():
                return gathered(self._members(_UNKNOWN, value))
            case list():
                return [self.unknown(one) for one in value]
            case str():
                return self._names.text(value)
            case bool() | None:
                return value
            case int():
                return 0
            case _:
                return 0.5


def _public(contract: Contract) -> set[str]:
    """Name every key that the pages of a contract list, wherever it stands."""
    fields = (*contract.fields, *(one for event in contract.events for one in event.fields))
    listed_ = {step for one in fields for step in (*steps(one.path), *one.aliases)}
    return {*contract.envelope, *listed_}


def _types(contract: Contract) -> set[Json]:
    """Name the event types that a page lists, and those by which the contract is chosen."""
    chosen = {one[contract.event_field] for one in contract.match if contract.event_field in one}
    return {event.name for event in contract.events} | chosen
