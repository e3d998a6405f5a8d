"""What the app must know of the terminal before Textual takes it over."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

REFUSAL = (
    "inspector: the app needs a terminal, and {what} is none; for a pipe, a file or CI use"
    " `inspector audit`"
)


def refusal(*, keys_from_tty: bool) -> str | None:
    """Say why the app cannot run here; None where it can.

    Textual would start anyway, and write its control sequences into whatever stderr is.  With
    `keys_from_tty`, standard input is the log and /dev/tty gives the keys.
    """
    streams = {"standard output": sys.__stdout__, "standard error": sys.__stderr__}
    if not keys_from_tty:
        streams["standard input"] = sys.__stdin__
    for what, stream in streams.items():
        if stream is None or stream.closed or not stream.isatty():
            return REFUSAL.format(what=what)
    return None


def take_stdin() -> int:
    """Give the file that standard input is, and let descriptor 0 be the terminal from now on.

    Textual's driver reads keys from descriptor 0.  Raises `OSError` without a terminal.
    """
    keys = os.open("/dev/tty", os.O_RDWR)
    log = os.dup(0)
    os.dup2(keys, 0)
    os.close(keys)
    return log


def colourless(environment: Mapping[str, str]) -> bool:
    """Tell whether colours are unwanted: NO_COLOR set, and not to nothing (no-color.org)."""
    return bool(environment.get("NO_COLOR"))


def plain(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is said not to understand UTF-8; an unset locale says nothing."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return bool(locale) and "utf" not in locale.lower()
