"""Cases of the family `log`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from inspector.model import Remark
from inspector.rules import (
    Context,
    History,
    Remarked,
    Span,
    about_text,
    check_history,
    check_remark,
    pick,
    rules,
)
from inspector.rules.text import Find
from inspector.safe import Safe
from tests.log_world import (
    DAY,
    EXITED,
    capture,
    event,
    line,
    process,
    sent,
    shutdown,
)
from tests.wire_world import SDK, STARTED, attributes, export, request, span

CASES = Path(__file__).parent.parent / "cases"
HOUR = dt.timedelta(hours=1)
OTHERS, GROUP = 0o004, 0o040


def remark(*slugs, confidence="high", text="error: something"):
    """A remark in which these detectors found something."""
    finds = (Find(one, "violation", confidence, Safe("3 characters"), "So.") for one in slugs)
    return Remarked(Remark("error", text), tuple(finds))


def log(*parts):
    return "".join(parts).encode()


def case(name):
    return (CASES / name).read_bytes()


GLUED = case("werf-v2.77.1-clean.log").splitlines()[3][:-40] + log(
    event(4242, 0.004475087, "CommandExited", data=EXITED, ts=1_658_231_825_280)
)

FIRES = {
    "secret-in-remark": {
        "a secret": remark("secret/url-password"),
        "a secret beside a person": remark("personal/email-address", "secret/jwt"),
    },
    "personal-in-remark": {
        "a person": remark("personal/home-path"),
        "a network": remark("infrastructure/ip-address"),
    },
    "world-readable": {
        "everybody may read it": (log(process(7)), OTHERS | GROUP),
        "its group may": (log(process(7)), GROUP),
    },
    "forged-line": {
        "a process that nobody knows": log(
            process(7), event(1, 0.5, "CommandStarted", run=1, started=DAY + HOUR)
        ),
        "within the file's first seconds, of a process that began after it": log(
            process(7), event(8, 0.5, "CommandStarted", run=1, started=DAY + HOUR / 3600)
        ),
        "a known process, but nothing announces the event": log(
            sent(7, 0.1, "CommandStarted"), event(7, 0.2, "CommandExited", data=EXITED)
        ),
        "a monotonic clock that runs backwards": log(
            line(7, 5, "start sending event"), event(7, 4, "CommandStarted")
        ),
        "an event of another year than its line": log(
            sent(7, 0.1, "CommandStarted", ts=1_658_231_825_280)
        ),
        "two events in one line, the second of another year": GLUED,
        "a line that goes on behind its last field": case("werf-v2.77.1-line-forged-by-server.log"),
    },
    "not-confirmed": {
        "the lines end while the last events are flushed": log(
            sent(7, 0.1, "CommandStarted"), shutdown(7, 0.2, until="flush trace provider")
        ),
        "so do those of another process with the same id": log(
            shutdown(1, 0.2, until="start shutdown"), process(1, started=DAY + HOUR)
        ),
    },
}

QUIET = {
    "secret-in-remark": {
        "nothing at all": "error: traces export: retry-able request failure",
        "a person only": remark("personal/email-address"),
        "an encoding without anything in it": remark("hidden/encoded"),
    },
    "personal-in-remark": {
        "nothing at all": "start trace exporter",
        "a secret only": remark("secret/jwt"),
    },
    "world-readable": {
        "only its owner may read it": (log(process(7)), 0),
        "captured requests, which werf did not write": (log(capture(0)), OTHERS),
    },
    "forged-line": {
        "a log that begins within two processes": log(
            event(7, 90, "BuildFinished"),
            line(8, 30, "start sending event", started=DAY + HOUR / 60),
            event(8, 30.001, "CommandExited", run=1, data=EXITED, started=DAY + HOUR / 60),
        ),
        "several goroutines announce before they send": log(
            line(7, 0.1, "start sending event"),
            line(7, 0.1001, "start sending event"),
            event(7, 0.1003, "StageBuildFinished"),
            event(7, 0.1002, "ImageBuildFinished"),
        ),
        "containers whose processes all have the id 1": log(
            line(1, 0.1, "start sending event"),
            line(1, 0.1, "start sending event", started=DAY + HOUR),
            event(1, 0.2, "CommandStarted"),
            event(1, 0.2, "CommandStarted", run=1, started=DAY + HOUR),
        ),
        "a log in which somebody kept the events only": log(
            *(event(7, age, "StageBuildFinished") for age in range(0, 60, 5))
        ),
        "a laptop that slept": log(
            line(7, 0.01, "start trace exporter"),
            sent(7, 0.1, "CommandStarted"),
            sent(7, 5, "CommandExited", data=EXITED, started=DAY + HOUR),
        ),
        "a bad attribute between the two lines": case("werf-v2.77.1-bad-extra.log"),
        "two processes": case("werf-v2.77.1-two-processes.log"),
        "the stdout era, which writes no other lines": case("werf-v1.2.122-stdout.log"),
        "requests, which are no log": log(capture(0)),
    },
    "not-confirmed": {
        "a process that says it is complete": log(process(7)),
        "a process that was killed before": log(sent(7, 0.1, "CommandStarted")),
        "containers whose processes all have the id 1": log(
            process(1), process(1, run=1, started=DAY + HOUR)
        ),
    },
}


@about_text("violation")
def token(text, _context):
    """A made-up token stands in the value.

    Why.

    What to do.
    """
    at = text.lower.find("tok-")
    if at >= 0:
        yield Span(at, at + 4, evidence=Safe("a token"))


SECRET = type(token)("secret/token", "violation", "text", token.check, token.text)
CHOSEN = (SECRET, *pick(rules(), ["log"]))


def judged(data):
    inspection = Inspection(chosen=CHOSEN)
    return [one for each in inspection.feed(data) + inspection.end() for one in each.findings]


def test_a_remark_names_the_detectors_that_fired_and_shows_no_more_than_they_do():
    subject = remark("secret/jwt", "secret/url-password", confidence="medium")

    (found,) = check_remark(subject, Context(), pick(rules(), ["log"]))

    assert "A remark in the log holds a secret (jwt, url-password)." == found.message
    assert ("review", "no", "medium", "3 characters") == (
        found.level,
        found.transmitted,
        found.confidence,
        found.evidence,
    )


def test_a_remark_is_examined_and_equal_ones_are_one_finding():
    one, again, other = (
        judged(log(line(7, 0.1, f"error: {text}"))) for text in ("tok-1", "tok-1", "tok-2")
    )

    assert ["log/secret-in-remark"] == [found.rule for found in one]
    assert one[0].same == again[0].same != other[0].same


@pytest.mark.parametrize(
    "more, field",
    [
        pytest.param({"command": "wasp build tok-1"}, "capture.command", id="the command"),
        pytest.param(
            {"headers": {"authorization": "Bearer tok-1"}},
            "capture.headers.authorization",
            id="a header",
        ),
        pytest.param(
            {"request_line": {"a": [{"tok-1": 1}]}}, "capture.request_line.a", id="a key in a list"
        ),
    ],
)
def test_what_is_around_a_captured_payload_is_a_remark(more, field):
    (found,) = judged(log(capture(0, **more)))

    assert ("log/secret-in-remark", "no", field) == (found.rule, found.transmitted, found.field)


@pytest.mark.parametrize(
    "resource, more, field",
    [
        pytest.param({"host.name": "tok-1"}, [], "resource.host.name", id="a resource attribute"),
        pytest.param(
            {}, [("Authorization", "Bearer tok-1")], "header.Authorization", id="a credential"
        ),
        pytest.param({}, [("X-Trace", "tok-1")], "header.X-Trace", id="an unknown header"),
    ],
)
def test_what_a_request_carries_besides_its_events_is_examined_and_was_sent(resource, more, field):
    message = export(span(attributes(STARTED)), resource=attributes(resource))
    saved = json.loads(to_line(request(message)))
    saved["headers"] += more

    (found,) = judged(json.dumps(saved).encode())

    assert ("secret/token", "yes", "a token") == (found.rule, found.transmitted, found.evidence)
    assert (field, "werf-v2") == (found.field, found.contract)


def test_headers_and_resource_attributes_of_every_client_are_left_alone():
    data = to_line(request(export(span(attributes(STARTED)), resource=SDK))) + b"\n"

    assert [] == judged(data)


def found_in(*logs):
    gathered = History()
    for number, data in enumerate(logs):
        inspection = Inspection()
        gathered.begin(OTHERS)
        for each in inspection.feed(data) + inspection.end():
            gathered.add(each, (number, each.record.line.number))
    gathered.files.end()
    return list(check_history(gathered, Context(), pick(rules(), ["log"])))


def test_a_forged_line_is_named_with_its_clock_and_was_perhaps_never_sent():
    ((found, hit),) = [
        one for one in found_in(case("werf-v2.77.1-line-forged-by-server.log"))
        if one[0].rule == "log/forged-line"
    ]  # fmt: skip

    assert "clock of the log's lines" in found.message
    assert ("review", "unknown") == (found.level, found.transmitted)
    assert hit.places


def test_who_may_read_a_file_is_said_of_each_once():
    found = [hit for one, hit in found_in(log(process(7)), log(process(8, run=1)))
             if one.rule == "log/world-readable"]  # fmt: skip

    assert [((0, 1),), ((1, 1),)] == [hit.places for hit in found]


def test_a_thousand_killed_processes_with_one_id_are_all_counted():
    parts = (
        shutdown(1, 0.2, until="flush trace provider", started=DAY + n * HOUR / 60)
        for n in range(1000)
    )

    ((_, hit),) = [one for one in found_in(log(*parts)) if one[0].rule == "log/not-confirmed"]

    assert 1000 == hit.times
    assert 20 == len(hit.places)


def test_a_variable_that_stands_in_the_log_whole_is_told_whatever_it_holds():
    rule = next(one for one in rules() if one.id == "log/secret-in-remark")
    remarked = Remarked(Remark("bad-extra", 'env with extra attribute "X=y" is not valid'), ())

    (found,) = rule.check(remarked, Context())

    assert ("medium", None) == (found.confidence, found.evidence)
