"""One judged record as lines of text, as it arrives: an event, and below it what was found.

No line begins with anything that came from the input, and nothing of it is shown raw: event types
and fields are shown as names, values as masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from inspector.decode.requests import known_path
from inspector.language import ENGLISH, Language
from inspector.model import Event, Finding, Judged, Problem, Request
from inspector.report import told
from inspector.report.as_text import Look
from inspector.report.blocks import GLYPHS
from inspector.report.said import message
from inspector.safe import Safe, name

_UNREADABLE = "run/unreadable-line"  # says what the line of the record says already


def _evidence(one: Finding) -> Safe | None:
    return one.evidence


def _counted(_: Finding) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How findings are shown."""

    look: Look = Look()  # noqa: RUF009  # frozen
    evidence: Callable[[Finding], Safe | None] = _evidence
    """What is shown of the value."""
    standing: Callable[[Finding], str] = _counted
    """A word for what is not counted, and why; empty for a finding that counts."""
    worded: bool = False
    """Whether the level is said in a word as well, for who does not see the sign."""
    say: Language = ENGLISH


def lines(
    judged: Judged,
    look: Look | None = None,
    seen: set[object] | None = None,
    manner: Manner | None = None,
) -> list[str]:
    """Give the lines of one record; a remark or a request in which nothing was found has none.

    Findings in `seen` (their `Finding.same`) are only counted, the others added to it; without it
    all are shown.  `manner` says more than `look`.
    """
    manner = manner or Manner(look or Look())
    content = judged.record.content
    findings = list(judged.findings)
    head: list[str] = []
    if judged.event is not None:
        head.append(manner.look.paint(None, _event(judged.event)))
    elif isinstance(content, Problem):
        text = f"  unreadable: {content.detail} ({content.reason})"
        head.append(manner.look.paint("review", text))
        findings = [one for one in findings if one.rule != _UNREADABLE]
    return [*head, *_findings(findings, manner, seen)]


def request_line(request: Request, number: int, spans: int, look: Look | None = None) -> str:
    """Give the line of a request that was received or refused; `number` counts from 1."""
    clock = (request.received_at or "")[11:23]
    when = f" at {told(clock)} UTC" if clock else ""
    if request.refused is None:
        what = f"{len(request.body):,} bytes, {spans:,} {'span' if spans == 1 else 'spans'}"
    else:
        path = known_path(request.path)
        what = f"refused with {request.refused}, {told(request.method)} {path}"
    return (look or Look()).paint(None, f"request {number:,}{when}: {what}")


def _event(event: Event) -> Safe:
    kind = name(event.type) if event.type is not None else "(unknown)"
    contract = f" [{event.contract.name}]" if event.contract else ""
    count = len(event.values)
    return Safe(f"  event {kind}{contract}: {count:,} {'value' if count == 1 else 'values'}")


def _findings(
    findings: Iterable[Finding], manner: Manner, seen: set[object] | None
) -> Iterator[str]:
    known = 0
    for one in findings:
        if seen is not None and one.same in seen:
            known += 1
            continue
        if seen is not None:
            seen.add(one.same)
        yield finding_line(one, manner)
    if known:
        yield f"    = {known:,} {'finding' if known == 1 else 'findings'} as before"


def finding_line(one: Finding, manner: Manner) -> str:
    """Give the line of one finding."""
    field = f" {one.field}:" if one.field else ""
    evidence = manner.evidence(one)
    value = f" (value: {evidence})" if evidence is not None else ""
    level = f"{one.level} " if manner.worded else ""
    text = f"{level}{one.rule}{field} {message(one, manner.say)}{value}"
    standing = manner.standing(one)
    if standing:
        return f"    {standing}: {text}"
    return "    " + manner.look.paint(one.level, f"{GLYPHS[one.level]} {text}")
