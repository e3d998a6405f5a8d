"""A contract in, a JSON Schema (2020-12) of what it documents out.

A payload fits the schema exactly if none of these rules finds anything in it:
`contract/undocumented-field` (but for the transport), `contract/undocumented-event`,
`contract/missing-field`, `value/wrong-type`, `value/pattern-mismatch`, `value/undocumented-value`.
It is an export: quotations, the other rules and the judgement of a person are not in it.  Where
JSON Schema cannot say it, 1.0 passes for an integer.
"""

from __future__ import annotations

import re
from typing import Any

from inspector.contracts.trie import Node, fold, plan
from inspector.model import Contract, Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def export(contract: Contract) -> Schema:
    """Make the schema of one payload, with or without the transport around it."""
    events = [_payload(contract, event.name) for event in contract.events]
    return {
        "$schema": DIALECT,
        "$id": f"urn:telemetry-inspector:contract:{contract.name}",
        "title": contract.title,
        "description": "; ".join(
            f"{page.title} ({page.language}, {page.date}): {page.page}" for page in contract.sources
        ),
        **({"anyOf": events} if events else {"not": {}}),
    }


def _payload(contract: Contract, event: str) -> Schema:
    """Make the schema of one event type, whose name stands in the field that names events."""
    tree = plan(contract).tree(event)
    inner = _members(tree, contract, event)
    if not contract.envelope:
        return {"title": event, "type": "object", **inner, **_needs([_all(tree, None)])}
    outer = {**inner, "properties": {**inner["properties"], **_transport(contract, inner, event)}}
    needs = _all(tree, contract.payload_key)
    if event != contract.default_event:
        needs.append({"required": [contract.event_field]})
    return {"title": event, "type": "object", **outer, **_needs([needs])}


def _transport(contract: Contract, inner: Schema, event: str) -> Schema:
    """The keys of the transport may hold anything, but for the event's name and its payload."""
    keys: Schema = dict.fromkeys(contract.envelope, True)
    if contract.event_field in keys:
        keys[contract.event_field] = {"const": event}
    if contract.payload_key:
        keys[contract.payload_key] = {**inner}
    return keys


def _members(node: Node, contract: Contract, event: str) -> Schema:
    """What each member of an object may be, and that nothing else stands in it."""
    exact = {key: _value(child, contract, event) for key, child in node.keys.items()}
    spelled = {
        _any_case(spelling): _value(child, contract, event)
        for spelling, child in node.spelled.items()
    }
    made: Schema = {"properties": exact}
    if spelled:
        made["patternProperties"] = spelled
    made["additionalProperties"] = _value(node.any, contract, event) if node.any else False
    return made


def _all(node: Node, carrier: str | None) -> list[Schema]:
    """Say that every member is there that must be; `carrier` names a member that may hold it."""
    needed = []
    for key, child in node.keys.items():
        if child.doc is None or child.doc.optional:
            continue
        spellings = {fold(key), *(one for one, there in node.spelled.items() if there is child)}
        pattern = "|".join(sorted(map(_any_case, spellings)))
        lacks = {"type": "object", "propertyNames": {"not": {"pattern": pattern}}}
        there: Schema = {"not": lacks}  # null, where it may stand for an object, lacks nothing
        if carrier:
            inside = {"required": [carrier], "properties": {carrier: {"type": "object", **there}}}
            there = {"anyOf": [there, inside]}
        needed.append({"$comment": f"{key} is there", **there})
    return needed


def _needs(lists: list[list[Schema]]) -> Schema:
    needed = [one for each in lists for one in each]
    return {"allOf": needed} if needed else {}


def _value(node: Node, contract: Contract, event: str) -> Schema:
    """Make the schema of what may stand at one place."""
    doc = node.doc
    if doc is None:
        return {}
    made: Schema = {"type": doc.types[0] if len(doc.types) == 1 else list(doc.types)}
    if "object" in doc.types:
        made.update(_members(node, contract, event))
        made.update(_needs([_all(node, None)]))
    if "array" in doc.types and node.item:
        made["items"] = _value(node.item, contract, event)
    made.update({"const": event} if doc.path == contract.event_field else _form(doc))
    return made


def _form(doc: Field) -> Schema:
    pattern = None if doc.pattern is None else {"pattern": f"^(?:{_ascii(doc)})$"}
    if doc.values is None:
        return pattern or {}
    listed: Schema = {"enum": list(doc.values)}
    return {"anyOf": [listed, {"type": "string", **pattern}]} if pattern else listed


def _any_case(key: str) -> str:
    """Write a key as a pattern that takes its ASCII letters in either case."""
    if not key.isascii():
        return f"^{re.escape(key)}$"
    return "^" + "".join(_either(char) if char.isalpha() else re.escape(char) for char in key) + "$"


def _either(char: str) -> str:
    return f"[{char.lower()}{char.upper()}]"


_PART = re.compile(r"\\.|\[(?:\\.|[^\]])+\]|\(\?[:=!]|\{[\d,]+\}|.", re.DOTALL)


def _ascii(doc: Field) -> str:
    """Give the pattern; one that takes either case is written out, for JSON Schema has no flags."""
    if doc.pattern is None or not doc.ignore_case:
        return doc.pattern or ""
    return "".join(map(_part, _PART.findall(doc.pattern)))


def _part(part: str) -> str:
    if part.startswith("["):
        return f"{part[:-1]}{_turned(part)}]"
    return _either(part) if len(part) == 1 and part.isascii() and part.isalpha() else part


def _turned(part: str) -> str:
    """Give the letters and ranges of a class in the other case."""
    ranges = re.findall(r"[A-Za-z]-[A-Za-z]|(?<![-\\])[A-Za-z](?!-)", part[1:-1])
    return "".join(one.swapcase() for one in ranges)
