"""A state of the dry run in, what its bars say out: where it goes, what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from inspector.safe import Safe
from inspector.tui.cells import Line, Role, Span, figure, fit, size, width_of, wrap
from inspector.tui.wire.agreement import Text, arrived
from inspector.tui.wire.bench import Bench
from inspector.tui.wire.origin import Verdict
from inspector.tui.wire.sheet import VIEWS
from inspector.tui.wire.state import Sheet, Stage, State, Totals
from inspector.tui.words import count, say

_REBUILT = (
    "Rebuilt, not captured: ids and times of spans, which events share a request, and the name of "
    "the program's file (service.name)."
)
_STOPPED = "The endpoint is stopped: nothing is received, and nothing can be sent. L starts it."
_NOT_NOW = "Nothing can be sent now."
_PASTE = "To capture what the real werf sends, run it after this line; y copies it:"
_IDS = 3
"""Ids that the panel tells of; all of them stand in the text."""
_VERDICTS: dict[Verdict, Role] = {"MATCH": "violation", "OTHER": "note", "CANNOT SAY": "review"}
_STAGES: dict[Stage, tuple[Safe, Role]] = {
    "rebuilding": (Safe(" REBUILDING "), "review"),
    "rebuilt": (Safe(" NOT SENT "), "on"),
    "sending": (Safe(" SENDING "), "review"),
    "sent": (Safe(" SENT, HERE ONLY "), "live"),
    "failed": (Safe(" FAILED "), "alarm"),
    "stopped": (Safe(" STOPPED "), "alarm"),
    "captured": (Safe(" CAPTURED "), "live"),
    "nothing": (Safe(" NOTHING CHOSEN "), "on"),
}


_AWAY = (Safe(" bytes that left this machine: 0 "), Safe(" sent away: 0"))
"""The same at two lengths; nothing in here can send anything elsewhere."""
_ABOUT = 14
"""Cells that the name of what is shown needs at least."""


def sink(bench: Bench, *, short: bool = False) -> Span:
    """The state of the endpoint; clicking it starts or stops it."""
    if bench.port:
        return Span(say(" LISTENING 127.0.0.1:{} ", bench.port), "live", "halt")
    return Span(say(" STOPPED " if short else " ENDPOINT STOPPED "), "alarm", "listen")


def header(bench: Bench, title: Safe, width: int) -> Line:
    """The endpoint, what left the machine, what this is about; the rest where there is room."""
    spans = [sink(bench, short=width < 60)]
    away = next(
        (one for one in map(say, _AWAY) if cell_len(one) <= width - width_of(spans)), Safe("")
    )
    spans.append(Span(fit(away, cell_len(away)), "strong"))
    extra = [Span(say(" DRY RUN "), "strong"), Span(say(" LOOPBACK ONLY "), "on")]
    if width - width_of(spans) - width_of(extra) >= 2 * _ABOUT:
        spans = [extra[0], spans[0], extra[1], spans[1]]
    room = width - width_of(spans)
    return (*spans, Span(fit(Safe(f" {title}"), room), "key")) if room >= _ABOUT else tuple(spans)


def tabs(state: State, at: int, shown: str, width: int) -> Line:
    """The views, and which of the requests is shown."""
    views = tuple(
        Span(Safe(f"[{say(view)}]"), "on", f"show('{view}')") if view == shown
        else Span(Safe(f" {say(view)} "), "dim", f"show('{view}')")
        for view in VIEWS
    )  # fmt: skip
    if at >= len(state.shown):
        return views
    sheet = state.shown[at]
    word = "captured" if sheet.captured else "rebuilt"
    if sheet.captured:
        total, more = len(state.captured), ""
    else:
        total, at = (
            max(state.ready, state.totals.requests, len(state.sheets)),
            at - len(state.captured),
        )
        more = "+" if state.rest else ""
    said = [
        Safe(f" [{say(word)}]"),
        say(" request {}/{}{}", figure(at + 1), figure(total), more),
        Safe(f" · {_which(sheet)} · {count(len(sheet.request.body), 'byte', 'bytes')}"),
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
        return say("span {} of {}", figure(sheet.first), figure(sheet.total))
    return count(sheet.total, "span", "spans")


def panel(state: State, at: int, bench: Bench, size: tuple[int, int]) -> list[Line]:
    """What came of request `at`, always in sight: the first of the texts that fit into a quarter.

    A small screen gives a third of its lines, up to six.
    """
    lines: list[Line] = []
    width, height = size
    most = max(4, height // 4, min(6, height // 3))
    for text, role in _said(state, at, bench):
        pieces = wrap(Safe(text), width - 1)
        if len(lines) + len(pieces) <= most or not lines:
            lines += [(Span(Safe(f" {piece}"), role),) for piece in pieces]
    return lines


def _said(state: State, at: int, bench: Bench) -> Iterable[Text]:
    yield from _origins(state)
    if at < len(state.captured) and state.stage != "sending":
        yield from arrived(state.captured[at], state)
        return
    match state.stage:
        case "nothing":
            yield from _waiting(bench)
        case "rebuilding":
            yield say("Building the request from the log …"), "plain"
        case "rebuilt":
            yield from _ready(state, bench)
            yield from _real(bench)
        case "sending":
            yield from (*_progress(state), (say("Esc stops it."), "dim"))
        case "sent" | "stopped":
            yield from _receipt(state)
            yield from _real(bench)
        case _:
            yield from _failure(state)


def _origins(state: State) -> Iterable[Text]:
    """Say whose the ids are, once a person asked."""
    if state.origins is not None and not state.origins:
        yield say("V: no id that is shown is documented to be a hash of something here"), "note"
    for one in (state.origins or ())[:_IDS]:
        yield f"{one.field}: {say(one.verdict)}, {one.said}", _VERDICTS[one.verdict]


def _waiting(bench: Bench) -> Iterable[Text]:
    """Say what to do where no event is chosen."""
    yield say("No event is chosen: 1 shows them, and d there leads back here."), "strong"
    yield from _real(bench)


def _real(bench: Bench) -> Iterable[Text]:
    """The line to paste, so that the real exporter sends to the endpoint; or how to start it."""
    if bench.trouble:
        yield say("x the endpoint could not start: {}. L tries again.", bench.trouble), "unreadable"
    elif not bench.port:
        yield (
            say(_STOPPED),
            "review",
        )
    else:
        yield say(_PASTE), "plain"
        yield str(bench.export), "key"


def _failure(state: State) -> Iterable[Text]:
    yield f"x {state.error or say('it failed')}", "unreadable"
    yield say("Nothing left this machine. s tries again; Esc goes back."), "strong"
    if state.totals.requests > state.totals.failed:
        yield from _receipt(state)
    else:
        yield from ((str(text), "review") for text in state.left_out)


def _ready(state: State, bench: Bench) -> Iterable[Text]:
    """What pressing the key would do, and what is not as werf would send it."""
    if state.note:
        yield str(state.note), "note"
    events = count(state.events, "event", "events")
    more = (
        say("; {} of them are rebuilt as they are sent", figure(state.rest)) if state.rest else ""
    )
    here = say("127.0.0.1:{}, inside this app", bench.port)
    does = say(_NOT_NOW)
    if bench.port and state.events > 1:
        does = say("s sends all {} to {}{}.", events, here, more)
    elif bench.port:
        does = say("s sends it to {}{}.", here, more)
    yield say("Nothing was sent. {}", does), "strong"
    if adds := [str(one.subject) for one in state.advice if one.level == "leak"]:
        yield say("! this shell would add to it: {}", ", ".join(adds)), "violation"
    yield say(_REBUILT), "dim"
    for text in state.left_out:
        yield text, "review"


def _progress(state: State) -> Iterable[Text]:
    totals = state.totals
    if not totals.requests and state.built:
        events = count(state.events, "event", "events")
        yield say("Building: {} of {}", figure(state.built), events), "plain"
        return
    sent = f"{figure(totals.events)} / {count(state.events, 'event', 'events')}"
    requests = count(totals.requests, "request", "requests")
    yield f"{sent} · {requests} · {size(totals.bytes)}", "plain"


def _receipt(state: State) -> Iterable[Text]:
    """Whether what arrived is what the log says, status, spans, bytes and time, and the digest.

    What matters most comes first, for a small screen shows no more.
    """
    totals = state.totals
    if state.stage == "stopped":
        events = count(state.events, "event", "events")
        yield say("stopped, sent: {} of {}", figure(totals.events), events), "review"
    if not totals.requests:
        return
    yield _verdict(totals)
    status = say("{} from this machine", totals.status) if totals.status else say("no answer")
    counts = [count(totals.events, "span", "spans"), count(totals.bytes, "byte", "bytes"),
              f"{totals.seconds * 1000:,.0f} ms"]  # fmt: skip
    if totals.requests != 1:
        counts.insert(0, count(totals.requests, "request", "requests"))
    if totals.failed:
        counts.append(say("{} not accepted", figure(totals.failed)))
    yield (f"{status} · {' · '.join(counts)}", "unreadable" if totals.failed else "strong")
    yield say("bytes that left this machine: 0"), "strong"
    yield from ((str(text), "review") for text in state.left_out)
    if totals.sha256:
        of = "" if totals.requests == 1 else say(" of all bodies")
        yield (f"SHA-256{of} {totals.sha256}", "dim")


def _verdict(totals: Totals) -> Text:
    whole = totals.events == totals.identical
    attributes = f"{totals.same:,}/{totals.attributes:,}"
    if totals.events > 1:
        events = f"{figure(totals.identical)}/{figure(totals.events)}"
        attributes = say("{} events, {} attributes", events, attributes)
    word = "identical" if whole else "NOT identical"
    return (say("decoded: {} ({})", say(word), attributes), "strong" if whole else "violation")


def status(state: State, at: int, bench: Bench, title: Safe, width: int) -> Line:
    """The stage of request `at`, how far it has got, and how many requests were captured."""
    captured = at < len(state.captured) and state.stage not in {"sending", "rebuilding"}
    word, role = _STAGES["captured" if captured else state.stage]
    spans = [Span(say(word), role)]
    if state.stage == "sending" and state.events:
        share = 100 * state.totals.events // state.events
        spans.append(
            Span(Safe(f" {share} %  {figure(state.totals.events)}/{figure(state.events)}"))
        )
    caught = say("  {} captured", figure(bench.catch.count - bench.catch.refused))
    if bench.catch.refused:
        caught = say("{}, {} refused", caught, figure(bench.catch.refused))
    about = Safe(f"  {title}" if width < 80 else "")
    for said, role in ((caught, "note"), (about, "key")):
        if said and cell_len(said) <= width - width_of(spans):
            spans.append(Span(said, role))
    return tuple(spans)


def where(line: int, lines: int, used: int, width: int) -> Line:
    """At which line of the text one is, where the line that has `used` cells has room for it."""
    place = say("  line {} of {}", figure(line), figure(lines))
    return (Span(place, "dim"),) if cell_len(place) <= width - used else ()
