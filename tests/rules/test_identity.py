from __future__ import annotations

import hashlib
import json

import pytest

from inspector.audit import Inspection, Settings, audit
from inspector.contracts import bind, shipped
from inspector.model import Known, Line, Payload, Record
from inspector.recipes import project_hash, project_ids, user_id
from inspector.report import as_json
from inspector.rules import Context, History, check, check_history, rules
from inspector.rules.identities import Identities

BARE = "001c42aabbcc"
MAC = "00:1c:42:aa:bb:cc"
USER = user_id(MAC).id
ORIGIN = "git@gitlab.example.invalid:team/app.git"
PROJECT = project_ids(ORIGIN)[0].id
EMPTY = hashlib.sha256(b"").hexdigest()
NO_ORIGIN = project_ids("")[0].id
PAGE = "b4c2d019070529344a6967d8c73d578101c6554fcdcae3d00bb93a9692523cb1"
RUNS = [f"7d0c2a4e-5b1f-4c83-9a0e-{number:012x}" for number in range(5)]
UUID = "7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c11"


def werf(run=0, **more):
    return {
        "ts": 1_775_000_000_000,
        "executionID": RUNS[run],
        "userID": USER,
        "projectID": PROJECT,
        "command": "werf converge",
        "attributes": {"arch": "amd64", "os": "linux", "version": "v2.77.1", "extra": {}},
        "eventType": "CommandStarted",
        "eventData": {},
        "schemaVersion": 2,
        **more,
    }


def wasp(**more):
    return {
        "distinct_id": UUID,
        "project_hash": "2d3fa089211092a1",
        "is_build": False,
        "deploy_cmd_args": "",
        "wasp_version": "0.16.3",
        "os": "linux",
        "context": "",
        **more,
    }


def install(number):
    return {"distinct_id": number, "os": "linux"}


def log(*bodies):
    return b"".join(json.dumps(body).encode() + b"\n" for body in bodies)


def digits(text):
    return text.encode().hex()


FIRES = {
    "called-anonymous": {
        "the page says anonymous of userID": log(werf()),
        "the page says non-identifiable of a UUID": log(wasp()),
        "the page says so of all that is sent": log(werf(userID="")),
    },
    "hash-of-mac": {
        "a hash": log(werf()),
        "in two events": log(werf(), werf(eventType="CommandExited")),
    },
    "hash-of-nothing": {
        "no interface": log(werf(userID=EMPTY)),
        "no origin": log(werf(projectID=NO_ORIGIN)),
        "no origin in the old form": log(werf(projectID=project_ids("")[-1].id)),
        "an empty chosen name": log(wasp(distinct_id=EMPTY)),
    },
    "hash-recovered": {
        "the page's project in the page's own event": werf(
            projectID=PAGE, executionID="2f75d020-684e-4224-9013-35e95e1b7721"
        ),
        "the page's project in another event": werf(projectID=PAGE),
        "the page's folder": wasp(project_hash="6d7e561d62b955d1"),
        "the page's installation": install("274701613078193779564259"),
    },
    "links-runs": {
        "a machine and a project in two runs": log(werf(0), werf(1)),
        "events that name no run": log(wasp(), wasp()),
    },
    "wrong-field": {
        "a hardware address": log(werf(userID=MAC)),
        "a hardware address as an executionID": log(werf(executionID=MAC.upper())),
        "a URL": log(werf(projectID="https://git.example.invalid/team/app.git")),
        "a remote as scp writes it": log(werf(projectID=ORIGIN)),
        "a folder": log(wasp(project_hash="/home/alice/app/")),
        "a Windows folder": log(wasp(project_hash="C:\\Users\\alice\\app")),
        "the user's hash as the project's": log(werf(projectID=USER)),
        "the user's hash as another event's project": log(
            werf(), werf(1, userID="", projectID=USER)
        ),
        "the run's id as the user's": log(werf(userID=RUNS[0])),
        "the run's id in other letters": log(werf(userID=RUNS[3].upper()), werf(3)),
        "no address in the place of no origin": log(werf(projectID=EMPTY)),
        "a text in digits": log(werf(userID=digits("ivan.petrov@corp.ru hunter2 xxxx"))),
        "a text in digits, filled up": log(werf(projectID=digits("ivan.petrov").ljust(64, "0"))),
        "a Russian text in digits": log(werf(projectID=digits("Ксения Петровна").ljust(64, "0"))),
        "an address in digits": log(werf(userID=digits(MAC).rjust(64, "0"))),
        "the digits of an address, filled up": log(werf(userID=BARE.ljust(64, "0"))),
        "the digits of an address, filled up before": log(werf(userID=BARE.rjust(64, "f"))),
        "the digits of an address, again and again": log(werf(userID=(BARE * 6)[:64])),
        "sixteen digits that may spell": log(wasp(project_hash=digits("ivan.app"))),
    },
    "embeds-time": {
        "bash": install("318261795173105064201297"),
        "dash, the time alone": install("1795173105477443774"),
        "BSD": install("294081700000000N"),
        "the page's own": install("274701613078193779564259"),
        "a UUID of the clock and a card": werf(executionID="6fa459ea-ee8a-11e4-9a21-001c42aabbcc"),
        "in capitals": werf(executionID="6FA459EA-EE8A-11E4-9A21-001C42AABBCC"),
        "of an account": werf(executionID="000003e8-ee8a-21e4-9a00-001c42aabbcc"),
        "of the clock, in order": werf(executionID="1e4ee8a6-fa45-69ea-9a21-001c42aabbcc"),
        "of Unix' clock": werf(executionID="0196a1c2-3f00-7abc-9a21-001c42aabbcc"),
        "Wasp's": wasp(distinct_id="6fa459ea-ee8a-11e4-9a21-001c42aabbcc"),
    },
}
QUIET = {
    "called-anonymous": {
        "an installation": log(install("318261795173105064201297")),
        "nothing to identify": log(werf(userID="", projectID="")),
        "constants": log(werf(userID=EMPTY, projectID=NO_ORIGIN)),
        "no contract": log({"userName": USER}),
    },
    "hash-of-mac": {
        "a text that only looks like one": log(werf(userID=digits("ivan.petrov").ljust(64, "0"))),
        "nothing": log(werf(userID="")),
        "a constant": log(werf(userID=EMPTY)),
        "no hash": log(werf(userID="someone")),
        "a chosen name": log(wasp(distinct_id=USER)),
    },
    "hash-of-nothing": {
        "hashes": log(werf()),
        "no text at all": log(werf(userID="", projectID="")),
        "the constant of another field": log(werf(projectID=EMPTY)),
    },
    "hash-recovered": {
        "nobody asked": werf(),
        "a page's other event": werf(projectID="c4d3e0" + PAGE[6:]),
        "the page's project as another field": werf(command=PAGE),
        "a number": werf(userID=5),
        "constants": werf(userID=EMPTY, projectID=NO_ORIGIN),
    },
    "links-runs": {
        "one run": log(werf(), werf(eventType="CommandExited")),
        "a constant": log(
            werf(0, userID=EMPTY, projectID=NO_ORIGIN), werf(1, userID=EMPTY, projectID=NO_ORIGIN)
        ),
        "two machines": log(werf(0, projectID=""), werf(1, userID="0" * 64, projectID="")),
        "two installations": log(install("294081700000000N"), install("294081700000000N")),
    },
    "wrong-field": {
        "each in its own": log(werf(), wasp()),
        "the same project in both schemas": log(
            werf(), {**werf(), "schemaVersion": 1}, {**werf(1), "schemaVersion": 1}
        ),
        "nothing": log(werf(userID="", projectID="")),
        "no interface, and an empty name elsewhere": log(
            werf(userID=EMPTY), wasp(distinct_id=EMPTY)
        ),
        "a name": log(wasp(distinct_id="alice")),
        "a number of an installation": log(install("318261795173105064201297")),
        "a path in another field": log(werf(command="/usr/bin/werf")),
        "no text": log(werf(userID=None)),
        "colons": log(werf(userID="a:b:c")),
        "a stand-in": log(werf(userID="0" * 64, projectID="a" * 64)),
        "half a text in digits": log(werf(userID=digits("ivan.petrov@corp") + USER[:32])),
        "sixteen digits of an installation": log(install("2527717951731126")),
        "sixteen digits that spell nothing": log(wasp(project_hash="2d3fa089211092a1")),
        "text that is no id": log(werf(command=digits("ivan.petrov@corp.ru hunter2 xxxx"))),
    },
    "embeds-time": {
        "a UUID": install(UUID),
        "a random UUID": werf(executionID="7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c11"),
        "a UUID of a name": werf(executionID="7d0c2a4e-5b1f-5c83-9a0e-3f6f1f2b9c11"),
        "no UUID of the standard": werf(executionID="11111111-1111-1111-1111-111111111111"),
        "nothing": werf(executionID=""),
        "a number before its time": install("27470" + "0" * 19),
        "too long": install("2747016130781937795642590"),
        "a number of another field": wasp(distinct_id="318261795173105064201297"),
        "no text": install(274701613078193779564259),
    },
}


def event_findings(body, known=None):
    event = bind(Record(Line(b"", 0, 0, 1), Payload("json", body)), shipped())
    family = [rule for rule in rules() if rule.family == "identity"]
    return list(check(event, Context(known=known or Known()), family))


def history_hits(*bodies):
    made, inspection = History(), Inspection(chosen=())
    for judged in inspection.feed(log(*bodies)) + inspection.end():
        made.add(judged, (0, judged.record.line.number))
    family = [rule for rule in rules() if rule.family == "identity"]
    return list(check_history(made, Context(), family))


@pytest.mark.parametrize(
    "value, body",
    [
        pytest.param(USER, werf(), id="userID"),
        pytest.param(PROJECT, werf(), id="projectID"),
        pytest.param(
            project_hash("/home/alice/app").id,
            wasp(project_hash=project_hash("/home/alice/app").id),
            id="project_hash",
        ),
    ],
)
def test_a_hash_that_is_known_breaks_the_promise(value, body):
    (found,) = event_findings(body, Known(hashes={value: "the hardware address of eth0"}))

    assert ("identity/hash-recovered", "violation") == (found.rule, found.level)
    assert "something known: the hardware address of eth0. By chance" in found.message
    assert value not in found.message
    assert f"one in 10^{19 if len(value) == 16 else 77} " in found.message


def test_a_known_hash_is_found_in_any_letter_case():
    assert event_findings(werf(userID=USER.upper()), Known(hashes={USER: "x"}))


@pytest.mark.parametrize(
    "value, held",
    [
        pytest.param("6fa459ea-ee8a-11e4-9a21-001c42aabbcc", "made, and a hardware", id="1"),
        pytest.param("6fa459ea-ee8a-11e4-9a21-011c42aabbcc", "it was made.", id="1, random node"),
        pytest.param("000003e8-ee8a-21e4-9a00-001c42aabbcc", "the number of an account", id="2"),
        pytest.param("0196a1c2-3f00-7abc-9a21-001c42aabbcc", "to the millisecond", id="7"),
    ],
)
def test_a_uuid_that_is_not_random_is_for_review_and_says_what_it_holds(value, held):
    (found,) = event_findings(werf(executionID=value))

    assert ("identity/embeds-time", "review") == (found.rule, found.level)
    assert held in found.message


def test_a_time_of_installation_stays_a_note():
    (found,) = event_findings(install("318261795173105064201297"))

    assert ("identity/embeds-time", "note") == (found.rule, found.level)


def test_what_may_spell_a_text_by_chance_is_for_review():
    body = log(
        werf(userID=digits("ivan.petrov@corp.ru hunter2 xxxx")),
        wasp(project_hash=digits("ivan.app")),
    )

    found = [
        (one.level, one.confidence)
        for one, _hit in history_hits(*map(json.loads, body.splitlines()))
        if one.rule == "identity/wrong-field"
    ]

    assert [("review", "low"), ("violation", "high")] == found


@pytest.mark.parametrize(
    "level, body",
    [
        ("note", werf(projectID=PAGE, executionID="2f75d020-684e-4224-9013-35e95e1b7721")),
        ("violation", werf(projectID=PAGE)),
        (
            "note",
            wasp(
                project_hash="6d7e561d62b955d1", distinct_id="bf3fa7a8-1c11-4f82-9542-ec1a2d28786b"
            ),
        ),
        ("violation", wasp(project_hash="6d7e561d62b955d1")),
        ("note", install("274701613078193779564259")),
    ],
)
def test_a_page_s_own_example_is_a_note_in_the_page_s_own_event(level, body):
    found = [one for one in event_findings(body) if one.rule == "identity/hash-recovered"]

    assert [level] == [one.level for one in found]


def test_an_id_is_told_once_with_all_that_it_joins():
    day = 86_400_000
    bodies = [
        werf(0),
        werf(0, eventType="CommandExited"),
        werf(1, ts=1_775_000_000_000 + 2 * day, command="werf build"),
    ]

    found = {
        (one.field, one.rule): (one, hit)
        for one, hit in history_hits(*bodies)
        if one.rule == "identity/links-runs"
    }

    one, hit = found["userID", "identity/links-runs"]
    assert "This value joins 2 runs with 2 commands on 2 days." == one.message
    assert (((0, 1), (0, 2), (0, 3)), 3, None) == (hit.places, hit.times, one.event)
    assert 2 == len(found)


def test_without_a_clock_no_day_is_claimed():
    messages = [one.message for one, _hit in history_hits(wasp(), wasp())]

    assert "This value joins 2 runs with 1 command on days that no clock tells." in messages


def test_a_bare_object_may_not_have_been_sent():
    assert {"unknown"} == {one.transmitted for one, _hit in history_hits(werf(0), werf(1))}


def test_a_real_log_was_sent(cases):
    ids, inspection = Identities(), Inspection(chosen=())
    for judged in inspection.feed((cases / "werf-v2.0.0-clean.log").read_bytes()):
        ids.add(judged, (0, judged.record.line.number))

    assert {"yes"} == {one.sent for one in ids}


@pytest.mark.parametrize("name", ["werf-v2.0.0-clean.log", "werf-v2.77.1-clean.log"])
def test_clean_logs_break_no_promise_by_their_ids(name, cases):
    family = tuple(rule for rule in rules() if rule.family == "identity")
    report = audit([str(cases / name)], Settings(shipped(), family))

    assert (0, "conforms") == (report.count("violation"), report.verdict)
    assert {"called-anonymous", "hash-of-mac"} <= {
        one.finding.rule.partition("/")[2] for one in report.findings
    }


def test_no_finding_holds_an_id(cases):
    report = audit([str(cases / "werf-v2.77.1-two-processes.log")], Settings(shipped(), rules()))

    assert USER not in as_json.render(report)
    assert PROJECT not in as_json.render(report)
