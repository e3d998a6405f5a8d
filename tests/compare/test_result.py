from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.compare import Gathered
from inspector.report import Input
from inspector.safe import Safe
from tests.compare_world import carrying, changed, event, judged, logged, note, saved

FIRST, LAST = event(1, "CommandStarted"), event(2, exitCode=0)


def result(log, *captures, error=None, missed=None):
    gathered = Gathered()
    gathered.begin_log(Input(Safe("run.log"), error=error))
    gathered.add_log(judged(log))
    for number, requests in enumerate(captures, 1):
        gathered.begin_capture(Input(Safe(f"{number}.jsonl")))
        gathered.add_capture(judged(saved(*requests)))
    gathered.captures[-1].source.error = missed
    return gathered.result()


SAME = (logged(FIRST, LAST), [carrying(FIRST)], [carrying(LAST)])


def beside(text):
    """A capture that holds more than its requests."""
    gathered = Gathered()
    gathered.begin_log(Input(Safe("run.log")))
    gathered.add_log(judged(logged(FIRST)))
    gathered.begin_capture(Input(Safe("1.jsonl")))
    gathered.add_capture(judged(text + saved(carrying(FIRST))))
    return gathered.result()


@pytest.mark.parametrize(
    "made, verdict, reason",
    [
        pytest.param(result(*SAME), "identical", None, id="all the same"),
        pytest.param(result(SAME[0], SAME[1]), "not-identical", None, id="one is missing"),
        pytest.param(
            result(SAME[0] + note("sent event: torn"), *SAME[1:]), "cannot-say",
            "1 record of the log could not be read", id="unreadable log",
        ),
        pytest.param(
            result(*SAME, [replace(carrying(), refused=415)]), "cannot-say",
            "the endpoint refused 1 request", id="refused",
        ),
        pytest.param(
            result(*SAME, [replace(carrying(), body=b"\xff"), replace(carrying(), body=b"\xfe")]),
            "cannot-say", "2 requests or spans could not be read", id="unreadable wire",
        ),
        pytest.param(
            result(b"", []), "cannot-say", "neither the log nor the wire holds an event",
            id="nothing",
        ),
        pytest.param(
            result(*SAME, error=Safe("it is damaged")), "cannot-say", "run.log: it is damaged",
            id="half an input",
        ),
        pytest.param(
            result(*SAME, missed=Safe("the rest is gone")), "cannot-say",
            "2.jsonl: the rest is gone", id="known to be lacking",
        ),
        pytest.param(
            result(saved(carrying(FIRST)) + SAME[0], *SAME[1:]), "cannot-say",
            "1 record of the other side left out; the log comes first, then captures",
            id="the other side's records",
        ),
        pytest.param(
            beside(b"word\n\n"), "cannot-say",
            "1 record is no request; look for torn lines and text in the captures", id="text",
        ),
        pytest.param(
            beside(b"word\n\n" + note("start trace exporter")), "cannot-say",
            "2 records are no requests; look for torn lines and text in the captures", id="texts",
        ),
        pytest.param(beside(b"\n  \n"), "identical", None, id="blank lines"),
        pytest.param(
            result(SAME[0] + note("sent event: torn"), SAME[1]), "not-identical",
            "1 record of the log could not be read", id="a difference beats what is unreadable",
        ),
    ],
)  # fmt: skip
def test_verdict(made, verdict, reason):
    assert verdict == made.verdict
    assert [reason] * (reason is not None) == made.incomplete


def test_findings_stand_in_the_log_or_else_in_their_capture():
    made = result(
        logged(FIRST, LAST),
        [carrying(FIRST)],
        [],
        [carrying(FIRST), carrying(changed(LAST, eventData="{}"))],
    )

    places = {
        tally.finding.rule: [(made.report.inputs[i].path, line) for i, line in tally.places]
        for tally in made.report.findings
    }

    assert [("run.log", 4)] == places["wire/value-differs"]
    assert [("3.jsonl", 1)] == places["wire/on-wire-not-in-log"]
    assert [("1.jsonl", 1), ("3.jsonl", 1), ("3.jsonl", 2)] == places["wire/undocumented-resource"]
    assert ["1.jsonl", "3.jsonl", "3.jsonl"] == [made.path(number) for number in (1, 2, 3)]


def test_what_requests_carry_is_told_from_what_the_comparison_finds():
    made = result(logged(FIRST, LAST), [carrying(FIRST)])

    assert {"wire/undocumented-resource", "wire/span-envelope"} <= made.about_requests
    assert "wire/in-log-not-on-wire" not in made.about_requests


def test_files_that_are_no_captures_are_kept_by_name():
    gathered = Gathered()
    gathered.begin_log(Input(Safe("run.log")))
    gathered.wire_report.skipped = [Safe("notes.txt")]

    assert ("notes.txt",) == gathered.result().skipped


def test_every_capture_counts_its_own():
    made = result(logged(FIRST), [carrying(FIRST), carrying(FIRST, LAST)], [])

    assert [(2, 3), (0, 0)] == [(one.requests, one.spans) for one in made.captures]
