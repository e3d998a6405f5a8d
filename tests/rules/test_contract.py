"""Cases of the family `contract`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import copy
import json

import pytest

from inspector.contracts import bind, named, shipped
from inspector.model import Line, Payload, Record, Repeated
from inspector.rules import Context, check, pick, rules

FIRST = json.loads(named("werf-v1").samples[0].line)
STARTED = json.loads(named("werf-v2").samples[0].line)
STAGE = json.loads(named("werf-v2").samples[1].line)
WASP = json.loads(named("wasp-cli").samples[0].line)
BARE = json.loads(named("wasp-cli").samples[1].line)
INSTALLED = json.loads(named("wasp-installer").samples[0].line)


def changed(body, path, value):
    body = copy.deepcopy(body)
    inner = body
    *steps, last = path.split(".")
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return body


def without(body, path):
    body = copy.deepcopy(body)
    inner = body
    *steps, last = path.split(".")
    for step in steps:
        inner = inner[step]
    del inner[last]
    return body


FIRES = {
    "undocumented-field": {
        "an attribute": changed(STARTED, "attributes.expDeployEngine", value=True),
        "an extra attribute among the documented ones": changed(STARTED, "attributes.team", "x"),
        "at the top": changed(STARTED, "hostname", "x"),
        "in an item of a list": changed(
            STARTED, "eventData.commandOptions", [{"name": "repo", "value": "x"}]
        ),
        "of another event": changed(STARTED, "eventData.exitCode", 0),
        "a look-alike of a letter": changed(STARTED, "attributes.aſ", "x"),
        "a property of Wasp": changed(WASP, "properties.arch", "x86_64"),
        "a key beside Wasp's envelope": changed(WASP, "$lib", "node"),
        "Wasp's envelope itself, as a note": WASP,
        "an object for Wasp's API key": changed(WASP, "api_key", {"who": "petrova"}),
        "a sentence for Wasp's API key": changed(WASP, "api_key", "petrova from billing"),
        "context in the installer's event": changed(INSTALLED, "properties.context", "CI"),
    },
    "undocumented-event": {
        "a new event": changed(STARTED, "eventType", "DeployFinished"),
        "an event of a later schema": changed(FIRST, "eventType", "BuildStarted"),
        "an event in other letters": changed(STARTED, "eventType", "commandstarted"),
        "an empty name": changed(STARTED, "eventType", ""),
        "a name that is no text, around the event": {
            "event": None,
            "distinct_id": "1",
            "os": "x",
            "properties": {"is_build": True, "project_hash": "2"},
            "wasp_version": "1",
        },
        "Wasp's npm package": changed(INSTALLED, "event", "npm-package:postinstall"),
        "a new event of Wasp": changed(WASP, "event", "cli:other"),
    },
    "unknown-schema": {
        "an empty object": {},
        "another program": {"name": "x", "time": 1},
        "a schema to come": without(changed(STARTED, "schemaVersion", 3), "userID"),
        "true is not 1": changed(FIRST, "schemaVersion", value=True),
    },
    "missing-field": {
        "v1.2.152 says schema 2 without a user": without(STARTED, "userID"),
        "a member of an object": without(STAGE, "eventData.baseImagePulled"),
        "in an empty object": changed(STAGE, "eventData", {}),
        "in one item of a list": changed(
            STARTED, "eventData.commandOptions", [{"name": "a", "asCli": False, "asEnv": False}]
        ),
        "the schema of the first events": without(FIRST, "schemaVersion"),
        "a property of Wasp": without(WASP, "properties.context"),
    },
    "case-mismatch": {
        "CI for ci": changed(FIRST, "attributes.CI", value=True),
        "the page's words for a key": changed(FIRST, "attributes.trdl group-channel", "1.2 ea"),
        "data for eventData": {**without(FIRST, "eventData"), "data": None},
        "data with members": {**without(FIRST, "eventData"), "data": {"commandOptions": []}},
    },
    "undocumented-map-key": {
        "an extra attribute": changed(STARTED, "attributes.extra", {"team": "x"}),
        "even an empty one": changed(STARTED, "attributes.extra", {"": ""}),
    },
    "duplicate-key": {
        "a leaf": changed(STARTED, "attributes.extra", Repeated([("a", "1"), ("a", "2")])),
        "a documented object": Repeated([*STARTED.items(), ("attributes", {})]),
        "with equal values": Repeated([*STARTED.items(), ("ts", STARTED["ts"])]),
        "deep in an undocumented object": changed(
            STARTED, "x", {"y": Repeated([("z", {"a": 1}), ("z", {"b": 2})])}
        ),
        "Wasp's properties": Repeated([*WASP.items(), ("properties", WASP["properties"])]),
    },
    "nested-json": {
        "in an extra attribute": changed(STARTED, "attributes.extra", {"a": '{"b": 1}'}),
        "with space around": changed(STARTED, "command", ' {"b":{}}\n'),
        "in an undocumented field": changed(STARTED, "x", ['{"b":null}']),
    },
    "oversized-value": {
        "a command line": changed(STARTED, "command", "werf " + "x" * 300),
        "an extra attribute": changed(STARTED, "attributes.extra", {"a": "x" * 1025}),
    },
    "one-language-only": {
        "ci is on the English page only": FIRST,
    },
}

QUIET = {
    "undocumented-field": {
        "a documented event": STARTED,
        "the other schema": FIRST,
        "an open map": changed(STARTED, "attributes.extra", {"team": "x"}),
        "other letters": changed(STARTED, "attributes.OS", "linux"),
        "a wrong container": changed(STARTED, "attributes.os", {"a": 1}),
        "the page's form of Wasp": BARE,
        "a payload nobody claims": {"x": 1},
    },
    "undocumented-event": {
        "a documented event": STAGE,
        "no name at all": without(STARTED, "eventType"),
        "a name that is no text": changed(STARTED, "eventType", 7),
        "Wasp's bare form": BARE,
        "a payload nobody claims": {"eventType": "x"},
    },
    "unknown-schema": {
        "schema 2": STARTED,
        "a user without a schema": without(STARTED, "schemaVersion"),
        "the first events": {
            "ts": 1,
            "executionID": "",
            "projectID": "",
            "command": "",
            "eventType": "CommandStarted",
            "data": None,
        },
        "Wasp's install script in the page's form": {"distinct_id": "1", "os": "linux"},
    },
    "missing-field": {
        "all is there": STAGE,
        "an optional one is not": without(STARTED, "attributes.ciName"),
        "no options": changed(STARTED, "eventData", {}),
        "null for the data of schema 1": changed(FIRST, "eventData", None),
        "under another spelling": {**without(FIRST, "eventData"), "data": {}},
        "a property at the top": BARE,
    },
    "case-mismatch": {
        "the documented spelling": FIRST,
        "an undocumented key": changed(FIRST, "attributes.c-i", value=True),
        "a key of an open map": changed(STARTED, "attributes.extra", {"OS": "x"}),
    },
    "undocumented-map-key": {
        "an empty map": STARTED,
        "an undocumented object": changed(STARTED, "attributes.more", {"team": "x"}),
    },
    "duplicate-key": {
        "the same key in two objects": changed(STARTED, "attributes.extra", {"os": "x"}),
        "two spellings": changed(FIRST, "attributes.CI", value=True),
        "two items of a list": changed(
            STARTED,
            "eventData.commandOptions",
            [{"name": "a", "asCli": False, "asEnv": False, "count": 0}] * 2,
        ),
    },
    "nested-json": {
        "a template": changed(STARTED, "attributes.extra", {"a": "{{ .Values.x }}"}),
        "braces": changed(STARTED, "attributes.extra", {"a": "{x}"}),
        "an empty object": changed(STARTED, "attributes.extra", {"a": "{}"}),
        "a list": changed(STARTED, "attributes.extra", {"a": '["b"]'}),
        "an object that is no text": changed(STARTED, "attributes.extra", {"a": {"b": 1}}),
        "deeper than any reader goes": changed(STARTED, "command", '{"a":' * 9999 + "}" * 9999),
    },
    "oversized-value": {
        "exactly as long as allowed": changed(STARTED, "attributes.extra", {"a": "x" * 1024}),
        "nothing documents it": changed(STARTED, "x", "x" * 5000),
    },
    "one-language-only": {
        "all pages show the rest": without(without(FIRST, "attributes.ci"), "attributes.ciName"),
        "a contract with pages of one language": STARTED,
        "a payload nobody claims": {"attributes": {"ci": True}},
    },
}


def judge(body, rule):
    record = Record(Line(b"", 0, 0, 1), Payload("json", body))
    return list(check(bind(record, shipped()), Context(), pick(rules(), [rule])))


def test_an_undocumented_field_breaks_the_promise_that_all_is_shown():
    body = changed(STARTED, "attributes.expDeployEngine", value=True)

    (found,) = judge(body, "contract/undocumented-field")

    assert ("violation", "attributes.expDeployEngine") == (found.level, found.field)
    assert "as shown in the examples above" in found.promise.text


def test_the_keys_of_an_envelope_are_notes_that_all_events_share():
    found = judge(WASP, "contract/undocumented-field")

    assert {("note", None, "api_key"), ("note", None, "event")} == {
        (one.level, one.event, one.field) for one in found
    }


@pytest.mark.parametrize("value", [{"who": "petrova"}, ["petrova"], "petrova from billing"])
def test_what_is_no_key_is_no_note(value):
    found = judge(changed(WASP, "api_key", value), "contract/undocumented-field")

    assert {"violation", "note"} == {one.level for one in found}
    assert "api_key" in {one.field.split(".")[0] for one in found if one.level == "violation"}


def test_a_new_map_key_is_one_finding_whatever_its_value_and_event():
    first = changed(STARTED, "attributes.extra", {"team": "x"})
    second = changed(STAGE, "attributes.extra", {"team": "y"})

    found = [judge(body, "contract/undocumented-map-key")[0] for body in (first, second)]

    assert found[0].same == found[1].same
    assert ("attributes.extra.team", None) == (found[0].field, found[0].evidence)


def test_map_keys_that_look_alike_when_masked_stay_two_findings():
    extra = {"glpat-AAAAAAAAAAAAAAAAAAA1": "", "glpat-BBBBBBBBBBBBBBBBBBB1": ""}
    body = changed(STARTED, "attributes.extra", extra)

    first, second = judge(body, "contract/undocumented-map-key")

    assert first.field == second.field == "attributes.extra.[g…1 (26)]"
    assert first.same != second.same


def test_a_repeated_key_shows_the_shape_of_every_value():
    body = changed(STARTED, "attributes.extra", Repeated([("a", "first"), ("a", "second")]))

    (found,) = judge(body, "contract/duplicate-key")

    assert ("attributes.extra.a", "f…t (5), s…d (6)") == (found.field, found.evidence)


def test_both_values_of_a_repeated_key_are_judged():
    body = Repeated([*STARTED.items(), ("ts", "soon")])

    (found,) = judge(body, "value/wrong-type")

    assert "ts" == found.field


def test_a_field_of_one_language_is_told_once_for_all_events():
    found = judge(FIRST, "contract/one-language-only")

    assert [("attributes.ci", None), ("attributes.ciName", None)] == [
        (one.field, one.event) for one in found
    ]


@pytest.mark.parametrize("rule", ["contract/undocumented-field", "contract/undocumented-event"])
def test_names_that_came_with_the_data_are_masked(rule):
    body = changed(STARTED, "eventType", "alice@example.com")
    body["alice@example.com"] = 1

    found = judge(body, rule)

    assert found
    assert all("alice" not in f"{one.event}{one.field}{one.message}" for one in found)
