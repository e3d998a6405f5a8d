from __future__ import annotations

import pytest

from inspector.compare import Gathered, as_text
from inspector.report import Input
from inspector.report.as_text import Look
from inspector.safe import Safe
from tests.compare_world import carrying, changed, cut, event, judged, logged, saved

FIRST, LAST = event(1, "CommandStarted"), event(2, exitCode=0)
HOSTILE = "\x1b]0;X\x07\n::set-output name=x::y"


def lines(log, *requests, look=None):
    gathered = Gathered()
    gathered.begin_log(Input(Safe("run.log")))
    gathered.add_log(judged(log))
    gathered.begin_capture(Input(Safe("wire.jsonl")))
    gathered.add_capture(judged(saved(*requests)))
    return as_text.render(gathered.result(), look).splitlines()


def test_all_the_same_is_said_in_one_line_and_counted_by_type():
    text = lines(logged(FIRST, LAST), carrying(FIRST, LAST))

    assert text[1].startswith("Verdict: IDENTICAL")
    assert "  wire:       wire.jsonl (0 bytes): 1 request, 2 spans" in text
    assert "  pairs:      2: 2 identical, 0 differing, 0 truncated" in text
    at = text.index("= IDENTICAL  (2)")
    assert "    CommandExited 1, CommandStarted 1" == text[at + 1]


def test_what_differs_stands_side_by_side():
    text = lines(logged(LAST), carrying(changed(LAST, userID="somebody", schemaVersion=10)))

    at = text.index("! DIFFERENT: the log shows another value than was sent  (1)")
    assert (
        "  2026-03-25 09:41:10.049  CommandExited  (log line 2; request 1, span 1)" == text[at + 1]
    )
    assert ["in", "the", "log", "on", "the", "wire"] == text[at + 2].split()
    assert ["userID", "a…b", "(64)", "s…y", "(8)"] == text[at + 3].split()
    assert "schemaVersion" in text[at + 4]


def test_a_difference_inside_json_is_named_by_its_place():
    data = '{"exitCode":17,"durationMs":5}'
    text = lines(logged(LAST), carrying(changed(LAST, eventData=data)))

    (row,) = [line for line in text if "eventData.exitCode" in line]
    assert row.split("  ")[-1].strip() == "number (2 characters)"
    (more,) = [line for line in text if "eventData.durationMs" in line]
    assert "–" in more


def test_a_difference_of_the_same_shape_says_so():
    text = lines(
        logged(LAST), carrying(changed(LAST, userID="ba" * 32, eventData='{"exitCode": 0}'))
    )

    assert any(line.endswith("b…a (64)") for line in text)
    (row,) = [line for line in text if line.strip().startswith("eventData")]
    assert row.endswith("{…} (15)")
    text = lines(logged(LAST), carrying(changed(LAST, userID="a" + "0" * 62 + "b")))
    assert any(line.endswith("a…b (64), but another value") for line in text)


def test_what_is_on_one_side_only_is_listed():
    text = lines(logged(LAST), carrying(FIRST))

    assert "  2026-03-25 09:41:10.049  CommandExited  (log line 2)" in text
    assert "  2026-03-25 09:41:10.048  CommandStarted  (request 1, span 1)" in text
    assert any(line.split()[:2] == ["command", "–"] for line in text)


def test_a_cut_span_shows_what_is_left():
    text = lines(logged(LAST), carrying(cut(LAST, 12)))

    (row,) = [line for line in text if line.strip().startswith("executionID")]
    assert row.endswith("1…2 (12)")
    assert any(line.startswith("i TRUNCATED") for line in text)


def test_what_was_sent_besides_the_events_is_one_block():
    text = lines(logged(LAST), carrying(LAST), carrying(LAST))

    at = text.index("SENT BESIDES THE EVENTS: on no page and in no log")
    block = text[at + 1 :]
    assert any("resource.service.name" in line and "×2" in line for line in block)
    assert all(line.startswith("  ") for line in block)
    assert "[wire/in-log-not-on-wire]" not in "\n".join(block)
    assert not any(line.startswith("SENT") for line in lines(logged(LAST)))


@pytest.mark.parametrize(
    "ts, shown",
    [(0, "1970-01-01 00:00:00.000"), (-1, "---"), (1 << 60, "---"), ("soon", "---"), (None, "---")],
)
def test_a_time_that_is_none_is_not_shown(ts, shown):
    text = lines(b"", carrying(changed(LAST, ts=ts)))

    (row,) = [line for line in text if "CommandExited" in line]
    assert row.strip().startswith(shown)


def test_nothing_of_the_data_reaches_the_terminal_as_it_is():
    odd = changed(event(4, HOSTILE, image=HOSTILE), userID=HOSTILE)
    text = lines(logged(LAST), carrying(odd, (*LAST, (HOSTILE, HOSTILE))))

    assert not any(ord(char) < 32 for line in text for char in line)
    assert "::set-output" not in "\n".join(text)
    starts = ("telemetry-inspector ", "Verdict: ", "  ", "!", "i ", "= ", "SENT ")
    assert all(line.startswith(starts) for line in text if line)


def test_a_long_list_says_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr(as_text, "SHOWN", 2)

    text = lines(logged(*map(event, range(5))))

    assert "  and 3 more; --format json lists all" in text


def test_colour_only_where_it_is_asked_for():
    sides = (logged(LAST, FIRST), carrying(LAST))

    assert "\x1b" not in "\n".join(lines(*sides))
    assert "\x1b[1mVerdict" in "\n".join(lines(*sides, look=Look(color=True)))
