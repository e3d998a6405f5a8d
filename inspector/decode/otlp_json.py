"""OTLP/JSON in, the same message out that protobuf gives: strict where parsers are lax.

Python's ``json_format`` takes hexadecimal ids for base64 and makes 24 wrong bytes of them, and it
accepts enum names, snake_case names and repeated keys.  OTLP/JSON knows none of these, so they are
refused here before it reads.  Members that OTLP does not know are taken out and kept.
"""

from __future__ import annotations

import base64
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.json_format import ParseDict, ParseError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from inspector.decode.body import ELEMENTS, TOO_MANY, BodyError
from inspector.decode.values import JsonError, value
from inspector.model import Json, Repeated

_NOT_JSON = "The body is not JSON, or not JSON that may be read."
_NOT_OTLP = "The body is JSON, but not an OTLP export request."
_REPEATED = "The body repeats a member of an object."
_SPELLING = "The body spells an OTLP name in snake_case, or an enum by its name."
_ID = "The body holds a trace id or span id that is not hexadecimal of the right length."
_IDS = {"trace_id": 16, "span_id": 8, "parent_span_id": 8}


def parse(body: bytes) -> tuple[ExportTraceServiceRequest, dict[str, Json]]:
    """Read an export request; gives with it what OTLP does not know, by where it stands.

    Raises `BodyError`.
    """
    try:
        tree = value(body)
    except JsonError as error:
        raise BodyError(400, _NOT_JSON) from error
    if not isinstance(tree, dict):
        raise BodyError(400, _NOT_OTLP)
    message, walk = ExportTraceServiceRequest(), _Walk()
    plain = walk.message(tree, message.DESCRIPTOR, "")
    try:
        ParseDict(plain, message)
    except (ParseError, ValueError, TypeError, RecursionError) as error:
        raise BodyError(400, _NOT_OTLP) from error
    return message, walk.unknown


class _Walk:
    """Copies a JSON tree to what ``json_format`` reads right; gathers what OTLP does not know."""

    def __init__(self) -> None:
        self.unknown: dict[str, Json] = {}
        self._messages = 0

    def message(self, tree: Json, kind: Descriptor, path: str) -> dict[str, Json]:
        """Walk one object that stands for a message."""
        self._messages += 1
        if self._messages > ELEMENTS:
            raise BodyError(413, TOO_MANY)
        if isinstance(tree, Repeated):
            raise BodyError(400, _REPEATED)
        if not isinstance(tree, dict):
            raise BodyError(400, _NOT_OTLP)
        known = {field.json_name: field for field in kind.fields}
        plain: dict[str, Json] = {}
        for name, inner in tree.items():
            field = known.get(name)
            step = f"{path}.{name}".removeprefix(".")
            if field is not None:
                plain[name] = self._field(inner, field, step)
            elif name in kind.fields_by_name:
                raise BodyError(400, _SPELLING)
            else:
                self.unknown[step] = inner
        return plain

    def _field(self, inner: Json, field: FieldDescriptor, path: str) -> Json:
        if inner is None or field.message_type is None:
            return inner if inner is None else _scalar(inner, field)
        if not isinstance(inner, list):
            return self.message(inner, field.message_type, path)
        return [
            self.message(one, field.message_type, f"{path}[{number}]")
            for number, one in enumerate(inner)
        ]


def _scalar(inner: Any, field: FieldDescriptor) -> Json:  # noqa: ANN401  # any JSON value
    if field.enum_type is not None and not isinstance(inner, int):
        raise BodyError(400, _SPELLING)
    size = _IDS.get(field.name)
    if size is None:
        return inner
    try:
        raw = bytes.fromhex(inner) if isinstance(inner, str) and " " not in inner else b"?"
    except ValueError as error:
        raise BodyError(400, _ID) from error
    if len(raw) not in {0, size}:
        raise BodyError(400, _ID)
    return base64.b64encode(raw).decode()
