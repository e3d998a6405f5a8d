"""A record in, the saved request that it is out, also where the request was refused."""

from __future__ import annotations

from inspector.decode.requests import from_object
from inspector.decode.values import JsonError, value
from inspector.model import Export, Problem, Record, Request

_WHOLE = frozenset({"refused", "bad-body"})
"""Problems of a saved request that can itself be read."""


def request_of(record: Record) -> Request | None:
    """Give the request that a record is; None for any other record."""
    content = record.content
    if isinstance(content, Export):
        return content.request
    if not isinstance(content, Problem) or content.reason not in _WHOLE or not record.line.data:
        return None
    data = record.line.data  # it may stand in an array, or before a comment
    try:
        return from_object(value(data[data.find(b"{") : data.rfind(b"}") + 1]))
    except (JsonError, ValueError):
        return None
