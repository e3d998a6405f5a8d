from __future__ import annotations

import json

import pytest

from inspector.contracts import ContractError, bind, match, named, shipped
from inspector.contracts.trie import plan
from inspector.model import Line, Payload, Record
from inspector.rules import Context, check

SAMPLES = [(one.name, sample) for one in shipped() for sample in one.samples]
NOW = 1_780_000_000_000


def test_four_contracts_ship_in_a_fixed_order():
    names = [contract.name for contract in shipped()]

    assert ["wasp-cli", "wasp-installer", "werf-v1", "werf-v2"] == names
    assert shipped() is shipped()


@pytest.mark.parametrize("name, sample", SAMPLES, ids=[f"{n}: {s.why}" for n, s in SAMPLES])
def test_a_sample_is_judged_as_its_contract_says(name, sample):
    record = Record(Line(b"", 0, 0, 1), Payload("json", json.loads(sample.line)))

    event = bind(record, shipped())
    found = {one.rule for one in check(event, Context(NOW)) if one.level == "violation"}

    assert named(name) is event.contract
    assert set(sample.violations) == found


@pytest.mark.parametrize("contract", shipped(), ids=lambda contract: contract.name)
def test_no_contract_claims_what_another_one_shows(contract):
    bodies = [json.loads(sample.line) for sample in contract.samples]

    for body in bodies:
        claimants = [one for one in shipped() if match(Payload("json", body), [one])]

        assert [contract] == claimants


@pytest.mark.parametrize("contract", shipped(), ids=lambda contract: contract.name)
def test_every_contract_promises_that_what_it_shows_is_all(contract):
    promises = {note.id for note in contract.promises}

    assert {"only-shown", "not-associated", "opt-out"} <= promises
    assert all(note.quotes for note in contract.promises)


def test_every_documented_place_has_its_words():
    def places(node):
        yield node
        for child in (*node.keys.values(), node.any, node.item):
            if child:
                yield from places(child)

    for contract in shipped():
        for root in plan(contract).trees.values():
            assert all(node.doc and node.doc.quotes for node in places(root) if node is not root)


def test_the_pages_of_schema_1_differ_in_two_fields():
    contract = named("werf-v1")

    languages = {
        one.path: {quote.source.language for quote in one.quotes} for one in contract.fields
    }

    assert {"attributes.ci", "attributes.ciName"} == {
        path for path, spoken in languages.items() if spoken == {"en"}
    }
    assert not any(spoken == {"ru"} for spoken in languages.values())


def test_every_pseudonymous_field_says_what_it_identifies_and_how_it_is_made():
    everything = [one for contract in shipped() for one in contract.fields]

    ids = {one.path for one in everything if one.identifies}

    assert {"executionID", "userID", "projectID", "distinct_id", "project_hash"} == ids
    assert all(one.identifies for one in everything if one.privacy == "pseudonymous")
    assert all(one.recipes for one in everything if one.identifies)


def test_a_contract_is_found_by_its_name():
    assert shipped()[3] is named("werf-v2")


@pytest.mark.parametrize(
    "word, hint", [("werf-v3", "did you mean werf-v2"), ("xyzzy", "there are wasp-cli")]
)
def test_an_unknown_name_is_refused_with_a_hint(word, hint):
    with pytest.raises(ContractError, match=hint):
        named(word)
