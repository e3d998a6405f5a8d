"""A text file in, the words of its lines out: one word a line, ``#`` begins a line of comment.

A word may hold spaces (``werf helm install``, a name of two parts); those around it are not part of
it.  Empty lines say nothing.
"""

from __future__ import annotations

import codecs

LONGEST = 256
"""Characters of a word; a longer line is no word but a file of another kind."""


class WordsError(ValueError):
    """A file is no list of words; the text says the line and what to do, never the word."""


def parse(data: bytes) -> tuple[str, ...]:
    """Read the words of a file, each once, in their order; raises `WordsError`."""
    found: dict[str, None] = {}
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).splitlines(), 1):
        word = _word(line, number)
        if word and not word.startswith("#"):
            found[word] = None
    return tuple(found)


def _word(line: bytes, number: int) -> str:
    try:
        word = line.decode().strip()
    except UnicodeDecodeError as error:
        where = f"line {number} is not UTF-8 (byte {error.start})"
        raise WordsError(f"{where}; save the file as UTF-8") from error
    if len(word) > LONGEST and not word.startswith("#"):
        raise WordsError(
            f"line {number} is longer than {LONGEST} characters; write one word a line"
        )
    return word
