"""Tokens of the forges: GitHub, GitLab, Bitbucket, Azure DevOps, Gitea."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase, digits

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prefix import Kind, tokens
from inspector.rules.secret.words import shown, varied
from inspector.rules.text import Span, Text

_BASE62 = digits + ascii_uppercase + ascii_lowercase
_CHECKED = 36  # characters of a GitHub token after its prefix, the last six of them the check sum


def checked(body: str) -> Confidence | None:
    """Say how sure a body makes: its last six characters are the CRC-32 of the rest in base 62.

    Told by GitHub in "Behind GitHub's new authentication token formats" (2021).
    """
    if len(body) != _CHECKED:
        return "high" if varied(body) else None
    return "high" if body[-6:] == _crc(body[:-6]) else "medium"


def _crc(text: str) -> str:
    number, out = zlib.crc32(text.encode("ascii")), ""
    while number:
        number, rest = divmod(number, 62)
        out = _BASE62[rest] + out
    return out.rjust(6, "0")


_GITHUB = tuple(
    Kind(f"gh{letter}_", r"[A-Za-z0-9]{36,255}(?![A-Za-z0-9])", f"GitHub token gh{letter}_",
         doubt=checked)
    for letter in "pousr"
)  # fmt: skip
_GITLAB = tuple(
    Kind(f"{word}-", r"(?:t\d_|\w{2}_)?[\w-]{20,300}(?:\.[0-9a-z]{2}\.[0-9a-z]{9})?",
         f"GitLab token {word}-")
    for word in (
        "glpat", "gldt", "glrt", "glcbt", "glptt", "glft", "glsoat", "glimt", "glagent", "gloas",
        "glffct", "glrtr", "glwt",
    )
)  # fmt: skip
KINDS = (
    *_GITHUB,
    Kind("ghs_", r"\d{1,9}_eyJ[\w-]{10,1024}\.[\w-]{10,4096}\.[\w-]{10,1024}", "GitHub token ghs_"),
    Kind("github_pat_", r"[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\w)", "GitHub token github_pat_"),
    Kind("github_pat_", r"(?![A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\w))\w{30,255}",
         "GitHub token github_pat_", "medium"),
    *_GITLAB,
    Kind("GR1348941", r"[\w-]{20}(?![\w-])", "GitLab runner token GR1348941"),
    Kind("ATBB", r"[A-Za-z0-9_.=-]{28,60}", "Bitbucket app password ATBB"),
    Kind("ATCTT3xFfG", r"[A-Za-z0-9_=-]{40,300}", "Bitbucket access token ATCTT"),
    Kind("ATATT3xFfG", r"[A-Za-z0-9_=-]{40,300}", "Atlassian token ATATT"),
    Kind("sgp_", r"(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}(?!\w)", "Sourcegraph token sgp_"),
)  # fmt: skip

_AZURE = late(r"(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])")
_HEX40 = late(r"(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])")


@about_text("violation")
def forge_token(text: Text, _context: Context) -> Iterator[Span]:
    """A token of a code forge (GitHub, GitLab, Bitbucket, Gitea, Azure DevOps) stands in the value.

    Whoever reads it can act as its owner: read private code, push, run pipelines.  Where the format
    has a check sum and it is right, this is a token and no likeness of one.

    Revoke the token at the forge, then find out how it came into an error text, an option or a
    variable: most often a remote's URL holds it.
    """
    yield from tokens(text, KINDS)
    if "AZDO" in text.raw:
        for match in _near(text.raw, "AZDO", 77, 12, _AZURE):
            yield Span(*match, "high", shown("Azure DevOps token", match[1] - match[0]))
    for name in ("gitea", "forgejo"):
        if name in text.lower:
            yield from _gitea(text, name)


def _gitea(text: Text, name: str) -> Iterator[Span]:
    for start, end in _near(text.lower, name, 0, 120, _HEX40):
        if "token" in text.lower[max(0, start - 64) : start]:
            yield Span(start, end, "high", shown("Gitea token", end - start))


def _near(
    raw: str, literal: str, before: int, after: int, form: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Search for a form in the bounded neighbourhood of each literal."""
    at, done = raw.find(literal), 0
    while at >= 0:
        for match in form.finditer(raw, max(done, at - before), at + len(literal) + after):
            done = match.end()
            yield match.span()
        at = raw.find(literal, at + len(literal))
