"""A value's digest in, a tag out by which equal values are known and no value can be guessed.

A tag is an HMAC-SHA-256 with a key that no report holds: of `--key FILE`, of `INSPECTOR_KEY`, or of
a file in the user's state folder that only its owner can read.  Without a lasting key values are
numbered in the order in which a report lists them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from inspector.state import folder

VARIABLE = "INSPECTOR_KEY"
NAME = "key"
"""The key's file in the state folder."""
SHORTEST = 16
"""Bytes of a key below which it could be guessed."""


class KeyUnusable(Exception):  # noqa: N818  # said of a key
    """The key that was asked for cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    """A lasting key; it is never shown, written or compared but by its `id`."""

    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id})"

    @property
    def id(self) -> str:
        """Eight hex digits that tell this key from another and nothing of it."""
        return hmac.new(self.secret, b"telemetry-inspector key id", hashlib.sha256).hexdigest()[:8]

    def tag(self, digest: bytes) -> str:
        """Tag a value by its digest: sixteen hex digits."""
        return hmac.new(self.secret, b"value\0" + digest, hashlib.sha256).hexdigest()[:16]


def find(path: str | None) -> Key | None:
    """Find the key: of the file, of the variable, or of the state folder, where one is made.

    None where no lasting key can be had.  Raises `KeyUnusable`.
    """
    if path is not None:
        return _read(Path(path))
    said = os.environ.get(VARIABLE)
    if said:
        return _checked(said.encode("utf-8", "surrogateescape"), VARIABLE)
    try:
        return _lasting(folder() / NAME)
    except OSError:
        return None


def _read(path: Path) -> Key:
    try:
        if not path.is_file():
            raise KeyUnusable("is no file; name a file that holds at least 16 random bytes")
        return _checked(path.read_bytes().strip(), "the file")
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise KeyUnusable(f"cannot be read ({why}); check path and permissions") from error


def _checked(secret: bytes, what: str) -> Key:
    if len(secret) < SHORTEST:
        raise KeyUnusable(f"{what} holds fewer than {SHORTEST} bytes, which could be guessed")
    return Key(secret)


def _lasting(path: Path) -> Key | None:
    """Read the key of this user, or make it; None where others could have read or written it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_hex(32).encode()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        state = path.lstat()
        private = stat.S_ISREG(state.st_mode) and not state.st_mode & 0o077
        ours = not hasattr(os, "getuid") or state.st_uid == os.getuid()
        secret = path.read_bytes().strip() if private and ours else b""
        return Key(secret) if len(secret) >= SHORTEST else None
    with os.fdopen(file, "wb") as out:
        out.write(made + b"\n")
    return Key(made)
