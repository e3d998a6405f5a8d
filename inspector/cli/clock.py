"""The latest time that is no surprise in telemetry: what the user fixed, or now."""

from __future__ import annotations

import datetime as dt
import time

from inspector.audit import epoch
from inspector.cli import UsageError
from inspector.safe import safe

_YEAR_10000 = 253_402_300_800_000  # in Unix milliseconds: what a calendar can hold ends before
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def fixed() -> int | None:
    """Give the time that `SOURCE_DATE_EPOCH` fixes, in Unix milliseconds; None without it."""
    try:
        said = epoch()
    except ValueError as error:
        raise UsageError("SOURCE_DATE_EPOCH is not a number of seconds; unset it") from error
    if said is not None and not 0 <= said < _YEAR_10000:
        raise UsageError("SOURCE_DATE_EPOCH is no time from 1970 to 9999; unset it")
    return said


def instant(word: str, option: str, *, end_of_day: bool = False) -> int:
    """Read an ISO 8601 date or date and time as Unix milliseconds; UTC unless it names a zone.

    A date alone is the beginning of that day, or its end.
    """
    try:
        day = dt.date.fromisoformat(word) + dt.timedelta(days=end_of_day)
        found = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        try:
            found = dt.datetime.fromisoformat(word)
        except ValueError as error:
            raise UsageError(
                f"{option} {safe(word, 40)} is no time; write 2026-03-25 or 2026-03-25T09:41:10Z"
            ) from error
    found = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    return (found - _EPOCH) // dt.timedelta(milliseconds=1)


def latest() -> int:
    """Give the latest time that is no surprise in what arrives now, in Unix milliseconds."""
    said = fixed()
    return int(time.time() * 1000) if said is None else said
