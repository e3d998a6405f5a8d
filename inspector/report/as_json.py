"""The report as JSON (`--format json`), schema `telemetry-inspector/report/1`.

The keys are promised; `report.schema.json` beside this file describes them.  ASCII only, and `<`,
`>`, `&` escaped, the first of two `:` or `#` as well, so that the text is inert wherever it is
pasted or printed: a page, or the log of a pipeline whose runner looks for `##[error]` in any line.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from inspector import __version__
from inspector.language import ENGLISH
from inspector.model import LEVELS, Quote, Waiver
from inspector.report import Input, Report, Tally
from inspector.report.covered import covered
from inspector.report.provenance import Provenance

SCHEMA = "telemetry-inspector/report/1"
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_COMMAND = re.compile("([:#])(?=\\1)")  # two stand nowhere in JSON but inside a string


def render(report: Report) -> str:
    """Render the whole report; ends with a newline."""
    return write(document(report))


def write(document: object) -> str:
    """Write plain values as such a text; ends with a newline."""
    return _inert(json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1)) + "\n"


def line(values: dict[str, Any]) -> str:
    """Write plain values as one such line, without what ends it."""
    return _inert(json.dumps(values, ensure_ascii=True, allow_nan=False))


def _inert(text: str) -> str:
    """Escape what something else than a reader of JSON could obey; the values stay the same."""
    text = text.translate(_ESCAPES)
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(lambda found: f"\\u{ord(found[1]):04x}", text)


def document(report: Report) -> dict[str, Any]:
    """Build the report as plain values; findings in the order of `Report.findings`."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "telemetry-inspector", "version": __version__},
        "provenance": _provenance(report.provenance),
        "inputs": [_input(source) for source in report.inputs],
        "skipped": report.skipped,
        "rules_off": report.off,
        "summary": summary(report),
        "vintages": _vintages(report),
        "coverage": [shown.as_row() for shown in covered(report.coverage)],
        "rules": {key: _help(report.help[key]) for key in report.mentioned},
        "findings": findings(report),
    }


def summary(report: Report) -> dict[str, Any]:
    """Build what is said of the whole."""
    return {
        "verdict": report.verdict,
        "incomplete": report.incomplete,
        "events": dict(sorted(report.events.items())),
        "remarks": dict(sorted(report.remarks.items())),
        "unreadable": dict(sorted(report.reasons.items())),
        "findings": {level: report.count(level) for level in LEVELS},
        "waived": report.waived,
        "known": report.known,
        "first": instant(report.first_ms),
        "last": instant(report.last_ms),
        "versions": dict(sorted(report.versions.items())),
        "unexamined": {key: report.unexamined[key] for key in ("values", "characters")},
    }


def instant(milliseconds: int | None) -> str | None:
    """Write a time as ISO 8601 in UTC, to the millisecond."""
    if milliseconds is None:
        return None
    time = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _vintages(report: Report) -> dict[str, Any] | None:
    if not report.vintages:
        return None
    return {
        "days": [
            {
                "day": one.day,
                "pages": [page.id for page in one.pages],
                "verdict": one.verdict,
                "violations": one.violations,
            }
            for one in report.vintages
        ],
        "fields": [
            {
                "contract": one.contract,
                "event": one.event,
                "field": one.field,
                "violations": one.violations,
                "documented": one.documented.date if one.documented else None,
                "page": one.documented.id if one.documented else None,
                "sent_since": one.sent_since,
                "days_undocumented": one.days,
            }
            for one in report.changes
        ],
    }


def _help(text: str) -> dict[str, str]:
    what, why, *do = ENGLISH.help(text) or ("", "")
    return {"what": what, "why": why, "what_to_do": " ".join(do)}


def _provenance(made: Provenance) -> dict[str, Any]:
    return {
        "rules_sha256": made.rules,
        "contracts": [
            {
                "name": judge.name,
                "sha256": judge.digest,
                "pages": [
                    {"id": page.id, "title": page.title, "language": page.language,
                     "date": page.date, "page": page.page}
                    for page in judge.sources
                ],
            }
            for judge in made.judges
        ],
        "command": made.command,
        "files": [
            {"option": file.option, "path": file.path, "sha256": file.sha256}
            for file in made.files
        ],
        "evidence": made.evidence,
        "key": made.key,
        "as_of": made.as_of,
    }  # fmt: skip


def findings(report: Report) -> list[dict[str, Any]]:
    """Build the findings alone, in the order of `Report.findings`."""
    return [_finding(tally, report) for tally in report.findings]


def _input(source: Input) -> dict[str, Any]:
    return {
        "path": source.path,
        "bytes": source.bytes,
        "content_bytes": source.content,
        "sha256": source.sha256,
        "judged_as_of": instant(source.now_ms),
        "readers": source.readers,
        "lines": source.lines,
        "records": source.records,
        "events": source.events,
        "remarks": source.remarks,
        "unreadable": source.unreadable,
        "outside": source.outside,
        "error": source.error,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "number": waiver.number,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": waiver.expires.isoformat() if waiver.expires else None,
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
        "evidence": report.evidence(tally),
        "disguise": one.disguise,
        "value_tag": report.tag(tally),
        "status": tally.status,
        "waiver": None if tally.waiver is None else _waiver(tally.waiver),
        "first": instant(tally.first_ms),
        "last": instant(tally.last_ms),
        "occurrences": tally.occurrences,
        "locations": [{"path": report.inputs[i].path, "line": line} for i, line in tally.places],
        "locations_left_out": max(0, tally.occurrences - len(tally.places)) if tally.places else 0,
        "fingerprint": one.fingerprint,
        "promise": promise(quote),
    }


def promise(quote: Quote | None) -> dict[str, str] | None:
    """Build a page's own words, with where they stand."""
    if quote is None:
        return None
    page = quote.source
    return {"text": quote.text, "page": page.page, "language": page.language, "date": page.date}
