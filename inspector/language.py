"""A sentence of the program in English in, the same sentence in the reader's language out.

English is in the code, where it can be read; every other language is one table beside this module,
``lang/CODE.toml``, from the English sentence to the other one.  What a table lacks stays English.
Quotations of pages are never translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Language:
    """One language of reports and explanations."""

    code: str = "en"
    table: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

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

    def number(self, number: int) -> str:
        """Write a number with its thousands apart."""
        return f"{number:,}".replace(",", "\u00a0" if self.code == "ru" else ",")

    def _russian(self, number: int, one: str, many: str) -> str:
        """Russian has three forms: the table gives them for the plural, divided by ``|``."""
        forms = self.table.get(many, "").split("|")
        if len(forms) != 3:
            return f"{self.number(number)} {one if number == 1 else many}"
        tens, ones = number % 100 // 10, number % 10
        form = 2 if tens == 1 or ones in {0, *range(5, 10)} else 0 if ones == 1 else 1
        return f"{self.number(number)} {forms[form]}"


ENGLISH = Language()


@cache
def language(code: str) -> Language:
    """Load a language by its code; raises `KeyError` for one that there is no table of."""
    if code == "en":
        return ENGLISH
    if code not in LANGUAGES:
        raise KeyError(code)
    text = files(__package__).joinpath("lang", f"{code}.toml").read_text("utf-8")
    return Language(code, tomllib.loads(text))
