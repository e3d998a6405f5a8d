"""Family `log`: what is left in the log file and never transmitted, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.language import Term
from inspector.rules.files import Spots
from inspector.rules.history import History
from inspector.rules.hit import Hit
from inspector.rules.registry import Context, about_history, about_remark
from inspector.rules.text import Find, Remarked

_SURE = ("high", "medium", "low")


def _left(remarked: Remarked, families: frozenset[str], message: str) -> Iterator[Hit]:
    """Make one hit of all that the detectors of some families find in a remark."""
    finds = [find for find in remarked.finds if find.rule.partition("/")[0] in families]
    if finds:
        best = min(finds, key=_rank)
        slugs = ", ".join(sorted(find.rule.partition("/")[2] for find in finds))
        yield Hit(
            message,
            words=(slugs,),
            field=remarked.field or None,
            evidence=best.evidence,
            about=remarked.remark.text,
            confidence=best.confidence,
            disguise=best.chain,
        )


def _rank(find: Find) -> tuple[int, str]:
    return _SURE.index(find.confidence), find.rule


@about_remark("review")
def secret_in_remark(remarked: Remarked, _: Context) -> Iterator[Hit]:
    """A line of the log that is no event holds a secret.

    werf writes a malformed extra attribute whole, an origin URL that does not parse with its
    password, and whatever a server or git answers.  None of it is sent, but it stays in a file
    that others may read, and goes wherever the file goes.

    Take the secret for disclosed to whoever can read the file: renew it, and correct what made werf
    write it.  `inspector redact` makes a copy that is safe to hand on.
    """
    message = "A remark in the log holds a secret ({})."
    found = list(_left(remarked, frozenset({"secret"}), message))
    whole = remarked.remark.kind == "bad-extra" and "=" in remarked.remark.text
    if whole and not found:  # a pseudonym of it, as `inspector redact` writes one, has no "="
        text = "The log holds a variable of the environment whole; whatever it held can be read."
        found.append(Hit(text, about=remarked.remark.text, confidence="medium"))
    yield from found


@about_remark("review")
def personal_in_remark(remarked: Remarked, _: Context) -> Iterator[Hit]:
    """A line of the log that is no event tells of people, machines or networks.

    Error texts hold paths with user names, host names, addresses of proxies and name servers.  None
    of it is sent, but it goes wherever the file goes.

    Look at it before the file leaves the machine; `inspector redact` makes a copy without it.
    """
    message = "A remark in the log tells of people, machines or networks ({})."
    yield from _left(remarked, frozenset({"personal", "infrastructure"}), message)


@about_history("review")
def world_readable(history: History, _: Context) -> Iterator[Hit]:
    """Others than its owner may read the log file.

    werf creates the file with mode 0644, so that every user of the machine can read it, with the
    remarks that are never sent.  The folders above it let them in as well, or this would not be
    said.

    Take the right away (`chmod 600`), or keep the file in a folder that only you may enter.
    """
    for number, file in sorted(history.files.files.items()):
        if file.framed and file.readers:
            who = Term("Every user" if file.readers & 0o004 else "The file's group")
            text = "{} of this machine may read the log file."
            yield Hit(text, words=(who,), about=text, places=((number, 1),), sent="no")


@about_history("review")
def forged_line(history: History, _: Context) -> Iterator[Hit]:
    """A line reads like an event of werf, and the lines that belong to it are missing.

    werf writes "start sending event" before each event.  The error text of a server is copied into
    the log as it came, line breaks included, so a server or proxy can add an event that nobody
    sent: of an unknown process, or with a time that is not that of its line.  A full disk, which
    loses lines, looks alike.

    Look at the lines around it.  Do not count the event until it is explained.
    """
    for file in history.files.files.values():
        if file.announced:
            yield from _spots(
                file.alone,
                'No "start sending event" of its process stands before this event; judged by '
                "process id, start and monotonic clock of the log's lines.",
            )
        yield from _spots(
            file.displaced,
            "The event's own time is more than a minute from the clock of the log's line.",
        )


@about_history("note")
def not_confirmed(history: History, _: Context) -> Iterator[Hit]:
    """A process ended before it said that its shutdown was complete.

    werf flushes its last events when it ends.  If that fails, the log merely stops after "flush
    trace provider": the error goes to a file that is closed already.  The last events may not have
    arrived.  "shutdown complete" does not prove that they did, either.

    Only a capture shows what was sent: `inspector run` or `inspector endpoint`.
    """
    for file in history.files.files.values():
        yield from _spots(
            file.unconfirmed,
            'The lines of this process end without "shutdown complete".',
        )


def _spots(spots: Spots, message: str) -> Iterator[Hit]:
    if spots.times:
        places, times = tuple(spots.places), spots.times
        yield Hit(message, about=message, places=places, times=times, sent="unknown")
