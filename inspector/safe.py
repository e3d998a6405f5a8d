"""Hostile text in, harmless text out: the one choke point before a screen, a report or a shell.

Whoever can write to the log, and the server whose error texts werf copies into it, chooses what a
line holds.  Neither Textual nor Rich removes escape sequences, so nothing from a log may reach them
as `str`: widgets take `Safe`, and the only way to make one from data is `safe()`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NewType

Safe = NewType("Safe", str)
"""Text without controls, invisible or reordering characters; printing it moves only the cursor."""

MARKS = 4  # combining marks kept per base character; a longer stack paints over its neighbours

_PLAIN = re.compile(r"[ -~]*\Z")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_INVISIBLE = frozenset(
    # default-ignorable code points that are letters or marks, so that no category betrays them
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    # skin tones: no cell of their own, or two, as a terminal likes
    "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
).union(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]")
_JOINED = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
"""Vowels and finals of a Korean syllable written apart: no cell behind another part, else one."""


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    """The visible form of one character: itself, or a backslash escape."""
    code = ord(char)
    if char in _ESCAPES:
        return _ESCAPES[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8, carried by `surrogateescape`
        return f"\\x{code - 0xDC00:02x}"
    hidden = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    if hidden or char in _INVISIBLE or (char.isspace() and char != " "):
        if code < 0x100:
            return f"\\x{code:02x}"
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char


def safe(text: str, limit: int | None = None) -> Safe:
    r"""Make `text` safe to show on one line; with `limit`, at most that many characters of it.

    Controls (C0, DEL, C1), line and paragraph separators, bidirectional, zero-width and other
    default-ignorable characters, surrogates, private-use and unassigned code points become visible
    escapes such as ``\x1b`` or ``\u202e``.  No more than four combining marks stay on one base
    character and none at the start of the text; a part of a Korean syllable stays behind another,
    and no skin tone stays.  Markup characters stay as they are: who shows the
    text must not parse it.
    """
    cut = len(text) - limit if limit is not None and len(text) > limit else 0
    if cut:
        text = text[:limit]
    if not _PLAIN.match(text):
        text = _spell(text)
    return Safe(f"{text}… (+{cut:,} characters)" if cut else text)


_COMMAND = re.compile("([:#])(?=\\1)")  # `::error`, `##[`, `##vso[`, `##teamcity[`


def inert(text: Safe) -> Safe:
    r"""Break what a pipeline's runner could take for a command: ``::`` and ``##``.

    A backslash stands between the two characters afterwards, so that the break can be seen.
    """
    return Safe(_COMMAND.sub(r"\1\\", text))


def _spell(text: str) -> str:
    out: list[str] = []
    jamo = _JOINED.search(text)
    marks = MARKS  # a leading mark has no base: it gets the dotted circle
    for char in text:
        shown = _shown(char)
        if len(shown) == 1 and unicodedata.category(char) in {"Mn", "Me", "Mc"}:
            if not out:
                out.append("\u25cc")
                marks = 0
            marks += 1
            if marks > MARKS:
                shown = f"\\u{ord(char):04x}"
        elif jamo and _JOINED.match(char) and not (out and _JAMO.match(out[-1])):
            shown = f"\\u{ord(char):04x}"
        else:
            marks = 0
        out.append(shown)
    return "".join(out)


def lossy(raw: bytes, limit: int | None = None) -> Safe:
    r"""Make raw bytes safe to show: bytes that are not UTF-8 appear as ``\xNN``.

    With `limit`, only that many bytes are decoded, so that a huge record costs nothing to show.
    """
    cut = len(raw) - limit if limit is not None and len(raw) > limit else 0
    text = safe((raw[:limit] if cut else raw).decode("utf-8", "surrogateescape"))
    return Safe(f"{text}… (+{cut:,} bytes)" if cut else text)


def mask(value: object) -> Safe:
    """Make evidence of a value: its shape and at most four of its characters.

    Strings keep their first and last character when they are long enough for that to tell little
    (``i***@a***.ru (14)`` for an address, ``r…y (8)`` else), numbers their number of digits;
    booleans and null are shown, for they carry nothing.
    """
    match value:
        case None | True | False:
            return Safe({None: "null", True: "true", False: "false"}[value])
        case int() | float():
            return Safe(f"number ({len(str(value))} characters)")
        case dict() | list():
            kind = "object" if isinstance(value, dict) else "array"
            return Safe(f"{kind} ({len(value)} members)")
        case str():
            return _mask_text(value)
        case _:
            raise TypeError(type(value))


_ADDRESS = re.compile(r"([^@\s]{2,64})@([^@\s.]{2,64})(?:\.[^@\s]*)?\.([A-Za-z]{2,24})\Z")


def _mask_text(text: str) -> Safe:
    size = len(text)
    if size == 0:
        return Safe("(empty)")
    if address := _ADDRESS.match(text):
        user, host, top = address.groups()
        top = top if len(top) == 2 else "***"
        return Safe(f"{safe(user[0])}***@{safe(host[0])}***.{top} ({size})")
    if size < 5:
        return Safe(f"*** ({size})")
    return Safe(f"{safe(text[0])}…{safe(text[-1])} ({size})")


_NAME = re.compile(
    r"\$?_{0,2}[^\W\d_][^\W_]{0,23}"  # a word, after a dollar sign or underscores
    r"(?:[_-]{1,2}[^\W_]{1,24}){0,5}"
    r"(?::[^\W\d_][^\W_]{0,23})?\Z"  # `install-script:run`
)
_TOKEN = re.compile(r"(?=[^\W\d_]*\d)[^\W_]{16}|[A-Z]{16}")
_TERMS = re.compile(
    r"(?<![^\W_])(?:sha[125]\d{0,2}|md5|k8s|ipv[46]|utf8|base64|oauth2|http2|x86|amd64|arm64|s3|ec2"
    r"|i18n|l10n|v?\d{1,2})(?![^\W_A-Z])"
)
"""Words of the field that hold a digit, and a short number by itself (``part_2``)."""


def name(text: str) -> Safe:
    """Show a name that came with the data (a key, an event type), masked unless it reads as a name.

    A name is made of words of letters (of any script, each at most 24), joined by ``_`` or ``-``
    and once by ``:``; a digit stands only in a word of the field (``sha256``), or in a short number
    by itself.  Anything else could be a value that was put where a name belongs; that a word alone
    (a user's name) is one, nobody can tell.
    """
    digits = any(map(str.isdigit, _TERMS.sub("", text)))
    if _NAME.match(text) and not digits and not _TOKEN.search(text):
        return safe(text)
    return Safe(f"[{mask(text)}]")
