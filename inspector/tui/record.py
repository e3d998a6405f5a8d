"""A row in, the lines of its record out: read again from its bytes, laid out in one of the views.

Decoder, contracts and rules come with this module: the app imports it when there is a first row.
"""

from __future__ import annotations

from inspector.contracts import bind, shipped
from inspector.decode import decode
from inspector.model import Judged, Payload
from inspector.tui.advice import advise
from inspector.tui.breakdown import breakdown
from inspector.tui.cells import Line, block
from inspector.tui.raw import as_hex, as_text
from inspector.tui.rows import Row


def recall(row: Row) -> Judged | None:
    """Read the record of a row again: what is kept of it is its bytes and what was found.

    Kept whole, a judged event takes some ten times the memory of its line.
    """
    if row.line is None:
        return None
    record = decode(row.line)
    event = bind(record, shipped()) if isinstance(record.content, Payload) else None
    return Judged(record, event, row.findings)


def laid_out(row: Row, view: str, width: int) -> list[Line]:
    """Lay out the record of a row as `Fields`, `Raw` or `Hex`; of a divider, what it stands for."""
    judged = recall(row)
    if judged is None:
        return block(row.summary, width, 1, "plain")
    match view:
        case "Fields":
            return breakdown(judged, width, advise)
        case "Raw":
            return as_text(judged.record, width)
        case _:
            return as_hex(judged.record, width)
