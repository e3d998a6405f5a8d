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
NEWS = frozenset({*DIVIDERS, "copy", "compressed", "old-writer"}) - TITLES
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
            return Safe("OPENING"), "dim"
        case "live":
            return Safe("LIVE"), "live"
        case "waiting" | "empty" | "removed":
            return Safe("WAITING"), "review"
        case "ended":
            return Safe("END"), "dim"
        case _:
            return Safe("ERROR"), "alarm"


def words(source: Source, state: State, told: Safe, width: int) -> tuple[Text, ...]:
    """What to say where there is not a single record to show, in a pane of so many cells."""
    path = source.path
    match state:
        case "opening" | "waiting" if source.kind == "endpoint":
            return _listening(source, width)
        case "waiting" | "removed":
            return _waiting(source.absolute, told)
        case "empty" | "live" if source.kind != "stdin":
            said = "is empty. Waiting for the first telemetry line."
            return ((path, "key"), (said, "strong"), ("", "plain"), *_EMPTY_HINTS)
        case "denied":
            hint = "It is tried again at every look."
            return _trouble("x permission denied", path, told, hint)
        case "unsuitable" | "unreadable":
            hint = "Name a regular file, or pipe it in: inspector - < PATH"
            return _trouble("x cannot be read", path, told, hint)
        case "failed":
            hint = "Quit with q and start again; `inspector audit` reads without a screen."
            title = "x the reader stopped because of an error of its own"
            return _trouble(title, source.name, told, hint)
        case "ended":
            return (
                (f"{source.name} holds no record at all.", "strong"),
                ("Is it the file that WERF_TELEMETRY_LOG_FILE names? Press q to quit.", "dim"),
            )
        case _ if source.kind == "stdin":
            said = "Waiting for the first line of standard input."
            return ((said, "strong"), ("It is shown here as soon as it comes.", "dim"))
        case _:
            return ((f"Opening {source.name} …", "strong"),)


def _trouble(title: str, path: Safe, told: Safe, hint: str) -> tuple[Text, ...]:
    return (
        (title, "unreadable"), (path, "key"), ("", "plain"), (told, "plain"), ("", "plain"),
        (hint, "dim"),
    )  # fmt: skip


def _waiting(path: Safe, told: Safe) -> tuple[Text, ...]:
    folder = "Its folder does not exist yet either." if "folder does not exist" in told else ""
    return (
        ("Waiting for this file to be created:", "strong"),
        (f"{path}", "key"),
        (folder, "review"),
        ("In the other terminal:", "dim"),
        (f"export WERF_TELEMETRY_LOG_FILE={shlex.quote(path)}", "key"),
        ("werf converge", "key"),
        ("", "plain"),
        ("It is shown here as soon as it is there.", "dim"),
    )


def _listening(source: Source, width: int) -> tuple[Text, ...]:
    exports = (source.export,), (source.short_export,), source.split_export
    fitting = (lines for lines in exports if max(map(len, lines)) < width - 2)
    return (
        ("Waiting for the first request.", "strong"),
        ("In the other terminal:", "dim"),
        *((line, "key") for line in next(fitting, exports[-1])),  # a broken line cannot be pasted
        ("werf converge", "key"),
        ("", "plain"),
        ("LOOPBACK ONLY: no other machine can reach this address,", "plain"),
        ("and nothing that arrives is sent on.", "plain"),
    )


def no_match(
    filter_: Filter, hidden: int, alone: Sequence[tuple[Filter, int]] | None
) -> tuple[Text, ...]:
    """Say which condition keeps every event away, and how to drop it.

    `alone` is what each keeps away on its own; None while that is being counted.
    """
    each: tuple[Text, ...] = ()
    if alone is None:
        each = (("counting what would match without each of them …", "dim"),)
    elif len(alone) > 1:
        each = tuple((_without(term, count), "plain") for term, count in alone)
    rows = "row is" if hidden == 1 else "rows are"
    return (
        ("No event matches", "strong"),
        (filter_.text, "key"),
        ("", "plain"),
        (f"{figure(hidden)} {rows} hidden by the filter", "plain"),
        *each,
        ("", "plain"),
        ("& edit the filter   \\ filter off", "dim"),
    )


def _without(term: Filter, count: int) -> Safe:
    """Say how many rows lack this and nothing else."""
    return Safe(f"without {term.text}: {figure(count) if count else 'none'} would match")


def only_remarks(count: int) -> tuple[Text, ...]:
    """Say that the log so far holds nothing that was sent."""
    records = "record is" if count == 1 else "records are"
    return (
        ("No telemetry event yet.", "strong"),
        (f"{figure(count)} {records} no event: notes that the program", "plain"),
        ("writes for itself, or other text. Press a to see.", "plain"),
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
    texts = (f"{need} needed, have {width}x{height}", f"{need} needed", need)
    text = next((text for text in texts if len(text) <= width), need)
    return (Span(Safe(text), "strong"),)
