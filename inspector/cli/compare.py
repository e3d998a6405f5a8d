"""`inspector compare LOG CAPTURE…`: what the log says was sent beside what was really sent."""

from __future__ import annotations

import os

from inspector.cli import FINDINGS, INCOMPLETE, OK, UsageError, say
from inspector.cli.captures import captures, gather
from inspector.cli.output import colored, print_out, refuse_targets
from inspector.cli.parser import Parser
from inspector.compare import Result, Verdict, as_json, as_text
from inspector.reading import Found, Missing, expand
from inspector.report.as_text import Look
from inspector.report.write import write
from inspector.safe import safe

FORMATS = ("text", "json")
STATUS: dict[Verdict, int] = {"identical": OK, "not-identical": FINDINGS, "cannot-say": INCOMPLETE}


def run(arguments: list[str]) -> int:
    """Compare, write the result to stdout or to a file, give the exit status."""
    options = _parser().parse_args(arguments)
    log, captured = _inputs(options.log, options.captures)
    refuse_targets([options.output], [log, *captured.files])
    result = gather(log, captured).result()
    if options.output == "-":
        print_out(render(result, options.format, color=colored(options.color)))
    else:
        write({options.output: render(result, options.format, color=False)})
        for reason in result.incomplete:
            say(f"incomplete: {reason}")
    return STATUS[result.verdict]


def render(result: Result, form: str, *, color: bool) -> str:
    """Render a comparison in one of `FORMATS`."""
    return as_json.render(result) if form == "json" else as_text.render(result, Look(color))


def _parser() -> Parser:
    parser = Parser(
        prog="inspector compare",
        description="Lay the events of a log beside the requests that carried them.",
        epilog="exit status: 0 every event is the same on both sides, 1 not, 2 usage or a missing "
        "path, 3 something could not be read or there is no event at all",
    )
    add = parser.add_argument
    add("log", metavar="LOG", help="the log, also .gz")
    add("captures", nargs="+", metavar="CAPTURE", help="requests of the same run: a file saved by "
        "`inspector endpoint --save`, a raw body (.bin, with the .headers of the same name beside "
        "it), a folder of them or a pattern; what else a folder holds is listed")  # fmt: skip
    add("--format", choices=FORMATS, default="text", help="form of the result (default: text)")
    add("-o", "--output", default="-", metavar="FILE", help="write to FILE (mode 0600), not stdout")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour in text")
    return parser


def _inputs(log: str, paths: list[str]) -> tuple[str, Found]:
    if "-" in (log, *paths) or "" in (log, *paths):
        raise UsageError("LOG and CAPTURE are files; save what comes through a pipe first")
    try:
        logs = expand([log])
        captured = captures(paths, log)
    except Missing as error:
        raise UsageError(
            f"{safe(error.path)} does not exist; nothing was compared. Check the path"
        ) from error
    if os.path.isdir(log) or len(logs.files) != 1:  # noqa: PTH112  # Path raises on EACCES
        raise UsageError(f"{safe(log)} is not one log; name the log of the run that was captured")
    if not captured.files:
        raise UsageError(
            f"{safe(paths[0])} holds no capture (*.bin, *.jsonl, *.ndjson, *.json, *.log)"
        )
    return logs.files[0], captured
