"""A text in, whether it is a version of werf or Wasp and nothing else out."""

from __future__ import annotations

import re

from inspector.rules.late import late

# Four numbers that begin with another than 0 are an address; Wasp's versions had four.
_FORM = late(
    r"(?:v?\d{1,4}(?:\.\d{1,4}){1,2}|0(?:\.\d{1,4}){3})(?:-(?:alpha|beta|rc)\.\d{1,3})?(?:\+fix\d{1,2})?",
    re.ASCII,
)


def reads_as_version(text: str) -> bool:
    """Tell whether a text is a version and nothing else."""
    return _FORM.fullmatch(text) is not None
