"""An earlier report in, what it has already told out: only what is new is counted then."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector import whole
from inspector.report import Report, Tally
from inspector.report.as_json import SCHEMA
from inspector.safe import safe
from inspector.tags import Key


class BaselineError(ValueError):
    """The file is no report of ours; the text says why."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings of an earlier report.

    Two findings are the same if they agree in rule, contract, event, field and shape of the value,
    and in the value itself where both reports were made with one key.
    """

    fingerprints: Counter[str]
    """How many different values of each it holds: without its key, more than these are new."""
    values: frozenset[tuple[str, str | None]]
    key: str | None
    """The id of the key of its value tags."""

    def keyed_as(self, key: Key | None) -> bool:
        """Tell whether values can be told apart by their tags."""
        return key is not None and key.id == self.key

    def mark(self, report: Report) -> None:
        """Mark what the earlier report holds as known."""
        left = Counter(self.fingerprints)
        for tally in report.findings:
            fingerprint = tally.finding.fingerprint
            tally.known = self.holds(tally, report) and left[fingerprint] > 0
            left[fingerprint] -= 1

    def holds(self, tally: Tally, report: Report) -> bool:
        """Tell whether the earlier report holds such a finding; `report` has the key of tags."""
        fingerprint = tally.finding.fingerprint
        if self.keyed_as(report.key):
            return (fingerprint, report.tag(tally)) in self.values
        return fingerprint in self.fingerprints


def load(path: str | Path) -> Baseline:
    """Read an earlier report (JSON); raises `BaselineError` and `OSError`."""
    document = read(path)
    findings = [one for one in document["findings"] if one.get("status") != "waived"]
    pairs = [(one["fingerprint"], one.get("value_tag")) for one in findings]
    provenance = document.get("provenance")
    key = provenance.get("key") if isinstance(provenance, dict) else None
    return Baseline(Counter(one for one, _ in pairs), frozenset(pairs), key)


def read(path: str | Path) -> dict[str, Any]:
    """Read a report as plain values; raises `BaselineError` where it is none."""
    try:
        document = json.loads(whole.read(path), object_pairs_hook=_object)
    except _Twice as error:
        raise BaselineError(f"is damaged: it holds {safe(str(error), 60)} twice") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError("is not JSON; write one with: inspector audit --format json") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise BaselineError(f"is no report of schema {SCHEMA}; write one with --format json")
    if not _whole(document.get("findings")):
        raise BaselineError("is damaged: its findings cannot be read")
    return document


class _Twice(Exception):  # noqa: N818  # said of a key
    """A key stands twice in an object: readers would disagree about what the report says."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Twice(next(key for key, count in Counter(k for k, _ in pairs).items() if count > 1))
    return made


def _whole(findings: object) -> bool:
    return isinstance(findings, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("fingerprint"), str)
        and isinstance(one.get("value_tag"), (str, type(None)))
        for one in findings
    )
