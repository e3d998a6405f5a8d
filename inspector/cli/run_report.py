"""What `inspector run` has to say: how the command ended, log and wire, and what rules found."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from inspector import __version__
from inspector.cli.run_log import LAST
from inspector.compare import Gathered, Result
from inspector.compare import as_json as comparison_json
from inspector.compare import as_text as comparison_text
from inspector.compare.result import counted
from inspector.launch import LOG, TRACES, Ended
from inspector.model import LEVELS, Request
from inspector.report import Report, Tally
from inspector.report import as_json as report_json
from inspector.report.as_text import WIDTH, Look
from inspector.report.blocks import GLYPHS
from inspector.safe import Safe

SIDES = ("log", "wire")
NAMED = 20
"""Processes that are named because they are not done."""
RUNNING = "A process that the command started still runs; what it sends from now on is not in here."


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended, and what was kept of it."""

    ended: Ended
    requests: tuple[Request, ...]
    gathered: Gathered
    result: Result
    otel: bool
    """Whether programs with an OpenTelemetry SDK were diverted too."""
    refused: Counter[int]
    """Requests that the endpoint refused, by HTTP status."""
    strangers: int
    """Requests that came without the token of the address that the command was given."""
    open: tuple[int, ...]
    """Processes of the log that did not say they were done."""
    running: bool
    """Whether something that the command started still runs."""
    lost: Safe | None
    """Why the log cannot be read; None where it can."""

    @property
    def captured(self) -> bool:
        """Tell whether there is anything to speak of."""
        return bool(self.result.comparison.matches or self.result.comparison.requests)

    @property
    def said(self) -> list[str]:
        """What to know before the comparison, one sentence or two each."""
        return list(_said(self))


def as_json(run: Run) -> str:
    """Render a run as JSON: the comparison's keys, how it ended, and what rules found."""
    audit = Report()
    audit.merge(run.gathered.log_report)
    audit.merge(run.gathered.wire_report)
    return report_json.write({
        **comparison_json.document(run.result),
        "run": {
            "exit_status": run.ended.status,
            "signal": run.ended.signal,
            "captured": run.captured,
            "refused": {str(status): number for status, number in sorted(run.refused.items())},
            "without_token": run.strangers,
            "unfinished_processes": len(run.open),
            "still_running": run.running,
            "said": run.said,
        },
        "audit": report_json.document(audit),
    })  # fmt: skip


def as_text(run: Run, look: Look) -> str:
    """Render a run for people; ends with a newline."""
    lines = [look.paint(None, f"telemetry-inspector {__version__}"), *_end(run.ended)]
    lines += [line for sentence in run.said for line in _fold(sentence)]
    if run.captured or run.result.comparison.unreadable:
        lines += [*comparison_text.body(run.result, look), "", *_findings(run, look)]
    return "\n".join(lines) + "\n"


def _fold(sentence: str) -> list[str]:
    return textwrap.wrap(
        sentence, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )


def _end(ended: Ended) -> Iterator[str]:
    if ended.signal is None:
        yield f"The command ended with status {ended.status}."
    else:
        number = ended.status - 128
        yield f"Signal {number} ({ended.signal}) ended the command: status {ended.status}."


def _said(run: Run) -> Iterator[str]:
    both = run.result.comparison
    refused = sum(run.refused.values())
    if not run.captured and refused:
        yield "No event was captured, so nothing can be said of what the log shows."
    elif not run.captured:
        yield from _nothing(run)
    elif both.logged and not both.requests:
        yield (
            f"The log shows {counted(both.logged, 'event')} and no request arrived: the command "
            f"ignored {TRACES} (werf did before v1.2.154), or a sampler or a full queue dropped "
            "them; see inspector doctor."
        )
    elif not both.logged and not run.lost:
        yield f"The command wrote no event to {LOG}: there is no log to hold the requests against."
    if run.lost:
        yield f"The log that {LOG} named cannot be held against the requests: {run.lost}."
    if refused:
        kinds = ", ".join(f"{status} ×{number:,}" for status, number in sorted(run.refused.items()))
        yield f"The endpoint refused {counted(refused, 'request')} (HTTP {kinds})." + (
            " It takes traces only, neither metrics nor logs." if run.otel else ""
        )
    if run.strangers:
        yield (
            f"{counted(run.strangers, 'request')} came without the token of the address that the "
            "command was given: another program may have sent them."
        )
    if run.running:
        yield RUNNING
    if run.open:
        yield (
            f"{not_done(run.open)}: still running, ended at once, or unable to send; what comes "
            "from now on is not in here."
        )


def not_done(pids: tuple[int, ...]) -> Safe:
    """Name the processes of the log that did not say they were done."""
    if len(pids) == 1:
        return Safe(f"Process {pids[0]} has not logged “{LAST}”")
    more = f" and {len(pids) - NAMED:,} more" if len(pids) > NAMED else ""
    return Safe(f"Processes {', '.join(map(str, pids[:NAMED]))}{more} have not logged “{LAST}”")


def _nothing(run: Run) -> Iterator[str]:
    yield "Nothing was captured, so nothing can be said. The likely reasons:"
    yield f"- the command sends no telemetry, or does not look at {LOG} and {TRACES};"
    yield "- its telemetry is off (inspector doctor says what the environment does to it);"
    if run.result.log.lines:
        yield f"- it failed early: the log has {counted(run.result.log.lines, 'line')}, no event;"
    yield "- what sends it went to the background, and had not begun when this report was made;"
    yield "- it ended before it had anything to send, as on a mistyped option or `werf version`."
    if not run.otel:
        yield "A program with an OpenTelemetry SDK that is not werf needs: inspector run --otel"


def _findings(run: Run, look: Look) -> Iterator[str]:
    """List in short what rules found on each side, but for what was said above."""
    sides = (run.gathered.log_report, run.gathered.wire_report)
    found: dict[tuple[object, ...], tuple[Tally, list[str]]] = {}
    for side, report in zip(SIDES, sides, strict=True):
        for tally in report.findings:
            if tally.finding.rule not in run.result.about_requests:
                found.setdefault(tally.finding.same, (tally, []))[1].append(side)
    sums = [sum(tally.finding.level == level for tally, _ in found.values()) for level in LEVELS]
    counts = ", ".join(counted(number, level) for level, number in zip(LEVELS, sums, strict=True))
    verdicts = (f"{side} {report.verdict}" for side, report in zip(SIDES, sides, strict=True))
    yield look.paint(None, f"JUDGED BY THE PAGES: {', '.join(verdicts)}")
    yield f"  in the events: {counts}"
    for tally, names in sorted(
        found.values(), key=lambda pair: LEVELS.index(pair[0].finding.level)
    ):
        one = tally.finding
        if one.level != "note":
            where = " of ".join(filter(None, (one.field, one.event))) or "a record"
            text = f"  {GLYPHS[one.level]} {where} ({' and '.join(names)})  [{one.rule}]"
            yield look.paint(one.level, text)
