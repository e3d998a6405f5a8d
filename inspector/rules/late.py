"""A regular expression in, the same out, compiled when it is first used.

The detectors hold some 300 expressions and look for a literal before any of them; most logs need a
few dozen.  To compile them all takes 120 ms, which every command would wait for.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a pattern; each method is taken over from it at its first use."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags
        self._made: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> object:
        self._made = self._made or re.compile(self._text, self._flags)
        found: object = getattr(self._made, name)
        self.__dict__[name] = found
        return found


def late(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give what `re.compile` would; what is wrong with the text is said at its first use."""
    return cast("re.Pattern[AnyStr]", _Late(text, flags))
