"""`inspector [PATH…]` and `inspector view PATH…`: the terminal app."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from functools import partial
from importlib import import_module
from typing import Any

from inspector.cli import UsageError
from inspector.cli.parser import Parser
from inspector.language import LANGUAGES
from inspector.reading import Missing, expand, oldest_first
from inspector.safe import safe

VARIABLE = "WERF_TELEMETRY_LOG_FILE"
"""Names the log in werf's environment, and so for us too."""


def _parser() -> Parser:
    parser = Parser(
        prog="inspector view",
        description="Watch telemetry logs event by event, each field beside its documentation.",
        epilog=f"Without PATH: the file that {VARIABLE} names, or else a made-up demo session.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="log to follow (of several, the last one); - is stdin",
    )
    parser.add_argument(
        "--waivers",
        default="waivers.toml",
        metavar="FILE",
        help="findings that somebody has accepted; the app adds to it (default: waivers.toml)",
    )
    parser.add_argument(
        "--keymap",
        metavar="FILE",
        help='your own keys: TOML lines such as flagged-next = "e,f8"; ? names them all',
    )
    parser.add_argument(
        "--theme",
        choices=("dark", "light", "high-contrast", "terminal"),
        help="colours (default: those of the last time; T changes them)",
    )
    parser.add_argument(
        "--ascii",
        action="store_true",
        help="write ASCII only, as in a locale that is not UTF-8",
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the app (default: en)")
    return parser


def run(arguments: list[str]) -> int:
    """Choose what to show, then hand over to the app; gives its exit status."""
    options = _parser().parse_args(arguments)
    paths: list[str] = options.paths
    app = import_module("inspector.tui.app")
    show = partial(app.run, **_settings(options))
    source = partial(app.Source, waivers=options.waivers, auditor=auditor)
    variable = os.environ.get(VARIABLE)
    if "" in paths:
        raise UsageError(f"a PATH is empty; is {VARIABLE} set in this shell?")
    if not paths and not variable:
        return int(show(source("demo")))
    if paths == ["-"]:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("nothing is piped in; try: inspector - < telemetry.log")
        return int(show(source("stdin")))
    if "-" in paths:
        raise UsageError("- (standard input) cannot be shown together with other paths")
    shown = _inputs([variable] if variable and not paths else paths)
    kind = "path" if len(shown) == 1 else "paths"
    return int(show(source(kind, tuple(shown))))


def auditor() -> Any:  # noqa: ANN401  # an `Auditor`, whose module brings all of the rules
    """Give what makes the app's reports; the app asks for it when there is a first one."""
    return import_module("inspector.cli.auditor").Auditor()


def _settings(options: Namespace) -> dict[str, object]:
    """What was asked for; nothing stands for what was not."""
    asked = {"keymap": options.keymap and _keymap(options.keymap), "theme": options.theme,
             "ascii_only": options.ascii, "lang": options.lang}  # fmt: skip
    return {name: value for name, value in asked.items() if value}


def _keymap(path: str) -> dict[str, str]:
    keymap = import_module("inspector.tui.keymap")
    try:
        return dict(keymap.read(path))
    except keymap.KeymapError as error:
        faults = str(error).split("\n")
        said = "; ".join(faults) if len(faults) < 10 else f"{'; '.join(faults[:9])}; and more"
        raise UsageError(f"the keymap {safe(path)}: {said}") from error


def _inputs(paths: list[str]) -> list[str]:
    """Replace folders and patterns by the logs in them; a path that is not there yet stays.

    The parts of a rotated log are shown as they were written, and so its last is followed.
    """
    shown: list[str] = []
    for path in paths:
        try:
            found = expand([path]).files
        except Missing:
            found = (path,)
        if found == (path,) and os.path.isdir(path):  # noqa: PTH112  # Path raises on EACCES
            raise UsageError(
                f"the folder {safe(path)} may not be listed; ask its owner (chmod o+rx)"
            )
        if not found:
            raise UsageError(f"the folder {safe(path)} holds no logs (*.log, *.jsonl, *.ndjson)")
        shown += found
    return oldest_first(shown)
