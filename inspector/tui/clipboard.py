"""Text in, on the terminal's clipboard or in a private file, and what became of it in words.

The clipboard is set by an escape sequence (OSC 52).  Terminals drop one that is too long without a
word; 74,994 bytes of base64 is what k9s and others found to pass everywhere.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

from inspector.safe import Safe, safe
from inspector.tui.cells import figure
from inspector.tui.words import say

LIMIT = 74_994


def harmless(text: str) -> str:
    """Escape what a shell or a terminal would obey when it is pasted; lines stay lines."""
    return "\n".join(safe(line) for line in text.split("\n"))


def encoded(text: str) -> int:
    """How many bytes of base64 a text takes."""
    return -(-len(text.encode("utf-8", "backslashreplace")) // 3) * 4


def deliver(text: str, copy: Callable[[str], None]) -> Safe:
    """Copy a text if it is short enough, else write it to a file of mode 0600; says which."""
    text = harmless(text)
    if encoded(text) <= LIMIT:
        copy(text)
        return say("{} characters sent to the terminal's clipboard (OSC 52)", figure(len(text)))
    try:
        file, name = tempfile.mkstemp(prefix="inspector-copy-", suffix=".txt")
        with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as out:
            out.write(text)
    except OSError:
        return say("too long for a terminal's clipboard, and no file could be written either")
    return say("too long for a terminal's clipboard; written to {}", safe(name, 200))
