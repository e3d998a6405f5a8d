"""Private keys: PEM of all kinds, PuTTY's files, OpenSSH's form, age, JSON Web Keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prefix import Kind, tokens
from inspector.rules.secret.words import shown, varied
from inspector.rules.text import Span, Text

_BEGIN = late(r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_BODY = late(
    r"""(?:\s|\\{1,8}[nrt]|["'+,|>]){0,24}
    (?:[A-Za-z0-9+/]{8}|(?:Proc-Type|DEK-Info|Version|Comment|Subject|Hash)\ ?:)""",
    re.VERBOSE,
)
_PUTTY = late(r"Private-Lines: ?\d{1,4}(?:\s|\\{1,8}[nr]){1,8}[A-Za-z0-9+/]{8}")
_JWK = late(r'\\*"(?:d|k)\\*"\s{0,2}:\s{0,2}\\*"[A-Za-z0-9_-]{20,1024}')

KINDS = (
    Kind("AGE-SECRET-KEY-1", r"[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", "age key"),
    Kind("b3BlbnNzaC1rZXktdjE", r"[A-Za-z0-9+/]{20,400}", "OpenSSH private key"),
)


@about_text("violation")
def private_key(text: Text, _context: Context) -> Iterator[Span]:
    """A private key (PEM, OpenSSH, PuTTY, age, JSON Web Key) stands in the value.

    It proves an identity: of a server, a person, a service.  A passphrase on it only delays whoever
    wants to use it.

    Replace the key wherever its public half is trusted; a certificate made with it has to be
    revoked.
    """
    if "PRIVATE KEY" in text.raw:
        yield from _pem(text.raw)
    if "Private-Lines:" in text.raw:
        for match in _PUTTY.finditer(text.raw):
            yield Span(*match.span(), "high", shown("PuTTY private key", len(match[0])))
    if '"kty' in text.raw or 'kty\\"' in text.raw:
        for match in _JWK.finditer(text.raw):
            if varied(match[0]):
                yield Span(*match.span(), "high", shown("JSON Web Key", len(match[0])))
    yield from tokens(text, KINDS)


def _pem(raw: str) -> Iterator[Span]:
    """Go from one beginning to the next; the nearest end is searched for once and remembered."""
    end = 0
    for match in _BEGIN.finditer(raw):
        if match.start() < end or not _BODY.match(raw, match.end()):
            continue  # within a key, or its first line alone, as in an error message
        end = raw.find("-----END", match.end())
        end = len(raw) if end < 0 else end
        stop = raw.find("-----", end + 8, end + 80)
        end = end if stop < 0 else stop + 5
        yield Span(match.start(), end, "high", shown("private key", end - match.start()))
