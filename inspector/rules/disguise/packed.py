"""Compressed data within a text: what it is, and what it holds, unpacked only so far."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.rules.disguise.alphabets import from_base64, from_hex
from inspector.rules.disguise.readable import readable
from inspector.rules.late import late

UNPACKED = 1 << 20
"""Bytes that are unpacked of one value, whatever it promises to hold."""

_MANY = 64  # archives of one value that are opened
_MAGIC = {  # https://datatracker.ietf.org/doc/html/rfc1952, 1950, 8878 and the formats' own pages
    b"\x1f\x8b\x08": "gzip",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
    b"x\x01": "zlib",
    b"x\x5e": "zlib",
    b"x\x9c": "zlib",
    b"x\xda": "zlib",
}
_BASE64 = late(
    r"(?<![A-Za-z0-9])(?:H4sI|Qlpo|KLUv|/Td6|_Td6|UEsD|eA[A-Z]|e[FJN])[A-Za-z0-9+/_-]{12,}={0,2}"
)
_HEX = late(
    r"(?<![A-Za-z0-9])(?:0x)?(?:1f8b08|425a68|28b52ffd|fd377a58|504b0304|78(?:01|5e|9c|da))"
    r"[0-9a-f]{12,}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_TORN = late(rb"[\xc0-\xff][\x80-\xbf]{0,3}\Z")  # a character that may be cut in two


@dataclass(slots=True)
class Room:
    """How much may still be unpacked of one value, and how much was not."""

    left: int = UNPACKED
    archives: int = _MANY
    cut: int = 0
    """Bytes that were left packed, at least."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Compressed data, characters `start` to `end` of a text."""

    start: int
    end: int
    form: str
    """``base64`` or ``hex``."""
    kind: str
    """``gzip``, ``zlib``, ``bzip2``, ``zstd``, ``xz`` or ``zip``."""
    data: bytes


def archives(text: str) -> Iterator[Archive]:
    """Find compressed data that is written in base64 or hexadecimal."""
    for form, pattern, decode in (("base64", _BASE64, from_base64), ("hex", _HEX, from_hex)):
        for match in pattern.finditer(text):
            data = decode(match[0])
            if data and (name := kind(data)):
                yield Archive(match.start(), match.end(), form, name, data)


def kind(data: bytes) -> str | None:
    """Name the format of compressed data by its first bytes; None for any other."""
    found = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    if found == "zlib":  # two bytes are soon met by chance: the rest must make sense as well
        try:
            return found if len(zlib.decompressobj().decompress(data, 32)) >= 8 else None
        except zlib.error:
            return None
    return found


def unpacked(text: str, room: Room) -> Iterator[tuple[tuple[str, str], str]]:
    """Unpack gzip and zlib as far as there is room; gives ``("base64", "gzip")`` and the text."""
    for archive in archives(text):
        if archive.kind not in {"gzip", "zlib"}:
            continue
        if not room.archives or not room.left:
            room.cut += len(archive.data)
            continue
        room.archives -= 1
        if plain := readable(_opened(archive.data, room)):
            yield (archive.form, archive.kind), plain


def _opened(data: bytes, room: Room) -> bytes:
    """Unpack until the data end or break, or the room does; what came out until then is kept."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)  # reads both headers
    try:
        plain = engine.decompress(data, room.left)
    except zlib.error:
        return b""
    room.left -= len(plain)
    if room.left or engine.eof:
        return plain
    room.cut += max(1, len(engine.unconsumed_tail))
    return _TORN.sub(b"", plain)
