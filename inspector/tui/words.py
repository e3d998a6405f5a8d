"""The app's own words, in the language that was chosen for this process.

English stands in the code, as in `inspector.language`; only words of the program are said, never a
text of the log: what comes with the data stands in the ``{}`` of a sentence.
"""

from __future__ import annotations

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
    latin = False


def choose(code: str, *, latin: bool = False) -> None:
    """Say everything in another language from now on; raises `KeyError`.

    With `latin`, Russian is said in Latin letters: a terminal without UTF-8 has no others.
    """
    _Chosen.language, _Chosen.latin = loaded(code), latin


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
    said = _spelled(_Chosen.language(inner), inner)
    return Safe(f"{text[:at]}{said.format(*words) if words else said}{behind}")


def count(number: int, one: str, many: str) -> Safe:
    """Count things: ``1 event``, ``2 events``."""
    return Safe(_spelled(_Chosen.language.count(number, one, many), ""))


def line_number(number: int) -> Safe:
    """Name a line by its number; 0 stands for one before which nobody has counted the lines yet."""
    return Safe(f"{number:,}") if number else say("not counted yet")


def _spelled(said: str, english: str) -> str:
    """Spell a sentence in the letters that there are; what was not translated stays as it is."""
    if not _Chosen.latin or said == english:
        return said
    latin = said.translate(_LATIN)
    return latin.upper() if said.isupper() else latin
