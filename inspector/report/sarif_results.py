"""Findings in, SARIF results out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.language import Language
from inspector.model import Finding
from inspector.report import Report, Tally
from inspector.report.as_json import instant
from inspector.report.places import elsewhere, fingerprints, uri
from inspector.report.said import accepted, promise, sentence
from inspector.report.sarif_text import message

KINDS = {"violation": "error", "review": "warning", "note": "note"}
"""SARIF's levels of ours."""
HERE, ELSEWHERE = "%SRCROOT%", "ELSEWHERE"
"""Bases of paths as they were given, and of those of which only the last part is told."""


def artifact_location(number: int, report: Report) -> dict[str, Any]:
    """Name an input by its number, without the folders above it."""
    path = report.inputs[number].path
    base = ELSEWHERE if elsewhere(path) else HERE
    return {"uri": uri(path), "uriBaseId": base, "index": number}


def results(report: Report, language: Language, rules: Mapping[str, int]) -> list[dict[str, Any]]:
    """Build the results, in the order of `Report.findings`; `rules` says where each rule stands.

    Where one result says whether it is suppressed, or new, all of them say so (§3.27.23, §3.27.24).
    """
    marks = fingerprints(report)
    waived = report.waived
    compared = report.known or any(file.option == "--baseline" for file in report.provenance.files)
    found = []
    for tally, mark in zip(report.findings, marks, strict=True):
        result = _result(tally, report, language)
        result["ruleIndex"] = rules[tally.finding.rule]
        result["partialFingerprints"]["primaryLocationLineHash"] = f"{mark[:16]}:1"
        if waived:
            result["suppressions"] = _suppressions(tally, language)
        if compared:
            result["baselineState"] = "unchanged" if tally.known else "new"
        found.append(result)
    return found


def _result(tally: Tally, report: Report, language: Language) -> dict[str, Any]:
    one = tally.finding
    said = filter(None, (sentence(tally, report, language), promise(one, language)))
    first, *others = _places(tally, report)
    named = _logical(one)
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "level": KINDS[one.level],
        "message": message(" ".join(said)),
        "locations": [first | named] if first or named else [],
        "occurrenceCount": tally.occurrences,
        "partialFingerprints": _marks(tally, report),
        "properties": _properties(tally, report),
    }
    return result | ({"relatedLocations": others} if others else {})


def _places(tally: Tally, report: Report) -> list[dict[str, Any]]:
    """List where it was seen; what is about the whole stands at the first line of all.

    GitHub refuses a whole file in which one result has no place.
    """
    if not report.inputs:
        return [{}]
    places = [_place(number, line, report) for number, line in tally.places]
    return places or [_place(0, 1, report)]


def _place(number: int, line: int, report: Report) -> dict[str, Any]:
    artifact = artifact_location(number, report)
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}}}


def _logical(one: Finding) -> dict[str, Any]:
    """Name the event and the field."""
    parts = [part for part in (one.event, one.field) if part is not None]
    if not parts:
        return {}
    kind = "property" if one.field is not None else "object"
    named = {"name": parts[-1], "fullyQualifiedName": "/".join(parts), "kind": kind}
    return {"logicalLocations": [named]}


def _marks(tally: Tally, report: Report) -> dict[str, str]:
    """Give what tells the finding again: its fingerprint, and the tag of its value under a key."""
    marks = {"telemetryInspectorFinding/v1": tally.finding.fingerprint}
    tag = report.tag(tally) if report.key is not None else None
    return marks | ({"telemetryInspectorValue/v1": tag} if tag is not None else {})


def _suppressions(tally: Tally, language: Language) -> list[dict[str, Any]]:
    if tally.waiver is None:
        return []
    reason = accepted(tally.waiver, language)
    return [{"kind": "external", "status": "accepted", "justification": reason}]


def _properties(tally: Tally, report: Report) -> dict[str, Any]:
    one, quote = tally.finding, tally.finding.promise
    page = quote.source if quote else None
    return {
        "level": one.level,
        "confidence": one.confidence,
        "transmitted": one.transmitted,
        "contract": one.contract,
        "evidence": report.evidence(tally),
        "disguise": list(one.disguise),
        "valueTag": report.tag(tally),
        "first": instant(tally.first_ms),
        "last": instant(tally.last_ms),
        "promise": None
        if quote is None or page is None
        else {"text": quote.text, "page": page.page, "language": page.language, "date": page.date},
    }
