"""The part of YAML that the kits for CI use, read without a library: as strict as that part is.

Block mappings and lists, flow lists, quoted and plain scalars, ``|`` blocks and comments; anything
else, tabs and uneven indentation included, is an error.
"""

from __future__ import annotations

import re
from typing import Any

_KEY = re.compile(r"([A-Za-z_][\w-]*):(?: +(.*))?\Z")
_COMMENT = re.compile(r"\s+#.*\Z")


def read(text: str) -> Any:  # what YAML holds
    """Read a document; raises `ValueError` for what is none of that part."""
    rows = [(len(row) - len(row.lstrip(" ")), row.strip()) for row in text.splitlines()]
    rows = [(depth, row) for depth, row in rows if row and not row.startswith("#")]
    made, rest = _block(rows, rows[0][0])
    if rest:
        raise ValueError(rest[0])
    return made


def _block(rows: list[tuple[int, str]], depth: int) -> tuple[Any, list[tuple[int, str]]]:
    if rows[0][1].startswith("- "):
        return _items(rows, depth)
    made: dict[str, Any] = {}
    while rows and rows[0][0] == depth:
        match = _KEY.match(rows[0][1])
        if match is None or match[1] in made:
            raise ValueError(rows[0])
        made[match[1]], rows = _value(match[2] or "", rows[1:], depth)
    if rows and rows[0][0] > depth:
        raise ValueError(rows[0])
    return made, rows


def _items(rows: list[tuple[int, str]], depth: int) -> tuple[list[Any], list[tuple[int, str]]]:
    made = []
    while rows and rows[0][0] == depth and rows[0][1].startswith("- "):
        first = rows[0][1][2:]
        if _KEY.match(first):
            one, rows = _block([(depth + 2, first), *rows[1:]], depth + 2)
        else:
            one, rows = _scalar(first), rows[1:]
        made.append(one)
    return made, rows


def _value(text: str, rows: list[tuple[int, str]], depth: int) -> tuple[Any, list[tuple[int, str]]]:
    text = _COMMENT.sub("", f" {text}").strip()
    if text == "|":
        size = next((at for at, row in enumerate(rows) if row[0] <= depth), len(rows))
        return "".join(f"{row}\n" for _, row in rows[:size]), rows[size:]
    if text:
        return _scalar(text), rows
    if not rows or rows[0][0] <= depth:
        raise ValueError("a key without a value")
    return _block(rows, rows[0][0])


def _scalar(text: str) -> Any:
    text = _COMMENT.sub("", text)
    if text[0] == "[" and text[-1] == "]":
        return [_scalar(one.strip()) for one in text[1:-1].split(",")]
    if text[0] in "'\"":
        if len(text) < 2 or text[-1] != text[0] or text[0] in text[1:-1]:
            raise ValueError(text)
        return text[1:-1]
    if text[0] in "{}[]&*!|>%@`?" or ": " in text or text.endswith(":"):
        raise ValueError(text)
    return int(text) if text.isdecimal() else text
