"""Numbers of cards and accounts: a text in, the places of numbers with right check digits out."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.personal.checks import luhn, mod97
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_EDGE, _END = r"(?<![\w.+/-])", r"(?![\w/=-]|\.\d)"
_FORMS = (
    late(rf"{_EDGE}\d{{14,19}}{_END}"),
    late(rf"{_EDGE}\d{{4}}([ -])\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{3}})?{_END}"),
    late(rf"{_EDGE}3\d{{3}}([ -])\d{{6}}\1\d{{4,5}}{_END}"),
)
_ISSUERS = (
    (late(r"4"), (16, 19)),  # Visa; its numbers of 13 digits are no longer given out
    (late(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),  # Mastercard
    (late(r"220[0-4]"), (16, 17, 18, 19)),  # Mir
    (late(r"3[47]"), (15,)),  # American Express
    (late(r"3(?:0[0-5]|095|[689])"), (14, 16, 19)),  # Diners Club
    (late(r"35(?:2[89]|[3-8])"), (16,)),  # JCB
    (late(r"6(?:011|4[4-9]|5)"), (16, 19)),  # Discover
    (late(r"62|81"), (16, 17, 18, 19)),  # UnionPay
    (late(r"50|5[6-9]|6[37]"), (16, 18, 19)),  # Maestro
)
_COUNTRIES = dict(
    pair.split(":")
    for pair in (
        "AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BR:29 BY:28 CH:21 CR:22 CY:28 CZ:24 "
        "DE:22 DK:18 DO:28 EE:20 EG:29 ES:24 FI:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 "
        "HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 IT:27 JO:30 KW:30 KZ:20 LB:28 LC:32 LI:21 LT:20 LU:20 "
        "LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MR:27 MT:31 MU:30 NL:18 NO:15 PK:24 PL:28 PS:29 PT:25 "
        "QA:29 RO:24 RS:22 RU:33 SA:24 SC:31 SE:24 SI:19 SK:24 SM:27 ST:25 SV:28 TL:23 TN:24 TR:26 "
        "UA:29 VA:22 VG:24 XK:20"
    ).split()
)  # the lengths of SWIFT's register
_IBAN = late(r"(?<![\w+/-])[A-Z]{2}\d\d(?=[ \u00a0-]?[A-Z\d])")
_GAPS = " \u00a0-"


@about_text("violation")
def payment_card(text: Text, _: Context) -> Iterator[Span]:
    """The value holds a number of a payment card.

    Who has the number can often pay with it, and rules of the card companies forbid to keep it in
    a log.  Only numbers with an issuer's prefix, its length and a right check digit are told.

    Have the card blocked if the number is real, and find out why a build knows it.
    """
    raw = text.raw
    for form in _FORMS:
        for match in form.finditer(raw):
            digits = "".join(filter(str.isdigit, match[0]))
            if _issued(digits) and len(set(digits)) > 1 and luhn(digits):
                yield Span(match.start(), match.end())


def _issued(digits: str) -> bool:
    return any(len(digits) in sizes and start.match(digits) for start, sizes in _ISSUERS)


@about_text("violation")
def iban(text: Text, _: Context) -> Iterator[Span]:
    """The value holds the number of a bank account (IBAN).

    The number leads to a person or a company and its bank.  Only numbers of their country's length
    whose check digits are right are told.

    Take the number out of the variable, or keep the field from being sent.
    """
    for match in _IBAN.finditer(text.raw):
        end = _end(text.raw, match.start())
        if end:
            yield Span(match.start(), end)


def _end(raw: str, start: int) -> int:
    """Give where a valid number that begins at `start` ends; 0 if none does."""
    size, found, at = int(_COUNTRIES.get(raw[start : start + 2], 0)), "", start
    while len(found) < size and at < len(raw):
        char = raw[at]
        if char.isascii() and (char.isdigit() or char.isupper()):
            found += char
        elif char not in _GAPS or raw[at - 1] in _GAPS:
            return 0
        at += 1
    over = raw[at : at + 1]
    whole = size and len(found) == size and not (over.isalnum() or over == "_")
    return at if whole and mod97(found) else 0
