"""One field's TOML table in, a `Field` out, with a check for each thing a key can say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Literal, cast, get_args

from inspector.contracts.table import Table
from inspector.contracts.words import WordsError, parse
from inspector.model import Field, Identified, Json, JsonType, Privacy, Quote, Recipe, Source

Sources = dict[str, Source]
"""The pages a contract declares, by id."""
Beside = Callable[[str], bytes]
"""Reads the file of that name beside the contract; raises `OSError`."""

_TYPES: tuple[JsonType, ...] = get_args(JsonType)
_PRIVACY: tuple[Privacy, ...] = get_args(Privacy)
_IDENTIFIED: tuple[Identified, ...] = get_args(Identified)
_RECIPES: tuple[Recipe, ...] = get_args(Recipe)
_KINDS = {str: "string", bool: "boolean", int: "integer", float: "number"}
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*\.txt\Z")
_NUMBERS = {"integer", "number"}


def nothing_beside(name: str) -> bytes:
    """Stand for the files beside a contract that has none."""
    raise FileNotFoundError(2, "No such file or directory", name)


def read_field(
    table: Table,
    path: str,
    sources: Sources,
    event: str | None,
    beside: Beside = nothing_beside,
) -> Field:
    """Read what the pages say about the field at `path`; problems are left with the table."""
    types = _types(table)
    field = Field(
        path=path,
        types=types,
        quotes=read_quotes(table, sources, needed=True),
        privacy=cast("Privacy", table.word("privacy", _PRIVACY)),
        optional=table.flag("optional"),
        pattern=_pattern(table),
        ignore_case=table.flag("ignore_case"),
        values=_values(table, types),
        open=table.texts("open"),
        usual=_usual(table, beside),
        range=_range(table),
        longest=_longest(table),
        time=_time(table),
        aliases=table.texts("aliases") or (),
        derived=table.optional_text("derived"),
        sent_since=_day(table),
        switch=table.optional_text("switch"),
        event=event,
        identifies=_identifies(table),
        recipes=_recipes(table),
    )
    _check_fit(table, field)
    table.close()
    return field


def read_quotes(table: Table, sources: Sources, *, needed: bool) -> tuple[Quote, ...]:
    """Read ``doc.SOURCE = "words"``; every source must be declared."""
    doc = table.raw("doc")
    if not isinstance(doc, dict) or not doc:
        if needed or doc is not None:
            table.problem("doc", 'is missing; quote a page: doc.en-2026-03 = "its words"')
        return ()
    quotes = []
    for key, text in doc.items():
        if key not in sources:
            table.problem("doc", f"{key} is no declared source")
        elif not isinstance(text, str) or not text.strip():
            table.problem("doc", f"{key} must quote the page's words")
        else:
            quotes.append(Quote(sources[key], text))
    return tuple(quotes)


def _types(table: Table) -> tuple[JsonType, ...]:
    found = table.raw("type")
    words = found if isinstance(found, list) else [found]
    types = tuple(word for word in _TYPES if word in words)
    if not words or len(types) != len(words):
        table.problem("type", f"must be one or more of {', '.join(_TYPES)}")
    return types


def _pattern(table: Table) -> str | None:
    pattern = table.optional_text("pattern")
    if pattern is not None:
        try:
            re.compile(pattern, re.ASCII)
        except re.error as error:
            table.problem("pattern", f"is no regular expression: {error}")
            return None
    return pattern


def _values(table: Table, types: tuple[JsonType, ...]) -> tuple[Json, ...] | None:
    found = table.raw("values")
    if found is None:
        return None
    if not isinstance(found, list) or not found:
        table.problem("values", "must be a list that is not empty")
        return None
    if any(_KINDS.get(type(one)) not in types for one in found):
        table.problem("values", "holds a value of another type than the field")
    return tuple(found)


def _usual(table: Table, beside: Beside) -> frozenset[str]:
    """Read ``usual``: a list of texts, or the name of a file with one word a line."""
    found = table.raw("usual")
    if not isinstance(found, str):
        return frozenset(table.texts("usual") or ())
    if not _FILE.match(found):
        table.problem("usual", 'must name a text file beside the contract: "words.txt"')
        return frozenset()
    try:
        words = parse(beside(found))
    except OSError as error:
        why = (error.strerror or "unknown error").lower()
        table.problem("usual", f"{found} cannot be read: {why}; it must stand beside the contract")
    except WordsError as error:
        table.problem("usual", f"{found}: {error}")
    else:
        if words:
            return frozenset(words)
        table.problem("usual", f"{found} holds no word; write one a line")
    return frozenset()


def _range(table: Table) -> tuple[float, float] | None:
    found = table.raw("range")
    if found is None:
        return None
    numbers = isinstance(found, list) and all(type(one) in {int, float} for one in found)
    if numbers and len(found) == 2 and found[0] <= found[1]:
        return (found[0], found[1])
    table.problem("range", "must be two numbers, the lower first: [0, 255]")
    return None


def _longest(table: Table) -> int:
    found = table.raw("longest")
    if found is None:
        return Field.longest
    if type(found) is int and found > 0:
        return found
    table.problem("longest", "must be a number of characters above 0")
    return Field.longest


def _time(table: Table) -> Literal["ms"] | None:
    found = table.raw("time")
    if found is not None and found != "ms":
        table.problem("time", 'must be "ms", milliseconds since 1970')
    return "ms" if found == "ms" else None


def _identifies(table: Table) -> Identified | None:
    if "identifies" not in table:
        return None
    return cast("Identified", table.word("identifies", _IDENTIFIED))


def _recipes(table: Table) -> tuple[Recipe, ...]:
    """Read one way of making the value, or several, the usual one first."""
    found = table.raw("recipe")
    if found is None:
        return ()
    words = found if isinstance(found, list) else [found]
    recipes = tuple(one for word in words for one in _RECIPES if one == word)
    if not words or len(set(recipes)) != len(words):
        table.problem("recipe", f"must be one or more of {', '.join(_RECIPES)}")
    return recipes


def _day(table: Table) -> str | None:
    found = table.raw("sent_since")
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
        return found.isoformat()
    if found is not None:
        table.problem("sent_since", "must be a day such as 2022-08-15, without quotes")
    return None


def _check_fit(table: Table, field: Field) -> None:
    """Note every key that says something the field's type cannot do."""
    types = set(field.types)
    if field.values and field.open:
        table.problem("open", "contradicts values: a set is closed or open")
    if field.recipes and not field.identifies:
        table.problem("recipe", f"needs identifies: {', '.join(_IDENTIFIED)}")
    if field.usual and (field.values or field.pattern is not None):
        table.problem("usual", "says nothing where values or pattern say all")
    if any(len(one) > field.longest for one in field.usual):
        table.problem("usual", f"holds a value longer than {field.longest} characters, see longest")
    for key in ("pattern", "open", "usual", "identifies"):
        if key in table and "string" not in types:
            table.problem(key, "needs a field that is a string")
    if field.range and not types & _NUMBERS:
        table.problem("range", "needs a field that is a number")
    if field.time and "integer" not in types:
        table.problem("time", "needs a field that is an integer")
