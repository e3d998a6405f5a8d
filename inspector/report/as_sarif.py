r"""The report as SARIF 2.1.0 (`--format sarif`), OASIS Standard with Errata 01 (28 August 2023).

One run; the findings are its results, worst first.  Messages are plain text as §3.11.5 and §3.11.6
ask: ``\``, ``[``, ``]`` escaped, ``{``, ``}`` doubled, so that nothing in them is a link or a
placeholder.  What GitHub's code scanning asks for besides (its documentation, "SARIF support for
code scanning", 2024) is kept: a physical location for each result, and at most 25,000 results; what
is left out is told in a notification.
"""

from __future__ import annotations

from typing import Any

from inspector import __version__
from inspector.language import ENGLISH, Language
from inspector.model import LEVELS
from inspector.report import Report
from inspector.report.as_json import instant, write
from inspector.report.sarif_results import ELSEWHERE, HERE, KINDS, artifact_location, results
from inspector.report.sarif_text import message, whole
from inspector.rules import rules

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RESULTS = 25_000
"""Results of one run that GitHub takes."""


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render the whole report; ends with a newline."""
    return write(document(report, language))


def document(report: Report, language: Language) -> dict[str, Any]:
    """Build the report as plain values."""
    described = _rules(report, language)
    ids = [rule["id"] for rule in described]
    found = results(report, language, {key: at for at, key in enumerate(ids)})
    run = {
        "tool": {"driver": {"name": "telemetry-inspector", "version": __version__,
                            "semanticVersion": __version__, "rules": described}},
        "language": language.code,
        "invocations": [_invocation(report, language, len(found) - RESULTS)],
        "originalUriBaseIds": _bases(language),
        "artifacts": [_artifact(number, report) for number in range(len(report.inputs))],
        "results": found[:RESULTS],
        "properties": _properties(report),
    }  # fmt: skip
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _bases(language: Language) -> dict[str, Any]:
    here = "The folder in which the program was started."
    other = "A folder that this report does not name."
    return {
        base: {"description": message(language(text))}
        for base, text in ((HERE, here), (ELSEWHERE, other))
    }


def _artifact(number: int, report: Report) -> dict[str, Any]:
    source = report.inputs[number]
    hashes = {"hashes": {"sha-256": source.sha256}} if source.sha256 else {}
    return {
        "location": artifact_location(number, report),
        "length": source.bytes,
        "roles": ["analysisTarget"],
        **hashes,
        "properties": {"lines": source.lines, "events": source.events, "remarks": source.remarks,
                       "unreadable": source.unreadable},
    }  # fmt: skip


def _invocation(report: Report, language: Language, left_out: int) -> dict[str, Any]:
    """Tell whether all was read, why not, and what is not in here."""
    notes = []
    for number, reason in report.missed(language):
        at = {} if number is None else {"locations": [_whole_input(number, report)]}
        notes.append({"level": "error", "message": message(reason), **at})
    if left_out > 0:
        text = language("{} more findings are left out here", language.number(left_out))
        notes.append({"level": "warning", "message": message(text)})
    return {"executionSuccessful": not report.incomplete, "toolExecutionNotifications": notes}


def _whole_input(number: int, report: Report) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": artifact_location(number, report)}}


def _rules(report: Report, language: Language) -> list[dict[str, Any]]:
    """Describe the rules that found something, by their ids."""
    levels = {rule.id: rule.level for rule in rules()}
    found = {tally.finding.rule: tally.finding.level for tally in reversed(report.findings)}
    return [
        _rule(key, KINDS[levels.get(key, found[key])], report.help.get(key, ""), language)
        for key in sorted(found)
    ]


def _rule(key: str, level: str, text: str, language: Language) -> dict[str, Any]:
    what, *rest = language.help(text) or (key,)
    why, do = " ".join(rest[:1]), " ".join(rest[1:])
    parts = [what, *_headed(language("Why it matters"), why), *_headed(language("What to do"), do)]
    return {
        "id": key,
        "shortDescription": message(what),
        "fullDescription": message(" ".join((what, *rest[:1]))),
        "help": whole(parts),
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["privacy", "telemetry", key.partition("/")[0]]},
    }


def _headed(heading: str, text: str) -> list[str]:
    return [f"{heading}: {text}"] if text else []


def _properties(report: Report) -> dict[str, Any]:
    made = report.provenance
    return {
        "verdict": report.verdict,
        "findings": {level: report.count(level) for level in LEVELS},
        "waived": report.waived,
        "known": report.known,
        "first": instant(report.first_ms),
        "last": instant(report.last_ms),
        "rulesSha256": made.rules,
        "rulesOff": report.off,
        "contracts": [{"name": one.name, "sha256": one.digest} for one in made.judges],
        "key": made.key,
    }
