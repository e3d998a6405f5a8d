"""What the first paint of the app costs, as a ratio to the first paint of an empty Textual app.

Run it with `python -m tests.benchmarks.first_paint`.  Both start in a real pseudo-terminal of
120x40; the clock runs from the start of the process until a text is on the screen: of the first
frame, and (the demo session read and judged) of the first event.  Rounds are interleaved and the
medians compared.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time

ROUNDS = 9
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App[None]):
    def compose(self):
        yield Static("first-frame")
Empty().run()
"""
PROGRAMS = {
    "python -c pass": (["-c", "print('first-frame', flush=True)"], b"first-frame"),
    "empty Textual app": (["-c", EMPTY], b"first-frame"),
    "inspector, frame": (["-m", "inspector"], b"DEMO"),
    "inspector, events": (["-m", "inspector"], b"CommandStarted"),
}


def first_paint(words: list[str], mark: bytes) -> float:
    """Start a program in a terminal; give the seconds until `mark` is on its screen."""
    start = time.perf_counter()
    pid, screen = pty.fork()
    if pid == 0:
        os.environ.pop("WERF_TELEMETRY_LOG_FILE", None)
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606  # this very interpreter
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    while mark not in seen:
        if not select.select([screen], [], [], 20)[0]:
            raise SystemExit(f"{words} painted nothing in 20 seconds")
        seen += os.read(screen, 65536)
    took = time.perf_counter() - start
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(screen)
    return took


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(ROUNDS):
        for name, (words, mark) in PROGRAMS.items():
            times[name].append(first_paint(words, mark))
    medians = {name: statistics.median(row) for name, row in times.items()}
    for name, seconds in medians.items():
        print(f"{name:20} {seconds * 1000:7.0f} ms   {seconds / medians['python -c pass']:5.1f} x pass"
              f"   {seconds / medians['empty Textual app']:5.2f} x empty app")  # fmt: skip


if __name__ == "__main__":
    main()
