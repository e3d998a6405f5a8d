from __future__ import annotations

import json
import pickle

from inspector.contracts import bind, named, shipped
from inspector.model import Line, Payload, Record
from inspector.rules import Coverage

STARTED = json.loads(named("werf-v2").samples[0].line)
STAGE = json.loads(named("werf-v2").samples[1].line)
WASP = json.loads(named("wasp-cli").samples[1].line)


def event(body):
    return bind(Record(Line(b"", 0, 0, 1), Payload("json", body)), shipped())


def of(*bodies):
    coverage = Coverage()
    for body in bodies:
        coverage.add(event(body))
    return coverage


def merged(*parts):
    whole = Coverage()
    for part in parts:
        whole.merge(part)
    return whole


def test_events_and_fields_are_counted_by_contract():
    coverage = of(STARTED, STARTED, STAGE)

    assert 2 == coverage.events["werf-v2", "CommandStarted"]
    assert 1 == coverage.fields["werf-v2", "StageBuildFinished", "eventData.stage"]
    assert 2 == coverage.fields["werf-v2", "CommandStarted", "attributes.os"]
    assert ["werf-v2"] == list(coverage.contracts)


def test_an_event_can_be_counted_many_times_at_once():
    coverage = Coverage()

    coverage.add(event(STARTED), times=3)

    assert of(STARTED, STARTED, STARTED) == coverage


def test_a_hostile_event_name_takes_no_room():
    coverage = of({**STARTED, "eventType": "x" * 1000})

    assert {} == coverage.events
    assert {None} == {kind for _, kind, _ in coverage.fields}


def test_merging_is_associative_and_equals_counting_in_one_go():
    parts = [of(STARTED), of(STAGE, WASP), of(STARTED, WASP)]

    left = merged(merged(parts[0], parts[1]), parts[2])
    right = merged(parts[0], merged(parts[1], parts[2]))

    assert left == right == of(STARTED, STAGE, WASP, STARTED, WASP)
    assert {"werf-v2", "wasp-cli"} == set(left.contracts)


def test_a_coverage_survives_the_way_to_another_process():
    coverage = of(STARTED)

    other = pickle.loads(pickle.dumps(coverage))  # noqa: S301  # made a line above

    assert coverage == other
