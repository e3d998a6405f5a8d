"""The line composed: bytes in, judged records out, and over whole inputs a report.

`Inspection` is the incremental form that the app, a live tail and a file share; `audit` runs it
over inputs one after the other.  What is said about the run as a whole (coverage) is said once, at
the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inspector.contracts import bind, match, shipped
from inspector.decode import Decoder
from inspector.decode.requests import read_span
from inspector.model import Contract, Delivery, Export, Judged, Payload, Record, gathered
from inspector.reading import Reader, Unreadable, modified
from inspector.report import Input, Report, told
from inspector.rules import (
    Context,
    Coverage,
    Rule,
    check,
    check_record,
    check_request,
    check_run,
    rules,
)
from inspector.safe import Safe

Progress = Callable[[int], None]
"""Told how many stored bytes have been read since the last call."""


class Inspection:
    """Bytes of one input in, judged records out; nothing depends on how the bytes were cut."""

    def __init__(
        self,
        contracts: Sequence[Contract] | None = None,
        *,
        now_ms: int | None = None,
        chosen: Sequence[Rule] | None = None,
    ) -> None:
        """`now_ms` is the latest time that is no surprise (Unix milliseconds), None if unknown."""
        self._contracts = shipped() if contracts is None else tuple(contracts)
        self._context = Context(now_ms=now_ms)
        self._rules = rules() if chosen is None else tuple(chosen)
        self._decoder = Decoder()

    @property
    def held(self) -> int:
        """Bytes that are in no record yet."""
        return self._decoder.held

    def feed(self, data: bytes) -> list[Judged]:
        """Take the next bytes; give the records they complete, judged."""
        return [self._judge(record) for record in self._decoder.feed(data)]

    def end(self) -> list[Judged]:
        """Close the input; give what was still held."""
        return [self._judge(record) for record in self._decoder.end()]

    def _judge(self, record: Record) -> Judged:
        found = list(check_record(record, self._context, self._rules))
        if isinstance(record.content, Export):
            delivery = Delivery(record.content, self._claimed(record.content))
            found += check_request(delivery, self._context, self._rules)
        if not isinstance(record.content, Payload):
            return Judged(record, None, tuple(found))
        event = bind(record, self._contracts)
        found += check(event, self._context, self._rules)
        return Judged(record, event, tuple(found))

    def _claimed(self, export: Export) -> Contract | None:
        """Find the contract of the first span that one claims; a cut span is taken as it stands."""
        for span in export.spans:
            payload = read_span(span)
            if not isinstance(payload, Payload):
                payload = Payload("span", gathered(span.attributes))
            if contract := match(payload, self._contracts):
                return contract
        return None


@dataclass(frozen=True, slots=True)
class Settings:
    """What an audit judges by."""

    contracts: tuple[Contract, ...]
    rules: tuple[Rule, ...]
    now_ms: int | None = None
    """Overrides the inputs' modification times, as `SOURCE_DATE_EPOCH` asks."""


def epoch() -> int | None:
    """Read `SOURCE_DATE_EPOCH` (seconds since 1970) as milliseconds; None where it is not set.

    Raises `ValueError` where it is set to something else than a number of seconds.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    return None if seconds is None or not seconds.strip() else int(seconds) * 1000


def audit(paths: Iterable[str], settings: Settings, progress: Progress | None = None) -> Report:
    """Audit inputs in their order; an input that cannot be read is told of in the report."""
    report, coverage = Report(), Coverage()
    report.off = sorted({rule.id for rule in rules()} - {rule.id for rule in settings.rules})
    for path in paths:
        _read(path, settings, report, coverage, progress or (lambda _: None))
    for finding in check_run(coverage, Context(now_ms=settings.now_ms), settings.rules):
        report.find(finding)
    return report


def _read(
    path: str, settings: Settings, report: Report, coverage: Coverage, progress: Progress
) -> None:
    now = modified(path) if settings.now_ms is None else settings.now_ms
    inspection = Inspection(settings.contracts, now_ms=now, chosen=settings.rules)
    reader, source, taken = Reader(path), Input(told(path)), 0
    report.inputs.append(source)

    def take(judged: list[Judged]) -> None:
        for one in judged:
            report.add(one)
            if one.event:
                coverage.add(one.event)

    try:
        for chunk in reader.chunks():
            take(inspection.feed(chunk))
            progress(reader.taken - taken)
            taken = reader.taken
    except Unreadable as error:
        source.error = Safe(str(error))
    take(inspection.end())
    source.bytes, source.sha256 = reader.taken, reader.digest.hexdigest()
