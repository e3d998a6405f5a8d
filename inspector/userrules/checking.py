"""A text in, the spans that a user's own rule finds in it out.

It works as gitleaks does: one of the keywords must be there (in any case of letters), then the
pattern must match, the secret must be random enough, and no allow list may fit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from inspector.rules import Context, Span, Text
from inspector.safe import Safe
from inspector.userrules.allowing import Allowlist, Matched
from inspector.userrules.engine import pattern

_LINE = 512  # characters around a match that count as its line: each match reads no more


@dataclass(frozen=True, slots=True)
class UserCheck:
    """What a user's own rule looks for; a plain value, so that it can be given to other workers."""

    id: str
    regex: str
    group: int = 0
    """Number of the group that holds the secret; 0 for the first that is not empty, or all."""
    entropy: float = 0.0
    """Bits per character that the secret must exceed."""
    keywords: tuple[str, ...] = ()
    """In lower case."""
    allow: tuple[Allowlist, ...] = ()

    def __call__(self, text: Text, _context: Context) -> Iterator[Span]:
        """Find what the rule looks for."""
        if self.keywords and not any(word in text.lower for word in self.keywords):
            return
        raw = text.raw.encode("utf-8", "replace").decode()  # RE2 takes no lone surrogates
        for match in pattern(self.regex).finditer(raw):
            start, end = match.span(self._group(match))
            if start < end and self._counts(raw, match, raw[start:end]):
                yield Span(start, end, "high", Safe(f"{self.id} ({end - start} characters)"))

    def _group(self, match: re.Match[str]) -> int:
        if self.group:
            return self.group
        return next((n for n, one in enumerate(match.groups(), 1) if one), 0)

    def _counts(self, raw: str, match: re.Match[str], secret: str) -> bool:
        if self.entropy and entropy(secret) <= self.entropy:
            return False
        if not self.allow:
            return True
        line = any(one.target == "line" for one in self.allow)
        matched = Matched(secret, match[0], _line(raw, *match.span()) if line else "")
        return not any(one.allows(matched) for one in self.allow)


def entropy(text: str) -> float:
    """Measure Shannon's entropy in bits per character."""
    counts = Counter(text).values()
    return -sum(one / len(text) * log2(one / len(text)) for one in counts)


def _line(raw: str, start: int, end: int) -> str:
    first = raw.rfind("\n", max(0, start - _LINE), start) + 1 or max(0, start - _LINE)
    last = raw.find("\n", end, end + _LINE)
    return raw[first : last if last >= 0 else end + _LINE]
