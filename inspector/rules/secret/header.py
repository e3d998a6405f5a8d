"""Credentials in HTTP headers, curl's options and the `auth` of Docker's configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.words import decoded, shown, stand_in, varied
from inspector.rules.text import Span, Text

_OPEN = r"""[\s"'\\:=\[(]{1,8}"""  # between a header's name and its value, in any quotation
_VALUE = r"""([^\s"'\\,;\])}>`]{1,2048})"""
_AUTHORIZATION = late(
    rf"authorization{_OPEN}(bearer|basic|token|digest|apikey|oauth|negotiate|private-token|splunk"
    rf"|aws4-hmac-sha256)[\s:]{{1,3}}{_VALUE}",
    re.IGNORECASE,
)
_BARE = late(r"(?<![\w-])(bearer|basic)\s{1,3}([A-Za-z0-9+/=._~-]{8,2048})", re.IGNORECASE)
_NAMED = late(
    r"(?:private-token|job-token|deploy-token|x-api-key|x-auth-token|x-access-token|x-vault-token"
    rf"|x-gitlab-token|x-registry-auth|x-figma-token|api-key){_OPEN}{_VALUE}",
    re.IGNORECASE,
)
_COOKIE = late(
    rf"cookie{_OPEN}[^\r\n]{{0,64}}?(?:session\w{{0,8}}|sid|auth\w{{0,8}}|jwt)=([\w%.+/=-]{{12,2048}})",
    re.IGNORECASE,
)
_CURL = late(r"""(?:-u|--user|--proxy-user|-U)[\s=]{0,2}["']?([^\s:"']{1,64}):([^\s"']{1,128})""")
_DOCKER = late(r"""\\*"_?auth\\*"\s{0,3}:\s{0,3}\\*"([A-Za-z0-9+/=]{6,1024})""")
_NPM = late(r"_auth\s{0,2}=\s{0,2}[\"']?([A-Za-z0-9+/=]{6,1024})")


_FORMS = (
    (("authorization",), _AUTHORIZATION, ""),
    (("bearer", "basic "), _BARE, ""),
    (("-token", "-key", "-auth"), _NAMED, "token"),
    (("cookie",), _COOKIE, "cookie"),
    (("auth",), _DOCKER, "basic"),
    (("_auth",), _NPM, "basic"),
)
"""Words of which one is there, the form to look for, the kind if its first group does not say."""


@about_text("violation")
def authorization_header(text: Text, _context: Context) -> Iterator[Span]:
    """An HTTP header or a command line for curl with a credential in it stands in the value.

    Basic credentials are a name and a password in plain sight, for base64 hides nothing; a bearer
    token lets in whoever bears it.

    Revoke the token or change the password, and find out which program wrote the whole request
    into its error text.
    """
    for hints, form, kind in _FORMS:
        if any(hint in text.lower for hint in hints):
            for match in form.finditer(text.raw):
                yield from _credential(match, kind or match[1].lower())
    if "curl" in text.lower:
        for match in _CURL.finditer(text.raw):
            if "curl" in text.lower[max(0, match.start() - 300) : match.start()]:
                yield from _credential(match, "password")


def _credential(match: re.Match[str], kind: str) -> Iterator[Span]:
    start, end = match.span(match.lastindex or 0)
    sure = _sure(kind, match.string[start:end])
    if sure:
        what = "header with a credential" if kind == "token" else f"{kind} credential"
        yield Span(start, end, sure, shown(what, end - start))


def _sure(kind: str, value: str) -> Confidence | None:
    if stand_in(value):
        return None
    if kind == "basic":
        pair = (decoded(value) or b"").decode("utf-8", "replace")
        user, colon, password = pair.partition(":")
        ok = colon and user.isprintable() and password.isprintable() and not stand_in(password)
        return "high" if ok and "\ufffd" not in pair else None
    if kind == "password":
        return "high"
    if (varied(value) and "=" not in value.rstrip("=")) or kind == "aws4-hmac-sha256":
        return "high" if len(value) >= 12 else "medium"
    return None
