"""What a report says of how it was made: program, rules, contracts, settings, and nothing else.

It holds no time of day and no machine's name, so the same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from inspector import __version__
from inspector.model import Contract, Source
from inspector.safe import Safe


@dataclass(frozen=True, slots=True)
class Judge:
    """A contract that was judged by."""

    name: str
    digest: str
    """SHA-256 of its TOML file."""
    sources: tuple[Source, ...]
    """The pages whose words count."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that the settings named: rules, words, waivers, a baseline."""

    option: str
    path: Safe
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a report was made."""

    version: str = __version__
    rules: str = ""
    """SHA-256 of the code of all rules."""
    judges: tuple[Judge, ...] = ()
    command: tuple[Safe, ...] = ()
    """The command line without the options that say where the report goes."""
    files: tuple[File, ...] = ()
    key: str | None = None
    """What tells one key of value tags from another; None where values are only numbered."""
    language: str = "en"
    evidence: Literal["masked", "none", "full"] = "masked"
    as_of: str | None = None


def judges(contracts: Sequence[Contract]) -> tuple[Judge, ...]:
    """Name the contracts with their pages."""
    return tuple(Judge(one.name, one.digest, one.sources) for one in contracts)


@cache
def rules_digest() -> str:
    """SHA-256 (hex) over the code of every rule, so that two reports can tell their rules apart."""
    digest = hashlib.sha256()
    for name, data in sorted(_code(files("inspector.rules"), "")):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _code(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        if item.is_dir():
            found += _code(item, f"{above}{item.name}/")
        elif item.name.endswith(".py"):
            found.append((above + item.name, item.read_bytes()))
    return found
