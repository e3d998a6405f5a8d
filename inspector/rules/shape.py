"""What a row's value is, beside what its field may be: questions that several families ask."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.model import Field, Json, JsonType, Repeated, Value

_KINDS: dict[type, JsonType] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    dict: "object",
    Repeated: "object",
    list: "array",
    type(None): "null",
}


def kind(value: Json) -> JsonType:
    """Name the JSON type of a value; a boolean is not an integer, 1.0 is not one either."""
    return _KINDS[type(value)]


def fits(value: Json, doc: Field) -> bool:
    """Tell whether a value is of a documented type."""
    found = _KINDS[type(value)]  # as `kind` does; asked of every value by several rules
    return found in doc.types or (found == "integer" and "number" in doc.types)


def listed(value: Json, values: tuple[Json, ...]) -> bool:
    """Tell whether a closed set holds a value; 1, 1.0 and true are three values."""
    return any(type(one) is type(value) and one == value for one in values)


def known(text: str, doc: Field) -> bool:
    """Tell whether an open set names a text, whole or word by word; words have spaces between."""
    return _names(doc.open or (), text, doc)


def _names(examples: Iterable[str], text: str, doc: Field) -> bool:
    """Tell whether examples name a text; a line break is part of a word, so it is none of them."""
    examples = set(examples)
    if doc.ignore_case:
        text, examples = text.casefold(), {one.casefold() for one in examples}
    words = [word for word in text.split(" ") if word]
    return text in examples or (bool(words) and examples.issuperset(words))


def closed(row: Value) -> bool:
    """Tell whether the value has a documented form that leaves no room for anything of a user.

    True for a number or truth value of the documented type and for a string that matches the
    field's pattern, stands in its set or is one that the program is known to send; false for every
    value that no field documents.
    """
    doc, value = row.doc, row.value
    if doc is None or not fits(value, doc):
        return False
    if not isinstance(value, str):
        return not isinstance(value, (dict, list))
    return (
        (doc.values is not None and listed(value, doc.values))
        or value in doc.usual
        or (doc.open is not None and _names((*doc.open, *doc.usual), value, doc))
        or (doc.matcher is not None and doc.matcher.fullmatch(value) is not None)
    )
