"""The latest time that is no surprise in telemetry: what the user fixed, or now."""

from __future__ import annotations

import time

from inspector.audit import epoch
from inspector.cli import UsageError


def fixed() -> int | None:
    """Give the time that `SOURCE_DATE_EPOCH` fixes, in Unix milliseconds; None without it."""
    try:
        return epoch()
    except ValueError as error:
        raise UsageError("SOURCE_DATE_EPOCH is not a number of seconds; unset it") from error


def latest() -> int:
    """Give the latest time that is no surprise in what arrives now, in Unix milliseconds."""
    said = fixed()
    return int(time.time() * 1000) if said is None else said
