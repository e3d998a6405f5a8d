"""A text file in, the words of its lines out: one word a line, ``#`` begins a comment.

A comment fills a line or follows a word after a space; ``C#`` is a word.  A word may hold spaces
(``werf helm install``, a name of two parts); those around it are not part of it.  Empty lines say
nothing.
"""

from __future__ import annotations

import codecs
import re

LONGEST = 256
"""Characters of a word; a longer line is no word but a file of another kind."""

_COMMENT = re.compile(r"(?:^|\s)#")


class WordsError(ValueError):
    """A file is no list of words; the text says the line and what to do, never the word."""


def parse(data: bytes) -> tuple[str, ...]:
    """Read the words of a file, each once, in their order; raises `WordsError`."""
    found: dict[str, None] = {}
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).splitlines(), 1):
        word = _word(line, number)
        if word:
            found[word] = None
    return tuple(found)


def _word(line: bytes, number: int) -> str:
    try:
        word = _COMMENT.split(line.decode(), maxsplit=1)[0].strip()
    except UnicodeDecodeError as error:
        where = f"line {number} is not UTF-8 (byte {error.start})"
        raise WordsError(f"{where}; save the file as UTF-8") from error
    if len(word) > LONGEST:
        raise WordsError(
            f"line {number} is longer than {LONGEST} characters; write one word a line"
        )
    return word
