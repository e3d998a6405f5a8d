"""Labelled values, each put where it would stand in an event, and what the detectors say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspector.contracts import bind, named, shipped
from inspector.model import Line, Payload, Record, Remark
from inspector.rules import Context, Scanner, rules

CASES = Path(__file__).parent / "cases"
_EVENTS = {
    "eventData.errorMessage": "UnshallowFailed",
    "eventData.gitlabRunnerVersion": "UnshallowFailed",
    "eventData.gitlabServerVersion": "UnshallowFailed",
    "eventData.image": "StageBuildFinished",
    "eventData.stage": "StageBuildFinished",
    "eventData.durationMs": "CommandExited",
    "eventData.exitCode": "CommandExited",
}
_WERF = json.loads(named("werf-v2").samples[0].line)
_WASP = json.loads(named("wasp-cli").samples[0].line)
_NEUTRAL = "note"  # the key of a value in a map, so that the key tells nothing of it


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a corpus; a value in parts is joined, so that no scanner of secrets stops at the file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield {"value": "".join(row.get("value_parts", ())), **row}


def body(path: str, value: str) -> dict[str, Any]:
    """Make an event that has `value` at a documented path."""
    number = path in {"ts", "eventData.durationMs", "eventData.exitCode"} and value.isdecimal()
    wasp = path.startswith("properties.")
    made = json.loads(json.dumps(_WASP if wasp else _WERF))
    if path in _EVENTS:
        made |= {"eventType": _EVENTS[path], "eventData": {}}
    inside = made
    *above, last = path.replace("[]", ".0").replace("*", _NEUTRAL).split(".")
    for step in above:
        inside = inside[int(step)] if isinstance(inside, list) else inside.setdefault(step, {})
    inside[last] = int(value) if number else value
    return made


def detected(scanner: Scanner, row: dict[str, Any]) -> dict[str, str]:
    """Scan a row's value in its event; gives the level of every rule that finds something in it.

    A row without a field is a remark, which has no event.
    """
    path = row["field_path"]
    if path in {"", "remark"}:
        record = Record(Line(b"", 0, 0, 1), Remark("foreign", row["value"]))
        return {find.rule: find.level for find in next(scanner.beside(record, [])).finds}
    event = bind(Record(Line(b"", 0, 0, 1), Payload("json", body(path, row["value"]))), shipped())
    return {finding.rule: finding.level for finding in scanner.event(event, [])}


def scanner() -> Scanner:
    """Make a scanner of all detectors that knows nothing of this machine."""
    return Scanner(rules(), Context())
