"""`inspector run -- COMMAND…`: a command with its telemetry kept here, log beside wire."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from importlib import import_module

from inspector.audit import Inspection
from inspector.cli import UsageError, tell
from inspector.cli.captures import Begin, add_log, add_requests
from inspector.cli.clock import latest
from inspector.cli.output import STDOUT, outputs, refuse_targets
from inspector.cli.parser import Parser
from inspector.cli.receiving import Receiving, settle
from inspector.cli.run_log import create, open_processes, opened
from inspector.cli.run_report import Run, as_json, as_text, not_done
from inspector.cli.view import auditor
from inspector.compare import Gathered
from inspector.compare.result import counted
from inspector.decode.requests import to_line
from inspector.launch import CannotStart, Ended, Relay, diverted
from inspector.reading import Unreadable
from inspector.report import Input, told
from inspector.report.as_text import Look
from inspector.report.write import write
from inspector.rules import Context
from inspector.safe import Safe, safe
from inspector.wire.endpoint import Endpoint

FORMATS = ("text", "json")
LONGEST = 2.0
"""Seconds that are waited after the command for requests of what it left behind."""
PAUSE = 0.3
"""Seconds without a request that count as quiet."""
UNGUARDED = (
    "only the telemetry of this command is kept here; the guard that keeps inspector on this "
    "machine does not cover the command, and whatever else it sends goes where it always goes"
)


def run(arguments: list[str]) -> int:
    """Run the command, say on stderr what it logged and sent, give the command's exit status."""
    options, command = _read(arguments)
    targets = outputs(options.output, options.format, FORMATS)
    if STDOUT in targets or options.save == STDOUT:
        raise UsageError("standard output belongs to the command; name a file")
    refuse_targets([*targets, *filter(None, [options.save])], [])
    _refuse_save(options.save, targets)
    now = latest()
    _warn(otel=options.otel)
    folders: list[str] = []

    def clean() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    with Relay(clean) as relay:
        try:
            folders.append(tempfile.mkdtemp(prefix="telemetry-inspector-"))
            log = create(folders[0])
            observed = _observed(options, command, log, relay, now)
            _report(observed, options, targets)
            if options.view:
                _view(observed, log)
        finally:
            clean()
    return observed.ended.status


def _observed(
    options: argparse.Namespace, command: list[str], log: str, relay: Relay, now: int
) -> Run:
    """Run the command; gather what it logged and what it sent."""
    endpoint = Endpoint()
    with Receiving(endpoint) as receiving:
        ended = _launch(relay, command, log, endpoint.url, otel=options.otel)
        try:
            settle(receiving, LONGEST, PAUSE, lambda: _busy(relay, log))
        except KeyboardInterrupt:
            _say(["what came so far is shown"])
        running = relay.running()
    context = Context(opted_out_since=_off(now, otel=options.otel))
    gathered, begin = Gathered(), partial(Inspection, now_ms=now, context=context)
    unfinished = open_processes(log, alive=False)
    lost = _add_log(gathered, log, unfinished, begin)
    shown = told(options.save) if options.save else Safe("requests")
    add_requests(gathered, receiving.requests, shown, begin)
    missed = _missed(receiving, endpoint, running=running)
    gathered.wire_report.inputs[0].error = _joined(missed)
    gathered.close()
    return Run(
        ended=ended,
        requests=tuple(receiving.requests),
        gathered=gathered,
        result=gathered.result(),
        otel=options.otel,
        refused=endpoint.refused,
        strangers=sum(endpoint.token not in one.path for one in receiving.requests),
        open=unfinished,
        running=running,
        lost=lost,
    )


def _off(now: int, *, otel: bool) -> int | None:
    """Give the start of the run, to the second, if werf's telemetry is switched off for it.

    The switch is werf's own: it says nothing of what other programs send.
    """
    off = import_module("inspector.doctor.situation").situation(os.environ).off
    return now // 1000 * 1000 if off and not otel else None


def _busy(relay: Relay, log: str) -> bool:
    return relay.running() or bool(open_processes(log, alive=True))


def _add_log(
    gathered: Gathered, log: str, unfinished: tuple[int, ...], begin: Begin
) -> Safe | None:
    """Read the log, of which some processes are not done; give the reason where it cannot be."""
    shown = Safe("telemetry.log")
    try:
        with opened(log) as path:
            add_log(gathered, path, shown, begin)
    except Unreadable as error:
        gathered.begin_log(Input(shown, error=Safe(str(error))))
    source = gathered.log_report.inputs[0]
    lost = source.error
    if unfinished:
        source.error = _joined(filter(None, (lost, not_done(unfinished))))
    return lost


def _joined(sentences: Iterable[Safe]) -> Safe | None:
    return Safe("; ".join(sentences)) or None


def _report(run: Run, options: argparse.Namespace, targets: dict[str, str]) -> None:
    """Say what there is to say on stderr, then write it and the requests to files."""
    tell(_render(run, options.format, color=_colored()))
    texts = {target: _render(run, form) for target, form in targets.items()}
    if options.save:
        texts[options.save] = b"".join(map(to_line, run.requests)).decode("ascii")
    try:
        write(texts)
    except OSError as error:  # the status is still the command's
        names = ", ".join(map(told, texts))
        why = safe(error.strerror.lower() if error.strerror else str(error))
        _say([f"not written: {names} ({why}); make room or choose another place, and run it again"])


def _view(run: Run, log: str) -> None:
    """Show it in the app; how that ends changes nothing."""
    try:
        app = import_module("inspector.tui.app")
        paths = () if run.lost else (log,)
        app.run(app.Source("captured", paths=paths, requests=run.requests, auditor=auditor))
    except BaseException as error:  # noqa: BLE001  # the status is the command's
        _say([f"the app ended early ({type(error).__name__}); the report above is whole"])


def _launch(relay: Relay, command: list[str], log: str, url: str, *, otel: bool) -> Ended:
    try:
        return relay.launch(command, diverted(os.environ, log, url, otel=otel))
    except CannotStart as error:
        raise UsageError(f"{error}; nothing was run") from error


def _missed(receiving: Receiving, endpoint: Endpoint, *, running: bool) -> Iterator[Safe]:
    """Say what was sent, or may yet be, and is not among the requests."""
    if running:
        yield Safe("a process that the command started still runs")
    left_out = receiving.left_out + endpoint.lost
    if left_out:
        yield Safe(f"there was no room to keep {counted(left_out, 'request')}")
    if missed := endpoint.missed.total():
        number = counted(missed, "request or connection", "requests or connections")
        yield Safe(f"refused and not examined: {number}")
    if endpoint.faults:
        yield Safe(f"the endpoint had a fault of its own ({', '.join(endpoint.faults)})")


def _read(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Part our options from the command, at the first ``--``."""
    ours, command = arguments, []
    if "--" in arguments:
        at = arguments.index("--")
        ours, command = arguments[:at], arguments[at + 1 :]
    options = _parser().parse_args(ours)
    if not command:
        raise UsageError("no command was given; try: inspector run -- werf converge")
    return options, command


def _parser() -> Parser:
    parser = Parser(
        prog="inspector run",
        usage="inspector run [OPTIONS] -- COMMAND…",
        description="Run a command with its telemetry diverted to a private log and to an endpoint "
        "on this machine; then lay log and wire side by side.",
        epilog="The report goes to stderr; stdout is the command's. The exit status is the "
        "command's, 128+N if signal N ended it, 2 if it could not be started.",
    )
    add = parser.add_argument
    add("--view", action="store_true", help="look at it in the app when the command has ended")
    add("--otel", action="store_true",
        help="divert any program with an OpenTelemetry SDK (OTEL_EXPORTER_OTLP_…)")  # fmt: skip
    add("--format", choices=FORMATS, default="text", help="form of the report (default: text)")
    add("-o", "--output", action="append", default=[], metavar="[FORMAT=]FILE",
        help="write the report to FILE too (mode 0600); may be repeated")  # fmt: skip
    add("--save", metavar="FILE", help="keep the requests, as `inspector endpoint --save` does; "
        "headers that may hold a credential are masked")  # fmt: skip
    return parser


def _refuse_save(save: str | None, targets: dict[str, str]) -> None:
    """Refuse to save requests over a report or over what was saved before."""
    if save is None:
        return
    if os.path.abspath(save) in map(os.path.abspath, targets):  # noqa: PTH100  # a path may not be UTF-8
        raise UsageError(f"{safe(save)} cannot hold the requests and the report; use two")
    if os.path.exists(save) and os.path.getsize(save):  # noqa: PTH110, PTH202  # the same
        raise UsageError(
            f"{safe(save)} is not empty, and requests are saved to a new file only; "
            "choose another name, or remove it first"
        )


def _warn(*, otel: bool) -> None:
    doctor = import_module("inspector.doctor")
    _say([*doctor.blind(os.environ, otel=otel), UNGUARDED])


def _render(run: Run, form: str, *, color: bool = False) -> str:
    return as_json(run) if form == "json" else as_text(run, Look(color))


def _colored() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def _say(sentences: Iterable[str]) -> None:
    tell("".join(f"inspector: {one}\n" for one in sentences))
