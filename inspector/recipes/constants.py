"""Hashes of nothing: identifiers that are the same wherever there was nothing to hash."""

from __future__ import annotations

from typing import Final

from inspector.model import Recipe
from inspector.recipes.made import sha256

NOTHING: Final[dict[Recipe, dict[str, str]]] = {
    "sha256-of-mac": {
        sha256(""): "no network interface has a vendor's address, as in containers and most clouds",
    },
    "sha256-of-name": {sha256(""): "the name is empty"},
    "werf-origin": {
        sha256("", ""): "the repository has no remote called origin",
        sha256("file", "", "0", ""): "the repository has no remote called origin",
    },
}
"""By recipe: each constant, and when a program sends it.

Source: werf v1.2.154 in a container (e3b0c442…), v2.77.1 without an origin (f1ae2a75…); the third
by the code of v1.2.123.
"""
