"""Cases of the family `behaviour`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from inspector.audit import Inspection
from inspector.contracts import bind, named, shipped
from inspector.model import Line, Payload, Record
from inspector.rules import Context, History, check, check_history, pick, rules
from tests.log_world import (
    DAY,
    EXITED,
    IDS,
    OTHER,
    capture,
    event,
    process,
    sent,
)

CASES = Path(__file__).parent.parent / "cases"
NOW = 1_775_100_000_000
STARTED = json.loads(named("werf-v2").samples[0].line)


def made(body, form="json"):
    return Record(Line(b"", 0, 0, 1), Payload(form, body))


def log(*parts):
    return "".join(parts).encode()


def case(name):
    return (CASES / name).read_bytes()


LATER = DAY + dt.timedelta(minutes=5)
FINISHED = {"durationMs": 300, "success": True, "imagesCount": 2}
BUILT = {"image": "web", "durationMs": 300, "rebuilt": True}

FIRES = {
    "rate-promise": {
        "a third event of a user in twelve hours": log(
            capture(0), capture(1, build=True), capture(11.9, project=OTHER)
        ),
        "two of one kind in one project, twelve hours but a second apart": log(
            capture(0), capture(12 - 1 / 3600)
        ),
        "two deploys at once": log(capture(0, words="fly"), capture(0.001, words="fly;cmd")),
        "in another order than they were made": log(capture(3), capture(1), capture(2)),
        "over two files": [log(capture(0)), log(capture(1))],
        "without a time nothing can be said, and that is": log(capture(0, time=False)),
        "real requests, four deploys in half a second": case("wasp-captured-0.25.0.jsonl"),
    },
    "sent-after-opt-out": {
        "an event made after it": made({**STARTED, "ts": NOW}),
        "at the very moment": made({**STARTED, "ts": NOW - 86_400_000}),
        "an event without a time may be": made({"distinct_id": "1", "project_hash": "2"}),
    },
    "started-without-exited": {
        "a killed process before another": log(
            sent(7, 0.1, "CommandStarted"), process(8, run=1, started=LATER)
        ),
        "the last run of a file": log(sent(7, 0.1, "CommandStarted")),
    },
    "exited-without-started": {
        "the file begins within a run": log(sent(7, 0.1, "CommandExited", data=EXITED)),
        "behind a run that is whole": log(
            process(8, run=1), sent(7, 400, "CommandExited", data=EXITED)
        ),
    },
    "clock-backwards": {
        "a clock that is set back by an hour": log(
            sent(7, 0.1, "CommandStarted"),
            sent(7, 5, "CommandExited", data=EXITED, started=DAY - dt.timedelta(hours=1)),
        ),
    },
    "duplicate-event": {
        "a file that is given twice": [log(process(7)), log(process(7))],
        "one event twice": log(sent(7, 0.1, "CommandStarted"), event(7, 0.1002, "CommandStarted")),
    },
    "id-collides": {
        "one id, two commands": log(
            process(7, command="werf build"), process(7, command="werf cleanup", started=LATER)
        ),
        "one id, two processes": log(process(7), process(8, started=LATER)),
        "one id in two files": [log(process(7)), log(process(8, started=LATER))],
    },
}

QUIET = {
    "rate-promise": {
        "a build and something else": log(capture(0), capture(1, build=True)),
        "exactly twelve hours apart": log(capture(0), capture(12), capture(24)),
        "two users with one event each": log(capture(0), capture(1, user=IDS[1])),
        "a program that promises nothing of the kind": log(process(7), process(8, run=1)),
    },
    "sent-after-opt-out": {
        "an event made before it": made({**STARTED, "ts": NOW - 86_400_001}),
    },
    "started-without-exited": {
        "a run that is whole": log(process(7)),
        "whose end is in the next file": [
            log(sent(7, 0.1, "CommandStarted")),
            log(sent(7, 9, "CommandExited", data=EXITED)),
        ],
        "a parent and the child that it leaves behind": case("werf-v2.77.1-two-processes.log"),
        "a program without such events": log(capture(0)),
    },
    "exited-without-started": {
        "a run that is whole": log(process(7)),
        "whose beginning is in a later file": [
            log(sent(7, 9, "CommandExited", data=EXITED)),
            log(sent(7, 0.1, "CommandStarted")),
        ],
    },
    "clock-backwards": {
        "processes that overtake each other": log(
            sent(7, 9, "CommandStarted"), sent(8, 2, "CommandStarted", run=1)
        ),
        "two goroutines that overtake each other": log(
            sent(7, 0.102, "BuildStarted", data={"imagesCount": 2}), sent(7, 0.1, "CommandStarted")
        ),
        "what a time service corrects": log(
            sent(7, 5, "CommandStarted"), sent(7, 4.001, "CommandExited", data=EXITED)
        ),
        "the older file after the newer one": [
            log(sent(7, 9, "CommandExited", data=EXITED)),
            log(sent(7, 0.1, "CommandStarted")),
        ],
        "build events after the end of the build, images in any order": case(
            "werf-v2.77.1-build-events.log"
        ),
    },
    "duplicate-event": {
        "two images in one millisecond": log(
            sent(7, 0.1, "ImageBuildFinished", data=BUILT, ts=NOW),
            sent(7, 0.1, "ImageBuildFinished", data={**BUILT, "image": "api"}, ts=NOW),
        ),
        "equal requests that carry no time": log(capture(0, time=False), capture(0, time=False)),
        "equal requests at two times": log(capture(0), capture(1)),
    },
    "id-collides": {
        "a parent and its child": case("werf-v2.77.1-two-processes.log"),
        "two containers, each with the process id 1": log(
            process(1), process(1, run=1, started=LATER)
        ),
    },
}


def history(*logs):
    gathered = History()
    for number, data in enumerate(logs):
        inspection = Inspection()
        gathered.begin()
        for judged in inspection.feed(data) + inspection.end():
            gathered.add(judged, (number, judged.record.line.number))
    return gathered


def hits(slug, *logs):
    rule = pick(rules(), [f"behaviour/{slug}"])
    return list(check_history(history(*logs), Context(), rule))


def test_both_readings_of_the_rate_are_told_apart_each_with_its_clock():
    (said, _), (meant, hit) = hits("rate-promise", case("wasp-captured-0.25.0.jsonl"))

    assert "2 in 12 hours, as the page says it: two for each user" in said.message
    assert "1 in 12 hours, as the program means it" in meant.message
    assert said.message.endswith("judged by the time of capture.")
    assert "no more than twice" in said.promise.text
    assert ("violation", "yes") == (meant.level, meant.transmitted)
    assert hit.places


def test_only_the_events_beyond_the_promise_are_named():
    ((_, hit),) = hits("rate-promise", log(*(capture(n, project=f"{n:016x}") for n in range(4))))

    assert ((0, 3), (0, 4)) == hit.places
    assert 2 == hit.times


def test_a_promise_that_cannot_be_judged_is_a_note_once():
    ((found, hit),) = hits("rate-promise", log(capture(0, time=False), capture(0, time=False)))

    assert ("note", 2, "unknown") == (found.level, hit.times, found.transmitted)


@pytest.mark.parametrize(
    "slug, logs, words",
    [
        pytest.param(
            "started-without-exited",
            log(sent(7, 0.1, "CommandStarted")),
            "as is normal for its last run",
            id="the last run",
        ),
        pytest.param(
            "started-without-exited",
            log(sent(7, 0.1, "CommandStarted"), process(8, run=1, started=LATER)),
            "they were killed",
            id="another run",
        ),
        pytest.param(
            "exited-without-started",
            log(sent(7, 0.1, "CommandExited", data=EXITED)),
            "normal after a rotation",
            id="the first run",
        ),
    ],
)
def test_the_edge_of_a_file_is_told_from_a_run_that_was_cut(slug, logs, words):
    ((found, hit),) = hits(slug, logs)

    assert words in found.message
    assert 1 == hit.times


def test_the_rate_is_data_of_the_contract():
    rates = [rate for promise in named("wasp-cli").promises for rate in promise.rates]

    assert [(2, 12, ("distinct_id",)), (1, 12, ("distinct_id", "project_hash"))] == [
        (rate.most, rate.hours, rate.by) for rate in rates
    ]


def test_nobody_opted_out_unless_somebody_says_so():
    event_ = bind(made({**STARTED, "ts": NOW}), shipped())
    rule = pick(rules(), ["behaviour/sent-after-opt-out"])

    (found,) = check(event_, Context(opted_out_since=NOW), rule)

    assert [] == list(check(event_, Context(), rule))
    assert "judged by the event's own time" in found.message
    assert "WERF_TELEMETRY" in found.promise.text


def test_the_same_event_in_a_log_and_on_the_wire_is_no_duplicate(cases):
    folder = cases / "compare"
    logs = [(folder / f"two-processes.{form}").read_bytes() for form in ("log", "jsonl")]

    assert [] == hits("duplicate-event", *logs)
    assert [] == hits("id-collides", *logs)
    assert hits("duplicate-event", *logs, logs[0])
