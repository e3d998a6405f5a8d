"""A folder, a name or an install id in, what Wasp makes of it or what it holds out.

Source: runs of the published wasp 0.25.0, its installer under bash and dash, its npm package.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from inspector.recipes.made import Made, sha256

_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<random>\d{0,5})(?P<seconds>\d{10})(?P<fraction>\d{9})",  # installer: date +%s%N
        r"(?P<random>\d{1,5})(?P<seconds>\d{10})(?P<fraction>\d{3})",  # npm: Date.now()
        r"(?P<random>\d{0,5})(?P<seconds>\d{10})(?P<fraction>)N",  # a date that knows no %N
    )
)
_EARLIEST, _LATEST = 1_483_228_800, 4_102_444_800  # 2017 to 2099: no other number is the time


def project_hash(folder: str) -> Made:
    """Make the project_hash of an absolute folder, given with or without its last slash."""
    path = folder.rstrip("/") + "/"
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Made("wasp-path", digest, path, "project_hash of Wasp")


def name_id(name: str) -> Made:
    """Make the distinct_id of a name that was chosen with WASP_TELEMETRY_USER_ID."""
    return Made("sha256-of-name", sha256(name), name, "distinct_id of Wasp, of a chosen name")


@dataclass(frozen=True, slots=True)
class Installed:
    """What an install id holds."""

    random: str
    """Its random digits, at most five; empty where the shell had no random number."""
    seconds: int
    """When it was made, in seconds since 1970."""
    fraction: str
    """Digits of the second that follow: nine, three or none."""

    @property
    def time(self) -> str:
        """The time in UTC, as exactly as the id holds it."""
        moment = dt.datetime.fromtimestamp(self.seconds, dt.UTC)
        part = f".{self.fraction}" if self.fraction else ""
        return f"{moment:%Y-%m-%dT%H:%M:%S}{part}Z"

    @property
    def unit(self) -> str:
        """How exactly the id holds the time."""
        return {9: "nanosecond", 3: "millisecond"}.get(len(self.fraction), "second")


def installed(text: str) -> Installed | None:
    """Read an install id from the right; None where it holds no time that can be."""
    for form in _FORMS:
        found = form.fullmatch(text)
        if found and _EARLIEST <= int(found["seconds"]) < _LATEST:
            return Installed(found["random"], int(found["seconds"]), found["fraction"])
    return None
