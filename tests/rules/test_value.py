"""Cases of the family `value`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import copy
import json

import pytest

from inspector.contracts import bind, named, shipped
from inspector.model import Line, Payload, Record
from inspector.rules import Context, check, pick, rules

FIRST = json.loads(named("werf-v1").samples[0].line)
STARTED = json.loads(named("werf-v2").samples[0].line)
STAGE = json.loads(named("werf-v2").samples[1].line)
EXITED = json.loads(named("werf-v2").samples[2].line)
WASP = json.loads(named("wasp-cli").samples[0].line)
BARE = json.loads(named("wasp-cli").samples[1].line)
INSTALLED = json.loads(named("wasp-installer").samples[0].line)
UPPER = "6F1C2B1E-93D4-4C7A-8F5E-2B7D9A4C1E30"
DAY = 86_400_000
NOW = 1_775_100_000_000


def changed(body, path, value):
    body = copy.deepcopy(body)
    inner = body
    *steps, last = path.split(".")
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return body


FIRES = {
    "wrong-type": {
        "a text for a truth value": changed(STARTED, "attributes.ci", "self-hosted"),
        "true for a number": changed(EXITED, "eventData.exitCode", value=True),
        "a fraction for an integer": changed(EXITED, "eventData.durationMs", 1.0),
        "a number for a text": changed(STARTED, "command", 7),
        "null": changed(STARTED, "command", None),
        "null for the data of schema 2": changed(STARTED, "eventData", None),
        "an object for a text": changed(STARTED, "attributes.os", {"name": "linux"}),
        "a list for an object": changed(STARTED, "attributes", ["linux"]),
        "a text for an item of a list": changed(STARTED, "eventData.commandOptions", ["repo"]),
        "an object in an open map": changed(STARTED, "attributes.extra", {"a": {"b": "c"}}),
        "under another spelling": changed(FIRST, "attributes.CI", "yes"),
        "a property of Wasp": changed(WASP, "properties.is_build", "true"),
    },
    "pattern-mismatch": {
        "a project by name": changed(STARTED, "projectID", "shop"),
        "an empty project": changed(STARTED, "projectID", ""),
        "a hash with a line after it": changed(STARTED, "projectID", "0" * 64 + "\n"),
        "a hash in capitals": changed(STARTED, "projectID", "A" * 64),
        "digits of another script": changed(STARTED, "projectID", "٠" * 64),
        "a user by name": changed(STARTED, "userID", "alice"),
        "a run that is no UUID": changed(STARTED, "executionID", "run-7"),
        "a whole digest for Wasp's project": changed(WASP, "properties.project_hash", "0" * 64),
        "a chosen name, hashed": changed(WASP, "properties.distinct_id", "0" * 64),
    },
    "undocumented-value": {
        "registry": changed(STAGE, "eventData.baseImageSource", "registry"),
        "cache-repo": changed(STAGE, "eventData.baseImageSource", "cache-repo"),
        "other letters": changed(STAGE, "eventData.baseImageSource", "Repo"),
        "a schema that is not the contract's": changed(STARTED, "schemaVersion", 7),
        "a deploy word of a later release": changed(
            WASP, "properties.deploy_cmd_args", "fly;launch"
        ),
        "a deploy word of the user": changed(BARE, "deploy_cmd_args", "fly;deploy;my-app"),
        "a deploy word with a line after it": changed(BARE, "deploy_cmd_args", "fly\n"),
    },
    "new-open-value": {
        "another CI system": changed(STARTED, "attributes.ciName", "jenkins"),
        "a stage with a platform": changed(STAGE, "eventData.stage", "install (linux/amd64)"),
        "an instruction as typed": changed(STAGE, "eventData.stage", "RUN"),
        "Wasp's undocumented word": changed(BARE, "context", "CI NON_INTERACTIVE_SHELL"),
        "another system": changed(INSTALLED, "properties.os", "osx"),
    },
    "out-of-range": {
        "the end of a build without its beginning": changed(
            STAGE, "eventData.durationMs", 9223372036854
        ),
        "a negative duration": changed(EXITED, "eventData.durationMs", -1),
        "an exit code beyond a byte": changed(EXITED, "eventData.exitCode", 256),
    },
    "implausible-time": {
        "seconds": changed(STARTED, "ts", 1_775_000_000),
        "microseconds": changed(STARTED, "ts", 1_775_000_000_000_000),
        "before any of these programs": changed(STARTED, "ts", 1_420_070_399_999),
        "the beginning of time": changed(STARTED, "ts", 0),
        "more than a day ahead": changed(STARTED, "ts", NOW + DAY + 1),
    },
    "impossible-combination": {
        "the page's own example": changed(BARE, "is_build", value=True),
        "as sent": changed(
            changed(WASP, "properties.is_build", value=True), "properties.deploy_cmd_args", "fly"
        ),
    },
}

QUIET = {
    "wrong-type": {
        "all as documented": STAGE,
        "null for the data of schema 1": changed(FIRST, "eventData", None),
        "an empty list": changed(STARTED, "eventData.commandOptions", []),
        "an undocumented field": changed(STARTED, "attributes.team", 7),
    },
    "pattern-mismatch": {
        "a UUID in capitals": changed(STARTED, "executionID", UPPER),
        "an empty user": changed(STARTED, "userID", ""),
        "a user's hash": changed(STARTED, "userID", "0" * 64),
        "a wrong type is another rule's": changed(STARTED, "projectID", 7),
        "an open value": changed(STARTED, "attributes.groupChannel", "anything at all"),
        "a command of a plugin": changed(STARTED, "command", "werf helm my-plugin"),
        "deploy words are another rule's": changed(BARE, "deploy_cmd_args", "launch"),
        "an install id that ends in a letter": changed(INSTALLED, "distinct_id", "2940817N"),
    },
    "undocumented-value": {
        "a documented source": STAGE,
        "the empty source": changed(STAGE, "eventData.baseImageSource", ""),
        "a wrong type is another rule's": changed(STAGE, "eventData.baseImageSource", 7),
        "true is not 1, which is another rule's": changed(STARTED, "schemaVersion", value=True),
        "several deploy words": changed(BARE, "deploy_cmd_args", "fly;setup;create-db"),
        "no deploy words": changed(BARE, "deploy_cmd_args", ""),
        "a new event is another rule's": changed(STARTED, "eventType", "DeployFinished"),
    },
    "new-open-value": {
        "an example of the page": STARTED,
        "a known stage": changed(STAGE, "eventData.stage", "from"),
        "known words together": changed(BARE, "context", "gitpod CI"),
        "no context": changed(BARE, "context", ""),
        "a closed set": changed(STAGE, "eventData.baseImageSource", "registry"),
    },
    "out-of-range": {
        "both ends": changed(EXITED, "eventData.exitCode", 255),
        "no time at all": changed(EXITED, "eventData.durationMs", 0),
        "a wrong type is another rule's": changed(EXITED, "eventData.durationMs", "-1"),
        "a number without limits": changed(STARTED, "ts", -1),
    },
    "implausible-time": {
        "a day ahead": changed(STARTED, "ts", NOW + DAY),
        "the first moment of 2015": changed(STARTED, "ts", 1_420_070_400_000),
        "a duration is no time": changed(EXITED, "eventData.durationMs", 1),
        "a wrong type is another rule's": changed(STARTED, "ts", "0"),
    },
    "impossible-combination": {
        "a deploy": BARE,
        "a build": changed(changed(BARE, "is_build", value=True), "deploy_cmd_args", ""),
        "a build that is a text": changed(BARE, "is_build", "true"),
        "one of the two": {"distinct_id": "", "is_build": True},
    },
}


def judge(body, rule, now_ms=None):
    record = Record(Line(b"", 0, 0, 1), Payload("json", body))
    return list(check(bind(record, shipped()), Context(now_ms), pick(rules(), [rule])))


def test_without_a_known_time_the_future_is_not_judged():
    body = changed(STARTED, "ts", NOW + 400 * DAY)

    found = judge(body, "value/implausible-time", now_ms=None)

    assert [] == found


@pytest.mark.parametrize(
    "value, words",
    [
        pytest.param(1_775_000_000, "in seconds", id="seconds"),
        pytest.param(1_775_000_000_000_000_000, "too large", id="nanoseconds"),
        pytest.param(915_148_800_000, "before 2015", id="the last century"),
        pytest.param(NOW + 2 * DAY, "after the log was written", id="the future"),
    ],
)
def test_a_time_is_told_why_it_is_implausible(value, words):
    (found,) = judge(changed(STARTED, "ts", value), "value/implausible-time", NOW)

    assert words in found.message


def test_a_wrong_type_names_both_types_and_no_value():
    (found,) = judge(changed(STARTED, "attributes.ci", "secret word"), "value/wrong-type")

    assert "The pages show boolean here, not string." == found.message
    assert ("s…d (11)", "unknown") == (found.evidence, found.transmitted)


def test_an_undocumented_value_is_laid_beside_the_whole_list():
    body = changed(STAGE, "eventData.baseImageSource", "registry")

    (found,) = judge(body, "value/undocumented-value")

    assert "The page lists every value of this field: (empty), repo, secondary." == found.message
    assert "repo/secondary/empty value" in found.promise.text


def test_an_impossible_combination_stands_at_the_second_field():
    (found,) = judge(changed(BARE, "is_build", value=True), "value/impossible-combination")

    assert ("deploy_cmd_args", "review") == (found.field, found.level)
