"""What a rule has matched in, whether its author allows it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector.userrules.engine import pattern

Target = Literal["secret", "match", "line"]
TARGETS: tuple[Target, ...] = ("secret", "match", "line")


@dataclass(frozen=True, slots=True)
class Matched:
    """What a rule has matched."""

    secret: str
    """The group that holds the secret, or the whole match."""
    match: str
    line: str
    """The whole line that it stands in."""


@dataclass(frozen=True, slots=True)
class Allowlist:
    """What is allowed although a rule matches it."""

    regexes: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    """In lower case."""
    target: Target = "secret"
    """What the regexes are tried on; stop words are always looked for in the secret."""
    every: bool = False
    """True where regexes and stop words must both fit (`condition = "AND"`)."""

    def allows(self, matched: Matched) -> bool:
        """Tell whether the match is allowed."""
        checks = []
        if self.regexes:
            subject = getattr(matched, self.target)
            checks.append(any(pattern(one).search(subject) for one in self.regexes))
        if self.stopwords:
            lower = matched.secret.lower()
            checks.append(any(word in lower for word in self.stopwords))
        return bool(checks) and (all(checks) if self.every else any(checks))
