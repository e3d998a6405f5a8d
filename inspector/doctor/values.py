"""What the doctor says: pieces of advice, each a frozen value, and the whole diagnosis.

Nothing in them is raw: values of variables are masked, names that came with them go through
`name()`, and a path or the host of a URL, which the user wrote to be seen, through `told()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from inspector.report import told
from inspector.safe import Safe, mask, name, safe

Level = Literal["leak", "contradiction", "fact"]
"""`leak`: something reaches somebody it was not meant for; `contradiction`: what is set says one
thing and the program does another; `fact`: nothing to object to."""
LEVELS: tuple[Level, ...] = ("leak", "contradiction", "fact")

State = Literal["on", "off", "unknown"]
"""`unknown`: switched on, but something in the way may keep it from starting."""

SHOWN = 6
"""Names that one sentence lists; how many more there are is counted."""
_PATH = 200  # characters of a path; the longest that Linux opens has 4,095


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence or two about one variable, and what to do about it."""

    level: Level
    subject: Safe
    """The variable, or a pattern such as ``OTEL_*`` for several."""
    said: Safe
    todo: Safe | None = None
    evidence: Safe | None = None
    """The value, masked; of a path the path, of a URL no more than scheme, host and port."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What an environment does: the state of each program's telemetry, and advice by section."""

    werf: State
    wasp: State
    sections: tuple[tuple[Safe, tuple[Advice, ...]], ...]
    """Titles in reading order, each with its advice, leaks first."""

    @property
    def advice(self) -> Iterator[Advice]:
        """Everything that is said, section by section."""
        return (advice for _, found in self.sections for advice in found)

    def count(self, level: Level) -> int:
        """Number of pieces of advice of a level."""
        return sum(advice.level == level for advice in self.advice)


def variable(text: str) -> Safe:
    """Show the name of a variable that somebody chose; what does not read as a name is masked.

    A well-known beginning, and up to three digits after an underscore, are always shown.
    """
    head, tail = _KNOWN.match(text).groups()  # type: ignore[union-attr]  # matches every text
    shown = safe(tail) if not tail or _COUNT.match(tail) else name(tail)
    return Safe(f"{head}{shown}")


_KNOWN = re.compile(
    r"((?:WERF_TELEMETRY_EXTRA_ATTRIBUTE_|OTEL_(?:EXPORTER_OTLP_)?)?)(.*)\Z", re.DOTALL
)
_COUNT = re.compile(r"[0-9]{1,3}\Z")


def dotted(text: str) -> Safe:
    """Show a name whose words are joined by dots, such as ``host.name``."""
    words = text.split(".") if text.count(".") < SHOWN else [text]
    return Safe(".".join(map(name, words))) if all(words) else Safe(f"[{mask(text)}]")


def word(value: str) -> Safe:
    """Show a value that is a common word for yes or no, as it is spelled; mask any other."""
    return safe(f"“{value}”") if value.strip(" ").lower() in _WORDS else mask(value)


_WORDS = frozenset(
    {"0", "1", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "none"}
)


def listed(names: Sequence[Safe]) -> Safe:
    """Join names to a part of a sentence, counting those that are too many to show."""
    more = len(names) - SHOWN
    return Safe(", ".join(names[:SHOWN]) + (f" and {more:,} more" if more > 0 else ""))


def place(path: str) -> Safe:
    """Show a path as given, cut where it is too long to be one."""
    return Safe(told(path[:_PATH]) + ("…" if len(path) > _PATH else ""))


def without(variable: Safe) -> Safe:
    """Say how to start werf with a variable taken out of its environment."""
    return Safe(f"Start werf without it: env -u {variable} werf …")
