"""A contract in, what its own samples show to be wrong with it out."""

from __future__ import annotations

from inspector.audit import Inspection
from inspector.contracts import shipped
from inspector.model import Contract, Sample
from inspector.safe import Safe, safe


def failures(contract: Contract) -> list[Safe]:
    """Judge every sample by the contract; tell those that it does not judge as they say."""
    return [line for sample in contract.samples for line in _failure(contract, sample)]


def _failure(contract: Contract, sample: Sample) -> list[Safe]:
    inspection = Inspection((contract,))
    judged = inspection.feed(sample.line.encode() + b"\n") + inspection.end()
    if [one.record.kind for one in judged] != ["event"]:
        return [safe(f"{contract.name}: the sample “{sample.why}” does not decode as one event")]
    found = {one.rule for one in judged[0].findings if one.level == "violation"}
    if found == set(sample.violations):
        return []
    said, is_ = sorted(sample.violations) or ["none"], sorted(found) or ["none"]
    return [safe(f"{contract.name}: the sample “{sample.why}” says violations "
                 f"{', '.join(said)}; found {', '.join(is_)}")]  # fmt: skip


def examples(contract: Contract, page: bytes) -> tuple[int, list[Safe]]:
    """Judge the examples of a page by the contract that quotes it.

    Gives how many events of the contract the page shows, and what it objects to.  A page may show
    events that another contract claims; those are not looked at.
    """
    others = tuple(one for one in shipped() if one.name != contract.name)
    inspection = Inspection((contract, *others))
    judged = [
        one for one in inspection.feed(page) + inspection.end()
        if not (one.event and one.event.contract in others)
    ]  # fmt: skip
    events = [one for one in judged if one.event is not None]
    lines = []
    for one in judged:
        broken = sorted({found.rule for found in one.findings if found.level == "violation"})
        if one.record.kind == "unreadable":
            broken = ["run/unreadable-line"]
        if broken:
            at = one.record.line.number
            lines.append(safe(f"the page's example at line {at} breaks {', '.join(broken)}"))
    return len(events), lines
