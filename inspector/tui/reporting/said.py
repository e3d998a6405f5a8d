"""What stands where there is no report, and which command makes the same one."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.safe import Safe
from inspector.tui import states
from inspector.tui.cells import Line
from inspector.tui.reporting.asked import command, readable
from inspector.tui.reporting.maker import State
from inspector.tui.session import Session
from inspector.tui.words import say

_WHY_NOT = {
    "demo": "None: the demo session is a part of the program. s saves its report.",
    "stdin": "What was piped in must be piped in again: … | COMMAND. The report is of what came "
    "so far.",
    "endpoint": "None: what was received is only here. `inspector endpoint --save FILE` keeps it, "
    "and `inspector audit FILE` judges what was kept.",
    "captured": "None: the log and the requests of this run are only here, and `inspector run` has "
    "its own report of how they compare. This one judges all records of both.",
}

_MEANWHILE = "Esc stops; the other screens may be used meanwhile."
_SOON = "The report is made as soon as everything was read."


def same(source_kind: str, words: Sequence[str]) -> tuple[Safe, Safe]:
    """Give the command that makes the same report, and what there is to say of it."""
    why = say(_WHY_NOT.get(source_kind, ""))
    return (command(words) if source_kind in {"path", "paths", "stdin"} else Safe("")), why


def due(session: Session) -> bool:
    """Tell whether there is something that a report could be made of."""
    whole = readable(session.source) or not (session.behind or session.state == "opening")
    return whole and (session.log.records > 0 or session.state == "ended")


def blank(session: Session, state: State, width: int, height: int) -> list[Line]:
    """Lay out why there is no report, and what to do."""
    return states.centred(_words(session, state, width), width, height)


def _words(session: Session, state: State, width: int) -> tuple[states.Text, ...]:
    match state.stage:
        case "refused":
            hint = say("r tries again; 1 shows the events.")
            title = say("No report can be made")
            return ((title, "unreadable"), (state.said, "plain"), ("", "plain"), (hint, "dim"))
        case "stopped":
            return (
                (say("No report: making it was stopped"), "strong"),
                (say("r begins again."), "dim"),
            )
        case "reading":
            return ((say("Making the report …"), "strong"),
                    (say("Everything is judged as inspector audit does."), "plain"),
                    (say(_MEANWHILE), "dim"))  # fmt: skip
        case _ if session.log.records or session.state == "opening":
            return ((say(_SOON), "strong"),)
        case _:
            words = states.words(session.source, session.state, session.told, width)
            return ((say("No report yet: nothing was read"), "strong"), ("", "plain"), *words)
