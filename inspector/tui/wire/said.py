"""A state of the dry run in, what its bars say out: where it goes, what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from inspector.safe import Safe
from inspector.tui.cells import Line, Role, Span, figure, fit, size, width_of, wrap
from inspector.tui.wire import parts
from inspector.tui.wire.sheet import VIEWS
from inspector.tui.wire.state import Sheet, Stage, State, Totals

Text = tuple[str, Role]

_REBUILT = (
    "Rebuilt, not captured: ids and times of spans, which events share a request, and the name of "
    "the program's file (service.name)."
)
_REAL: Text = ("Beside the real exporter: inspector run --view -- werf converge", "dim")
_STAGES: dict[Stage, tuple[Safe, Role]] = {
    "rebuilding": (Safe(" REBUILDING "), "review"),
    "rebuilt": (Safe(" NOT SENT "), "on"),
    "sending": (Safe(" SENDING "), "review"),
    "sent": (Safe(" SENT, HERE ONLY "), "live"),
    "failed": (Safe(" FAILED "), "alarm"),
    "stopped": (Safe(" STOPPED "), "alarm"),
    "captured": (Safe(" CAPTURED "), "live"),
}


def header(state: State, title: Safe, width: int) -> Line:
    """The dry run, its address, and what it is about; what does not fit is left."""
    if state.stage == "captured":
        return (Span(Safe(" CAPTURED "), "strong"), Span(fit(Safe(f" {title}"), width - 10), "key"))
    spans = [Span(Safe(" DRY RUN "), "strong"), Span(Safe(" LOOPBACK ONLY "), "on")]
    about = Span(Safe(f" {title} "), "key")
    address = Safe(f"  http://127.0.0.1:{state.port}/v1/traces ")
    for text in (Safe(address if state.port else ""), Safe("  bytes that left this machine: 0 ")):
        if cell_len(text) <= width - width_of(spans) - width_of((about,)):
            spans.append(Span(text))
    room = max(0, width - width_of(spans))
    return (*spans, about._replace(text=fit(about.text, room)))


def tabs(state: State, at: int, shown: str, width: int) -> Line:
    """The views, and which of the requests is shown."""
    views = tuple(
        Span(Safe(f"[{view}]" if view == shown else f" {view} "), "on" if view == shown else "dim",
             f"show('{view}')")
        for view in VIEWS
    )  # fmt: skip
    if at >= len(state.sheets):
        return views
    sheet = state.sheets[at]
    word = "captured" if state.stage == "captured" else "rebuilt"
    total = max(state.ready, state.totals.requests, len(state.sheets))
    more = "+" if state.rest else ""
    said = [
        f" [{word}]",
        f" request {at + 1:,}/{total:,}{more}",
        f" · {_which(sheet)} · {len(sheet.request.body):,} bytes",
    ]
    room, spans = width - width_of(views), list(views)
    for part in said:
        if len(part) <= room:
            spans.append(Span(Safe(part), "review" if part == said[0] else "dim"))
            room -= len(part)
    return tuple(spans)


def _which(sheet: Sheet) -> str:
    """Say how many spans the request has, and which of them is shown where it is one of several."""
    if len(sheet.spans) == 1 < sheet.total:
        return f"span {sheet.first:,} of {sheet.total:,}"
    return _counted(sheet.total, "span")


def panel(state: State, width: int, height: int) -> list[Line]:
    """What came of it, always in sight: the first of the texts, as many as fit into a quarter.

    A small screen gives a third of its lines, up to six.
    """
    lines: list[Line] = []
    most = max(4, height // 4, min(6, height // 3))
    for text, role in _said(state):
        pieces = wrap(Safe(text), width - 1)
        if len(lines) + len(pieces) <= most or not lines:
            lines += [(Span(Safe(f" {piece}"), role),) for piece in pieces]
    return lines


def _said(state: State) -> Iterable[Text]:
    match state.stage:
        case "rebuilding":
            return (("Building the request from the log …", "plain"),)
        case "rebuilt":
            return _ready(state)
        case "sending":
            return (*_progress(state), ("Esc stops it.", "dim"))
        case "captured":
            return _arrived(state)
        case "sent" | "stopped":
            return (*_receipt(state), _REAL)
        case _:
            return _failure(state)


def _arrived(state: State) -> Iterable[Text]:
    """Say of each span that is shown whether the log says the same."""
    yield "A real request, as it arrived; there is nothing to rebuild.", "plain"
    for span, logged in state.sheets[0].spans if state.sheets else ():
        if logged is not None:
            same, of = parts.same(logged.pairs, span.attributes), len(span.attributes)
            word: Text = ("identical", "strong") if logged.exact else ("NOT identical", "violation")
            most = max(of, len(logged.pairs))
            yield f"{logged.place}: {word[0]} ({same:,}/{most:,})", word[1]


def _failure(state: State) -> Iterable[Text]:
    yield f"x {state.error or 'it failed'}", "unreadable"
    yield "Nothing left this machine. s tries again; Esc goes back.", "strong"
    if state.totals.requests > state.totals.failed:
        yield from _receipt(state)
    else:
        yield from ((str(text), "review") for text in state.left_out)


def _ready(state: State) -> Iterable[Text]:
    """What pressing the key would do, and what is not as werf would send it."""
    if state.note:
        yield str(state.note), "note"
    many = f"all {_counted(state.events, 'event')}" if state.events > 1 else "it"
    more = f"; {state.rest:,} of them are rebuilt as they are sent" if state.rest else ""
    here = f"127.0.0.1:{state.port}, inside this app"
    yield f"Nothing was sent. s sends {many} to {here}{more}.", "strong"
    if adds := [str(one.subject) for one in state.advice if one.level == "leak"]:
        yield f"! this shell would add to it: {', '.join(adds)}", "violation"
    yield _REBUILT, "dim"
    for text in state.left_out:
        yield text, "review"


def _progress(state: State) -> Iterable[Text]:
    totals = state.totals
    if not totals.requests and state.built:
        yield f"Building: {state.built:,} of {_counted(state.events, 'event')}", "plain"
        return
    sent = f"{totals.events:,} of {_counted(state.events, 'event')}"
    yield f"{sent} · {_counted(totals.requests, 'request')} · {size(totals.bytes)}", "plain"


def _receipt(state: State) -> Iterable[Text]:
    """Whether what arrived is what the log says, status, spans, bytes and time, and the digest.

    What matters most comes first, for a small screen shows no more.
    """
    totals = state.totals
    if state.stage == "stopped":
        yield f"{totals.events:,} of {_counted(state.events, 'event')} sent, stopped", "review"
    if not totals.requests:
        return
    yield _verdict(totals)
    status = f"{totals.status} from this machine" if totals.status else "no answer"
    counts = [f"{_counted(totals.events, 'span')}", f"{totals.bytes:,} bytes",
              f"{totals.seconds * 1000:,.0f} ms"]  # fmt: skip
    if totals.requests != 1:
        counts.insert(0, _counted(totals.requests, "request"))
    if totals.failed:
        counts.append(f"{totals.failed:,} not accepted")
    yield (f"{status} · {' · '.join(counts)}", "unreadable" if totals.failed else "strong")
    yield "bytes that left this machine: 0", "strong"
    yield from ((str(text), "review") for text in state.left_out)
    if totals.sha256:
        of = "" if totals.requests == 1 else " of all bodies"
        yield (f"SHA-256{of} {totals.sha256}", "dim")


def _verdict(totals: Totals) -> Text:
    whole = totals.events == totals.identical
    attributes = f"{totals.same:,}/{totals.attributes:,}"
    if totals.events > 1:
        attributes = f"{totals.identical:,}/{totals.events:,} events, {attributes} attributes"
    word = "identical" if whole else "NOT identical"
    return (f"decoded: {word} ({attributes})", "strong" if whole else "violation")


def status(state: State, line: int, lines: int, width: int) -> Line:
    """The stage, how far it has got, and where in the text one is."""
    word, role = _STAGES[state.stage]
    spans = [Span(word, role)]
    if state.stage == "sending" and state.events:
        share = 100 * state.totals.events // state.events
        spans.append(
            Span(Safe(f" {share} %  {figure(state.totals.events)}/{figure(state.events)}"))
        )
    place = Safe(f"  line {figure(line)} of {figure(lines)}")
    if cell_len(place) <= width - width_of(spans):
        spans.append(Span(place, "dim"))
    return tuple(spans)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
