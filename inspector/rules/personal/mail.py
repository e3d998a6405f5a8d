"""Addresses of mail: a text in, the places of addresses out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.personal.windows import before, places
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_LOCAL = late(r"(?:\]tob\[)?[\w.+&~-]{1,64}")  # of the reversed text before the @
_DOMAIN = late(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:\(none\)|[^\W\d_][\w-]{0,22}[^\W_])")
_VERSION = late(r"v?\d+(?:\.\d+)+(?:[-+.]|\Z)")
_SCALE = late(r"\d(?:\.\d)?x\.")  # icon@2x.png
_NO_TOP = frozenset(
    # systemd's units and files, whose names may hold an @
    "service socket target timer mount automount slice scope path swap device png jpg jpeg gif svg "
    "webp ico css scss js mjs ts tsx jsx json yaml yml toml xml html md txt log lock tgz gz zip "
    "jar war whl deb rpm exe dll sock conf cfg ini tmpl tpl go".split()
)
_FORGES = frozenset("git hg svn gitea gogs".split())
_VARIABLE = late(r"[A-Z][A-Z0-9_]*\Z|(?:user|name|user_?name|login|e?mail|host)\Z", re.ASCII)
_VERB = late(r"[bcdeghnopqrstuvx]\Z", re.IGNORECASE)  # of a format, as in %s@%s or %u@%h
_LOGIN = late(r"[A-Za-z]://[^\s/@\"'<>]{0,128}\Z")  # https://ivan


@about_text("violation")
def email_address(text: Text, _: Context) -> Iterator[Span]:
    """The value holds an address of mail.

    An address names a person, and most lead straight to one.  An example's domain does not change
    that: programs send what they are given, and what stands before the @ is often a real name.

    Find out which variable or command brought it there, and keep it from being sent; for git's
    messages set user.email in the repository, so that git does not make one of your login.
    """
    if "@" not in text.raw:
        return
    for at in places(text.raw, "@"):
        found = _address(text.raw, at)
        if found:
            yield found


def _address(raw: str, at: int) -> Span | None:
    domain = _DOMAIN.match(raw, at + 1)
    local = domain and _LOCAL.match(before(raw, at, 80)[::-1])
    if not domain or not local:
        return None
    name, host = local[0][::-1].lstrip(".-&~"), domain[0].lower()
    start = at - len(name)
    if not name or _is_package(host) or _filled_in(raw[max(0, start - 1) : start], name):
        return None
    ahead = before(raw, at, 160)
    if name.lower() in _FORGES or ("://" in ahead and _LOGIN.search(ahead)):
        return None  # of a remote, or a login before a host
    return Span(start, domain.end())


def _filled_in(mark: str, name: str) -> bool:
    """Tell whether a name is one of a variable or a format, after the mark before it."""
    variable = mark in {"$", "%"} and _VARIABLE.match(name)
    return bool(variable or (mark == "%" and _VERB.match(name)))


def _is_package(host: str) -> bool:
    """Tell a version, a file or a unit of systemd from a domain."""
    top = host.rpartition(".")[2]
    return bool(_VERSION.match(host) or _SCALE.match(host)) or top in _NO_TOP
