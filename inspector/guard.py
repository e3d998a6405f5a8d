"""The promise that this process cannot phone home, kept by the interpreter itself.

A PEP 578 audit hook sees every socket call, name look-up, started process and opened browser of the
whole process, dependencies included, and refuses what is not loopback.  A hook cannot be removed.
Processes may be started only where the caller of `install` says so (the test suite does), and one
by whoever opens `starting_one`: that is `inspector.launch`, for the command of `inspector run`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn


class Refused(PermissionError):  # noqa: N818  # said of an act, as `PermissionError` is not
    """Something in this process tried to reach beyond the machine, or to start a program."""


_LOOPBACK_NAMES = frozenset({None, "", "localhost", b"", b"localhost"})
_PROCESSES = frozenset({
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "os.forkpty", "os.startfile", "os.startfile/2", "pty.spawn",
})  # fmt: skip
_STEPS = {"subprocess.Popen": "announce", "os.posix_spawn": "start"}
"""The events of `subprocess.Popen`; where it forks, `start` is the call of `fork_exec`."""
_CLIENTS = frozenset({
    "ftplib.connect", "imaplib.open", "nntplib.connect", "poplib.connect", "smtplib.connect",
    "telnetlib.Telnet.open", "urllib.Request", "webbrowser.open",
})  # fmt: skip


def loopback(host: object) -> bool:
    """Tell whether an address as sockets take it, a string, stays on this machine."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    if not isinstance(host, str):
        return False
    plain = host.lower().removeprefix("::ffff:")
    if plain == "::1":
        return True
    parts = plain.split(".")
    numeric = len(parts) == 4 and all(part.isascii() and part.isdigit() for part in parts)
    return numeric and parts[0] == "127"


def _refuse(what: str) -> NoReturn:
    raise Refused(f"{what} was refused: telemetry-inspector never leaves this machine")


def _check_address(event: str, args: tuple[Any, ...]) -> None:
    address = args[1] if len(args) > 1 else None
    if isinstance(address, (str, bytes)) or address is None:
        return  # AF_UNIX, or a call on a socket that was connected (and judged) before
    host = address[0] if isinstance(address, tuple) and address else None
    if host == "localhost" or not loopback(host):
        _refuse(event)


def _check_name(event: str, args: tuple[Any, ...]) -> None:
    host = args[0][0] if args and isinstance(args[0], tuple) else args[0] if args else None
    if host not in _LOOPBACK_NAMES and not loopback(host):
        _refuse(event)


_CHECKS: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
    "socket.connect": _check_address,
    "socket.bind": _check_address,
    "socket.sendto": _check_address,
    "socket.sendmsg": _check_address,
    "socket.getaddrinfo": _check_name,
    "socket.gethostbyname": _check_name,
    "socket.gethostbyaddr": _check_name,
    "socket.getnameinfo": _check_name,
}

_installed = False


def install(*, processes: bool = False) -> None:
    """Put the hook in place for the rest of the process; a second call changes nothing.

    With `processes`, programs may be started: that is for the test suite, whose children are this
    program with a hook of its own.
    """
    global _installed  # noqa: PLW0603  # the interpreter keeps hooks for ever: one is enough
    if _installed:
        return
    _installed = True
    sys.addaudithook(partial(_see, _CLIENTS if processes else _CLIENTS | _PROCESSES))
    if not processes and sys.platform != "win32":
        _shut()


def _see(refused: frozenset[str], event: str, args: tuple[Any, ...]) -> None:
    check = _CHECKS.get(event)
    if check is not None:
        check(event, args)
    elif event in refused and not _permit.use(_STEPS.get(event)):
        _refuse(event)


def _shut() -> None:
    """Shut the way by which multiprocessing starts processes, for it raises no audit event."""
    import _posixsubprocess  # noqa: PLC0415  # not there on Windows

    _posixsubprocess.fork_exec = _gate(_posixsubprocess.fork_exec)


class _Permit(threading.local):
    """What is left to this thread of starting its one process; other threads have nothing."""

    def __init__(self) -> None:
        self.left: set[str] | None = None

    def use(self, step: str | None) -> bool:
        """Take a step of a start, once."""
        if self.left is None or step not in self.left:
            return False
        self.left.remove(step)
        return True


_permit = _Permit()


@contextmanager
def starting_one() -> Iterator[None]:
    """Let this thread start one process, once, inside the block; raises `Refused` inside another.

    What the process does is not guarded: who opens this must say so to the user.
    """
    if _permit.left is not None:
        _refuse("starting a second process")
    _permit.left = set(_STEPS.values())
    try:
        yield
    finally:
        _permit.left = None


def _gate(start: Callable[..., int]) -> Callable[..., int]:
    """Put the permit before the function that forks; `subprocess` takes it when first imported."""

    def fork_exec(*args: object) -> int:
        if not _permit.use("start"):
            _refuse("starting a process")
        return start(*args)

    return fork_exec
