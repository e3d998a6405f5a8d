"""`inspector send PATH…`: what werf would send for a log, shown or sent to this machine only."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from inspector import __version__
from inspector.cli import FINDINGS, INCOMPLETE, OK, UsageError, say
from inspector.cli.parser import Parser
from inspector.cli.view import VARIABLE
from inspector.reading import Missing, expand
from inspector.report import told
from inspector.safe import safe
from inspector.wire.delivery import Delivery, delivered, shown
from inspector.wire.logged import MOST, Logged, TooMany, Wanted, logged, plural
from inspector.wire.sender import recognise
from inspector.wire.show import document, full, summary

SCHEMA = "telemetry-inspector/send/1"
PORT = 4318
"""The port that a request which is only shown is addressed to: OTLP's own."""

_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&#"})
"""What no reader of the JSON may take for its own: a page for markup, a pipeline for a command."""
_HEEDED = (
    "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_", "OTEL_BSP_",
    "OTEL_TRACES_SAMPLER", "OTEL_SPAN_", "OTEL_ATTRIBUTE_",
)  # fmt: skip
"""How the variables begin that OpenTelemetry inside werf heeds."""


def run(arguments: list[str]) -> int:
    """Rebuild requests, show or send them, say what arrived; gives the exit status."""
    options = _parser().parse_args(arguments)
    logs = _read(options)
    if any(log.rebuilt.batches for log in logs) and not options.show and options.port:
        _recognise(options.port)
    with _deliveries(logs, options) as deliveries:
        written = _print_json if options.format == "json" else _print_text
        status = written(logs, deliveries, options)
    if not options.quiet:
        _tell(logs)
    return status


def _parser() -> Parser:
    parser = Parser(
        prog="inspector send",
        description="Rebuild the requests that werf made of a log and send them to a receiver on "
        "this machine. There is no host to choose.",
        epilog="exit status: 0 all accepted and identical, 1 something was not, 2 usage, 3 a "
        "record could not be read or there was no event of werf",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="file, folder, pattern, .gz, or - for stdin; "
        f"without one, the file that {VARIABLE} names")  # fmt: skip
    add("--port", type=_port, metavar="N", help="send to the `inspector endpoint` that listens on "
        "this port of this machine and was started by the same user (default: to one started for "
        "this call)")  # fmt: skip
    add("--show", action="store_true", help="print the requests, every attribute and byte, and "
        "send nothing")  # fmt: skip
    add("--event", action="append", type=_line, metavar="LINE", default=[],
        help="only the event on this line of the log; may be repeated")  # fmt: skip
    add("--run", metavar="ID-PREFIX", default="", help="only events whose executionID begins so")
    add("--format", choices=("text", "json"), default="text", help="form of the output")
    add("--quiet", action="store_true", help="say nothing on stderr but errors")
    return parser


def _port(word: str) -> int:
    if word.isascii() and word.isdigit() and 0 < int(word[:6]) < 1 << 16:
        return int(word)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")


def _line(word: str) -> int:
    if word.isascii() and word.isdigit() and len(word) < 16 and int(word) > 0:
        return int(word)
    raise argparse.ArgumentTypeError("a line is a number from 1")


def _read(options: argparse.Namespace) -> list[Logged]:
    """Read all logs and rebuild their requests; raises `UsageError` where a choice fits none."""
    paths = _paths(options.paths)
    if options.event and len(paths) != 1:
        raise UsageError("--event names a line of one log; give exactly one PATH with it")
    wanted = Wanted(frozenset(options.event), options.run)
    try:
        logs = [logged(path, wanted) for path in paths]
    except TooMany:
        raise UsageError(f"a log holds more than {MOST:,} events; choose some with --run") from None
    found = {line for log in logs for line in log.lines}
    if missing := sorted(wanted.lines - found):
        raise UsageError(f"no event that was asked for stands on line {missing[0]}")
    if options.run and not found:
        raise UsageError(f"no event has an executionID that begins with {safe(options.run, 60)}")
    return logs


def _paths(paths: list[str]) -> tuple[str, ...]:
    if "" in paths:
        raise UsageError(f"a PATH is empty; is {VARIABLE} set in this shell?")
    variable = os.environ.get(VARIABLE)
    if not paths and not variable:
        raise UsageError(
            f"no PATH was given and {VARIABLE} is not set; try: inspector send telemetry.log"
        )
    try:
        return expand(paths or [str(variable)]).files
    except Missing as error:
        raise UsageError(f"{safe(error.path)} does not exist; nothing was sent") from error


def _recognise(port: int) -> None:
    if error := recognise(port):
        raise UsageError(
            f"{error}. Check the number, or leave out --port: then a receiver is started for this "
            "call"
        )


Deliveries = Iterator[tuple[Logged, Delivery]]


@contextmanager
def _deliveries(logs: list[Logged], options: argparse.Namespace) -> Iterator[Deliveries]:
    """Show, or send to the endpoint that was named, or to one that lives as long as this."""
    if options.show or not any(log.rebuilt.batches for log in logs):
        port = options.port or PORT
        yield ((log, one) for log in logs for one in shown(log.rebuilt.batches, port))
    elif options.port:
        yield ((log, one) for log in logs for one in delivered(log.rebuilt.batches, options.port))
    else:
        from inspector.wire.endpoint import Endpoint  # noqa: PLC0415  # asyncio: only where needed

        with Endpoint() as endpoint:
            port, key = endpoint.port, endpoint.token
            yield (
                (log, one)
                for log in logs
                for one in delivered(log.rebuilt.batches, port, lambda: endpoint.take(1), key)
            )


@dataclass(slots=True)
class _Sum:
    """What all deliveries came to."""

    events: int = 0
    identical: int = 0
    requests: int = 0
    failed: int = 0
    answered: int = 0

    def add(self, delivery: Delivery) -> None:
        """Count one delivery."""
        self.events += len(delivery.batch.records)
        self.identical += sum(same for _, same in delivery.events)
        self.requests += 1
        self.failed += not delivery.ok
        self.answered += delivery.receipt is not None and delivery.receipt.status is not None


def _status(logs: list[Logged], total: _Sum) -> int:
    if total.failed or any(log.rebuilt.unsendable for log in logs):
        return FINDINGS
    return INCOMPLETE if not total.events or any(log.incomplete for log in logs) else OK


def _print_text(logs: list[Logged], deliveries: Deliveries, options: argparse.Namespace) -> int:
    count = sum(len(log.rebuilt.batches) for log in logs)
    total, last = _Sum(), None
    for log, delivery in deliveries:
        total.add(delivery)
        if log is not last and len(logs) > 1:
            print(f"input {log.path}")
        last = log
        print("\n".join(summary(delivery, total.requests, count)))
        if options.show:
            print("\n".join(full(delivery)))
    print("\n".join(_closing(total, options)))
    return _status(logs, total)


def _closing(total: _Sum, options: argparse.Namespace) -> Iterator[str]:
    how = "read back" if options.show else "were accepted" if options.port else "arrived"
    yield (
        f"{total.identical:,} of {plural(total.events, 'event')} {how} exactly as logged, in "
        f"{plural(total.requests, 'request')}."
    )
    if total.events:
        yield (
            "Rebuilt, because no log holds it: ids, start and end of spans, the name of the "
            "program's file, and which events share a request."
        )
    if options.show and total.events:
        yield "werf itself sends this over TLS to a server of its vendor, so its Host is another."
    if options.show or not total.requests:
        yield "Nothing was sent."
    elif options.port:
        yield _went(total, options.port)
    else:
        yield "Nothing left this machine: it went to a receiver inside this process, now closed."


def _went(total: _Sum, port: int) -> str:
    """Say where it went, as far as it is known: who answered had proven who it is."""
    where = f"`inspector endpoint` on port {port} of this machine"
    if total.answered == total.requests:
        return f"It went to {where}."
    return f"{total.answered:,} of {plural(total.requests, 'request')} got an answer from {where}."


def _print_json(logs: list[Logged], deliveries: Deliveries, options: argparse.Namespace) -> int:
    total, requests = _Sum(), []
    for log, delivery in deliveries:
        total.add(delivery)
        requests.append({"input": log.path, **document(delivery, whole=options.show)})
    status = _status(logs, total)
    report: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "telemetry-inspector", "version": __version__},
        "sent": bool(requests) and not options.show,
        "inputs": [_plain(log) for log in logs],
        "events": total.events,
        "identical": total.identical,
        "requests": requests,
        "exit_status": status,
    }
    text = json.dumps(report, ensure_ascii=True, allow_nan=False, indent=1)
    print(text.translate(_ESCAPES))
    return status


def _plain(log: Logged) -> dict[str, Any]:
    unsendable = log.rebuilt.unsendable
    return {
        "path": log.path,
        "error": log.error,
        "unreadable": log.unreadable,
        "others": dict(sorted(log.rebuilt.others.items())),
        "unsendable": [{"line": one.line.number, "why": why} for one, why in unsendable],
    }


def _tell(logs: list[Logged]) -> None:
    """Say on stderr what was left out, and what of this shell real werf would heed."""
    for log in logs:
        for text in log.left_out():
            say(f"{log.path}: {text}")
    if names := sorted(key for key in os.environ if key.startswith(_HEEDED)):
        say(
            f"{', '.join(map(told, names))} would change what werf itself sends, and had no effect "
            "here; see: inspector doctor"
        )
