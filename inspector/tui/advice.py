"""A rule's id in, its own words on why it matters and what to do out."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from inspector.rules import rules
from inspector.safe import Safe, safe
from inspector.tui.words import language, say


class Advice(NamedTuple):
    """Paragraphs of a rule's help; empty where it has none."""

    why: Safe
    todo: Safe


def advise(rule: str) -> Advice:
    """Take the second and the third paragraph of a rule's help: why it matters, what to do."""
    paragraphs = [safe(paragraph) for paragraph in language().help(_help(rule))]
    _, why, todo, *_ = [*paragraphs, Safe(""), Safe(""), Safe("")]
    return Advice(why, todo)


@cache
def _help(rule: str) -> str:
    return next((known.text for known in rules() if known.id == rule), "")


def refused(_: str) -> Advice:
    """A refused request is whole: nothing was torn, and there is no line to look at."""
    why = say("The endpoint refused it, so it was not examined, and its body was not kept.")
    todo = say("Look at its status and headers; nothing of the file is torn.")
    return Advice(why, todo)
