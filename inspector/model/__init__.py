"""The five nouns: Line, Record, Event, Finding, and the contract they are judged by.

Values flow one way and are frozen; only `inspector.report.Report` accumulates::

    bytes --lines--> Line --decode--> Record --contracts--> Event --rules--> Finding --> Report

This module imports nothing of ours but the text guard.  JSON values are what Python's parsers make
of them (`dict`, `list`, `str`, `int`, `float`, `bool`, `None`); an object that repeats a key is a
`Repeated`, so that no reader can lose the hidden one.  Strings may hold lone surrogates (a JSON
escape, or U+DC80..U+DCFF for a byte that was not UTF-8): they pass `inspector.safe` before they
are shown.
"""

from inspector.model.contract import (
    Contract,
    EventType,
    Field,
    Identified,
    JsonType,
    Note,
    Privacy,
    Quote,
    Rate,
    Recipe,
    Sample,
    Source,
    steps,
)
from inspector.model.judgement import (
    LEVELS,
    Confidence,
    Delivery,
    Event,
    Finding,
    Judged,
    Level,
    Pairing,
    Role,
    Value,
)
from inspector.model.log import (
    LINE_LIMIT,
    REQUEST_LIMIT,
    Form,
    Frame,
    Kind,
    Line,
    Payload,
    Problem,
    Record,
    Remark,
    RemarkKind,
    Repeated,
    Transmitted,
    gathered,
    members,
)
from inspector.model.machine import Known
from inspector.model.waiver import Waiver, Weighed
from inspector.model.wire import Export, Json, Pairs, Request, Resource, Scope, Span, plain_header

__all__ = [
    "LEVELS",
    "LINE_LIMIT",
    "REQUEST_LIMIT",
    "Confidence",
    "Contract",
    "Delivery",
    "Event",
    "EventType",
    "Export",
    "Field",
    "Finding",
    "Form",
    "Frame",
    "Identified",
    "Json",
    "JsonType",
    "Judged",
    "Kind",
    "Known",
    "Level",
    "Line",
    "Note",
    "Pairing",
    "Pairs",
    "Payload",
    "Privacy",
    "Problem",
    "Quote",
    "Rate",
    "Recipe",
    "Record",
    "Remark",
    "RemarkKind",
    "Repeated",
    "Request",
    "Resource",
    "Role",
    "Sample",
    "Scope",
    "Source",
    "Span",
    "Transmitted",
    "Value",
    "Waiver",
    "Weighed",
    "gathered",
    "members",
    "plain_header",
    "steps",
]
