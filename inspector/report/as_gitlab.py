"""The findings for a merge request of GitLab (`--format gitlab`): its Code Quality report.

The form is that of GitLab's documentation, "Code Quality report format" (as of GitLab 17, 2024):
a list of objects with `description`, `check_name`, `fingerprint`, `severity`, `location.path` and
`location.lines.begin`.  Findings that are waived or known before are left out.
"""

from __future__ import annotations

from typing import Any

from inspector.language import ENGLISH, Language
from inspector.model import Finding
from inspector.report import Report
from inspector.report.as_json import write
from inspector.report.places import fingerprints, first, told_to_others
from inspector.report.said import sentence


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render the findings that count; ends with a newline."""
    return write(document(report, language))


def document(report: Report, language: Language) -> list[dict[str, Any]]:
    """Build the report as plain values, in the order of `Report.findings`."""
    found = []
    for tally, mark in zip(report.findings, fingerprints(report), strict=True):
        path, line = first(tally, report) or ("input", 1)
        if tally.counts:
            found.append(
                {
                    "description": sentence(tally, report, language),
                    "check_name": tally.finding.rule,
                    "fingerprint": mark,
                    "severity": severity(tally.finding),
                    "location": {"path": told_to_others(path), "lines": {"begin": line}},
                }
            )
    return found


def severity(one: Finding) -> str:
    """Grade a finding: a broken promise blocks once it has left, what to look at is as sure as it.

    Violations are `blocker` where the value was sent and `critical` else, reviews `major` with high
    confidence and `minor` else, notes `info`.
    """
    match one.level:
        case "violation":
            return "blocker" if one.transmitted == "yes" else "critical"
        case "review":
            return "major" if one.confidence == "high" else "minor"
        case _:
            return "info"
