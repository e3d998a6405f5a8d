"""The parts that every breakdown is made of: titles with a rule, labels in the margin, a bound."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.safe import Safe
from inspector.tui.cells import Line, Span, block, figure, fit
from inspector.tui.words import say

MOST = 100
"""Findings, and fields of a group, that are laid out; the rest is counted."""
INDENT = 3
LABEL = 8
EMPTY: Line = (Span(Safe("")),)


def more(count: int, width: int) -> Iterator[Line]:
    """Say how many more there are: a hostile line may hold thousands."""
    if count > MOST:
        text = say("… and {} more; `inspector audit` lists them all", figure(count - MOST))
        yield from block(text, width, INDENT, "dim")


def section(title: Safe, width: int) -> Iterator[Line]:
    """A title with a rule behind it, after an empty line."""
    yield EMPTY
    rule = Safe("─" * max(0, width - len(title) - 3))
    yield (Span(Safe(" ")), Span(title, "strong"), Span(Safe(" ")), Span(rule, "divider"))


def labelled(label: Safe, text: Safe, width: int, role: str = "plain") -> Iterator[Line]:
    """A word in the margin, and text beside it that wraps below itself."""
    pieces = block(text, width, INDENT + LABEL, "quote" if role == "quote" else "plain")
    head = Span(fit(Safe(f"{' ' * INDENT}{label}"), INDENT + LABEL), "dim")
    yield (head, *pieces[0][1:])
    yield from pieces[1:]
