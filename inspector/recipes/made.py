"""An identifier beside what it was made of."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

from inspector.model import Recipe

BITS: Final[dict[Recipe, int]] = {
    "sha256-of-mac": 256,
    "sha256-of-name": 256,
    "werf-origin": 256,
    "wasp-path": 64,
}
"""Bits of what a recipe makes, where it makes a hash: by chance, one guess in 2^bits fits."""


class Made(NamedTuple):
    """An identifier that was computed."""

    recipe: Recipe
    id: str
    """Lower-case hexadecimal."""
    of: str
    """What was hashed, as it is; it may name a person, and only `identify` shows it."""
    how: str
    """In words: ``projectID of werf v1.2.278 and later``."""


def sha256(*parts: str) -> str:
    """Hash texts joined as werf joins them; a byte that was not UTF-8 is hashed as that byte.

    Source: werf pkg/util/hash.go, unchanged 2022 to 2026.
    """
    return hashlib.sha256(":::".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
