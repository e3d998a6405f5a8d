"""A value in, a pseudonym of it out, of the same form where it has one.

A pseudonym is made of an HMAC with the user's key, so that equal values stay equal in one file and
in the next, and nobody without the key can tell from it what stood there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re

from inspector.model import Field
from inspector.tags import Key

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_LETTERS = str.maketrans("0123456789", "ghijkmnpqr")
_FIXED = frozenset({14, 19})  # where a UUID says its version and variant


class Pseudonyms:
    """Makes pseudonyms with one key."""

    def __init__(self, key: Key) -> None:
        self._key = key

    def text(self, value: str, doc: Field | None = None) -> str:
        """Replace a text; an empty one stays, one that was too long or held an object stays so."""
        if not value:
            return value
        made = f"redacted-{self._digits(value)[:8]}"
        if _holds_object(value):
            return json.dumps({"redacted": made}, separators=(",", ":"))
        if doc is None or len(value) <= doc.longest:
            return made
        return " ".join([made] * (doc.longest // (len(made) + 1) + 2))

    def key(self, value: str) -> str:
        """Replace the name of a key; pseudonyms of keys read as names."""
        return f"redacted-{self._digits(f'key {value}')[:8].translate(_LETTERS)}"

    def alike(self, value: str) -> str:
        """Replace an identifier by another of the same form, digit by digit."""
        digits = self._digits(f"id {value}", len(value))
        decimal = value.isdecimal()
        uuid = _UUID.match(value) is not None
        out = []
        for at, (old, new) in enumerate(zip(value, digits, strict=False)):
            if uuid and at in _FIXED:
                out.append(old)
            elif decimal:
                out.append(str(int(new, 16) % 10))
            elif old in "0123456789abcdef":
                out.append(new)
            elif old in "ABCDEF":
                out.append(new.upper())
            else:
                out.append(old)
        return "".join(out)

    def _digits(self, value: str, least: int = 64) -> str:
        data = value.encode("utf-8", "surrogatepass")
        out, number = "", 0
        while len(out) < least:
            text = f"redacted {number} ".encode() + data
            out += hmac.new(self._key.secret, text, hashlib.sha256).hexdigest()
            number += 1
        return out


def _holds_object(text: str) -> bool:
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return False
    try:
        return bool(json.loads(text))
    except (ValueError, RecursionError):
        return False
