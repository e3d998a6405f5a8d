"""What the app must know of the terminal."""

from __future__ import annotations

import io
import os
import sys

import pytest

from inspector.tui import app, terminal


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def streams(monkeypatch):
    for name in ("__stdin__", "__stdout__", "__stderr__"):
        monkeypatch.setattr(sys, name, Tty())
    return lambda name, stream: monkeypatch.setattr(sys, f"__{name}__", stream)


def test_a_terminal_on_every_stream_will_do(streams):
    assert terminal.refusal(keys_from_tty=False) is None


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("instead", [io.StringIO(), None], ids=["a pipe", "closed"])
def test_anything_else_is_refused_with_what_to_use(streams, stream, instead):
    streams(stream, instead)

    said = terminal.refusal(keys_from_tty=False)

    assert said is not None
    assert "inspector audit" in said


def test_a_log_on_standard_input_is_no_reason_to_refuse(streams):
    streams("stdin", io.StringIO())

    assert terminal.refusal(keys_from_tty=True) is None


def test_without_a_terminal_the_status_is_2(streams, capsys):
    streams("stdout", io.StringIO())

    assert app.run(app.Source("demo")) == 2
    assert "`inspector audit`" in capsys.readouterr().err


def test_without_a_terminal_for_the_keys_the_status_is_2(streams, capsys, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(os, "open", refuse)

    assert app.run(app.Source("stdin")) == 2
    assert "/dev/tty" in capsys.readouterr().err


@pytest.mark.parametrize("value, expected", [(None, False), ("", False), ("1", True), ("0", True)])
def test_no_color_counts_when_it_is_not_empty(value, expected):
    assert expected == terminal.colourless({} if value is None else {"NO_COLOR": value})


@pytest.mark.parametrize(
    "environment, expected",
    [
        ({}, False),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "ru_RU.utf8"}, False),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, True),
        ({"LC_CTYPE": "ru_RU.KOI8-R"}, True),
        ({"LC_ALL": "", "LANG": "C.UTF-8"}, False),
    ],
)
def test_a_locale_without_utf8_is_recognised(environment, expected):
    assert expected == terminal.plain(environment)
