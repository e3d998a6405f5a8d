"""Numbers of documents and days of birth: a text in, their places out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.personal import checks
from inspector.rules.personal.windows import before
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_EDGE, _END = r"(?<![\w.+/-])", r"(?![\w/=-]|\.\d)"
_NEAR = 48  # characters before a number in which the word for it stands


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of number."""

    form: re.Pattern[str]
    check: Callable[[str], bool]
    words: tuple[str, ...]
    """Words for it, one of which stands before the number, in lower case."""
    alone: Confidence | None = None
    """How sure the form is without a word; None where it could be any number."""
    whole: Confidence | None = None
    """How sure it is where it is the whole value."""
    signed: bool = False
    """Signs are part of the number."""


def _form(pattern: str) -> re.Pattern[str]:
    return late(f"{_EDGE}{pattern}{_END}")


_ELEVEN = _form(r"\d{11}")
_TWELVE = _form(r"\d{12}")
_SNILS = ("снилс", "snils", "страховой номер")
_INN = ("инн", "inn", "налоговый номер", "tax id", "taxid")
_PASSPORT = late(
    r"(?:паспорт\w{0,3}|passport|серия)(?:[^\d\n]{0,24}\d\d[ -]?\d\d)(?:[ ,№Nномер.]{0,10}\d{6})"
    r"(?!\d)",
    re.IGNORECASE,
)
_DOCUMENTS = (
    Document(_form(r"\d{3}-\d{3}-\d{3}[ -]\d\d"), checks.snils, _SNILS, "high"),
    Document(_ELEVEN, checks.snils, _SNILS),
    Document(_TWELVE, checks.inn, _INN, whole="low"),
    Document(_form(r"\d{10}"), checks.inn_of_firm, _INN[:2]),
    Document(_TWELVE, checks.iin, ("иин", "жсн", "iin"), whole="low"),
    Document(_form(r"\d{10}"), checks.rnokpp, ("рнокпп", "іпн", "ідентифікаційний")),
    Document(_form(r"\d{3}[- ]\d\d[- ]\d{4}"), checks.ssn, ("ssn", "social security"), "medium"),
    Document(_form(r"\d{9}"), checks.ssn, ("ssn", "social security")),
    Document(_ELEVEN, checks.pesel, ("pesel",), whole="low"),
    Document(
        _form(r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
        checks.steuer_id,
        ("steuer-id", "steuerid", "steueridentifikation", "idnr", "tax id"),
    ),
    Document(
        _form(r"[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]"),
        str.isalnum,  # Britain's number has no check
        ("nino", "national insurance", "ni number"),
    ),
    Document(_form(r"\d{9}"), checks.bsn, ("bsn", "burgerservicenummer", "sofinummer")),
    Document(_form(r"\d{3}\.\d{3}\.\d{3}-\d\d"), checks.cpf, ("cpf",), "high"),
    Document(_ELEVEN, checks.cpf, ("cpf",)),
    Document(_form(r"(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]"), checks.dni, ("dni", "nie"), whole="medium"),
    Document(
        _form(r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]"),
        checks.codice_fiscale,
        ("codice fiscale",),
        "high",
    ),
    Document(
        _form(r"[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?\d\d ?\d{3} ?\d{3} ?\d\d"),
        checks.nir,
        ("sécurité sociale", "securite sociale", "nir"),
        whole="medium",
    ),
    Document(
        _form(r"\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y]"), checks.hetu, ("hetu",), "medium", signed=True
    ),
    Document(_form(r"[1-9]\d{16}[\dX]"), checks.china, ("身份证", "公民身份"), "medium", "high"),
)
_DAY = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d"
    r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d"
    r"|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
    r"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)? "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт"
    r"|ноя|дек)\w{0,7}\.?,? (?:19|20)\d\d"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? "
    r"(?:19|20)\d\d)(?!\d)"
)
_BORN = late(
    r"(?:date[ _-]of[ _-]birth|birth[ _-]?da(?:te|y)|(?<!\w)born(?: on| at)?|(?<!\w)dob(?!\w)"
    r"|дата[ _]рождения|день рождения|(?<!\w)родил(?:ся|ась)|(?<!\w)рожд|(?<!\w)д\. ?р\."
    r"|geburtsdatum|geboren(?: am)?|date de naissance|fecha de nacimiento|data urodzenia|生年月日)"
    rf"[\"']?[^\d\n]{{0,12}}({_DAY})",
    re.IGNORECASE,
)
_AFTER = late(rf"(?<!\d)({_DAY}) ?(?:г\. ?р\.|года? рождения)", re.IGNORECASE)
_BIRTH = late(
    r"(?:\A|[_.-])(?:dob|birth|birthday|birthdate|birth_date|date_of_birth|др|дата_рождения"
    r"|дата рождения)(?:\Z|[_.-])"
)
_DATE = late(rf"(?<!\d){_DAY}", re.IGNORECASE)
_HINTS = ("born", "birth", "dob", "рожд", "родил", "д.р", "д. р", "г.р", "г. р")
_OTHERS = ("geburt", "gebor", "naiss", "nacim", "urodz", "生年")
_GAPS = late(r"[ .-]")
_SOME = late(r"\d\d")


@about_text("violation")
def national_id(text: Text, _: Context) -> Iterator[Span]:
    """The value holds the number of a person's document.

    Numbers for taxes, insurance and passports name one person for life.  Where a number has check
    digits they are right, and where it could be any number a word for it stands before it.

    Find out where the number comes from, and keep it out of variables and messages.
    """
    raw = text.raw
    if not _SOME.search(raw):
        return
    whole = len(raw.strip())
    for kind in _DOCUMENTS:
        for match in kind.form.finditer(raw):
            number = match[0] if kind.signed else _GAPS.sub("", match[0])
            sure = _sure(kind, text, match, whole)
            if sure and kind.check(number):
                yield Span(match.start(), match.end(), sure)
    for match in _PASSPORT.finditer(raw):
        yield Span(match.start(), match.end())


def _sure(kind: Document, text: Text, match: re.Match[str], whole: int) -> Confidence | None:
    """Tell how sure a number is; `whole` is how long the text is without the space around it."""
    ahead = before(text.lower, match.start(), _NEAR)
    if any(_says(word, ahead) or _says(word, text.key) for word in kind.words):
        return "high"
    alone = match.end() - match.start() == whole
    return (kind.whole if alone else None) or kind.alone


def _says(word: str, text: str) -> bool:
    """Tell whether a word stands in a text, and not inside another word."""
    at = text.rfind(word)
    while at >= 0:
        after = text[at + len(word) : at + len(word) + 1]
        if not (text[max(0, at - 1) : at].isalnum() or after.isalnum()):
            return True
        at = text.rfind(word, 0, at)
    return False


@about_text("violation")
def date_of_birth(text: Text, _: Context) -> Iterator[Span]:
    """The value holds somebody's day of birth.

    Together with a town or a first name it is enough to find a person.  A date counts where a word
    for birth stands by it or names the key.

    Keep it out of variables and messages; no tool that builds images needs it.
    """
    raw, lower = text.raw, text.lower
    if _BIRTH.search(text.key):
        for match in _DATE.finditer(raw):
            yield Span(match.start(), match.end())
    if any(hint in lower for hint in (*_HINTS, *_OTHERS)):
        for form in (_BORN, _AFTER):
            for match in form.finditer(raw):
                yield Span(match.start(1), match.end(1))
