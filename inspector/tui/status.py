"""What the bars say: header, counts that are also switches, the demo's hint, and the state line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rich.cells import cell_len

from inspector.safe import Safe, safe
from inspector.tui.cells import (
    GLYPHS,
    Flag,
    Line,
    Role,
    Span,
    block,
    figure,
    fit,
    fit_path,
    size,
    width_of,
)
from inspector.tui.detail import VIEWS
from inspector.tui.event_list import word_of
from inspector.tui.feed import Told
from inspector.tui.filter import Filter
from inspector.tui.places import Name, places
from inspector.tui.rows import Row
from inspector.tui.source import Source
from inspector.tui.states import State, labels
from inspector.tui.store import Log
from inspector.tui.words import count, line_number, say

_BESIDE = 60
"""Cells from which on the first line has room for more than the screens."""
_ROOMY = 26
PROMPT = 9
"""Cells before what is typed."""
HINTS = (
    Safe(
        " A made-up werf session. To see your own: "
        "export WERF_TELEMETRY_LOG_FILE=$PWD/telemetry.log, run werf, run inspector"
    ),
    Safe(" Made up. Yours: export WERF_TELEMETRY_LOG_FILE=$PWD/t.log, run werf, run this"),
    Safe(" Made up. Yours: inspector PATH-OF-LOG"),
)
"""The demo's second line, longest first."""
_LEVELS: tuple[tuple[Flag, str], ...] = (
    ("violation", "violation"),
    ("review", "review"),
    ("note", "note"),
    ("unreadable", "bad"),
)
"""The flag of a row, and what a filter calls it."""


def header(source: Source, state: State, read: int, width: int, place: Name = "events") -> Line:
    """The screens; where there is room, the program, the file, and what the file is doing."""
    named = places(place, width)
    if width < _BESIDE:
        return named
    return (*named, *_told(source, state, read, width - width_of(named)))


def where(source: Source, state: State, read: int, width: int) -> Line:
    """The file and what it is doing, on a line of its own where the first has no room for them."""
    return _told(source, state, read, width) if width < _BESIDE else ()


def _told(source: Source, state: State, read: int, width: int) -> Line:
    word, role = labels(state)
    demo: Line = (Span(say(" DEMO "), "alarm"),) if source.kind == "demo" else ()
    right: Line = (Span(Safe(f"  {size(read)}  "), "dim"), Span(Safe(f" {word} "), role))
    if source.kind == "endpoint":
        right = (Span(say(" LOOPBACK ONLY "), "on"), *right[0 if width >= _BESIDE else 1 :])
    if width_of((*demo, *right)) + 2 > width:
        right = right[:-1]
    room = width - width_of(demo) - width_of(right) - 2
    whole = source.name if room > _ROOMY else source.short_name
    name = fit_path(whole, max(0, room))
    return (Span(Safe(" ")), *demo, Span(Safe(f" {name}"), "key"), *right)


def chips(log: Log, runs: int, filter_: Filter, width: int) -> Line:
    """The counts, of rows by their worst finding; clicking one filters by it."""
    wide = width >= 80
    spans: list[Span] = []
    if wide:
        totals = Safe(f" {count(log.events, 'event', 'events')} ")
        totals = Safe(f"{totals} {count(runs, 'run', 'runs')} ") if width >= 100 else totals
        spans.append(Span(totals, "plain", "unfiltered"))
    for flag, level in _LEVELS:
        on = filter_.levels == (level,)
        role: Role = "on" if on else flag if log.flags[flag] else "dim"
        number = figure(log.flags[flag])
        said = Safe(f"{number} {say(flag if width >= 100 else level)}") if wide else number
        chip = Safe(f" {GLYPHS[flag]} {said} ")
        spans.append(Span(chip, role, f"only_level('{level}')"))
    kind = safe("|".join(filter_.events)) if filter_.events else say("all")
    chip = say(" type: {} ", kind) if width >= 100 else say(" type {} ", kind)
    rows = Span(say(" rows:"), "dim")
    room = max(0, width - width_of(spans))
    if wide and width_of([rows]) + cell_len(chip) <= room:
        spans.insert(1, rows)
        room -= width_of([rows])
    spans.append(Span(fit(chip, min(room, cell_len(chip))), _type_role(filter_), "type"))
    return tuple(spans)


def _type_role(filter_: Filter) -> Role:
    return "on" if filter_.events else "dim"


def hint(session: Said, width: int) -> Line:
    """The second line of a source that needs one: what to paste, what arrived, what agrees."""
    role: Role = "review"
    match session.source.kind:
        case "endpoint":
            texts, role = _arrived(session)
        case "captured" if session.compared is not None:
            texts = (Safe(f" {session.compared.text}"),)
            role = "live" if session.compared.kind == "agree" else "violation"
        case "captured":
            texts = (say(" reading what the command logged and sent …"),)
        case _:
            texts = tuple(map(say, HINTS))
    text = next((text for text in texts if cell_len(text) <= width), texts[-1])
    return (Span(fit(text, width), role),)


def _arrived(session: Said) -> tuple[tuple[Safe, ...], Role]:
    """Say what to paste until something came, then how much did; both longest first."""
    source, refused = session.source, session.refused
    if not session.requests and not refused:
        lines = (source.export, source.short_export, say("what to paste stands below"))
        return tuple(Safe(f" {line}") for line in lines), "key"
    counts = [
        count(session.requests, "request", "requests"), count(session.log.events, "span", "spans"),
    ]  # fmt: skip
    if refused:
        counts.append(say("{} refused", figure(refused)))
    said = Safe(" · ".join(counts))
    texts = (say(" received {} · nothing was sent on", said), Safe(f" {said}"))
    return texts, "violation" if refused else "note"


def complaint(said: Safe, at: int, width: int) -> list[Line]:
    """What is wrong with a filter, pointing at cell `at` of it where there is room for that."""
    caret = Safe(f"{' ' * (PROMPT + 1 + at)}^ ")
    if len(caret) + cell_len(said) <= width:
        return [(Span(caret, "violation"), Span(said, "violation"))]
    first, *rest = block(said, width, 3, "violation")
    return [(Span(Safe(" x "), "violation"), *first[1:]), *rest]


def about(row: Row | None, place: int | None, shown: str, width: int) -> Line:
    """Over the detail: which record, where it stands, and where there is room, the views."""
    if row is None or place is None:
        return (Span(fit(Safe(""), width), "divider"),)
    beside = _tabs(shown) if width >= _BESIDE else ()
    title = Safe(f" {row.type}")
    where = say(" {} line {}", row.run, line_number(place))
    room = width - width_of(beside) - 1
    if cell_len(title) + cell_len(where) <= room:
        head: Line = (Span(title, "strong"), Span(fit(where, room - cell_len(title)), "dim"))
    else:
        head = (Span(fit(title, room), "strong"),)
    return (*head, *beside, Span(Safe(" ")))


def _tabs(shown: str) -> Line:
    """The views, the shown one between brackets; a click shows another."""
    return tuple(
        Span(Safe(f"[{say(view)}]"), "on", f"show('{view}')") if view == shown
        else Span(Safe(f" {say(view)} "), "key", f"show('{view}')")
        for view in VIEWS
    )  # fmt: skip


def views(shown: str, width: int) -> Line:
    """The same on a line of its own, where the one above has no room for them."""
    return _tabs(shown) if width < _BESIDE else ()


class Said(Protocol):
    """What the second line needs of a session."""

    source: Source
    log: Log
    requests: int
    refused: int
    compared: Told | None


@dataclass(frozen=True, slots=True)
class Status:
    """What the state line is made of."""

    following: bool
    live: bool
    reading: bool
    indexed: int | None
    """How many percent of what is there were indexed; None after that."""
    fresh: int
    """Rows that came since the view was paused, and are shown."""
    kept_away: int
    """Rows that came since then, and that the filter keeps away."""
    looked: int | None
    """How many percent of the log were looked through for the filter; None after that."""
    index: int
    shown: int
    filter: Filter
    everything: bool
    hidden: int
    """Remarks that are not shown."""
    dropped: int
    """Rows that are no longer kept."""
    search: Safe | None
    marks: int
    held: int
    """Bytes of a record that is still being written."""


def status(now: Status, row: Row | None, width: int) -> Line:
    """State, row, chosen level, filter, search, what is not shown; what does not fit is left."""
    at = figure(now.index + 1) if now.shown else Safe("-")
    spans: list[Span] = [*_states(now, width), Span(Safe(f" {at}/{figure(now.shown)}"))]
    if row is not None and width < 60:
        word = word_of(row.flag)
        spans.append(Span(Safe(f" {GLYPHS[row.flag]} {word}"), row.flag))
    for span in _conditions(now):
        room = width - width_of(spans)
        if room > 12:
            spans.append(span._replace(text=fit(span.text, min(room, cell_len(span.text)))))
    for span in _asides(now):
        if cell_len(span.text) <= width - width_of(spans):
            spans.append(span)
    return tuple(spans)


def _states(now: Status, width: int) -> list[Span]:
    """How far the index is, where it is not done, before what the view does."""
    if not now.reading:
        return [_state(now)]
    if now.indexed is None:
        return [Span(say(" READING "), "review")]
    indexing = Span(say(" INDEXING {} % ", now.indexed), "review")
    return [indexing, _state(now)] if now.live and width >= _BESIDE else [indexing]


def _state(now: Status) -> Span:
    if now.looked is not None:
        return Span(say(" FILTERING {} % ", now.looked), "review")
    if now.following:
        return Span(say(" FOLLOW "), "live", "follow")
    if not now.live:
        return Span(say(" ALL READ "), "dim")
    fresh = say("+{} new ", figure(now.fresh)) if now.fresh or now.kept_away else ""
    away = say("(+{} hidden) ", figure(now.kept_away)) if now.kept_away else ""
    return Span(say(" PAUSED {}{}", fresh, away), "on", "follow")


def _conditions(now: Status) -> Iterator[Span]:
    if now.filter:
        yield Span(say("  filter: {}", now.filter.text), "violation", "filter")
    if now.search is not None:
        yield Span(say("  search: {}", now.search), "key", "search")
    if now.marks:
        yield Span(say("  marks: {}", figure(now.marks)), "key", "marked(1)")


def _asides(now: Status) -> list[Span]:
    asides = []
    if now.held:
        asides.append(Span(say("  {} B of an open record", figure(now.held)), "dim"))
    if now.dropped:
        asides.append(Span(say("  oldest {} no longer kept", figure(now.dropped)), "review"))
    if now.everything:
        asides.append(Span(say("  all records"), "dim", "everything"))
    elif now.hidden:
        remarks = count(now.hidden, "remark", "remarks")
        hidden = say("  {} hidden: a shows {}", remarks, say("it" if now.hidden == 1 else "them"))
        asides.append(Span(hidden, "dim", "everything"))
    return asides
