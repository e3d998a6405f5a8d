"""A log's path in, the bytes of the redacted log out."""

from __future__ import annotations

from collections.abc import Callable

from inspector.contracts import shipped
from inspector.decode import Decoder
from inspector.reading import Reader, Unreadable
from inspector.redact.body import Bodies
from inspector.redact.lines import Redaction
from inspector.redact.pseudonym import Pseudonyms
from inspector.rules import Context, Scanner, rules


def redacted(
    path: str,
    names: Pseudonyms,
    progress: Callable[[int], None],
    keep: frozenset[str] = frozenset(),
) -> tuple[bytes, str | None]:
    """Redact a log; gives its bytes, and why it could not be read to its end, if it could not.

    `keep` are event types and keys that stay although no page lists them.  Raises
    `inspector.redact.Saved` for saved requests.
    """
    decoder, reader, taken = Decoder(), Reader(path), 0
    work = Redaction(Bodies(shipped(), Scanner(rules(), Context()), names, keep), names)
    out: list[bytes] = []
    error = None
    try:
        for chunk in reader.chunks():
            out += map(work.record, decoder.feed(chunk))
            progress(reader.taken - taken)
            taken = reader.taken
    except Unreadable as unreadable:
        error = str(unreadable)
    out += map(work.record, decoder.end())
    return b"".join(out), error
