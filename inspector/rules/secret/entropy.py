"""Strings that look random in an open field: secrets of a kind that nobody has listed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from math import log2

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret import chat, cloud, forge, package, payment
from inspector.rules.secret.words import decoded, filler, shown
from inspector.rules.text import Span, Text

_RUN = late(r"[A-Za-z0-9+_=-]{24,}")
_DIGEST = late(r"(?:sha\d{1,3}|md5|h1|blake2b|blake3)[-:=][A-Za-z0-9+/]{0,90}\Z")
_KNOWN = ("eyJ", "phc_", "pk_live_", "pk_test_", "AAAA", "MII", "LS0t", "b3Blbn")
_LEAST = 24  # characters; fewer cannot be told from a name
_MOST = 200  # characters; more is data, not a key
_BITS = 3.9  # per character; 24 random characters of base 62 have 4.3 in the mean
_CHANGES = 0.36  # between classes of characters; 0.62 where all is chance, 0.3 in CamelCase


@about_text("review")
def high_entropy(text: Text, _context: Context) -> Iterator[Span]:
    """A string that looks random stands in a field that is open to any text.

    It could be a key or a token of a kind that no other rule knows.  Digests, UUIDs, versions,
    image references and encoded words do not count.

    Look at where it came from; if it is a secret, revoke it, and if it is harmless, waive it.
    """
    if len(text.raw) < _LEAST or not text.path or text.is_key:
        return
    for match in _RUN.finditer(text.raw):
        if _random(match[0]) and not _is_digest(text.raw, match.start()):
            yield Span(*match.span(), "low", shown("random string", len(match[0])))


def _is_digest(raw: str, at: int) -> bool:
    """Tell whether a run is (a part of) ``sha512-…``, which may be cut at its slashes."""
    return any(_DIGEST.search(raw, max(0, at - 100), at + more) for more in (0, 5, 7, 8))


def _random(run: str) -> bool:
    body = run.rstrip("=")
    body = body[body.rfind("=") + 1 :].strip("-_")
    if not _LEAST <= len(body) <= _MOST or body.startswith(_literals()):
        return False
    if body.isalpha() or body.islower() or body.isupper() or sum(map(str.isdigit, body)) < 2:
        return False
    return _bits(body) >= _BITS and _mixed(body) and not filler(body) and not _readable(body)


@cache
def _literals() -> tuple[str, ...]:
    modules = (chat, cloud, forge, package, payment)
    return (*_KNOWN, *(kind.literal for module in modules for kind in module.KINDS))


def _bits(body: str) -> float:
    counts = [body.count(char) for char in set(body)]
    return -sum(one / len(body) * log2(one / len(body)) for one in counts)


def _mixed(body: str) -> bool:
    classes = [_class(char) for char in body]
    changes = sum(one != two for one, two in itertools.pairwise(classes))
    return changes >= _CHANGES * (len(body) - 1)


def _class(char: str) -> int:
    return 0 if char.islower() else 1 if char.isupper() else 2


def _readable(body: str) -> bool:
    """Tell whether it is only base64 of plain words."""
    raw = decoded(body)
    if not raw:
        return False
    try:
        return raw.decode().isprintable()
    except ValueError:
        return False
