"""Every key of the dry run, on the app with a wire that opens no socket, and once with a real one."""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Event
from xml.etree import ElementTree as ET

import pytest
from textual.worker import WorkerFailed

from inspector.safe import Safe
from inspector.tui.paint import Bar
from inspector.tui.wire import dry
from inspector.tui.wire.screen import WireScreen
from inspector.wire.sender import Receipt

SIZES = [(120, 40), (80, 24), (40, 20)]
KEY = ("X-Api-Key", "hunter2-hunter2")


def on_wire(app) -> bool:
    return isinstance(app.app.screen, WireScreen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_request_is_shown_and_only_the_key_sends_it(show, mixed, fake, size):
    tools = fake()
    async with show(mixed, size=size, tools=tools) as app:
        await app.press("d")
        await app.rest()

        assert on_wire(app)
        for words in ("LISTENING 127.0.0.1:43117", "event, line 8", "[rebuilt]", "NOT SENT",
                      "Nothing was sent", "POST /v1/traces HTTP/1.1"):  # fmt: skip
            assert words in app.text
        assert 0 == tools.sent

        await app.press("s")
        await app.rest()

        assert 1 == tools.sent
        for words in ("SENT, HERE ONLY", "200 from this machine", "identical (9/9)"):
            assert words in app.text
        assert "bytes that left this machine: 0" in " ".join(app.text.split())


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_a_key_goes_back_to_the_event_and_sends_nothing(show, mixed, fake, key):
    tools = fake()
    async with show(mixed, tools=tools) as app:
        await app.press("g", "d")
        await app.rest()
        await app.press(key)

        assert not on_wire(app)
        assert app.board.list.has_focus
        assert "CommandStarted 14:02:01.000" == app.chosen
        assert 0 == tools.sent


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("v", "[Headers]"), ("v v", "[Bytes]"), ("v v v", "[Compare]"),
    ],
)  # fmt: skip
async def test_a_key_shows_the_next_view(show, mixed, fake, keys, expected):
    async with show(mixed, tools=fake()) as app:
        await app.press("d")
        await app.rest()
        await app.press("G", *keys.split())

        assert expected in app.text
        assert 0 == app.app.screen.text.scroll_offset.y


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("j", 1), ("down", 1), ("j k", 0), ("j up", 0), ("space", "page"), ("pagedown", "page"),
        ("space b", 0), ("space pageup", 0), ("G", "end"), ("end", "end"), ("G g", 0), ("G home", 0),
    ],
)  # fmt: skip
async def test_a_key_scrolls(show, mixed, fake, keys, place):
    async with show(mixed, size=(80, 24), tools=fake()) as app:
        await app.press("d")
        await app.rest()
        await app.press(*keys.split())

        text = app.app.screen.text
        places = {"page": text.page, "end": text.count() - text.size.height}
        assert places.get(place, place) == text.scroll_offset.y


async def test_the_requests_of_a_set_are_looked_at_one_after_the_other(show, mixed, fake):
    async with show(mixed, tools=fake()) as app:
        await app.press("D", "a")
        await app.rest()
        assert "request 1/5" in app.text
        assert "everything shown: 5 events" in app.text

        await app.press("n", "n")
        assert "request 3/5" in app.text
        await app.press("N", "N")
        assert "request 1/5" in app.text
        await app.press("N")
        assert "no other request is shown" in app.text


async def test_credentials_are_masked_until_a_key_asks_for_them(show, saved, mixed, fake):
    async with show(saved(mixed, KEY), tools=fake()) as app:
        await app.press("g")
        assert "request" in app.chosen
        assert "hunter2" not in app.text
        await app.press("v", "v")
        assert "hunter2" not in app.text
        await app.press("c")
        assert "hunter2-hunter2" in app.text
        assert "credentials are shown" in app.text
        await app.press("d")
        await app.rest()
        assert "CAPTURED" in app.text
        assert "hunter2" not in app.text
        await app.press("c")
        assert "hunter2-hunter2" in app.text
        await app.press("c")
        assert "hunter2" not in app.text


async def test_what_was_received_is_not_sent_again(show, mixed, saved, fake):
    tools = fake()
    async with show(mixed + saved(mixed), tools=tools) as app:
        await app.press("G", "d")
        await app.rest()
        assert "[captured]" in app.text
        assert "line 8 of the log" in app.text
        await app.press("s")

        assert "nothing to send" in app.text
        assert 0 == tools.sent


async def test_where_there_is_no_event_there_is_nothing_to_send(show, mixed, fake):
    async with show((), tools=fake()) as app:
        for key in "dD":
            await app.press(key)
            assert "there is no event here to send" in app.text
    async with show(mixed, tools=fake()) as app:
        await app.press("E", "d")
        assert "(forged-or-torn) 14:02:06.000" == app.chosen
        assert "there is no event here to send" in app.text


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("e", "event, line 8"), ("enter", "event, line 8"), ("r", "run r2: 2 events"),
        ("j enter", "run r2: 2 events"), ("a", "everything shown: 5 events"),
        ("k enter", "everything shown: 5 events"), ("down down up enter", "run r2: 2 events"),
    ],
)  # fmt: skip
async def test_the_menu_asks_what_is_to_be_sent(show, mixed, fake, keys, title):
    async with show(mixed, tools=fake()) as app:
        await app.press("D")
        assert "everything shown: 5 events" in app.text
        await app.press(*keys.split())
        await app.rest()

        assert on_wire(app)
        assert title in app.text


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_the_menu_can_be_left(show, mixed, fake, key):
    async with show(mixed, tools=fake()) as app:
        await app.press("D", key)

        assert not on_wire(app)
        assert "Dry run of" not in app.text


async def test_the_menu_takes_only_what_it_offers(show, sent, saved, fake):
    async with show(saved(sent()), tools=fake()) as app:
        await app.press("D", "r")
        assert "Dry run of" in app.text
        await app.press("enter")
        await app.rest()

        assert "CAPTURED" in app.text


async def test_a_large_set_is_sent_with_progress_and_can_be_stopped(show, sent, fake, monkeypatch):
    monkeypatch.setattr(dry, "FIRST", 3)
    tools = fake(gate=Event())
    async with show(b"".join(sent(seconds=n / 10) for n in range(30)), tools=tools) as app:
        await app.press("D", "a")
        await app.rest()
        assert "27 of them are rebuilt as they are sent" in app.text
        await app.press("s")
        app.app.screen.show_state()
        await app.pilot.pause()
        assert "SENDING" in app.text
        assert "0 / 30 events" in app.text
        await app.press("s")
        assert "it is not done yet" in app.text

        await app.press("escape")
        tools.gate.set()
        await app.rest()

        assert on_wire(app)
        assert 30 > tools.sent
        assert "STOPPED" in app.text
        await app.press("s")
        await app.rest()
        assert "decoded: identical (30/30 events" in app.text


async def test_a_failure_says_why_and_can_be_tried_again(show, sent, fake):
    said = Safe("nothing listens on port 43117 of this machine")
    tools = fake([Receipt(None, None, (), b"", 0.001, said)])
    async with show(sent(), tools=tools) as app:
        await app.press("d")
        await app.rest()
        await app.press("s")
        await app.rest()
        assert "FAILED" in app.text
        assert "x nothing listens on port 43117" in app.text

        await app.press("s")
        await app.rest()
        assert "SENT, HERE ONLY" in app.text


async def test_an_endpoint_that_could_not_start_is_tried_again(show, sent, fake):
    tools = fake(trouble=OSError("port 1 is in use"))
    async with show(sent(), tools=tools) as app:
        await app.press("d")
        await app.rest()
        assert "x the endpoint could not start: port 1 is in use. L tries again." in app.text
        await app.press("s")
        await app.rest()
        assert "FAILED" in app.text
        assert 0 == tools.sent

        tools.trouble = None
        await app.press("s")
        await app.rest()
        assert "SENT, HERE ONLY" in app.text


async def test_a_fault_of_the_worker_names_its_type_and_quotes_nothing(show, sent, fake):
    class Broken(fake):
        def advice(self):
            raise RuntimeError("CANARY")

    with suppress(WorkerFailed):
        async with show(sent(), tools=Broken()) as app:
            await app.press("d")
            with suppress(WorkerFailed):
                await app.rest()
            await app.pilot.pause()
            app.app.screen.show_state()
            await app.pilot.pause()

            assert "a fault in the program: RuntimeError" in app.text
            assert "CANARY" not in app.text


async def test_help_lists_the_keys_of_this_screen(show, sent, fake):
    async with show(sent(), size=(120, 160), tools=fake()) as app:
        await app.press("d")
        await app.rest()
        await app.press("question_mark")
        assert "On the screen of the dry run" in app.text
        assert "send it to this app's own endpoint" in app.text
        await app.press("escape")

        assert on_wire(app)


async def test_a_click_on_a_view_shows_it(show, sent, fake):
    async with show(sent(), tools=fake()) as app:
        await app.press("d")
        await app.rest()
        line = "".join(span.text for span in app.app.screen.query_one("#tabs", Bar).line)
        await app.pilot.click("#tabs", offset=(line.index("Headers") + 1, 0))
        await app.pilot.pause()

        assert "[Headers]" in app.text


@pytest.mark.parametrize("size", [(39, 20), (120, 9), (40, 10)], ids=str)
async def test_a_terminal_that_is_too_small_says_so(show, sent, fake, size):
    async with show(sent(), tools=fake()) as app:
        await app.press("d")
        await app.rest()
        await app.pilot.resize_terminal(*size)
        await app.pilot.pause()

        assert ("needed" in app.text) is (size != (40, 10))


async def test_hostile_text_is_shown_and_not_obeyed(show, sent, saved, fake):
    text = "\x1b]0;PWNED\x07[@click=app.quit]x[/]\u202e[/"
    log = sent(command=text, data={"exitCode": 0, text: text}) + saved(sent(), ("X-H", text))
    async with show(log, tools=fake()) as app:
        for keys in (("g", "d"), ("G", "d")):
            await app.press(*keys)
            await app.rest()
            for _ in range(3):
                await app.press("v", "G")
                ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture
                assert "\x1b" not in app.text
                assert "\u202e" not in app.text
            await app.press("escape")

        assert app.app.is_running


async def test_hostile_requests_that_are_caught_are_shown_and_not_obeyed(
    show, sent, requests, fake
):
    text = "\x1b]0;PWNED\x07[@click=app.quit]x[/]\u202e[/"
    bad = requests(sent(command=text, data={text: text}, run=text), ("X-H", text))
    tools = fake(others=[*bad, *requests(sent(), (text, text))])
    async with show((), tools=tools) as app:
        await app.press("4")
        for _ in range(2):
            await app.rest()
            for _ in range(3):
                await app.press("v", "G")
                ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture
                assert "\x1b" not in app.text
                assert "\u202e" not in app.text
            await app.press("n")

        assert app.app.is_running


async def test_the_endpoint_of_the_dry_run_is_closed_with_the_app(show, sent, fake):
    tools = fake()
    async with show(sent(), tools=tools) as app:
        await app.press("d")
        await app.rest()
        await app.press("escape")
        assert 0 == tools.closed

    assert 1 == tools.closed


async def test_without_a_wire_of_the_tests_a_real_one_is_used(show, mixed):
    async with show(mixed) as app:
        await app.press("D", "a")
        await app.rest()
        await app.press("s")
        await app.rest()

        assert "decoded: identical (5/5 events, 45/45 attributes)" in app.text
        tools = app.board._tools
        assert f"http://127.0.0.1:{tools.start()}/v1/traces" in app.text
    assert tools._endpoint is None


async def test_a_key_before_the_request_is_built_sends_it_then(show, sent, fake):
    gate = Event()

    class Slow(fake):
        def start(self):
            gate.wait(10)
            return super().start()

    tools = Slow()
    async with show(sent(), tools=tools) as app:
        await app.press("d")
        await app.press("s")
        assert "building; it is sent" in app.text
        gate.set()
        await app.rest()
        await app.rest()

        assert 1 == tools.sent
        assert "SENT, HERE ONLY" in app.text


async def test_where_no_header_hides_anything_that_is_said(show, sent, fake):
    async with show(sent(), tools=fake()) as app:
        await app.press("d")
        await app.rest()
        assert "Credentials" not in app.text
        await app.press("c")

        assert "no credentials here" in app.text


# --- coming back, and from elsewhere --------------------------------------------------------------


async def test_a_receipt_is_there_when_one_comes_back(show, mixed, fake):
    tools = fake()
    async with show(mixed, tools=tools) as app:
        await app.press("g", "4")
        await app.rest()
        await app.press("s")
        await app.rest()
        assert "identical (9/9)" in app.text
        assert "event, line 2" in app.text

        await app.press("1", "j", "4")
        await app.rest()
        assert "NOT SENT" in app.text
        await app.press("2", "4", "1", "k", "4")
        await app.rest()

        assert "SENT, HERE ONLY" in app.text
        assert "identical (9/9)" in app.text
        assert 1 == tools.sent


async def test_a_receipt_of_a_set_is_there_when_one_comes_back(show, mixed, fake):
    async with show(mixed, tools=fake()) as app:
        await app.press("D", "a")
        await app.rest()
        await app.press("s")
        await app.rest()
        await app.press("escape", "D", "a")
        await app.rest()

        assert "identical (5/5 events" in app.text


@pytest.mark.parametrize("from_", ["1", "2", "3"])
async def test_key_4_leads_to_the_chosen_event_from_every_screen(show, mixed, fake, from_):
    async with show(mixed, tools=fake()) as app:
        await app.press("g", from_)
        if from_ != "1":
            await app.rest()
        await app.press("4")
        await app.rest()
        assert on_wire(app)
        assert "event, line 2" in app.text

        await app.press("escape")
        assert f"[{from_} " in app.text


async def test_without_an_event_the_screen_says_what_to_do(show, sent, requests, fake):
    tools = fake(others=requests(sent()))
    async with show((), tools=tools) as app:
        await app.press("4")
        await app.rest()
        assert on_wire(app)
        await app.rest()
        assert "no event chosen" in app.text
        assert "1 captured" in app.text
        assert "[captured]" in app.text
        await app.press("s")
        assert "no event is chosen" in app.text
        assert 0 == tools.sent


async def test_the_run_chosen_among_the_runs_is_shown_as_its_requests(show, mixed, fake):
    async with show(mixed, tools=fake()) as app:
        await app.press("2")
        await app.rest()
        await app.press("g", "j", "d")
        await app.rest()

        assert on_wire(app)
        assert "run r2: 2 events" in app.text


# --- the endpoint ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_endpoint_is_stopped_and_started_by_a_key_each(show, mixed, fake, size):
    tools = fake()
    async with show(mixed, size=size, tools=tools) as app:
        await app.press("d")
        await app.rest()
        assert "LISTENING 127.0.0.1:43117" in app.text
        assert ": 0" in app.text.splitlines()[1]

        await app.press("K")
        assert "STOPPED" in app.text.splitlines()[1]
        assert 1 == tools.stopped
        await app.press("s")
        await app.rest()
        assert 0 == tools.sent
        assert "NOT SENT" in app.text
        await app.press("escape", "d")
        await app.rest()
        assert "STOPPED" in app.text.splitlines()[1]
        await app.press("K")
        assert 1 == tools.stopped

        await app.press("L")
        await app.rest()
        assert "LISTENING 127.0.0.1:43117" in app.text
        await app.press("s")
        await app.rest()
        assert 1 == tools.sent


async def test_once_the_endpoint_listens_nothing_says_that_it_is_stopped(show, mixed, fake):
    async with show(mixed, tools=fake()) as app:
        await app.press("d")
        await app.rest()

        await app.press("K")
        assert "the endpoint is stopped" in app.text
        await app.press("L")
        await app.rest()

        assert "LISTENING" in app.text
        assert "the endpoint is stopped" not in app.text


async def test_a_click_on_its_state_stops_and_starts_the_endpoint(show, mixed, fake):
    tools = fake()
    async with show(mixed, tools=tools) as app:
        await app.press("d")
        await app.rest()
        for word in ("ENDPOINT STOPPED", "LISTENING"):
            line = "".join(span.text for span in app.app.screen.query_one("#header", Bar).line)
            at = max(line.find("LISTENING"), line.find("STOPPED"))
            await app.pilot.click("#header", offset=(at, 0))
            await app.rest()
            assert word in app.text


async def test_the_line_to_paste_is_shown_and_copied(show, mixed, fake):
    line = "export WERF_TELEMETRY_TRACE_URL=http://127.0.0.1:43117/v1/traces"
    async with show(mixed, tools=fake()) as app:
        await app.press("d")
        await app.rest()
        assert line in app.text
        await app.press("y")
        assert line == app.app.clipboard

        await app.press("K", "y")
        assert "L starts it, then there is a line to paste" in app.text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_a_program_sends_replaces_what_was_rebuilt(show, mixed, requests, fake, size):
    tools = fake()
    async with show(mixed, size=size, tools=tools) as app:
        await app.press("g", "d")
        await app.rest()
        assert "[rebuilt]" in app.text
        tools.others = [*requests(mixed)]
        app.app.screen._tick()
        await app.rest()
        app.app.screen.show_state()
        await app.pilot.pause()

        assert "[captured]" in app.text
        assert "5 captured" in app.text
        assert "line 2 of the log: identical (9/9)" in app.text
        await app.press("G", "k", "k", "k", "k", "k", "k")
        assert [line for line in app.text.splitlines() if line.rstrip("▇▁ ").endswith(" =")]
        await app.press("n")
        assert "[rebuilt]" in app.text
        assert "NOT SENT" in app.text


# --- ids, proof, help, palette --------------------------------------------------------------------


async def test_the_ids_are_recomputed_when_asked(show, mixed, fake, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    async with show(mixed, tools=fake()) as app:
        await app.press("d")
        await app.rest()
        assert "projectID: " not in app.text
        await app.press("V")
        await app.rest()
        app.app.screen.show_state()
        await app.pilot.pause()

        assert "projectID: CANNOT SAY, there is no git remote in the folder" in app.text
        assert "IDS, COMPARED WITH THIS MACHINE" in "".join(
            span.text for line in app.app.screen.text._lines for span in line
        )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that the app is started in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_proof_folder_is_saved_where_one_says(show, mixed, fake, size, folder):
    async with show(mixed, size=size, tools=fake()) as app:
        await app.press("d")
        await app.rest()
        await app.press("s")
        await app.rest()
        await app.press("S")
        await app.pilot.pause()
        assert "It holds RAW values" in " ".join(app.text.split())
        assert [] == os.listdir(folder)
        await app.press("enter")
        assert "telemetry-proof-20261006" in app.text
        assert on_wire(app)
        assert {"request.bin", "SHA256SUMS"} < set(
            os.listdir(folder / "telemetry-proof-20261006T110209Z")
        )

        app.app.clear_notifications()
        await app.press("S", "enter")
        assert "is there already" in " ".join(app.text.replace("│", " ").split())
        await app.press("escape")
        assert on_wire(app)
        assert 1 == len(os.listdir(folder))


async def test_where_nothing_is_shown_there_is_nothing_to_save(show, fake):
    async with show((), tools=fake()) as app:
        await app.press("4")
        await app.rest()
        for key, words in {"S": "there is no request to save", "V": "no event is chosen"}.items():
            await app.press(key)
            assert words in app.text


async def test_help_begins_with_the_keys_of_the_screen_it_was_asked_on(show, sent, fake):
    async with show(sent(), tools=fake()) as app:
        for key, title in {"4": "dry run", "2": "runs", "3": "fields"}.items():
            await app.press(key)
            await app.rest()
            await app.press("question_mark")
            await app.pilot.pause()
            lines = [line for line in app.text.splitlines() if "On the screen of" in line]
            assert f"On the screen of the {title}" in lines[0]
            await app.press("escape")


async def test_everything_can_be_done_by_its_name(show, mixed, fake):
    tools = fake()
    async with show(mixed, tools=tools) as app:
        await app.press("d")
        await app.rest()
        await app.press("colon", *"stop the endpoint", "enter")
        await app.pilot.pause()

        assert 1 == tools.stopped
        assert "STOPPED" in app.text
