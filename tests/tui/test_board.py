"""What arrives and what is shown: every state has words, at every size."""

from __future__ import annotations

from contextlib import suppress

import pytest
from textual.worker import WorkerFailed

from inspector.audit import Inspection
from inspector.safe import Safe
from inspector.tui import store as module
from inspector.tui.app import InspectorApp, Source
from inspector.tui.feed import Batch, Feed, Told
from inspector.tui.rows import Rows
from inspector.tui.states import DIVIDERS

SIZES = [(120, 40), (80, 24), (40, 20)]
FILE = Source("path", ("/var/log/telemetry.log",))


def _batches(log: bytes) -> list[Batch]:
    made, inspection = Rows(), Inspection()
    judged = inspection.feed(log) + inspection.end()
    return [Batch(tuple(made.make(one) for one in judged), len(log))]


def told(kind: str, text: str = "") -> list[Batch]:
    return [Batch((Told(kind, Safe(text)),))]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "news, words",
    [
        pytest.param((), ["Opening telemetry.log"], id="opening"),
        pytest.param(
            told("waiting"),
            ["WAITING", "Waiting for this file", "export", "/var/log/telemetry.log", "converge"],
            id="waiting",
        ),
        pytest.param(told("empty"), ["WAITING", "is empty", "WERF_TELEMETRY is not 0"], id="empty"),
        pytest.param(
            told("denied", "It belongs to uid 0 with mode 0600."),
            ["ERROR", "permission denied", "belongs to uid 0"],
            id="denied",
        ),
        pytest.param(
            told("unsuitable", "/var/log is a folder."),
            ["ERROR", "cannot be read", "is a folder"],
            id="unsuitable",
        ),
        pytest.param(
            told("unreadable", "Input/output error."),
            ["ERROR", "cannot be read", "Input/output"],
            id="unreadable",
        ),
        pytest.param(told("removed"), ["WAITING", "Waiting for this file"], id="removed"),
        pytest.param(told("ended"), ["END", "holds no record"], id="ended"),
    ],
)
async def test_every_state_without_events_has_words(show, news, words, size):
    async with show(news, size=size, source=FILE) as app:
        shown = " ".join(app.text.split())

    assert [] == [word for word in words if word not in shown]


async def test_the_first_event_ends_the_waiting(show, mixed):
    async with show(told("waiting")) as app:
        await app.give(mixed)

        assert "LIVE" in app.text
        assert "Waiting for" not in app.text
        assert app.board.list.has_focus


async def test_a_log_of_notes_alone_says_so(show, note):
    async with show(note() + note("start shutdown")) as app:
        assert "No telemetry event yet." in app.text
        assert "Read so far: 2 records" in app.text

        await app.press("a")
        assert "about to send" in app.text


async def test_a_filter_that_nothing_matches_says_which_and_how_to_drop_it(show, mixed):
    async with show(mixed) as app:
        await app.press("ampersand")
        await app.type("level:bad event:Build*")

        for words in ("No event matches", "without flag:bad: 1 would match",
                      "without event:Build*: 1 would match", "filter off"):  # fmt: skip
            assert words in app.text
        await app.press("backslash")
        assert len(app.types) == 6


async def test_while_it_is_looked_through_nobody_says_that_nothing_matches(show, mixed):
    async with show(mixed) as app:
        app.board.session.behind = True
        await app.press("ampersand")
        await app.type("level:bad event:Build*")

        assert "No event matches so far" in app.text
        assert "would match" not in app.text


@pytest.mark.parametrize(
    "kind, words",
    [
        ("truncated", "file emptied, read from its start again"),
        ("rotated", "file rotated"),
        ("replaced", "file replaced, events may appear twice"),
        ("removed", "file removed, what was read is kept"),
        ("gap", "gap: lines may be lost here"),
    ],
)
async def test_what_happens_to_the_file_stands_between_the_rows(show, mixed, sent, kind, words):
    async with show(mixed) as app:
        await app.give(told(kind, f"telemetry.log: {kind}, in full."))
        await app.give(sent(seconds=30))

        assert f"── {words} ─" in app.text
        assert app.text.count(words) == 2  # in the list, and for a moment as news
        assert app.types[-2:] == [words, "CommandExited"]
        await app.press("k")
        assert f"{kind}, in full." in "".join(s.text for s in app.board.detail.line(0))


@pytest.mark.parametrize("kind", ["copy", "compressed", "old-writer"])
async def test_other_news_is_shown_for_a_moment(show, mixed, kind):
    async with show(mixed) as app:
        await app.give(told(kind, "both are read"))

        assert "both are read" in app.text
        assert "LIVE" in app.text
        assert len(app.types) == 6


async def test_a_removed_file_keeps_its_rows(show, mixed):
    async with show(mixed) as app:
        await app.give(told("removed") + told("waiting"))

        assert "WAITING" in app.text
        assert "CommandExited" in app.types


async def test_an_unreadable_record_shows_reason_place_and_raw_bytes(show, mixed):
    async with show(mixed) as app:
        await app.press("k")
        assert "CANNOT BE READ" in app.text
        assert "(forged-or-torn)" in app.text
        assert "reading stopped at byte" in app.text

        await app.press("v", "v")

        assert "▸ marks the byte" in app.text
        assert "sent event: ts=17912845" in app.text.replace("▸", "").replace("\n", "") or (
            "▸" in app.text
        )


async def test_a_source_that_ended_begins_at_the_worst(show, mixed):
    async with show(mixed) as app:
        await app.give(told("ended"))

        assert app.chosen == "CommandExited 14:02:05.000"
        assert "ALL READ" in app.text


async def test_the_demo_is_marked_and_says_how_to_see_ones_own(show, mixed):
    async with show(mixed, source=Source("demo")) as app:
        assert " DEMO " in app.text
        assert "export WERF_TELEMETRY_LOG_FILE=$PWD/telemetry.log" in app.text


@pytest.mark.parametrize("size", [(39, 20), (80, 9), (20, 5)])
async def test_a_terminal_that_is_too_small_says_what_is_needed(show, mixed, size):
    async with show(mixed, size=size) as app:
        assert app.text.startswith("40x10")
        assert "CommandExited" not in app.text

        await app.pilot.resize_terminal(80, 24)
        await app.pilot.pause()
        assert "CommandExited" in app.text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_resizing_keeps_the_cursor_in_sight(show, mixed, sent, size):
    log = mixed + b"".join(sent(seconds=10 + n / 100) for n in range(100))
    async with show(log) as app:
        await app.press("G")

        await app.pilot.resize_terminal(*size)
        await app.pilot.pause()

        assert "▸" in app.text
        assert app.chosen == "CommandExited 14:02:10.990"


async def test_a_reader_that_fails_is_told_without_its_words():
    def fail(_):
        raise RuntimeError("CANARY of the log")

    app = InspectorApp(FILE, Feed(fail))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        with suppress(WorkerFailed):
            await app.workers.wait_for_complete()
        await pilot.pause()

        lines = app.screen._compositor.render_strips()
        text = "\n".join("".join(part.text for part in line) for line in lines)
    assert "ERROR" in text
    assert "RuntimeError" in text
    assert "CANARY" not in text


async def test_catching_up_is_told_and_does_not_show_every_last_event(show, sent, rows):
    async with show(sent(seconds=1)) as app:
        await app.give([Batch(left=1 << 20)])
        await app.give([Batch(rows(sent(seconds=2)), left=1 << 20)])
        assert "INDEXING" in app.text
        assert app.chosen == "CommandExited 14:02:02.000"
        assert "14:02:01" in app.board.detail.line(0)[1].text

        await app.give([Batch(rows(sent(seconds=3)))])
        assert "FOLLOW" in app.text
        assert "14:02:03" in app.board.detail.line(0)[1].text


async def test_rows_that_are_dropped_are_told_and_the_cursor_stays(monkeypatch, show, sent):
    monkeypatch.setattr(module, "LIMIT", 40)
    async with show(b"".join(sent(seconds=n) for n in range(30))) as app:
        await app.press("k")
        before = app.chosen

        await app.give(b"".join(sent(seconds=n / 10) for n in range(300, 315)))

        assert before == app.chosen
        assert "no longer kept" in app.text
        assert "45 events" in app.text


async def test_an_open_record_is_told(show, mixed):
    async with show(mixed) as app:
        await app.give([Batch((), read=120, held=120, runs=2)])

        assert "120 B of an open record" in app.text


@pytest.mark.parametrize("kind", ["denied", "unsuitable", "unreadable"])
async def test_trouble_is_said_even_when_there_are_records(show, mixed, kind):
    news = told(kind, "what happened and what to do")
    async with show([*_batches(mixed), *news]) as app:
        assert "ERROR" in app.text
        assert str(DIVIDERS[kind]) in app.text


async def test_each_of_several_files_is_named_where_it_begins(show, mixed):
    several = Source("paths", ("/logs/none.log", "/logs/b.log"))
    news = [
        Told("file", Safe("/logs/none.log")),
        Told("unreadable", Safe("/logs/none.log: no such file")),
    ]
    async with show(
        [Batch(tuple(news)), Batch((Told("file", Safe("/logs/b.log")),)), *_batches(mixed)],
        source=several,
    ) as app:
        assert "/logs/none.log: no such file" in app.text
        assert "/logs/b.log" in app.text
