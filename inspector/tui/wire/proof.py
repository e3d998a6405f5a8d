"""One request that is shown in, the files of a folder out with which anybody can verify it.

What proves must be whole: the body, what it decodes to, and the lines of the log are as they were
read.  Headers that may hold a credential are masked, and variables are named without their values.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inspector import __version__
from inspector.contracts import match, shipped
from inspector.decode.requests import known_path
from inspector.model import Json, Payload, Record, plain_header
from inspector.safe import Safe, mask
from inspector.tui.otlp_json import otlp_json
from inspector.tui.wire import parts
from inspector.tui.wire.state import Sheet, State

SCHEMA = "telemetry-inspector/proof/1"
SUMS = "SHA256SUMS"
_VARIABLES = ("WERF_TELEMETRY", "OTEL_")
"""What the variables begin with that tell werf's exporter what to do."""

_README = """\
What stands in this folder
--------------------------
request.bin     the body of the request, byte for byte {how}
request.json    the same, decoded (OTLP/JSON; ids in hexadecimal)
log.txt         the lines of the log that say the same, as they were read
receipt.json    request line, headers, answer, and how the log and the request agree
versions.json   of this tool, of werf, and of the page that documents its events
environment.txt names, without values, of the variables that could change such a request
SHA256SUMS      of every other file

{what}

RAW VALUES: request.bin, request.json and log.txt hold every value as it was logged and sent,
secrets and personal data included if there are any. Look through them before you give the
folder away. Masked are only headers that may hold a credential (in receipt.json); the values of
variables are left out.

How to verify it without this tool
----------------------------------
1. Nothing was changed since it was saved:

     sha256sum -c SHA256SUMS

2. What request.bin says, by another decoder (fields are numbers: 1.2.2.9 are the attributes):

     {unpack}protoc --decode_raw {read}

   With names, and the .proto files of opentelemetry-proto (v1.9.0 or later) in this folder:

     {unpack}protoc -I . \\
       --decode opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest \\
       opentelemetry/proto/collector/trace/v1/trace_service.proto {read}

   Compare with request.json: each attribute of a span is a key with its value.

3. That the log says the same: every name and value of an event in log.txt stands among the
   attributes of a span; receipt.json counts them.

It does not prove that any server received it. Nothing left this machine.
"""
_CAPTURED = """\
This request was CAPTURED: a program sent these bytes to 127.0.0.1, and they were kept as they
arrived."""
_REBUILT = """\
This request was REBUILT from the log, not captured. No log holds four things, so these are made
up: the ids of each span, its start and end (both are its ts), which events share a request, and
the name of the program's file (service.name)."""


def contents(sheet: Sheet, state: State, environ: Mapping[str, str], now: str) -> dict[str, bytes]:
    """Make every file, by its name; `now` is the time as it shall be written."""
    records = [one.record for _, one in sheet.spans if one is not None and one.record is not None]
    files = {
        "request.bin": sheet.request.body,
        "request.json": _dumped(otlp_json(sheet.export) if sheet.export else None),
        "log.txt": b"".join(one.line.data + b"\n" for one in records),
        "receipt.json": _dumped(_receipt(sheet, state, now)),
        "versions.json": _dumped(_versions(sheet, records)),
        "environment.txt": "".join(f"{name}\n" for name in names(environ)).encode(),
        "README.txt": _readme(sheet).encode(),
    }
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return {**files, SUMS: "".join(sums).encode()}


def names(environ: Iterable[str]) -> list[Safe]:
    """The names of the variables of an environment that could change what werf sends."""
    return sorted(
        Safe(name) for name in environ
        if name.startswith(_VARIABLES) and name.isascii() and name.replace("_", "").isalnum()
    )  # fmt: skip


def masked(sheet: Sheet) -> int:
    """How many headers are masked in the folder."""
    return sum(not plain_header(*pair) for pair in sheet.request.headers)


def _dumped(value: Any) -> bytes:  # noqa: ANN401  # JSON
    return json.dumps(value, ensure_ascii=True, indent=2).encode() + b"\n"


def _readme(sheet: Sheet) -> str:
    packed = sheet.request.header("content-encoding") is not None
    how = "as it arrived" if sheet.captured else "as werf of this release sends it"
    return _README.format(
        how=f"{how}, compressed" if packed else how,
        what=_CAPTURED if sheet.captured else _REBUILT,
        unpack="gunzip < request.bin | " if packed else "",
        read="" if packed else "< request.bin",
    )


def _receipt(sheet: Sheet, state: State, now: str) -> dict[str, Any]:
    request, receipt = sheet.request, sheet.receipt
    return {
        "schema": SCHEMA,
        "saved_at": now,
        "request": {
            "origin": "captured" if sheet.captured else "rebuilt",
            "received_at": request.received_at,
            "line": f"{request.method} {known_path(request.path)} HTTP/1.1",
            "headers": [[key, _header(key, text)] for key, text in request.headers],
            "headers_masked": masked(sheet),
            "bytes": len(request.body),
            "sha256": hashlib.sha256(request.body).hexdigest(),
            "exporter": sheet.why or None,
        },
        "answer": _answer(sheet),
        "bytes_that_left_this_machine": 0,
        "decoded": {"spans": sheet.total, "events": list(_events(sheet))},
        "all_requests": _totals(state) if receipt is not None else None,
    }


def _header(key: str, text: str) -> str:
    return text if plain_header(key, text) else mask(text)


def _answer(sheet: Sheet) -> dict[str, Any] | None:
    receipt = sheet.receipt
    if receipt is None:
        refused = sheet.request.refused
        return {"status": refused or 200, "from": "127.0.0.1"} if sheet.captured else None
    return {
        "status": receipt.status,
        "from": "127.0.0.1",
        "milliseconds": round(receipt.seconds * 1000),
        "error": receipt.error,
    }


def _events(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for number, (span, logged) in enumerate(sheet.spans, sheet.first):
        if logged is None:
            yield {"span": number, "log_line": None}
            continue
        same = parts.same(logged.pairs, span.attributes)
        most = max(len(logged.pairs), len(span.attributes))
        cut = logged.record is not None and logged.record.line.digest is not None
        yield {"span": number, "log_line": logged.line, "identical": same == most,
               "attributes": f"{same}/{most}", "cut_in_log_txt": cut}  # fmt: skip


def _totals(state: State) -> dict[str, Any]:
    totals = state.totals
    return {
        "requests": totals.requests,
        "not_accepted": totals.failed,
        "events": totals.events,
        "identical": totals.identical,
        "bytes": totals.bytes,
        "sha256_of_all_bodies": totals.sha256,
    }


def _versions(sheet: Sheet, records: list[Record]) -> dict[str, Any]:
    payloads = [one.content for one in records if isinstance(one.content, Payload)]
    contracts = {known.name: known for p in payloads if (known := match(p, shipped()))}
    return {
        "telemetry-inspector": __version__,
        "werf": sorted({one for p in payloads if (one := _version(p.body)) is not None}),
        "exporter": sheet.why or _header("user-agent", sheet.request.header("user-agent") or ""),
        "documentation": [
            {"contract": name, "sha256": one.digest,
             "pages": [{"date": page.date, "page": page.page} for page in one.sources]}
            for name, one in sorted(contracts.items())
        ],
        "python": platform.python_version(),
        "protobuf": importlib.metadata.version("protobuf"),
        "opentelemetry-proto": importlib.metadata.version("opentelemetry-proto"),
    }  # fmt: skip


def _version(body: dict[str, Json]) -> str | None:
    attributes = body.get("attributes")
    found = attributes.get("version") if isinstance(attributes, dict) else None
    return found if isinstance(found, str) else None
