"""`inspector waive REPORT.json FINDING…`: accept findings for a while, in the waiver file."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from inspector import baseline, waivers
from inspector.cli import OK, UsageError, say
from inspector.cli.parser import Parser
from inspector.model import Waiver
from inspector.report.write import TargetError
from inspector.safe import safe

FILE = "waivers.toml"
SHORTEST = 6
"""Digits of a fingerprint that are enough to name a finding."""
LISTED = 20

Finding = dict[str, Any]


def run(arguments: list[str]) -> int:
    """Add a waiver for each finding that was named; give the exit status."""
    options = _parser().parse_args(arguments)
    findings = _findings(options.report)
    chosen = [_one(word, findings) for word in options.finding]
    made = [_waiver(one, options) for one in chosen]
    added = _append(options.waivers, made)
    for one in added:
        say(f"waived until {one.expires}: {safe(_named(one))}")
    for _ in range(len(made) - len(added)):
        say("a finding was waived in the same words before; nothing was added for it")
    say(f"judge with it: inspector audit --waivers {safe(options.waivers)} PATH")
    return OK


def _parser() -> Parser:
    parser = Parser(
        prog="inspector waive",
        description="Accept findings of a report for a while. The value itself is never written.",
        epilog="A finding is named by its fingerprint in the report, or the first six or more "
        "digits of it.",
    )
    add = parser.add_argument
    add("report", metavar="REPORT.json", help="a report of inspector audit --format json")
    add("finding", nargs="+", metavar="FINGERPRINT", help="the finding, as the report names it")
    add("--reason", required=True, type=_said, help="why it is accepted")
    add("--owner", required=True, type=_said, help="who answers for that")
    add("--expires", required=True, type=_day, metavar="DATE", help="last day, as 2027-06-30")
    add("--bind", choices=("shape", "value", "field"), default="shape",
        help="what else it fits: values of the same shape (default), this very value only (needs "
        "the key of the report), or anything in the field")  # fmt: skip
    add("--waivers", default=FILE, metavar="FILE", help=f"the waiver file (default: {FILE})")
    return parser


def _said(word: str) -> str:
    if not word.strip():
        raise argparse.ArgumentTypeError("say something that a reader can ask about in a year")
    return safe(word.strip())


def _day(word: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError("give a day such as 2027-06-30") from error
    if day < dt.datetime.now(dt.UTC).date():
        raise argparse.ArgumentTypeError("that day is over; give one to come")
    return day


def _findings(path: str) -> list[Finding]:
    try:
        return list(baseline.read(path)["findings"])
    except baseline.BaselineError as error:
        raise UsageError(f"{safe(path)} {safe(str(error))}") from error
    except OSError as error:
        why = safe((error.strerror or "it cannot be read").lower())
        raise UsageError(f"{safe(path)} cannot be read ({why}); name a report") from error


def _one(word: str, findings: list[Finding]) -> Finding:
    """Find the finding that a word names; of several that share a fingerprint, the first."""
    fits: dict[str, Finding] = {}
    for one in findings:
        fits.setdefault(one["fingerprint"], one)
    found = [one for key, one in fits.items() if key.startswith(word.lower())]
    if len(word) >= SHORTEST and len(found) == 1:
        return found[0]
    if found:
        known = "; ".join(_row(one) for one in found[:LISTED])
        raise UsageError(f"{safe(word, 70)} may be any of: {known}; give more digits")
    raise UsageError(
        f"the report has no finding whose fingerprint begins with {safe(word, 70)}; look for "
        "“fingerprint” in it, and give at least six digits"
    )


def _row(one: Finding) -> str:
    where = f" at {safe(str(one['field']), 80)}" if one.get("field") else ""
    return f"{one['fingerprint'][:12]} ({safe(str(one.get('rule')), 60)}{where})"


def _waiver(one: Finding, options: argparse.Namespace) -> Waiver:
    tag = one.get("value_tag")
    if options.bind == "value" and not _lasting(tag):
        raise UsageError(
            "this report holds no lasting tag of the value; make it anew where a key can be kept "
            "(--key FILE or INSPECTOR_KEY), or use --bind shape"
        )
    return Waiver(
        rule=str(one.get("rule")),
        reason=options.reason,
        owner=options.owner,
        expires=options.expires,
        contract=one.get("contract"),
        event=one.get("event"),
        field=one.get("field"),
        fingerprint=None if options.bind == "field" else one["fingerprint"],
        value=tag if options.bind == "value" else None,
    )


def _lasting(tag: object) -> bool:
    return isinstance(tag, str) and len(tag) == 16


def _named(waiver: Waiver) -> str:
    return waiver.rule + (f" at {waiver.field}" if waiver.field else "")


def _append(path: str, made: list[Waiver]) -> list[Waiver]:
    try:
        return waivers.append(path, made)
    except waivers.WaiverError as error:
        raise UsageError(f"the waiver file {safe(path)} {safe(str(error))}") from error
    except TargetError as error:
        raise UsageError(safe(str(error))) from error
    except OSError as error:
        why = safe((error.strerror or "it cannot be read").lower())
        raise UsageError(f"the waiver file {safe(path)} cannot be read ({why})") from error
