"""`inspector redact PATH -o FILE`: a log that is safe to attach to a public issue."""

from __future__ import annotations

import argparse

from inspector import tags
from inspector.cli import FINDINGS, INCOMPLETE, OK, UsageError, say
from inspector.cli.judging import key_of
from inspector.cli.meter import Meter
from inspector.cli.output import STDOUT, refuse_targets
from inspector.cli.parser import Parser
from inspector.reading import Missing, expand, modified, size
from inspector.redact import Pseudonyms, Saved
from inspector.redact.check import Checked, check
from inspector.redact.whole import redacted
from inspector.report.write import TargetError, write
from inspector.safe import safe


def run(arguments: list[str]) -> int:
    """Redact one log, check what was made of it, and write it; gives the exit status."""
    options = _parser().parse_args(arguments)
    if options.output == STDOUT:
        raise UsageError(
            "a redacted log goes to a file of yours alone; give -o a name instead of -"
        )
    path = _input(options.path)
    refuse_targets([options.output], [path])
    names = Pseudonyms(_key(options))
    with Meter(size(path), quiet=options.quiet) as meter:
        try:
            data, error = redacted(path, names, meter.add, frozenset(options.keep))
        except Saved as saved:
            raise UsageError(
                f"{safe(path)} holds saved requests, which are binary; only logs can be redacted"
            ) from saved
    checked = check(path, data, modified(path))
    if checked.leaks:
        say(f"nothing was written: what was made still holds {', '.join(checked.leaks)}; this is "
            "a fault in the program, please report it with the names of these rules")  # fmt: skip
        return INCOMPLETE
    try:
        write({options.output: data})
    except TargetError as refused:
        raise UsageError(safe(str(refused))) from refused
    _tell(checked, options)
    if error:
        say(f"incomplete: {safe(path)}: {safe(error)}")
        return INCOMPLETE
    return FINDINGS if checked.differences else OK


def _tell(checked: Checked, options: argparse.Namespace) -> None:
    for line in checked.differences:
        say(f"the redacted log differs: {line}")
    kept = "" if checked.differences else " as before"
    if not options.quiet:
        say(
            f"{safe(options.output)}: {checked.events:,} events and {checked.lines:,} lines"
            f"{kept}; texts, ids and keys of yours are pseudonyms. Times, process ids and versions "
            "stay; look it through before you publish it"
        )


def _parser() -> Parser:
    parser = Parser(
        prog="inspector redact",
        description="Write a log that is safe to publish: the same lines, the same events, and "
        "pseudonyms for every word of yours. Texts that a contract closes, versions, and the keys "
        "and event types that a page lists stay.",
        epilog="exit status: 0 written, 1 written but judged otherwise than the original, 2 usage "
        "or a missing path, 3 an input could not be read, or nothing safe could be written",
    )
    add = parser.add_argument
    add("path", metavar="PATH", help="a log (also .gz)")
    add("-o", "--output", required=True, metavar="FILE", help="where to write it (mode 0600)")
    add("--keep", action="append", default=[], metavar="NAME", help="an event type or a key "
        "that no page lists and that may stay, say expDeployEngine; may be repeated")  # fmt: skip
    add("--key", metavar="FILE", help="key of the pseudonyms: equal values are equal in all logs "
        f"redacted with it (default: {tags.VARIABLE}, or one kept for you)")  # fmt: skip
    add("--quiet", action="store_true", help="say nothing on stderr but errors")
    return parser


def _input(path: str) -> str:
    if path == "-":
        raise UsageError("redact reads its input twice; give a file instead of -")
    try:
        found = expand([path]).files
    except Missing as error:
        raise UsageError(f"{safe(error.path)} does not exist; check the path") from error
    if len(found) != 1:
        raise UsageError(f"{safe(path)} is {len(found):,} logs; redact one at a time")
    return found[0]


def _key(options: argparse.Namespace) -> tags.Key:
    key = key_of(options.key)
    if key is None:
        raise UsageError(
            "no key can be kept for you, and pseudonyms need one; give --key FILE with at least "
            f"{tags.SHORTEST} random bytes, or set {tags.VARIABLE}"
        )
    return key
