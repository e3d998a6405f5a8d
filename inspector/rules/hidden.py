"""Rules about disguise itself: what a person would not see in a value, or could not read.

What a disguise uncovers is told by the rules of other families; these say that there is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from inspector.rules.disguise import ENCODINGS, alphabets, packed
from inspector.rules.disguise.letters import (
    INVISIBLE,
    ROUND,
    WORD,
    as_cyrillic,
    as_latin,
    is_number,
)
from inspector.rules.disguise.readable import readable
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text
from inspector.safe import Safe

_BLOB = 40  # characters: a random key of 30 bytes in base64
_JUDGED = 4096  # characters of it that are counted
_SHARES = (15, 15, 5, 35)  # least per cent of small letters, capitals, digits, changes of kind
_TOKEN = late(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_DIGEST = late(r"(?:sha(?:1|224|256|384|512)|md5)[-:]\Z", re.IGNORECASE)
_DIGESTED = late(r"(?:sha(?:1|224|256|384|512)|md5)-", re.IGNORECASE)
_JWT = late(r"\beyJ[A-Za-z0-9_-]{8,2000}\.")  # its parts are the business of `secret/jwt`
_LONG_HEX = late(r"[0-9a-fA-F]{130,}\Z")  # SHA-512 has 128 digits
_LOWER, _UPPER, _DIGIT = map(re.compile, ("[a-z]", "[A-Z]", "[0-9]"))
_TURNS = late(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])", re.ASCII)
_FOREIGN_DIGITS = late(r"\d*[^\D0-9]\d*")
_MODIFIERS = {"\u200d", "\ufe0e", "\ufe0f"}
_LETTERS = late(r"[A-Za-z]+")


@about_text("note")
def encoded(text: Text, context: Context) -> Iterator[Span]:
    """The value holds text that can be read only once an encoding is undone.

    A search for names, addresses or passwords in the plain log does not find what is written in
    percent signs, base64, hexadecimal, entities, escapes or quoted-printable.  Tools encode for
    good reasons (an address in a URL, a quoted error), so this alone is no fault; where the text
    underneath breaks a rule, that rule's finding names the encodings instead of this one.

    Look at what the text says once it is decoded: the names of the encodings are in the message,
    the outermost last.
    """
    del context
    if not ENCODINGS.isdisjoint(text.chain):
        yield Span(0, len(text.raw))


@about_text("review")
def invisible_characters(text: Text, context: Context) -> Iterator[Span]:
    """The value holds characters that show nothing or change the order of what is shown.

    A zero-width space inside an address hides it from a search, a bidirectional control makes a
    reader see another text than the one that is sent, and tags or variation selectors can carry a
    whole message that no screen shows.  Joiners within an emoji or a word of Arabic, Persian or an
    Indic script are part of ordinary writing and are left alone.

    See the value in the log with its invisible characters spelled out (the app's detail does so),
    find where they come from, and remove them there.
    """
    del context
    if text.raw.isascii():
        return
    for match in INVISIBLE.finditer(text.raw):
        if not _ordinary(text.raw, match.start()):
            char = f"U+{ord(match[0]):04X}"
            yield Span(match.start(), match.end(), evidence=Safe(char))
            return


def _ordinary(raw: str, at: int) -> bool:
    """Tell whether an invisible character belongs to the writing of the one before it."""
    char = raw[at]
    before, after = raw[at - 1 : at], raw[at + 1 : at + 2]
    match char:
        case "\ufeff":
            return at == 0  # a byte order mark
        case "\ufe0e" | "\ufe0f":
            return after == "\u20e3" or (bool(before) and _shown(before) and before > "\x7f")
        case "\u200c" | "\u200d" if before and after:
            emoji = unicodedata.category(before) in {"So", "Sk"} or before in _MODIFIERS
            return (emoji and after > "\x7f" and _shown(after)) or _joins(before) & _joins(after)
        case "\u200e" | "\u200f" | "\u061c":
            return any("\u0590" <= one <= "\u08ff" for one in raw[max(0, at - 32) : at + 32])
        case "\u2800":
            return any("\u2801" <= one <= "\u28ff" for one in (before, after))
        case "\u115f" | "\u1160":
            return any("\u1100" <= one <= "\u11ff" for one in (before, after))
        case _ if "\u180b" <= char <= "\u180f":
            return "\u1800" <= before <= "\u18af"
        case _ if "\U000e0020" <= char <= "\U000e007f":
            _, flag, tags = raw[max(0, at - 8) : at].rpartition("\U0001f3f4")
            return bool(flag) and all("\U000e0020" <= one <= "\U000e007f" for one in tags)
        case _:  # what chooses a form of an ideograph
            return char >= "\ufe00" and before >= "\u3400" and before.isalpha()


def _shown(char: str) -> bool:
    return not INVISIBLE.match(char)


def _joins(char: str) -> bool:
    """Tell whether a script between Hebrew and Mongolian has this letter or mark."""
    return "\u0590" <= char <= "\u1fff" and unicodedata.category(char)[0] in "LM"


@about_text("review")
def mixed_script(text: Text, context: Context) -> Iterator[Span]:
    """A word mixes letters of several scripts that look alike.

    A Cyrillic or Greek letter in a Latin word (or the other way round) reads the same and is
    another text: a search for the address, the user or the word "password" does not find it.  It is
    also how a wrong keyboard layout looks, so a person must decide.  Words of one script, and words
    whose letters cannot be taken for others, are left alone.

    Compare the value with what the tool should have sent; if the letters are somebody's mistake,
    correct them where they were typed.
    """
    del context
    if text.raw.isascii():
        return
    for match in WORD.finditer(text.raw):
        if not match[0].isascii() and _mixed(match[0]):
            yield Span(match.start(), match.end())
            return


def _mixed(word: str) -> bool:
    """A Latin word with look-alikes, or a Cyrillic one with single Latin letters in it."""
    runs = [len(run) for run in _LETTERS.findall(word)]
    if not runs or len(word) < 3:
        return False
    return as_latin(word) or (as_cyrillic(word) and max(runs) == 1)


@about_text("review")
def confusable_digits(text: Text, context: Context) -> Iterator[Span]:
    """A number is written with digits of another script, or with letters that look like digits.

    A card, telephone or document number written so is not found by a search for numbers, yet
    every program that reads it sees the same number.  Digits beside letters of their own script
    are ordinary writing and are left alone.

    See which number it is, and where it was typed or made.
    """
    del context
    if text.raw.isascii():
        return
    blocks = {ord(char) >> 8 for char in set(text.raw) if char.isalpha()}
    for match in _FOREIGN_DIGITS.finditer(text.raw):
        if not _at_home(match[0], blocks):
            yield Span(match.start(), match.end())
            return
    for match in ROUND.finditer(text.raw):
        if is_number(match):
            yield Span(match.start(), match.end())
            return


def _at_home(digits: str, blocks: set[int]) -> bool:
    """Tell whether all digits are of one script, and letters of it (or of East Asia) are there."""
    own = {ord(char) >> 8 for char in digits}
    if len(own) > 1:
        return False
    if own == {0xFF}:  # wide digits stand in Japanese, Chinese and Korean text
        return any(0x30 <= block <= 0xD7 for block in blocks)
    return own <= blocks


@about_text("review")
def compressed(text: Text, context: Context) -> Iterator[Span]:
    """The value holds compressed data.

    No page documents a compressed value, and what is compressed can be anything: a whole
    configuration fits into a field.  What gzip and zlib hold is unpacked, up to a mebibyte, and
    examined like any other text; other formats are not opened.

    Unpack it yourself (base64 -d, then the program that the evidence names) and read it.
    """
    del context
    for one in packed.archives(text.raw):
        size = f"{one.kind} in {one.form} ({one.end - one.start:,} characters)"
        yield Span(one.start, one.end, evidence=Safe(size))
        return


@about_text("review")
def opaque_blob(text: Text, context: Context) -> Iterator[Span]:
    """The value holds a long piece of data that cannot be read.

    It is no digest, no UUID and no id of the documented forms, and decoding it gives no text: it
    may be a key, something encrypted, or a file.  Whatever it is, nobody can tell from the page
    that it is sent.

    Find out which program writes it and what it stands for.
    """
    del context
    if len(text.raw) < _BLOB or "-----BEGIN" in text.raw or _JWT.search(text.raw):
        return
    for match in _TOKEN.finditer(text.raw):
        if _opaque(match[0], text.raw[max(0, match.start() - 8) : match.start()]):
            size = f"{match.end() - match.start():,} characters"
            yield Span(match.start(), match.end(), "medium", Safe(size))
            return


def _opaque(token: str, before: str) -> bool:
    """Tell whether a token is neither a digest, a token of the web nor a text.

    Base64 of random bytes changes between small letters, capitals and digits all the time, which
    paths, long names and hexadecimal do not.
    """
    if _LONG_HEX.match(token):
        data = alphabets.from_hex(token)
        return data is None or readable(data) is None
    if _DIGEST.search(before) or _DIGESTED.match(token) or "_ZN" in token:  # a name in C++
        return False
    body = token[:_JUDGED]
    counts = [len(kind.findall(body)) * 100 for kind in (_LOWER, _UPPER, _DIGIT, _TURNS)]
    if any(count < len(body) * least for count, least in zip(counts, _SHARES, strict=True)):
        return False
    data = alphabets.from_base64(token)
    return data is None or not (readable(data) or packed.kind(data))
