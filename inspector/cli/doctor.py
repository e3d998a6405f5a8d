"""`inspector doctor`: what this environment does to telemetry, in words."""

from __future__ import annotations

import os

from inspector import state
from inspector.cli import FINDINGS, INCOMPLETE, OK
from inspector.cli.output import colored
from inspector.cli.parser import Parser
from inspector.doctor import examine
from inspector.doctor.show import as_json, text
from inspector.safe import safe
from inspector.tags import NAME

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
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--state", action="store_true", help="list what this program keeps of you")
    kept.add_argument(
        "--forget",
        action="store_true",
        help="remove all of it: marks, comments, filters, looks, and the key of value tags",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="form of the answer (default: text)"
    )
    options = parser.parse_args(arguments)
    if options.state or options.forget:
        if options.format == "json":
            parser.error("--state and --forget answer in words; leave --format out")
        return _forget() if options.forget else _list()
    diagnosis = examine(os.environ)
    shown = (
        as_json(diagnosis) if options.format == "json" else text(diagnosis, color=colored("auto"))
    )
    print(shown, end="")
    return FINDINGS if diagnosis.count("leak") or diagnosis.count("contradiction") else OK


def _list() -> int:
    """Print what is kept, a file to a line."""
    found = state.items()
    folder = safe(str(state.folder()))
    print(f"{folder}: {'nothing is kept' if not found else f'{len(found):,} kept'}")
    for item in found:
        name = safe(str(item.path.relative_to(state.folder())))
        print(f"  {name}  {item.size:,} bytes  {_what(item)}")
    if found:
        print("inspector doctor --forget removes all of it")
    return OK


def _what(item: state.Item) -> str:
    if item.log is not None:
        marks = f"{item.marks:,} {'mark' if item.marks == 1 else 'marks'}"
        return f"{marks} and the filter of {safe(item.log, 400)}"
    if item.path.parent.name == state.VIEWS:
        return "cannot be read; it is ignored"
    if item.path.name == NAME:
        return "the key of value tags and pseudonyms; without it they change"
    if item.path.name == state.CHOICES:
        return "how the app looks"
    return "not of this version"


def _forget() -> int:
    """Remove what is kept, and say what."""
    gone, left = state.forget()
    for path in gone:
        print(f"removed {safe(str(path))}")
    for path in left:
        print(f"cannot be removed: {safe(str(path))}")
    if not gone and not left:
        print("nothing was kept")
    return INCOMPLETE if left else OK
