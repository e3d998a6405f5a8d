"""What an endpoint received, judged as it arrives, and gathered in one report.

A request is judged as the line that `--save` would keep of it, so what is found does not depend on
whether it is looked at now or read from the file later.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from inspector.audit import Inspection, Settings, Whole
from inspector.contracts import shipped
from inspector.decode.requests import to_line
from inspector.model import Request
from inspector.report import Input, Report, live
from inspector.report.as_text import Look
from inspector.rules import rules
from inspector.safe import Safe


class Received:
    """Takes requests one by one; `end` gives the report of all."""

    def __init__(self, now_ms: int, *, secrets: bool = False) -> None:
        """`now_ms` is the latest time that is no surprise; `secrets` is as for `to_line`."""
        self._inspection = Inspection(now_ms=now_ms)
        self._secrets = secrets
        self._source = Input(Safe("endpoint"), now_ms=now_ms)
        self._digest = hashlib.sha256()
        self._whole = Whole(Settings(shipped(), rules(), now_ms=now_ms))
        self._whole.begin(self._source)
        self._seen: set[object] = set()
        self.count = 0
        """Requests so far, refused ones included."""
        self.refused: Counter[int] = Counter()
        """Those that were refused, by status."""

    def add(self, request: Request, look: Look) -> tuple[bytes, list[str]]:
        """Judge one request; give the line to keep of it, and the lines to show."""
        self.count += 1
        if request.refused is not None:
            self.refused[request.refused] += 1
        records = self._inspection.feed(to_line(request, secrets=True))
        shown = [live.request_line(request, self.count, len(records) - 1, look)]
        for judged in records:
            self._whole.add(judged)
            shown += live.lines(judged, look, self._seen)
        kept = to_line(request, secrets=self._secrets)
        self._source.bytes += len(kept)
        self._digest.update(kept)
        return kept, shown

    def end(self, troubles: Iterable[Safe | None]) -> Report:
        """Give the report; `troubles` say what was not examined, or not kept as asked."""
        self._source.content = self._source.bytes
        self._source.sha256 = self._digest.hexdigest()
        self._source.error = Safe("; ".join(filter(None, troubles))) or None
        return self._whole.close()
