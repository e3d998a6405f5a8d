"""Events of a log in, the requests that werf made of them out, byte for byte where a log tells it.

The attributes are the logged ones.  Everything around them is constant for an era of werf
(`inspector.wire.eras`), but four things that no log holds are rebuilt: the ids of a span are a
digest of its attributes where werf draws them at random (so the same log gives the same bytes), its
start and end are both its `ts`, the program's file is taken to be named ``werf``, and which spans
share a request.  werf's exporter looks every millisecond whether there are spans and sends them; so
two events of one run are put into one request when the log was written to less than half a
millisecond later, the point from which on they are more likely to be parted than not.

Written by hand rather than through the protobuf library, which promises no order of fields and has
forgotten field 1000; what is written are the bytes of Go's marshaller: fields by number, members of
a oneof also when empty, no other empty value but the status.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspector.contracts import match, shipped
from inspector.decode.sent import sent
from inspector.model import Json, Pairs, Payload, Record, Request
from inspector.wire.eras import Choice, Era, choose

NAME = "telemetry.werf.io"
"""The name of the instrumentation scope and of every span, since v1.2.122."""
GAP = 500_000
"""Nanoseconds between two lines of a log from which on their events go in requests of their own.
Of 40 runs on an idle machine whose requests were caught, all 40 were parted like that."""
MOST = 512
"""Spans of one request at most, OpenTelemetry's default."""
_INTERNAL = 1  # the kind of every span
_WORD = 1 << 64


class EncodeError(ValueError):
    """werf itself cannot send the event; the text is a fixed phrase that says why."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The events of one request."""

    choice: Choice
    records: tuple[Record, ...]
    body: bytes

    def request(self, port: int, path: str = "/v1/traces") -> Request:
        """Make the request as Go writes it, addressed to a port of this machine."""
        headers = (
            ("Host", f"127.0.0.1:{port}"),
            ("User-Agent", self.choice.era.user_agent),
            ("Content-Length", str(len(self.body))),
            ("Content-Type", "application/x-protobuf"),
            ("Accept-Encoding", "gzip"),
        )
        return Request("POST", path, headers, self.body)


@dataclass(slots=True)
class Rebuilt:
    """What became of the events of a log."""

    batches: list[Batch] = field(default_factory=list)
    """In the order of their first events."""
    unsendable: list[tuple[Record, str]] = field(default_factory=list)
    """Events of werf that it cannot send, and why."""
    others: Counter[str] = field(default_factory=Counter)
    """Events that are not werf's, by the contract that claims them; `unknown` for none."""


def requests(records: Iterable[Record], *, port: int, path: str = "/v1/traces") -> list[Request]:
    """Give the requests that werf made of these records, in order, for a port of this machine.

    What werf cannot send, and what is no event of werf's, is left out; `rebuild` tells of it.
    """
    return [batch.request(port, path) for batch in rebuild(records).batches]


def rebuild(records: Iterable[Record]) -> Rebuilt:
    """Group the events of a log into requests and encode them."""
    work = _Work()
    for record in records:
        owner, pairs = _owner(record), sent(record)
        if owner is None or pairs is None:
            continue
        if not owner.startswith("werf"):
            work.result.others[owner] += 1
            continue
        try:
            work.add(record, pairs)
        except EncodeError as error:
            work.result.unsendable.append((record, str(error)))
    work.result.batches = [group.batch() for group in work.groups]
    return work.result


class _Work:
    """Requests in the making: at most one is open for each run."""

    def __init__(self) -> None:
        self.result = Rebuilt()
        self.groups: list[_Group] = []
        self._open: dict[tuple[Json, Era], _Group] = {}
        self._seen = Counter[bytes]()

    def add(self, record: Record, pairs: Pairs) -> None:
        """Put an event into its request; raises `EncodeError`."""
        attributes, named = _attributes(pairs), dict(pairs)
        choice = choose(record.content.body)  # type: ignore[union-attr]  # it has attributes
        key = (named.get("executionID"), choice.era)
        group = self._open.get(key)
        if group is None or not group.takes(record):
            group = self._open[key] = _Group(choice)
            self.groups.append(group)
        self._seen[attributes] += 1
        group.add(record, _span(attributes, named.get("ts"), choice.era, self._seen[attributes]))


def _owner(record: Record) -> str | None:
    """Name the contract that claims an event, `unknown` for none; None for what is no event."""
    if not isinstance(record.content, Payload):
        return None
    contract = match(record.content, shipped())
    return contract.name if contract else "unknown"


class _Group:
    """The spans of a request that is still open."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._records: list[Record] = []
        self._spans: list[bytes] = []

    def takes(self, record: Record) -> bool:
        """Tell whether werf put this event into the same request as the ones before it."""
        last, now = _clock(self._records[-1]), _clock(record)
        together = last is None or now is None or abs(now - last) <= GAP
        return together and len(self._spans) < MOST

    def add(self, record: Record, span: bytes) -> None:
        self._records.append(record)
        self._spans.append(span)

    def batch(self) -> Batch:
        """Close the request."""
        return Batch(self._choice, tuple(self._records), _body(self._choice.era, self._spans))


def _clock(record: Record) -> int | None:
    """Nanoseconds at which the event was logged, else those of its own `ts`; None without both."""
    if record.frame and record.frame.instant is not None:
        return record.frame.instant
    ts = record.content.body.get("ts") if isinstance(record.content, Payload) else None
    return ts * 10**6 if isinstance(ts, int) else None


def _body(era: Era, spans: list[bytes]) -> bytes:
    resource = b"".join(
        _bytes(1, _pair(name, text))
        for name, text in (
            ("service.name", "unknown_service:werf"),
            ("telemetry.sdk.language", "go"),
            ("telemetry.sdk.name", "opentelemetry"),
            ("telemetry.sdk.version", era.sdk),
        )
    )
    scope = _bytes(1, _text(1, NAME)) + b"".join(_bytes(2, span) for span in spans)
    parts = {
        1: _bytes(1, resource),
        3: _text(3, era.schema_url),
        era.field: _bytes(era.field, scope),
    }
    return _bytes(1, b"".join(parts[number] for number in sorted(parts)))


def _span(attributes: bytes, ts: Json, era: Era, time: int) -> bytes:
    """Write a span; `time` counts spans with the same attributes, whose ids must differ."""
    ids = hashlib.sha256(b"%d " % time + attributes).digest()
    nanoseconds = ts * 10**6 if isinstance(ts, int) else 0
    clock = nanoseconds.to_bytes(8, "little") if 0 < nanoseconds < _WORD else b""
    return b"".join((
        _bytes(1, ids[:16]),
        _bytes(2, ids[16:24]),
        _text(5, NAME),
        _varint(6 << 3) + _varint(_INTERNAL),
        *((_varint(number << 3 | 1) + clock) for number in (7, 8) if clock),
        attributes,
        _bytes(15, b""),
        _varint(16 << 3 | 5) + era.flags.to_bytes(4, "little") if era.flags else b"",
    ))  # fmt: skip


def _attributes(pairs: Pairs) -> bytes:
    return b"".join(_bytes(9, _pair(name, value)) for name, value in pairs)


def _pair(name: str, value: Json) -> bytes:
    """Write a KeyValue; raises `EncodeError` for a value that werf's exporter cannot encode."""
    return (_text(1, name) if name else b"") + _bytes(2, _value(value))


def _value(value: Json) -> bytes:
    if isinstance(value, str):
        return _text(1, value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise EncodeError("it holds a value that is neither text nor an integer")
    if not -(1 << 63) <= value < 1 << 63:
        raise EncodeError("it holds a number beyond 64 bits")
    return _varint(3 << 3) + _varint(value % _WORD)


def _text(number: int, text: str) -> bytes:
    try:
        return _bytes(number, text.encode())
    except UnicodeEncodeError:
        raise EncodeError("it holds text that is not UTF-8") from None


def _bytes(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)
