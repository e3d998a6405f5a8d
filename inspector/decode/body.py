"""A request's body as sent in, bytes without compression out, bounded before they are parsed.

A gzip member of 2 KiB can hold 2 MiB, and a protobuf message of 2 bytes becomes an object of 90:
both are counted first.  What the numbers guard was measured: 8 MiB of empty spans take 358 MiB once
they are parsed.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WIRE_LIMIT = 4 << 20
"""Bytes of a body as sent.  OTLP asks for a limit, recommends 64 MiB; werf sends 0.5 to 8 KiB."""
INFLATED_LIMIT = 16 << 20
"""Bytes of a body after decompression."""
ELEMENTS = 20_000
"""Messages within one body: some 1,000 spans of werf's size."""
TAGS = 10 * ELEMENTS
"""Fields within one body, those that OTLP does not know included."""
MEMBERS = 100
"""Members of a gzip body: each costs a copy of what follows it, and clients send one."""
DEPTH = 100
"""Messages within messages, as protobuf's own parser allows."""
_SMALL = 8 << 10
"""Bytes of a body that can break none of these limits: a message takes two."""


class BodyError(ValueError):
    """A body cannot be read; the text is a fixed sentence that holds nothing of the body."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        """What OTLP asks a receiver to answer: 400, 413 or 415."""


BAD_GZIP = "The body says that it is gzip and is not, or is cut."
TOO_LARGE = "The body is larger than this endpoint reads."
TOO_MANY = "The body holds more messages than this endpoint reads."
TOO_DEEP = "The body nests messages deeper than this endpoint reads."
_PIECE = 64 << 10


def inflate(body: bytes, limit: int = INFLATED_LIMIT) -> tuple[bytes, bool]:
    """Undo gzip, all its members; raises `BodyError` for a bomb, a cut stream or bytes after it.

    Tells besides whether a member's header holds more than it needs: a name, a comment, or extra
    data (RFC 1952, section 2.3.1), which no part of the body shows.
    """
    parts: list[bytes] = []
    odd = False
    size = members = 0
    while body:
        members += 1
        if members > MEMBERS:
            raise BodyError(413, TOO_MANY)
        odd = odd or body[3:4] > b"\x01"  # of the flags only the first, "text", adds nothing
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        for part in _pieces(member, body):
            size += len(part)
            if size > limit:
                raise BodyError(413, TOO_LARGE)
            parts.append(part)
        if not member.eof:
            raise BodyError(400, BAD_GZIP)
        body = member.unused_data
    if not parts:
        raise BodyError(400, BAD_GZIP)
    return b"".join(parts), odd


def _pieces(member: Any, data: bytes) -> Iterator[bytes]:  # noqa: ANN401  # zlib names no type for it
    try:
        while not member.eof:
            part = member.decompress(data, _PIECE)
            yield part
            data = member.unconsumed_tail
            if not part and not data:
                return
    except zlib.error as error:
        raise BodyError(400, BAD_GZIP) from error


class Layout(dict[int, "Layout"]):
    """Which fields of a protobuf message are messages themselves, by number."""


_ANY = Layout()
_PAIR = Layout({2: _ANY})
_ANY.update({5: Layout({1: _ANY}), 6: Layout({1: _PAIR})})
_EVENT, _LINK, _STATUS = Layout({3: _PAIR}), Layout({4: _PAIR}), Layout()
_SPAN = Layout({9: _PAIR, 11: _EVENT, 13: _LINK, 15: _STATUS})
_SCOPE_SPANS = Layout({1: Layout({3: _PAIR}), 2: _SPAN})
_RESOURCE = Layout({1: _PAIR, 3: Layout()})
EXPORT = Layout({1: Layout({1: _RESOURCE, 2: _SCOPE_SPANS, 1000: _SCOPE_SPANS})})
"""``ExportTraceServiceRequest`` of opentelemetry-proto v1.9.0, and field 1000 of the older one."""


def measure(body: bytes, layout: Layout = EXPORT) -> None:
    """Count messages, fields and depth of a protobuf body; raises `BodyError` past the limits.

    What does not parse is left to the parser, which says so.
    """
    if len(body) <= _SMALL:
        return  # nor can it be deeper than its parser allows
    tags, messages = TAGS, ELEMENTS
    stack = [(0, len(body), layout, 0)]
    while stack:
        at, end, fields, depth = stack.pop()
        if depth > DEPTH:
            raise BodyError(400, TOO_DEEP)
        while at < end:
            tag, at = _varint(body, at, end)
            start, at = _skip(body, at, end, tag & 7)
            tags -= 1
            inner = fields.get(tag >> 3) if tag & 7 == 2 else None
            if inner is not None:
                messages -= 1
                stack.append((start, at, inner, depth + 1))
            if tags < 0 or messages < 0:
                raise BodyError(413, TOO_MANY)


def _varint(body: bytes, at: int, end: int) -> tuple[int, int]:
    """Read a number; what does not parse gives one that ends the message."""
    number = shift = 0
    while at < end and shift < 70:
        byte = body[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
    return 0, end


def _skip(body: bytes, at: int, end: int, wire_type: int) -> tuple[int, int]:
    """Give where a field's content begins and where the next field stands."""
    match wire_type:
        case 0:
            return at, _varint(body, at, end)[1]
        case 1:
            return at, min(at + 8, end)
        case 2:
            size, at = _varint(body, at, end)
            return at, min(at + size, end)
        case 5:
            return at, min(at + 4, end)
        case _:
            return at, at if wire_type in {3, 4} else end
