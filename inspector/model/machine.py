"""What is known of the machine and person at hand, where somebody asked to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Known:
    """Words and hashes that are known to belong to somebody: asked for, never gathered unasked."""

    words: tuple[str, ...] = ()
    """Names of people, hosts, projects and addresses, of `--words` and `--probe-local`."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """What a hash (lower-case hex) was made of, in words without the value itself: ``the hardware
    address of eth0``, ``candidate 3 of FILE``."""
