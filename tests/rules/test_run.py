"""Cases of the family `run`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import datetime as dt
import json

from inspector.contracts import bind, named, shipped
from inspector.model import Line, Payload, Problem, Record, Remark, Waiver, Weighed
from inspector.rules import Context, Coverage, check_record, check_run, pick, rules
from inspector.safe import Safe

STARTED = json.loads(named("werf-v2").samples[0].line)
WASP = json.loads(named("wasp-cli").samples[1].line)
ALL_OF_INSTALL = {"distinct_id": "1", "os": "linux"}


def record(content):
    return Record(Line(b"", 0, 0, 1), content)


def weighed(state, findings=2, owner="me"):
    day = dt.date(2026, 1, 31)
    waiver = Waiver("personal/phone-number", Safe("known"), Safe(owner), day, number=3)
    return Weighed(waiver, state, findings)


FIRES = {
    "unreadable-line": {
        "a torn line": record(
            Problem("torn-tail", "The line is the end of an event whose beginning is missing.")
        ),
    },
    "not-scanned": {
        "a value of more than a mebibyte": "ä" * ((1 << 20) + 1),
    },
    "waiver-expired": {"its day is over": weighed("expired")},
    "waiver-unused": {"it fits nothing": weighed("unused", findings=0)},
    "waiver-incomplete": {"nobody owns it": weighed("incomplete", owner="")},
    "never-seen": {
        "six events and some fields": [STARTED],
        "a field of the only event": [{"distinct_id": "1", "project_hash": "2"}],
    },
}

QUIET = {
    "unreadable-line": {
        "a foreign line": record(Remark("foreign", "hello")),
        "an event": record(Payload("json", STARTED)),
    },
    "not-scanned": {
        "a value of a mebibyte": "ä" * (1 << 20),
    },
    "waiver-expired": {"it is used": weighed("used"), "it fits nothing": weighed("unused")},
    "waiver-unused": {"it is used": weighed("used"), "it has expired": weighed("expired")},
    "waiver-incomplete": {"it is used": weighed("used")},
    "never-seen": {
        "nothing at all": [],
        "all of a small contract": [ALL_OF_INSTALL],
        "only payloads that nobody claims": [{"x": 1}],
    },
}


def seen(*bodies):
    coverage = Coverage()
    for body in bodies:
        coverage.add(bind(record(Payload("json", body)), shipped()))
    found = check_run(coverage, Context(), pick(rules(), ["run/never-seen"]))
    return {(one.event, one.field) for one in found}


def test_unreadable_lines_are_one_finding_for_each_reason():
    rule = pick(rules(), ["run/unreadable-line"])
    problems = [Problem("nul", "It holds a zero byte."), Problem("nul", "It holds a zero byte.", 7)]
    problems.append(Problem("partial", "The file ends within it."))

    found = [one for each in problems for one in check_record(record(each), Context(), rule)]

    assert 2 == len({one.same for one in found})
    assert "It holds a zero byte. (nul)" == found[0].message
    assert ("review", None, None) == (found[0].level, found[0].contract, found[0].field)


def test_events_that_were_never_shown_are_named_without_their_fields():
    found = seen(STARTED)

    assert ("BuildStarted", None) in found
    assert not any(event == "BuildStarted" and field for event, field in found)


def test_a_container_is_shown_by_what_stands_in_it():
    found = seen(STARTED)

    fields = {field for _, field in found if field}
    assert {"attributes.extra.*"} == fields


def test_only_the_topmost_field_that_was_not_shown_is_named():
    found = seen({**STARTED, "eventData": {}})

    assert ("CommandStarted", "eventData.commandOptions") in found
    assert not any(field and "[]" in field for _, field in found)


def test_a_contract_that_claimed_no_event_is_not_spoken_of():
    coverage = Coverage()
    coverage.add(bind(record(Payload("json", WASP)), shipped()))

    found = check_run(coverage, Context(), pick(rules(), ["run/never-seen"]))

    assert {"wasp-cli"} >= {one.contract for one in found}


def test_an_undocumented_event_shows_nothing():
    found = seen({**STARTED, "eventType": "DeployFinished"})

    assert ("CommandStarted", None) in found
    assert not any(field for _, field in found)
