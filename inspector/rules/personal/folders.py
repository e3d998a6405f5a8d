"""Folders of people: a text in, the places of home folders out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.personal.accounts import personal
from inspector.rules.personal.windows import before, places
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_UNIX = late(r"[\w][\w.@+-]{0,63}")
_WINDOWS = late(r"[^\W_][^\\/:*?\"<>|\r\n\t']{0,63}")
_ROOT = late(
    r"(?:(?:\A|(?<=[^\w./-]))(?:/mnt/[a-z]|/cygdrive/[a-z]|/[a-z]|/var|/export|/usr|/host|/host_mnt"
    r"|/run/desktop/mnt/host/[a-z]|/System/Volumes/Data|[a-z]:|file:/{1,2})|\A|(?<=[^\w.]))\Z",
    re.IGNORECASE,
)
_SHARE = late(r"\\{2,4}[\w.$-]{1,64}(?:\\{1,2}[\w.$ -]{1,64})?\Z")
_DRIVE = late(r"(?:\A|[^A-Za-z])[A-Za-z]:\Z")
_TILDE = late(r"(?<![\w/.~)])~([a-z_][a-z0-9_-]{1,31})/")
_SHARES = (
    "users", "documents and settings", "home", "home$", "homes", "profiles", "profiles$",
)  # fmt: skip
_SPACE = late(r"\s")


@about_text("violation")
def home_path(text: Text, _: Context) -> Iterator[Span]:
    """The value holds the path of somebody's home folder.

    The folder is named after the account, and the account after the person.  Messages of git and
    of compilers carry such paths without anybody having asked for it.  Folders of the accounts of
    CI services and images (/home/runner, /home/node) lead to nobody and are left alone, as is
    /root.

    Build in a folder that bears no name (/builds, /src), or keep the message from being sent.
    """
    lower = text.lower
    if "/home/" in lower or "/users/" in lower:
        yield from _unix(text.raw, lower)
    if "\\" in lower:
        yield from _windows(text.raw, lower)
    if "~" in lower:
        for match in _TILDE.finditer(text.raw):
            if personal(match[1]):
                yield Span(match.start(), match.end(1), "medium")


def _unix(raw: str, lower: str) -> Iterator[Span]:
    for literal in ("/home/", "/users/"):
        for at in places(lower, literal):
            root = _ROOT.search(before(raw, at, 32))
            if root is None or not (root[0] or _spelled(raw, at)):
                continue  # /users/7 is a route of a web service
            name = _UNIX.match(raw, at + len(literal))
            if name and personal(name[0]):
                yield Span(at - len(root[0]), name.end())


def _spelled(raw: str, at: int) -> bool:
    return raw.startswith(("/home/", "/Users/"), at)


def _windows(raw: str, lower: str) -> Iterator[Span]:
    for word in _SHARES:
        for literal in (f"\\{word}\\", f"\\\\{word}\\\\"):
            for at in places(lower, literal):
                found = _folder(raw, at, at + len(literal))
                if found:
                    yield found


def _folder(raw: str, at: int, end: int) -> Span | None:
    name = _WINDOWS.match(raw, end)
    if name is None:
        return None
    ahead = before(raw, at, 140)
    drive, share = _DRIVE.search(ahead), _SHARE.search(ahead)
    if not (drive or share):
        return None
    user = name[0]
    if raw[name.end() : name.end() + 1] not in {"\\", "/"} and (gap := _SPACE.search(user)):
        user = user[: gap.start()]  # a sentence goes on after the path
    user = user.rstrip(" .,;)]}")
    start = at - (2 if drive else len(share[0]) if share else 0)
    return Span(start, end + len(user)) if personal(user) else None
