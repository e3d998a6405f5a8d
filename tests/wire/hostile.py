"""What a peer may send to the endpoint, row by row, and what it must answer.

`python -m tests.wire.hostile` runs every check against an endpoint and prints the results.  After
each check the endpoint has to take a plain request, and no answer may hold anything of the request.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from inspector.wire.endpoint import Endpoint
from tests.wire.talk import Reply, replies, talk
from tests.wire_world import STARTED, attributes, export, request, span, varint

PB, JSON = "application/x-protobuf", "application/json"
CANARY = "c4n4ry"
Parts = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    parts: Parts
    """What is sent; ``@PORT@`` and ``@TOKEN@`` stand for the endpoint's own."""
    status: tuple[int, ...]
    """Of each answer; empty where the connection just ends."""
    kind: str | None = None
    """The content type of the last answer, where it is known beforehand."""
    piece: int = 0
    """Bytes sent at a time; 0 as the parts are."""


@cache
def protobuf() -> bytes:
    return request().body


def as_json(**more) -> bytes:
    one = {
        "traceId": "0AF7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331",
        "name": "telemetry.werf.io", "kind": 1, "startTimeUnixNano": "1774431670012000000",
        "endTimeUnixNano": 1774431670012000000,
        "attributes": [{"key": "ts", "value": {"intValue": "1774431670012"}}],
    }  # fmt: skip
    return document(one | more)


def document(*spans) -> bytes:
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()


def post(
    body: bytes = b"", *more: str, path="/v1/traces", kind=PB, method="POST", host="127.0.0.1:@PORT@",
    version="1.1", length: int | None = -1,
) -> bytes:  # fmt: skip
    """Write a request; `length` None says none, -1 the right one."""
    rows = [f"{method} {path} HTTP/{version}"]
    rows += [f"Host: {host}"] if host is not None else []
    rows += [f"Content-Type: {kind}"] if kind is not None else []
    rows += (
        [f"Content-Length: {len(body) if length == -1 else length}"] if length is not None else []
    )
    return "\r\n".join([*rows, *more, "", ""]).encode("latin-1") + body


def chunked(*chunks: bytes, more=(), end=b"0\r\n\r\n") -> bytes:
    head = post(b"", "Transfer-Encoding: chunked", *more, length=None)
    return head + b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in chunks) + end


def endless() -> Iterator[bytes]:
    """A chunked body that does not end; the peer has to."""
    yield post(b"", "Transfer-Encoding: chunked", length=None)
    piece = b"10000\r\n" + bytes(65536) + b"\r\n"
    yield from itertools.repeat(piece, 2_000)


def dribble() -> bytes:
    return chunked(*[b"\x0a"] * 30_000)


@cache
def bomb() -> bytes:
    """64 MiB in 64 KiB."""
    return gzip.compress(bytes(64 << 20), 6)


def amplified() -> bytes:
    """Empty spans: two bytes on the wire, some ninety as objects."""
    return nested(b"\x12\x00" * 500_000)


def nested(spans: bytes) -> bytes:
    scope = b"\x12" + varint(len(spans)) + spans
    return b"\x0a" + varint(len(scope)) + scope


def deep_value(levels: int) -> bytes:
    value = b"\x0a\x01x"
    for _ in range(levels):
        inner = b"\x0a" + varint(len(value)) + value
        value = b"\x2a" + varint(len(inner)) + inner
    pair = b"\x0a\x01k\x12" + varint(len(value)) + value
    attribute = b"\x4a" + varint(len(pair)) + pair
    return nested(b"\x12" + varint(len(attribute)) + attribute)


def packed(body: bytes) -> bytes:
    return post(body, "Content-Encoding: gzip")


def damaged() -> bytes:
    body = bytearray(gzip.compress(protobuf()))
    body[-6] ^= 0xFF
    return bytes(body)


GOOD: dict[str, tuple[Parts, str]] = {
    "protobuf": (lambda: [post(protobuf())], PB),
    "JSON": (lambda: [post(as_json(), kind=JSON)], JSON),
    "path with the token": (lambda: [post(protobuf(), path="/@TOKEN@/v1/traces")], PB),
    "gzip": (lambda: [packed(gzip.compress(protobuf()))], PB),
    "gzip of JSON": (lambda: [post(gzip.compress(as_json()), "content-encoding: GZIP", kind=JSON)], JSON),
    "gzip, two members": (lambda: [packed(gzip.compress(protobuf()[:99]) + gzip.compress(protobuf()[99:]))], PB),
    "empty body": (lambda: [post()], PB),
    "no length and no body": (lambda: [post(length=None)], PB),
    "empty JSON object": (lambda: [post(b"{}", kind=JSON)], JSON),
    "content type with parameters": (lambda: [post(as_json(), kind="Application/JSON; charset=UTF-8")], JSON),
    "chunked": (lambda: [chunked(protobuf()[:100], protobuf()[100:])], PB),
    "chunked, byte by byte": (lambda: [chunked(*[bytes([one]) for one in protobuf()])], PB),
    "chunked, with extensions and trailers": (lambda: [chunked(end=b"0;a=b\r\nX-Checked: yes\r\n\r\n")], PB),
    "chunked gzip": (lambda: [chunked(gzip.compress(protobuf()), more=["Content-Encoding: gzip"])], PB),
    "HTTP/1.0": (lambda: [post(protobuf(), version="1.0")], PB),
    "Host localhost": (lambda: [post(protobuf(), host="localhost:@PORT@")], PB),
    "Host [::1]": (lambda: [post(protobuf(), host="[::1]:@PORT@")], PB),
    "encoding identity": (lambda: [post(protobuf(), "Content-Encoding: identity")], PB),
    "unknown protobuf fields": (lambda: [post(protobuf() + b"\xa2\x06\x03abc")], PB),
    "spans in field 1000": (lambda: [post(request(export(span(attributes(STARTED)), old=True)).body)], PB),
    "unknown JSON members": (lambda: [post(as_json(newMember={"a": [1]}), kind=JSON)], JSON),
    "typed in by hand": (lambda: [post(protobuf(), "Sec-Fetch-Site: none")], PB),
    "Connection: close": (lambda: [post(protobuf(), "Connection: close")], PB),
    "Upgrade: h2c": (lambda: [post(protobuf(), "Connection: Upgrade", "Upgrade: h2c")], PB),
    "body of 4 MiB": (lambda: [post(b"\xa2\x06" + varint((4 << 20) - 6) + bytes((4 << 20) - 6))], PB),
}  # fmt: skip

ROUTES: dict[str, tuple[bytes, int]] = {
    "GET": (post(method="GET"), 405),
    "HEAD": (post(method="HEAD"), 405),
    "PUT": (post(method="PUT"), 405),
    "DELETE": (post(method="DELETE"), 405),
    "TRACE": (post(method="TRACE"), 405),
    "post in small letters": (post(method="post"), 405),
    "CONNECT": (post(method="CONNECT", path="127.0.0.1:@PORT@"), 404),
    "OPTIONS": (post(method="OPTIONS"), 403),
    "OPTIONS *": (post(method="OPTIONS", path="*"), 403),
    "preflight": (post(b"", "Origin: https://a.example", "Access-Control-Request-Method: POST", method="OPTIONS"), 403),
    "root": (post(path="/"), 404),
    "GET root": (post(method="GET", path="/"), 404),
    "metrics": (post(path="/v1/metrics"), 404),
    "logs": (post(path="/v1/logs"), 404),
    "wrong token": (post(path="/" + "0" * 32 + "/v1/traces"), 404),
    "token twice": (post(path="/@TOKEN@/@TOKEN@/v1/traces"), 404),
    "slash behind": (post(path="/v1/traces/"), 404),
    "two slashes": (post(path="//v1/traces"), 404),
    "dots": (post(path="/x/../v1/traces"), 404),
    "percent": (post(path="/v1%2ftraces"), 404),
    "query": (post(path="/v1/traces?a=" + CANARY), 404),
    "absolute target": (post(path="http://127.0.0.1:@PORT@/v1/traces"), 200),
    "absolute target elsewhere": (post(path="http://192.0.2.1/v1/traces"), 404),
    "letters": (post(path="/V1/TRACES"), 404),
}  # fmt: skip

STRANGERS: dict[str, tuple[bytes, int]] = {
    **{
        f"Host {host or '(empty)'}": (post(protobuf(), host=host), 421)
        for host in ("", "127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:@PORT@", "localhost.:@PORT@",
                     "0.0.0.0:@PORT@", "127.1:@PORT@", "2130706433:@PORT@", "[::ffff:127.0.0.1]:@PORT@",
                     "127.0.0.1:@PORT@.a.example", "a.example:@PORT@", "rebound.a.example",
                     "u@127.0.0.1:@PORT@", "127.0.0.1:@PORT@, a.example", "127.0.0.1:@PORT@/", CANARY)
    },
    "Host missing in 1.0": (post(protobuf(), host=None, version="1.0"), 421),
    **{
        f"Origin {origin or '(empty)'}": (post(protobuf(), f"Origin: {origin}"), 403)
        for origin in ("", "null", "https://a.example", "http://127.0.0.1:@PORT@", "http://localhost:@PORT@")
    },
    **{
        f"Sec-Fetch-Site {site}": (post(protobuf(), *rows), 403)
        for site, rows in {
            "cross-site": ["Sec-Fetch-Site: cross-site"], "same-site": ["Sec-Fetch-Site: same-site"],
            "same-origin": ["Sec-Fetch-Site: same-origin"], "NONE": ["Sec-Fetch-Site: NONE"],
            "twice": ["Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"],
        }.items()
    },
}  # fmt: skip

TYPES: dict[str, tuple[bytes, int]] = {
    **{
        f"type {kind or '(none)'}": (post(protobuf(), kind=kind), 415)
        for kind in (None, "", "text/plain", "application/x-www-form-urlencoded", "application/protobuf",
                     "multipart/form-data; boundary=a", "application/json5", "application/x-protobuf, text/plain",
                     "text/plain; application/json", f"text/{CANARY}", "application/x-protobuf\xa0")
    },
    "type twice": (post(protobuf(), "content-type: text/plain"), 400),
}  # fmt: skip

ENCODINGS: dict[str, tuple[bytes, int]] = {
    **{
        f"encoding {name or '(empty)'}": (post(zlib.compress(protobuf()), f"Content-Encoding: {name}"), 415)
        for name in ("", "deflate", "br", "zstd", "x-gzip", "compress", "snappy", "gzip, gzip", "gzip,deflate", CANARY)
    },
    "encoding twice": (post(gzip.compress(protobuf()), "Content-Encoding: gzip", "Content-Encoding: gzip"), 415),
}  # fmt: skip

SIZES: dict[str, tuple[Parts, int, str | None]] = {
    "length of 4 MiB and a byte, no body": (lambda: [post(length=(4 << 20) + 1)], 413, PB),
    "length of 5 MiB, all sent": (lambda: [post(bytes(5 << 20))], 413, PB),
    "length of 20 digits": (lambda: [post(length=10**20 - 1)], 413, PB),
    "length of 21 digits": (lambda: [post(length=10**21 - 1)], 400, JSON),
    "asks before sending too much": (lambda: [post(b"", "Expect: 100-continue", length=5 << 20)], 413, PB),
    "chunked without end": (endless, 413, PB),
    "30,000 chunks of a byte": (lambda: [dribble()], 413, PB),
    "gzip bomb": (lambda: [packed(bomb())], 413, PB),
    "gzip bomb behind a member": (lambda: [packed(gzip.compress(protobuf()) + bomb())], 413, PB),
    "gzip bomb in JSON": (lambda: [post(bomb(), "Content-Encoding: gzip", kind=JSON)], 413, JSON),
    "gzip, 200,000 empty members": (lambda: [packed(gzip.compress(b"") * 200_000)], 413, PB),
    "500,000 empty spans": (lambda: [post(amplified())], 413, PB),
    "500,000 empty spans, gzip": (lambda: [packed(gzip.compress(amplified()))], 413, PB),
    "30,000 spans of JSON": (lambda: [post(document(*[{}] * 30_000), kind=JSON)], 413, JSON),
    "header of 20 KiB": (lambda: [post(protobuf(), "X: " + "a" * 20_000)], 431, None),
    "headers of 16 KiB and a bit": (lambda: [post(protobuf(), *["X: " + "a" * 99] * 160)], 431, None),
    "header without end": (lambda: [b"POST /v1/traces HTTP/1.1\r\nX: ", *[b"a" * 1024] * 99], 431, JSON),
    "request line without end": (lambda: [b"POST /" + b"a" * 70_000], 431, JSON),
    "trailers without end": (lambda: [chunked(end=b"0\r\n"), *[b"X: " + b"a" * 1000 + b"\r\n"] * 99], 431, PB),
}  # fmt: skip

BODIES: dict[str, Parts] = {
    "random": lambda: [post(bytes(range(256)) * 4)],
    "truncated message": lambda: [post(protobuf()[:-7])],
    "JSON sent as protobuf": lambda: [post(as_json())],
    "bad UTF-8 in a name": lambda: [post(nested(b"\x12\x04\x2a\x02\xff\xfe"))],
    "attribute nested 90 deep": lambda: [post(deep_value(90))],
    "attribute nested 20,000 deep": lambda: [post(deep_value(20_000))],
    "wrong wire type": lambda: [post(b"\x08\x01\x0a")],
    "field number 0": lambda: [post(b"\x02\x00")],
    "group without end": lambda: [post(b"\x0b" * 500)],
    "length beyond the end": lambda: [post(b"\x0a\xff\xff\xff\xff\x07")],
    "varint without end": lambda: [post(b"\x0a" + b"\xff" * 40)],
    "old field that does not parse": lambda: [post(b"\x0a\x05\xc2\x3e\x02\x12\x09")],
    "not gzip": lambda: [packed(protobuf())],
    "gzip truncated": lambda: [packed(gzip.compress(protobuf())[:-9])],
    "gzip with a wrong sum": lambda: [packed(damaged())],
    "gzip and rubbish": lambda: [packed(gzip.compress(protobuf()) + b"rubbish")],
    "gzip header alone": lambda: [packed(gzip.compress(b"")[:10])],
    "gzip of nothing at all": lambda: [packed(b"")],
    "gzip of rubbish": lambda: [packed(gzip.compress(b"rubbish"))],
}  # fmt: skip

NOT_JSON: dict[str, bytes] = {
    "empty": b"", "truncated": as_json()[:-3], "rubbish behind": as_json() + b"x", "array": b"[]", "null": b"null",
    "number": b"5", "protobuf sent as JSON": b"\x0a\x00\xff", "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"), "bad UTF-8": b'{"a":"\xff"}', "NaN": b'{"a":NaN}', "Infinity": b'{"a":-Infinity}',
    "repeated member": b'{"resourceSpans":[],"resourceSpans":[]}', "two documents": b"{}{}",
    "nested 70 deep": b'{"a":' * 70 + b"1" + b"}" * 70, "nested 100,000 deep": b"[" * 100_000,
    "enum by name": as_json(kind="SPAN_KIND_INTERNAL"), "snake_case": as_json(trace_id="00" * 16),
    "id in base64": as_json(traceId="CvdlGRbNQ92ESOshHIAxnA=="), "id of odd length": as_json(spanId="abc"),
    "id too long": as_json(traceId="00" * 24), "id a number": as_json(spanId=5), "name a number": as_json(name=5),
    "span a string": document(CANARY), "spans an object": b'{"resourceSpans":{}}',
    "integer too large": as_json(startTimeUnixNano="99999999999999999999"), "integer with a fraction": as_json(kind=1.5),
    "integer of 5,000 digits": b'{"a":' + b"9" * 5000 + b"}", "two values": document({"attributes": [{"key": "a", "value": {"intValue": 1, "boolValue": True}}]}),
}  # fmt: skip

FRAMING: dict[str, bytes] = {
    "Host missing": post(protobuf(), host=None),
    "Host twice": post(protobuf(), "Host: a.example"),
    "length and transfer coding": post(b"", "Transfer-Encoding: chunked", length=5) + b"0\r\n\r\n",
    "transfer coding, then length": post(b"0\r\n\r\n", "Transfer-Encoding: chunked", "Content-Length: 5", length=None),
    "two lengths": post(protobuf(), "Content-Length: 1"),
    "one length twice": post(protobuf(), f"Content-Length: {len(protobuf())}"),
    "lengths in a list": post(b"", "Content-Length: 0, 0", length=None),
    "length negative": post(length=-5),
    "length with a sign": post(b"", "Content-Length: +5", length=None),
    "length in hexadecimal": post(b"", "Content-Length: 0x5", length=None),
    "length empty": post(b"", "Content-Length:", length=None),
    "transfer coding gzip": post(b"", "Transfer-Encoding: gzip", length=None),
    "transfer codings in a list": post(b"", "Transfer-Encoding: gzip, chunked", length=None),
    "transfer coding twice": post(b"", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked", length=None),
    "transfer coding with a tab": post(b"", "Transfer-Encoding: \x0bchunked", length=None),
    "chunk of size zz": post(b"", "Transfer-Encoding: chunked", length=None) + b"zz\r\n",
    "chunk of size -1": post(b"", "Transfer-Encoding: chunked", length=None) + b"-1\r\n",
    "chunk of 21 digits": post(b"", "Transfer-Encoding: chunked", length=None) + b"f" * 21 + b"\r\n",
    "chunk longer than it says": post(b"", "Transfer-Encoding: chunked", length=None) + b"1\r\nabc\r\n0\r\n\r\n",
    "body cut": post(protobuf())[:-9],
    "chunk cut": chunked(protobuf(), end=b"")[:-9],
    "headers cut": post(protobuf())[:60],
    "bare line feeds": post().replace(b"\r\n", b"\n"),
    "one bare line feed": post().replace(b"1.1\r\n", b"1.1\n"),
    "bare carriage return": post(b"", "X: a\rb"),
    "NUL in a header": post(b"", "X: a\0b"),
    "NUL in the path": post(path="/v1/traces\0"),
    "control in the path": post(path="/v1/\x1b[2Jtraces"),
    "space in the path": post(path="/v1/traces x"),
    "path not ASCII": post(path="/v1/tr\xe4ces"),
    "folded header": post(b"", "X: a\r\n b"),
    "folded length": post(b"", "Content-Length:\r\n 0", length=None),
    "space before the colon": post(b"", "X : a"),
    "header without a colon": post(b"", CANARY),
    "header without a name": post(b"", ": a"),
    "space before the first header": b"POST /v1/traces HTTP/1.1\r\n Host: 127.0.0.1:@PORT@\r\n\r\n",
    "HTTP/0.9": b"POST /v1/traces\r\n\r\n",
    "HTTP/1.2": post(version="1.2"),
    "HTTP/2.0": post(version="2.0"),
    "HTTP/9.9": post(version="9.9"),
    "http in small letters": post().replace(b"HTTP/", b"http/"),
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)),
    "zeros": bytes(5000),
    "empty lines": b"\r\n\r\n\r\n",
    "another protocol": b"PING\r\n\r\n",
    "a greeting": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "two spaces": post().replace(b"POST ", b"POST  "),
    "tabs": post().replace(b" /v1/traces ", b"\t/v1/traces\t"),
}  # fmt: skip


def _checks() -> Iterator[Check]:
    yield from (Check(f"good: {name}", parts, (200,), kind) for name, (parts, kind) in GOOD.items())
    tables = {
        "route": (ROUTES, PB),
        "stranger": (STRANGERS, PB),
        "type": (TYPES, None),
        "encoding": (ENCODINGS, PB),
    }
    for family, (table, kind) in tables.items():
        for name, (data, status) in table.items():
            yield Check(f"{family}: {name}", lambda d=data: [d], (status,), kind)
    yield from (
        Check(f"size: {name}", parts, (status,), kind)
        for name, (parts, status, kind) in SIZES.items()
    )
    yield from (Check(f"body: {name}", parts, (400,), PB) for name, parts in BODIES.items())
    for name, data in NOT_JSON.items():
        yield Check(f"JSON: {name}", lambda d=data: [post(d, kind=JSON)], (400,), JSON)
    for name, data in FRAMING.items():
        yield Check(f"framing: {name}", lambda d=data: [d], (400,))
    yield Check("pipelining: 100 requests", lambda: [post(protobuf()) * 100], (200,) * 100, PB)
    yield Check(
        "pipelining: good, bad, never read",
        lambda: [post(protobuf()) + post(path="/") + post()],
        (200, 404),
        PB,
    )
    yield Check(
        "pipelining: a bad body ends nothing", lambda: [post(b"\x0a") + post()], (400, 200), PB
    )
    yield Check(
        "pipelining: a request behind an empty body",
        lambda: [post() + post(method="GET")],
        (200, 405),
        PB,
    )
    yield Check(
        "asks before sending", lambda: [post(protobuf(), "Expect: 100-continue")], (100, 200), PB
    )
    yield Check("good: byte by byte", lambda: [post(protobuf())], (200,), PB, piece=1)
    yield Check("nothing at all", list, ())


CHECKS = {check.name: check for check in _checks()}


def run(check: Check, endpoint: Endpoint) -> list[Reply]:
    """Carry out a check and give the answers; raises `AssertionError` where they are wrong."""
    port, token = str(endpoint.port).encode(), endpoint.token.encode()
    parts = (part.replace(b"@PORT@", port).replace(b"@TOKEN@", token) for part in check.parts())
    if check.piece:
        whole = b"".join(parts)
        parts = (whole[at : at + check.piece] for at in range(0, len(whole), check.piece))
    raw = talk(endpoint.port, parts)
    found = replies(raw, bare=check.name == "route: HEAD")
    assert check.status == tuple(one.status for one in found), (found, raw[:200])
    assert CANARY.encode() not in raw
    for one in found:
        if one.status != 100:
            _examine(one, check.name)
    if check.kind:
        assert found[-1].kind == check.kind, found[-1]
    assert [] == [
        name for one in found for name in one.headers if name.startswith("access-control")
    ]
    assert 200 == plain(endpoint).status
    assert () == endpoint.faults
    return found


def plain(endpoint: Endpoint) -> Reply:
    """Send a plain request on a connection of its own."""
    data = post(protobuf(), host=f"127.0.0.1:{endpoint.port}")
    (reply,) = replies(talk(endpoint.port, [data]))
    return reply


def _examine(reply: Reply, name: str) -> None:
    """Every answer is of its encoding, and an error says why."""
    assert "nosniff" == reply.headers["x-content-type-options"]
    assert reply.kind in {PB, JSON}
    if reply.status == 200:
        if reply.kind == PB:
            assert not ExportTraceServiceResponse.FromString(reply.body).ListFields()
        assert reply.body == (b"{}" if reply.kind == JSON else b"")
    elif name != "route: HEAD":
        assert message(reply).isascii()
    assert (reply.headers.get("allow") == "POST") == (reply.status == 405)
    assert (reply.headers.get("retry-after") == "1") == (reply.status == 503)


def message(reply: Reply) -> str:
    """Read the text of an error as `google.rpc.Status` holds it."""
    if reply.kind == JSON:
        (text,) = json.loads(reply.body).values()
        return text
    assert reply.body[:2] == b"\x12" + bytes([len(reply.body) - 2])
    return reply.body[2:].decode("ascii")


def result(check: Check, endpoint: Endpoint) -> str:
    """Give a row of the table."""
    try:
        found = run(check, endpoint)
    except AssertionError as error:
        return f"FAILED  {check.name}: {str(error)[:300]}"
    said = " ".join(str(one.status) for one in found[:3]) or "ended"
    return f"ok      {check.name}: {said}{' …' if len(found) > 3 else ''}"


def main() -> int:
    passed = 0
    with Endpoint() as endpoint:
        for check in CHECKS.values():
            row = result(check, endpoint)
            passed += row.startswith("ok")
            sys.stdout.write(f"{row}\n")
            endpoint.take()
    sys.stdout.write(f"{passed} of {len(CHECKS)} checks passed\n")
    return 0 if passed == len(CHECKS) else 1


if __name__ == "__main__":
    sys.exit(main())
