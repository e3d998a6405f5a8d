"""A vendor's prefix and wanted userIDs in, the addresses that they were made of out.

One thread, for this process may start no other: 2^24 addresses take some ten seconds.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inspector.recipes import Made, user_id

ADDRESSES = 1 << 24
"""Addresses of a prefix of three bytes."""
STEP = 1 << 16
"""Addresses that are tried between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """What trying a prefix came to."""

    prefix: str
    tried: int
    seconds: float
    found: tuple[tuple[int, Made], ...]
    """How many addresses had been tried, and what was found."""

    @property
    def rate(self) -> float:
        """Addresses a second, measured here."""
        return self.tried / self.seconds if self.seconds else 0.0


def search(
    prefix: str,
    wanted: Iterable[str],
    progress: Callable[[int], None],
    steps: int = ADDRESSES // STEP,
) -> Prefix:
    """Try the addresses of a prefix (``00:1c:42``) until every wanted id is found, or all.

    `progress` is told the number of addresses tried so far.
    """
    digests = {bytes.fromhex(one) for one in wanted if _is_hash(one)}
    tails = [b"%02x:%02x" % divmod(number, 256) for number in range(STEP)]
    found: list[tuple[int, Made]] = []
    begin, tried = time.perf_counter(), 0
    for step in range(steps):
        head = b"%s:%02x:" % (prefix.encode(), step)
        hits = _hits(head, tails, digests)
        found += [(tried + number, user_id(mac)) for number, mac in hits]
        tried += STEP
        progress(tried)
        if digests and len(found) == len(digests):
            break
    return Prefix(prefix, tried, time.perf_counter() - begin, tuple(found))


def _hits(head: bytes, tails: list[bytes], digests: set[bytes]) -> list[tuple[int, str]]:
    """Try one step.  The hashes are made before they are compared: 1.1 times the speed."""
    sha256 = hashlib.sha256
    made = [sha256(head + tail).digest() for tail in tails]
    if digests.isdisjoint(made):
        return []
    return [
        (number, (head + tail).decode())
        for number, (tail, digest) in enumerate(zip(tails, made, strict=True), 1)
        if digest in digests
    ]


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
