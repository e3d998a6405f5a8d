from __future__ import annotations

import dataclasses

import pytest

from inspector.contracts import match, named, shipped
from inspector.contracts.matching import ABSENT, find
from inspector.model import Payload

FIRST = {"ts": 1, "executionID": "", "eventType": ""}


def claimed(body, *alternatives):
    contract = dataclasses.replace(named("werf-v2"), match=alternatives)
    return match(Payload("json", body), [contract]) is contract


@pytest.mark.parametrize(
    "body, name",
    [
        pytest.param({"schemaVersion": 1}, "werf-v1", id="schema 1"),
        pytest.param({"schemaVersion": 2}, "werf-v2", id="schema 2"),
        pytest.param({**FIRST, "data": None}, "werf-v1", id="before schemas"),
        pytest.param({**FIRST, "userID": ""}, "werf-v2", id="a user without a schema"),
        pytest.param({"schemaVersion": 3, "userID": ""}, "werf-v2", id="a schema to come"),
        pytest.param({"event": "cli", "properties": {}}, "wasp-cli", id="Wasp"),
        pytest.param({"properties": {"project_hash": ""}}, "wasp-cli", id="Wasp, new event"),
        pytest.param({"distinct_id": "", "project_hash": ""}, "wasp-cli", id="Wasp, as shown"),
        pytest.param({"event": "install-script:run"}, "wasp-installer", id="script"),
        pytest.param({"event": "npm-package:postinstall"}, "wasp-installer", id="package"),
        pytest.param({"distinct_id": "", "os": ""}, "wasp-installer", id="script, as shown"),
    ],
)
def test_a_payload_is_claimed_by_its_contract(body, name):
    assert named(name) is match(Payload("json", body), shipped())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"schemaVersion": True}, id="true is not 1"),
        pytest.param({"schemaVersion": "2"}, id="a text is not a number"),
        pytest.param({"schemaVersion": 2.0}, id="a fraction is not an integer"),
        pytest.param({"event": ["cli"]}, id="a list is not a text"),
        pytest.param({"properties": "project_hash"}, id="a text has no members"),
    ],
)
def test_a_payload_of_nobody_is_claimed_by_nobody(body):
    assert match(Payload("json", body), shipped()) is None


def test_the_first_contract_wins():
    own = dataclasses.replace(named("werf-v2"), name="own", match=({"schemaVersion": 2},))

    found = match(Payload("json", {"schemaVersion": 2}), [own, *shipped()])

    assert own is found


@pytest.mark.parametrize(
    "body, fits",
    [
        pytest.param({"a": {"b": 1}, "c": None}, True, id="all conditions hold"),
        pytest.param({"a": {"b": 1}}, False, id="has is not met"),
        pytest.param({"a": {"b": 1, "d": 0}, "c": 0}, False, id="lacks is not met"),
        pytest.param({"a": {"b": 2}, "c": 0}, False, id="the value is another"),
        pytest.param({"a": 1, "c": 0}, False, id="there is no object"),
    ],
)
def test_the_conditions_of_an_alternative_must_all_hold(body, fits):
    alternative = {"a": {"b": 1}, "has": ["c"], "lacks": ["a.d"]}

    assert fits is claimed(body, alternative)


def test_one_alternative_is_enough():
    assert claimed({"b": 1}, {"a": 1}, {"b": 1})


def test_null_is_a_value_and_a_dot_may_be_part_of_a_key():
    body = {"a.b": 1, "c": {"d": None}}

    assert [1, None, ABSENT, ABSENT] == [find(body, path) for path in ("a.b", "c.d", "a", "c.d.e")]
