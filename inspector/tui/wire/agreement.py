"""A request that was captured in, whether the log says the same out, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.model import Span as OnWire
from inspector.safe import safe
from inspector.tui.cells import Role, figure
from inspector.tui.wire import parts
from inspector.tui.wire.state import Logged, Sheet, State
from inspector.tui.words import count, say

Text = tuple[str, Role]
"""A sentence, and how it is shown."""


def arrived(sheet: Sheet, state: State) -> Iterable[Text]:
    """Say of each span that is shown whether the log says the same."""
    at = sheet.request.received_at
    when = say(" at {}", safe(at, 40)) if at else ""
    if sheet.request.refused is not None:
        yield (
            say("Refused with status {}{}: its body was not kept.", sheet.request.refused, when),
            "unreadable",
        )
        return
    yield say("A real request, captured as it arrived{}; nothing of it is rebuilt.", when), "plain"
    known = [(span, logged) for span, logged in sheet.spans if logged is not None]
    yield from _together(known) if len(known) > 1 else _each(known)
    if state.events > 1 and state.sheets:
        yield _caught(state), "note"
    if not known and sheet.log:
        yield say("No event of the log is known to be in it."), "review"
    if state.sheets:
        yield say("n shows what would have been rebuilt, s sends that."), "dim"


def _each(known: Iterable[tuple[OnWire, Logged]]) -> Iterable[Text]:
    for span, logged in known:
        same, most = _agreeing(span, logged)
        word: Text = ("identical", "strong") if logged.exact else ("NOT identical", "violation")
        yield f"{logged.place}: {say(word[0])} ({figure(same)}/{figure(most)})", word[1]


def _together(known: list[tuple[OnWire, Logged]]) -> Iterable[Text]:
    """Say of several events how many are the same, then which are not."""
    counts = [_agreeing(span, logged) for span, logged in known]
    same, most = (sum(one) for one in zip(*counts, strict=True))
    exact = sum(logged.exact for _, logged in known)
    whole = exact == len(known)
    word = "identical" if whole else "NOT identical"
    events, attributes = f"{figure(exact)}/{figure(len(known))}", f"{figure(same)}/{figure(most)}"
    said = say("{} events, {} attributes", events, attributes)
    yield say("as the log says: {} ({})", say(word), said), "strong" if whole else "violation"
    yield from _each((span, logged) for span, logged in known if not logged.exact)


def _agreeing(span: OnWire, logged: Logged) -> tuple[int, int]:
    """How many attributes are the same, of how many."""
    most = max(len(span.attributes), len(logged.pairs))
    return parts.same(logged.pairs, span.attributes), most


def _caught(state: State) -> str:
    """Say how many of the chosen events were captured, as far as they were looked for."""
    found = sum(logged is not None for sheet in state.captured for _, logged in sheet.spans)
    looked = state.events - state.rest
    others = "" if found == looked else say("; the others are rebuilt")
    events = count(looked, "event", "events")
    of = say("the first {}", events) if state.rest else events
    return say("captured: {} of {}{}", figure(found), of, others)
