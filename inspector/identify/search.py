"""Wanted identifiers and guesses in, recoveries out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.model import Recipe
from inspector.recipes import BITS, Made
from inspector.safe import Safe


@dataclass(frozen=True, slots=True)
class Recovery:
    """An identifier that a guess has found."""

    made: Made
    source: Safe
    """Where the guess came from."""
    guesses: int
    """How many guesses of its recipe had been tried, this one included."""

    @property
    def bits(self) -> int:
        """Bits of the hash."""
        return BITS[self.made.recipe]

    @property
    def chance(self) -> float:
        """The chance that so many guesses would hit any one id by accident."""
        return math.ldexp(self.guesses, -self.bits)


class Search:
    """Compares guesses with the wanted ids; keeps of each the first that fits."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = {value.lower() for value in wanted}
        self.found: dict[str, Recovery] = {}
        """By id, in lower case."""
        self.tried: Counter[Recipe] = Counter()

    @property
    def wanted(self) -> frozenset[str]:
        """The ids that no guess has found so far."""
        return frozenset(self._wanted - self.found.keys())

    def guess(self, made: Made, source: Safe) -> bool:
        """Try one guess; tell whether it found something new."""
        self.tried[made.recipe] += 1
        if made.id not in self._wanted or made.id in self.found:
            return False
        self.found[made.id] = Recovery(made, source, self.tried[made.recipe])
        return True
