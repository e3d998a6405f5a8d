"""The app's own words, in the language that was chosen for this process.

English stands in the code, as in `inspector.language`; only words of the program are said, never a
text of the log: what comes with the data stands in the ``{}`` of a sentence.
"""

from __future__ import annotations

from dataclasses import replace

from inspector.language import ENGLISH, Language
from inspector.language import language as loaded
from inspector.safe import Safe

_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
    "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "'", "e", "yu", "ya",
), strict=True))  # fmt: skip
_LATIN = str.maketrans(
    _LETTERS | {letter.upper(): latin.capitalize() for letter, latin in _LETTERS.items()}
)


class _Chosen:
    """One for the process: a reader's thread and every screen say the same."""

    language: Language = ENGLISH


def choose(code: str, *, latin: bool = False) -> None:
    """Say everything in another language from now on; raises `KeyError`.

    With `latin`, Russian is said in Latin letters: a terminal without UTF-8 has no others.
    """
    chosen = loaded(code)
    _Chosen.language = _latin(chosen) if latin else chosen


def language() -> Language:
    """Give the language that was chosen."""
    return _Chosen.language


def say(text: str, *words: object) -> Safe:
    """Say a sentence of the program; `words`, which are safe, stand in its ``{}``, in their order.

    Blanks around the sentence stay where they are.
    """
    inner = text.strip()
    at = text.index(inner)
    behind = text[at + len(inner) :]
    said = _Chosen.language(inner)
    return Safe(f"{text[:at]}{said.format(*words) if words else said}{behind}")


def count(number: int, one: str, many: str) -> Safe:
    """Count things: ``1 event``, ``2 events``."""
    return Safe(_Chosen.language.count(number, one, many))


def line_number(number: int) -> Safe:
    """Name a line by its number; 0 stands for one before which nobody has counted the lines yet."""
    return Safe(f"{number:,}") if number else say("not counted yet")


def _latin(language: Language) -> Language:
    """Spell everything that a language says in Latin letters."""
    table, counts = (
        {text: _spelled(said) for text, said in one.items()}
        for one in (language.table, language.counts)
    )
    return replace(language, table=table, counts=counts)


def _spelled(said: str) -> str:
    latin = said.translate(_LATIN)
    return latin.upper() if said.isupper() else latin
