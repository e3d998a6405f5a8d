"""The findings as annotations of a GitHub Actions run (`--format github`).

The form is that of GitHub's documentation, "Workflow commands for GitHub Actions" (2024), encoded
as actions/toolkit does it (`@actions/core` 1.11, `command.ts`): ``%``, CR and LF as ``%25``,
``%0D`` and ``%0A``, in properties ``:`` and ``,`` too.  GitHub shows ten annotations of each kind
of a step: more are counted in the last line, which is no command.  Findings that are waived or
known before are left out; those of the whole run stand at no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inspector import __version__
from inspector.language import ENGLISH, Language
from inspector.model import LEVELS
from inspector.report import Report, Tally
from inspector.report.places import first, told_to_others
from inspector.report.said import sentence
from inspector.safe import inert, safe

SHOWN = 10
"""Annotations of each kind that GitHub shows of one step."""
KINDS = {"violation": "error", "review": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render why the audit is incomplete, the findings that count, and what is left out."""
    counted = [tally for tally in report.findings if tally.counts]
    commands = [*_incomplete(report, language), *_findings(counted, report, language)]
    shown: Counter[str] = Counter()
    lines = []
    for kind, command in commands:
        shown[kind] += 1
        if shown[kind] <= SHOWN:
            lines.append(command)
    return "".join(f"{line}\n" for line in [*lines, _last(report, shown, language)])


def _incomplete(report: Report, language: Language) -> Iterator[tuple[str, str]]:
    for source, reason in report.missed(language):
        named = {} if source is None else {"file": told_to_others(report.inputs[source].path)}
        yield "error", _command("error", reason, title=language("audit incomplete"), **named)


def _findings(
    tallies: list[Tally], report: Report, language: Language
) -> Iterator[tuple[str, str]]:
    for tally in tallies:
        kind = KINDS[tally.finding.level]
        place = first(tally, report) if tally.places else None
        named = {"file": told_to_others(place[0]), "line": str(place[1])} if place else {}
        said = sentence(tally, report, language)
        yield kind, _command(kind, said, **named, title=tally.finding.rule)


def _command(kind: str, message: str, **properties: str) -> str:
    """Write a command; neither its properties nor its message can hold another one."""
    named = ",".join(
        f"{key}={inert(safe(text)).translate(_PROPERTY)}" for key, text in properties.items()
    )
    return f"::{kind} {named}::{inert(safe(message)).translate(_DATA)}"


def _last(report: Report, shown: Counter[str], language: Language) -> str:
    """Sum up, and say what GitHub would not have shown."""
    counts = ", ".join(language.count(report.count(level), level, f"{level}s") for level in LEVELS)
    parts = [language("{}: {}", language(report.verdict), counts)]
    if rest := sum(count - min(count, SHOWN) for count in shown.values()):
        parts.append(language("and {} more that are not shown here", language.number(rest)))
    if report.off:
        off = language.count(len(report.off), "rule", "rules")
        parts.append(language("{} switched off", off))
    if report.waived:
        parts.append(language("{} waived", language.number(report.waived)))
    if report.known:
        parts.append(language("{} known before", language.number(report.known)))
    return f"telemetry-inspector {__version__}: {'; '.join(parts)}"
