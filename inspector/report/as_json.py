"""The report as JSON (`--format json`), schema `telemetry-inspector/report/1`.

The keys are promised; `report.schema.json` beside this file describes them.  ASCII only, and `<`,
`>`, `&` escaped, so that the text is inert wherever it is pasted.
"""

from __future__ import annotations

import json
from typing import Any

from inspector import __version__
from inspector.model import LEVELS
from inspector.report import Input, Report, Tally

SCHEMA = "telemetry-inspector/report/1"
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render(report: Report) -> str:
    """Render the whole report; ends with a newline."""
    return write(document(report))


def write(document: dict[str, Any]) -> str:
    """Write plain values as such a text; ends with a newline."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1)
    return text.translate(_ESCAPES) + "\n"


def document(report: Report) -> dict[str, Any]:
    """Build the report as plain values; findings in the order of `Report.findings`."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "telemetry-inspector", "version": __version__},
        "inputs": [_input(source) for source in report.inputs],
        "skipped": report.skipped,
        "rules_off": report.off,
        "summary": {
            "verdict": report.verdict,
            "incomplete": report.incomplete,
            "events": dict(sorted(report.events.items())),
            "remarks": dict(sorted(report.remarks.items())),
            "unreadable": dict(sorted(report.reasons.items())),
            "findings": {level: report.count(level) for level in LEVELS},
            "waived": 0,
        },
        "findings": findings(report),
    }


def findings(report: Report) -> list[dict[str, Any]]:
    """Build the findings alone, in the order of `Report.findings`."""
    return [_finding(tally, report) for tally in report.findings]


def _input(source: Input) -> dict[str, Any]:
    return {
        "path": source.path,
        "bytes": source.bytes,
        "content_bytes": source.content,
        "sha256": source.sha256,
        "lines": source.lines,
        "records": source.records,
        "events": source.events,
        "remarks": source.remarks,
        "unreadable": source.unreadable,
        "error": source.error,
    }


def _finding(tally: Tally, report: Report) -> dict[str, Any]:
    one, quote = tally.finding, tally.finding.promise
    return {
        "rule": one.rule,
        "level": one.level,
        "confidence": one.confidence,
        "transmitted": one.transmitted,
        "contract": one.contract,
        "event": one.event,
        "field": one.field,
        "message": one.message,
        "evidence": one.evidence,
        "occurrences": tally.occurrences,
        "locations": [{"path": report.inputs[i].path, "line": line} for i, line in tally.places],
        "locations_left_out": max(0, tally.occurrences - len(tally.places)) if tally.places else 0,
        "fingerprint": one.fingerprint,
        "promise": None
        if quote is None
        else {
            "text": quote.text,
            "page": quote.source.page,
            "language": quote.source.language,
            "date": quote.source.date,
        },
    }
