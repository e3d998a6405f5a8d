"""An identifier in, what stands in it for everybody to read out; no guess is needed.

A UUID of version 4 is random.  The other versions are made of a time, and most of them of a
hardware address (RFC 9562, section 5).  A hash can be anything, but not a text.
"""

from __future__ import annotations

import re

_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[89ab][0-9a-f]{3}-([0-9a-f]{2})[0-9a-f]{10}",
    re.ASCII | re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-f]+", re.ASCII | re.IGNORECASE)
_RUN = re.compile(r"([0-9a-f])\1{15}", re.ASCII | re.IGNORECASE)
_BETWEEN = b"\0\t\n\r"
_HASH = 64
"""Digits of a SHA-256; 32 bytes of one are a text once in 10^10, and ASCII once in 10^13."""
_SHORT = 16
"""Digits of half a UUID; eight bytes of a hash are printable ASCII once in 2,700."""
_ADDRESS = 12  # digits of a hardware address
_DIFFERENT = 5  # digits, of which an address holds more
_GROUP = 1  # bit of a node's first byte that no network card has: the node is random


def version(uuid: str) -> int | None:
    """Give the version of a UUID; None of what is none in the form of RFC 9562."""
    found = _UUID.fullmatch(uuid)
    return int(found[1], 16) if found else None


def holds_card(uuid: str) -> bool:
    """Tell whether the node of a UUID can be the address of a network card, and is not random."""
    found = _UUID.fullmatch(uuid)
    return found is not None and not int(found[2], 16) & _GROUP


def spelt(digits: str) -> bool:
    """Tell whether the digits of a SHA-256 spell a text, filled up with zeros or not.

    It may have lines, and zeros between its letters (UTF-16).
    """
    if len(digits) != _HASH or not _HEX.fullmatch(digits):
        return False
    try:
        text = bytes.fromhex(digits).translate(None, _BETWEEN).decode()
    except UnicodeDecodeError:
        return False
    return len(text) >= 4 and text.isprintable()


def perhaps_spelt(digits: str) -> bool:
    """Tell whether sixteen digits spell eight printable characters, which can be chance."""
    if len(digits) != _SHORT or not _HEX.fullmatch(digits):
        return False
    text = bytes.fromhex(digits).decode("latin-1")
    return text.isascii() and text.isprintable()


def filled_up(digits: str) -> bool:
    """Tell whether the digits of a SHA-256 are fewer, filled up with one or said again and again.

    That is how a hardware address looks in the place of a hash.  A few different digits are a
    stand-in that nobody would read (``abab…``, ``00…01``).
    """
    if len(digits) != _HASH or not _HEX.fullmatch(digits) or len(set(digits)) < _DIFFERENT:
        return False
    again = (digits[:_ADDRESS] * _HASH)[:_HASH]
    return digits == again or _RUN.search(digits) is not None
