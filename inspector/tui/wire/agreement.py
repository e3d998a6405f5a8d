"""A request that was captured in, whether the log says the same out, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.model import Span as OnWire
from inspector.safe import safe
from inspector.tui.cells import Role
from inspector.tui.wire import parts
from inspector.tui.wire.state import Logged, Sheet, State

Text = tuple[str, Role]
"""A sentence, and how it is shown."""


def arrived(sheet: Sheet, state: State) -> Iterable[Text]:
    """Say of each span that is shown whether the log says the same."""
    when = f" at {safe(sheet.request.received_at, 40)}" if sheet.request.received_at else ""
    if sheet.request.refused is not None:
        yield (
            f"Refused with status {sheet.request.refused}{when}: its body was not kept.",
            "unreadable",
        )
        return
    yield f"A real request, captured as it arrived{when}; nothing of it is rebuilt.", "plain"
    known = [(span, logged) for span, logged in sheet.spans if logged is not None]
    yield from _together(known) if len(known) > 1 else _each(known)
    if state.events > 1 and state.sheets:
        yield _caught(state), "note"
    if not known and sheet.log:
        yield "No event of the log is known to be in it.", "review"
    if state.sheets:
        yield "n shows what would have been rebuilt, s sends that.", "dim"


def _each(known: Iterable[tuple[OnWire, Logged]]) -> Iterable[Text]:
    for span, logged in known:
        same, most = _agreeing(span, logged)
        word: Text = ("identical", "strong") if logged.exact else ("NOT identical", "violation")
        yield f"{logged.place}: {word[0]} ({same:,}/{most:,})", word[1]


def _together(known: list[tuple[OnWire, Logged]]) -> Iterable[Text]:
    """Say of several events how many are the same, then which are not."""
    counts = [_agreeing(span, logged) for span, logged in known]
    same, most = (sum(one) for one in zip(*counts, strict=True))
    exact = sum(logged.exact for _, logged in known)
    whole = exact == len(known)
    word = "identical" if whole else "NOT identical"
    said = f"{exact:,}/{len(known):,} events, {same:,}/{most:,} attributes"
    yield f"as the log says: {word} ({said})", "strong" if whole else "violation"
    yield from _each((span, logged) for span, logged in known if not logged.exact)


def _agreeing(span: OnWire, logged: Logged) -> tuple[int, int]:
    """How many attributes are the same, of how many."""
    most = max(len(span.attributes), len(logged.pairs))
    return parts.same(logged.pairs, span.attributes), most


def _caught(state: State) -> str:
    """Say how many of the chosen events were captured, as far as they were looked for."""
    found = sum(logged is not None for sheet in state.captured for _, logged in sheet.spans)
    looked = state.events - state.rest
    others = "" if found == looked else "; the others are rebuilt"
    of = f"the first {looked:,}" if state.rest else f"{looked:,}"
    return f"captured: {found:,} of {of} events{others}"
