"""`inspector audit [PATH…]`: judge logs without a screen."""

from __future__ import annotations

import argparse
import gc
import os

from inspector.audit import Settings, audit
from inspector.cli import FINDINGS, INCOMPLETE, OK, UsageError, say
from inspector.cli.clock import fixed
from inspector.cli.meter import Meter
from inspector.cli.output import STDOUT, colored, outputs, print_out, refuse_targets
from inspector.cli.parser import Parser
from inspector.cli.view import VARIABLE
from inspector.contracts import ContractError, load, named, shipped
from inspector.model import LEVELS, Contract
from inspector.reading import Found, Missing, expand, size
from inspector.report import Report, as_json, as_text, told
from inspector.report.write import write
from inspector.rules import UnknownRule, pick, rules
from inspector.safe import safe

FORMATS = ("text", "json")


def run(arguments: list[str]) -> int:
    """Audit, write the report to stdout or to files, give the exit status."""
    options = _parser().parse_args(arguments)
    gc.set_threshold(50_000, 50, 50)  # records make no cycles: 20 % less time, the same memory
    targets = outputs(options.output or [STDOUT], options.format, FORMATS)
    settings = _settings(options)
    found = _expand(options.paths)
    refuse_targets(targets, [*found.files, *filter(_is_file, options.contract)])
    meter = Meter(sum(map(size, found.files)), quiet=options.quiet)
    with meter:
        report = audit(found.files, settings, meter.add)
    report.skipped = [told(path) for path in found.skipped]
    write({t: _render(report, form, color=False) for t, form in targets.items() if t != STDOUT})
    shown = targets.get(STDOUT)
    if shown:
        print_out(_render(report, shown, color=colored(options.color)))
    if not options.quiet:
        _tell(report, found, shown=shown == "text")  # then the report itself says it
    return status(report, options.fail_on)


def status(report: Report, fail_on: str) -> int:
    """Give the exit status of a report: findings beat incompleteness, `never` counts no finding."""
    if fail_on in LEVELS and report.worst(LEVELS[LEVELS.index(fail_on)]):
        return FINDINGS
    return INCOMPLETE if report.incomplete else OK


def _parser() -> Parser:
    parser = Parser(
        prog="inspector audit",
        description="Judge telemetry logs by what their makers' pages promise.",
        epilog="exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or a missing "
        "path, 3 the audit is incomplete, 130 interrupted",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="file, folder, pattern, .gz, or - for stdin; "
        f"without one, the file that {VARIABLE} names")  # fmt: skip
    add("--format", choices=FORMATS, default="text", help="form of the report (default: text)")
    add("-o", "--output", action="append", default=[], metavar="[FORMAT=]FILE",
        help="write the report to FILE (mode 0600; - is stdout); may be repeated")  # fmt: skip
    add("--fail-on", choices=(*LEVELS, "never"), default="violation", metavar="LEVEL",
        help="exit 1 at findings of this level or worse: violation (default), review, note, "
        "never")  # fmt: skip
    add("--contract", action="append", default=[], metavar="NAME|FILE",
        help="judge by this contract only; a FILE adds a system; may be repeated")  # fmt: skip
    add(
        "--select", action="append", default=[], metavar="RULE", help="only these rules or families"
    )
    add("--ignore", action="append", default=[], metavar="RULE", help="not these rules or families")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour in text")
    add("--quiet", action="store_true", help="say nothing on stderr but errors")
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    now = fixed()
    try:
        chosen = pick(rules(), options.select, options.ignore)
    except UnknownRule as error:
        raise UsageError(safe(str(error))) from error
    return Settings(_contracts(options.contract), chosen, now)


def _contracts(words: list[str]) -> tuple[Contract, ...]:
    """Names choose among the shipped contracts; files come before them and add to them."""
    files = [_load(word) for word in words if _is_file(word)]
    names = [_named(word) for word in words if not _is_file(word)]
    return (*files, *(names or shipped()))


def _is_file(word: str) -> bool:
    return word.endswith(".toml") or os.sep in word


def _load(path: str) -> Contract:
    try:
        return load(path)
    except (ContractError, OSError) as error:
        raise UsageError(f"the contract {safe(path)} cannot be used: {safe(str(error))}") from error


def _named(name: str) -> Contract:
    try:
        return named(name)
    except ContractError as error:
        raise UsageError(safe(str(error))) from error


def _expand(paths: list[str]) -> Found:
    if "" in paths:
        raise UsageError(f"a PATH is empty; is {VARIABLE} set in this shell?")
    if not paths:
        variable = os.environ.get(VARIABLE)
        if not variable:
            raise UsageError(
                f"no PATH was given and {VARIABLE} is not set; try: inspector audit telemetry.log"
            )
        paths = [variable]
    try:
        return expand(paths)
    except Missing as error:
        raise UsageError(
            f"{safe(error.path)} does not exist; nothing was audited. Check the path, or watch "
            f"for it to be created with: inspector {safe(error.path)}"
        ) from error


def _render(report: Report, form: str, *, color: bool) -> str:
    if form == "json":
        return as_json.render(report)
    return as_text.render(report, _help, as_text.Look(color))


def _help(rule_id: str) -> str:
    return next(rule.text for rule in rules() if rule.id == rule_id)


def _tell(report: Report, found: Found, *, shown: bool) -> None:
    """Say on stderr what somebody who sees no report would miss."""
    if not found.files:
        say("the folder holds no logs (*.log, *.jsonl, *.ndjson)")
    for reason in () if shown else report.incomplete:
        say(f"incomplete: {reason}")
