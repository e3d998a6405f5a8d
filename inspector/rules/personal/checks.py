"""Check digits: the digits of a number in, whether they can be one of its kind out.

Every function takes the digits (and letters) alone, without gaps, of a length that its form fixes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        map(
            int,
            "1 0 5 7 9 13 15 17 19 21 1 0 5 7 9 13 15 17 19 21 2 4 18 20 11 3 6 8 12 14 16 10 "
            "22 25 24 23".split(),
        ),
        strict=True,
    )
)  # Italy's table of 1976 for odd places


def luhn(digits: str) -> bool:
    """Every second digit from the right doubled, the sum divisible by ten (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        total += digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4)
    return total % 10 == 0


def mod97(iban: str) -> bool:
    """ISO 13616: the first four characters last, letters as two digits, the rest is one."""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def weighed(digits: str, weights: Sequence[int]) -> int:
    """Sum the digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def inn(digits: str) -> bool:
    """Russia's tax number of a person (12 digits, two of them checks)."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    first = weighed(digits, weights[1:]) % 11 % 10
    second = weighed(digits, weights) % 11 % 10
    return digits[10:] == f"{first}{second}"


def inn_of_firm(digits: str) -> bool:
    """Russia's tax number of a company (10 digits)."""
    return int(digits[9]) == weighed(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10


def snils(digits: str) -> bool:
    """Russia's insurance number (11 digits); those up to 001-001-998 have no check."""
    if int(digits[:9]) <= 1_001_998:
        return False
    return int(digits[9:]) == weighed(digits, range(9, 0, -1)) % 101 % 100


def iin(digits: str) -> bool:
    """Kazakhstan's number of a person (12 digits)."""
    rest = weighed(digits, range(1, 12)) % 11
    if rest == 10:
        rest = weighed(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return rest == int(digits[11]) and _day(digits[:6])


def rnokpp(digits: str) -> bool:
    """Ukraine's tax number of a person (10 digits)."""
    return weighed(digits, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == int(digits[9])


def pesel(digits: str) -> bool:
    """Poland's number of a person (11 digits): a date, whose month tells the century."""
    if weighed(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10:
        return False
    month = int(digits[2:4])
    return _day(f"{digits[:2]}{month % 20:02}{digits[4:6]}")


def steuer_id(digits: str) -> bool:
    """Germany's tax number of a person (11 digits, ISO 7064 mod 11, 10)."""
    product = 10
    for digit in map(int, digits[:10]):
        total = (digit + product) % 10 or 10
        product = total * 2 % 11
    return digits[0] != "0" and (11 - product) % 10 == int(digits[10])


def bsn(digits: str) -> bool:
    """The Netherlands' number of a person (9 digits)."""
    return int(digits) > 0 and weighed(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def cpf(digits: str) -> bool:
    """Brazil's tax number of a person (11 digits, two of them checks)."""
    if len(set(digits)) == 1:
        return False
    first = weighed(digits[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = weighed(digits[:10], range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def dni(text: str) -> bool:
    """Spain's number of a person: eight digits, or X, Y or Z and seven, and a letter."""
    number = text[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI[int(number) % 23] == text[-1]


def codice_fiscale(text: str) -> bool:
    """Italy's tax code of a person (16 characters)."""
    odd = sum(_ODD[char] for char in text[0:15:2])
    even = sum(int(char) if char.isdigit() else ord(char) - 65 for char in text[1:15:2])
    return chr(65 + (odd + even) % 26) == text[15]


def nir(digits: str) -> bool:
    """France's insurance number (15 digits): 97 minus the rest by 97."""
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def hetu(text: str) -> bool:
    """Finland's number of a person: day, sign of the century, three digits and a check."""
    day = text[4:6] + text[2:4] + text[:2]
    return _day(day) and _HETU[int(text[:6] + text[7:10]) % 31] == text[10]


def china(text: str) -> bool:
    """China's number of a person (17 digits and a check): a day of birth is part of it."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return _day(text[8:14]) and "10X98765432"[weighed(text[:17], weights) % 11] == text[17]


def ssn(digits: str) -> bool:
    """The USA's number has no check; some areas, groups and serials are never given out."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def _day(digits: str) -> bool:
    """Tell whether yymmdd is a day."""
    try:
        dt.date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return digits[2:] == "0229"
    return True
