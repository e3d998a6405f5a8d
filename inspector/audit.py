"""The line composed: bytes in, judged records out, and over whole inputs a report.

`Inspection` is the incremental form that the app, a live tail and a file share; `audit` runs it
over inputs one after the other.  What is said about the run as a whole (coverage) is said once, at
the end.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from inspector.baseline import Baseline
from inspector.contracts import bind, match, shipped
from inspector.decode import Decoder, decode
from inspector.decode.requests import read_span
from inspector.model import (
    Contract,
    Delivery,
    Export,
    Finding,
    Judged,
    Line,
    Payload,
    Problem,
    Record,
    Remark,
    Waiver,
    gathered,
)
from inspector.reading import Reader, Unreadable, modified, readers
from inspector.recall import Memory
from inspector.report import Input, Report, told
from inspector.report.provenance import Provenance
from inspector.rules import (
    Context,
    History,
    Rule,
    Scanner,
    by_subject,
    check,
    check_history,
    check_record,
    check_remark,
    check_request,
    check_run,
    check_waiver,
    moment,
    rules,
    written,
)
from inspector.safe import Safe
from inspector.tags import Key
from inspector.waivers import settle

Progress = Callable[[int], None]
"""Told how many bytes, unpacked, have been read since the last call; see `reading.unpacked`."""


class Inspection:
    """Bytes of one input in, judged records out; nothing depends on how the bytes were cut."""

    def __init__(
        self,
        contracts: Sequence[Contract] | None = None,
        *,
        now_ms: int | None = None,
        chosen: Sequence[Rule] | None = None,
        scanner: Scanner | None = None,
        context: Context = Context(),  # noqa: B008  # frozen
    ) -> None:
        """`now_ms` is the latest time that is no surprise (Unix milliseconds), None if unknown.

        A `scanner` that several inputs share remembers what it has seen in all of them.
        """
        self._contracts = shipped() if contracts is None else tuple(contracts)
        self._context = replace(context, now_ms=now_ms)
        chosen = rules() if chosen is None else chosen
        self._rules = by_subject(chosen)
        self._scanner = scanner or Scanner(chosen, context)
        self._decoder = Decoder()
        self._memory = Memory(self._contracts, self._rules, self._context)

    def until(self, now_ms: int) -> None:
        """Move the latest time that is no surprise: a log that grows is written later and later."""
        self._context = replace(self._context, now_ms=now_ms)

    @property
    def held(self) -> int:
        """Bytes that are in no record yet."""
        return self._decoder.held

    def feed(self, data: bytes) -> list[Judged]:
        """Take the next bytes; give the records they complete, judged."""
        judged: list[Judged] = []
        decoder, memory, now_ms = self._decoder, self._memory, self._context.now_ms
        for line in decoder.lines(data):
            if decoder.between and (known := memory.recall(line, now_ms)):
                decoder.skip(line)
                judged.append(known)
                continue
            for record in decoder.take(line):
                judged.append(self._judge(record))
                memory.learn(judged[-1], now_ms)
        return judged

    def end(self) -> list[Judged]:
        """Close the input; give what was still held."""
        return [self._judge(record) for record in self._decoder.end()]

    def again(self, line: Line) -> Judged:
        """Judge a line that was one whole record, as when it was read first."""
        now_ms = self._context.now_ms
        if known := self._memory.recall(line, now_ms):
            return known
        judged = self._judge(decode(line))
        self._memory.learn(judged, now_ms)
        return judged

    def _judge(self, record: Record) -> Judged:
        if isinstance(record.content, Remark | Export) and self._context.period.leaves_out(
            written(record)
        ):
            return Judged(record, None, (), outside=True)
        found = list(check_record(record, self._context, self._rules["record"]))
        left: list[int] = []
        match record.content:
            case Remark():
                found += self._beside(record, left)
            case Export():
                delivery = Delivery(record.content, self._claimed(record.content))
                found += check_request(delivery, self._context, self._rules["request"])
                found += self._scanner.request(delivery, left)
            case Payload():
                return self._event(record, found, left)
            case Problem():
                pass
        return Judged(record, None, tuple(found), unexamined=tuple(left))

    def _event(self, record: Record, found: list[Finding], left: list[int]) -> Judged:
        event = bind(record, self._contracts)
        time = moment(event)
        if time and self._context.period.leaves_out(time[0]):
            return Judged(record, event, (), time[0], outside=True)
        found += check(event, self._context, self._rules["event"])
        found += self._scanner.event(event, left)
        found += self._beside(record, left)
        return Judged(record, event, tuple(found), time and time[0], tuple(left))

    def _beside(self, record: Record, left: list[int]) -> Iterator[Finding]:
        for remarked in self._scanner.beside(record, left):
            yield from check_remark(remarked, self._context, self._rules["remark"])

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
    times: tuple[int | None, ...] = ()
    """Overrides the modification time of each input, where an earlier audit is repeated."""
    readers: tuple[int | None, ...] = ()
    """Overrides who may read each input, likewise."""
    context: Context = Context()  # noqa: RUF009  # frozen
    """What else the rules may know."""
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None
    key: Key | None = None
    """Of value tags."""
    provenance: Provenance = Provenance()  # noqa: RUF009  # frozen
    """What the report says of these settings."""


def epoch() -> int | None:
    """Read `SOURCE_DATE_EPOCH` (seconds since 1970) as milliseconds; None where it is not set.

    Raises `ValueError` where it is set to something else than a number of seconds.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    return None if seconds is None or not seconds.strip() else int(seconds) * 1000


def audit(paths: Iterable[str], settings: Settings, progress: Progress | None = None) -> Report:
    """Audit inputs in their order; an input that cannot be read is told of in the report."""
    work = Auditing(settings, progress)
    for path in paths:
        work.read(path)
    return work.close()


class Whole:
    """Judged records in, one report out that also tells what many of them say together."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings(shipped(), rules())
        self.report, self._history = Report(), History()
        self.report.key, self.report.provenance = self.settings.key, self.settings.provenance
        self.report.help = {rule.id: rule.text for rule in self.settings.rules}
        chosen = self.report.help.keys()
        self.report.off = sorted(rule.id for rule in rules() if rule.id not in chosen)

    def begin(self, source: Input, readers: int = 0) -> None:
        """Begin the next input; `readers` is as for `History.begin`."""
        self.report.inputs.append(source)
        self._history.begin(readers)

    def add(self, judged: Judged) -> None:
        """Take one record of the last input."""
        self.report.add(judged)
        if not judged.outside:
            self._history.add(judged, (len(self.report.inputs) - 1, judged.record.line.number))

    def merge(self, other: Whole) -> None:
        """Take what another has gathered as coming after; it may not be closed."""
        self.report.merge(other.report)
        self._history.merge(other._history)

    def close(self) -> Report:
        """Say what can be said only of the whole."""
        report, settings = self.report, self.settings
        times = [source.now_ms for source in report.inputs if source.now_ms is not None]
        context = replace(settings.context, now_ms=settings.now_ms)
        self._history.files.end()
        for finding in check_run(report.coverage, context, settings.rules):
            report.find(finding)
        for finding, hit in check_history(self._history, context, settings.rules):
            report.find(finding, *hit.places, times=hit.times)
        for weighed in list(settle(report, settings.waivers, day(max(times, default=None)))):
            for finding in check_waiver(weighed, context, settings.rules):
                report.find(finding)
        if settings.baseline:
            settings.baseline.mark(report)
        return report


def day(now_ms: int | None) -> dt.date | None:
    """Give the day that a report speaks of: that of the latest time that is no surprise.

    A time that no calendar holds, as a file system may give it, is the last or the first day.
    """
    if now_ms is None:
        return None
    try:
        return dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return dt.date.max if now_ms > 0 else dt.date.min


class Auditing:
    """Inputs in, one after the other, a report out."""

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        self._settings, self._progress = settings, progress or (lambda _: None)
        self._whole = Whole(settings)
        self._scanner = Scanner(settings.rules, settings.context)

    def read(self, path: str) -> None:
        """Read one input to its end."""
        reader, source = Reader(path), Input(told(path), now_ms=self._now(path))
        source.readers = self._readers(path)
        self.judge(source, reader.chunks())
        source.bytes, source.sha256 = reader.taken, reader.digest.hexdigest()

    def judge(self, source: Input, chunks: Iterable[bytes]) -> None:
        """Judge the bytes of one input; they may raise `Unreadable`."""
        settings = self._settings
        inspection = Inspection(
            settings.contracts,
            now_ms=source.now_ms,
            chosen=settings.rules,
            scanner=self._scanner,
            context=settings.context,
        )
        self._whole.begin(source, source.readers)
        try:
            for chunk in chunks:
                self._take(inspection.feed(chunk))
                self._progress(len(chunk))
        except Unreadable as error:
            source.error = Safe(str(error))
        self._take(inspection.end())

    def _now(self, path: str) -> int | None:
        """Give the latest time that is no surprise in the next input."""
        settings, number = self._settings, len(self._whole.report.inputs)
        if number < len(settings.times):
            return settings.times[number]
        return modified(path) if settings.now_ms is None else settings.now_ms

    def _readers(self, path: str) -> int:
        """Give who else may read the next input."""
        said, number = self._settings.readers, len(self._whole.report.inputs)
        known = said[number] if number < len(said) else None
        return readers(path) if known is None else known

    def _take(self, judged: list[Judged]) -> None:
        for one in judged:
            self._whole.add(one)

    def close(self) -> Report:
        """Say what can be said only of the whole."""
        return self._whole.close()
