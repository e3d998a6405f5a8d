"""A payload in, the same payload out with every word of the user replaced by a pseudonym."""

from __future__ import annotations

import re

from inspector.contracts import match
from inspector.contracts.matching import ABSENT, find
from inspector.contracts.trie import Node, plan
from inspector.model import Contract, Field, Json, Payload, Value, gathered, members
from inspector.recipes.constants import NOTHING
from inspector.redact.pseudonym import Pseudonyms
from inspector.rules import Scanner, Text
from inspector.rules.release import reads_as_version
from inspector.rules.shape import closed
from inspector.safe import name

_WORD = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,31})(?: \([a-z0-9]{1,16}/[a-z0-9]{1,16}\))?\Z")
"""A word of the program: an operating system, a stage, a stage of a platform; a host has dots."""

_UNKNOWN = Node()
_CONSTANT = {value for made in NOTHING.values() for value in made}
"""Hashes of nothing, which are the same for everybody."""


class Bodies:
    """Redacts payloads by the contracts that claim them."""

    def __init__(
        self, contracts: tuple[Contract, ...], scanner: Scanner, pseudonyms: Pseudonyms
    ) -> None:
        self._contracts, self._scanner, self._names = contracts, scanner, pseudonyms

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
            if key not in contract.envelope:
                out += self._member(tree, key, value)
            elif key == contract.payload_key and isinstance(value, dict):
                out.append((key, gathered(self._members(tree, value))))
            elif key == contract.event_field and isinstance(value, str):
                out.append((key, self._type(value, contract)))
            else:
                out.append((key, self.unknown(value)))
        return out

    def _type(self, value: str, contract: Contract) -> str:
        """Keep the name of an event that a page lists, or that reads as a name."""
        listed = {event.name for event in contract.events}
        return value if value in listed or name(value) == value else self._names.text(value)

    def _members(self, node: Node, value: dict[str, Json]) -> list[tuple[str, Json]]:
        return [pair for key, one in members(value) for pair in self._member(node, key, one)]

    def _member(self, node: Node, key: str, value: Json) -> list[tuple[str, Json]]:
        child, role = node.find(key)
        free = role not in {"documented", "alias"}
        kept = (
            key
            if not free or (role == "undocumented" and name(key) == key)
            else self._names.key(key)
        )
        return [(kept, self.unknown(value) if child is None else self._documented(child, value))]

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
        """Keep what holds nothing of a user; an identifier becomes another of its form.

        A number that no program counts to could be anybody's: it becomes the next beyond the range.
        """
        if doc.range and isinstance(value, int | float):
            low, high = map(int, doc.range)
            return high + 1 if value > high else low - 1 if value < low else value
        if isinstance(value, str) and "version" in doc.path and not reads_as_version(value):
            return "0.0.0"  # an address of a machine has the form of a version of four numbers
        if doc.identifies is None or not isinstance(value, str) or value in _CONSTANT:
            return value
        return self._names.alike(value)

    def _clean(self, key: str) -> bool:
        return not self._scanner.scan(Text(key, is_key=True)).finds

    def _harmless(self, value: str, doc: Field) -> bool:
        """Tell whether a value is a word of the program: short, plain, and no detector minds it."""
        if doc.identifies is not None:
            return not value
        version = "version" in doc.path.lower() and reads_as_version(value)
        word = _WORD.match(value) if doc.privacy == "anonymous" else None
        plain = word is not None and name(word[1]) == word[1]
        clean = not self._scanner.scan(Text(value, path=doc.path)).finds
        return (version or plain) and clean

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
