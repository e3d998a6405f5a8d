"""Cases of the family `personal`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import json

from inspector.audit import Inspection
from inspector.contracts import named
from inspector.rules import pick, rules

STARTED = json.loads(named("werf-v2").samples[0].line)
STAGE = json.loads(named("werf-v2").samples[1].line)


def extra(**values):
    return {**STARTED, "attributes": {**STARTED["attributes"], "extra": values}}


def command(text, options=()):
    names = [{"name": one, "asCli": False, "asEnv": False, "count": 0} for one in options]
    return {**STARTED, "command": text, "eventData": {"commandOptions": names}}


def channel(text):
    return {**STARTED, "attributes": {**STARTED["attributes"], "groupChannel": text}}


def unshallow(runner="17.5.0", server="17.8.1-ee", message=""):
    data = {
        "errorMessage": message,
        "gitlabRunnerVersion": runner,
        "gitlabServerVersion": server,
    }
    return {**STARTED, "eventType": "UnshallowFailed", "eventData": data}


FIRES = {
    "unreviewed-value": {
        "a service's name": STAGE,
        "a value of an open map": extra(team="платформа"),
        "a command that a plugin adds": command("werf helm acme-deployer"),
        "an option that nobody knows": command("werf build", ["acme-token"]),
        "a channel that trdl does not have": channel("9 x"),
        "what git printed": unshallow(message="fatal: не удалось прочитать"),
        "a word for a version": unshallow(runner="15.3.0-acme"),
    },
}

QUIET = {
    "unreviewed-value": {
        "known command, option and channel": STARTED,
        "every known option of a plugin of werf": command("werf kubectl get", ["all-namespaces"]),
        "empty texts": {**STAGE, "eventData": {**STAGE["eventData"], "image": ""}},
        "an empty map": extra(),
        "an empty value of a map": extra(team=""),
        "versions as GitLab writes them": unshallow("17.5.0~beta.1.gabc123", "17.5.3~pre.12.gabc"),
        "no versions outside GitLab": unshallow("", ""),
        "a number is not of the documented type": extra(team=7),
        "an undocumented field is another rule's": {**STARTED, "team": "shop"},
    },
}


def findings(*bodies, only="personal"):
    inspection = Inspection(chosen=pick(rules(), [only]))
    data = b"".join(json.dumps(body).encode() + b"\n" for body in bodies)
    return [one for judged in inspection.feed(data) + inspection.end() for one in judged.findings]


def test_a_value_asks_once_in_whatever_event_it_stands():
    exited = {**STARTED, "eventType": "CommandExited"}
    bodies = [{**body, "command": "werf helm acme"} for body in (STARTED, exited)]

    first, again = findings(*bodies, only="personal/unreviewed-value")

    assert first.same == again.same


def test_values_that_are_masked_alike_ask_each():
    one, other = findings(
        extra(team="alpha"), extra(team="aroma"), only="personal/unreviewed-value"
    )

    assert (one.evidence, True) == (other.evidence, one.same != other.same)
    assert "alpha" not in one.evidence
