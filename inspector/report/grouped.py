"""Findings of a report in, the same by level, rule and broken promise out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from inspector.language import Language
from inspector.model import Level, Quote
from inspector.report import Report, Tally

Numbered = tuple[int, Tally]
"""A finding and its place among all of them, from 1: the same in every form of the report."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Findings of a rule that say the same thing against the same sentence of a page."""

    quote: Quote | None
    findings: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What one rule found, at one level."""

    level: Level
    rule: str
    claims: tuple[Claim, ...]

    @property
    def size(self) -> int:
        """Number of its distinct findings."""
        return sum(len(claim.findings) for claim in self.claims)


def numbered(report: Report, status: str) -> list[Numbered]:
    """Give the findings of a status with their numbers."""
    return [
        (number, tally) for number, tally in enumerate(report.findings, 1) if tally.status == status
    ]


def grouped(report: Report, language: Language) -> list[Group]:
    """Group the findings that count, worst first; pages are quoted in the language if they can."""
    found = groupby(numbered(report, "new"), lambda one: _rule(one[1]))
    return [
        Group(level, rule, tuple(_claims(level, [*some], language)))
        for (level, rule), some in found
    ]


def _rule(tally: Tally) -> tuple[Level, str]:
    return tally.finding.level, tally.finding.rule


def _claims(level: Level, found: list[Numbered], language: Language) -> Iterator[Claim]:
    """Keep together what is said in the same words; notes, whatever sentence they stand beside."""
    same: dict[tuple[str, Quote | None], list[Numbered]] = {}
    for number, tally in found:
        quote = None if level == "note" else _quote(tally, language)
        same.setdefault((tally.finding.message, quote), []).append((number, tally))
    for (_, quote), some in same.items():
        shared = {_quote(tally, language) for _, tally in some}
        yield Claim(quote or (shared.pop() if len(shared) == 1 else None), tuple(some))


def _quote(tally: Tally, language: Language) -> Quote | None:
    quote = tally.finding.promise
    return quote and quote.said(language.code)
