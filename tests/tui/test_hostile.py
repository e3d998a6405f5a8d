"""Text that was made to harm: visible everywhere, obeyed nowhere."""

from __future__ import annotations

import base64
import json
import re
from xml.etree import ElementTree as ET

import pytest
from textual.events import Paste

from inspector.safe import Safe, safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.detail import VIEWS
from inspector.tui.event_list import row_line
from inspector.tui.feed import Batch, Told
from inspector.tui.record import laid_out
from inspector.tui.reporting.asked import NAMES, Choice
from inspector.tui.source import Source

PAYLOADS = {
    "title": "\x1b]0;PWNED\x07",
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "colour": "\x1b[31mRED\x1b[0m",
    "c1": "\x9b31mC1\x90q\x9c",
    "bidi": "abc\u202egpj.exe\u2066x\u2069",
    "zero-width": "a\u200bb\u200dc\ufeffd\u00ade",
    "click": "[@click=app.quit]x[/]",
    "unclosed": "[/",
    "link": "[link=http://evil.example]x",
    "emoji-code": ":skull: [blink]x[/blink]",
    "marks": "e" + "\u0301" * 200,
    "wide": "日本語テキスト👨\u200d👩\u200d👧" * 4,
    "separators": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "nul": "a\x00b\x7fc",
}
_BAD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def log(sent, note, saved) -> bytes:
    """Every payload as a value, key, type, command, run, remark, foreign line, header, span."""
    lines = []
    for text in PAYLOADS.values():
        lines += [
            sent(data={"exitCode": 0, "durationMs": 1, "image": text}),
            sent(data={text: text}),
            sent(text),
            sent(command=text, run=text),
            note("error: ") [:-1] + text.replace("\n", "").encode() + b"\n",
            text.encode() + b"\n",
            b"[1][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: " + text.encode() + b"\n",
            saved(sent(text, {text: text}, command=text), (text, text), ("User-Agent", text)),
        ]  # fmt: skip
    return b"".join(lines)


def harmless(text: str) -> bool:
    """No control, no reordering, no invisible character; only line breaks of the screen."""
    return not _BAD.search(text)


@pytest.mark.parametrize("width", [40, 79, 120])
def test_every_line_of_every_record_is_harmless_and_keeps_its_width(rows, log, width):
    for row in rows(log):
        line = row_line(row, width)
        assert width_of(line) == width
        assert harmless(text_of(line))
        for view in VIEWS:
            for part in laid_out(row, view, width):
                assert harmless(text_of(part))
                assert width_of(part) <= width


def test_the_case_collection_is_harmless(rows, cases):
    found = [json.loads(line) for line in (cases / "hostile-lines.jsonl").read_text().splitlines()]
    raw = [base64.b64decode(case["b64"])[:20_000] for case in found if "b64" in case]

    for row in rows(b"\n".join(raw) + b"\n"):
        assert harmless(text_of(row_line(row, 79)))
        for view in VIEWS:
            lines = laid_out(row, view, 79)
            assert harmless("".join(map(text_of, lines)))
            assert max(map(width_of, lines), default=0) <= 79


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)], ids=str)
async def test_the_screen_survives_walking_through_all_of_it(show, log, size):
    async with show(log, size=size) as app:
        await app.press("a", "g", "enter")
        for step in range(len(app.types)):
            app.board.go(step)
            app.board.show_detail(VIEWS[step % 5])
            if step % 10 == 0:
                await app.pilot.pause()
                ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture
                assert harmless(app.text.replace("\n", ""))

        assert app.app.is_running


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)], ids=str)
@pytest.mark.parametrize("key", ["2", "3"])
async def test_the_other_screens_survive_all_of_it(show, log, key, size):
    async with show(log, size=size) as app:
        await app.press(key)
        await app.rest()
        rows = app.app.screen.list
        assert rows.length() >= len(PAYLOADS) - 2
        for step in range(rows.length()):
            rows.move(step)
            line = rows.line(step)
            assert width_of(line) == rows.room
            assert harmless(text_of(line))
            assert harmless("".join(map(text_of, app.app.screen.detail._lines)))
            if step % 10 == 0:
                await app.pilot.pause()
                ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture
                assert harmless(app.text.replace("\n", ""))

        assert app.app.is_running


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)], ids=str)
async def test_the_report_survives_all_of_it_in_every_form(show, log, size, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = "a\x1b]0;PWNED\x07[@click=app.quit]\u202e.log"
    (tmp_path / path).write_bytes(log)
    async with show(log, size=size, source=Source("path", (path,), waivers=f"{path}.toml")) as app:
        await app.press("5")
        for form in ("text", *NAMES):
            app.app.screen.choose(Choice(form, "full" if form == "text" else "masked"))
            await app.rest()
            assert app.app.screen.maker.state.choice == app.app.screen.choice
            for _ in range(2):
                page = app.app.screen.page
                lines = [page.line(y) for y in range(page.count())]
                assert len(lines) > 20
                assert harmless("".join(map(text_of, lines)))
                assert max(map(width_of, lines)) <= page.room
                await app.press("G")
                ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture
                assert harmless(app.text.replace("\n", ""))
                await app.press("p")

        assert app.app.is_running


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
async def test_a_payload_is_shown_and_not_obeyed(show, sent, text):
    async with show(sent(data={"exitCode": 0, "durationMs": 1, "hostPath": text})) as app:
        svg = app.app.export_screenshot()
        flat = re.sub(r"\s+", "", app.text)

    ET.fromstring(svg)  # noqa: S314  # our own picture
    assert re.sub(r"\s+", "", safe(text))[:30] in flat


@pytest.mark.parametrize("text", ["[/", "[@click=app.quit]x[/]", "a\\b", "[link=x]", ":skull:"])
async def test_what_is_typed_is_echoed_as_text(show, sent, text):
    async with show(sent()) as app:
        await app.press("slash")
        await app.type(text)
        assert "0 rows hold" in app.text
        await app.press("ampersand")
        await app.type(f'"{text}"')

        assert "No event matches" in app.text
        assert text in app.text.replace("\\\\", "\\")


async def test_controls_cannot_be_pasted(show, sent):
    async with show(sent()) as app:
        await app.press("ampersand")
        app.app.focused.post_message(Paste("\x1b]0;PWNED\x07\u202eword\x9b\nnext"))
        await app.pilot.pause()

        assert app.app.focused.value == "]0;PWNEDwordnext"
        assert harmless(app.text.replace("\n", ""))


async def test_news_is_shown_as_text(show, sent):
    async with show(sent()) as app:
        text = safe("[@click=app.quit]/tmp/[/\x1b]0;PWNED\x07.log is compressed[/]")
        await app.give([Batch((Told("compressed", text), Told("truncated", text)))])

        assert 2 == app.text.count("[@click=app.quit]/tmp/[/\\x1b]0;PWNED")
        ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture


async def test_a_path_is_shown_as_text(show):
    source = Source("path", ("/tmp/[/]\x1b]0;PWNED\x07[@click=app.quit]x",))
    async with show([Batch((Told("waiting", Safe("")),))], source=source) as app:
        assert "[/]\\x1b]0;PWNED\\x07[@click=app.quit]x" in app.text
        ET.fromstring(app.app.export_screenshot())  # noqa: S314  # our own picture


async def test_many_marks_and_wide_characters_leave_the_neighbours_alone(show, sent):
    log = sent("日本語テキスト" * 5) + sent("e" + "\u0301" * 200) + sent("CommandExited")
    async with show(log, size=(120, 20)) as app:
        strips = [app.board.list.render_line(y) for y in range(3)]

    assert [strip.cell_length for strip in strips] == [strips[2].cell_length] * 3
