"""A comparison as JSON, schema `telemetry-inspector/comparison/1`: places, kinds and names only.

`comparison.schema.json` beside this file describes the keys, which are promised.  Names of
attributes and event types come from the data: they are masked unless they read as names.
"""

from __future__ import annotations

from typing import Any

from inspector import __version__
from inspector.compare.comparison import Match
from inspector.compare.result import Result
from inspector.report import Input, as_json
from inspector.rules.envelope import written

SCHEMA = "telemetry-inspector/comparison/1"


def render(result: Result) -> str:
    """Render the whole comparison; ends with a newline."""
    return as_json.write(document(result))


def document(result: Result) -> dict[str, Any]:
    """Build the comparison as plain values; its findings are those of the JSON report."""
    both = result.comparison
    return {
        "schema": SCHEMA,
        "tool": {"name": "telemetry-inspector", "version": __version__},
        "verdict": result.verdict,
        "incomplete": result.incomplete,
        "skipped": list(result.skipped),
        "pairs": both.pairs,
        "identical": both.count("identical"),
        "differing": both.count("differs"),
        "truncated": both.count("truncated"),
        "log_only": both.count("log-only"),
        "wire_only": both.count("wire-only"),
        "findings": as_json.findings(result.report),
        "details": _details(result),
    }


def _details(result: Result) -> dict[str, Any]:
    both = result.comparison
    captures = [
        _input("wire", one.source)
        | {"requests": one.requests, "spans": one.spans, "headers_kept": one.headers}
        for one in result.captures
    ]
    return {
        "inputs": [_input("log", result.log) | {"events": both.logged}, *captures],
        "events": both.logged,
        "requests": len(both.requests),
        "spans": both.spans,
        "refused": both.refused,
        "unreadable": {"log": both.unreadable_log, "wire": both.unreadable_wire},
        "pairings": [_match(result, match) for match in both.matches],
    }


def _input(side: str, source: Input) -> dict[str, Any]:
    return {
        "side": side,
        "path": source.path,
        "bytes": source.bytes,
        "sha256": source.sha256,
        "unreadable": source.unreadable,
        "error": source.error,
    }


def _match(result: Result, match: Match) -> dict[str, Any]:
    log = wire = None
    if match.line is not None:
        log = {"path": result.log.path, "line": match.line}
    if match.request is not None:
        path = result.path(match.request)
        wire = {"path": path, "request": match.request, "span": match.span}
    return {
        "kind": match.pairing.kind,
        "event": match.type,
        "log": log,
        "wire": wire,
        "fields": [written(field) for field in match.pairing.fields],
    }
