"""A log, a capture and a file of requests with a canary in every place that data can stand."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

from inspector.contracts import shipped
from inspector.decode.requests import to_line
from inspector.model import Json, Request
from tests.canary_world import ENCODINGS, Canaries
from tests.log_world import event, line
from tests.wire_world import HEADERS, SDK, STARTED, attributes, export, request, span

HIDDEN = (*[name for name in ENCODINGS if "UTF-16" not in name or "base64" in name],)
"""Spellings of a value in the log itself."""


def keyed(canaries: Canaries, kind: str, place: str) -> str:
    """Make a canary that stands where a name belongs: words that read as a name are shown there."""
    text = canaries.of(kind, f"{place}, key")
    return f"{text} {text}" if kind in {"word", "number"} else text


def filled(canaries: Canaries, body: Json, kinds: Iterator[str], place: str) -> Json:
    """Put a canary in the place of every leaf; what an event is known by stays."""
    if isinstance(body, dict):
        return {
            key: inner
            if key in {"schemaVersion", "eventType", "event", "type"}
            else filled(canaries, inner, kinds, f"{place}.{key}")
            for key, inner in body.items()
        }
    if isinstance(body, list):
        return [filled(canaries, inner, kinds, f"{place}[]") for inner in body]
    kind = next(kinds)
    text = canaries.of(kind, place)
    return int(text) if kind == "number" else text


def documented(canaries: Canaries) -> Iterator[Any]:
    """Give events of every documented type with a canary in every documented field."""
    kinds = cycle(canaries.kinds)
    for contract in shipped():
        sample = json.loads(contract.samples[0].line)
        for one in contract.events:
            for turn in range(2):
                body = json.loads(json.dumps(sample))
                if contract.event_field in body:
                    body[contract.event_field] = one.name
                if one.fields:
                    body["eventData"] = {}
                for doc in (*contract.fields, *one.fields):
                    _put(body, contract.payload_key, doc.path)
                next(kinds)
                yield filled(canaries, body, kinds, f"{contract.name} {one.name} {turn}")


def _put(body: dict[str, Any], payload: str | None, path: str) -> None:
    """Make room for a documented field."""
    inside: Any = body[payload] if payload and payload in body else body
    *above, last = path.replace("[]", ".0").replace("*", "team").split(".")
    for step, after in zip(above, (*above, last)[1:], strict=True):
        made: Any = [{}] if after == "0" else {}
        inside = inside[0] if step == "0" else inside.setdefault(step, made)
        if not isinstance(inside, dict | list):
            return
    if isinstance(inside, dict):
        inside.setdefault(last, "")


def undocumented(canaries: Canaries) -> Iterator[Any]:
    """Give events with a canary of each kind as a key, a type, and deep inside what is unknown."""

    def of(place: str) -> str:
        return canaries.of(kind, place)

    for kind in canaries.kinds:
        key = keyed(canaries, kind, "top")
        deep = {
            keyed(canaries, kind, "deep"): [
                of("item"),
                {keyed(canaries, kind, "in item"): of("in item")},
            ]
        }
        extra = {
            keyed(canaries, kind, "extra"): of("extra"),
            "team": of("team"),
            "list": [of("extra item")],
        }
        option = {
            "name": of("option"),
            "asCli": of("as cli"),
            "asEnv": of("as env"),
            "count": of("count"),
        }
        yield STARTED | {key: of("top"), "host": deep}
        yield STARTED | {
            "attributes": STARTED["attributes"] | {"extra": extra, key: of("attribute")}
        }
        yield STARTED | {"eventData": {"commandOptions": [option | {key: of("of option")}], **deep}}
        yield STARTED | {"eventType": keyed(canaries, kind, "type")}
        yield STARTED | {"command": f"werf {of('command')} --{of('flag')}={of('flag value')}"}
        yield {"distinct_id": of("id"), "os": of("os"), "wasp_version": of("version"), "context": of("context"),
               "deploy_cmd_args": f"fly;{of('words')}", "project_hash": of("hash"), "is_build": of("build"),
               keyed(canaries, kind, "page"): of("page")}  # fmt: skip
        yield {
            "event": keyed(canaries, kind, "wasp event"),
            "api_key": of("api key"),
            "properties": {key: of("property")},
        }
    for kind, name in zip(cycle(canaries.kinds), (*HIDDEN, *HIDDEN), strict=False):
        value = ENCODINGS[name](canaries.of(kind, f"hidden as {name}"))
        twice = base64.b64encode(json.dumps({"of": value}).encode()).decode()
        yield STARTED | {
            "eventData": {"host": value, "inside": json.dumps({"of": value}), "twice": twice}
        }


def remarks(canaries: Canaries) -> Iterator[bytes]:
    """Give lines that are no events: remarks of each kind, and what cannot be read for each reason."""
    for number, kind in enumerate(canaries.kinds):

        def of(place: str, kind: str = kind) -> str:
            return canaries.of(kind, place)

        process, quoted = 500 + number, json.dumps
        texts = (
            f'env with extra attribute "WERF_TELEMETRY_EXTRA_ATTRIBUTE_X={of("bad extra")}" is not valid',
            f"error: {of('error')}\n\tmore of {of('more of the error')}\n{of('last of the error')}",
            f"unable to detect projectID: {of('no project id')}\n and {of('more of no project id')}",
            f"unable to shutdown: {of('shutdown')}",
            f"unknown message {of('unknown message')}",
            f"sent event: ts=1, executionID={quoted(of('torn'))}, userID=\"{of('cut')}",
            f"sent event: ts=1, executionID=\"\\q{of('bad quoting')}\", schemaVersion=2",
            f"sent event: ts=1, attributes={quoted('{' + of('bad inner JSON'))}, schemaVersion=2",
        )  # fmt: skip
        for text in texts:
            yield line(process, 0.01, text).encode()
        data = {"exitCode": of("framed exit"), "x": of("framed unknown")}
        yield event(
            process, 0.02, "CommandExited", command=of("framed command"), data=data
        ).encode()
        more = (
            f"somebody else says {of('foreign')}",
            f"[{of('broken frame')}][2026-04-01 10:00:00 +0000 UTC] Telemetry: {of('in broken frame')}",
            f"{of('before')}\0{of('after')}",
            f'{{"a": {of("bad JSON")}',
            f'{{"a": "{of("bad number")}", "b": NaN}}',
            f'"a": "{of("fragment")}", "b": 1}}',
            f"ts={of('no record')} name={of('no record name')}",
            f'attributes="{of("tail")}", schemaVersion=2',
            f'{{"executionID": "{of("once")}", "executionID": "{of("again")}", "schemaVersion": 2}}',
            "[" * 70 + f'"{of("deep")}"' + "]" * 70,
            '{"a":' * 70 + f'"{of("too deep")}"' + "}" * 70,
        )
        yield from (f"{text}\n".encode() for text in more)
        yield b"\xff\xfe " + of("not UTF-8").encode() + b"\n"
        yield of("UTF-16").encode("utf-16") + b"\n"


def wrappers(canaries: Canaries) -> Iterator[Any]:
    """Give captured payloads with canaries in what was written around them."""
    wire = json.loads(shipped()[0].samples[0].line)
    for kind in canaries.kinds:

        def of(place: str, kind: str = kind) -> str:
            return canaries.of(kind, f"wrapper {place}")

        key = keyed(canaries, kind, "wrapper")
        yield {
            "captured_at": of("time"), "target": of("target"), "request_line": f"POST /{of('line')} HTTP/1.1",
            "headers": {"content-type": of("media"), "authorization": of("authorization"), key: of("header")},
            "command": f"wasp deploy {of('command')}", key: {key: [of("unknown")]}, "wire": wire,
        }  # fmt: skip


def requests(canaries: Canaries) -> Iterator[Request]:
    """Give requests with canaries in headers, path, resource, scope, span and event; some refused."""
    for kind in canaries.kinds:

        def of(place: str, kind: str = kind) -> str:
            return canaries.of(kind, f"request {place}")

        key = keyed(canaries, kind, "request") if kind != "host" else of("key").replace(".", " ")
        headers = (*HEADERS, ("Authorization", f"Bearer {of('authorization')}"), ("X-Team", of("header")),
                   ("Cookie", f"a={of('cookie')}"), (key, of("header of a key")))  # fmt: skip
        agent = [
            (name, of(name) if name in {"User-Agent", "Host"} else text) for name, text in HEADERS
        ]
        resource = (*SDK, ("host.name", of("host")), (key, of("resource")), ("service.name", of("service")),
                    ("process.command_args", [of("argument")]), ("telemetry.sdk.version", of("sdk")))  # fmt: skip
        body = STARTED | {
            key: of("attribute"),
            "command": of("command"),
            "eventData": {"x": of("data")},
        }
        one = span(
            attributes(body),
            name=of("span"),
            trace_state=of("state"),
            parent_span_id=of("parent").encode()[:8],
        )
        ids = span(
            attributes(STARTED),
            trace_id=of("trace").encode()[:16].ljust(16),
            span_id=of("span id").encode()[:8].ljust(8),
        )
        message = export(
            one, ids, resource=resource, scope=of("scope"), version=of("scope version")
        )
        message.resource_spans[0].schema_url = f"https://{of('schema')}"
        made = request(
            message, headers=headers, path=f"/{of('path')}/v1/traces?{of('query')}#{of('fragment')}"
        )
        yield made
        yield replace(
            made, headers=tuple(agent), path=f"http://{of('target')}/v1/traces", method=of("method")
        )
        yield replace(made, refused=400, path=f"/{of('refused path')}")
        yield replace(made, body=b"\xff" + of("bad body").encode())
        yield replace(made, received_at=of("received"))
        yield request(of("JSON body").encode(), headers=(("Content-Type", "application/json"),))
        spans = [
            {
                "name": of("JSON span"),
                key: of("JSON unknown"),
                "attributes": [{"key": key, "value": {"stringValue": of("JSON value")}}],
            }
        ]
        text = json.dumps(
            {
                "resourceSpans": [{key: of("JSON resource"), "scopeSpans": [{"spans": spans}]}],
                key: of("JSON top"),
            }
        )
        yield request(text.encode(), headers=(("Content-Type", "application/json"),))


def lines(bodies: Iterator[Any]) -> bytes:
    """Write one object a line."""
    return b"".join(json.dumps(body, ensure_ascii=False).encode() + b"\n" for body in bodies)


def files(canaries: Canaries) -> dict[str, bytes]:
    """Give the inputs by name: events, remarks, captured payloads, saved requests."""
    odd = {"received_at": 7, "method": canaries.of("token", "odd method"), "path": canaries.of("path", "odd path"),
           "headers": canaries.of("mail", "odd headers"), "body_b64": canaries.of("host", "odd body")}  # fmt: skip
    saved = b"".join(to_line(one, secrets=True) for one in requests(canaries))
    return {
        "events.jsonl": lines(documented(canaries)) + lines(undocumented(canaries)),
        "remarks.log": b"".join(remarks(canaries)),
        "captured.jsonl": lines(wrappers(canaries)),
        "requests.jsonl": saved + lines(iter([odd])),
    }
