"""An event that was read and judged in, its parts with what was found in each out.

Nothing is learnt of an event where something could be judged otherwise beside other parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.decode.messages import raw_fields
from inspector.decode.quote import unquote
from inspector.decode.values import value as json_value
from inspector.model import Contract, Event, Judged, Repeated, Value
from inspector.recall.parts import (
    DURATION,
    NAMES,
    TOOK,
    Found,
    Part,
    Shape,
    found,
    without_duration,
)
from inspector.rules.value import CAUSES

ALONE = frozenset({
    "behaviour/sent-after-opt-out", "contract/case-mismatch", "contract/duplicate-key",
    "contract/missing-field", "contract/nested-json", "contract/one-language-only",
    "contract/oversized-value", "contract/undocumented-event", "contract/undocumented-field",
    "contract/undocumented-map-key", "contract/unknown-schema", "identity/embeds-time",
    "personal/unreviewed-value", "value/implausible-time", "value/new-open-value",
    "value/out-of-range", "value/pattern-mismatch", "value/undocumented-value", "value/wrong-type",
})  # fmt: skip
"""Rules about events that judge each field by itself, once the type and the contract are given.
Those about times are among them: of an event that they could object to nothing is learnt."""
TOGETHER = frozenset({"identity/hash-recovered"})
"""Rules that find something in one field and weigh it by others: such an event is not learnt."""
ELSEWHERE = frozenset({"value/impossible-combination"})
"""Rules about two fields of which such an event has none; that is looked at."""

_UUID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
"""The form that a contract must give the id of a run; what stands in its place is of version 4."""
_PARTS = ("userID", "projectID", "command", "eventData", "attributes")
_TOP = re.compile(r"\w+")
_FIELDS = len(NAMES)

Rows = dict[str, tuple[Value, ...]]


def told_by_schema(contract: Contract) -> bool:
    """Tell whether schema and names of such an event alone say if the contract claims it."""
    for alternative in contract.match:
        for key, wanted in alternative.items():
            paths = wanted if key in {"has", "lacks"} else [f"{key}."]
            inside = (path for path in paths if path.partition(".")[0] in NAMES and "." in path)
            if any(path != "schemaVersion." for path in inside):
                return False
    return True


def learnt(
    judged: Judged, match: re.Match[bytes], pieces: list[bytes], order: Mapping[str, int]
) -> tuple[Shape, dict[bytes, Part]] | None:
    """Part an event, whose line `match` begins and `pieces` end; None where it cannot be.

    `order` has the place of each rule about events among the others.
    """
    event = judged.event
    if event is None or not _is_whole(event, match, pieces):
        return None
    groups, finds = _by_field(event), _found_by_field(judged, order)
    if groups is None or finds is None:
        return None
    made = {name: _part(event, name, groups, finds) for name in NAMES}
    shape = _shape(event, made)
    masked, took = without_duration(pieces[4])
    if took >= 0:
        made["eventData"].took = _duration_row(made["eventData"], pieces[4], took)
    if shape is None or (took >= 0 and made["eventData"].took < 0):
        return None
    user, project, command, data, attributes = (made[name] for name in _PARTS)
    if found(shape, (user, project, command, data, attributes)) != judged.findings:
        return None
    keys = [*pieces[:3], masked, pieces[5]]
    return shape, dict(zip(keys, (user, project, command, data, attributes), strict=True))


def _is_whole(event: Event, match: re.Match[bytes], pieces: list[bytes]) -> bool:
    """Tell whether the line has exactly the known fields, and is parted where they end."""
    contract, body = event.contract, event.payload.body
    if contract is None or contract.event_field != "eventType" or isinstance(body, Repeated):
        return False
    if not set(contract.envelope).isdisjoint(NAMES) or tuple(body) != NAMES:
        return False
    fields = raw_fields(event.record.line.data, match.start(7) - len(b"ts="))
    texts = [b"%b=%b" % (name.encode(), text) for name, text, _ in fields]
    *quoted, last = [b'executionID="' + match[8], *pieces]
    return [b"ts=" + match[7], *(one + b'"' for one in quoted), last] == texts


def _by_field(event: Event) -> Rows | None:
    """Sort rows by the field that they stand in; None where that cannot be told."""
    groups: dict[str, list[Value]] = {name: [] for name in NAMES}
    for row in event.values:
        top = _TOP.match(row.place)
        if top is None or top[0] not in groups or (row.doc and row.doc.path in CAUSES):
            return None
        groups[top[0]].append(row)
    in_order = [id(row) for rows in groups.values() for row in rows]
    if in_order != [id(row) for row in event.values]:
        return None
    return {name: tuple(rows) for name, rows in groups.items()}


def _found_by_field(judged: Judged, order: Mapping[str, int]) -> dict[str, Found] | None:
    """Sort findings by the field that they stand in, each with its place among all.

    Rules about events come first, each for all fields; then the detectors, field by field.
    """
    groups: dict[str, Found] = dict.fromkeys(NAMES, ())
    for one in judged.findings:
        top = _TOP.match(one.field or "")
        if top is None or top[0] in {"ts", "executionID"} or one.rule in TOGETHER | ELSEWHERE:
            return None
        if top[0] not in groups:
            return None
        place = order.get(one.rule, len(order)) * _FIELDS + NAMES.index(top[0])
        groups[top[0]] = (*groups[top[0]], (place, one))
    return groups


def _part(event: Event, name: str, groups: Rows, finds: Mapping[str, Found]) -> Part:
    inside = (f"{name}.", f"{name}[")
    missing = tuple(one for one in event.missing if one.path.startswith(inside))
    return Part(event.payload.body[name], groups[name], missing, finds[name])


def _shape(event: Event, made: Mapping[str, Part]) -> Shape | None:
    """Make a shape; None where a rule could object to a time or an id of a run."""
    timed = tuple(row for row in event.values if row.doc and row.doc.time)
    ts, run = made["ts"].rows, made["executionID"].rows
    inside = tuple(field for part in made.values() for field in part.missing)
    missing = event.missing[len(inside) :]
    if len(ts) != 1 or len(run) != 1 or timed != ts or inside + missing != event.missing:
        return None
    if not (_is_time(ts[0]) and _is_run(run[0])):
        return None
    return Shape(
        event.contract,
        event.type,
        event.documented,
        ts[0],
        run[0],
        made["eventType"],
        made["schemaVersion"],
        missing,
    )


def _is_number(row: Value) -> bool:
    """Tell whether a row may hold any number of its range."""
    doc = row.doc
    plain = row.role == "documented" and not row.repeated and type(row.value) is int
    return plain and doc is not None and doc.types == ("integer",) and doc.values is None


def _is_time(row: Value) -> bool:
    doc = row.doc
    return _is_number(row) and doc is not None and doc.time == "ms" and doc.range is None


def _is_run(row: Value) -> bool:
    """Tell whether a row may hold any UUID of version 4."""
    doc = row.doc
    return (
        doc is not None
        and (row.role, row.repeated, doc.types) == ("documented", False, ("string",))
        and (doc.pattern, doc.values, doc.open, doc.identifies) == (_UUID, None, None, "run")
        and "random-and-time" not in doc.recipes
        and doc.longest >= 36
    )


def _duration_row(part: Part, piece: bytes, took: int) -> int:
    """Find the row of a duration that may be any of its range; -1 where that is not certain.

    Another number is put in its place and read, so that it is no other number that is changed.
    """
    match, places = TOOK.search(piece), [row.place for row in part.rows]
    here = f"eventData.{DURATION}"
    if match is None or places.count(here) != 1 or type(part.value) is not dict:
        return -1
    other = piece[: match.start(1)] + b"%d" % (took + 1) + piece[match.end(1) :]
    _, _, quoted = other.partition(b"=")
    read, wanted = json_value(unquote(quoted + b'"')), {**part.value, DURATION: took + 1}
    if part.value.get(DURATION) != took or [*read.items()] != [*wanted.items()]:
        return -1
    row = part.rows[places.index(here)]
    candidate = Part(part.value, part.rows, took=places.index(here))
    return candidate.took if _is_number(row) and candidate.holds(took) else -1
