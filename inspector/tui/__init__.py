"""The terminal app: the only package that imports Textual.

Textual obeys variables of the environment that are meant for its developers: TEXTUAL_DRIVER imports
any module, TEXTUAL_LOG writes to any file, TEXTUAL_SCREENSHOT saves what is on the screen, and
TEXTUAL_PRESS presses keys.  None of that may happen because a variable is set in a shell, so all of
them are removed here, before Textual is imported; only two that change nothing but how it looks are
kept.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

KEPT = frozenset({"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"})
"""Variables of Textual's that are heeded."""


def heed_only_kept(environment: MutableMapping[str, str]) -> None:
    """Remove every other variable of Textual's."""
    for name in [name for name in environment if name.startswith("TEXTUAL") and name not in KEPT]:
        del environment[name]


heed_only_kept(os.environ)
