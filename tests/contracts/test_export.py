"""The exported JSON Schema says of an event what the rules say of it."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.contracts import bind, by_page, named, shipped
from inspector.contracts.export import export
from inspector.model import Line, Payload, Record
from inspector.rules import Context, check, pick, rules

SAID = pick(rules(), [
    "contract/undocumented-field", "contract/undocumented-event", "contract/missing-field",
    "value/wrong-type", "value/pattern-mismatch", "value/undocumented-value",
])  # fmt: skip


def objected(contract, body):
    """What the rules that a schema can say find, but for the keys of the transport."""
    event = bind(Record(Line(b"", 0, 0, 1), Payload("json", body)), [contract])
    found = check(event, Context(), SAID)
    return [one for one in found if one.rule == "contract/missing-field" or one.level != "note"]


@cache
def validator(contract):
    return jsonschema.Draft202012Validator(export(contract))


@cache
def everywhere(contract):
    """The contract, claiming whatever it is shown."""
    return type(contract)(**{**vars(contract), "match": ({},)})


@pytest.mark.parametrize("contract", shipped(), ids=lambda one: one.name)
def test_the_export_is_a_schema(contract):
    jsonschema.Draft202012Validator.check_schema(export(contract))


@pytest.mark.parametrize("contract", shipped(), ids=lambda one: one.name)
def test_the_contract_s_samples_are_valid_as_they_say(contract):
    for sample in contract.samples:
        body = json.loads(sample.line)

        assert (not objected(contract, body)) == validator(contract).is_valid(body), sample.why


BAD = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.just(0.5), st.text("abX-;1", max_size=3),
    st.sampled_from(["[]", "{}", '{"x": 1}', '["x"]']).map(json.loads),
)  # fmt: skip
NAMES = ["extra", "userID", "os", "CI", "odd", "image", "ärger", "data"]
DAMAGE = st.tuples(
    st.integers(0, 99), st.sampled_from(["remove", "replace", "add", "respell", "swap"]),
    st.integers(0, 99), BAD, st.sampled_from(NAMES), st.booleans(),
)  # fmt: skip
"""Which place, what to do there, to which of its keys, and with what."""


def damaged(sample, damages):
    """An event of the contract with something added, taken away, respelled or replaced."""
    body = json.loads(sample)
    for at, what, which, bad, name, capital in damages:
        places = [body]
        for one in places:
            values = one.values() if isinstance(one, dict) else one
            places += [value for value in values if isinstance(value, (dict, list)) and value]
        places = [one for one in places if one]
        if not places:
            continue
        there = places[at % len(places)]
        keys = sorted(there) if isinstance(there, dict) else list(range(len(there)))
        key = keys[which % len(keys)]
        if what == "add" and isinstance(there, dict):
            there[name] = deepcopy(bad)
        elif what == "remove" and isinstance(there, dict):
            del there[key]
        elif what == "respell" and isinstance(there, dict) and key != "eventType":
            # the rules read an event's type only as the page spells it, the schema in any case
            there[key.capitalize() if capital else key.upper()] = there.pop(key)
        elif what == "swap" and isinstance(there[key], str):
            there[key] = there[key].swapcase()
        else:
            there[key] = deepcopy(bad)
    return body


CONTRACTS = [
    *shipped(),
    by_page(named("werf-v1"), "ru-2022-07-json", shipped()),
    by_page(named("werf-v2"), "en-2022-08", shipped()),
]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: f"{one.name}@{one.sources[0].id}")
@given(which=st.integers(0, 99), damages=st.lists(DAMAGE, max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_validator_and_the_rules_agree_on_every_event(contract, which, damages):
    samples = [one.line for one in contract.samples]
    body = damaged(samples[which % len(samples)], damages)

    found = objected(everywhere(contract), body)

    assert (not found) == validator(contract).is_valid(body), [one.rule for one in found]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: f"{one.name}@{one.sources[0].id}")
def test_they_agree_on_every_sample_in_which_one_value_is_null(contract):
    for sample in contract.samples:
        for at in range(len(json.loads(sample.line))):
            body = damaged(sample.line, [(0, "replace", at, None, "", False)])

            found = objected(everywhere(contract), body)

            assert (not found) == validator(contract).is_valid(body), (sorted(body)[at], found)


def test_a_page_without_events_accepts_nothing():
    nothing = export(type(named("wasp-cli"))(**{**vars(named("wasp-cli")), "events": ()}))

    assert not jsonschema.Draft202012Validator(nothing).is_valid({})


def test_a_pattern_that_takes_either_case_is_written_out():
    (event, *_) = export(named("werf-v2"))["anyOf"]

    pattern = event["properties"]["executionID"]["pattern"]
    assert "^(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})$" == pattern
