"""Logs in, the identifiers that they hold out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from inspector.audit import Inspection
from inspector.contracts import shipped
from inspector.model import Contract
from inspector.reading import Reader, Unreadable
from inspector.report import told
from inspector.rules.identities import Identities
from inspector.safe import Safe


def gather(
    paths: Iterable[str],
    progress: Callable[[int], None],
    contracts: Sequence[Contract] | None = None,
) -> tuple[Identities, list[Safe]]:
    """Gather the ids of logs; give besides why something could not be read.

    `progress` is told how many stored bytes were read since the last call.
    """
    ids, problems = Identities(), []
    for number, path in enumerate(paths):
        inspection = Inspection(shipped() if contracts is None else contracts, chosen=())
        reader, taken = Reader(path), 0
        try:
            for chunk in reader.chunks():
                for judged in inspection.feed(chunk):
                    ids.add(judged, (number, judged.record.line.number))
                progress(reader.taken - taken)
                taken = reader.taken
        except Unreadable as error:
            problems.append(Safe(f"{told(path)}: {error}"))
        for judged in inspection.end():
            ids.add(judged, (number, judged.record.line.number))
    return ids, problems
