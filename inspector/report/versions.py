"""An event in, the version of the program that made it out."""

from __future__ import annotations

import re

from inspector.model import Event

_FIELDS = ("version", "wasp_version")
"""Last steps of the paths at which programs state their version."""
_FORM = re.compile(
    r"v?\d{1,4}(?:\.\d{1,4}){1,3}(?:-(?:alpha|beta|rc)\.\d{1,3})?(?:\+fix\d{1,2})?\Z"
)


def stated(event: Event) -> list[str]:
    """Give the version that an event states, if it is nothing but a version; else nothing."""
    found = (row.value for row in event.values if row.path.rpartition(".")[2] in _FIELDS)
    return [text for text in found if isinstance(text, str) and _FORM.match(text)][:1]
