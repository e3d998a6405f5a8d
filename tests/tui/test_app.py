"""The app around the screen: crashes that quote nothing, and the status it ends with."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from inspector.safe import Safe
from inspector.tui import app as module
from inspector.tui.app import CRASH, InspectorApp, Source, place, run
from inspector.tui.board import Board
from inspector.tui.feed import Feed


def broken(monkeypatch) -> InspectorApp:
    def boom(self):
        canary = "CANARY-LOCAL"
        raise ValueError(f"CANARY-TEXT {canary}")

    monkeypatch.setattr(Board, "flush", boom)
    return InspectorApp(Source("demo"), Feed(lambda _: ()))


async def test_a_crash_names_its_type_and_quotes_nothing(monkeypatch):
    app = broken(monkeypatch)
    told = []
    monkeypatch.setattr(app, "_print_error_renderables", lambda: told.extend(app._exit_renderables))

    with pytest.raises(ValueError, match="CANARY"):
        async with app.run_test() as pilot:
            await pilot.pause(1)

    assert 1 == len(told)
    assert str(told[0]).startswith("inspector: the app stopped because of an error of its own: Va")
    assert "CANARY" not in str(told[0])
    assert 5 == len(str(told[0]).splitlines())
    assert 70 == app.return_code


async def test_a_panic_of_textual_quotes_nothing_either():
    app = InspectorApp(Source("demo"), Feed(lambda _: ()))

    async with app.run_test() as pilot:
        await pilot.pause()
        app._print_error_renderables = lambda: None
        app.panic("CANARY")
        told = [str(one) for one in app._exit_renderables]

    assert 1 == len(told)
    assert "CANARY" not in told[0]


def test_an_error_is_named_by_its_place_in_this_program():
    with pytest.raises(AttributeError) as caught:
        module.terminal.plain(None)

    said = place(caught.value)
    assert said.startswith(f"AttributeError in inspector{os.sep}tui{os.sep}terminal.py:")


def test_an_error_from_elsewhere_is_named_by_its_type():
    with pytest.raises(ZeroDivisionError) as caught:
        1 / 0  # noqa: B018

    assert place(caught.value) == "ZeroDivisionError"


def test_the_crash_text_has_five_lines():
    assert 5 == len(CRASH.format(what=Safe("X"), version="1").splitlines())


@pytest.mark.parametrize("returned, expected", [(None, 0), (0, 0), (70, 70)])
@pytest.mark.parametrize("no_color", [None, "", "1"])
def test_running_gives_the_status_of_the_app(monkeypatch, returned, expected, no_color):
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(module.terminal, "refusal", lambda **_: None)
    monkeypatch.setattr(module.sys, "setswitchinterval", lambda _: None)
    seen = []

    def start(app):
        app._return_code = returned
        seen.append((app.no_color, app.ansi_color))

    monkeypatch.setattr(InspectorApp, "run", start)

    assert expected == run(Source("demo"))
    assert [(True, True) if no_color else (False, None)] == seen


def test_the_demo_reader_is_found_behind_the_first_paint():
    stop = __import__("threading").Event()

    assert any(batch.items for batch in module._batches(Source("demo"), stop, -1))


def test_nothing_of_the_wire_is_imported_before_the_first_paint():
    heavy = ("google", "opentelemetry", "h11", "inspector.wire", "inspector.decode",
             "inspector.rules", "inspector.tui.wire.screen", "inspector.compare")  # fmt: skip
    code = "import sys, inspector.tui.app; print(*sys.modules, sep='\\n')"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = found.stdout.split()
    assert "inspector.tui.app" in loaded
    assert [] == [name for name in loaded if name.startswith(heavy)]
