"""A row in, what can be copied of it out: each with its key, and whether it tells a value.

Nothing that is copied holds a control or an invisible character: pasted into a shell it would be
obeyed.  They become escapes, as on the screen.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from inspector import tags
from inspector.contracts import shipped
from inspector.decode.otlp import read
from inspector.model import Payload, Value
from inspector.redact import Pseudonyms, Redaction, Saved
from inspector.redact.body import Bodies
from inspector.rules import Context, Scanner, rules
from inspector.safe import Safe, mask, safe
from inspector.tui.flagged import Places
from inspector.tui.json_lines import pretty
from inspector.tui.otlp_json import otlp_json
from inspector.tui.record import delivery, recall, record_of
from inspector.tui.rows import Row
from inspector.tui.values import shown
from inspector.tui.words import say
from inspector.wire.encode import rebuild


class Copy(NamedTuple):
    """One thing to copy."""

    key: str
    title: Safe
    text: Callable[[], str | None]
    """Makes the text; None where there is none after all."""
    raw: bool = False
    """It holds values as they are: it is copied only when it is asked for twice."""


def fields(row: Row) -> tuple[Value, ...]:
    """The values of a row's event, those first that something was found in."""
    judged = recall(row)
    event = judged.event if judged else None
    if event is None or judged is None:
        return ()
    places = Places(event)
    flagged = [value for found in judged.findings if (value := places.of(found)) is not None]
    first = {id(value): value for value in flagged}
    return (*first.values(), *(value for value in event.values if id(value) not in first))


def copies(row: Row, value: Value | None) -> tuple[Copy, ...]:
    """Everything that can be copied of a row, with one of its fields chosen."""
    of_field = _of_field(value) if value is not None else ()
    return (*of_field, *_of_record(row)) if row.line is not None else ()


def _of_field(value: Value) -> tuple[Copy, ...]:
    path = safe(value.place, 60)
    return (
        Copy("v", say("value of {}: {}", path, mask(value.value)), lambda: _plain(value), raw=True),
        Copy("k", say("its key: {}", safe(_last(value.place), 60)), lambda: _last(value.place)),
        Copy("p", say("its path: {}", path), lambda: value.place),
    )


def _plain(value: Value) -> str:
    return value.value if isinstance(value.value, str) else str(shown(value.value, 1 << 20))


def _last(place: str) -> str:
    """The last key of a place: behind the last dot, or as JSON in brackets."""
    at = place.rfind('["')
    if place.endswith('"]') and at >= 0:
        try:
            return str(json.loads(place[at + 1 : -1]))
        except ValueError:
            return place
    return place.rpartition(".")[2]


def _of_record(row: Row) -> tuple[Copy, ...]:
    event = row.line is not None and not row.remark and row.flag != "unreadable"
    line = Copy("l", say("the record as it stands in the log"), lambda: _line(row), raw=True)
    redacted = Copy("r", say("the record, redacted: pseudonyms for values"), lambda: _redacted(row))
    if not event:
        return (line, redacted)
    return (
        line,
        Copy("j", say("the event as JSON"), lambda: _json(row), raw=True),
        Copy("w", say("the request that carries it, as OTLP/JSON"), lambda: _otlp(row), raw=True),
        redacted,
    )


def _line(row: Row) -> str:
    return row.raw.decode("utf-8", "backslashreplace").rstrip("\n")


def _json(row: Row) -> str | None:
    content = record_of(row).content
    return pretty(content.body) if isinstance(content, Payload) else None


def _otlp(row: Row) -> str | None:
    """A request that was received, or the one that would carry the event of a log."""
    if row.carrier is not None and (export := delivery(row)) is not None:
        return pretty(otlp_json(export, [*export.spans][row.place]))
    batches = rebuild([record_of(row)]).batches
    return pretty(otlp_json(read(batches[0].request(4318)))) if batches else None


def _redacted(row: Row) -> str | None:
    try:
        data = _redaction().record(record_of(row))
    except Saved:
        return None
    return data.decode("utf-8", "backslashreplace").rstrip("\n")


@lru_cache(maxsize=1)
def _redaction() -> Redaction:
    """With the key of `inspector redact`, so that pseudonyms are the same; or a passing one."""
    try:
        key = tags.find(None)
    except tags.KeyUnusable:
        key = None
    names = Pseudonyms(key or tags.Key(secrets.token_bytes(32)))
    return Redaction(Bodies(shipped(), Scanner(rules(), Context()), names), names)
