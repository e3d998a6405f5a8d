"""What is gathered of many records is the same however they were gathered, and small."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.audit import Inspection
from inspector.rules import Context, History, check_history, pick, rules
from inspector.rules.streams import Streams
from tests.log_world import DAY, EXITED, capture, process, sent, shutdown

CHOSEN = pick(rules(), ["behaviour", "log"])
HOUR = dt.timedelta(hours=1)

LOGS = [
    "",
    process(1),
    process(1, run=1, command="werf cleanup", started=DAY + HOUR),
    process(2, run=1, started=DAY + 2 * HOUR),
    sent(3, 0.1, "CommandStarted", run=2) + shutdown(3, 4, until="flush trace provider"),
    sent(3, 9, "CommandExited", run=2, data=EXITED),
    sent(3, 8, "CommandExited", run=2, data=EXITED) + sent(3, 0.1, "CommandStarted", run=2),
    sent(4, 0.1, "BuildStarted", run=3) + sent(4, 0.1, "BuildStarted", run=3),
    capture(0) + capture(1),
    capture(2, build=True) + capture(0, time=False),
    capture(13) + capture(5, words="fly"),
]


def judged(text):
    inspection = Inspection(chosen=())
    return inspection.feed(text.encode()) + inspection.end()


JUDGED = [judged(text) for text in LOGS]


def gathered(numbers):
    history = History()
    for number in numbers:
        at = history.inputs
        history.begin(0o004)
        for one in JUDGED[number]:
            history.add(one, (at, one.record.line.number))
    return history


def said(history):
    history.files.end()
    return [
        (one.rule, one.message, one.contract, one.event, hit.places, hit.times)
        for one, hit in check_history(history, Context(), CHOSEN)
    ]


def merged(parts):
    whole = History()
    for part in parts:
        whole.merge(part)
    return whole


NUMBERS = st.lists(st.integers(0, len(LOGS) - 1), max_size=8)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_any_split_of_the_inputs_gives_the_same_findings(first, second, third):
    right = gathered(second)
    right.merge(gathered(third))
    nested = gathered(first)
    nested.merge(right)

    parts = merged(map(gathered, (first, second, third)))

    assert said(gathered([*first, *second, *third])) == said(parts) == said(nested)


@pytest.mark.parametrize("number", range(len(LOGS)))
def test_every_log_alone_is_gathered_as_it_is_with_nothing_before_it(number):
    alone = said(gathered([number]))

    assert alone == said(merged([History(), gathered([number]), History()]))


def test_runs_that_are_whole_are_kept_as_a_few_bytes():
    history = History()
    text = "".join(process(7, run=n, started=DAY + n * HOUR) for n in range(60))

    for one in judged(text):
        history.add(one, (0, one.record.line.number))

    assert ({}, 60) == (history.runs.open, len(history.runs.done))
    assert {24} == {len(packed) for packed in history.runs.done.values()}
    assert {} == history.files.files[0].processes


def test_a_run_of_a_thousand_commands_keeps_the_first_of_them():
    history = History()
    text = "".join(sent(7, n, "BuildStarted", command=f"werf {n}") for n in range(1000))

    for one in judged(text):
        history.add(one, (0, one.record.line.number))

    (run,) = history.runs.open.values()
    assert 20 == len(run.faces)


def test_an_event_that_no_contract_claims_promises_nothing():
    (one,) = judged('{"x": 1}')
    streams = Streams()

    streams.add(one.event, None, (0, 1))

    assert {} == streams.streams
