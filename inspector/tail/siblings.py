"""What a file beside the log is: a copy of what was read, or is to be read, or a new one.

Decided by content and only with both files open, for names and inode numbers change owners between
two system calls.  The sibling was read *before* the files it is compared with are looked at: what
they do not hold now, or hold differently although nothing of them was destroyed, it was not copied
from.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from typing import Literal

from inspector.tail.generation import HEAD, MARKER, Generation
from inspector.tail.memory import Found
from inspector.tail.place import pread

Relation = Literal["copy", "wait", "other"]
_PACKED = (b".gz", b".bz2", b".xz", b".zst", b".lz4", b".Z")


def relation(found: Found, gen: Generation) -> Relation:
    """How an undecided file stands to one that is being read; raises OSError.

    "copy": it holds nothing that was not handed out.  "wait": it is a copy of bytes still to be
    read, or `gen` was truncated and the next look will use it; nothing can be decided now.
    """
    peek = pread(gen.system, gen.fd, len(found.head), 0)
    if not _alike(found.head, peek) and not _alike(found.head, gen.head):
        return "other"
    gen.look()
    lead = min(found.size, MARKER)
    tail = pread(gen.system, gen.fd, lead, found.size - lead)
    peek = pread(gen.system, gen.fd, len(found.head), 0)
    if not gen.intact():
        return "wait"
    if found.size > gen.size or peek != found.head or tail != found.before(found.size):
        return "other"
    return "copy" if gen.offset >= found.size else "wait"


def _alike(one: bytes, other: bytes) -> bool:
    common = min(len(one), len(other))
    return common > 0 and one[:common] == other[:common]


def packed(path: bytes) -> bool:
    """Whether the name says that the file is compressed."""
    return os.path.splitext(path)[1] in _PACKED  # noqa: PTH122


def unpacked_already(found: Found, read: Iterable[tuple[bytes, int]]) -> bool:
    """Whether a gzip file holds only what was read, of files given as (first bytes, size).

    Only its first bytes are inflated; its last four say how long the whole is (RFC 1952, 2.3.1).
    """
    try:
        head = zlib.decompressobj(wbits=31).decompress(found.head, HEAD)
    except zlib.error:
        return False
    size = int.from_bytes(found.before(found.size)[-4:], "little")
    return any(_alike(head, first) and size <= length for first, length in read)
