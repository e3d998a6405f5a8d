"""What the benchmark of the app reads: escape sequences, screens, /proc, and figures laid out."""

import datetime as dt
import os
from itertools import pairwise

import pytest

from tests.benchmarks import logs, viewers
from tests.benchmarks.app import beside, compared, table
from tests.benchmarks.app_keys import percentile
from tests.benchmarks.terminal import GoneError, Screen, Viewer, memory_in, used_in

OURS = """\
 telemetry-inspector [1 Events] 2 Runs                     t.log   2.4 MB   LIVE
 3,007 events  634 runs  rows: ! 110 violation
 i 11:29:58.714 note       r1    ┌ CommandStarted
 INDEXING 93 %  2/2,986  6,641 remarks hidden: a shows them"""
LNAV = " Files :: Text Filters ::\n L9999     100%                    ?:View Help"


@pytest.mark.parametrize(
    "written, expected",
    [
        (b"ab\r\ncd", ["ab", "cd", ""]),
        (b"abcdefgh", ["abcde", "fgh", ""]),
        (b"\x1b[2;3Hx\x1b[Hy\x1b[3dz", ["y", "  x", " z"]),
        (b"abc\x1b[2D\x1b[1mX\x1b[A", ["aXc", "", ""]),
        (b"abcde\x1b[1;3H\x1b[K", ["ab", "", ""]),
        (b"\x1b]0;title\x07\x1b[1;31ma\x1b[0m\x1b(B\x1b[?25lb", ["ab", "", ""]),
        (b"abcde\x1b[1;3H\x1b[1K", ["   de", "", ""]),
        (b"abcde\x1b[1;2H\x1b[2X", ["a  de", "", ""]),
        (b"abcde\x1b[1;2H\x1b[2P", ["ade", "", ""]),
        (b"a\r\nb\r\nc\x1b[2;1H\x1b[J", ["a", "", ""]),
        (b"a\r\nb\r\nc\r\nd", ["b", "c", "d"]),
        (b"a\r\nb\r\nc\x1b[2;3r\x1b[3;1H\n", ["a", "c", ""]),
        (b"a\r\nb\r\nc\x1b[H\x1bM", ["", "a", "b"]),
        (b"a\r\nb\r\nc\x1b[2;1H\x1b[M", ["a", "c", ""]),
        (b"-\x1b[3b", ["----", "", ""]),
        ("│é".encode(), ["│é", "", ""]),
    ],
)
def test_a_screen_is_what_a_terminal_would_show(written, expected):
    whole, split = Screen(5, 3), Screen(5, 3)
    whole.feed(written)
    for byte in written:
        split.feed(bytes([byte]))

    assert expected == [line.rstrip() for line in whole.lines]
    assert whole.lines == split.lines


def test_the_screens_of_the_viewers_are_read():
    ours, lnav = viewers.OURS, viewers.LNAV

    assert (3007, 93) == (ours.counted(OURS), viewers.indexed(OURS))
    assert 100 == viewers.indexed(OURS.replace("INDEXING 93 %", "FOLLOW"))
    assert viewers.indexed(" READING  -/0") is None
    assert ours.rows(OURS)
    assert not ours.rows(OURS.replace("11:29:58.714", ""))
    assert 10_000 == lnav.counted(LNAV)
    assert viewers.TOOLONG.counted("• 9966") is None
    assert viewers.TOOLONG.rows("┃[28761][2026-11-20 11:29:58.71 +0000 UTC m=+0.0] Telemetry: x")


def test_a_viewer_that_is_not_there_is_named(tmp_path):
    tool = tmp_path / "lnav"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)

    found, missing = viewers.chosen([f"lnav={tool}", f"tl={tmp_path / 'none'}"])

    assert [("inspector", viewers.OURS.words), ("lnav", (str(tool),))] == [
        (kind.name, kind.words) for kind in found
    ]
    assert ["toolong"] == missing


def test_memory_and_processor_time_are_read_from_proc():
    status = "Name:\tpython\nVmPeak:\t  900000 kB\nVmHWM:\t   52224 kB\nVmRSS:\t   51200 kB\n"
    ticks = os.sysconf("SC_CLK_TCK")
    stat = f"12 (a) b) S 1 12 12 0 -1 4194304 1 0 0 0 {3 * ticks} {ticks} 0 0 20 0 1 0 1 1 1"

    assert (50.0, 51.0) == memory_in(status)
    assert 4.0 == used_in(stat)


def test_a_program_is_watched_and_typed_to():
    with Viewer(
        ["sh", "-c", "stty -echo; printf 'ready\\n'; read x; printf \"got $x\"; read x"]
    ) as it:
        it.wait(lambda screen: "ready" in screen, 20)
        took = it.press(b"this\n")

        assert took is not None
        assert "got this" in it.look()
        with pytest.raises(GoneError):
            it.wait(lambda screen: "more" in screen, 0.1)


def test_logs_have_so_many_lines_and_a_last_one_that_is_known(tmp_path):
    log = logs.written(tmp_path / "made.log", 20, None)
    lines = log.read_bytes().splitlines(keepends=True)
    copy = logs.written(tmp_path / "copied.log", 5, log)
    more = logs.appended(5, 2, logs.day_of(lines[0]))

    assert 20 == len(lines)
    assert [viewers.MARK.encode() in line for line in lines] == [False] * 19 + [True]
    assert lines[:4] == copy.read_bytes().splitlines(keepends=True)[:4]
    assert viewers.MARK.encode() in more[-1]
    assert all(b" 12:00:0" in line for line in more[:-1])
    assert all(a < b for a, b in pairwise(line[line.index(b"][") :] for line in more[:-1]))
    assert dt.datetime(2026, 4, 1, tzinfo=dt.UTC) == logs.day_of(lines[0])


def test_figures_are_laid_out_with_their_ratios():
    kinds = [viewers.OURS, viewers.TOOLONG, viewers.LNAV]

    assert "2.00 (0.50)" == beside(1, 2, "{:.2f}")
    assert ["key", "30.0", "60.0 (0.50)", "–"] == compared(
        "key", {"inspector": 30, "toolong": 60}, kinds, "{:.1f}"
    )
    assert "| a | b |\n| --- | ---: |\n| x | 1 |" == table(["a", "b"], [["x", "1"]])
    assert [3, 5] == [percentile([5, 4, 3, 2, 1], share) for share in (0.5, 0.95)]
