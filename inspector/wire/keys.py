"""Where a running endpoint leaves its secret, so that the sender of the same user can ask for it.

One file for each port, mode 0600, in a folder of mode 0700: ``telemetry-inspector`` in the folder
that `XDG_RUNTIME_DIR` names, or ``telemetry-inspector-UID`` in the one for temporary files.  Both
are of this machine alone, unless somebody keeps them on a network file system.  A folder or a file
that others could have made or could read is not used.  What a killed endpoint leaves behind is the
secret of an endpoint that is gone, and the next one on that port replaces it.

Source of the variable: XDG Base Directory Specification 0.8.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_NAME = "telemetry-inspector"
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # so that a named pipe keeps nobody waiting
)


def folder() -> Path | None:
    """Name the folder of the keys, whether it exists or not; None where it can have no place."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or ".")
    with suppress(OSError):
        state = runtime.stat()
        if runtime.is_absolute() and stat.S_ISDIR(state.st_mode) and _ours(state):
            return runtime / _NAME
    try:
        return Path(tempfile.gettempdir()) / "-".join([_NAME, *map(str, _user())])
    except OSError:
        return None


def leave(port: int, token: str) -> Path | None:
    """Write the secret of the endpoint at `port`; gives its file, None if it cannot be written."""
    place = folder()
    try:
        if place is None or not _made(place):
            return None
        return _written(place / f"endpoint-{port}", token)
    except OSError:
        return None


def read(port: int) -> str | None:
    """Give the secret that an endpoint of this user left for `port`; None where there is none."""
    place = folder()
    try:
        if place is None or not _fit(place):
            return None
        with os.fdopen(os.open(place / f"endpoint-{port}", _READ), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or not _private(state):
                return None
            token = file.read(64).decode("ascii", "replace")
    except OSError:
        return None
    return token if _TOKEN.fullmatch(token) else None


def remove(path: Path, token: str) -> None:
    """Take back what `leave` has written, unless another endpoint has replaced it."""
    with suppress(OSError):
        if path.read_bytes() == token.encode():
            path.unlink()


def _made(place: Path) -> bool:
    with suppress(FileExistsError):
        place.mkdir(0o700)
    return _fit(place)


def _fit(place: Path) -> bool:
    """Tell whether it is a folder, no link to one, that only this user can enter."""
    state = place.lstat()
    return stat.S_ISDIR(state.st_mode) and _private(state)


def _written(path: Path, token: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(token)
        return Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _private(state: os.stat_result) -> bool:
    return _ours(state) and (not _user() or not state.st_mode & _OTHERS)


def _ours(state: os.stat_result) -> bool:
    return all(state.st_uid == user for user in _user())


def _user() -> tuple[int, ...]:
    """Give the user's number; Windows has none, but temporary files of each user's own."""
    return (os.getuid(),) if hasattr(os, "getuid") else ()
