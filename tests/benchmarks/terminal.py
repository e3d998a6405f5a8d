"""A viewer in a real pseudo-terminal, and the screen that its output makes.

Output is kept as it came, piece by piece with its time; a `Screen` is made of it to look at.  It
knows what Textual and ncurses write to an xterm, and takes every character for one cell wide.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

WIDTH, HEIGHT = 120, 40
QUIET = 0.03
"""Seconds without output after which a viewer has answered a key."""
_TOKEN = re.compile(
    r"\x1b\[(?P<given>[0-9;:<=>?]*)[ -/]*(?P<final>[@-~])"  # CSI
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"  # OSC, DCS and other strings
    r"|\x1b[ -/]+."  # character sets
    r"|\x1b(?P<escape>[^\[\]PX^_ -/])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])",
    re.DOTALL,
)


class Screen:
    """Lines of cells; `feed` takes bytes as they come from a program."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self.lines = [" " * width] * height
        self._x = self._y = 0
        self._top, self._bottom = 0, height - 1
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._held = ""
        self._last = " "

    @property
    def text(self) -> str:
        """The lines of the screen."""
        return "\n".join(self.lines)

    def feed(self, data: bytes) -> None:
        """Take what a program wrote; a sequence may go on in the next piece."""
        text, at = self._held + self._decode(data), 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                break
            at = found.end()
            if found["text"]:
                self._write(found["text"])
            elif found["control"]:
                self._control(found["control"])
            elif found["final"]:
                self._sequence(found["final"], found["given"])
            elif found["escape"]:
                self._escape(found["escape"])
        self._held = text[at:]

    def _write(self, text: str) -> None:
        self._last = text[-1]
        while text:
            if self._x >= self.width:
                self._x = 0
                self._down()
            piece, text = text[: self.width - self._x], text[self.width - self._x :]
            line = self.lines[self._y]
            self.lines[self._y] = line[: self._x] + piece + line[self._x + len(piece) :]
            self._x += len(piece)

    def _down(self) -> None:
        if self._y == self._bottom:
            self._shift(1)
        else:
            self._y = min(self._y + 1, self.height - 1)

    def _shift(self, by: int, top: int | None = None) -> None:
        """Scroll the region up by lines, or down by as many below 0."""
        top = self._top if top is None else top
        blank = [" " * self.width] * min(abs(by), self._bottom + 1 - top)
        region = self.lines[top : self._bottom + 1]
        region = [*region, *blank][by:] if by > 0 else [*blank, *region][: len(region)]
        self.lines[top : self._bottom + 1] = region

    def _control(self, control: str) -> None:
        match control:
            case "\r":
                self._x = 0
            case "\n":
                self._down()
            case "\b":
                self._x = max(0, self._x - 1)
            case "\t":
                self._x = min(self.width - 1, self._x // 8 * 8 + 8)

    def _escape(self, letter: str) -> None:
        if letter == "M":
            if self._y == self._top:
                self._shift(-1)
            else:
                self._y = max(0, self._y - 1)

    def _sequence(self, final: str, given: str) -> None:
        if given[:1] in {"<", "=", ">", "?"}:
            return
        numbers = [int(word) if word.isdecimal() else 0 for word in given.split(";")]
        first, second = [*numbers, 0][:2]
        n = first or 1
        moves = {"A": (0, -n), "B": (0, n), "C": (n, 0), "D": (-n, 0)}
        places = {"H": (max(second, 1), n), "f": (max(second, 1), n), "G": (n, self._y + 1),
                  "`": (n, self._y + 1), "d": (self._x + 1, n)}  # fmt: skip
        if final in moves:
            right, down = moves[final]
            self._go(self._x + right, self._y + down)
        elif final in places:
            x, y = places[final]
            self._go(x - 1, y - 1)
        else:
            self._change(final, first, second)

    def _change(self, final: str, first: int, second: int) -> None:
        n = first or 1
        match final:
            case "r":
                self._top, self._bottom = n - 1, (second or self.height) - 1
                self._go(0, 0)
            case "S" | "T":
                self._shift(n if final == "S" else -n)
            case "L" | "M":
                self._shift(n if final == "M" else -n, self._y)
            case "b":
                self._write(self._last * n)
            case _:
                self._erase(final, first, n)

    def _go(self, x: int, y: int) -> None:
        self._x = min(max(x, 0), self.width - 1)
        self._y = min(max(y, 0), self.height - 1)

    def _erase(self, final: str, kind: int, n: int) -> None:
        line = self.lines[self._y]
        x = min(self._x, self.width - 1) + (
            kind == 1 and final in "JK"
        )  # the cell under it as well
        before, after = line[:x], line[x:]
        match final:
            case "K":
                before = " " * len(before) if kind else before
                after = after if kind == 1 else " " * len(after)
            case "X":
                after = " " * min(n, len(after)) + after[n:]
            case "P":
                after = after[n:] + " " * min(n, len(after))
            case "@":
                after = (" " * n + after)[: len(after)]
            case "J":
                blank = [" " * self.width]
                if kind != 1:
                    self.lines[self._y + 1 :] = blank * (self.height - self._y - 1)
                    after = " " * len(after)
                if kind:
                    self.lines[: self._y] = blank * self._y
                    before = " " * len(before)
        self.lines[self._y] = before + after


class Viewer:
    """One run of a program on a terminal; everything it wrote, with its times."""

    def __init__(self, words: Sequence[str], folder: Path | None = None, **more: str) -> None:
        kept = {"PATH", "PYTHONPATH", "VIRTUAL_ENV"}
        environment = {name: text for name, text in os.environ.items() if name in kept}
        environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", **more}
        if folder is not None:  # its own settings, nobody's history
            environment |= dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), str(folder))
        self.output: list[tuple[float, bytes]] = []
        self.screen = Screen()
        self._fed = 0
        self.start = self._seen = time.perf_counter()
        self.pid, self._pty = pty.fork()
        if self.pid == 0:
            size = struct.pack("HHHH", HEIGHT, WIDTH, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execvpe(words[0], list(words), environment)  # noqa: S606  # what is measured

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._pty)

    def read(self, seconds: float) -> bool:
        """Take what comes within some seconds; False where nothing does."""
        if not select.select([self._pty], [], [], max(0, seconds))[0]:
            return False
        try:
            data = os.read(self._pty, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            data = b""
        if not data:
            raise GoneError(self.screen.text)
        self.output.append((time.perf_counter(), data))
        return True

    def look(self) -> str:
        """The text on the screen now."""
        while self._fed < len(self.output):
            self._feed()
        return self.screen.text

    def _feed(self) -> None:
        self._seen, data = self.output[self._fed]
        self.screen.feed(data)
        self._fed += 1

    def wait(self, sign: Callable[[str], object], seconds: float = 300) -> float:
        """Wait until a screen has a sign; gives when that came, in seconds from the start."""
        end = time.perf_counter() + seconds
        while not sign(self.screen.text):
            if self._fed < len(self.output):
                self._feed()
            elif time.perf_counter() > end:
                raise GoneError(self.screen.text)
            else:
                self.read(0.2)
        return self._seen - self.start

    def settle(self, seconds: float = 0.3, most: float = 10) -> None:
        """Read until nothing came for some seconds, at most for `most` of them."""
        end = time.perf_counter() + most
        while time.perf_counter() < end and self.read(seconds):
            pass

    def type(self, keys: bytes) -> None:
        """Type, without waiting for anything."""
        os.write(self._pty, keys)

    def press(self, keys: bytes, seconds: float = 10) -> float | None:
        """Type; gives the seconds until the last output before it was quiet, None without any."""
        while self.read(0):
            pass
        begin = time.perf_counter()
        self.type(keys)
        if not self.read(seconds):
            return None
        while time.perf_counter() - begin < seconds and self.read(QUIET):
            pass
        return self.output[-1][0] - begin

    def memory(self) -> tuple[float, float]:
        """MiB that it holds now, and that it held at most."""
        return memory_in(Path(f"/proc/{self.pid}/status").read_text(encoding="ascii"))

    def used(self) -> float:
        """Seconds of processor time that it used."""
        return used_in(Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii"))


class GoneError(Exception):
    """A program ended, or what was waited for did not come; says what was on its screen."""


def memory_in(status: str) -> tuple[float, float]:
    """Read MiB of memory, now and at most, from the text of `/proc/PID/status`."""
    kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB$", status, re.MULTILINE))
    return int(kilobytes["VmRSS"]) / 1024, int(kilobytes["VmHWM"]) / 1024


def used_in(stat: str) -> float:
    """Read seconds of processor time from the text of `/proc/PID/stat`."""
    words = stat.rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
