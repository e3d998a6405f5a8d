"""Ids of events in, whether they are made of what is on this machine out; only where one asks.

What is computed is what `inspector identify` computes of the network interfaces and of the git
remotes in the folder that the app was started in; files are read, and nothing of it is shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from inspector.model import Recipe
from inspector.probe import hashes, interfaces, repository
from inspector.probe.interfaces import readable
from inspector.recipes import BITS, NOTHING
from inspector.safe import Safe, safe
from inspector.tui.record import recall
from inspector.tui.rows import Row
from inspector.tui.words import say

_LOOKED = 100
"""Events whose ids are recomputed."""
_HEX = frozenset("0123456789abcdef")
_RECIPES: tuple[Recipe, ...] = ("sha256-of-mac", "werf-origin")

Verdict = Literal["MATCH", "OTHER", "CANNOT SAY"]


class Id(NamedTuple):
    """A value that an event holds, and what it is documented to be the hash of."""

    field: Safe
    value: str
    recipe: Recipe


class Origin(NamedTuple):
    """What became of an id; `said` tells what was compared, and no address and no URL."""

    field: Safe
    verdict: Verdict
    said: Safe


class Here(NamedTuple):
    """Every id that can be made here: in words, of what."""

    made: dict[str, Safe]
    cards: int
    """Network interfaces with a vendor's address."""
    remotes: int
    readable: bool
    """The interfaces can be read without starting a program."""


def here() -> Here:
    """Compute what werf would send from this machine and the folder of the app."""
    folder, cards = Path.cwd(), interfaces()
    found = repository(folder, os.environ)
    made = {one.id: what for what, one in reversed([*hashes(folder, found, cards)])}
    vendors = sum(card.vendor for card in cards)
    return Here(made, vendors, len(found.remotes), readable())


def identifiers(rows: Iterable[Row]) -> tuple[Id, ...]:
    """The different ids that events hold, those of the first events only."""
    found: dict[Id, None] = {}
    for n, row in enumerate(rows):
        if n == _LOOKED:
            break
        judged = recall(row)
        for value in judged.event.values if judged and judged.event else ():
            recipes = value.doc.recipes if value.doc else ()
            recipe = next((one for one in recipes if one in _RECIPES), None)
            if recipe is not None and isinstance(value.value, str):
                found[Id(safe(value.path, 40), value.value.lower(), recipe)] = None
    return tuple(found)


def origins(ids: Iterable[Id], known: Here | None = None) -> tuple[Origin, ...]:
    """Compare ids with what is made here."""
    known = here() if known is None else known
    return tuple(_origins(ids, known))


_NO_REMOTE = (
    "there is no git remote in the folder that this app was started in; start it in the project"
)


def _origins(ids: Iterable[Id], known: Here) -> Iterator[Origin]:
    for one in ids:
        what = known.made.get(one.value)
        verdict: Verdict = "MATCH" if what else "CANNOT SAY"
        said = say("made of {}", what) if what else _nothing(one) or _missing(one.recipe, known)
        if said is None:
            verdict, said = "OTHER", _other(one.recipe, known)
        yield Origin(one.field, verdict, said)


def _nothing(one: Id) -> Safe | None:
    """Say why a value says nothing, whatever it is compared with."""
    if (why := NOTHING[one.recipe].get(one.value)) is not None:
        return say("the hash of nothing: {}", why)
    if not one.value:
        return say("it is empty")
    whole = len(one.value) == BITS[one.recipe] // 4 and _HEX.issuperset(one.value)
    return None if whole else say("it is no such hash")


def _missing(recipe: Recipe, known: Here) -> Safe | None:
    """Say why nothing can be compared here."""
    if recipe == "werf-origin":
        return None if known.remotes else say(_NO_REMOTE)
    if not known.readable:
        return say("the network interfaces cannot be read here: inspector identify --mac ADDRESS")
    return (
        None if known.cards else say("no network interface of this machine has a vendor's address")
    )


def _other(recipe: Recipe, known: Here) -> Safe:
    """Say what it is not made of."""
    if recipe == "werf-origin":
        return say("not made of a git remote of the folder here; compared: {}", known.remotes)
    return say("not made of a network interface of this machine; compared: {}", known.cards)
