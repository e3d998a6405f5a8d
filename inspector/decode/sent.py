"""An event of a log in, the attributes out that its emitter put in the span.

werf logs what it hands to the exporter, so the text of `attributes` and `eventData` is taken as it
stands in the line; an event in another form (the JSON or the text of a page) is written the way
Go's ``encoding/json`` writes it.
"""

from __future__ import annotations

import json
import re

from inspector.decode.messages import JSON_FIELDS, SENT, raw_fields
from inspector.decode.quote import unquote
from inspector.model import Json, Pairs, Payload, Record, members

_HTML = re.compile("[<>&\u2028\u2029]")


def sent(record: Record) -> Pairs | None:
    """Give name and value (text or integer) of every attribute, in the order of the line.

    None for a record that is no event.  Bytes that are not UTF-8 are lone surrogates, as in the
    payload.
    """
    payload = record.content
    if not isinstance(payload, Payload):
        return None
    if payload.span is not None:
        return payload.span.attributes
    if payload.form in {"werf-log", "werf-stdout"}:
        return tuple((name, _plain(text)) for name, text in _logged(record))
    return tuple((name, _written(name, one)) for name, one in members(payload.body))


def _logged(record: Record) -> list[tuple[str, bytes]]:
    data = record.line.data.rstrip(b"\r")
    at = data.index(SENT) + len(SENT)
    return [(name, text) for name, text, _ in raw_fields(data, at)]


def _plain(text: bytes) -> Json:
    return unquote(text).decode("utf-8", "surrogateescape") if text[:1] == b'"' else int(text)


def _written(name: str, one: Json) -> Json:
    if isinstance(one, (dict, list)) or (name in JSON_FIELDS and one is None):
        return go_json(one, ordered=name == "attributes")
    return one


def go_json(one: Json, *, ordered: bool) -> str:
    r"""Write JSON as Go does: no spaces, ``<>&`` and U+2028/9 as ``\u003c``, maps in byte order."""
    text = json.dumps(_sorted(one) if ordered else one, ensure_ascii=False, separators=(",", ":"))
    return _HTML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _sorted(one: Json) -> Json:
    if not isinstance(one, dict):
        return one
    return {
        key: _sorted(one[key]) for key in sorted(one, key=lambda k: k.encode("utf-8", "replace"))
    }
