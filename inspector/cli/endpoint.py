"""`inspector endpoint`: receive what a program sends, on this machine only, and judge it."""

from __future__ import annotations

import argparse
import math
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module

from inspector.cli import UsageError, say
from inspector.cli.audit import status
from inspector.cli.clock import latest
from inspector.cli.output import STDOUT, colored, outputs, print_out, refuse_targets
from inspector.cli.page import Page, ending
from inspector.cli.parser import Parser
from inspector.cli.received import Received
from inspector.cli.saving import Saving, Tell
from inspector.cli.view import auditor
from inspector.model import LEVELS, Request
from inspector.report.as_text import Look
from inspector.report.forms import FORMS, render
from inspector.report.write import write
from inspector.safe import Safe, safe
from inspector.wire.endpoint import Endpoint, PortTaken

VARIABLE = "WERF_TELEMETRY_TRACE_URL"
"""Names in werf's environment where it sends to."""
LOOK = 0.2
"""Seconds between two looks at whether to end."""


def run(arguments: list[str]) -> int:
    """Receive until the user ends it, then report; gives the exit status of the report."""
    options = _parser().parse_args(arguments)
    if options.view:
        return _view(options)
    targets = outputs(options.output or [STDOUT], options.format, tuple(FORMS))
    refuse_targets(targets, [])
    if options.save and os.path.abspath(options.save) in map(os.path.abspath, targets):  # noqa: PTH100  # not valid UTF-8
        raise UsageError(f"{safe(options.save)} cannot hold the requests and the report; use two")
    received = Received(latest(), secrets=options.save_secrets)
    data = targets.get(STDOUT, "text") != "text"  # then nothing else may stand there
    page = Page(Look(not data and colored("auto")), on_stderr=data, quiet=options.quiet)
    with (
        _started(Endpoint(options.port, known=True)) as endpoint,
        _saving(options.save, say) as saving,
    ):
        _announce(endpoint.url, page, data=data, quiet=options.quiet)
        with ending(page.over):
            _receive(endpoint, page, received, saving, options.seconds)
    report = received.end([_missed(endpoint), saving.trouble if saving else None])
    write({t: render(report, form) for t, form in targets.items() if t != STDOUT})
    if STDOUT in targets:
        print_out(("" if data else "\n") + render(report, targets[STDOUT], color=page.look.color))
    _tell(endpoint, received, quiet=options.quiet)
    return status(report, options.fail_on)


def _parser() -> Parser:
    parser = Parser(
        prog="inspector endpoint",
        description="Receive what a program sends over OTLP/HTTP, on this machine only, and judge "
        "it. Nothing is passed on.",
        epilog="exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or a port that "
        "is taken, 3 nothing was received or something could not be read or saved",
    )
    add = parser.add_argument
    add("--port", type=_port, default=0, metavar="N",
        help="listen on 127.0.0.1 at this port (default: a free one)")  # fmt: skip
    add("--save", metavar="FILE", help="keep each request as a line of JSON in a new file (mode "
        "0600); inspector audit reads it")  # fmt: skip
    add("--save-secrets", action="store_true",
        help="keep headers that may hold a credential as they are, not masked")  # fmt: skip
    add("--view", action="store_true", help="show in the terminal app what arrives")
    add("--format", choices=tuple(FORMS), default="text", metavar="FORM",
        help=f"form of the report: {', '.join(FORMS)} (default: text); with any other than text "
        "only the report goes to stdout")  # fmt: skip
    add("-o", "--output", action="append", default=[], metavar="[FORMAT=]FILE",
        help="write the report to FILE (mode 0600; - is stdout); may be repeated")  # fmt: skip
    add("--fail-on", choices=(*LEVELS, "never"), default="violation", metavar="LEVEL",
        help="exit 1 at findings of this level or worse: violation (default), review, note, "
        "never")  # fmt: skip
    add("--for", type=_seconds, dest="seconds", metavar="SECONDS", help="end after so long")
    add("--quiet", action="store_true", help="say nothing on stderr but errors")
    return parser


def _port(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word[:6]) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535, or 0 for a free one")
    return int(word)


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError("give a number of seconds above 0")
    return seconds


@contextmanager
def _started(endpoint: Endpoint) -> Iterator[Endpoint]:
    try:
        endpoint.start()
    except PortTaken as error:
        raise UsageError(str(error)) from error
    try:
        yield endpoint
    finally:
        endpoint.close()


def _saving(path: str | None, tell: Tell) -> AbstractContextManager[Saving | None]:
    return nullcontext() if path is None else Saving(path, tell)


def _announce(url: str, page: Page, *, data: bool, quiet: bool) -> None:
    """Give the line to paste, and say how this ends."""
    line = f"export {VARIABLE}={url}"
    if data:
        say(line)
    else:
        page.show([line])
    if not quiet:
        say(
            "receiving on this machine only, nothing is passed on; give that line to the shell "
            "that runs werf. Ctrl-C here ends it and prints the report"
        )


def _receive(
    endpoint: Endpoint,
    page: Page,
    received: Received,
    saving: Saving | None,
    seconds: float | None,
) -> None:
    """Take what arrives until it is over, and then what is still there."""
    end = math.inf if seconds is None else time.monotonic() + seconds
    while not page.over.is_set() and (left := end - time.monotonic()) > 0:
        _take(endpoint.take(min(LOOK, left)), page, received, saving)
    endpoint.close()
    _take(endpoint.take(), page, received, saving)


def _take(requests: list[Request], page: Page, received: Received, saving: Saving | None) -> None:
    for request in requests:
        line, shown = received.add(request, page.look)
        if saving:
            saving.add(line)
        page.show(shown)


def _tell(endpoint: Endpoint, received: Received, *, quiet: bool) -> None:
    """Say on stderr what the report cannot know."""
    if not received.count and not quiet:
        say(
            "nothing was received; is the variable set in the shell that runs werf, and telemetry "
            "on there? inspector doctor, in that shell, looks"
        )
    other = endpoint.refused - received.refused - endpoint.missed
    if other:
        say(f"requests that carry nothing (GET and the like) were refused ({_counts(other)})")
    if endpoint.faults:
        say(
            f"this is a fault in the program: {', '.join(sorted(set(endpoint.faults)))} in the "
            "endpoint. Please report it; what was received is not needed"
        )


def _missed(endpoint: Endpoint) -> Safe | None:
    """Say what may have been telemetry and was refused before anybody could look at it."""
    counts = endpoint.missed
    return Safe(f"refused and not examined: {_counts(counts)}") if counts else None


def _counts(counts: Counter[int]) -> str:
    each = (f"{count:,} with {status}" for status, count in sorted(counts.items()))
    return f"{counts.total():,} requests or connections, {', '.join(each)}"


def _view(options: argparse.Namespace) -> int:
    """Show what arrives in the app, and save it where asked; gives the status of an audit."""
    if options.output or options.seconds or options.format != "text":
        raise UsageError(
            "--view shows what arrives and writes no report; leave out -o, --format and --for"
        )
    app = import_module("inspector.tui.app")
    troubles: list[str] = []
    received = Received(latest(), secrets=options.save_secrets)
    endpoint = _Kept(options.port, known=True)
    with _started(endpoint), _saving(options.save, troubles.append) as saving:
        endpoint.saving, endpoint.received = saving, received
        source = app.Source(kind="endpoint", paths=(), endpoint=endpoint, auditor=auditor)
        ended = int(app.run(source))
        endpoint.close()
        endpoint.take()
    for text in troubles:
        say(text)
    report = received.end([_missed(endpoint), saving.trouble if saving else None])
    counts = ", ".join(f"{report.count(level):,} {level}" for level in LEVELS)
    say(f"{received.count:,} requests, {report.inputs[0].events:,} events; findings: {counts}")
    for reason in report.incomplete:
        say(f"incomplete: {reason}")
    _tell(endpoint, received, quiet=options.quiet)
    return ended or status(report, options.fail_on)


class _Kept(Endpoint):
    """An endpoint whose requests are judged and saved as they are taken."""

    saving: Saving | None = None
    received: Received

    def take(self, timeout: float | None = 0) -> list[Request]:
        """Give what has arrived, judged and saved."""
        requests = super().take(timeout)
        for request in requests:
            line, _ = self.received.add(request, Look())
            if self.saving:
                self.saving.add(line)
        return requests
