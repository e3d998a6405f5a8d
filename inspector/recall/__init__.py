"""Lines that are made of parts which were seen before, judged without reading them again.

werf's log repeats itself: the same ids, commands, attributes and results stand in event after
event, and what a process notes for itself is one of eight texts.  A line is parted at the marks
that no quoted text can hold; where every part has been seen in its place, the record and what was
found in it are put together from what the plain path made of those parts.  Four things are new in
every line and have forms that leave nothing to judge: the frame, the event's time, the id of its
run, and a duration.

What makes that right is that a field is judged by itself: the rules of `ALONE` look at one field of
an event at a time, so what they find in a part they find in it beside any others.  With any other
rule nothing is remembered.  Deleting this package, and the three places in `inspector.audit` that
ask it, changes no report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from inspector.model import Contract, Judged, Line, Record, Remark
from inspector.recall.learning import ALONE, ELSEWHERE, TOGETHER, learnt, told_by_schema
from inspector.recall.parts import LINE, MARK, New, Shape, event, found, frame_of, without_duration
from inspector.rules import Context, Period, Rule
from inspector.rules.registry import About
from inspector.rules.value import DAY, EARLIEST

__all__ = ["ALONE", "BUDGET", "ELSEWHERE", "MOST", "TOGETHER", "Memory"]

MOST = 2048
"""Bytes of a part that is remembered."""
BUDGET = 6 << 20
"""Bytes that all parts may take, roughly; then all are forgotten."""

_FIXED = frozenset({"start-exporter", "start-event", "project-id", "shutdown"})
"""Remarks of which each is one text, or one of five."""


class Memory:
    """What the parts of an input's lines were judged to be."""

    def __init__(
        self,
        contracts: Sequence[Contract],
        rules: Mapping[About, Sequence[Rule]],
        context: Context,
    ) -> None:
        """`rules` are those that are asked, by what they are about."""
        self._order = {rule.id: number for number, rule in enumerate(rules["event"])}
        self._ready = (
            self._order.keys() <= ALONE | TOGETHER | ELSEWHERE
            and {rule.id for rule in rules["record"]} <= {"run/unreadable-line"}
            and all(map(told_by_schema, contracts))
            and context.period == Period()
            and context.opted_out_since is None
        )
        self._remarks: dict[bytes, Remark] = {}
        self._shapes: dict[tuple[bytes, bytes], Shape] = {}
        self._spent = 0

    def recall(self, line: Line, now_ms: int | None) -> Judged | None:
        """Judge a physical line of which every part is known; None for any other.

        `now_ms` is that of the context in which it is judged.
        """
        match = LINE.match(line.data)
        if match is None or not self._ready:
            return None
        rest = line.data[match.end() :]
        if match[7] is not None:
            return self._event(line, match, rest.split(MARK), now_ms)
        remark = self._remarks.get(rest)
        frame = frame_of(match) if remark else None
        return Judged(Record(line, remark, frame), None, ()) if remark and frame else None

    def _event(
        self, line: Line, match: re.Match[bytes], pieces: list[bytes], now_ms: int | None
    ) -> Judged | None:
        ts = int(match[7])
        if len(pieces) != 7 or not _plausible(ts, now_ms):
            return None
        user, project, command, kind, data, attributes, schema = pieces
        shape, frame = self._shapes.get((kind, schema)), frame_of(match)
        if shape is None or frame is None:
            return None
        masked, took = without_duration(data)
        known = shape.parts
        try:
            parts = known[user], known[project], known[command], known[masked], known[attributes]
        except KeyError:
            return None
        if not parts[3].holds(took):
            return None
        made = event(shape, New(line, frame, ts, match[8].decode(), took), parts)
        return Judged(made.record, made, found(shape, parts), ts)

    def learn(self, judged: Judged, now_ms: int | None) -> None:
        """Remember what the plain path made of a record, where its line is of this form."""
        line, content = judged.record.line, judged.record.content
        plain = line.complete and line.count == 1 and not line.glued and not line.cut
        if not self._ready or not plain or judged.unexamined or line.digest:
            return
        match = LINE.match(line.data)
        if match is None:
            return
        rest = line.data[match.end() :]
        if match[7] is not None:
            pieces = rest.split(MARK)
            if _plausible(int(match[7]), now_ms) and max(map(len, pieces)) <= MOST:
                self._learn(judged, match, pieces)
        elif isinstance(content, Remark) and content.kind in _FIXED and not judged.findings:
            self._remarks[rest] = content

    def _learn(self, judged: Judged, match: re.Match[bytes], pieces: list[bytes]) -> None:
        made = learnt(judged, match, pieces, self._order)
        if made is None:
            return
        if self._spent > BUDGET:
            self._shapes, self._spent = {}, 0
        shape, parts = made
        kept = self._shapes.setdefault((pieces[3], pieces[6]), shape)
        for piece, part in parts.items():
            if piece not in kept.parts:
                kept.parts[piece] = part
                self._spent += len(piece) + part.size


def _plausible(ts: int, now_ms: int | None) -> bool:
    """Tell whether no rule objects to a time of thirteen digits."""
    return ts >= EARLIEST and (now_ms is None or ts <= now_ms + DAY)
