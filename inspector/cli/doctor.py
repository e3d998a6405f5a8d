"""`inspector doctor`: what this environment does to telemetry, in words."""

from __future__ import annotations

import os

from inspector.cli import FINDINGS, OK
from inspector.cli.output import colored
from inspector.cli.parser import Parser
from inspector.doctor import examine
from inspector.doctor.show import as_json, text

FORMATS = ("text", "json")


def run(arguments: list[str]) -> int:
    """Print the diagnosis of this process's environment, give the exit status."""
    parser = Parser(
        prog="inspector doctor",
        description="Tell what the environment does to the telemetry of werf and Wasp: what is "
        "on, where it goes, what goes along, who can read the log. Values that could tell "
        "something are masked.",
        epilog="exit status: 0 nothing leaks or contradicts, 1 something does, 2 usage",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="form of the answer (default: text)"
    )
    options = parser.parse_args(arguments)
    diagnosis = examine(os.environ)
    shown = (
        as_json(diagnosis) if options.format == "json" else text(diagnosis, color=colored("auto"))
    )
    print(shown, end="")
    return FINDINGS if diagnosis.count("leak") or diagnosis.count("contradiction") else OK
