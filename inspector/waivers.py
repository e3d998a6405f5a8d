"""A waiver file in, waivers out; and a report settled by them.

A waiver says that somebody has looked at a finding and accepts it for a while.  It needs a rule, a
reason, an owner and a last day; one that lacks something waives nothing and is itself a finding,
as is one that has expired or that fits nothing.  A waived finding stays in the report.

    [[waivers]]
    rule = "personal/unreviewed-value"
    field = "attributes.extra.team"
    reason = "the team's public name"
    owner = "privacy@example.com"
    expires = 2027-06-30
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from inspector import whole
from inspector.model import Waiver, Weighed
from inspector.report import Report, Tally
from inspector.report.write import write
from inspector.safe import Safe, safe

_TEXTS = ("rule", "reason", "owner", "contract", "event", "field", "fingerprint", "value")
_KEYS = frozenset(one.name for one in fields(Waiver)) - {"number"}
_FORMS = {
    "rule": re.compile(r"[a-z]+/[a-z0-9-]+\Z"),
    "fingerprint": re.compile(r"[0-9a-f]{64}\Z"),
    "value": re.compile(r"[0-9a-f]{16}\Z"),
}


class WaiverError(ValueError):
    """The file cannot be used; the text lists everything that is wrong with it."""


def load(path: str | Path) -> tuple[Waiver, ...]:
    """Read a waiver file; raises `WaiverError` and `OSError`."""
    data = whole.read(path)
    try:
        table = whole.table(data.decode())
    except UnicodeDecodeError as error:
        raise WaiverError(f"is not UTF-8 (byte {error.start})") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WaiverError(f"is not TOML: {error}") from error
    problems = [f"{key}: is no key of a waiver file" for key in table if key != "waivers"]
    entries = table.get("waivers", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        problems.append("waivers: must be tables, each headed [[waivers]]")
        entries = []
    found = [_waiver(one, at, problems) for at, one in enumerate(entries, 1)]
    if problems:
        raise WaiverError("; ".join(problems))
    return tuple(found)


def _waiver(entry: dict[str, object], at: int, problems: list[str]) -> Waiver:
    where = f"waiver {at}"
    for key, value in entry.items():
        if key not in _KEYS:
            problems.append(f"{where}: {key} is no key of a waiver")
        elif key in _TEXTS and not isinstance(value, str):
            problems.append(f"{where}: {key} must be text")
        elif key in _FORMS and not _FORMS[key].match(str(value)):
            problems.append(f"{where}: {key} does not have the form that reports show")
    expires = entry.get("expires")
    if expires is not None and (
        not isinstance(expires, dt.date) or isinstance(expires, dt.datetime)
    ):
        problems.append(f"{where}: expires must be a day such as 2027-06-30, without quotes")
        expires = None
    if "rule" not in entry:
        problems.append(f"{where}: rule is missing")
    texts = {key: str(entry[key]) for key in _TEXTS if key in entry}
    return Waiver(
        rule=texts.get("rule", ""),
        reason=safe(texts.get("reason", "").strip()),
        owner=safe(texts.get("owner", "").strip()),
        expires=expires if isinstance(expires, dt.date) else None,
        contract=texts.get("contract"),
        event=texts.get("event"),
        field=texts.get("field"),
        fingerprint=texts.get("fingerprint"),
        value=texts.get("value"),
        number=at,
    )


def settle(report: Report, waivers: Sequence[Waiver], today: dt.date | None) -> Iterator[Weighed]:
    """Waive what the waivers fit; give what became of each.

    `today` is the day that the report speaks of, never the wall clock; without one nothing expires.
    """
    for waiver in waivers:
        fitting = [tally for tally in report.findings if _fits(waiver, tally, report)]
        expired = _expired(waiver, today)
        if waiver.missing:
            yield Weighed(waiver, "incomplete", len(fitting))
        elif expired:
            yield Weighed(waiver, "expired", len(fitting))
        else:
            for tally in fitting:
                tally.waiver = tally.waiver or waiver
            yield Weighed(waiver, "used" if fitting else "unused", len(fitting))


def accepting(
    tally: Tally, report: Report, waivers: Sequence[Waiver], today: dt.date | None
) -> Waiver | None:
    """Give the waiver that `settle` will take for a finding, before all is known."""
    return next(
        (
            waiver
            for waiver in waivers
            if not waiver.missing and not _expired(waiver, today) and _fits(waiver, tally, report)
        ),
        None,
    )


def _expired(waiver: Waiver, today: dt.date | None) -> bool:
    return bool(today and waiver.expires and waiver.expires < today)


def _fits(waiver: Waiver, tally: Tally, report: Report) -> bool:
    one = tally.finding
    if waiver.rule != one.rule:
        return False
    pairs = (
        (waiver.contract, one.contract),
        (waiver.event, one.event),
        (waiver.field, one.field),
        (waiver.fingerprint, one.fingerprint),
    )
    if any(wanted is not None and wanted != found for wanted, found in pairs):
        return False
    return waiver.value is None or (report.key is not None and report.tag(tally) == waiver.value)


def entry(waiver: Waiver) -> str:
    """Write one waiver as TOML."""
    lines = ["[[waivers]]"]
    for key in _TEXTS:
        value = getattr(waiver, key)
        if value:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    if waiver.expires:
        lines.append(f"expires = {waiver.expires.isoformat()}")
    return "\n".join(lines) + "\n"


def append(path: str, made: Sequence[Waiver]) -> list[Waiver]:
    """Add waivers to a file, which may not be there yet; gives those that it did not hold.

    What the file holds stays as it is.  Raises `WaiverError`, `OSError` and `TargetError`.
    """
    with _alone(path):
        before, known = "", set[tuple[object, ...]]()
        if os.path.lexists(path):
            known = {_content(one) for one in load(path)}
            with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123  # as given
                before = file.read().rstrip("\n") + "\n"
        new = {_content(one): one for one in made if _content(one) not in known}
        if new:
            text = before + "".join(f"\n{entry(one)}" for one in new.values())
            write({path: text.lstrip("\n")})
    return list(new.values())


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """Let nobody else add to a file of this folder meanwhile; where that cannot be, go on."""
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120  # as given
    try:
        import fcntl  # noqa: PLC0415  # not there on Windows

        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        yield
        return
    try:
        yield
    finally:
        os.close(handle)


def _content(waiver: Waiver) -> tuple[object, ...]:
    """What two waivers must share to say the same."""
    fitting = (waiver.contract, waiver.event, waiver.field, waiver.fingerprint, waiver.value)
    return (waiver.rule, *fitting, waiver.reason, waiver.owner, waiver.expires)


def describe(waiver: Waiver) -> Safe:
    """Name a waiver in a sentence: its place in the file, its rule, its owner."""
    parts = [f"waiver {waiver.number}", waiver.rule, *([waiver.field] if waiver.field else [])]
    owner = [f"of {waiver.owner}"] if waiver.owner else []
    return safe(" ".join([*parts, *owner]))
