"""A row in, the lines of its record out: read again from its bytes, laid out in one of the views.

Decoder, contracts and rules come with this module: the app imports it when there is a first row.
"""

from __future__ import annotations

from functools import lru_cache

from inspector.contracts import bind, shipped
from inspector.decode import decode
from inspector.decode.requests import carried
from inspector.model import Export, Judged, Line, Payload, Record
from inspector.tui.advice import advise
from inspector.tui.breakdown import breakdown
from inspector.tui.cells import Line as Shown
from inspector.tui.cells import block
from inspector.tui.raw import as_hex, as_text
from inspector.tui.rows import Row
from inspector.tui.views import Came, as_json, as_otlp
from inspector.tui.wire.kept import request_of
from inspector.tui.wire.raw import body_as_hex, request_as_text, span_as_text


def recall(row: Row) -> Judged | None:
    """Read the record of a row again: what is kept of it is its bytes and what was found.

    Kept whole, a judged event takes some ten times the memory of its line.
    """
    if row.line is None:
        return None
    record = record_of(row)
    event = bind(record, shipped()) if isinstance(record.content, Payload) else None
    return Judged(record, event, row.findings)


def record_of(row: Row) -> Record:
    """Read the record of a row again, without judging it; raises `ValueError` for a divider."""
    if row.line is None:
        raise ValueError("a divider has no record")
    return _delivered(row.carrier)[1 + row.place] if row.carrier else decode(row.line)


def decoded(line: Line) -> Record:
    """Read a line that is one whole record."""
    return decode(line)


def delivery(row: Row) -> Export | None:
    """Read the request of a row again: its own, or the one that carried its span."""
    line = row.carrier or row.line
    content = _delivered(line)[0].content if line else None
    return content if isinstance(content, Export) else None


def _came(row: Row) -> Came | None:
    """The request that a row is or came in; of a logged event, that which it was compared with."""
    line, place = row.carrier, row.place
    if row.remark:
        line = row.line
    elif line is None and row.partner is not None:
        line, place = row.partner.line, row.partner.place
    export = _delivered(line)[0].content if line else None
    if line is None or not isinstance(export, Export):
        return None
    return Came(export, line.number, None if row.remark else [*export.spans][place])


@lru_cache(maxsize=1)
def _delivered(line: Line) -> tuple[Record, ...]:
    """A request and its spans; walking through twenty thousand of them decodes it once."""
    record = decode(line)
    return (record, *carried(record))


def laid_out(row: Row, view: str, width: int, *, secrets: bool = False) -> list[Shown]:
    """Lay out the record of a row in one of the views; of a divider, what it stands for.

    Headers that may hold a credential are masked unless `secrets`.
    """
    judged = recall(row)
    if judged is None:
        return block(row.summary, width, 1, "plain")
    if view == "Fields":
        return breakdown(judged, width, advise, secrets=secrets)
    if view == "JSON":
        return as_json(judged.record, width)
    if view == "OTLP":
        return as_otlp(judged.record, _came(row), width)
    if row.carrier is not None and (export := delivery(row)) is not None:
        return span_as_text([*export.spans][row.place], width)
    if (request := request_of(judged.record)) is not None:
        return (body_as_hex if view == "Hex" else request_as_text)(request, width, secrets=secrets)
    return (as_hex if view == "Hex" else as_text)(judged.record, width)
