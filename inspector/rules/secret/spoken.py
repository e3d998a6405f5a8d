"""A text in, the passwords that are said without a mark of assignment out.

``password is …``, ``пароль «…»``, ``passwd …``, ``mysql -p…``: most of what follows such a word is
prose, so only what no sentence holds is taken: letters and digits mixed, or marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.secret.prose import PASSWORDS, Place, mixed
from inspector.rules.text import Text

_NAME = "|".join(sorted(PASSWORDS - {"pass", "pwd", "-p"}, key=len, reverse=True))
_VALUE = (
    r"""(?:\\{0,3}["'`«„“](?P<quoted>[^"'`«»„“”\s]{6,256}?)\\{0,3}["'`»“”]"""
    r"""|(?P<bare>[^\s"'`«»„“”]{6,256}))"""
)
_SAID = late(
    rf"(?P<name>{_NAME})(?:\s{{1,3}}(?:is|was|ist|est|es|это|=>|->|→|-|–|—)\s{{1,3}}"
    rf"|\s{{0,3}}(?:->|→|是|为|は)\s{{0,3}}|\s{{1,3}}){_VALUE}"
)
_DATABASES = ("mysql", "mariadb")
_GLUED = late(rf"(?<![\w-])-p{_VALUE}")  # -P is the port
_ACCOUNTS = ("login", " -u", "sshpass", "--user")
_APART = late(rf"(?<![\w-])-p\s{{1,2}}(?=\\{{0,3}}[\"'`]){_VALUE}")
_BEFORE = 24  # characters before a name that tell in which sense it stands


def spoken(text: Text) -> Iterator[tuple[int, int]]:
    """Give where each value begins and ends."""
    yield from _values(text, _SAID, text.lower)
    if " -p" in text.raw:
        database = any(word in text.lower for word in _DATABASES)
        if database:
            yield from _values(text, _GLUED, text.raw)
        if database or any(word in text.lower for word in _ACCOUNTS):
            yield from _values(text, _APART, text.raw)


def _values(text: Text, form: re.Pattern[str], searched: str) -> Iterator[tuple[int, int]]:
    for match in form.finditer(searched):
        group = "quoted" if match["quoted"] is not None else "bare"
        start, end = match.span(group)
        value = text.raw[start:end]
        if group == "bare":
            value = value.rstrip(".,;:!?)]}>")
        before = text.lower[max(0, match.start() - _BEFORE) : match.start()]
        name = match.groupdict().get("name") or "password"
        place = Place(name, before, "", value, quoted=group == "quoted", after="")
        if mixed(place):
            yield start, start + len(value)
