"""The screen of the report: what it says, what can be chosen, what is written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.events import Paste

from inspector import cli, demo
from inspector.cli.auditor import Auditor
from inspector.safe import Safe
from inspector.tui.feed import Batch, Told
from inspector.tui.reader import batches
from inspector.tui.reporting.asked import Made, Refused
from inspector.tui.reporting.choices import Choices
from inspector.tui.reporting.kept import kept
from inspector.tui.session import Session
from inspector.tui.source import Source
from tests.tui.conftest import kept_of

LOG = Source("path", ("t.log",))
SIZES = [(120, 40), (80, 24), (40, 20)]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, mixed) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("t.log").write_bytes(mixed)
    return tmp_path


def put(name, data) -> None:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)


def read(name) -> bytes:
    return Path(name).read_bytes()


def shell(command) -> int:
    script = command.replace("inspector", f"{sys.executable} -m inspector", 1)
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    return subprocess.run(["bash", "-c", script], env=env, check=False).returncode


def page(app) -> str:
    """Everything on the page, also what is scrolled away, in one line."""
    lines = app.app.screen.page._lines
    return " ".join(" ".join("".join(span.text for span in line) for line in lines).split())


async def rest(app) -> None:
    """Wait for the worker, and show what it made, where that screen is on top."""
    await app.app.workers.wait_for_complete()
    await app.pilot.pause()
    if hasattr(app.app.screen, "show_state"):
        await app.rest()


async def shown(app, *keys: str) -> None:
    for key in keys:
        await app.press(key)
        await rest(app)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_it_says_what_the_report_will_say(show, mixed, size):
    async with show(mixed, size, source=LOG) as app:
        await shown(app, "5")
        assert "5 Report]" in app.text.replace("[5R", "5 R")
        assert "DOES NOT CONFORM" in app.text
        assert "exit status 1" in app.text
        flat = page(app)
        assert "1 input · 3.2 kB · 10 lines · 5 events · 0 runs · 1 unreadable" in flat
        assert "2026-10-06 11:02:12 – 11:02:18 UTC" in flat
        assert "werf-v2@en-2026-03" in flat
        assert "none in waivers.toml" in flat
        assert "! violation contract/undocumented-field" in flat.replace("! c", "! violation c")
        assert "eventData.hostPath of CommandExited [werf-v2]" in flat
        assert "does not prove what a server received" in flat
        assert "inspectoraudit-otext=inspector-report.txtt.log" in flat.replace(" ", "").replace(
            "report.t xt", "report.txt"
        )
        assert "It exits with 1: violations." in flat


async def test_what_is_saved_is_what_the_command_writes(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5", "f", "f", "f", "e", "l")
        await shown(app, "o")
        app.app.focused.clear()
        await shown(app, *"a b'c", "enter")
        await shown(app, "s")
        mine = read("a b'c")
        assert 0o600 == stat.S_IMODE(os.stat("a b'c").st_mode)
        assert f"{len(mine):,} bytes written to a b'c" in " ".join(app.text.split())
        await shown(app, "y")
        command = app.app.clipboard

    assert """inspector audit --evidence none --lang ru -o 'sarif=a b'"'"'c' t.log""" == command
    os.unlink("a b'c")
    assert 1 == shell(command)
    assert mine == read("a b'c")


async def test_every_form_is_chosen_in_turn_and_its_text_is_read(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5", "p")
        assert "telemetry-inspector" in app.text.splitlines()[2]
        seen = []
        for _ in range(10):
            seen.append(app.app.screen.choice.form)
            assert app.app.screen.maker.state.choice == app.app.screen.choice
            await shown(app, "f")
        assert "text" == app.app.screen.choice.form
        assert 10 == len(set(seen))

        await shown(app, "F")
        assert "<!DOCTYPE html>" in app.text
        await shown(app, "escape")
        assert "What it cannot know" in app.text
        await shown(app, "escape")
        assert app.app.screen is app.board


async def test_values_are_shown_only_where_a_person_means_it(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5", "e", "e")
        assert "Do not publish it" in app.text
        await shown(app, "escape")
        assert "none" == app.app.screen.choice.evidence
        await shown(app, "p")
        assert "/home/jdoe/src" not in app.app.screen.maker.state.text

        await shown(app, "e", "y")
        assert "full" == app.app.screen.choice.evidence
        assert "THE VALUES THEMSELVES, secrets and personal data included" in app.text
        assert "/home/jdoe/src" in app.app.screen.maker.state.text

        app.app.screen.action_choose_form("sarif")
        await rest(app)
        assert "text" == app.app.screen.choice.form
        assert "are read by others and hold no values" in " ".join(app.text.split())

        await shown(app, "e")
        assert "/home/jdoe/src" not in app.app.screen.maker.state.text
        await shown(app, "f", "f", "f", "e", "e")
        assert ("sarif", "masked") == (app.app.screen.choice.form, app.app.screen.choice.evidence)


async def test_it_asks_before_something_is_overwritten(show, mixed):
    put("inspector-report.txt", "mine")
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        assert "exists (4 B): s asks before it is overwritten" in app.text
        await app.press("s")
        assert "This file is there already" in app.text
        await app.press("escape")
        assert "mine" == read("inspector-report.txt").decode()

        await app.press("s", "y")
        assert read("inspector-report.txt").decode().startswith("telemetry-inspector")


@pytest.mark.parametrize(
    "name, said",
    [
        ("t.log", "is one of the inputs"),
        ("waivers.toml", "is one of the inputs"),
        ("none/x", "the folder none does not exist; create it first"),
        ("link", "is a symbolic link"),
        (".", "is not a regular file"),
        ("x" * 300, "file name too long"),
    ],
)
async def test_a_file_that_must_not_be_written_is_not(show, mixed, name, said):
    os.symlink("elsewhere", "link")
    put("waivers.toml", "")
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        app.app.screen.choose(replace(app.app.screen.choice, typed=name))
        await rest(app)
        await app.press("s")

        assert said.replace(" ", "") in "".join(app.text.split())
    assert mixed == read("t.log")
    assert {"t.log", "link", "waivers.toml"} == set(os.listdir())


async def test_a_full_disk_is_told_and_leaves_nothing(show, mixed, monkeypatch):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        monkeypatch.setattr(
            "os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left"))
        )
        await app.press("s")

        assert "no space left" in app.text
    assert ["t.log"] == os.listdir()


async def test_controls_in_a_name_do_not_come_in(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5", "o")
        app.app.focused.post_message(Paste("\x1b]0;PWNED\x07\u202e.txt"))
        await app.pilot.pause()
        await shown(app, "enter")

        assert "inspector-report.txt]0;PWNED.txt" == app.app.screen.choice.file


async def test_the_page_is_walked_through(show, mixed):
    async with show(mixed, (80, 24), source=LOG) as app:
        await shown(app, "5")
        page = app.app.screen.page
        for key, y in (("j", 1), ("k", 0), ("space", page.page), ("b", 0), ("G", None), ("g", 0)):
            await app.press(key)
            assert page.scroll_offset.y == (page.max_scroll_y if y is None else y)
        assert page.max_scroll_y > 5


async def test_questions_are_answered_by_a_click_and_a_name_may_be_left(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5", "e", "e")
        await app.pilot.click("#answers", offset=(3, 0))
        await rest(app)
        assert "full" == app.app.screen.choice.evidence

        await app.press("o", "x", "escape")
        assert "inspector-report.txt" == app.app.screen.choice.file
        await app.press("o", "enter", "f")
        assert "inspector-report.json" == app.app.screen.choice.file
        await app.press("question_mark")
        assert "Help: keys" in app.text


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_click_chooses(show, mixed, size):
    async with show(mixed, size, source=LOG) as app:
        await shown(app, "5")
        panel = app.app.screen.query_one(Choices)
        for y, word in ((0, "json"), (1, "none"), (2, "ru")):
            line = "".join(span.text for span in panel._lines[y])
            x = line.index(f" {word} ") + 1 if f" {word} " in line else line.index(" >") + 1
            await app.pilot.click(Choices, offset=(x, y))
            await rest(app)

        choice = app.app.screen.choice
        assert ("json", "none", "ru") == (choice.form, choice.evidence, choice.language)
        await app.pilot.click(Choices, offset=(12, 3))
        assert "Save the report as" in app.text


async def test_a_log_that_grew_is_told_and_read_again(show, mixed, sent):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        put("t.log", mixed + sent(seconds=30))
        app.app.screen.look()
        await rest(app)
        assert "changed since: r makes it anew" in app.text
        assert "5 events" in app.text

        await shown(app, "r")
        assert "changed since" not in app.text
        assert "6 events" in app.text


async def test_waivers_that_came_meanwhile_are_judged_by(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        assert "! violation contract/undocumented-field" in app.text
        put(
            "waivers.toml",
            '[[waivers]]\nrule = "contract/undocumented-field"\nreason = "r"\nowner = "o"\n'
            "expires = 2099-01-01\n",
        )
        await shown(app, "f")

        assert "waivers.toml: 1 waiver, 1 finding accepted" in app.text
        assert "i accepted" in app.text or "! accepted" in app.text


async def test_a_filter_is_said_not_to_be_applied(show, mixed):
    async with show(mixed, source=LOG) as app:
        await shown(app, "5", "1", "m", "exclamation_mark", "5")
        assert "The filter" in app.text
        assert "is not applied: a report is of everything." in app.text
        assert "1 mark, with comments: not in any report" in app.text
        assert "5 events" in app.text


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nothing_read_yet_says_what_to_do(show, size, folder):
    os.unlink("t.log")
    async with show([Batch((Told("waiting", Safe("")),))], size, source=LOG) as app:
        await shown(app, "5")
        assert "No report yet: nothing was read" in app.text
        assert "export WERF_TELEMETRY_LOG_FILE=" in page(app)
        await app.press("s", "p", "r")
        assert "there is nothing to" in app.text
        assert [] == os.listdir()


async def test_it_is_made_as_soon_as_something_was_read(show, mixed):
    async with show([Batch((Told("empty", Safe("")),))], source=LOG) as app:
        await shown(app, "5")
        assert "No report yet" in app.text
        await app.give(mixed)
        await rest(app)
        await rest(app)
        assert "DOES NOT CONFORM" in app.text


async def test_a_log_without_an_event_says_nothing_clean(show, note):
    put("t.log", note())
    async with show(note(), source=LOG) as app:
        await shown(app, "5")
        assert "CANNOT SAY" in app.text
        assert "exit status 3" in app.text
        assert "no telemetry event was found" in app.text


async def test_a_file_that_is_gone_is_told_as_the_command_tells_it(show, mixed):
    os.unlink("t.log")
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        assert "No report can be made" in app.text
        assert "t.log does not exist; nothing was audited" in app.text
        put("t.log", mixed)
        await shown(app, "r")
        assert "DOES NOT CONFORM" in app.text


async def test_a_waiver_file_that_cannot_be_used_is_told(show, mixed):
    put("waivers.toml", "[[waivers]]\n")
    async with show(mixed, source=LOG) as app:
        await shown(app, "5")
        assert "No report can be made" in app.text
        assert "waivers.toml" in app.text


class Slow(Auditor):
    """Waits in the middle until it is let go."""

    gate, begun = Event(), Event()

    def judge(self, words, kept, progress) -> Made:
        def wait(read, total):
            self.begun.set()
            self.gate.wait(10)
            progress(read, total)

        return super().judge(words, kept, wait)


async def test_it_can_be_stopped_and_begun_again(show, mixed, monkeypatch):
    Slow.gate, Slow.begun = Event(), Event()
    async with show(mixed, source=LOG) as app:
        app.board.session.source = replace(LOG, auditor=Slow)
        await app.press("5")
        Slow.begun.wait(10)
        app.app.screen.show_state()
        await app.pilot.pause()
        assert "READING" in app.text
        assert "Esc stops" in app.text
        await app.press("1", "2", "5")  # the app stays usable

        await app.press("escape")
        Slow.gate.set()
        await rest(app)
        assert "making it was stopped" in app.text
        await shown(app, "r")
        assert "DOES NOT CONFORM" in app.text


async def test_what_is_asked_for_meanwhile_is_made_instead(show, mixed):
    Slow.gate, Slow.begun = Event(), Event()
    async with show(mixed, source=LOG) as app:
        app.board.session.source = replace(LOG, auditor=Slow)
        await app.press("5")
        Slow.begun.wait(10)
        await app.press("f", "f")
        Slow.gate.set()
        await rest(app)
        state = app.app.screen.maker.state
        assert ("made", "jsonl") == (state.stage, state.choice.form)


class Broken(Auditor):
    def judge(self, *_) -> Made:
        raise KeyError("/home/jdoe/secret")


async def test_a_fault_of_the_worker_names_its_type_and_quotes_nothing(show, mixed):
    async with show(mixed, source=LOG) as app:
        app.board.session.source = replace(LOG, auditor=Broken)
        await app.press("5")
        await app.pilot.pause(0.2)

        assert "a fault in the program: KeyError" in app.text
        assert "jdoe" not in app.text


async def test_without_an_auditor_there_is_no_report(show, mixed):
    async with show(mixed, source=LOG) as app:
        app.app._source = LOG
        await app.press("5")
        assert "no report can be made here" in app.text
        assert app.app.screen is app.board


# --- what no command can read again ---


async def test_the_demo_has_a_report_and_no_command(show):
    made = list(batches(Source("demo"), Event()))
    async with show(made, source=Source("demo")) as app:
        await shown(app, "5")
        assert "demo session (20.5 kB)" in app.text
        assert "None: the demo session is a part of the program" in page(app)
        await app.press("y")
        assert "" == app.app.clipboard
        await shown(app, "f", "s")
        text = read("inspector-report.json").decode()

    assert '"path": "demo session"' in text
    assert '"command": []' in text


def test_every_byte_of_the_cases_is_put_together_again(rows, cases):
    whole = 0
    for path in sorted(cases.rglob("*.log")):
        data = path.read_bytes()
        (one,) = kept_of(Source("stdin"), rows(data))
        whole += one.trouble is None
        assert one.trouble or b"".join(one.chunks) == data
        assert one.size == len(data)
    assert whole > 5


def test_what_is_no_longer_kept_makes_the_report_incomplete(rows, mixed, sent):
    found = rows(mixed + b"x" * (2 << 20) + b"\n" + sent())[1:]
    inputs = kept_of(Source("stdin"), found)
    made = Auditor().judge(["-"], inputs, lambda *_: None)

    (why, *_) = made.report.incomplete
    assert "the app no longer keeps 90 bytes of it; too long to be kept whole: 1 record" in why
    assert "" == made.report.inputs[0].sha256


def test_a_long_pipe_is_read_again_from_its_copy_and_no_row_of_it_is_made(
    tmp_path, mixed, sent, monkeypatch
):
    data = mixed + b"".join(sent(seconds=n / 100) for n in range(900)) + sent().rstrip(b"\n")
    (tmp_path / "piped").write_bytes(data)
    session, source = Session(Source("stdin")), Source("stdin")
    with (tmp_path / "piped").open("rb") as pipe:
        for batch in batches(source, Event(), pipe.fileno()):
            session.take(batch)
    monkeypatch.setattr(session.log, "_made", None)

    (one,) = kept(source, session.log, range(session.log.end))

    assert data == b"".join(one.chunks)
    assert (len(data), None) == (one.size, one.trouble)
    session.log.texts.close()
    session.log.texts._recent.clear()
    again = kept(source, session.log, range(session.log.end))
    made = Auditor().judge(["-"], again, lambda *_: None)
    assert any("can no longer be read" in why for why in made.report.incomplete)
    assert "" == made.report.inputs[0].sha256


def test_a_run_has_its_log_and_its_requests(tmp_path, mixed, requests):
    source = Source("captured", ("t.log",), requests=requests(mixed))
    shown_rows = [item for batch in batches(source, Event()) for item in batch.items]
    session = Session(source)
    session.take(Batch(tuple(shown_rows)))
    log, wire = kept(source, session.log, range(session.log.end))

    assert "the log: t.log" == log.name
    assert wire.name.startswith("on the wire: ")
    assert mixed == b"".join(log.chunks)
    assert b"".join(wire.chunks).count(b'{"received_at":') == len(source.requests)
    made = Auditor().judge([], kept(source, session.log, range(session.log.end)), lambda *_: None)
    assert session.log.records == sum(one.records for one in made.report.inputs)


def test_what_was_received_is_judged_as_what_was_saved(tmp_path, rows, saved, mixed):
    lines = saved(mixed, ("authorization", "Bearer abc"))
    put("saved.jsonl", lines)
    inputs = kept_of(Source("endpoint"), rows(lines))
    kept_one = Auditor().judge([], inputs, lambda *_: None).report
    command = Auditor().judge(["saved.jsonl"], (), lambda *_: None).report

    def told(report):
        return [(one.finding.rule, one.occurrences, one.places) for one in report.findings]

    assert [one for one in told(command) if one[0] != "log/readable-by-others"] == told(kept_one)
    assert command.inputs[0].sha256 == kept_one.inputs[0].sha256


def test_the_report_of_the_demo_is_that_of_its_log(rows):
    put("session.log", demo.session())
    os.chmod("session.log", 0o600)
    inputs = kept_of(Source("demo"), rows(demo.session()))
    mine = Auditor().judge([], inputs, lambda *_: None).report

    assert [demo.session()] == [
        b"".join(one.chunks) for one in kept_of(Source("demo"), rows(demo.session()))
    ]
    assert mine.inputs[0].bytes == len(demo.session())


def test_values_are_refused_where_others_read_them():
    with pytest.raises(Refused, match="--evidence full is refused for sarif"):
        Auditor().judge(["--evidence", "full", "-o", "sarif=x", "t.log"], (), lambda *_: None)
