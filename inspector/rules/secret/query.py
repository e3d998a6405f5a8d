"""Credentials in the query or fragment of a URL: ``?token=``, ``&sig=``, ``X-Amz-Signature=``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.words import shown, stand_in, varied
from inspector.rules.text import Span, Text

_NAMES = (
    "access[_-]?token|auth[_-]?token|refresh[_-]?token|id[_-]?token|private[_-]?token|job[_-]?token"
    "|x[_-]?auth[_-]?token|api[_-]?token|bearer[_-]?token|oauth[_-]?token|session[_-]?token|token"
    "|x-amz-signature|x-amz-security-token|x-goog-signature|signature|sig|hmac"
    "|x[_-]?api[_-]?key|api[_-]?key|apikey|access[_-]?key|secret[_-]?key|subscription-key|key"
    "|client[_-]?secret|secret|password|passwd|passphrase|pwd|pass|auth|session[_-]?id|jwt|ticket"
)
_PAIR = late(rf"[?&;#](?:amp;)?({_NAMES})=([^\s&;\"'<>#`\\,)\]}}|]{{1,512}})", re.IGNORECASE)
_PASSWORDS = frozenset({"password", "passwd", "passphrase", "pwd", "pass"})
_WEAK = frozenset({"key", "auth", "signature", "sig", "hmac", "ticket", "secret", "access_key"})
_SHORT = 8  # characters of a token that tell too little
_LONG = 16  # from here a weak name and a mixed value make a credential


@about_text("violation")
def url_query_credential(text: Text, _context: Context) -> Iterator[Span]:
    """A URL carries a credential (a token, key or signature) among its parameters.

    Such an address is a key by itself: whoever opens it is let in, and addresses are copied into
    logs, error texts and browsers' histories.

    Revoke the token or let the signed address expire; where the service allows it, send the
    credential in a header.
    """
    if "=" in text.raw:
        for match in _PAIR.finditer(text.raw):
            sure = _sure(match[1].lower(), unquote(match[2]))
            if sure:
                yield Span(
                    *match.span(2), sure, shown(f"URL parameter {match[1].lower()}", len(match[2]))
                )


def _sure(name: str, value: str) -> Confidence | None:
    if stand_in(value) or value.startswith("phc_"):  # a PostHog project's public key
        return None
    if name in _PASSWORDS:
        return None if value.lower() in {"true", "false", "1", "0", "yes", "no"} else "high"
    mixed = varied(value)
    if name in _WEAK:
        return "high" if mixed and len(value) >= _LONG else None
    if mixed:
        return "high" if len(value) >= _SHORT else "medium"
    return "medium" if len(value) >= _SHORT and not value.isalpha() else None
