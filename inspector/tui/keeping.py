"""Marks, comments and filter of a log between two runs: found when its first record is read."""

from __future__ import annotations

import os
from pathlib import Path

from inspector import state
from inspector.safe import Safe
from inspector.tui.filter import Filter
from inspector.tui.grammar import FilterError, parse
from inspector.tui.session import Session
from inspector.tui.words import count, say

DAMAGED = "what was kept for this log cannot be read; it is ignored"
_BACK = "kept from last time: {}; \\ switches the filter off and on"


class Keeper:
    """Keeps what a person does with one log; does nothing for a source that is no file."""

    def __init__(self, session: Session, *, on: bool) -> None:
        self._session = session
        self._on = on and session.source.kind in {"path", "paths"}
        self._path: Path | None = None
        self._log = os.path.abspath(session.source.paths[-1]) if self._on else ""  # noqa: PTH100  # as given
        self._there = False

    @property
    def lasting(self) -> bool:
        """Tell whether anything outlasts this run."""
        return self._on

    def recall(self) -> tuple[Filter | None, Safe | None]:
        """Find what was kept, once there is a first record; gives a filter, and what to say."""
        first = self._session.log.earliest
        if not self._on or self._path is not None or first is None:
            return None, None
        self._path = state.place(self._log, first)
        try:
            kept = state.load(self._path)
        except FileNotFoundError:
            return None, None
        except (OSError, ValueError):
            return None, say(DAMAGED)
        self._there = True
        damaged = self._session.marks.await_(kept["marks"])
        self._session.meet_all()
        try:
            filter_ = parse(kept["filter"])
        except FilterError:
            filter_, damaged = Filter(), damaged + 1
        marks = len(kept["marks"])
        said = [count(marks, "mark", "marks")] if marks else []
        said += [say("a filter")] if filter_ else []
        if damaged:
            return filter_ or None, say(DAMAGED)
        return filter_ or None, say(_BACK, say(" and ").join(said)) if said else None

    def keep(self) -> Safe | None:
        """Write what there is to keep; gives what went wrong."""
        if self._path is None:
            return None
        marks = self._session.marks.kept()
        filter_ = str(self._session.view.filter.text)
        if not marks and not filter_:
            if self._there:
                state.drop(self._path)
                self._there = False
            return None
        try:
            state.save(self._path, {"path": self._log, "filter": filter_, "marks": marks})
        except OSError:
            return say("marks and filter cannot be kept: the state folder may not be written")
        self._there = True
        return None
