"""What `inspector identify` found, as frozen values; they hold raw ids and what these are made of.

Only the command's own output shows them, to the user who asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.identify.examples import Example
from inspector.identify.prefix import Prefix
from inspector.identify.search import Recovery
from inspector.model import Recipe
from inspector.recipes import Installed, Made, installed
from inspector.rules.identities import Identities, Identity
from inspector.safe import Safe


@dataclass(frozen=True, slots=True)
class Id:
    """One identifier of the logs."""

    identity: Identity
    recovery: Recovery | None
    holds: Installed | None
    """The time that an install id holds."""

    @property
    def known(self) -> bool:
        """Tell whether it is known what the id was made of."""
        return self.recovery is not None or self.holds is not None


@dataclass(frozen=True, slots=True)
class Local:
    """An id that a program makes here, and of what."""

    what: Safe
    made: Made
    chosen: bool = True
    """False for one that could be sent, but not as things stand."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The ids of one field that are new with every run."""

    contract: str
    path: str
    different: int
    """How many there are."""
    random: bool
    """Whether all are UUIDs of version 4; the others hold a time or a name."""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that there is to show."""

    logs: int | None
    """Number of logs; None where none was asked for."""
    ids: tuple[Id, ...]
    runs: tuple[Runs, ...]
    local: tuple[Local, ...]
    notes: tuple[Safe, ...]
    """What could not be looked at here, and what to do."""
    prefixes: tuple[Prefix, ...]
    examples: tuple[Example, ...]
    tried: Counter[Recipe]
    problems: tuple[Safe, ...]
    """Why logs could not be read."""

    @property
    def recovered(self) -> int:
        """Number of ids of the logs that are known."""
        return sum(one.known for one in self.ids)


def rows(identities: Identities, found: dict[str, Recovery]) -> Iterator[Id]:
    """Lay the recoveries beside the ids, in the order of contract and field."""
    for one in sorted(identities, key=lambda one: (one.contract, one.doc.path, one.kind)):
        recovery = None if one.nothing else found.get(one.value.lower())
        timed = "random-and-time" in one.doc.recipes
        yield Id(one, recovery, installed(one.value) if timed else None)
