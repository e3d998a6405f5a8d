"""Places of findings in, names out that can be told to others.

A report that leaves the machine must not tell where its folders lie: a path that is absolute, or
that leaves the folder in which the program was started, is told by its last part alone.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from urllib.parse import quote

from inspector.report import Report, Tally

_ELSEWHERE = re.compile(r"(?:/|\\\\|[A-Za-z]:[\\/])|(?:.*[\\/])?\.\.(?:[\\/]|\Z)")


def elsewhere(path: str) -> bool:
    """Tell whether a path leads out of the folder in which the program was started."""
    return _ELSEWHERE.match(path) is not None


def told_to_others(path: str) -> str:
    """Shorten a path: relative as it was given, or its last part."""
    if elsewhere(path):
        return re.split(r"[\\/]", path.rstrip("\\/"))[-1] or "input"
    return path.removeprefix("./") or path


def uri(path: str) -> str:
    """Write such a path as a relative URI reference (RFC 3986)."""
    return quote(told_to_others(path), safe="/")


def first(tally: Tally, report: Report) -> tuple[str, int] | None:
    """Give path and line where a finding was first seen; line 1 of the first input for the rest.

    None where nothing was read.
    """
    if not report.inputs:
        return None
    number, line = tally.places[0] if tally.places else (0, 1)
    return report.inputs[number].path, line


def fingerprints(report: Report) -> list[str]:
    """Give each finding an id that no other one of the report has, in their order.

    It is the finding's fingerprint; of findings that share one (values of the same shape), those
    after the first are counted.  A tag of the value would tell them apart as well, but a pipeline
    without a lasting key would then call every finding new in every run.
    """
    seen: Counter[str] = Counter()
    found = []
    for tally in report.findings:
        mark = tally.finding.fingerprint
        count, seen[mark] = seen[mark], seen[mark] + 1
        found.append(hashlib.sha256(f"{mark}\0{count}".encode()).hexdigest() if count else mark)
    return found
