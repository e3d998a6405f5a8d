"""An earlier report in, what it has already told out: only what is new is counted then."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.report import Report, Tally
from inspector.report.as_json import SCHEMA


class BaselineError(ValueError):
    """The file is no report of ours; the text says why."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings of an earlier report.

    Two findings are the same if they agree in rule, contract, event, field and shape of the value,
    and in the value itself where both reports were made with one key.
    """

    fingerprints: frozenset[str]
    values: frozenset[tuple[str, str | None]]
    key: str | None
    """The id of the key of its value tags."""

    def mark(self, report: Report) -> None:
        """Mark what the earlier report holds as known."""
        for tally in report.findings:
            tally.known = self.holds(tally, report)

    def holds(self, tally: Tally, report: Report) -> bool:
        """Tell whether the earlier report holds a finding; `report` has the key of value tags."""
        fingerprint = tally.finding.fingerprint
        if report.key is not None and report.key.id == self.key:
            return (fingerprint, report.tag(tally)) in self.values
        return fingerprint in self.fingerprints


def load(path: str | Path) -> Baseline:
    """Read an earlier report (JSON); raises `BaselineError` and `OSError`."""
    document = read(path)
    findings = [one for one in document["findings"] if one.get("status") != "waived"]
    pairs = [(one["fingerprint"], one.get("value_tag")) for one in findings]
    provenance = document.get("provenance") or {}
    return Baseline(frozenset(one for one, _ in pairs), frozenset(pairs), provenance.get("key"))


def read(path: str | Path) -> dict[str, Any]:
    """Read a report as plain values; raises `BaselineError` where it is none."""
    try:
        document = json.loads(Path(path).read_bytes())
    except (ValueError, RecursionError) as error:
        raise BaselineError("is not JSON; write one with: inspector audit --format json") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise BaselineError(f"is no report of schema {SCHEMA}; write one with --format json")
    if not _whole(document.get("findings")):
        raise BaselineError("is damaged: its findings cannot be read")
    return document


def _whole(findings: object) -> bool:
    return isinstance(findings, list) and all(
        isinstance(one, dict) and isinstance(one.get("fingerprint"), str) for one in findings
    )
