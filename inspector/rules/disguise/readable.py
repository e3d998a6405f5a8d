"""Bytes in, the text they are out, or None where they are no text that somebody wrote."""

from __future__ import annotations

import unicodedata

from inspector.rules.late import late

_CONTROL = late(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
_SHORT = 24  # characters up to which chance alone must not make a text
_PLAIN = late(r"[A-Za-z0-9 @._:/+=,;?&\"'(){}#!~*\\\n-]*\Z")


def readable(data: bytes) -> str | None:
    """Read bytes as UTF-8, or as the UTF-16 that PowerShell encodes; None where it is no text.

    Sixteen random bytes (a digest) pass in fewer than one of a million cases: what is short must
    hold no control at all and be of one script besides ASCII.
    """
    if not data:
        return None
    if len(data) >= 8 and data[1::2].count(0) * 10 > len(data) * 4:
        return _judged(data.removeprefix(b"\xff\xfe"), "utf-16-le")
    return _judged(data, "utf-8")


def plain(data: bytes) -> str | None:
    """Read a few bytes, of which only letters, digits and common signs are believed."""
    text = readable(data)
    return text if text and _PLAIN.match(text) else None


def _judged(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if text.isascii() and text.isprintable():
        return text
    if len(_CONTROL.findall(text)) * 20 > len(text):
        return None
    if len(text) > _SHORT:
        return text
    odd = any(unicodedata.category(char) in {"Cc", "Cn", "Co"} for char in text.strip())
    return None if odd or len(_blocks(text)) > 1 else text


def _blocks(text: str) -> set[int]:
    """Tell the blocks of the characters beyond ASCII; general punctuation goes with any."""
    return {ord(char) >> 8 for char in text if not char.isascii()} - {0x20, 0xFE, 0xFF}
