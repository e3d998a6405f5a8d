"""Telephone numbers: a text in, the places of numbers out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_GAP = r"[ \u00a0\u2009\u202f.\u2010-\u2015-]"
_EDGE = r"(?<![\w.+:/-])(?<!\d )"
_PLUS = late(r"(?<![\w+:.])\+(?=\(?[1-9])[\d ()\u00a0\u2009\u202f.\u2010-\u2015/-]{7,26}")
_RUSSIAN = late(
    rf"(?<![\w+.:/-])(?:8|7){_GAP}?\(?[3489]\d\d\)?{_GAP}?\d{{3}}{_GAP}?\d\d{_GAP}?\d\d"
    r"(?![\w-]|[.:/]\d)"
)
_LOCAL = tuple(  # forms that no version, date or duration has
    late(_EDGE + form)
    for form in (
        r"\(0?\d{2,5}\) ?\d{1,4}[ -]\d{2,4}(?:[ -]\d{2,4})?(?![\w-]|[.:]\d)",
        r"[2-9]\d\d-[2-9]\d\d-\d{4}(?![\w-]|[.:]\d)",
        r"0[1-9](?:[ .]\d\d){4}(?![\w.:-])",
        r"0\d{2,4} \d{3,4} \d{3,4}(?![\w.:-])",
        r"0[789]0-\d{4}-\d{4}(?![\w.:-])",
        r"00 ?[1-9]\d{0,2}(?:[ -]\d{2,4}){3,4}(?![\w.:-])",
    )
)
_WORD = late(
    r"(?<![\w-])(?:tel|phone|telephone|mobile|cell|whatsapp|fax|msisdn|тел|телефон|телефону|моб"
    r"|мобильный|факс|сотовый)\b[.:=\s\"']{1,6}(?=[+(\d])(\+?[\d ()\u00a0.-]{6,24})",
    re.IGNORECASE,
)
_KEY = late(
    r"(?:\A|[_.-])(?:tel|phone|phones|telephone|mobile|msisdn|whatsapp|телефон|моб)(?:\Z|[_.-])"
    r"|phone\Z|phone_?number\Z"
)
_WHOLE = late(r"[78]9\d{9}")
_BARE = late(r"\+?[\d ()\u00a0.-]{6,24}")
_TWO = frozenset(  # codes of two digits; 1 and 7 are of one, all others of three
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 81 82 84 86 90 91 92 93 94 95 98".split()
)
_THREE = frozenset("21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99".split())


@about_text("violation")
def phone_number(text: Text, _: Context) -> Iterator[Span]:
    """The value holds a telephone number.

    A number reaches a person, and a search for it names them.  It is sent as readily as any other
    text that stands in a variable.

    Take it out of the variable, or keep the field from being sent; `inspector explain FIELD` names
    the switch.
    """
    raw = text.raw
    if not any(map(str.isdigit, raw)):
        return
    if _KEY.search(text.key) and _BARE.fullmatch(raw) and 6 <= _digits(raw) <= 15:
        yield Span(0, len(raw))
    yield from _sure(raw)
    for match in _RUSSIAN.finditer(raw):
        if sure := _russian(match, raw):
            yield Span(match.start(), match.end(), sure)
    for form in _LOCAL:
        for match in form.finditer(raw):
            yield Span(match.start(), match.end(), "medium")


def _sure(raw: str) -> Iterator[Span]:
    """Find numbers after a plus, and those after a word for them."""
    for match in _PLUS.finditer(raw):
        if end := _international(match[0]):
            yield Span(match.start(), match.start() + end)
    for match in _WORD.finditer(raw):
        if 6 <= _digits(match[1]) <= 15:
            yield Span(match.start(1), match.start(1) + len(match[1].rstrip(" .-(")))


def _international(found: str) -> int:
    """Give the length of the number that a text beginning with + starts with, 0 for none."""
    kept = found.rstrip(" \u00a0().-/\u2010\u2011\u2012\u2013\u2014\u2015")
    while kept:
        if _is_number(kept):
            return len(kept)
        # what follows may be another number of the sentence: leave the last group out
        kept = kept[: max((kept.rfind(gap) for gap in " \u00a0()"), default=-1)].rstrip(" ().-")
        if len(kept) < 8:
            return 0
    return 0


def _is_number(text: str) -> bool:
    digits = "".join(filter(str.isdigit, text))
    if digits[:1] in {"1", "7"}:
        return len(digits) == 11
    known = digits[:2] in _TWO or digits[:2] in _THREE
    return known and 9 <= len(digits) <= 14 and len(set(digits)) > 1


def _russian(match: re.Match[str], raw: str) -> Confidence | None:
    gaps = len(match[0]) - _digits(match[0])
    if gaps >= 2:
        return "high" if match[0][0] == "8" else "medium"
    return "medium" if _WHOLE.fullmatch(raw) else None


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
