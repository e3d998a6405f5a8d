"""Canaries: values that stand nowhere else, and what finds them again, encoded or not.

Each canary is made for one kind of data and one place.  What is looked for are five letters of it
in a row: a mask shows at most the first and the last character of a value.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote

SEEN = 5
"""Characters in a row of a canary that no output may hold."""
_LETTERS = "ghjkmqtvwxz"  # no word holds five of them in a row, no hexadecimal number one of them
_CYRILLIC = "жзкмфхцчшщэю"


def core(seed: str, letters: str = _LETTERS, size: int = 12) -> str:
    """Give letters that are drawn for a seed."""
    digest = hashlib.sha512(seed.encode()).digest()
    return "".join(letters[byte % len(letters)] for byte in digest[:size])


def _address(seed: str) -> str:
    return ".".join(
        ["10", *(str(100 + byte % 150) for byte in hashlib.sha256(seed.encode()).digest()[:3])]
    )


def _number(seed: str) -> str:
    return "7" + core(seed, "0123456789", 14)


KINDS = {
    "mail": lambda s: f"{core(s)}@{core(s[::-1])}.example",
    "token": lambda s: "".join(("gh", "p_", core(s, _LETTERS + _LETTERS.upper() + "0123456789", 36))),
    "path": lambda s: f"/home/{core(s)}/work/{core(s[::-1])}",
    "address": _address,
    "host": lambda s: f"{core(s)}.corp.example",
    "name": lambda s: f"Anna {core(s).capitalize()}",
    "word": lambda s: core(s, _CYRILLIC),
    "text": lambda s: f"could not {core(s)} because " + f"of what {core(s[::-1])} said and " * 8,
    "number": _number,
}  # fmt: skip
"""How a canary of each kind is made of its seed."""
ENCODINGS = {
    "plain": lambda text: text,
    "upper case": str.upper,
    "reversed": lambda text: text[::-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 after one byte": lambda text: base64.b64encode(b"x" + text.encode()).decode(),
    "base64 after two bytes": lambda text: base64.b64encode(b"xy" + text.encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16")).decode(),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "hexadecimal": lambda text: text.encode().hex(),
    "upper hexadecimal": lambda text: text.encode().hex().upper(),
    "escaped bytes": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "escaped characters": lambda text: "".join(f"\\u{ord(char):04x}" for char in text),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "entities": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(char):x};" for char in text),
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "UTF-16": lambda text: text.encode("utf-16-le").decode("latin-1"),
    "escaped UTF-16": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode("utf-16-le")),
}
"""How a canary could be spelled in an output."""


_RARE = re.compile(f"[{_LETTERS}{_CYRILLIC}0-9]{{{SEEN},}}")
_RUN = re.compile(f"[{_LETTERS}{_CYRILLIC}0-9.]{{{SEEN},}}")
"""Where a canary or a part of it can stand."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-7]{3})")
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_CONTROLS = re.compile(r"[\0-\x08]")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){5,}")


class Canaries:
    """Makes canaries, remembers each, and finds them."""

    def __init__(self, *kinds: str) -> None:
        """Those of `kinds` are made for each place; of all kinds where none is named."""
        self.kinds = kinds or tuple(KINDS)
        self.count = 0
        self._grams: dict[int, dict[str, str]] = {}
        """By their length, the texts to look for, each with the kind and place of its canary."""

    def of(self, kind: str, place: str) -> str:
        """Make the canary of a kind for a place."""
        text, said = KINDS[kind](f"{kind} in {place}"), f"{kind} in {place}"
        self.count += 1
        if kind in {"address", "number"}:
            self._grams.setdefault(len(text), {})[text] = said
        for run in _RARE.findall(text.casefold()):
            for at in range(len(run) - SEEN + 1):
                gram = run[at : at + SEEN]
                if sum(map(str.isalpha, gram)) > 2:
                    self._grams.setdefault(SEEN, {}).setdefault(gram, said)
        return text

    def found(self, output: str) -> list[str]:
        """Name the canaries that an output holds, however they are spelled there."""
        seen: set[str] = set()
        for text in map(str.casefold, _views(output)):
            runs = set(_RUN.findall(text))
            for size, grams in self._grams.items():
                held = {run[at : at + size] for run in runs for at in range(len(run) - size + 1)}
                seen |= {grams[gram] for gram in held & grams.keys()}
                seen |= {grams[gram] for gram in grams if gram[::-1] in held}
        return sorted(seen)


def _views(text: str) -> Iterator[str]:
    """Give an output and what any decoder could make of it."""
    yield text
    for decoded in (
        _unescaped(text),
        html.unescape(text),
        unquote(text),
        quopri.decodestring(text.encode()).decode(errors="replace"),
    ):
        if decoded != text:
            yield from _read(decoded.encode("latin-1", "ignore"))
            yield decoded
    yield from _read(b"\n".join(_unpacked(text)))
    if _CONTROLS.search(text):
        yield from _read(text.encode("latin-1", "ignore"))


def _read(data: bytes) -> Iterator[str]:
    yield data.replace(b"\0", b"").decode(errors="replace")
    yield data.decode("utf-16-le", errors="replace")
    yield data[1:].decode("utf-16-le", errors="replace")


def _unescaped(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        return chr(int(match[1] or match[2], 16) if match[1] or match[2] else int(match[3], 8))

    return _ESCAPED.sub(char, text)


def _unpacked(text: str) -> Iterator[bytes]:
    """Decode every run of letters that could be base64, at each alignment, or hexadecimal."""
    for run in set(_PACKED.findall(text)):
        plain = run.replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start:]
            part = part[:-1] if len(part) % 4 == 1 else part
            yield binascii.a2b_base64(part + "=" * (-len(part) % 4))
    for run in set(_HEX.findall(text)):
        yield bytes.fromhex(run)
        yield bytes.fromhex(run[1:-1])
