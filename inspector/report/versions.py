"""An event in, the version of the program that made it out."""

from __future__ import annotations

import re

from inspector.model import Event

_FIELDS = ("version", "wasp_version")
"""Last steps of the paths at which programs state their version."""
# Four numbers that begin with another than 0 are an address; Wasp's versions had four.
_FORM = re.compile(
    r"(?:v?\d{1,4}(?:\.\d{1,4}){1,2}|0(?:\.\d{1,4}){3})(?:-(?:alpha|beta|rc)\.\d{1,3})?(?:\+fix\d{1,2})?\Z"
)


def reads_as_version(text: str) -> bool:
    """Tell whether a text is a version and nothing else."""
    return _FORM.match(text) is not None


def stated(event: Event) -> list[str]:
    """Give the version that an event states, if it is nothing but a version; else nothing."""
    found = (row.value for row in event.values if row.path.rpartition(".")[2] in _FIELDS)
    return [text for text in found if isinstance(text, str) and reads_as_version(text)][:1]
