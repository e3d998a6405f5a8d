"""One request of a dry run in, the lines of a view out: beside the log, its head, its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from inspector.safe import Safe, lossy, safe
from inspector.tui.cells import Line, Role, Span, block, figure, fit, width_of
from inspector.tui.raw import SHOWN
from inspector.tui.sections import section
from inspector.tui.wire import parts
from inspector.tui.wire.entries import column, listed, row, title
from inspector.tui.wire.raw import body_as_hex, size_of
from inspector.tui.wire.raw import head as head_of
from inspector.tui.wire.state import Logged, Sheet, State
from inspector.tui.words import count, say

VIEWS = ("Compare", "Headers", "Bytes")
TWO = 100
"""Cells from which on log and wire stand side by side."""
_BAR = Span(Safe(" │ "), "divider")
_EMPTY: Line = (Span(Safe("")),)
_REBUILT = (
    "Rebuilt, for no log holds it: the ids of each span, its start and end, which events share a "
    "request, and the name of the program's file (service.name). werf itself sends this with TLS "
    "to another host."
)
_CAPTURED = "Captured: these are the bytes that a program sent to this machine."
_HERE = (
    "Compared with the network interfaces of this machine and the git remotes of the folder that "
    "this app was started in; inspector identify tries more, and shows what it finds."
)
_UNKNOWN = "(the log says nothing of it)"
_ACCEPTED = "It was received and accepted; the answer itself is not kept."


def laid_out(state: State, at: int, view: str, width: int, *, secrets: bool) -> list[Line]:
    """Lay out request number `at` (from 0) of those that are shown, in one of `VIEWS`."""
    if at >= len(state.shown):
        return []
    sheet = state.shown[at]
    match view:
        case "Compare":
            note = block(state.note, width, 1, "note") if state.note else []
            body = _compared(sheet, width, secrets=secrets)
            return [*note, *body, *_notes(sheet, state, width)]
        case "Headers":
            return [*_exchange(sheet, width, secrets=secrets)]
        case _:
            return body_as_hex(sheet.request, width)


# --- beside the log -------------------------------------------------------------------------------


def _groups(sheet: Sheet, *, secrets: bool) -> Iterator[parts.Group]:
    """What stands around the spans."""
    yield parts.headers(sheet.request, sheet.found, secrets=secrets)
    if sheet.export is None:
        return
    if strange := parts.stray(sheet.export, sheet.found):
        yield strange
    for resource in sheet.export.resources[: parts.MOST]:
        yield parts.resource(resource, sheet.found)
        for scope in resource.scopes[: parts.MOST]:
            yield parts.scope(scope, sheet.found)


def _compared(sheet: Sheet, width: int, *, secrets: bool) -> Iterator[Line]:
    two = width >= TWO and sheet.log
    left = (width - 3) * 9 // 20 if two else 0
    right = width - left - 3 if two else width
    heads = _titles(sheet)
    if two:
        yield (Span(fit(heads[0], left), "strong"), _BAR, Span(fit(heads[1], right), "strong"))
    else:
        yield from title(heads[1], width)
        legend = say("= as the log says" if sheet.log else "no log to compare with")
        yield from block(say("{} · + only on the wire", legend), width, 1, "dim")
    for group in _groups(sheet, secrets=secrets):
        yield from _beside((), listed(group, right), left)
    for number, (span, logged) in enumerate(sheet.spans[: parts.MOST], sheet.first):
        made = "" if sheet.captured else say(", ids and times rebuilt")
        name = say("span {} of {}{}", figure(number), figure(sheet.total), made)
        yield from _beside((), listed(parts.envelope(span, name, sheet.found), right), left)
        found = logged.found if logged else {}
        group = parts.attributes(span, logged.pairs if logged else None, found, log=sheet.log)
        yield from _event(group, logged, left, right)
    if (more := len(sheet.spans) - parts.MOST) > 0:
        yield from block(say("… and {} more", count(more, "span", "spans")), width, 1, "dim")


def _titles(sheet: Sheet) -> tuple[Safe, Safe]:
    counts = [len(logged.pairs) for _, logged in sheet.spans if logged]
    many = (
        f" ({count(sum(counts), 'attribute', 'attributes')})"
        if counts
        else say(": NOTHING OF THIS")
    )
    wire = say(
        "WHAT WAS ON THE WIRE [captured]"
        if sheet.captured
        else "WHAT WOULD BE ON THE WIRE [rebuilt]"
    )
    return say(" WHAT THE LOG SAYS{}", many), wire


def _beside(mine: Iterator[Line] | tuple[()], theirs: Iterator[Line], left: int) -> Iterator[Line]:
    """Put lines for the log beside lines for the wire; in one column there are only the latter."""
    if not left:
        yield from theirs
        return
    for one, other in zip_longest(mine, theirs, fillvalue=_EMPTY):
        gap = Safe(" " * (left - width_of(one)))
        yield (*one, Span(gap), _BAR, *other)


def _event(group: parts.Group, logged: Logged | None, left: int, right: int) -> Iterator[Line]:
    """The attributes of one span; in two columns each name stands on both sides."""
    if not left:
        yield from listed(group, right)
        return
    said = say(_UNKNOWN) if logged is None else logged.place
    yield from _beside(iter(title(said, left, "dim")), iter(title(group.title, right)), left)
    names = column(group, left)
    for entry in group.entries:
        mine = entry.logged if entry.logged is not None else entry.value
        ours = row(entry, mine, left, names, marked=False) if entry.mark != "wire" else iter(())
        theirs = row(entry, entry.value, right, column(group, right), marked=True)
        yield from _beside(ours, theirs, left)
    if group.left_out:
        more = block(say("… and {} more", figure(group.left_out)), right, 3, "dim")
        yield from _beside((), iter(more), left)


def _notes(sheet: Sheet, state: State, width: int) -> Iterator[Line]:
    """Whose work the request is, and what this shell would add to a real one."""
    if state.origins is not None:
        yield from section(say("IDS, COMPARED WITH THIS MACHINE"), width)
        for origin in state.origins:
            said = Safe(f"{origin.field}: {origin.verdict}, {origin.said}")
            yield from block(said, width, 3, "violation" if origin.verdict == "MATCH" else "plain")
        yield from block(Safe(_HERE), width, 3, "dim")
    yield from section(say("WHERE THIS COMES FROM"), width)
    if sheet.captured:
        yield from block(say(_CAPTURED), width, 3, "plain")
        return
    yield from block(say(_REBUILT), width, 3, "plain")
    yield from block(sheet.why, width, 3, "dim")
    for text in state.left_out:
        yield from block(text, width, 3, "review")
    yield from section(say("THIS SHELL'S OTEL_* VARIABLES"), width)
    if not state.advice:
        none = say("Nothing: none is set in the shell that this app was started from.")
        yield from block(none, width, 3, "plain")
    for one in state.advice:
        value = f" = {one.evidence}" if one.evidence else ""
        role: Role = "violation" if one.level == "leak" else "key"
        yield from block(Safe(f"{one.subject}{value}"), width, 3, role, prose=False)
        yield from block(one.said, width, 5, "plain")


# --- the exchange ---------------------------------------------------------------------------------


def _exchange(sheet: Sheet, width: int, *, secrets: bool) -> Iterator[Line]:
    """The head of the request, and the whole answer once there is one."""
    yield from head_of(sheet.request, width, secrets=secrets)
    yield from block(size_of(sheet.request), width, 1, "dim")
    receipt = sheet.receipt
    yield from section(say("THE ANSWER"), width)
    if sheet.captured:
        status = sheet.request.refused
        said = say(_ACCEPTED) if status is None else say("status {}: it was refused.", status)
        yield from block(said, width, 1, "plain" if status is None else "unreadable")
        return
    if receipt is None or receipt.status is None:
        why = receipt.error if receipt and receipt.error else say("None: it was not sent.")
        yield from block(why, width, 1, "plain" if receipt is None else "unreadable")
        return
    yield from block(say("status {}", receipt.status), width, 1, "strong")
    for key, text in receipt.headers[: parts.MOST]:
        line = Safe(f"{safe(key, 200)}: {safe(text, 2000)}")
        yield from block(line, width, 1, "plain", prose=False)
    yield from block(say("{} of body", count(len(receipt.body), "byte", "bytes")), width, 1, "dim")
    if receipt.body:
        yield from block(lossy(receipt.body[:SHOWN]), width, 1, "plain", prose=False)
    for sentence in (receipt.error, receipt.warning):
        if sentence:
            yield from block(sentence, width, 1, "unreadable")
