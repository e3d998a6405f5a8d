"""Patterns in, compiled patterns of RE2 out; RE2 is an extra, for only users' own rules need it."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

EXTRA = "telemetry-inspector[re2]"


class NoEngine(Exception):  # noqa: N818  # said of the installation, not of the program
    """RE2 is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "a user's own rules run on RE2, which is not installed; install the extra: "
            f"pip install '{EXTRA}'"
        )


class BadPattern(ValueError):  # noqa: N818  # said of a pattern, not of the program
    """RE2 does not take a pattern; the text says why."""


@lru_cache(maxsize=4096)
def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern; what comes back works as one of `re` does.

    Raises `NoEngine` and `BadPattern`.
    """
    re2 = engine()
    options = re2.Options()
    options.log_errors = False  # or RE2 writes to stderr itself
    try:
        return cast("re.Pattern[str]", re2.compile(source, options))
    except re2.error as error:
        why = error.args[0] if error.args else ""
        raise BadPattern(
            why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        ) from error


@lru_cache(maxsize=1)
def engine() -> Any:  # noqa: ANN401  # a module of an extra, which has no types
    """Import RE2; raises `NoEngine`."""
    try:
        return import_module("re2")
    except ImportError as error:
        raise NoEngine from error
