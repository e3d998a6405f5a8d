"""The screen of the runs: what is gathered of a log, how it is laid out, and every key."""

from __future__ import annotations

import pytest

from inspector.safe import Safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.record import recall
from inspector.tui.runs.chart import Took, detail, ordered, took
from inspector.tui.runs.gathered import Run, Runs
from inspector.tui.runs.table import ORDERS, duration, heading, run_line, sort_key

STARTED = ("CommandStarted", {})
EXITED = ("CommandExited", {"exitCode": 1, "durationMs": 2104})
FAILURE = "error: traces export: failed to send to https://telemetry.example/v1/traces: 403"


@pytest.fixture
def gathered(rows):
    def _gathered(log: bytes) -> Runs:
        runs = Runs()
        for number, row in enumerate(rows(log)):
            runs.take(number, row, recall(row))
        return runs

    return _gathered


@pytest.fixture
def one(gathered):
    def _one(log: bytes) -> Run:
        (run,) = gathered(log).runs
        return run

    return _one


def test_a_run_is_what_its_events_say(one, sent):
    run = one(sent(*STARTED, command="werf build") + sent(*EXITED, seconds=3, command="werf build"))

    assert ("r1", "werf build", 2) == (run.label, run.command, run.events)
    assert (2104, 1, True) == (run.length_ms, run.status, run.ended)
    assert "14:02:01.000" == run.start


def test_a_run_without_its_own_duration_lasted_from_its_first_event_to_its_last(one, sent):
    run = one(sent(*STARTED) + sent("BuildFinished", {"durationMs": 9}, seconds=3))

    assert 2000 == run.length_ms
    assert not run.ended


@pytest.mark.parametrize(
    "order, expected",
    [
        pytest.param("start exit done", "queued", id="an orderly end"),
        pytest.param("start exit", "cannot say", id="an end that the process does not confirm"),
        pytest.param("start", "RUNNING", id="no end"),
        pytest.param("start done", "cannot say", id="a shutdown without an end"),
        pytest.param("start error exit done", "FAILED", id="an export that failed"),
        pytest.param("error start exit", "FAILED", id="even before the first event"),
        pytest.param("done new start", "RUNNING", id="what a process of the same number did is not its own"),
        pytest.param("error new start exit done", "queued", id="nor its failure"),
    ],
)  # fmt: skip
def test_delivery_is_read_from_the_remarks_of_the_process(one, sent, note, order, expected):
    lines = {
        "new": note("start trace exporter"), "start": sent(*STARTED), "exit": sent(*EXITED),
        "done": note("shutdown complete"), "error": note(FAILURE),
    }  # fmt: skip

    assert expected == one(b"".join(lines[word] for word in order.split())).delivery


def test_a_process_number_that_two_runs_share_is_two_processes(gathered, sent, note):
    log = sent(*EXITED) + note("shutdown complete") + sent(*EXITED, run="another")

    assert ["queued", "cannot say"] == [run.delivery for run in gathered(log).runs]


def test_a_failure_of_any_process_of_a_run_counts(one, sent, note):
    log = sent(*STARTED) + note(FAILURE) + sent(*EXITED).replace(b"[41207]", b"[41208]")
    run = one(log)

    assert ([41207, 41208], "FAILED") == ([one.pid for one in run.processes], run.delivery)
    assert "process 41207 and 1 more" in text_of(detail(run, [], 120)[0])


def test_where_there_is_room_a_run_names_project_user_and_process(one, sent):
    names, row = text_of(heading(120)), text_of(run_line(one(sent(*EXITED)), 120))

    for name, value in {"PROJECT": "c4c4c4c4…", "USER": "5f5f5f5f…", "PID": "41207"}.items():
        assert names.index(name) == row.index(value)
    assert "PROJECT" not in text_of(heading(110))
    assert "PID" in text_of(heading(110))


def test_a_form_without_process_numbers_tells_nothing_of_delivery():
    run = Run(Safe("r1"), Safe("x"), Safe(""), Safe(""), None, events=1, ended=True)

    assert ("cannot say", "unframed") == (run.delivery, run.outcome)


def test_spans_of_requests_were_received(one, sent, saved):
    assert "received" == one(saved(sent(*STARTED))).delivery


def test_events_without_a_run_are_counted(gathered):
    runs = gathered(b'{"schemaVersion": 2, "eventType": "CommandStarted"}\n')

    assert ([], 1) == (runs.runs, runs.without)


def test_flags_are_those_of_its_events(one, sent):
    run = one(sent(*STARTED) + sent("CommandExited", {"exitCode": 0, "hostPath": "/home/jdoe"}))

    assert run.flagged
    assert "violation" == run.worst
    assert {"ok": 1, "violation": 1} == run.flags


@pytest.mark.parametrize("width", [40, 63, 64, 72, 89, 90, 120])
@pytest.mark.parametrize("cursor", [True, False])
def test_a_row_is_as_wide_as_its_heading(one, sent, width, cursor):
    run = one(sent(*EXITED, command="werf " + "x" * 90))
    run.flags.update(violation=12345, review=678, note=90)

    assert width == width_of(run_line(run, width, cursor=cursor)) == width_of(heading(width))


def test_the_columns_stand_below_their_names(one, sent):
    names, row = text_of(heading(120)), text_of(run_line(one(sent(*EXITED)), 120))

    for name, value in {"COMMAND": "werf converge", "DELIVERY": "cannot say"}.items():
        assert names.index(name) == row.index(value)
    for name, value in {"EVENTS": "1", "DURATION": "2.1 s", "EXIT": "1"}.items():
        assert row[: names.index(name) + len(name)].endswith(value)


@pytest.mark.parametrize(
    "ms, expected",
    [(None, "-"), (0, "0 ms"), (999, "999 ms"), (1_000, "1.0 s"), (119_900, "119.9 s"),
     (120_000, "2 min"), (7_200_000, "2.0 h"), (10**12, "277.8 h"), (-5, "-5 ms")],
    ids=str,
)  # fmt: skip
def test_a_duration_is_written_in_its_unit(ms, expected):
    expected = "277,777.8 h" if ms == 10**12 else expected

    assert expected == duration(ms)


def test_runs_are_sorted_by_what_is_asked_for():
    def run(ms, events, bad):
        made = Run(Safe("r"), Safe(""), Safe(""), Safe(""), None, duration_ms=ms, events=events)
        made.flags["violation"] = bad
        return made

    runs = [run(1, 3, 0), run(9, 1, 2), run(5, 2, 7)]
    found = {
        order.word: [runs.index(one) for one in sorted(runs, key=lambda one: sort_key(one, order))]
        for order in ORDERS
    }

    assert {
        "START": [0, 1, 2],
        "DURATION": [1, 2, 0],
        "EVENTS": [0, 2, 1],
        "FLAGS": [2, 1, 0],
    } == found


BUILT = {"configType": "dockerfile", "rebuilt": True}


def test_stages_stand_below_their_image(rows, sent):
    log = (
        sent("StageBuildFinished", {"image": "a", "stage": "from", "durationMs": 3})
        + sent("StageBuildFinished", {"image": "b", "stage": "install", "durationMs": 5})
        + sent("ImageBuildFinished", {"image": "a", "durationMs": 4, **BUILT})
    )

    assert [("a", None, 4), ("from", "a", 3), ("install", "b", 5)] == [
        (one.name, one.whole, one.ms) for one in ordered(took(rows(log)))
    ]


@pytest.mark.parametrize("width", [38, 80, 118])
def test_bars_stand_in_proportion_and_keep_the_width(one, sent, width):
    found = [Took(Safe("all"), None, 1000), Took(Safe("half"), Safe("all"), 500)]
    found += [Took(Safe("nothing"), None, 0), Took(Safe("x" * 300), None, 1)]

    lines = detail(one(sent(*STARTED)), found, width)
    bars = [text_of(line).count("█") for line in lines][-4:]

    assert max(map(width_of, lines)) <= width
    assert bars[1] == round(bars[0] / 2)
    assert [0, 1] == bars[2:]


def test_a_run_of_very_many_parts_shows_some_and_counts_the_rest(one, sent):
    found = [Took(Safe(f"i{number}"), None, number) for number in range(1000)]

    assert "and 800 more" in text_of(detail(one(sent(*STARTED)), found, 80)[-1])


# --- keys -----------------------------------------------------------------------------------------


async def test_the_runs_stand_on_key_2_and_the_events_on_key_1(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        assert "[2 Runs]" in app.text
        assert "2 runs" in app.text
        assert "werf plan" in app.text

        await app.press("1")
        assert "[1 Events]" in app.text
        await app.press("2", "2")
        await app.press("escape")
        assert "[1 Events]" in app.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)], ids=str)
async def test_the_top_line_names_the_screens_at_every_size(show, mixed, size):
    async with show(mixed, size=size) as app:
        for key, name in {"2": "Runs", "1": "Events"}.items():
            await app.press(key)
            top = app.text.splitlines()[0]
            assert f"{name}]" in top
            assert [word in top for word in ("Events", "Runs", "Wire")] == [True] * 3


async def test_enter_shows_the_events_of_the_run(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        await app.press("g", "j", "enter")

        assert "[1 Events]" in app.text
        assert ["CommandStarted", "CommandExited"] == app.types
        assert "filter: run:r2" in app.text


async def test_a_click_chooses_a_run_and_a_second_one_opens_it(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        await app.pilot.click("#list", offset=(5, 0))
        assert "1/2" in app.text
        await app.pilot.click("#list", offset=(5, 1), times=2)
        await app.pilot.pause()

        assert "filter: run:r2" in app.text


async def test_only_flagged_runs_are_shown_when_asked_for(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        await app.press("exclamation_mark")
        assert "only flagged" in app.text
        assert "1/1" in app.text

        await app.press("exclamation_mark")
        assert "/2" in app.text


async def test_runs_are_sorted_by_the_next_column(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        for word in ("DURATION", "EVENTS", "FLAGS", "START"):
            await app.press("s")
            assert f"sorted by {word}" in app.text


async def test_tab_gives_the_keys_to_the_chart_and_escape_takes_them_back(show, mixed):
    async with show(mixed, size=(40, 20)) as app:
        await app.press("2")
        await app.rest()
        await app.press("tab")
        assert "6f1c9a52" in app.text or "7a1c9a52" in app.text
        await app.press("j", "k", "space", "b", "G", "g")
        await app.press("escape")
        assert "[2Runs]" in app.text
        await app.press("j", "k", "space", "b", "G", "g", "escape")
        assert "[1Events]" in app.text


async def test_what_comes_while_the_runs_are_shown_is_added(show, mixed, sent):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        await app.give(sent(*STARTED, seconds=20, command="werf render", run="new"))
        await app.rest()

        assert "3 runs" in app.text
        assert "werf render" in app.text


async def test_the_screen_is_as_it_was_left(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        await app.press("s", "1", "2")

        assert "sorted by DURATION" in app.text


async def test_the_wire_is_reached_from_the_runs_and_leads_back(show, mixed, fake):
    async with show(mixed, tools=fake()) as app:
        await app.press("2", "4")
        await app.rest()
        assert "[4 Wire]" in app.text.splitlines()[0]
        await app.press("4", "escape")
        assert "[2 Runs]" in app.text
        await app.press("4", "1")
        assert "[1 Events]" in app.text


async def test_help_lies_over_the_runs(show, mixed):
    async with show(mixed) as app:
        await app.press("2", "question_mark")
        assert "Screens" in app.text or "Help" in app.text
        await app.press("2", "escape")
        assert "[2 Runs]" in app.text


async def test_a_log_without_runs_says_what_a_run_is(show):
    async with show(b'{"schemaVersion": 2, "eventType": "CommandStarted"}\n') as app:
        await app.press("2")
        await app.rest()
        await app.press("enter")

        assert "No run to show" in app.text
        assert "1 event of no run" in app.text


async def test_rows_that_are_no_longer_kept_are_told_of(show, mixed):
    async with show(mixed) as app:
        app.board.session.log._forget(3)
        await app.press("2")
        await app.rest()

        assert "without 3 records no longer kept" in app.text


async def test_a_fault_of_the_worker_shows_its_type_and_nothing_of_the_log(
    show, mixed, monkeypatch
):
    def fail(*_):
        raise KeyError("/home/jdoe/secret")

    monkeypatch.setattr("inspector.tui.runs.gathered.run_id", fail)
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()

        assert "a fault in the program: KeyError" in app.text
        assert "jdoe" not in app.text


async def test_a_small_terminal_is_told_what_it_needs(show, mixed):
    async with show(mixed) as app:
        await app.press("2")
        await app.rest()
        await app.pilot.resize_terminal(39, 9)
        await app.pilot.pause()

        assert "40x10 needed" in app.text


@pytest.mark.parametrize("size, lines", [((120, 40), 3), ((80, 24), 2), ((40, 20), 0)], ids=str)
async def test_what_the_words_of_the_delivery_mean_stands_below_the_list(show, mixed, size, lines):
    async with show(mixed, size=size) as app:
        await app.press("2")
        await app.rest()
        panel = app.app.screen.query_one("#legend")

        assert lines == panel.size.height
        words = " ".join(app.text.split())
        assert ("DELIVERY is read from the log only" in words) is (size == (120, 40))
        assert ("No log proves receipt." in words) is (size == (80, 24))
        assert app.app.screen.list.size.height >= 5
