"""What a tail hands out in, judged records out, and over all of it one report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

from inspector.audit import Inspection, Settings, Whole, day
from inspector.cli.clock import latest
from inspector.model import Finding, Judged
from inspector.reading import readers
from inspector.report import Input, Report, Tally, told
from inspector.rules import Scanner
from inspector.safe import Safe
from inspector.tail import Chunk, Ended, Item, Notice
from inspector.waivers import accepting

PIECE = 64 << 10
"""Bytes judged at a time: some 60 events, so that lines come steadily."""
LAST = 1 << 20
"""Bytes that are still judged once it is over; what is beyond that is told as not read."""
_TROUBLE = frozenset({"denied", "unsuitable", "unreadable"})
_OVER = frozenset({"opened", "replaced"})


@dataclass(slots=True)
class _Part:
    """One generation of the file."""

    source: Input
    whole: Whole
    inspection: Inspection
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


class Tailed:
    """Takes what a tail says and hands out; `close` gives the report of all."""

    def __init__(self, path: str, settings: Settings, over: Event) -> None:
        """Once `over` is set no more than `LAST` bytes are judged."""
        self._path, self.settings, self._over = path, settings, over
        self._parts: dict[int, _Part] = {}
        self._scanner = Scanner(settings.rules, settings.context)
        self._whole = Whole(settings)
        self._now = latest()
        self._left = LAST
        self._emptied: dict[int, Safe] = {}
        """Generations whose last lines may be lost, and what to say of that."""
        self._lost: list[Safe] = []
        self._trouble: Safe | None = None
        """Why the path cannot be read, as things stand."""

    def take(self, item: Item) -> Iterator[tuple[Input, Judged]]:
        """Judge what an item completes."""
        match item:
            case Chunk(generation, _, data):
                begun = self._parts.get(generation) or self._begin(generation)
                for at in range(0, len(data), PIECE):
                    if self._may_take(len(data[at : at + PIECE])):
                        yield from self._judge(begun, data[at : at + PIECE])
            case Ended(generation) if part := self._parts.get(generation):
                yield from self._judged(part, part.inspection.end())
            case Notice():
                self._note(item)
            case _:
                pass

    def _begin(self, generation: int) -> _Part:
        settings = self.settings
        inspection = Inspection(
            settings.contracts,
            chosen=settings.rules,
            scanner=self._scanner,
            context=settings.context,
        )
        part = _Part(Input(told(self._path)), Whole(settings), inspection)
        part.whole.begin(part.source, readers(self._path))
        self._parts[generation] = part
        return part

    def _may_take(self, size: int) -> bool:
        if self._over.is_set():
            self._left -= size
        return self._left >= 0

    def _judge(self, part: _Part, data: bytes) -> Iterator[tuple[Input, Judged]]:
        self._now = part.source.now_ms = latest()
        part.inspection.until(self._now)
        part.source.bytes += len(data)
        part.digest.update(data)
        yield from self._judged(part, part.inspection.feed(data))

    @staticmethod
    def _judged(part: _Part, judged: list[Judged]) -> Iterator[tuple[Input, Judged]]:
        for one in judged:
            part.whole.add(one)
            yield part.source, one

    def _note(self, notice: Notice) -> None:
        if notice.kind in _TROUBLE:
            self._trouble = notice.text
        elif notice.generation is None or notice.kind in _OVER:
            self._trouble = None
        match notice:
            case Notice("truncated", text, int(number)):
                self._emptied[number] = text
            case Notice("gap", text, int(number)) if number in self._emptied:
                self._emptied[number] = text
            case Notice("copy", _, int(number)):
                self._emptied.pop(number, None)
            case Notice("compressed", text):
                self._lost.append(text)
            case _:
                pass

    def standing(self, one: Finding) -> Tally:
        """Give a finding as the report will have it: accepted, known from the baseline, or new."""
        tally, report, settings = Tally(one), self._whole.report, self.settings
        tally.waiver = accepting(tally, report, settings.waivers, day(self._now))
        tally.known = bool(settings.baseline and settings.baseline.holds(tally, report))
        return tally

    def evidence(self, one: Finding) -> Safe | None:
        """Give what may be shown of the value."""
        return self._whole.report.evidence(Tally(one))

    def close(self) -> Report:
        """Say what can be said only of the whole."""
        for _, part in sorted(self._parts.items()):
            part.source.sha256 = part.digest.hexdigest()
            self._whole.merge(part.whole)
        report = self._whole.report
        if not report.inputs:
            self._whole.begin(Input(told(self._path), sha256=hashlib.sha256().hexdigest()))
        report.inputs[-1].error = Safe(" ".join(self._missed())) or None
        return self._whole.close()

    def _missed(self) -> Iterator[Safe]:
        """Say what was not read, or may not have been."""
        if self._trouble:
            yield self._trouble
        yield from self._lost
        yield from dict.fromkeys(self._emptied.values())
        if self._left < 0:
            yield Safe("It was ended before everything that was there was read.")
