"""Passwords in URLs and connection strings: the part between the user's name and the ``@``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.words import shown, stand_in
from inspector.rules.text import Span, Text

_USERINFO = late(
    r"""([^\s/?#"'<>@:\\,()]{0,128}):([^\s/?"'<>@\\]{1,256})@(?=[^\s/?#@])"""  # u:p@host
    r"""(?!sha(?:256|512):)"""  # an image with tag and digest
)
_DSN = late(r"[\w.-]{1,64}:([^\s@/:\"']{1,64})@(?:tcp|unix|udp)\(")
_ORACLE = late(r":thin:[^/\s]{1,64}/([^@\s]{1,64})@")
_USER_IS_TOKEN = frozenset({"x-oauth-basic", "x-oauth-token"})
_WORDS = frozenset({"password", "pass", "passwd", "pwd", "secret", "token", "пароль", "parol"})


@about_text("violation")
def url_password(text: Text, _context: Context) -> Iterator[Span]:
    """A URL or connection string with a password in it stands in the value.

    Git, package managers and database drivers repeat the address they could not reach, password
    and all; whoever reads the value can log in.

    Change the password or revoke the token, and give it to the program by a credential helper or a
    variable of its own instead of in the address.
    """
    raw = text.raw
    if "://" in raw and "@" in raw:
        yield from _urls(raw)
    if "@" in raw and ("tcp(" in raw or "unix(" in raw):
        yield from _strings(raw, "(", _DSN, 140)
    if ":thin:" in raw:
        yield from _strings(raw, ":thin:", _ORACLE, 0)


def _urls(raw: str) -> Iterator[Span]:
    at = raw.find("://")
    while at >= 0:
        match = _USERINFO.match(raw, at + 3)
        if match:
            yield from _password(match)
        at = raw.find("://", at + 3)


def _password(match: re.Match[str]) -> Iterator[Span]:
    user, password = match[1], match[2]
    group = 1 if password.lower() in _USER_IS_TOKEN else 2
    sure = _sure(unquote(match[group]))
    if sure and not (user.startswith(("$", "{")) and password.startswith(("$", "{"))):
        length = match.end(group) - match.start(group)
        yield Span(*match.span(group), sure, shown("password in a URL", length))


def _sure(password: str) -> Confidence | None:
    if stand_in(password):
        return None
    return "medium" if password.lower() in _WORDS else "high"


def _strings(raw: str, literal: str, form: re.Pattern[str], before: int) -> Iterator[Span]:
    at, done = raw.find(literal), 0
    while at >= 0:
        match = form.search(raw, max(done, at - before), at + 140)
        if match:
            done = match.end()
            sure = _sure(match[1])
            if sure:
                size = len(match[1])
                yield Span(*match.span(1), sure, shown("password of a data base", size))
        at = raw.find(literal, at + len(literal))
