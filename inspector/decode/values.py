"""JSON text in, JSON values out: strict, bounded in depth, with repeated keys kept.

`orjson` reads what every reader agrees on.  Whatever it cannot be trusted with (a repeated key, of
which it drops one; a lone surrogate; an integer beyond 64 bits) goes to the standard library,
whose pairs hook shows every member.  The two can be told apart for certain: text that `orjson`
writes back byte for byte had nothing to hide.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import NoReturn

import orjson

from inspector.model import Json, gathered

DEPTH = 64
"""Containers within containers; documented payloads need four, parsers give up at about 1,000."""
DIGITS = 32
"""Digits of a number; the longest documented one has thirteen."""

TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|//[^\n]*+|[{}\[\]:,"]', re.DOTALL)
"""Strings, comments and structure of JSON text; a lone quotation mark is a string without end."""


class JsonError(ValueError):
    """The text is not JSON that may be read; `reason` is a word of `inspector.decode.REASONS`."""

    def __init__(self, reason: str, at: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def value(text: bytes) -> Json:
    """Read one JSON value; raises `JsonError`."""
    _check_depth(text)
    try:
        fast = orjson.loads(text)
        if orjson.dumps(fast) == text:
            return fast
    except orjson.JSONDecodeError:
        pass
    return _exact(text)


def without_comments(text: bytes) -> bytes:
    """Blank out ``//`` comments, as the Wasp page prints them; strings are left alone."""
    return TOKEN.sub(lambda m: b" " * len(m[0]) if m[0][:2] == b"//" else m[0], text)


def comments(text: bytes) -> Iterator[str]:
    """Give what those comments say."""
    for match in TOKEN.finditer(text):
        if match[0][:2] == b"//" and (said := match[0].lstrip(b"/").strip()):
            yield said.decode("utf-8", "backslashreplace")


def _check_depth(text: bytes) -> None:
    if text.count(b"{") + text.count(b"[") <= DEPTH:
        return
    depth = 0
    for match in TOKEN.finditer(text):
        if match[0] in b"{[":
            depth += 1
            if depth > DEPTH:
                raise JsonError("too-deep", match.start())
        elif match[0] in b"}]":
            depth -= 1


def _exact(text: bytes) -> Json:
    try:
        return json.loads(
            text.decode(),
            object_pairs_hook=gathered,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_refuse,
        )
    except json.JSONDecodeError as error:
        at = len(text.decode()[: error.pos].encode("utf-8", "surrogatepass"))
        raise JsonError("bad-json", at) from error
    except UnicodeDecodeError as error:
        raise JsonError("not-utf8", error.start) from error


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise JsonError("bad-number")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if len(digits) > DIGITS or not math.isfinite(number):
        raise JsonError("bad-number")
    return number


def _refuse(_constant: str) -> NoReturn:
    raise JsonError("bad-number")
