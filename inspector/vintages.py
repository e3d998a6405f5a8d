"""Inputs and contracts in, how the verdict changed with the pages out.

Every day on which a page changed is a vintage.  The inputs are judged once by each, so what is said
of a vintage is what `inspector audit --as-of DAY` says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspector.audit import Progress, Settings, audit
from inspector.contracts import at, pages
from inspector.contracts.vintage import since
from inspector.model import Contract, Field, Source
from inspector.report import Report
from inspector.report.vintage import Change, Vintage
from inspector.safe import Safe, safe

Key = tuple[str, str | None, str]
"""Contract, event (None for a field of every event), field."""


def study(
    files: Sequence[str],
    settings: Settings,
    report: Report,
    among: Sequence[Contract],
    progress: Progress | None = None,
) -> None:
    """Judge the files by every vintage, and leave in `report` what that shows."""
    used = _used(settings, report)
    judged = []
    moments = days(settings, report, among)
    for day in moments:
        then = tuple(at(one, day, among) for one in settings.contracts)
        judged.append(audit(files, replace(settings, contracts=then), progress))
    report.vintages = tuple(
        Vintage(day, _pages(used, day, among), then.verdict, then.count("violation"))
        for day, then in zip(moments, judged, strict=True)
    )
    report.changes = tuple(_changes(used, report, judged, among))


def days(settings: Settings, report: Report, among: Sequence[Contract]) -> list[str]:
    """Give every day on which a page changed of what the report's events were judged by."""
    used = _used(settings, report)
    return sorted({since(page) for one in used for page in pages(one, among)})


def _used(settings: Settings, report: Report) -> list[Contract]:
    return [one for one in settings.contracts if one.name in report.coverage.contracts]


def _pages(used: Sequence[Contract], day: str, among: Sequence[Contract]) -> tuple[Source, ...]:
    found = {page.id: page for one in used for page in at(one, day, among).sources}
    return tuple(found.values())


def _changes(
    used: Sequence[Contract], report: Report, judged: Sequence[Report], among: Sequence[Contract]
) -> list[Change]:
    broken = [_broken(one) for one in judged]
    docs = {one.name: _docs(one) for one in used}
    keys = {key: None for one in used for key in _shown(one, report)}
    keys.update((key, None) for one in broken for key in one if key[0] in docs)
    out = []
    for key in sorted(keys, key=lambda key: (key[0], key[2], key[1] or "")):
        name, event, path = key
        rules = tuple(tuple(sorted(one.get(key, ()))) for one in broken)
        if not any(rules):
            continue
        doc = docs[name].get((event, path)) or docs[name].get((None, path))
        first = _first(next(one for one in used if one.name == name), event, path, among)
        since_ = doc.sent_since if doc else None
        shown = None if event is None else safe(event)
        out.append(Change(name, shown, Safe(path), rules, first, since_))
    return _joined(out)


def _joined(changes: list[Change]) -> list[Change]:
    """Say once of all events what is the same in each of them."""
    found: dict[tuple[object, ...], list[Change]] = {}
    for one in changes:
        same = (one.contract, one.field, one.violations, one.documented, one.sent_since)
        found.setdefault(same, []).append(one)
    return [
        group[0] if len(group) == 1 else replace(group[0], event=None) for group in found.values()
    ]


def _broken(report: Report) -> dict[Key, set[str]]:
    """Which rules each field breaks."""
    found: dict[Key, set[str]] = {}
    for tally in report.findings:
        one = tally.finding
        if one.level == "violation" and one.contract and one.field and tally.counts:
            found.setdefault((one.contract, one.event, one.field), set()).add(one.rule)
    return found


def _docs(contract: Contract) -> dict[tuple[str | None, str], Field]:
    events = ((event.name, one) for event in contract.events for one in event.fields)
    return {
        (event, one.path): one for event, one in (*((None, f) for f in contract.fields), *events)
    }


def _shown(contract: Contract, report: Report) -> list[Key]:
    return [
        (name, event, path) for name, event, path in report.coverage.fields if name == contract.name
    ]


def _first(
    contract: Contract, event: str | None, path: str, among: Sequence[Contract]
) -> Source | None:
    """Find the first page that documents a field."""
    for page in pages(contract, among):
        docs = _docs(at(contract, since(page), among))
        doc = docs.get((event, path)) or docs.get((None, path))
        if doc:
            return page
    return None
