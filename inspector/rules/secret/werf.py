"""werf's own secret: the key that its encrypted values and files are decrypted with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.words import filler, shown
from inspector.rules.text import Span, Text

_KEY = late(r"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])", re.IGNORECASE)
_WORDS = (
    "werf_secret_key", "werf_old_secret_key", "secret-key", "secret_key", "secret key",
    "encryption key", "generate-secret-key", "ключ шифрования", "секретный ключ", "ключ werf",
)  # fmt: skip
_NEAR = 96  # characters after the word in which the key stands


@about_text("violation")
def werf_secret_key(text: Text, _context: Context) -> Iterator[Span]:
    """The key of werf's secret values (`WERF_SECRET_KEY`) stands in the value.

    With it, every encrypted value and file of the repository can be read, in all of its history.
    32 hexadecimal digits alone are no key to anything; only where they are called one is it said.

    Make a new key and rotate it with `werf helm secret rotate-secret-key`, then change the secrets
    themselves, for the old ones stay readable in the history.
    """
    if text.key.replace("-", "_").endswith("secret_key") and _KEY.fullmatch(text.raw):
        yield _span(0, len(text.raw))
    for word in _WORDS:
        if word in text.lower:
            yield from _after(text, word)


def _after(text: Text, word: str) -> Iterator[Span]:
    at, done = text.lower.find(word), 0
    while at >= 0:
        match = _KEY.search(text.raw, max(done, at + len(word)), at + len(word) + _NEAR)
        if match and not filler(match[0]):
            done = match.end()
            yield _span(*match.span())
        at = text.lower.find(word, at + len(word))


def _span(start: int, end: int) -> Span:
    return Span(start, end, "high", shown("werf secret key", end - start))
