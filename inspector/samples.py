"""A contract in, what its own samples show to be wrong with it out."""

from __future__ import annotations

from inspector.audit import Inspection
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
