"""A request in, entries out: what is on the wire beside what the log says of it.

Nothing here knows a screen; entries hold only `Safe` text, and what was found is marked on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from inspector.model import (
    LEVELS,
    Export,
    Finding,
    Json,
    Level,
    Pairs,
    Request,
    Resource,
    Scope,
    Span,
    plain_header,
)
from inspector.safe import Safe, mask, name, safe
from inspector.tui.values import shown
from inspector.tui.words import say

Mark = Literal["same", "wire", "differs", "log", "alone"]
"""As in the log; only on the wire; another value there; only in the log; there is no log."""

MOST = 100
"""Entries of a group, and spans of a request, that are laid out; the rest is counted."""
_LONGEST = 4000
_NAME = 200


class Entry(NamedTuple):
    """One name and value on the wire."""

    name: Safe
    value: Safe
    mark: Mark = "wire"
    level: Level | None = None
    """The worst that was found about it."""
    logged: Safe | None = None
    """What the log says, where that is not the same."""


class Group(NamedTuple):
    """Entries under a title; `left_out` counts those that are not laid out."""

    title: Safe
    entries: tuple[Entry, ...]
    left_out: int = 0


Levels = Mapping[str, Level]
"""The worst level of what was found, by the field as the finding names it."""


def levels(findings: Iterable[Finding]) -> dict[str, Level]:
    """Take the worst level of each field; a finding may name two."""
    worst: dict[str, Level] = {}
    for finding in sorted(findings, key=lambda one: LEVELS.index(one.level)):
        for field in (finding.field or "").split(", "):
            worst.setdefault(field, finding.level)
    return worst


def tops(findings: Iterable[Finding]) -> dict[str, Level]:
    """As `levels`, by the member of the event that the field stands in: that is one attribute."""
    worst: dict[str, Level] = {}
    for field, level in levels(findings).items():
        top = field.partition(".")[0].partition("[")[0]
        worst[top] = min(level, worst.get(top, level), key=LEVELS.index)
    return worst


# --- around the events ----------------------------------------------------------------------------


def headers(request: Request, found: Levels | None = None, *, secrets: bool = False) -> Group:
    """The request line and the headers; whatever may be a credential is masked unless `secrets`."""
    made = []
    for key, text in request.headers[:MOST]:
        if masked_before(key, text):
            value = say("{} masked when it was saved", safe(text, _LONGEST))
        elif secrets or plain_header(key, text):
            value = safe(text, _LONGEST)
        else:
            value = say("{} masked: c shows it", mask(text))
        made.append(Entry(safe(key, _NAME), value, level=_level("header", key, found or {})))
    title = safe(f"{request.method} {request.path} HTTP/1.1", 400)
    return Group(title, tuple(made), max(0, len(request.headers) - MOST))


_MASKED = re.compile(
    r"(?:[^;]*; ?)?(?:\(empty\)|(?:\*\*\*|.{1,10}…[^…]{1,10}|.{1,10}@.{1,10}\.\S{2,3}) \(\d+\))\Z"
)
"""What `inspector.safe.mask` makes of a text; no header arrives with its ellipsis."""


def masked_before(key: str, text: str) -> bool:
    """Tell whether a header was masked when the request was saved: nothing can show it."""
    return not plain_header(key, text) and _MASKED.match(text) is not None


def hides(request: Request) -> bool:
    """Tell whether a header is masked that could be shown."""
    return any(
        not plain_header(key, text) and not masked_before(key, text)
        for key, text in request.headers[:MOST]
    )


def resource(one: Resource, found: Levels | None = None) -> Group:
    """What is said about the program that sends."""
    rest = [*_if_any({"schemaUrl": one.schema_url}), *one.rest.items()]
    return _group(say("resource"), [*one.attributes, *rest], "resource", found)


def scope(one: Scope, found: Levels | None = None) -> Group:
    """Which instrumentation made the spans."""
    named = {"name": one.name, "version": one.version, "schemaUrl": one.schema_url}
    if one.old_field:
        named["field"] = "1000, where OpenTelemetry Go 1.3 put it"
    return _group(say("scope"), [*_if_any(named), *one.rest.items()], "scope", found)


def envelope(span: Span, title: Safe, found: Levels | None = None) -> Group:
    """What a span has beside its attributes."""
    pairs = [("name", span.name), *span.envelope.items(), *span.rest.items()]
    return _group(title, pairs, "span", found)


def stray(export: Export, found: Levels | None = None) -> Group | None:
    """What the request holds beside its resources; None for a request like any other."""
    pairs = [
        (f"{key}.{path}" if isinstance(value, dict) else key, one)
        for key, value in export.rest.items()
        for path, one in (value.items() if isinstance(value, dict) else [("", value)])
    ]
    return _group(say("unknown to OTLP"), pairs, "", found) if pairs else None


def _if_any(texts: dict[str, str]) -> list[tuple[str, Json]]:
    return [(key, text) for key, text in texts.items() if text]


def _group(
    title: Safe, pairs: Sequence[tuple[str, Json]], kind: str, found: Levels | None
) -> Group:
    made = tuple(
        Entry(safe(key, _NAME), shown(value), level=_level(kind, key, found or {}))
        for key, value in pairs[:MOST]
    )
    return Group(title, made, max(0, len(pairs) - MOST))


def _level(kind: str, key: str, found: Levels) -> Level | None:
    """Look up what was found of a key; findings mask the parts of it that do not read as names."""
    masked = ".".join(name(part) for part in key.split(".")[:8])
    return found.get(f"{kind}.{key}") or found.get(f"{kind}.{masked}")


# --- events ---------------------------------------------------------------------------------------


def attributes(
    span: Span, logged: Pairs | None, found: Levels | None = None, *, log: bool = True
) -> Group:
    """The attributes of a span beside those of the log; without these, all are on the wire only.

    Where there is no `log` at all, that is nothing to remark.
    """
    made = [*beside(logged or (), span.attributes, found or {})]
    if not log:
        made = [one._replace(mark="alone") for one in made]
    return Group(say("attributes"), tuple(made[:MOST]), max(0, len(made) - MOST))


def beside(logged: Pairs, wire: Pairs, found: Levels) -> Iterator[Entry]:
    """Lay two lists of attributes side by side, in the order of the wire; none is left out."""
    rest: dict[str, list[Json]] = {}
    for key, said in logged:
        rest.setdefault(key, []).append(said)
    for key, value in wire:
        shows, level = (safe(key, _NAME), shown(value)), found.get(key)
        if not rest.get(key):
            yield Entry(*shows, "wire", level)
        elif alike(said := rest[key].pop(0), value):
            yield Entry(*shows, "same", level)
        else:
            yield Entry(*shows, "differs", level, shown(said))
    for key, left in rest.items():
        for said in left:
            yield Entry(safe(key, _NAME), Safe(""), "log", found.get(key), shown(said))


def alike(one: Json, other: Json) -> bool:
    """Tell whether two values are one; to Python 1 and true are, and 1 and 1.0."""
    return type(one) is type(other) and bool(one == other)


def same(logged: Pairs, wire: Pairs) -> int:
    """Count the attributes that stand at the same place of both lists with the same value."""
    both = zip(logged, wire, strict=False)
    return sum(mine == theirs and alike(one, two) for (mine, one), (theirs, two) in both)
