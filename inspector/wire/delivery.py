"""Requests carried out, or only shown: each with its receipt, and with what arrived of its events.

What arrived is read back with the decoder of the endpoint, which shares no code with the encoder,
and laid beside the log: name, order, type and value of every attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from inspector.decode.otlp import BodyError, read
from inspector.decode.sent import sent
from inspector.model import Export, Pairs, Record, Request
from inspector.wire.encode import Batch
from inspector.wire.sender import Receipt, send

Taken = Callable[[], list[Request]]
"""Gives what the endpoint has taken in since the last call."""
Seen = Literal["reads back", "was accepted", "arrived"]
"""What is known of an event: it was not sent, a receiver elsewhere has it, or ours showed it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request and what became of it."""

    batch: Batch
    request: Request
    receipt: Receipt | None
    """None for a request that was only shown."""
    export: Export | None
    """What the receiver read; where it is not ours to ask, what it reads from these bytes."""
    events: tuple[tuple[Record, bool], ...]
    """Every event of the request, and whether it arrived exactly as it was logged."""
    seen: Seen

    @property
    def ok(self) -> bool:
        """True where the request was accepted and each of its events arrived as it was logged."""
        accepted = self.receipt is None or self.receipt.ok
        return accepted and all(same for _, same in self.events)


def shown(batches: Iterable[Batch], port: int) -> Iterator[Delivery]:
    """Make requests and send none."""
    for batch in batches:
        request = batch.request(port)
        export = _read(request)
        yield Delivery(batch, request, None, export, _events(batch, export), "reads back")


def delivered(
    batches: Iterable[Batch], port: int, taken: Taken | None = None, key: str | None = None
) -> Iterator[Delivery]:
    """Send requests one after the other to the endpoint at a port of this machine.

    With `taken`, what arrived is what the endpoint says has; without, it runs in another process,
    and what it accepted is what was sent.  `key` is as `send` takes it.
    """
    for batch in batches:
        request = batch.request(port)
        receipt = send(request, port, key=key)
        came: list[Request] = []
        if receipt.ok:
            came = taken() if taken else [request]
        arrived = next((one for one in came if one.body == request.body), None)
        export = _read(arrived) if arrived else None
        events = _events(batch, export)
        seen: Seen = "arrived" if taken else "was accepted"
        yield Delivery(batch, request, receipt, export, events, seen)


def _read(request: Request) -> Export | None:
    try:
        return read(request)
    except BodyError:
        return None


def _events(batch: Batch, export: Export | None) -> tuple[tuple[Record, bool], ...]:
    records = batch.records
    spans = [span.attributes for span in export.spans] if export else []
    if len(spans) != len(records):
        return tuple((record, False) for record in records)
    pairs = zip(records, spans, strict=True)
    return tuple((record, _same(sent(record), attributes)) for record, attributes in pairs)


def _same(logged: Pairs | None, arrived: Pairs) -> bool:
    """Tell whether attributes are equal in name, order, type and value; 1 is not true."""
    if logged != arrived:
        return False
    pairs = zip(logged, arrived, strict=True)
    return all(type(one) is type(other) for (_, one), (_, other) in pairs)
