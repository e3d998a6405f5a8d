"""Family `run`: the audit about itself."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.language import Term
from inspector.model import Contract, EventType, Field, Problem, Record, Weighed
from inspector.rules.coverage import Coverage
from inspector.rules.hit import Hit, newest
from inspector.rules.registry import Context, about_record, about_run, about_text, about_waiver
from inspector.rules.text import Span, Text
from inspector.safe import Safe, safe


@about_record("review")
def unreadable_line(record: Record, _: Context) -> Iterator[Hit]:
    """A record begins like telemetry and cannot be read.

    What cannot be read cannot be judged, so the audit is incomplete.  A line may be torn by a full
    disk, cut by rotation, or made to be unreadable.

    Look at the line in the file.  A last line may be complete a moment later; any other one should
    be explained.
    """
    if isinstance(record.content, Problem):
        reason = record.content.reason
        yield Hit("{} ({})", about=reason, words=(Term(record.content.detail), reason))


@about_text("review")
def not_scanned(text: Text, _: Context) -> Iterator[Span]:
    """A value is too large to be examined to its end.

    What was not examined may hold anything, so nothing clean can be said of it: the audit is
    incomplete.  A mebibyte of each value is examined, what is encoded in it included.

    Look at the rest of the value yourself, and ask what writes so much into one field.
    """
    if text.unexamined:
        yield Span(0, 0, evidence=Safe(f"{text.unexamined:,} characters"))


def _waived(weighed: Weighed, message: str, *words: object) -> Hit:
    waiver = weighed.waiver
    return Hit(
        message,
        words=(waiver.number, *words),
        field=waiver.field,
        contract=waiver.contract,
        event=waiver.event,
        evidence=safe(waiver.rule),
        about=[waiver.number, weighed.state],
    )


@about_waiver("review")
def waiver_expired(weighed: Weighed, _: Context) -> Iterator[Hit]:
    """A waiver has expired, so it waives nothing any more.

    What somebody accepted for a while is a finding again.  That is what the last day of a waiver is
    for.

    Look at the finding again: renew the waiver with a new day, or have the cause removed.
    """
    if weighed.state == "expired" and weighed.waiver.expires:
        text = "Waiver {} expired on {}; findings that it fits: {}."
        yield _waived(weighed, text, weighed.waiver.expires.isoformat(), weighed.findings)


@about_waiver("review")
def waiver_unused(weighed: Weighed, _: Context) -> Iterator[Hit]:
    """A waiver fits no finding.

    A waiver that waives nothing hides the next finding that it happens to fit.  The cause may be
    gone, the input may be another, or the key of a value's tag may be.

    Remove the waiver, or give the key that it was made with.
    """
    if weighed.state == "unused":
        yield _waived(weighed, "Waiver {} fits no finding.")


@about_waiver("review")
def waiver_incomplete(weighed: Weighed, _: Context) -> Iterator[Hit]:
    """A waiver lacks its reason, its owner or its last day, so it waives nothing.

    Who reads the report a year later must be able to ask somebody why a finding was accepted, and
    nothing is accepted for ever.

    Complete the waiver.
    """
    if weighed.state == "incomplete":
        lacks = ", ".join(weighed.waiver.missing)
        text = "Waiver {} lacks: {}; findings that it fits: {}."
        yield _waived(weighed, text, lacks, weighed.findings)


@about_run("note")
def never_seen(coverage: Coverage, _: Context) -> Iterator[Hit]:
    """A documented event or field was never shown by the input.

    A clean report speaks of what was seen and of nothing else.  This is the rest.

    Exercise what is missing (a build, a failure, a CI run) if the report has to cover it.
    """
    for key in sorted(coverage.contracts):
        contract = coverage.contracts[key]
        for event in contract.events:
            yield from _event_coverage(coverage, contract, event)
        if any(name == key for name, _event in coverage.events):
            shown = {path for name, _event, path in coverage.fields if name == key}
            yield from _unshown(contract, None, contract.fields, shown)


def _event_coverage(coverage: Coverage, contract: Contract, event: EventType) -> Iterator[Hit]:
    if not coverage.events[contract.name, event.name]:
        text = "The input never showed this documented event."
        quote = newest(event.quotes)
        yield Hit(text, quote=quote, contract=contract.name, event=event.name)
        return
    here = (contract.name, event.name)
    shown = {path for name, kind, path in coverage.fields if (name, kind) == here}
    yield from _unshown(contract, event.name, event.fields, shown)


def _unshown(
    contract: Contract, event: str | None, fields: tuple[Field, ...], shown: set[str]
) -> Iterator[Hit]:
    """Tell of fields that were not shown; a container is shown by what stands in it."""
    seen = {path for field in shown for path in _upward(field)}
    for doc in fields:
        path, *above = _upward(doc.path)
        if path not in seen and (not above or above[0] in seen):
            text = "The input never showed this documented field."
            quote = newest(doc.quotes)
            yield Hit(text, field=path, quote=quote, contract=contract.name, event=event)


def _upward(path: str) -> list[str]:
    """Give a path and the paths of the containers it stands in, the nearest first."""
    found = []
    while path:
        found.append(path)
        path = path[:-2] if path.endswith("[]") else path.rpartition(".")[0]
    return found
