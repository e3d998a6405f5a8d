"""What somebody has accepted: read from the waiver file, and added to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector import tags, waivers
from inspector.audit import day
from inspector.model import Waiver
from inspector.report import Report, Tally
from inspector.report.write import TargetError
from inspector.safe import Safe, safe
from inspector.tui.fields.accept import Given
from inspector.tui.words import say

NO_KEY = (
    "no key can be kept for you here, so a value cannot be named without showing it; set "
    "INSPECTOR_KEY, or use inspector waive"
)


class CannotAccept(Exception):  # noqa: N818  # said of a wish, not of the program
    """The waiver was not added; the text says why."""


@dataclass(slots=True)
class Waiving:
    """One waiver file, by its path as given."""

    path: str
    waivers: tuple[Waiver, ...] = ()
    trouble: Safe | None = None
    """Why the file cannot be used."""
    _key: list[tags.Key | None] = field(default_factory=list)

    def load(self) -> None:
        """Read the file anew; one that is not there holds nothing."""
        self.trouble = None
        try:
            self.waivers = waivers.load(self.path)
        except FileNotFoundError:
            self.waivers = ()
        except waivers.WaiverError as error:
            self.waivers, self.trouble = (), safe(f"{self.path} {error}", 300)
        except OSError as error:
            why = error.strerror or say("it cannot be read")
            self.waivers, self.trouble = (), safe(f"{self.path}: {why}", 300)

    def settle(self, report: Report, last_ms: int | None) -> None:
        """Mark what is waived; what has expired is told by the newest event, not by a clock."""
        for tally in report.findings:
            tally.waiver = None
        report.key = self.key if any(one.value for one in self.waivers) else None
        list(waivers.settle(report, self.waivers, day(last_ms)))

    @property
    def key(self) -> tags.Key | None:
        """The user's key; it is made where there is none yet."""
        if not self._key:
            try:
                self._key.append(tags.find(None))
            except tags.KeyUnusable:
                self._key.append(None)
        return self._key[0]

    def accept(self, tallies: list[Tally], given: Given) -> int:
        """Add a waiver for each rule that found something in a value; raises `CannotAccept`.

        The value itself is never written, only its tag.
        """
        key = self.key
        if key is None:
            raise CannotAccept(say(NO_KEY))
        made: dict[tuple[object, ...], Waiver] = {}
        for tally in tallies:
            one = tally.finding
            same = (one.rule, one.contract, one.field, one.value)
            made[same] = Waiver(
                rule=one.rule, reason=given.reason, owner=given.owner, expires=given.expires,
                contract=one.contract, field=one.field,
                value=key.tag(one.value) if one.value else None,
                fingerprint=None if one.value else one.fingerprint,
            )  # fmt: skip
        try:
            added = waivers.append(self.path, list(made.values()))
        except waivers.WaiverError as error:
            raise CannotAccept(f"{self.path} {error}") from error
        except TargetError as error:
            raise CannotAccept(str(error)) from error
        except OSError as error:
            raise CannotAccept(
                f"{self.path}: {error.strerror or say('cannot be written')}"
            ) from error
        self.load()
        return len(added)
