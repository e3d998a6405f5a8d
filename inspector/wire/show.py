"""A delivery in, lines for people or plain values out: head, what it carries, its bytes.

Every line begins with words of ours, and what comes from the log or from a server is made safe, so
that neither a terminal nor the runner of a pipeline obeys it.  The view is read back from the bytes
by the endpoint's decoder, so it shows what a receiver sees, not what was meant.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from inspector.model import Export, Json, Pairs, Payload, Record, Span
from inspector.report import told
from inspector.safe import Safe, name
from inspector.wire.delivery import Delivery
from inspector.wire.logged import plural

ROW = 16
"""Bytes in a row of the dump."""

_UNSEEN = re.compile(rb"[^ -~]|(?<=#)#")  # two number signs begin a command of some pipelines


def summary(delivery: Delivery, number: int, total: int) -> Iterator[Safe]:
    """Tell in a few lines what became of a request."""
    request, receipt = delivery.request, delivery.receipt
    size = f"{len(request.body):,} bytes, {plural(len(delivery.batch.records), 'span')}"
    head = f"request {number:,} of {total:,}: {told(request.method)} {told(request.path)}"
    if receipt is None:
        yield Safe(f"{head}, not sent, {size}")
    else:
        answer = f"answered {receipt.status}" if receipt.status else "no answer"
        yield Safe(f"{head}, {answer}, {size}, {receipt.seconds * 1000:,.0f} ms")
    yield Safe(f"  sha256 {hashlib.sha256(request.body).hexdigest()}")
    if receipt and receipt.error:
        yield Safe(f"  not accepted: {told(receipt.error)}")
    if receipt and receipt.warning:
        yield Safe(f"  warning: {told(receipt.warning)}")
    for record, same in delivery.events:
        verdict = f"{delivery.seen} exactly as logged" if same else "did NOT arrive as logged"
        yield Safe(f"  line {record.line.number:,}: {_kind(record)}, {verdict}")


def full(delivery: Delivery) -> Iterator[Safe]:
    """Show a whole request: its head, every attribute it carries, and its bytes."""
    choice = delivery.batch.choice
    caught = "" if choice.era.caught else ", known from its sources, not from a caught request"
    yield Safe(f"  era: OpenTelemetry {choice.era.sdk}{caught}, because {told(choice.why)}")
    yield Safe(f"  | {told(delivery.request.method)} {told(delivery.request.path)} HTTP/1.1")
    for header, text in delivery.request.headers:
        yield Safe(f"  | {told(header)}: {told(text)}")
    if delivery.export:
        yield from _carried(delivery.export, delivery.batch.records)
    yield Safe(f"  body, {len(delivery.request.body):,} bytes:")
    yield from dump(delivery.request.body)


def document(delivery: Delivery, *, whole: bool) -> dict[str, Any]:
    """Give a delivery as plain values; with `whole`, also what it carries and its bytes."""
    request, receipt, era = delivery.request, delivery.receipt, delivery.batch.choice.era
    plain: dict[str, Any] = {
        "method": request.method,
        "path": request.path,
        "bytes": len(request.body),
        "sha256": hashlib.sha256(request.body).hexdigest(),
        "era": {"sdk": era.sdk, "caught": era.caught, "why": delivery.batch.choice.why},
        "status": receipt.status if receipt else None,
        "milliseconds": round(receipt.seconds * 1000) if receipt else None,
        "error": receipt.error if receipt else None,
        "warning": receipt.warning if receipt else None,
        "events": [
            {"line": record.line.number, "event": _kind(record), "identical": same}
            for record, same in delivery.events
        ],
    }
    if whole:
        plain["headers"] = [list(pair) for pair in request.headers]
        plain["body_b64"] = base64.b64encode(request.body).decode()
        plain["resources"] = _resources(delivery.export)
    return plain


def dump(data: bytes) -> Iterator[Safe]:
    """Give bytes as rows of offset, hexadecimal digits and ASCII; what is not ASCII is a dot."""
    plain = _UNSEEN.sub(b".", data).decode("ascii")
    for at in range(0, len(data), ROW):
        left, right = data[at : at + ROW // 2].hex(" "), data[at + ROW // 2 : at + ROW].hex(" ")
        yield Safe(f"  {at:08x}  {left:<23}  {right:<23}  |{plain[at : at + ROW]}|")


def _kind(record: Record) -> Safe:
    """Name the type of an event, masked where it does not read as a name."""
    kind = record.content.body.get("eventType") if isinstance(record.content, Payload) else None
    return name(kind) if isinstance(kind, str) else Safe("an event without a type")


def _carried(export: Export, records: tuple[Record, ...]) -> Iterator[Safe]:
    numbers = iter(records)
    for resource in export.resources:
        yield Safe(f"  resource, schema URL {told(resource.schema_url)}")
        yield from _attributes(resource.attributes)
        for scope in resource.scopes:
            field = 1000 if scope.old_field else 2
            yield Safe(f"  scope {told(scope.name)}, spans in protobuf field {field}")
            for span in scope.spans:
                record = next(numbers, None)
                line = f", line {record.line.number:,}" if record else ""
                yield Safe(f"  span {told(span.name)}{line}")
                yield from _envelope(span)
                yield from _attributes(span.attributes)


_REBUILT = frozenset({"traceId", "spanId", "startTimeUnixNano", "endTimeUnixNano"})


def _envelope(span: Span) -> Iterator[Safe]:
    for key, value in (*span.envelope.items(), *span.rest.items()):
        kind = " INTERNAL" if (key, value) == ("kind", 1) else ""
        rebuilt = "  (rebuilt: no log holds it)" if key in _REBUILT else ""
        yield Safe(f"  | {key}: {_written(value)}{kind}{rebuilt}")


def _attributes(pairs: Pairs) -> Iterator[Safe]:
    for key, value in pairs:
        yield Safe(f"  |   {told(key)} = {_written(value)}")


def _written(value: Json) -> Safe:
    return told(json.dumps(value, ensure_ascii=False))


def _resources(export: Export | None) -> list[dict[str, Any]]:
    return [
        {
            "schema_url": resource.schema_url,
            "attributes": [list(pair) for pair in resource.attributes],
            "scopes": [
                {
                    "name": scope.name,
                    "field": 1000 if scope.old_field else 2,
                    "spans": [_span(span) for span in scope.spans],
                }
                for scope in resource.scopes
            ],
        }
        for resource in (export.resources if export else ())
    ]


def _span(span: Span) -> dict[str, Any]:
    return {
        "name": span.name,
        **span.envelope,
        **span.rest,
        "attributes": [list(pair) for pair in span.attributes],
    }
