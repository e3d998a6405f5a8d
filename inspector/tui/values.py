"""A JSON value in, the text that stands for it out."""

from __future__ import annotations

from inspector.model import Json, members
from inspector.safe import Safe, safe


def shown(value: Json, limit: int = 2000) -> Safe:
    """Write a JSON value the way JSON does, made safe; strings without their quotation marks."""
    match value:
        case str():
            return safe(value, limit) if value else Safe('""')
        case _:
            return safe(written(value), limit)


def written(value: Json) -> str:
    """Write a container with every member, repeated keys included."""
    match value:
        case dict():
            return "{" + ", ".join(f'"{key}": {written(v)}' for key, v in members(value)) + "}"
        case list():
            return "[" + ", ".join(written(item) for item in value) + "]"
        case str():
            return f'"{value}"'
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case _:
            return repr(value)
