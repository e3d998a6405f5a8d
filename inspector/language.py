"""A sentence of the program in English in, the same sentence in the reader's language out.

English is in the code, where it can be read; every other language is one table beside this module,
``lang/CODE.toml``, from the English sentence to the other one.  What a table lacks stays English.
The part ``[count]`` of a table holds what can be counted, by the English plural: the forms for 1,
2 and 5, divided by ``|``.  Quotations of pages are never translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Self

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Language:
    """One language of reports and explanations."""

    code: str = "en"
    table: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    counts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, text: str, *words: object) -> str:
        """Say `text`; with words, they stand in its ``{}``, in their order."""
        said = self.table.get(" ".join(text.split()), text)
        return said.format(*words) if words else said

    def each(self, texts: Iterable[str]) -> list[str]:
        """Say several texts."""
        return [self(text) for text in texts]

    def help(self, text: str) -> tuple[str, ...]:
        """Say a rule's help: what it finds, why that matters, what to do, a paragraph each."""
        return tuple(self(" ".join(one.split())) for one in text.split("\n\n") if one.strip())

    def count(self, number: int, one: str, many: str) -> str:
        """Count things: ``1 finding``, ``2 findings``."""
        if self.code == "ru":
            return self._russian(number, one, many)
        return f"{number:,} {one if number == 1 else many}"

    def number(self, number: float, digits: int = 0) -> str:
        """Write a number with its thousands apart, and so many digits of its fraction.

        Four digits stay together in Russian.  The space is a common one: a no-break space would be
        spelled out where it is shown.
        """
        written = f"{number:,.{digits}f}"
        if self.code != "ru":
            return written
        return written.replace(",", " " if abs(number) >= 10_000 else "").replace(".", ",")

    def word(self, word: str) -> str:
        """Say a word of a sentence: a `Term` in this language, anything else as it is."""
        return word.said(self) if isinstance(word, Term) else word

    def _russian(self, number: int, one: str, many: str) -> str:
        """Choose one of the three forms that Russian has."""
        forms = self.counts.get(many, "").split("|")
        if len(forms) != 3:
            return f"{self.number(number)} {one if number == 1 else many}"
        tens, ones = number % 100 // 10, number % 10
        form = 2 if tens == 1 or ones in {0, *range(5, 10)} else 0 if ones == 1 else 1
        return f"{self.number(number)} {forms[form]}"


class Term(str):
    """Words of the program, in English, that stand within one of its sentences.

    Everything takes it for the English text; who says the sentence in another language can say the
    term in that one as well.
    """

    __slots__ = ("_between", "_counted", "_digits", "_parts")
    _parts: tuple[str, ...]
    _between: str
    _counted: tuple[float, str, str] | None
    _digits: int

    def __new__(cls, text: str) -> Self:
        """Make a term of fixed words."""
        term = super().__new__(cls, text)
        term._parts, term._between, term._counted, term._digits = (), "", None, 0
        return term

    @classmethod
    def series(cls, parts: Iterable[str], between: str) -> Self:
        """Join terms: ``string or null``."""
        parts = tuple(parts)
        term = cls(between.join(parts))
        term._parts, term._between = parts, between
        return term

    @classmethod
    def counted(cls, number: int, one: str, many: str) -> Self:
        """Count things: ``2 runs``."""
        term = cls(ENGLISH.count(number, one, many))
        term._counted = (number, one, many)
        return term

    @classmethod
    def number(cls, number: float, digits: int = 0) -> Self:
        """Write a number with so many digits of its fraction: ``1,024``."""
        term = cls(ENGLISH.number(number, digits))
        term._counted, term._digits = (number, "", ""), digits
        return term

    def said(self, language: Language) -> str:
        """Say it in a language."""
        if self._counted is not None:
            number, one, many = self._counted
            if many:
                return language.count(int(number), one, many)
            return language.number(number, self._digits)
        if self._between:
            between = self._between.replace(self._between.strip(), language(self._between.strip()))
            return between.join(map(language.word, self._parts))
        return language(self)


ENGLISH = Language()


@cache
def language(code: str) -> Language:
    """Load a language by its code; raises `KeyError` for one that there is no table of."""
    if code == "en":
        return ENGLISH
    if code not in LANGUAGES:
        raise KeyError(code)
    text = files(__package__).joinpath("lang", f"{code}.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return Language(code, table, table.pop("count"))
