"""Text that only looks different, undone: invisible, wide and look-alike characters, digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from inspector.rules.late import late

INVISIBLE = late(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
"""A character that shows nothing, or reorders what is shown."""

LATIN = dict(
    zip(
        map(ord, "АВЕЅІЈКМНОРСТУХаеѕіјкморстухԁһӏԛԝѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαειjκνορτυχγωϲօսհոց"),
        "ABESIJKMHOPCTYXaesijkmopctyxdhlqwvABEZHIKMNOPTYXaeijkvoptuxywcouhng",
        strict=True,
    )
)
"""Letters of Cyrillic, Greek and Armenian, and the Latin ones they look like."""

CYRILLIC = dict(zip(map(ord, "ABCEHKMOPTXYaceopxyikmt"), "АВСЕНКМОРТХУасеорхуікмт", strict=True))
"""The other way: Latin letters, and the Cyrillic ones they look like."""

WORD = late(r"[^\W\d_]+")
"""A run of letters of any script."""

ROUND = late(r"[0-9ОоЗзΟο.:+-]{4,}")
"""Digits among which letters may stand that look like 0 and 3."""

_ROUND_DIGITS = str.maketrans("ОоЗзΟο", "003300")
_BESIDE = late(r"[0-9.:][ОоЗзΟο]|[ОоЗзΟο][0-9.:]")
_TOKEN = late(r"\S+")
_ALL_LATIN = late(rf"[A-Za-z{''.join(map(chr, LATIN))}]+\Z")
_ALL_LATIN_WITHIN = late(rf"(?<![^\W\d_])[{''.join(map(chr, LATIN))}]{{4,}}+(?![^\W\d_])")
_ASCII_LETTER = late(r"[A-Za-z]")
_FOREIGN_DIGIT = late(r"[^\D0-9\uff10-\uff19\U0001d7ce-\U0001d7ff]")
_STOP = late(r"(?<=[A-Za-z0-9])[\u3002\uff61](?=[A-Za-z0-9])")
_TAGS = late("[\U000e0020-\U000e007e]{4,}")
_SELECTORS = late("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")


def invisible_undone(text: str) -> str | None:
    """Leave out what shows nothing; None where nothing is invisible."""
    if text.isascii():
        return None
    return _changed(text, INVISIBLE.sub("", text))


def smuggled(text: str) -> str | None:
    """Read what invisible characters spell: tags are letters, variation selectors are bytes."""
    if text.isascii():
        return None
    tags = ("".join(chr(ord(one) - 0xE0000) for one in run) for run in _TAGS.findall(text))
    bodies = (bytes(map(_selected, run)) for run in _SELECTORS.findall(text))
    return "\n".join([*tags, *(body.decode("utf-8", "replace") for body in bodies)]) or None


def _selected(selector: str) -> int:
    """Number the variation selectors from 0 to 255, in two ranges."""
    code = ord(selector)
    return code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16


def wide_undone(text: str) -> str | None:
    """Put ASCII where a compatibility form of it stands; None where there is none."""
    if text.isascii():
        return None
    return _changed(text, _STOP.sub(".", text.translate(_wide())))


@cache
def _wide() -> dict[int, str]:
    """Table the wide, mathematical, circled and raised forms of ASCII (a few milliseconds)."""
    blocks = (
        *range(0xFF01, 0xFFE7),
        *range(0x1D400, 0x1D800),
        *range(0x2460, 0x2500),
        *range(0x2070, 0x20A0),
        *range(0x2102, 0x2140),
        *range(0x1F100, 0x1F150),
        *range(0xFB00, 0xFB07),
        *range(0xFE50, 0xFE70),
        *(0xB2, 0xB3, 0xB9, 0x2024, 0x3000),
    )
    forms = ((code, unicodedata.normalize("NFKC", chr(code))) for code in blocks)
    ordinary = {0x2116, 0x2122}  # № and ™ are what people write
    return {code: form for code, form in forms if form.isascii() and code not in ordinary}


def alike_undone(text: str) -> str | None:
    """Put letters of one script where look-alikes of another stand; None where none do."""
    if text.isascii():
        return None
    return _changed(text, _TOKEN.sub(lambda match: _folded(match[0]), text))


def _folded(token: str) -> str:
    if token.isascii():
        return token
    beside = bool(_ASCII_LETTER.search(token))
    if not beside and not _ALL_LATIN_WITHIN.search(token):
        return token
    return WORD.sub(lambda match: _word(match[0], beside=beside), token)


def _word(word: str, *, beside: bool) -> str:
    if word.isascii():
        return word
    if as_latin(word):
        return word.translate(LATIN) if beside or len(word) >= 4 else word
    return word.translate(CYRILLIC) if as_cyrillic(word) else word


def as_latin(word: str) -> bool:
    """Tell whether every letter beyond ASCII looks like a Latin one."""
    return bool(_ALL_LATIN.match(word))


def as_cyrillic(word: str) -> bool:
    """Tell whether a word has Cyrillic letters and Latin ones that all look like Cyrillic."""
    latin = [char for char in word if char.isascii()]
    cyrillic = any("\u0400" <= char <= "\u04ff" for char in word)
    return cyrillic and bool(latin) and all(ord(char) in CYRILLIC for char in latin)


def digits_undone(text: str) -> str | None:
    """Put ASCII digits where those of another script stand, or letters that look like digits."""
    if text.isascii():
        return None
    plain = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return _changed(text, ROUND.sub(_number, plain))


def _number(match: re.Match[str]) -> str:
    return match[0].translate(_ROUND_DIGITS) if is_number(match) else match[0]


def is_number(match: re.Match[str]) -> bool:
    """Tell whether a match of `ROUND` is a number in which letters stand for digits."""
    run, text = match[0], match.string
    if run.isascii() or not _BESIDE.search(run) or sum(map(str.isdigit, run)) < 3:
        return False
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return not any(map(str.isalpha, around))


def _changed(text: str, changed: str) -> str | None:
    return None if changed == text else changed


UNDO: dict[str, Callable[[str], str | None]] = {
    "invisible-characters": invisible_undone,
    "full-width": wide_undone,
    "look-alike-letters": alike_undone,
    "digits": digits_undone,
}
