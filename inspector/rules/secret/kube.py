"""Parts of a kubeconfig: keys, certificates, tokens and passwords of a cluster's users."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.words import filler, shown, stand_in, varied
from inspector.rules.text import Span, Text

_BETWEEN = r"""\\*["']?[\s:=]{1,4}\\*["']?"""
_DATA = late(rf"client-(key|certificate)-data{_BETWEEN}([A-Za-z0-9+/]{{12,}}={{0,2}})")
_USERS = late(rf"\b(token|password){_BETWEEN}([^\s\"'\\,}}]{{6,2048}})")
_CONFIG = late(r"""kind\\*["']?\s{0,2}:\s{0,2}\\*["']?Config\b""")


@about_text("violation")
def kubeconfig(text: Text, _context: Context) -> Iterator[Span]:
    """A part of a kubeconfig with the key, certificate or token of a user stands in the value.

    It is the way into a cluster with that user's rights, and a client certificate cannot be revoked
    one by one.

    Replace the user's credentials; where a client certificate's key is out, the cluster's authority
    has to be rotated.
    """
    if "-data" in text.raw and "client-" in text.raw:
        for match in _DATA.finditer(text.raw):
            if varied(match[2]) and not filler(match[2]):
                kind = f"client {match[1]} of a kubeconfig"
                yield Span(*match.span(2), "high", shown(kind, len(match[2])))
    if "kind" in text.raw and "Config" in text.raw and _CONFIG.search(text.raw):
        for match in _USERS.finditer(text.raw):
            if not stand_in(match[2]) and varied(match[2]):
                kind = f"{match[1]} of a kubeconfig"
                yield Span(*match.span(2), "high", shown(kind, len(match[2])))
