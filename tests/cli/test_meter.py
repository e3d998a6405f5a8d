from __future__ import annotations

import pytest

from inspector.cli import meter
from inspector.cli.meter import Meter


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(meter.time, "monotonic", lambda: now[0])
    return now


def test_long_work_shows_its_share_and_leaves_no_trace(clock, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Meter(4_000_000) as progress:
        progress.add(1_000_000)
        clock[0] += 1
        progress.add(1_000_000)
        progress.add(1_000_000)

    shown = capsys.readouterr().err
    assert shown == "\rauditing: 50% (2.0 MB of 4.0 MB)\x1b[K\r\x1b[K"


def test_work_of_unknown_length_shows_how_much_was_read(clock, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Meter(0) as progress:
        clock[0] += 1
        progress.add(2_500_000)

    assert "\rauditing: 2.5 MB read\x1b[K" in capsys.readouterr().err


def test_short_or_quiet_work_shows_nothing(clock, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Meter(10) as short, Meter(10, quiet=True) as quiet:
        short.add(10)
        clock[0] += 0.4
        quiet.add(10)

    assert capsys.readouterr().err == ""


def test_without_a_terminal_nothing_is_shown(clock, capsys):
    with Meter(10) as progress:
        clock[0] += 9
        progress.add(10)

    assert capsys.readouterr().err == ""
