"""What the app says of a log beside its requests."""

from __future__ import annotations

import pytest

from inspector.audit import Inspection
from inspector.tui.wire import compared as module
from inspector.tui.wire.compared import told


def judged(data: bytes):
    inspection = Inspection()
    return [*inspection.feed(data), *inspection.end()]


def test_a_log_agrees_with_its_own_requests(mixed, saved):
    whole = b"".join(
        line for line in mixed.splitlines(keepends=True) if b"ts=17912845\n" not in line
    )
    (said,) = told(judged(whole), judged(saved(mixed)))

    assert ("agree", "log and wire: 5 identical") == (said.kind, said.text)


def test_one_that_differs_differs(sent, saved):
    said, *_ = told(judged(sent()), judged(saved(sent(command="werf plan"))))

    assert "log and wire: 0 identical · 1 differs" == said.text


@pytest.mark.parametrize(
    ("log", "wire", "text"),
    [
        (1, 0, "log and wire: 0 identical · 1 only in the log"),
        (0, 1, "log and wire: 0 identical · 1 only on the wire"),
        (0, 0, "no event, neither in the log nor on the wire"),
    ],
)
def test_what_is_on_one_side_only_is_counted(sent, saved, log, wire, text):
    said, *_ = told(judged(sent() * log), judged(saved(sent()) * wire))

    assert ("disagree", text) == (said.kind, said.text)


def test_what_cannot_be_read_is_counted(sent, saved):
    torn = b"[1][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=1\n"

    (said,) = told(judged(sent() + torn), judged(saved(sent())))

    assert ("disagree", "log and wire: 1 identical · 1 unreadable") == (said.kind, said.text)


def test_what_is_not_the_same_is_named_by_where_it_stands(sent, saved):
    log = sent(seconds=1) + sent(seconds=2) + sent("CommandStarted", {}, seconds=3)
    wire = saved(sent(seconds=1, command="werf plan") + sent("Strange", seconds=9))
    _, *pairs = told(judged(log), judged(wire))

    assert {"pair"} == {one.kind for one in pairs}
    assert [
        "log line 1, request 1: CommandExited differs (command)",
        "log line 2: CommandExited is only in the log",
        "log line 3: CommandStarted is only in the log",
        "request 2: Strange is only on the wire",
    ] == [one.text for one in pairs]


def test_only_so_many_are_named(sent, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    log = b"".join(sent(seconds=n) for n in range(5))

    assert "… and 3 more" == [*told(judged(log), [])][-1].text
