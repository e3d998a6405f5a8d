"""The real program in a real pseudo-terminal: which bytes reach it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.benchmarks.terminal import Screen

pytestmark = pytest.mark.usefixtures("hears")
ROOT = Path(__file__).parents[2]
LONG = 120
"""Seconds after which what was to be seen will not be seen."""
PAYLOAD = (
    b"\x1b]0;PWNED\x07 \x1b]52;c;UFdORUQ=\x07 \x1b[31mRED \xc2\x9b31mC1 \x9b31m \xe2\x80\xae bidi"
    b" [@click=app.quit]x[/] [/ \x00"
)
FORBIDDEN = [b"\x1b]0;PWNED", b"\x1b]52", b"\x1b[31mRED", b"\xc2\x9b", b"\xe2\x80\xae", b"\x1b]8"]
COLOUR = re.compile(rb"\x1b\[(?:[\d;:]*;)?(?:3\d|4\d|9[0-7]|10[0-7])(?:;[\d;:]*)?m")


class Terminal:
    """One run of the program; `seen` is everything it has written, `screen` what that shows."""

    def __init__(self, arguments: list[str], stdin: int | None = None, **environment: str) -> None:
        self.seen = b""
        self.screen = Screen(100, 30)
        self._status: int | None = None
        clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS", "LINES"}}
        fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        environment = clean | fixed | environment
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if stdin is not None:
                os.dup2(stdin, 0)
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606

    def wait(self, text: bytes) -> None:
        """Read until the program has written a text."""
        self._until(lambda: text in self.seen, f"{text!r} was not written")

    def shows(self, *texts: str, gone: str = "") -> None:
        """Read until texts stand on the screen, and one that stood there no longer does."""
        for text in texts:
            self._until(lambda text=text: text in self.screen.text, f"{text!r} is not shown")
        if gone:
            self._until(lambda: gone not in self.screen.text, f"{gone!r} is still shown")

    def send(self, keys: bytes, *there: str, gone: str = "") -> None:
        """Type, and read until texts are shown or gone; without any, what the keys change.

        What follows an escape too soon would be another key together with it, and a screen that is
        painted anew is empty for a moment: behind an escape nothing more may come.
        """
        os.write(self.fd, keys)
        if b"\x1b" in keys or not any((*there, gone)):
            self._settle(0.2 if b"\x1b" in keys else 0.1)
        self.shows(*there, gone=gone)

    def end(self) -> int:
        """Read to the end; gives the exit status, -9 if there was no end to it."""
        end = time.monotonic() + LONG
        while self._read(0.2) or not self._ended():
            if time.monotonic() > end:
                break  # it hangs, or paints without end
        return self.kill()

    def go(self) -> None:
        """The terminal goes away."""
        os.close(self.fd)
        self.fd = -1

    def kill(self) -> int:
        """Let nothing of it go on; gives the exit status."""
        if self._status is None:
            if not self._ended():
                os.kill(self.pid, signal.SIGKILL)
            self._status = os.waitpid(self.pid, 0)[1]
            if self.fd >= 0:
                os.close(self.fd)
        return os.waitstatus_to_exitcode(self._status)

    def _ended(self) -> bool:
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _until(self, true: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + LONG
        while not true():
            assert time.monotonic() < end, f"{otherwise}:\n{self.screen.text}"
            self._read(0.2)

    def _settle(self, seconds: float) -> None:
        """Read until nothing comes and no thread of the program has anything to do."""
        end, quiet = time.monotonic() + 30, 0
        while quiet < 3 and time.monotonic() < end:
            came = self._read(seconds)
            quiet = 0 if came or self._busy() else quiet + 1

    def _busy(self) -> bool:
        """A machine that is busy with something else lets the program wait for its turn."""
        try:
            tasks = [*Path(f"/proc/{self.pid}/task").iterdir()]
            states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks]
        except OSError:
            return False
        return not {"R", "D"}.isdisjoint(states)

    def _read(self, seconds: float) -> bool:
        if self.fd < 0:
            time.sleep(seconds)
            return False
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            time.sleep(0.01)
            return False
        self.seen += data
        self.screen.feed(data)
        return bool(data)


Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the program in a terminal; none outlives its test."""
    runs: list[Terminal] = []

    def _start(*arguments: str, **more) -> Terminal:
        runs.append(Terminal([*arguments], **more))
        return runs[-1]

    yield _start
    for run in runs:
        run.kill()


@pytest.fixture
def hostile(tmp_path, sent, note):
    path = tmp_path / "telemetry.log"
    inside = PAYLOAD.decode("utf-8", "replace")
    path.write_bytes(
        sent(seconds=1)
        + note("error: ")[:-1] + PAYLOAD + b"\n"
        + PAYLOAD.replace(b"\x00", b"") + b"\n"
        + sent(data={"exitCode": 0, "durationMs": 1, "hostPath": inside, inside: 1})
        + sent(inside, seconds=3)
    )  # fmt: skip
    return path


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}], ids=["colours", "no colours"])
def test_nothing_of_a_hostile_log_reaches_the_terminal(start, hostile, environment):
    run = start("-m", "inspector", str(hostile), **environment)
    run.wait(b"FOLLOW")
    run.wait(b"LIVE")
    for keys in (
        b"a",
        b"g",
        b"jjj",
        b"\r",
        b"v",
        b"v",
        b"v",
        b"\x1b",
        b"/PWNED\r",
        b"n",
        b"!",
        b"!",
    ):
        run.send(keys)
    run.send(b"q")

    assert run.end() == 0
    assert [] == [bad for bad in FORBIDDEN if bad in run.seen]
    assert b"x1b]0;PWNED" in run.seen
    if environment:
        assert [] == COLOUR.findall(run.seen)
    else:
        assert COLOUR.search(run.seen)


@pytest.mark.parametrize("environment", [{}, {"LC_ALL": "C", "NO_COLOR": "1"}], ids=str)
def test_a_dry_run_of_a_hostile_log_reaches_only_this_machine(start, hostile, environment):
    run = start("-m", "inspector", str(hostile), **environment)
    run.wait(b"LIVE")
    run.wait(b"CommandExited")
    run.send(b"kD")
    run.wait(b"everything shown")
    run.send(b"a")
    run.wait(b"NOT SENT")
    run.wait(b"Nothing was sent")
    run.send(b"s")
    run.wait(b"SENT, HERE ONLY")
    run.wait(b"identical (3/3 events")
    for key in b"vnvnvG":
        run.send(bytes((key,)))
    run.send(b"q")
    run.send(b"q")

    assert run.end() == 0
    assert [] == [bad for bad in FORBIDDEN if bad in run.seen]
    if environment:
        assert run.seen.isascii()
        assert [] == COLOUR.findall(run.seen)


STEPS: tuple[tuple[bytes, str, str], ...] = (
    (b"g", " 1/", ""), (b"jj", " 3/", ""), (b"\rvvv", "[Hex]", "[Fields]"), (b"\x1b", "", ""),
    (b"/PWNED", "search: PWNED", ""), (b"\r", "rows hold", ""),
    (b"&flag:x", "filter:", ""), (b"\r", "^", ""), (b"\x1b", "", "filter:"),
    (b"m", "marks: 1", ""), (b";\xd0\xb6\xe2\x94\x80", "comment:", ""), (b"\r", "* ", "comment:"),
    (b"y", "Copy", ""), (b"\x1b", "", "Copy"),
    (b"?", "Help: keys", ""), (b"\t", "Help: filter and flags", ""), (b"\x1b", "", "Help:"),
    (b":next", "Jump: next match", ""), (b"\x1b", "", "Jump: next match"),
    (b"2", "sorted by START", ""), (b"\ts", "sorted by DURATION", ""),
    (b"?", "On the screen of the runs", ""), (b"\x1b", "", "On the screen"), (b"\x1b", "", ""),
    (b"3", "17 fields seen, in 3 events", ""), (b"g\r", "1 value", "17 fields"), (b"\x1b", "17 fields", "1 value"),
    (b"gA", "last day", ""), (b"\x1b", "17 fields", "last day"), (b"\x1b", "[1Events]", ""),
    (b"D", "everything shown", ""), (b"\x1b", "", "everything shown"),
    (b"4", "[rebuilt]", ""), (b"v", "[Headers]", ""), (b"v", "[Bytes]", ""),
    (b"?", "On the screen of the dry run", ""), (b"\x1b", "", "On the screen"), (b"\x1b", "[1Events]", ""),
    (b"5", "exit status 1", ""), (b"p", "Verdict: DOES NOT CONFORM", "Scope"), (b"\x1b", "Scope", ""),
    (b"1", "[1Events]", ""),
)  # fmt: skip
"""Keys that lead through every screen, page, menu and notice; what then is there, and what is gone."""


def everywhere(run: Terminal) -> None:
    """Go through every screen."""
    run.shows("FOLLOW", "LIVE", "CommandExited")
    for keys, there, gone in STEPS:
        run.send(keys, there, gone=gone)


OURS = re.compile(
    rb"\x1b(?:"
    rb"\[[?>=<]?[\d;:$]*[ABCDHJKSTcfhlmnpqrsu]"  # move, erase, colour, modes, questions
    rb"|\[>[\d;]*u|\[<u"  # how keys are told
    rb"|P[+$=]?[\x20-\x7e]*\x1b\\\\"  # synchronized output
    rb"|[78=>HM]"
    rb"|\]22;[a-z-]*\x07"  # the pointer
    rb"|\]52;c;[A-Za-z0-9+/=]*\x07"  # what a person copied
    rb")"
)
CONTROLS = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]"
)


def test_nothing_but_our_own_sequences_reaches_the_terminal_on_any_screen(start, hostile, tmp_path):
    run = start("-m", "inspector", "view", str(hostile), XDG_STATE_HOME=str(tmp_path / "state"))
    everywhere(run)
    for keys, there in ((b"T", "theme: light"), (b"zZi", "SINCE LAST"), (b"i", "IN ITS RUN")):
        run.send(keys, there)
    run.send(b"q")

    assert run.end() == 0
    assert [] == CONTROLS.findall(OURS.sub(b"", run.seen))
    assert [] == [one for one in (*FORBIDDEN, b"PWNED\x07") if one in run.seen]


@pytest.mark.parametrize("theme", ["dark", "terminal"])
def test_without_colours_no_screen_has_one(start, hostile, tmp_path, theme):
    kept = {"XDG_STATE_HOME": str(tmp_path / "state")}
    run = start("-m", "inspector", "view", "--theme", theme, str(hostile), NO_COLOR="1", **kept)
    everywhere(run)
    run.send(b"T")
    run.shows("theme: ")
    run.send(b"TTT")
    run.send(b"q")

    assert run.end() == 0
    assert [] == COLOUR.findall(run.seen)
    assert b"\x1b[7m" in run.seen  # the cursor
    assert b"\x1b[1;7m" in run.seen  # what the source does


@pytest.mark.parametrize(
    "arguments, environment",
    [(["--ascii"], {}), ([], {"LC_ALL": "ru_RU.KOI8-R"})],
    ids=["asked for", "the locale"],
)
def test_in_ascii_no_screen_writes_another_byte(start, hostile, tmp_path, arguments, environment):
    kept = {"XDG_STATE_HOME": str(tmp_path / "state")}
    path = tmp_path / "\u0436\u0443\u0440\u043d\u0430\u043b.log"
    path.write_bytes(
        hostile.read_bytes()
        + "\u043f\u0440\u043e\u0441\u0442\u043e \u0441\u0442\u0440\u043e\u043a\u0430 \u65e5\u672c\n".encode()
    )
    run = start("-m", "inspector", "view", *arguments, str(path), **environment, **kept)
    everywhere(run)
    run.send(b"q")

    assert run.end() == 0
    assert run.seen.isascii()
    assert b"??????" in run.seen


def test_no_color_set_to_nothing_means_nothing(start, hostile):
    run = start("-m", "inspector", str(hostile), NO_COLOR="")
    run.wait(b"LIVE")
    run.send(b"q")

    assert run.end() == 0
    assert COLOUR.search(run.seen)


def test_a_locale_without_utf8_gets_ascii(start, hostile):
    run = start("-m", "inspector", str(hostile), LC_ALL="C")
    run.wait(b"LIVE")
    run.send(b"gv?")
    run.send(b"\x1b")
    run.send(b"q")

    assert run.end() == 0
    assert run.seen.isascii()


def test_a_log_on_standard_input_leaves_the_keys_to_the_terminal(start, mixed):
    reading, writing = os.pipe()
    os.write(writing, mixed)
    os.close(writing)

    run = start("-m", "inspector", "-", stdin=reading)
    os.close(reading)
    run.wait(b"ALL READ")
    run.wait(b"BuildStarted")
    run.send(b"?")
    run.wait(b"Help")
    run.send(b"\x1b")
    run.send(b"q")

    assert run.end() == 0


CRASH = """
import sys
from inspector.tui import app, board
def boom(self):
    canary = "CANARY-LOCAL"
    raise ValueError("CANARY-TEXT")
board.Board.flush = boom
sys.exit(app.run(app.Source("demo")))
"""


def test_a_crash_restores_the_terminal_and_quotes_nothing(start, tmp_path):
    run = start("-c", CRASH)

    assert run.end() == 70
    after = run.seen[run.seen.rindex(b"\x1b[?1049l") :]
    assert b"stopped because of an error of its own: ValueError" in after
    assert b"CANARY" not in run.seen
    assert b"Traceback" not in run.seen
    assert len(after.strip().split(b"\n")) <= 7


def test_being_asked_to_end_restores_the_terminal(start, hostile):
    run = start("-m", "inspector", str(hostile))
    run.wait(b"LIVE")

    os.kill(run.pid, signal.SIGTERM)

    assert run.end() == 0
    assert b"\x1b[?1049l" in run.seen


def test_a_terminal_that_goes_away_ends_it(start, hostile):
    run = start("-m", "inspector", str(hostile))
    run.wait(b"LIVE")

    run.go()

    assert -signal.SIGHUP == run.end()


def test_without_a_terminal_it_names_the_audit(start, tmp_path):
    reading, writing = os.pipe()
    os.close(writing)

    run = start("-m", "inspector", stdin=reading)
    os.close(reading)

    assert run.end() == 2
    assert b"inspector audit" in run.seen
    assert b"\x1b[?1049h" not in run.seen
