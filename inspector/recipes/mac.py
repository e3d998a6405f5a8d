"""A hardware address in, werf's userID out.

Source: werf cmd/werf/common/telemetry.go since v1.2.154: of the interfaces that are up, the first
in the system's order whose address is not locally administered; the address as Go spells it,
hashed alone.
"""

from __future__ import annotations

import re
from typing import Final

from inspector.recipes.made import Made, sha256

_SPELLINGS = re.compile(
    r"(?P<colon>[0-9a-f]{2}(?::[0-9a-f]{2})+)"
    r"|(?P<dash>[0-9a-f]{2}(?:-[0-9a-f]{2})+)"
    r"|(?P<dot>[0-9a-f]{4}(?:\.[0-9a-f]{4})+)",
    re.IGNORECASE | re.ASCII,
)
_LENGTHS: Final = frozenset({6, 8, 20})
"""Bytes: Ethernet, EUI-64, InfiniBand."""
_LONGEST = 59  # characters of the longest spelling


def address(text: str) -> str | None:
    """Read a hardware address in any usual spelling; give it as Go does, None where it is none."""
    if len(text) > _LONGEST or not _SPELLINGS.fullmatch(text):
        return None
    digits = re.sub("[-:.]", "", text).lower()
    if len(digits) // 2 not in _LENGTHS:
        return None
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def local(mac: str) -> bool:
    """Tell whether an address (as `address` gives it) was chosen by software, not by a vendor."""
    return bool(int(mac[:2], 16) & 0x02)


def user_id(mac: str) -> Made:
    """Make the userID of an address, as `address` gives it."""
    return Made("sha256-of-mac", sha256(mac), mac, "userID of werf v1.2.154 and later")
