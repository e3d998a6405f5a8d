"""Passwords that are assigned: ``password=…``, ``--token …``, ``"secret": "…"``, ``пароль: …``.

A form finds the places; what stands there is judged in `inspector.rules.secret.prose`, for most
texts that hold the word "password" and a colon say something about one and tell none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prose import PASSWORDS, Place, sure
from inspector.rules.secret.spoken import spoken
from inspector.rules.secret.words import shown
from inspector.rules.text import Span, Text

_PASSWORD = "|".join(re.escape(word) for word in sorted(PASSWORDS - {"-p"}, key=len, reverse=True))
_TOKEN = (
    r"(?:api|access|secret|private|encryption|signing|account|master|auth|shared|service|license)"
    r"[_ -]?key|token|secret|credentials?|токен|секрет|ключ[ ]api|api[- ]ключ"
)
_NAME = rf"(?P<name>{_PASSWORD}|{_TOKEN})"
_QUOTE = r"""\\{0,3}["'`]"""
_QUOTED = rf"""{_QUOTE}(?P<quoted>[^"'`\r\n]{{1,256}}?)\\{{0,3}}["'`]"""
_VALUE = rf"""(?:{_QUOTED}|(?P<bare>[^\s"'`]{{1,256}}))"""
_ASSIGNED = late(
    rf"""{_NAME}(?:{_QUOTE})?(?:\]|\))?
    (?P<sep>[ \t\u00a0\u202f]{{0,3}}(?::=|=>|==?|:|：|＝)[ \t\u00a0\u202f]{{0,3}}
    |["'\\,\s]{{1,6}}value["'\\]{{1,4}}\s{{0,3}}:\s{{0,3}}
    |>(?=[^<>\s]{{1,256}}</)
    ){_VALUE}""",
    re.VERBOSE,
)
_OPTION = late(rf"(?<![\w-])--?(?:[a-z]{{1,20}}-){{0,4}}{_NAME}(?P<sep>[ ]{{1,3}}){_VALUE}")
_SPOKEN = late(rf"(?P<name>identified by|password|sshpass -p|-p)(?P<sep>\s{{1,2}}){_VALUE}")
_HINTS = (
    "pass", "pwd", "парол", "key", "token", "secret", "credential", "токен", "секрет", "ключ",
    "kennwort", "contrase", "senha", "hasło", "密码", "密碼", "口令", "パスワード", "비밀번호",
    "암호",
)  # fmt: skip
_SPEAKERS = ("identified by", "sshpass", "machine ", "docker login", "helm registry login",
             "werf cr login", "alter role", "alter user", "create user", "create role")  # fmt: skip
_KEY = late(rf"(?:.*[_.-])?{_NAME}")
_NARROW = str.maketrans("：＝", ":=")
_BEFORE = 24  # characters before a name that tell in which sense it stands


@about_text("violation")
def assigned_password(text: Text, _context: Context) -> Iterator[Span]:
    """A password, token or key is written out after its name in the value.

    Error texts and options repeat the settings that a program was given, and everybody who receives
    the telemetry can read them.

    Change what was written out, and give it to the program by a file or a variable that is not
    echoed.
    """
    lower = text.lower
    if any(hint in text.key for hint in _HINTS):
        yield from _by_key(text)
    if any(hint in lower for hint in _HINTS):
        for match in _ASSIGNED.finditer(lower):
            yield from _found(text, match)
        if "-" in lower:
            for match in _OPTION.finditer(lower):
                yield from _found(text, match)
    if " -p" in text.raw or any(hint in lower for hint in _HINTS):
        for start, end in spoken(text):
            yield Span(start, end, "medium", shown("value of a password", end - start))
    if any(word in lower for word in _SPEAKERS):
        for match in _SPOKEN.finditer(lower):
            yield from _found(text, match)


def _found(text: Text, match: re.Match[str]) -> Iterator[Span]:
    group = "quoted" if match["quoted"] is not None else "bare"
    start, end = match.span(group)
    before = text.lower[max(0, match.start() - _BEFORE) : match.start()]
    place = Place(
        name=match["name"],
        before=before,
        sep=match["sep"].strip().translate(_NARROW),
        value=_trimmed(text.raw[start:end], quoted=group == "quoted"),
        quoted=group == "quoted",
        after=text.lower[end : end + 40],
    )
    confidence = sure(place)
    if confidence:
        end = start + len(place.value)
        yield Span(start, end, confidence, shown(f"value of {_said(place.name)}", end - start))


def _said(name: str) -> str:
    """Name it as a rule would; the words come from the rule, not from the data."""
    return "a password" if re.fullmatch(_PASSWORD, name) else "a token or key"


def _trimmed(value: str, *, quoted: bool) -> str:
    """Cut a bare value where the next setting or the end of a sentence begins."""
    if quoted:
        return value
    value = re.split(r"&(?=\w{1,32}=)|[;,](?=$|\s|\w{1,32}=)|</", value, maxsplit=1)[0]
    return value.rstrip(".,;)]}>") if not value.startswith(("$", "<", "[", "{", "(")) else value


def _by_key(text: Text) -> Iterator[Span]:
    """A value whose own key is called a password."""
    match = _KEY.fullmatch(text.key[-80:])
    if match and not text.is_key and len(text.raw) <= 256 and not any(map(str.isspace, text.raw)):
        place = Place(match["name"], "", "=", text.raw, quoted=True, after="")
        confidence = sure(place)
        if confidence:
            size = len(text.raw)
            yield Span(0, size, confidence, shown(f"value of {_said(place.name)}", size))
