"""A report in, test cases out: for each promise, for each family of rules, and for the audit.

A case fails where a violation counts (as `--fail-on violation`, the default, has it); what a person
must decide, and notes, are told in a case that passes.  A finding stands under its family and,
where it breaks a promise over many events, under that promise as well.  A case is skipped where
nothing can be said: where a promise has no rule that was asked, where what a family judges was not
seen, and, unless it fails, where the audit is incomplete; that is then an error of a case of its
own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from inspector.language import Language
from inspector.model import Contract, Note
from inspector.report import Report, Tally
from inspector.report.places import told_to_others
from inspector.report.said import accepted, sentence
from inspector.rules import rules
from inspector.safe import inert, safe

State = Literal["passed", "failure", "error", "skipped"]

EXAMINED = {
    "only-shown": frozenset({"contract"}),
    "not-associated": frozenset({"personal", "secret", "infrastructure", "identity"}),
    "rate": frozenset({"behaviour"}),
}
"""Promises that a log without findings speaks for, and the families of rules that examine them.

Whether a log is complete, or telemetry off where somebody wanted it off, no log alone can say.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: what it is about, what became of it, and the findings, a line each."""

    suite: str
    name: str
    state: State = "passed"
    why: str = ""
    kind: str = "violation"
    lines: tuple[str, ...] = ()


def cases(report: Report, language: Language) -> list[Case]:
    """List the cases: the audit, the promises of the contracts that claimed an event, the rules."""
    return [
        _audit(report, language),
        *_promises(report, language),
        *_families(report, language),
    ]


def _audit(report: Report, language: Language) -> Case:
    suite, name = language("audit"), language("everything was read and examined")
    reasons = [
        reason if at is None else f"{told_to_others(report.inputs[at].path)}: {reason}"
        for at, reason in report.missed(language)
    ]
    if not reasons:
        return Case(suite, name)
    return Case(suite, name, "error", _shown("; ".join(reasons)), "incomplete")


def _promises(report: Report, language: Language) -> Iterator[Case]:
    for key in sorted(report.coverage.contracts):
        contract = report.coverage.contracts[key]
        suite = language("promises of {}", contract.name)
        for note in contract.promises:
            name = f"{note.id}: {_shown(language(note.text))}"
            yield _case(
                suite,
                name,
                _breaking(report, contract, note),
                _unheard(report, note, language),
                report,
                language,
            )


def _unheard(report: Report, note: Note, language: Language) -> str:
    """Say why nothing found would not mean that a promise is kept; empty where it does."""
    asked, off = _families_of(report.help), _families_of(report.off)
    needed = EXAMINED.get(note.id, frozenset()) & (asked | off)
    if not needed:
        return language("no rule examines this promise")
    return language("rules that examine this promise are switched off") if needed & off else ""


def _families_of(ids: Iterable[str]) -> set[str]:
    return {key.partition("/")[0] for key in ids}


def _breaking(report: Report, contract: Contract, note: Note) -> list[Tally]:
    """Find what stands against a promise: findings that quote it."""
    return [
        tally
        for tally in report.findings
        if tally.finding.contract == contract.name and tally.finding.promise in note.quotes
    ]


def _families(report: Report, language: Language) -> Iterator[Case]:
    abouts = {rule.id: rule.about for rule in rules()}
    families: dict[str, set[str]] = {}
    for key in (*report.help, *(tally.finding.rule for tally in report.findings)):
        families.setdefault(key.partition("/")[0], set()).add(abouts.get(key, ""))
    seen = {"request": report.remarks["request"] > 0, "pairing": False}
    for family in sorted(families):
        found = [one for one in report.findings if one.finding.rule.startswith(f"{family}/")]
        unseen = not any(seen.get(about, True) for about in families[family])
        why = language("the input holds nothing that these rules judge") if unseen else ""
        yield _case(language("rules"), family, found, why, report, language)


def _case(  # noqa: PLR0913, PLR0917  # both kinds of case come to this
    suite: str, name: str, found: list[Tally], why: str, report: Report, language: Language
) -> Case:
    """Judge a case by what was found; `why` says why nothing found would mean nothing."""
    lines = tuple(_line(tally, report, language) for tally in found)
    broken = sum(tally.counts and tally.finding.level == "violation" for tally in found)
    if broken:
        said = language.count(broken, "violation", "violations")
        return Case(suite, name, "failure", said, lines=lines)
    if why or report.incomplete:
        said = why or language("the audit is incomplete")
        return Case(suite, name, "skipped", said, lines=lines)
    return Case(suite, name, lines=lines)


def _line(tally: Tally, report: Report, language: Language) -> str:
    """Tell of one finding; the line begins with a word of ours."""
    one = tally.finding
    level = language(one.level)
    head = level if tally.counts else language("{}, does not count:", level)
    parts = [head, one.rule, sentence(tally, report, language)]
    if tally.places:
        number, line = tally.places[0]
        parts.append(language("at {}", f"{told_to_others(report.inputs[number].path)}:{line}"))
    if tally.waiver:
        parts.append(accepted(tally.waiver, language))
    return _shown(" ".join(parts))


def _shown(text: str) -> str:
    return inert(safe(text))
