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
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAYLOAD = (
    b"\x1b]0;PWNED\x07 \x1b]52;c;UFdORUQ=\x07 \x1b[31mRED \xc2\x9b31mC1 \x9b31m \xe2\x80\xae bidi"
    b" [@click=app.quit]x[/] [/ \x00"
)
FORBIDDEN = [b"\x1b]0;PWNED", b"\x1b]52", b"\x1b[31mRED", b"\xc2\x9b", b"\xe2\x80\xae", b"\x1b]8"]
COLOUR = re.compile(rb"\x1b\[(?:[\d;:]*;)?(?:3\d|4\d|9[0-7]|10[0-7])(?:;[\d;:]*)?m")


class Terminal:
    """One run of the program; `seen` is everything it has written."""

    def __init__(self, arguments: list[str], stdin: int | None = None, **environment: str) -> None:
        self.seen = b""
        clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS", "LINES"}}
        fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        environment = clean | fixed | environment
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if stdin is not None:
                os.dup2(stdin, 0)
            os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def wait(self, text: bytes, seconds: float = 60) -> None:
        """Read until the program has written a text."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} did not come: {self.seen[-400:]!r}"
            self._read(0.2)

    def send(self, keys: bytes) -> None:
        """Type, and read what that changes.

        What follows an escape too soon would be another key together with it.
        """
        before, escape, after = keys.partition(b"\x1b")
        if escape and before:
            self.send(before)
        os.write(self.fd, escape or keys)
        self._settle(0.3 if escape else 0.1)
        if after:
            self.send(after)

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
        return "R" in states

    def end(self) -> int:
        """Read to the end; gives the exit status."""
        while self._read(20):
            pass
        if not os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            os.kill(self.pid, signal.SIGKILL)  # it hangs: the status says so
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)

    def _read(self, seconds: float) -> bool:
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return False
        self.seen += data
        return bool(data)


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
def test_nothing_of_a_hostile_log_reaches_the_terminal(hostile, environment):
    run = Terminal(["-m", "inspector", str(hostile)], **environment)
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
def test_a_dry_run_of_a_hostile_log_reaches_only_this_machine(hostile, environment):
    run = Terminal(["-m", "inspector", str(hostile)], **environment)
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


EVERYWHERE = (
    b"gjj\r", b"vvv", b"\x1b", b"/PWNED\r", b"&flag:x\r", b"\x1b", b"m;\xd0\xb6\xe2\x94\x80\r", b"y\x1b",
    b"?", b"\t", b"\x1b", b":next\x1b", b"2", b"\ts?\x1b\x1b", b"3", b"g\r\x1b", b"gA\x1b", b"\x1b", b"D\x1b",
    b"4", b"vvs", b"?\x1b", b"\x1b", b"5", b"1",
)  # fmt: skip
"""Keys that lead through every screen, page, menu and notice."""
SHOWN = (
    b"sorted by", b"What the page says", b"last day", b"Help",
    b"exit status", b"filter and flags", b"Enter does it", b"Copy", b" hold", b"everything shown",
)  # fmt: skip
"""What is to be read on them; the dry run has a test of its own, which waits for each step."""


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


def test_nothing_but_our_own_sequences_reaches_the_terminal_on_any_screen(hostile, tmp_path):
    run = Terminal(
        ["-m", "inspector", "view", str(hostile)], XDG_STATE_HOME=str(tmp_path / "state")
    )
    run.wait(b"LIVE")
    for keys in (*EVERYWHERE, b"5", b"p", b"\x1b", b"1", b"T", b"zZii"):
        run.send(keys)
    run.send(b"q")

    assert run.end() == 0
    assert [] == CONTROLS.findall(OURS.sub(b"", run.seen))
    assert [] == [one for one in (*FORBIDDEN, b"PWNED\x07") if one in run.seen]
    assert [] == [one for one in SHOWN if one not in run.seen]


@pytest.mark.parametrize("theme", ["dark", "terminal"])
def test_without_colours_no_screen_has_one(hostile, tmp_path, theme):
    kept = {"XDG_STATE_HOME": str(tmp_path / "state")}
    run = Terminal(
        ["-m", "inspector", "view", "--theme", theme, str(hostile)], NO_COLOR="1", **kept
    )
    run.wait(b"LIVE")
    for keys in EVERYWHERE:
        run.send(keys)
    run.send(b"T")
    run.send(b"TTT")
    run.send(b"q")

    assert run.end() == 0
    assert [] == COLOUR.findall(run.seen)
    assert b"\x1b[7m" in run.seen  # the cursor
    assert b"\x1b[1;7m" in run.seen  # what the source does
    assert [] == [one for one in SHOWN if one not in run.seen]


@pytest.mark.parametrize(
    "arguments, environment",
    [(["--ascii"], {}), ([], {"LC_ALL": "ru_RU.KOI8-R"})],
    ids=["asked for", "the locale"],
)
def test_in_ascii_no_screen_writes_another_byte(hostile, tmp_path, arguments, environment):
    kept = {"XDG_STATE_HOME": str(tmp_path / "state")}
    path = tmp_path / "\u0436\u0443\u0440\u043d\u0430\u043b.log"
    path.write_bytes(
        hostile.read_bytes()
        + "\u043f\u0440\u043e\u0441\u0442\u043e \u0441\u0442\u0440\u043e\u043a\u0430 \u65e5\u672c\n".encode()
    )
    run = Terminal(["-m", "inspector", "view", *arguments, str(path)], **environment, **kept)
    run.wait(b"LIVE")
    for keys in EVERYWHERE:
        run.send(keys)
    run.send(b"q")

    assert run.end() == 0
    assert run.seen.isascii()
    assert b"??????" in run.seen
    assert [] == [one for one in SHOWN if one not in run.seen]


def test_no_color_set_to_nothing_means_nothing(hostile):
    run = Terminal(["-m", "inspector", str(hostile)], NO_COLOR="")
    run.wait(b"LIVE")
    run.send(b"q")

    assert run.end() == 0
    assert COLOUR.search(run.seen)


def test_a_locale_without_utf8_gets_ascii(hostile):
    run = Terminal(["-m", "inspector", str(hostile)], LC_ALL="C")
    run.wait(b"LIVE")
    run.send(b"gv?\x1b")
    run.send(b"q")

    assert run.end() == 0
    assert run.seen.isascii()


def test_a_log_on_standard_input_leaves_the_keys_to_the_terminal(mixed):
    reading, writing = os.pipe()
    os.write(writing, mixed)
    os.close(writing)

    run = Terminal(["-m", "inspector", "-"], stdin=reading)
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


def test_a_crash_restores_the_terminal_and_quotes_nothing(tmp_path):
    run = Terminal(["-c", CRASH])

    assert run.end() == 70
    after = run.seen[run.seen.rindex(b"\x1b[?1049l") :]
    assert b"stopped because of an error of its own: ValueError" in after
    assert b"CANARY" not in run.seen
    assert b"Traceback" not in run.seen
    assert len(after.strip().split(b"\n")) <= 7


def test_being_asked_to_end_restores_the_terminal(hostile):
    run = Terminal(["-m", "inspector", str(hostile)])
    run.wait(b"LIVE")

    os.kill(run.pid, signal.SIGTERM)

    assert run.end() == 0
    assert b"\x1b[?1049l" in run.seen


def test_a_terminal_that_goes_away_ends_it(hostile):
    run = Terminal(["-m", "inspector", str(hostile)])
    run.wait(b"LIVE")

    os.close(run.fd)

    end = time.monotonic() + 60
    while not (ended := os.waitpid(run.pid, os.WNOHANG))[0]:
        assert time.monotonic() < end, "it goes on without a terminal"
        time.sleep(0.05)
    assert -signal.SIGHUP == os.waitstatus_to_exitcode(ended[1])


def test_without_a_terminal_it_names_the_audit(tmp_path):
    reading, writing = os.pipe()
    os.close(writing)

    run = Terminal(["-m", "inspector"], stdin=reading)
    os.close(reading)

    assert run.end() == 2
    assert b"inspector audit" in run.seen
    assert b"\x1b[?1049h" not in run.seen
