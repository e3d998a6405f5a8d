"""The one place that starts a program: the command of `inspector run`, in the user's own terminal.

The command keeps standard input, output and error, every other open file, the terminal and its
foreground process group; its environment is changed, and one open file comes to those it has: the
end of a pipe, at a number near `NUMBER`, of which it need not know.  Whatever it starts inherits
that too, and while anybody holds it, `Relay.running` says so.  A process whose starter closes what
it does not know (Python's `subprocess` and sudo do) goes unnoticed.  The guard covers none of them.
"""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, NoReturn, Self

from inspector.guard import starting_one
from inspector.safe import Safe, safe

NUMBER = 900
"""Where the inherited end of the pipe stands: above what shells and programs number themselves.

Under a low limit of open files it stands at seven eighths of that.
"""
LOG, TRACES = "WERF_TELEMETRY_LOG_FILE", "WERF_TELEMETRY_TRACE_URL"
_OTLP = "OTEL_EXPORTER_OTLP_"
_KINDS = ("traces", "metrics", "logs")
_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP")
    if hasattr(signal, name)
)
_KEYS = _SIGNALS[:2]
"""What a terminal sends to everyone in its foreground: ^C and ^\\."""


def diverted(
    environ: Mapping[str, str], log: str, url: str, *, otel: bool = False
) -> dict[str, str]:
    """Give the environment in which telemetry goes to a log file and an endpoint of ours.

    With `otel` also that of any program with an OpenTelemetry SDK; it is then told to go around a
    proxy, for not every exporter leaves loopback out.
    """
    child = {**environ, LOG: log, TRACES: url}
    if not otel:
        return child
    base = url.removesuffix("/v1/traces")
    child |= {f"{_OTLP}{kind.upper()}_ENDPOINT": f"{base}/v1/{kind}" for kind in _KINDS}
    child |= {f"{_OTLP}ENDPOINT": base}
    child |= {f"{_OTLP}{kind}PROTOCOL": "http/protobuf" for kind in ("", "TRACES_")}
    for name in ("NO_PROXY", "no_proxy"):
        others = environ.get(name) or environ.get(name.swapcase()) or ""
        child[name] = ",".join(filter(None, (others, "127.0.0.1")))
    return child


class CannotStart(Exception):  # noqa: N818  # said of the command, not of the program
    """The command could not be started; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    """As a shell gives it: its own, or 128 and the number of the signal that ended it."""
    signal: Safe | None
    """The name of that signal."""


class Relay:
    """Starts one command and hands on what signals reach us while it runs.

    A context manager for the main thread.  ^C at a terminal reaches the command by itself; we go
    on, to tell what it sent.  After the command, ^C interrupts us, and a signal that ends us calls
    `cleanup` first.
    """

    def __init__(self, cleanup: Callable[[], None]) -> None:
        self._cleanup = cleanup
        self._process: Any = None
        self._early: list[int] = []
        self._over = False
        self._before: dict[int, Any] = {}
        self._reading: int | None = None

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # the command inherits that
                self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._reading is not None:
            os.close(self._reading)
            self._reading = None

    def launch(self, command: Sequence[str], environ: Mapping[str, str]) -> Ended:
        """Start the command and wait for its end; raises `CannotStart`."""
        import subprocess  # noqa: PLC0415  # no other command needs it

        try:
            with self._inherited(), starting_one():
                self._process = subprocess.Popen(command, env=environ, close_fds=False)  # noqa: S603
        except OSError as error:
            self._over = True
            raise CannotStart(_reason(command[0], error)) from error
        for number in self._early:
            self._process.send_signal(number)
        with _awake() as woken:
            while (code := self._process.poll()) is None:
                os.read(woken, 1 << 12)
        self._over = True
        return Ended(code, None) if code >= 0 else Ended(128 - code, _named(-code))

    def running(self) -> bool:
        """Tell whether something that the command started still runs; see above for its limits."""
        if self._reading is None:
            return False
        try:
            return os.read(self._reading, 1 << 20) != b""
        except BlockingIOError:
            return True

    @contextmanager
    def _inherited(self) -> Iterator[None]:
        """Have what is started inside inherit the writing end of a pipe, and keep the other."""
        self._reading, writing = os.pipe()
        try:
            os.set_blocking(self._reading, False)
            given = fcntl.fcntl(writing, fcntl.F_DUPFD, _number())
        finally:
            os.close(writing)
        try:
            yield
        finally:
            os.close(given)

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self._over:
            self._end(number)
        elif number in _KEYS and _foreground():
            pass  # the terminal has told the command already
        elif self._process is None:
            self._early.append(number)
        else:
            self._process.send_signal(number)

    def _end(self, number: int) -> NoReturn:
        if number in _KEYS:
            raise KeyboardInterrupt
        self._cleanup()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        raise SystemExit(128 + number)


@contextmanager
def _awake() -> Iterator[int]:
    """Give a pipe into which every signal writes, the end of a child among them.

    One that came just before a wait for the child itself would be heard only after it.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    child = signal.signal(signal.SIGCHLD, lambda *_: None)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGCHLD, child)
        os.close(reading)
        os.close(writing)


def _number() -> int:
    """Give the least number that the end of the pipe may have in the command."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return NUMBER if limit == resource.RLIM_INFINITY else min(NUMBER, limit * 7 // 8)


def _foreground() -> bool:
    """Tell whether we are in the foreground of a terminal, where its keys reach the command too."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)


def _named(number: int) -> Safe:
    try:
        return Safe(signal.Signals(number).name)
    except ValueError:
        return Safe(f"signal {number}")


def _reason(word: str, error: OSError) -> str:
    shown = safe(word, 200)
    if isinstance(error, FileNotFoundError) and os.path.exists(word):  # noqa: PTH110  # any bytes
        return f"{shown} names an interpreter that is not there; look at its first line"
    if isinstance(error, FileNotFoundError):
        return f"there is no command {shown}; check its name, and PATH"
    if isinstance(error, PermissionError):
        return f"{shown} may not be executed; is it a program (chmod +x)?"
    if error.errno == errno.ENOEXEC:
        return f"{shown} is no program; a script needs a first line such as #!/bin/sh"
    return f"{shown} cannot be started: {safe(error.strerror or 'the system refused')}"
