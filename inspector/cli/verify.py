"""`inspector verify REPORT.json PATH…`: make a report again, and say what differs.

The report says by which options it was made; they are used again, on the inputs given here.  Files
that they name (waivers, rules, contracts) are looked for where they were, unless given here.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any

from inspector import baseline, verify
from inspector.cli import FINDINGS, INCOMPLETE, OK, UsageError, judging, say
from inspector.cli import audit as audit_command
from inspector.cli.parser import Parser
from inspector.report import as_json
from inspector.safe import safe

LISTED = 40
"""Differences that are listed; how many more there are is said."""


def run(arguments: list[str]) -> int:
    """Compare a report with the one that its inputs give now; give the exit status."""
    options = _parser().parse_args(arguments)
    old = _read(options.report)
    again = _options(old, options)
    found = audit_command.expand_paths(options.paths)
    settings = judging.settings(again, verify.command(old))
    settings = replace(settings, times=verify.times(old), readers=verify.readers(old), now_ms=None)
    report = audit_command.made(found, settings, vintages_too=again.vintages, quiet=options.quiet)
    new = json.loads(as_json.render(report))
    differences = verify.differences(old, new)
    for line in differences[:LISTED]:
        print(f"- {line}")
    if len(differences) > LISTED:
        print(f"- and {len(differences) - LISTED:,} more")
    for line in verify.remarks(old, new):
        say(line)
    if differences:
        print(f"differs: {len(differences):,} differences from {safe(options.report)}")
        return FINDINGS
    print(f"verified: {safe(options.report)} is what its inputs give")
    return INCOMPLETE if any(one.error for one in report.inputs) else OK


def _parser() -> Parser:
    parser = Parser(
        prog="inspector verify",
        description="Make a report again from its inputs, and say what differs.",
        epilog="exit status: 0 nothing differs, 1 something does, 2 usage or a missing path, 3 an "
        "input could not be read, 130 interrupted",
    )
    parser.add_argument("report", metavar="REPORT.json", help="a report as JSON")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="its inputs, in their order")
    judging.add_options(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    return parser


def _read(path: str) -> dict[str, Any]:
    try:
        document = baseline.read(path)
        verify.checked(document)
    except (baseline.BaselineError, verify.NoReport) as error:
        raise UsageError(f"{safe(path)} {safe(str(error))}") from error
    except OSError as error:
        why = safe((error.strerror or "it cannot be read").lower())
        raise UsageError(f"{safe(path)} cannot be read ({why}); name a report") from error
    return document


def _options(old: dict[str, Any], given: argparse.Namespace) -> argparse.Namespace:
    """Read the options that the report was made by; what is given here counts instead."""
    try:
        again = audit_command.parser().parse_args(verify.command(old)[2:])
    except UsageError as error:
        raise UsageError(
            f"the report was made by options that this version does not know: {error}"
        ) from error
    defaults = vars(_parser().parse_args(["-", "-"]))
    for name, value in vars(given).items():
        if name not in {"paths", "report", "quiet"} and value != defaults[name]:
            setattr(again, name, value)
    return again
