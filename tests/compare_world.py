"""A log and the requests of the same run, written as werf v2.77.1 writes them."""

from __future__ import annotations

import json

from inspector.audit import Inspection
from inspector.decode.requests import to_line
from tests.wire_world import export, request, span

TS = 1_774_431_670_047
RUN = "11111111-2222-4333-8444-555555555555"


def event(number=0, kind="CommandExited", run=RUN, **data):
    """The attributes of one event, in werf's order."""
    return (
        ("ts", TS + number),
        ("executionID", run),
        ("userID", "ab" * 32),
        ("projectID", "cd" * 32),
        ("command", "werf converge"),
        ("eventType", kind),
        ("eventData", _json(data)),
        ("attributes", _json({"arch": "amd64", "extra": {}, "os": "linux", "version": "v2.77.1"})),
        ("schemaVersion", 2),
    )


def _json(value):
    return json.dumps(value, separators=(",", ":"))


def changed(pairs, **values):
    """The same attributes with other values."""
    return tuple((name, values.get(name, value)) for name, value in pairs)


def cut(pairs, limit):
    """What OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT leaves of them."""
    return tuple((k, v[:limit] if isinstance(v, str) else v) for k, v in pairs)


def note(message, pid=4711):
    """One line of the log."""
    return f"[{pid}][2026-03-25 09:41:10.1 +0000 UTC m=+0.1] Telemetry: {message}\n".encode()


def logged(*events, pid=4711):
    """A log that holds these events; the first stands in line 2, then every second one."""
    lines = []
    for pairs in events:
        fields = ", ".join(f"{name}={_quoted(value)}" for name, value in pairs)
        lines += [note("start sending event", pid), note(f"sent event: {fields}", pid)]
    return b"".join(lines)


def _quoted(value):
    if isinstance(value, int):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def carrying(*events, dropped=0, **more):
    """A request with a span for each of these attribute lists."""
    spans = (span(pairs, dropped_attributes_count=dropped) for pairs in events)
    return request(export(*spans), **more)


def saved(*requests):
    """A capture: requests as the endpoint saves them."""
    return b"".join(to_line(one, secrets=True) for one in requests)


def judged(data):
    """What an inspection makes of the bytes of one input."""
    inspection = Inspection()
    return inspection.feed(data) + inspection.end()
