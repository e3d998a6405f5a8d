"""The first line of a field in a breakdown: where it stands, its type and its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from inspector.model import Value
from inspector.safe import Safe, safe
from inspector.tui.cells import Line, Role, Span, fit, fit_path, width_of
from inspector.tui.sections import INDENT
from inspector.tui.words import say

_VERDICTS: dict[str, Safe] = {
    "documented": Safe("documented"),
    "alias": Safe("other spelling"),
    "map": Safe("map key"),
    "undocumented": Safe("not documented"),
    "inside": Safe("inside another"),
    "envelope": Safe("transport"),
}


def head(value: Value, width: int, mark: Line) -> Iterator[Line]:
    """The path, and at the right (where there is room) or below it the type and the verdict."""
    kind, verdict = say(_type_of(value)), say(_VERDICTS[value.role])
    if value.doc is not None and value.role in {"documented", "alias", "map"}:
        known = say(value.doc.privacy)
        verdict = Safe(f"{verdict}, {known}") if width > 60 else verdict
    repeated = say(", repeated") if value.repeated else ""
    right = Safe(f"{kind} {verdict}{repeated} ")
    role: Role = "violation" if value.role in {"undocumented", "inside"} else "dim"
    mark = mark or (Span(Safe(" " * INDENT)),)
    path, taken = safe(value.place), width_of(mark)
    room = width - taken - len(right) - 1
    if cell_len(path) <= room:
        yield (*mark, Span(fit(path, room), "key"), Span(Safe(f" {right}"), role))
    else:
        yield (*mark, Span(fit_path(path, width - taken), "key"))
        yield (Span(Safe(" " * taken)), Span(right, role))


def _type_of(value: Value) -> str:
    match value.value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
