"""What the app says of a log beside its requests."""

from __future__ import annotations

import pytest

from inspector.audit import Inspection
from inspector.compare import compare
from inspector.tui.wire import compared as module
from inspector.tui.wire.compared import laid_beside
from inspector.tui.wire.compared import told as told_of


def told(log, wire):
    return told_of(compare(log, wire))


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


def test_text_among_the_requests_is_no_agreement(sent, saved):
    (said,) = told(judged(sent()), judged(saved(sent()) + b"hello\n"))

    assert ("disagree", "log and wire: 1 identical · 1 out of place") == (said.kind, said.text)


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


# --- what belongs to which record ---


def beside(log: bytes, wire: bytes):
    ours, theirs, _ = laid_beside(judged(log), judged(wire))
    return ours, theirs


def rules_of(known) -> list[list[str]]:
    return [[f.rule for f in one.findings if "wire" in f.rule] for one, _ in known]


def test_what_differs_is_found_of_the_logged_event_and_both_know_each_other(sent, saved):
    log = sent("CommandStarted", {}, seconds=1) + sent(seconds=2)
    wire = saved(sent("CommandStarted", {}, seconds=1) + sent(seconds=2, command="werf plan"))
    ours, theirs = beside(log, wire)

    assert [[], ["wire/value-differs"]] == rules_of(ours)
    (_, same), (one, other) = ours
    assert (True, False) == (same.alike, other.alike)
    spans = [(one, to) for one, to in theirs if to is not None]
    assert [ours[0][0].record.line, one.record.line] == [to.line for _, to in spans]
    assert not any("value-differs" in rule for rules in rules_of(theirs) for rule in rules)
    at = [known for known, _ in theirs].index(spans[1][0])
    assert other.line is next(
        known.record.line for known, _ in theirs[at::-1] if known.record.line.data
    )


def test_what_is_on_one_side_only_is_found_there(sent, saved):
    ours, theirs = beside(sent(seconds=1), saved(sent("CommandStarted", {}, seconds=9)))

    assert [["wire/in-log-not-on-wire"]] == rules_of(ours)
    assert (None, False) == (ours[0][1].line, ours[0][1].alike)
    assert "wire/on-wire-not-in-log" in rules_of(theirs)[1]
    assert theirs[0][1] is None
    assert theirs[1][1].line is None


def test_spans_of_one_request_keep_their_places(sent, saved):
    log = sent("CommandStarted", {}) + sent()
    ours, _ = beside(log, saved(log))

    assert [0, 1] == [partner.place for _, partner in ours]
    assert ours[0][1].line is ours[1][1].line


def test_what_cannot_be_read_has_no_other_side(sent, saved):
    torn = b"[1][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=1\n"
    ours, theirs = beside(torn + sent(), b"x\n" + saved(sent()))

    assert ours[0][1] is None
    assert [True, True, False] == [partner is None for _, partner in theirs]
