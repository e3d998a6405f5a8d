"""The report as lines of JSON (`--format jsonl`): each finding, then the summary.

The keys are those of `--format json`; see https://jsonlines.org (UTF-8, one value per line, LF).
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.report import Report
from inspector.report.as_json import findings, line, summary


def render(report: Report) -> str:
    """Render the findings, a line each, and a last line ``{"summary": …}``."""
    return "".join(f"{text}\n" for text in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield from map(line, findings(report))
    yield line({"summary": summary(report)})
