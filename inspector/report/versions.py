"""An event in, the version of the program that made it out."""

from __future__ import annotations

from inspector.model import Event
from inspector.rules.release import reads_as_version

_FIELDS = ("version", "wasp_version")
"""Last steps of the paths at which programs state their version."""


def stated(event: Event) -> list[str]:
    """Give the version that an event states, if it is nothing but a version; else nothing."""
    found = (row.value for row in event.values if row.path.rpartition(".")[2] in _FIELDS)
    return [text for text in found if isinstance(text, str) and reads_as_version(text)][:1]
