"""`inspector audit [PATH…]`: judge logs without a screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Sequence
from importlib import import_module

from inspector import vintages
from inspector.audit import Settings, audit
from inspector.cli import FINDINGS, INCOMPLETE, OK, UsageError, judging, say
from inspector.cli.meter import Meter
from inspector.cli.output import STDOUT, colored, outputs, print_out, refuse_targets
from inspector.cli.parser import Parser
from inspector.cli.view import VARIABLE
from inspector.contracts import shipped
from inspector.language import language
from inspector.model import LEVELS
from inspector.reading import Found, Missing, expand, unpacked
from inspector.report import Report, told
from inspector.report.forms import FORMS, MASKED, render
from inspector.report.write import write
from inspector.safe import safe


def run(arguments: list[str]) -> int:
    """Audit, write the report to stdout or to files, give the exit status."""
    options = parser().parse_args(arguments)
    gc.set_threshold(50_000, 50, 50)  # records make no cycles: 20 % less time, the same memory
    targets = outputs(options.output or [STDOUT], options.format, tuple(FORMS))
    refuse_values(options.evidence, targets.values())
    if options.evidence == "full":
        say("this report will hold the values themselves, secrets and personal data included")
    if options.follow:
        return int(
            import_module("inspector.cli.following").run(options, targets, as_told(arguments))
        )
    tagged = set(targets.values()) != {"text"}
    if options.vintages and "-" in options.paths:
        raise UsageError("--vintages reads its inputs several times; give a file instead of -")
    settings = judging.settings(options, as_told(arguments), tagged=tagged)
    found = expand_paths(options.paths)
    refuse_targets(targets, [*found.files, *judging.named_files(options)])
    report = made(found, settings, vintages_too=options.vintages, quiet=options.quiet)
    lang = language(options.lang)
    write({t: render(report, f, language=lang) for t, f in targets.items() if t != STDOUT})
    shown = targets.get(STDOUT)
    if shown:
        print_out(render(report, shown, color=colored(options.color), language=lang))
    if not options.quiet:
        _tell(report, found, shown=shown == "text")  # then the report itself says it
    return status(report, options.fail_on)


def made(found: Found, settings: Settings, *, vintages_too: bool, quiet: bool) -> Report:
    """Make the report of the inputs, with a figure of progress on a terminal."""
    with Meter(sum(map(unpacked, found.files)), quiet=quiet) as meter:
        report = audit(found.files, settings, meter.add)
    if vintages_too:
        _study(found.files, settings, report, quiet=quiet)
    report.skipped = [told(path) for path in found.skipped]
    return report


def _study(files: Sequence[str], settings: Settings, report: Report, *, quiet: bool) -> None:
    """Judge the files again by the pages of every other day."""
    among = (*settings.contracts, *shipped())
    days = vintages.days(settings, report, among)
    with Meter(sum(map(unpacked, files)) * len(days), quiet=quiet) as meter:
        vintages.study(files, settings, report, among, meter.add)


def status(report: Report, fail_on: str) -> int:
    """Give the exit status of a report: findings beat incompleteness, `never` counts no finding."""
    if fail_on in LEVELS and report.worst(LEVELS[LEVELS.index(fail_on)]):
        return FINDINGS
    return INCOMPLETE if report.incomplete else OK


def parser() -> Parser:
    """Make the parser of the command's arguments."""
    parser_ = Parser(
        prog="inspector audit",
        description="Judge telemetry logs by what their makers' pages promise.",
        epilog="exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or a missing "
        "path, 3 the audit is incomplete, 130 interrupted",
    )
    add = parser_.add_argument
    add("paths", nargs="*", metavar="PATH", help="file, folder, pattern, .gz, or - for stdin; "
        f"without one, the file that {VARIABLE} names")  # fmt: skip
    add("--follow", action="store_true", help="one PATH, which may not be there yet: a line for "
        "each event as it comes, its findings below; Ctrl-C ends it and sums up")  # fmt: skip
    add("--format", choices=tuple(FORMS), default="text", metavar="FORM",
        help=f"form of the report: {', '.join(FORMS)} (default: text)")  # fmt: skip
    add("-o", "--output", action="append", default=[], metavar="[FORMAT=]FILE",
        help="write the report to FILE (mode 0600; - is stdout); may be repeated")  # fmt: skip
    add("--fail-on", choices=(*LEVELS, "never"), default="violation", metavar="LEVEL",
        help="exit 1 at findings of this level or worse: violation (default), review, note, "
        "never")  # fmt: skip
    judging.add_options(parser_)
    add("--vintages", action="store_true",
        help="show how the verdict changed with the pages, field by field")  # fmt: skip
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour in text")
    add("--quiet", action="store_true", help="say nothing on stderr but errors")
    return parser_


_WHERE = {"-o": 1, "--output": 1, "--format": 1, "--color": 1, "--quiet": 0}
"""Options that say where the report goes and how it looks, with the words that follow each."""


def as_told(arguments: list[str]) -> list[str]:
    """Give the command line without what says only where the report goes and how it looks."""
    kept, skip = ["inspector", "audit"], 0
    for word in arguments:
        if skip:
            skip -= 1
        elif word in _WHERE:
            skip = _WHERE[word]
        elif not word.startswith(tuple(f"{option}=" for option in _WHERE)) and word[:2] != "-o":
            kept.append(word)
    return kept


def refuse_values(evidence: str, forms: Iterable[str]) -> None:
    """Refuse to put values where others read them; raises `UsageError`."""
    if evidence == "full" and (told_to_others := sorted(MASKED.intersection(forms))):
        raise UsageError(
            f"--evidence full is refused for {', '.join(told_to_others)}: such a report is read by "
            "others and holds no values; leave it out, or choose another form"
        )


def expand_paths(paths: list[str]) -> Found:
    """Find the inputs; without paths, what the variable names; raises `UsageError`."""
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


def _tell(report: Report, found: Found, *, shown: bool) -> None:
    """Say on stderr what somebody who sees no report would miss."""
    if not found.files:
        say("the folder holds no logs (*.log, *.jsonl, *.ndjson)")
    for reason in () if shown else report.incomplete:
        say(f"incomplete: {reason}")
