"""The words of every state: what happened, where, and what to do next.

Pure functions of what is known; nothing here looks at a file or a clock.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.cells import cell_len

from inspector.safe import Safe
from inspector.tui.cells import Line, Role, Span, figure, wrap
from inspector.tui.filter import Filter
from inspector.tui.source import Source
from inspector.tui.words import count, say

State = Literal[
    "opening", "live", "waiting", "empty", "denied", "unsuitable", "unreadable", "removed", "ended",
    "failed",
]  # fmt: skip
"""What the source is doing."""

TROUBLE: frozenset[str] = frozenset({"denied", "unsuitable", "unreadable", "failed"})
DIVIDERS: dict[str, Safe] = {
    "truncated": Safe("file emptied, read from its start again"),
    "rotated": Safe("file rotated"),
    "replaced": Safe("file replaced, events may appear twice"),
    "removed": Safe("file removed, what was read is kept"),
    "gap": Safe("gap: lines may be lost here"),
    "denied": Safe("permission denied, waiting for it"),
    "unsuitable": Safe("no regular file here any more, waiting for one"),
    "unreadable": Safe("cannot be read"),
    "file": Safe("next file"),
    "log": Safe("the log"),
    "wire": Safe("on the wire"),
    "agree": Safe("log and wire agree"),
    "disagree": Safe("log and wire disagree"),
    "pair": Safe("not the same on both sides"),
}
"""Notices that leave a line in the list, for the records before and after are of two files."""
TITLES = frozenset({"file", "log", "wire", "agree", "disagree", "pair"})
"""Lines whose words are the source's own, and which stand there whatever was before."""
NEWS = frozenset({*DIVIDERS, "copy", "compressed", "old-writer", "full"}) - TITLES
"""Notices that are shown for a moment."""
SMALLEST = (40, 10)
_AFTER: dict[str, State] = {
    "waiting": "waiting", "opened": "live", "empty": "empty", "denied": "denied",
    "unsuitable": "unsuitable", "unreadable": "unreadable", "removed": "removed",
    "truncated": "live", "rotated": "live", "replaced": "live", "ended": "ended",
    "failed": "failed",
}  # fmt: skip

Text = tuple[str, Role]
_EMPTY_HINTS: tuple[Text, ...] = (
    ("Nothing yet? Check that WERF_TELEMETRY is not 0 and that werf is a release build;", "dim"),
    ("`werf version`, `completion` and `synchronization` send no telemetry.", "dim"),
)


def after(kind: str) -> State | None:
    """The state that a kind of notice leads to; None where it changes nothing."""
    return _AFTER.get(kind)


def labels(state: State) -> tuple[Safe, Role]:
    """The word of the header for a state, and its role."""
    match state:
        case "opening":
            return say("OPENING"), "dim"
        case "live":
            return say("LIVE"), "live"
        case "waiting" | "empty" | "removed":
            return say("WAITING"), "review"
        case "ended":
            return say("END"), "dim"
        case _:
            return say("ERROR"), "alarm"


def words(source: Source, state: State, told: Safe, width: int) -> tuple[Text, ...]:
    """What to say where there is not a single record to show, in a pane of so many cells."""
    path = source.path
    match state:
        case "opening" | "waiting" if source.kind == "endpoint":
            return _listening(source, width)
        case "waiting" | "removed":
            return _waiting(source.absolute, told)
        case "empty" | "live" if source.kind != "stdin":
            said = say("is empty. Waiting for the first telemetry line.")
            return (
                (path, "key"),
                (said, "strong"),
                ("", "plain"),
                *((say(text), role) for text, role in _EMPTY_HINTS),
            )
        case "denied":
            hint = say("It is tried again at every look.")
            return _trouble(say("x permission denied"), path, told, hint)
        case "unsuitable" | "unreadable":
            hint = say("Name a regular file, or pipe it in: inspector - < PATH")
            return _trouble(say("x cannot be read"), path, told, hint)
        case "failed":
            hint = say("Quit with q and start again; `inspector audit` reads without a screen.")
            title = say("x the reader stopped because of an error of its own")
            return _trouble(title, source.name, told, hint)
        case "ended":
            return (
                (say("{} holds no record at all.", source.name), "strong"),
                (say("Is it the file that WERF_TELEMETRY_LOG_FILE names? Press q to quit."), "dim"),
            )
        case _ if source.kind == "stdin":
            said = say("Waiting for the first line of standard input.")
            return ((said, "strong"), (say("It is shown here as soon as it comes."), "dim"))
        case _:
            return ((say("Opening {} …", source.name), "strong"),)


def _trouble(title: str, path: Safe, told: Safe, hint: str) -> tuple[Text, ...]:
    return (
        (title, "unreadable"), (path, "key"), ("", "plain"), (told, "plain"), ("", "plain"),
        (hint, "dim"),
    )  # fmt: skip


def _waiting(path: Safe, told: Safe) -> tuple[Text, ...]:
    folder = say("Its folder does not exist yet either.") if "folder does not exist" in told else ""
    return (
        (say("Waiting for this file to be created:"), "strong"),
        (f"{path}", "key"),
        (folder, "review"),
        (say("In the other terminal:"), "dim"),
        (f"export WERF_TELEMETRY_LOG_FILE={shlex.quote(path)}", "key"),
        ("werf converge", "key"),
        ("", "plain"),
        (say("y copies the export line."), "plain"),
        (say("It is shown here as soon as it is there."), "dim"),
    )


def _listening(source: Source, width: int) -> tuple[Text, ...]:
    exports = (source.export,), (source.short_export,), source.split_export
    fitting = (lines for lines in exports if max(map(len, lines)) < width - 2)
    return (
        (say("Waiting for the first request."), "strong"),
        (say("In the other terminal:"), "dim"),
        *((line, "key") for line in next(fitting, exports[-1])),  # a broken line cannot be pasted
        ("werf converge", "key"),
        ("", "plain"),
        (say("y copies the export line."), "plain"),
        (say("LOOPBACK ONLY: no other machine can reach this address,"), "plain"),
        (say("and nothing that arrives is sent on."), "plain"),
    )


def no_match(
    filter_: Filter,
    hidden: int,
    alone: Sequence[tuple[Filter, int]] | None,
    *,
    looking: bool = False,
) -> tuple[Text, ...]:
    """Say which condition keeps every event away, and how to drop it.

    `alone` is what each keeps away on its own; None while that is being counted.  While there is
    more to look through (`looking`), nobody knows yet.
    """
    if looking:
        return (
            (say("No event matches so far"), "strong"),
            (filter_.text, "key"),
            ("", "plain"),
            (say("Still looking; what matches is shown here as soon as it is found."), "plain"),
            ("", "plain"),
            (say("& edit the filter   \\ filter off"), "dim"),
        )
    each: tuple[Text, ...] = ()
    if alone is None:
        each = ((say("counting what would match without each of them …"), "dim"),)
    elif len(alone) > 1:
        each = tuple((_without(term, left), "plain") for term, left in alone)
    return (
        (say("No event matches"), "strong"),
        (filter_.text, "key"),
        ("", "plain"),
        (say("hidden by the filter: {}", count(hidden, "row", "rows")), "plain"),
        *each,
        ("", "plain"),
        (say("& edit the filter   \\ filter off"), "dim"),
    )


def _without(term: Filter, left: int) -> Safe:
    """Say how many rows lack this and nothing else."""
    if not left:
        return say("without {}: none would match", term.text)
    return say("without {}: {} would match", term.text, figure(left))


def only_remarks(records: int) -> tuple[Text, ...]:
    """Say that the log so far holds nothing that was sent."""
    said = count(records, "record", "records")
    return (
        (say("No telemetry event yet."), "strong"),
        (say("Read so far: {}, and none of them is an event:", said), "plain"),
        (say("notes that the program writes for itself, or other text. Press a to see."), "plain"),
    )


def centred(texts: Iterable[Text], width: int, height: int) -> list[Line]:
    """Lay words out in the middle of a pane; long ones wrap.

    The words are constants of this module and `Safe` texts put together.
    """
    lines: list[Line] = []
    for text, role in texts:
        pieces = wrap(Safe(text), max(8, width - 4))
        for piece in pieces:
            pad = Safe(" " * max(0, (width - cell_len(piece)) // 2))
            lines.append((Span(pad), Span(piece, role)))
    above = max(0, (height - len(lines)) // 3)
    return [(Span(Safe("")),)] * above + lines


def too_small(width: int, height: int) -> Line:
    """What is left to say in a terminal that is too small."""
    need = "x".join(map(str, SMALLEST))
    have = f"{width}x{height}"
    texts = (say("{} needed, have {}", need, have), say("{} needed", need), Safe(need))
    return (Span(next((text for text in texts if len(text) <= width), texts[-1]), "strong"),)
