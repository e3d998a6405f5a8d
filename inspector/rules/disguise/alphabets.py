"""Base64, base32 and hexadecimal undone, where what comes out is text.

A digest, a UUID or an id is made of the same characters; it is told from a disguise by what comes
out of it, which is then no text.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from inspector.rules.disguise.readable import plain, readable
from inspector.rules.late import late

TOKEN = 16
"""Characters from which a word in a text can be an encoded one; a whole value may be shorter."""

_WHOLE = 8
_NUMBER = 24  # digits, of which twelve pairs spell this by chance once in 450,000 numbers
_SPELLED = late(rb"[0-9a-z @%]+|[0-9A-Z @%]+")
_BASE64 = late(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_PARTS = (late(r"[A-Za-z0-9+_-]{16,}={0,2}"), late(r"[A-Za-z0-9]{16,}={0,2}"))
_BASE64_WHOLE = late(r"[A-Za-z0-9+/_-]{8,}={0,2}\Z")
_BASE32 = late(r"(?<![A-Za-z0-9])[A-Z2-7]{16,}(?![A-Za-z0-9])={0,6}")
_HEX = late(r"(?<![A-Za-z0-9])(?:0[xX])?[0-9A-Fa-f]{16,}(?![A-Za-z0-9])")
_PAIRS = late(r"(?<![A-Za-z0-9])(?:[0-9A-Fa-f]{2}[: -]){7,}[0-9A-Fa-f]{2}(?![A-Za-z0-9])")
_GAPS = late(r"[ \t\r\n]+")
_URL_SAFE = str.maketrans("-_", "+/")


def from_base64(word: str) -> bytes | None:
    """Decode one word, standard or URL-safe, padded or not; None where it is none."""
    body = word.rstrip("=").translate(_URL_SAFE)
    if len(body) % 4 == 1:
        return None
    try:
        return binascii.a2b_base64(body + "=" * (-len(body) % 4), strict_mode=True)
    except binascii.Error:
        return None


def from_hex(word: str) -> bytes | None:
    """Decode one word of hexadecimal digits; None where it is none."""
    body = word[2:] if word[:2] in {"0x", "0X"} else word
    return binascii.unhexlify(body) if len(body) % 2 == 0 else None


def base64_undone(text: str) -> str | None:
    """Undo base64 of the whole text (lines joined), or of the words in it; None where is none."""
    if len(text) < _WHOLE:
        return None
    joined = _GAPS.sub("", text)
    if _BASE64_WHOLE.match(joined) and (data := from_base64(joined)):
        read = plain if len(joined) < TOKEN else readable
        if whole := read(data):
            return whole
    return _changed(text, _BASE64.sub(lambda match: _word(match[0]), text))


def _word(word: str) -> str:
    """Undo one word, or what stands between the slashes and dashes of it."""
    data = from_base64(word)
    if data and (read := readable(data)):
        return read
    for part in _PARTS:
        changed = part.sub(lambda match: _part(match[0]), word)
        if changed != word:
            return changed
    return word


def _part(word: str) -> str:
    data = from_base64(word)
    return (data and readable(data)) or word


def base32_undone(text: str) -> str | None:
    """Undo base32 of the words of a text; None where there is none."""
    if len(text) < TOKEN:
        return None
    return _changed(text, _BASE32.sub(lambda match: _from_base32(match[0]), text))


def _from_base32(word: str) -> str:
    body = word.rstrip("=")
    if body.isdigit() or len(body) % 8 in {1, 3, 6}:
        return word
    read = plain if len(body) < 2 * TOKEN else readable
    return read(base64.b32decode(body + "=" * (-len(body) % 8))) or word


def hex_undone(text: str) -> str | None:
    """Undo hexadecimal of the words of a text, or pairs of digits; None where there is none."""
    if len(text) < TOKEN:
        return None
    changed = _HEX.sub(lambda match: _from_hex(match[0], match[0]), text)
    return _changed(text, _PAIRS.sub(lambda match: _from_hex(_joined(match[0]), match[0]), changed))


def _joined(pairs: str) -> str:
    return pairs.replace(":", "").replace(" ", "").replace("-", "")


def _from_hex(word: str, otherwise: str) -> str:
    """Undo one word; a number stays one unless it spells a text, as a card's number does not."""
    data = from_hex(word)
    if word.isdigit():
        spelled = data and len(word) >= _NUMBER and _SPELLED.fullmatch(data)
        return data.decode("ascii") if data and spelled else otherwise
    read = plain if len(word) < 2 * TOKEN else readable
    return (data and read(data)) or otherwise


def _changed(text: str, changed: str) -> str | None:
    return None if changed == text else changed


UNDO: dict[str, Callable[[str], str | None]] = {
    "base64": base64_undone,
    "base32": base32_undone,
    "hex": hex_undone,
}
