"""The screens of the app and how the top line names them, marking the one that is shown."""

from __future__ import annotations

from typing import Literal, NamedTuple

from inspector.safe import Safe
from inspector.tui.cells import Line, Span
from inspector.tui.words import say

Name = Literal["events", "runs", "fields", "wire", "report"]


class Place(NamedTuple):
    """One screen: the key that leads to it, and its word in the top line."""

    key: str
    name: Name
    word: str


PLACES = (Place("1", "events", "Events"), Place("2", "runs", "Runs"),
          Place("3", "fields", "Fields"), Place("4", "wire", "Wire"),
          Place("5", "report", "Report"))  # fmt: skip
WIDE = 110
"""Cells from which on a blank stands between a key and its word."""


def places(current: Name, width: int) -> Line:
    """Name every screen, behind the program where there is room; brackets mark the one shown."""
    title: Line = (Span(Safe(" telemetry-inspector "), "strong"),) if width >= WIDE else ()
    return title + tuple(_place(place, current, " " if width >= WIDE else "") for place in PLACES)


def _place(place: Place, current: Name, between: str) -> Span:
    text = f"{place.key}{between}{say(place.word)}"
    if place.name == current:
        return Span(Safe(f"[{text}]"), "on")
    return Span(Safe(f" {text} " if between else f"{text} "), "key", f"app.place('{place.name}')")
