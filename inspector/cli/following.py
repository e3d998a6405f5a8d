"""`inspector audit --follow PATH`: a log that grows in, a line for each event out, as it comes.

The plain twin of the live view: nothing is drawn over, so that a screen reader, a file or a pipe
can take it.  Each generation of the file (one open file between two truncations) is judged by
itself, and is an input of its own in the report that ends it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from threading import Event

from inspector.cli import UsageError, judging, say
from inspector.cli.audit import status
from inspector.cli.output import STDOUT, colored, refuse_targets
from inspector.cli.page import Page, ending
from inspector.cli.stream import Lines, Stream, Words
from inspector.cli.tailed import Tailed
from inspector.cli.view import VARIABLE
from inspector.language import language
from inspector.report import told
from inspector.report.as_text import Look
from inspector.report.forms import render
from inspector.report.write import write
from inspector.safe import safe
from inspector.tail import Item, follow

STREAMED = ("text", "jsonl")
"""Forms that can be written while more is to come."""
LOOK = 0.2
"""Seconds between two looks at a log that rests."""


def run(options: argparse.Namespace, targets: dict[str, str], arguments: list[str]) -> int:
    """Follow until the user ends it, then sum up; gives the exit status of an audit."""
    path = _path(options)
    form = targets.get(STDOUT, "text")
    if form not in STREAMED:
        raise UsageError(
            f"the form {form} can only be written at the end; with --follow give it a file, such "
            f"as -o {form}=FILE, and read text or jsonl here"
        )
    files = {target: one for target, one in targets.items() if target != STDOUT}
    refuse_targets(targets, [path, *judging.named_files(options)])
    settings = judging.settings(options, arguments, tagged={form, *files.values()} != {"text"})
    page = Page(Look(form == "text" and colored(options.color)), on_stderr=False, quiet=False)
    tailed = Tailed(path, settings, page.over)
    lang = language(options.lang)
    stream = _stream(form, page, tailed, options)
    if not options.quiet:
        say(f"following {told(path)}; Ctrl-C ends it and sums up")
    with ending(page.over):
        for items in _until(path, page.over):
            stream.show(items)
    report = tailed.close()
    stream.end(report)
    write({target: render(report, one, language=lang) for target, one in files.items()})
    return status(report, options.fail_on)


def _stream(form: str, page: Page, tailed: Tailed, options: argparse.Namespace) -> Stream:
    if form == "jsonl":
        return Lines(page, tailed, quiet=options.quiet)
    return Words(page, tailed, language(options.lang))


def _until(path: str, over: Event) -> Iterable[list[Item]]:
    """Give what each look finds; once it is over, what one more look finds, and the end."""
    stop, asked = Event(), False
    for items in follow(path, stop=stop, idle=LOOK):
        if asked:
            stop.set()
        yield items
        asked = over.is_set()


def _path(options: argparse.Namespace) -> str:
    """Give the one file to follow; raises `UsageError`."""
    paths: list[str] = options.paths or [*filter(None, [os.environ.get(VARIABLE)])]
    if not paths:
        raise UsageError(
            f"no PATH was given and {VARIABLE} is not set; try: inspector audit --follow "
            "telemetry.log"
        )
    if len(paths) > 1:
        raise UsageError("--follow takes one PATH; follow one, and audit the others without it")
    (path,) = paths
    if options.vintages:
        raise UsageError("--vintages reads its inputs several times; leave out --follow")
    if not path:
        raise UsageError(f"the PATH is empty; is {VARIABLE} set in this shell?")
    if path == "-":
        raise UsageError("standard input ends by itself; read it with inspector audit -")
    if path.endswith(".gz"):
        raise UsageError("a packed file does not grow; leave out --follow")
    if os.path.isdir(path):  # noqa: PTH112  # a path may not be valid UTF-8
        raise UsageError(f"{safe(path)} is a folder; --follow takes one file, there or to come")
    return path
