"""JSON Web Tokens: three parts with dots between, the first a JSON object that has `alg`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.words import decoded, shown
from inspector.rules.text import Span, Text

_BEGINNINGS = (
    "eyJ",
    "eyA",
    "ewog",
    "ewok",
    "ewoJ",
    "ewoi",
    "ew0K",
)  # a brace, then what may follow
_PARTS = late(
    r"([A-Za-z0-9_-]{10,4096})\.([A-Za-z0-9_-]*)(?:\.([A-Za-z0-9_-]*)(?:\.[A-Za-z0-9_-]+){0,2})?"
)
_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@about_text("violation")
def jwt(text: Text, _context: Context) -> Iterator[Span]:
    """A JSON Web Token stands in the value.

    It lets in whoever holds it until it expires, and anybody can read the names, addresses and
    roles in it.  One that has lost its signature opens nothing any more but still tells of whom it
    speaks, so it is for a person to decide.

    Let the session or the service account's token expire or revoke it, then find out how it came
    into the value.
    """
    for beginning in _BEGINNINGS:
        if beginning in text.raw:
            yield from _tokens(text.raw, beginning)


def _tokens(raw: str, beginning: str) -> Iterator[Span]:
    at = raw.find(beginning)
    while at >= 0:
        after = at + len(beginning)
        if not at or raw[at - 1] not in _WORD:  # so that no stretch is looked at twice
            match = _PARTS.match(raw, at)
            if match and _is_header(match[1]):
                yield _span(match)
                after = match.end()
        at = raw.find(beginning, after)


def _span(match: re.Match[str]) -> Span:
    size = match.end() - match.start()
    sure = bool(match[3]) and len(match[2]) > 1
    kind = "JSON Web Token" if sure else "JSON Web Token without signature"
    return Span(match.start(), match.end(), "high" if sure else "medium", shown(kind, size))


def _is_header(part: str) -> bool:
    raw = decoded(part)
    try:
        header = json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and isinstance(header.get("alg"), str)
