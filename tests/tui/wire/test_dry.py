"""A dry run without a screen: rebuilt, sent, failed, stopped."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from threading import Event

import pytest

from inspector.decode import Decoder
from inspector.model import Request
from inspector.safe import Safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.store import Log
from inspector.tui.wire import dry as module
from inspector.tui.wire.bench import Bench
from inspector.tui.wire.chosen import Chosen, one
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.said import header, panel, status, tabs, where
from inspector.tui.wire.sheet import VIEWS, laid_out
from inspector.tui.wire.tools import Wire
from inspector.wire.encode import rebuild
from inspector.wire.sender import Receipt
from tests.tui.conftest import all_of

WASP = b'{"event": "cli-build", "properties": {}}\n'


def run(rows, tools, *, send: bool = True) -> DryRun:
    dry = DryRun(all_of(rows), Bench(tools))
    dry.rebuild()
    if send:
        dry.send()
    return dry


def refused(status: int | None = 503) -> Receipt:
    said = Safe("it answered 503" if status else "nothing listens on port 1")
    return Receipt(Request("POST", "/", (), b""), status, (), b"", 0.002, said)


def said(dry: DryRun, width: int = 120) -> str:
    return "\n".join(text_of(line) for line in panel(dry.state, 0, dry.bench, (width, 40)))


def test_a_request_is_rebuilt_and_nothing_is_sent(rows, sent, fake):
    tools = fake()
    dry = run(rows(sent()), tools, send=False)

    assert ("rebuilt", 43117, 1, 1, 0) == (
        dry.state.stage, dry.state.port, dry.state.events, dry.state.ready, dry.state.rest,
    )  # fmt: skip
    assert 0 == tools.sent
    assert dry.state.sheets[0].receipt is None
    assert "Nothing was sent. s sends it to 127.0.0.1:43117, inside this app." in said(dry)


def test_what_arrives_is_laid_beside_the_log(rows, sent, fake):
    dry = run(rows(sent()), fake())
    totals, sheet = dry.state.totals, dry.state.sheets[0]

    assert "sent" == dry.state.stage
    assert (1, 0, 1, 1, 9, 9) == (
        totals.requests, totals.failed, totals.events, totals.identical, totals.same,
        totals.attributes,
    )  # fmt: skip
    assert hashlib.sha256(sheet.request.body).hexdigest() == totals.sha256
    assert len(sheet.request.body) == totals.bytes
    assert sheet.receipt is not None
    assert "200 from this machine · 1 span · " in said(dry)
    assert "decoded: identical (9/9)\n" in said(dry)
    assert "bytes that left this machine: 0\n SHA-256 " in said(dry)
    assert totals.sha256 in said(dry)


def test_many_events_are_rebuilt_piece_by_piece(rows, sent, fake, monkeypatch):
    monkeypatch.setattr(module, "FIRST", 10)
    monkeypatch.setattr(module, "PIECE", 7)
    monkeypatch.setattr(module, "SHOWN", 3)
    dry = run(rows(b"".join(sent(seconds=n / 10) for n in range(40))), fake(), send=False)

    assert (3, 10, 30) == (len(dry.state.sheets), dry.state.ready, dry.state.rest)
    assert "s sends all 40 events" in said(dry)
    assert "30 of them are rebuilt as they are sent" in said(dry)

    dry.send()
    totals = dry.state.totals

    assert (40, 40, 40, 0) == (totals.requests, totals.events, totals.identical, dry.state.rest)
    assert 3 == len(dry.state.sheets)
    assert "200 from this machine · 40 requests · 40 spans" in said(dry)
    assert "decoded: identical (40/40 events, 360/360 attributes)" in said(dry)


def test_all_events_are_rebuilt_together_when_they_are_sent(rows, sent, fake, monkeypatch):
    monkeypatch.setattr(module, "FIRST", 3)
    monkeypatch.setattr(module, "_STEP", 2)
    log = sent() * 4 + sent(seconds=9) * 3
    dry = run(rows(log), fake())
    decoder = Decoder()
    batches = rebuild([*decoder.feed(log), *decoder.end()]).batches

    assert (2, 7) == (dry.state.totals.requests, dry.state.totals.identical)
    digest = hashlib.sha256(b"".join(batch.body for batch in batches)).hexdigest()
    assert digest == dry.state.totals.sha256
    assert sum(len(batch.body) for batch in batches) == dry.state.totals.bytes
    assert 4 == dry.state.sheets[0].total
    assert f"SHA-256 of all bodies {digest}" in said(dry)


def test_building_can_be_stopped_and_says_how_far_it_is(rows, sent, fake, monkeypatch):
    monkeypatch.setattr(module, "FIRST", 3)
    monkeypatch.setattr(module, "_STEP", 2)
    dry = run(rows(sent() * 7), fake(), send=False)
    halfway = replace(dry.state, stage="sending", built=4)
    records = dry._records(0)
    next(records)
    dry.stop.set()

    assert [] == list(records)
    assert "Building: 4 of 7 events" in "\n".join(
        map(text_of, panel(halfway, 0, dry.bench, (80, 24)))
    )


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
def test_a_small_screen_keeps_the_verdict_and_the_counts(rows, sent, fake, size):
    dry = run(rows(sent() * 3 + sent(seconds=9)), fake())
    totals = replace(dry.state.totals, events=5760, requests=33, identical=5760, bytes=71738,
                     same=51840, attributes=51840)  # fmt: skip
    for stage in ("sent", "stopped"):
        state = replace(dry.state, stage=stage, totals=totals, events=5760)
        text = " ".join(" ".join(map(text_of, panel(state, 0, dry.bench, size))).split())

        for words in ("decoded: identical (5,760/5,760", "33 requests · 5,760 spans"):
            assert words in text


def test_a_request_that_was_refused_says_with_which_status(states):
    state = states[4]
    sheet = replace(
        state.captured[0], request=replace(state.captured[0].request, refused=413, body=b"")
    )
    odd = replace(state, captured=(sheet,))
    text = "\n".join(text_of(line) for line in laid_out(odd, 0, "Headers", 80, secrets=False))

    assert "status 413: it was refused." in text
    assert "its body was not kept" in text


def test_the_same_events_give_the_same_digest(rows, sent, fake):
    first, second = (run(rows(sent() + sent(seconds=9)), fake()) for _ in range(2))

    assert first.state.totals.sha256 == second.state.totals.sha256


def test_a_refusal_is_told_and_the_others_are_sent(rows, sent, fake):
    dry = run(rows(sent(seconds=1) + sent(seconds=2)), fake([refused()]))

    assert ("failed", 2, 1, 1) == (
        dry.state.stage, dry.state.totals.requests, dry.state.totals.failed,
        dry.state.totals.identical,
    )  # fmt: skip
    assert [1, 1] == [len(sheet.spans) for sheet in dry.state.sheets]
    assert "x it answered 503" in said(dry)
    assert "1 not accepted" in said(dry)
    assert "NOT identical (1/2 events, 9/18 attributes)" in said(dry)


def test_where_nobody_answers_no_more_is_sent(rows, sent, fake):
    tools = fake([refused(None)])
    dry = run(rows(sent(seconds=1) + sent(seconds=2)), tools)

    assert ("failed", 1) == (dry.state.stage, tools.sent)
    assert "s tries again" in said(dry)


def test_a_second_try_begins_from_nothing(rows, sent, fake):
    dry = run(rows(sent()), fake([refused(None)]))
    dry.send()

    assert ("sent", 1, None) == (dry.state.stage, dry.state.totals.requests, dry.state.error)


def test_it_stops_when_it_is_asked_to(rows, sent, fake):
    dry = run(rows(sent(seconds=1) + sent(seconds=2)), fake(), send=False)
    dry.stop.set()
    dry.send()

    assert ("stopped", 0) == (dry.state.stage, dry.state.totals.requests)
    assert " stopped, sent: 0 of 2 events\n" in said(dry)
    assert "decoded" not in said(dry)


def test_an_endpoint_that_does_not_start_is_told_of(rows, sent, fake):
    dry = run(rows(sent()), fake(trouble=OSError("port 1 is in use; \x1b[31m")), send=False)

    assert ("rebuilt", 1) == (dry.state.stage, len(dry.state.sheets))
    assert "x the endpoint could not start: port 1 is in use; \\x1b[31m" in said(dry)


def test_what_werf_could_not_send_is_left_out_and_told(rows, sent, fake):
    odd = b'{"ts": 1.5, "eventType": "CommandStarted", "userID": "x", "schemaVersion": 2}\n'
    dry = run(rows(sent() + odd + WASP + WASP), fake())

    assert ("sent", 1) == (dry.state.stage, dry.state.totals.events)
    assert ["1 event left out: it holds a value that is neither text nor an integer"] == [
        text for text in dry.state.left_out if "neither" in text
    ]
    assert any(text.startswith("2 events left out: of a") for text in dry.state.left_out)
    assert "left out" in said(dry)


def test_what_is_left_out_is_told_before_anything_is_sent(rows, sent, fake):
    dry = run(rows(sent() + WASP), fake(), send=False)
    text = "\n".join(text_of(line) for line in laid_out(dry.state, 0, "Compare", 80, secrets=False))

    assert "1 event left out: of a" in said(dry)
    assert "1 event left out: of a" in text


def test_where_nothing_could_be_sent_it_says_so(rows, fake):
    dry = run(rows(WASP), fake(), send=False)

    assert "failed" == dry.state.stage
    assert "none of these events is one that werf could send" in said(dry)


def test_a_value_that_does_not_arrive_is_told(rows, sent, fake):
    class Lossy(fake):
        def delivered(self, batches):
            for delivery in super().delivered(batches):
                (resource,) = delivery.export.resources
                (span,) = resource.scopes[0].spans
                scope = replace(
                    resource.scopes[0], spans=(replace(span, attributes=span.attributes[:-1]),)
                )
                export = replace(delivery.export, resources=(replace(resource, scopes=(scope,)),))
                events = tuple((record, False) for record, _ in delivery.events)
                yield replace(delivery, export=export, events=events)

    dry = run(rows(sent()), Lossy())
    text = "\n".join(
        text_of(line) for line in laid_out(dry.state, 0, "Compare", 120, secrets=False)
    )

    assert "decoded: NOT identical (8/9)" in said(dry)
    assert "- log only" in text


def test_lines_of_two_files_that_are_alike_keep_their_own_findings(rows, sent, fake):
    bad = rows(sent(data={"exitCode": 0, "hostPath": "/x"}))
    dry = run([*rows(sent()), *bad], fake(), send=False)

    found = [logged.found for sheet in dry.state.sheets for _, logged in sheet.spans]
    assert [{}, {"eventData": "violation"}] == [
        {key: level for key, level in one.items() if key == "eventData"} for one in found
    ]


# --- what was received ---


@pytest.fixture
def log(rows, mixed, saved) -> Log:
    log = Log()
    log.add(rows(mixed + saved(mixed)))
    return log


def received(log: Log, kind: str) -> DryRun:
    row = next(r for _, r in log.rows() if r.type == kind and (r.carrier or r.remark))
    dry = DryRun(one(row, log), Bench(Wire()))
    dry.rebuild()
    return dry


def test_a_span_is_shown_as_it_arrived_beside_its_event(log):
    dry = received(log, "BuildStarted")
    ((span, logged),) = dry.state.captured[0].spans

    assert "captured" == dry.state.stage
    assert logged is not None
    assert (4, span.attributes) == (logged.line, logged.pairs)
    assert "nothing of it is rebuilt" in said(dry)
    assert "line 4 of the log: identical (9/9)" in said(dry)


def test_a_span_that_differs_is_shown_beside_the_most_alike(rows, sent, saved):
    log = Log()
    log.add(rows(sent(seconds=1) + sent(seconds=2) + saved(sent(seconds=2, command="werf plan"))))
    dry = received(log, "CommandExited")
    ((_, logged),) = dry.state.captured[0].spans
    text = "\n".join(
        text_of(line) for line in laid_out(dry.state, 0, "Compare", 120, secrets=False)
    )

    assert logged is not None
    assert (False, True) == (logged.exact, logged.guessed)
    assert "line 2 of the log, the most alike" == logged.place
    assert "x differs" in text
    assert "werf converge" in text
    assert "line 2 of the log, the most alike: NOT identical (8/9)" in said(dry)


def test_a_span_that_is_like_nothing_in_the_log_stands_alone(rows, sent, saved):
    log = Log()
    log.add(
        rows(
            sent(data={"a": 1}, extra={"b": "c"})
            + saved(
                b'{"userID": "u", "ts": 1, "schemaVersion": 2, "eventType": "CommandExited", "executionID": "6f1c9a52-3b7e-4c0d-9a44-71d2f0c8e615"}\n'
            )
        )
    )
    ((_, logged),) = received(log, "CommandExited").state.captured[0].spans

    assert logged is None


def _span_of(text: str) -> list[str]:
    """The lines of the first attributes."""
    begin = text.index(" attributes")
    return [line.rstrip() for line in text[begin : text.index("span 2 of 2")].splitlines()]


def test_a_request_is_shown_with_all_its_spans(rows, saved, sent):
    wire = Log()
    wire.add(rows(saved(sent() + sent())))
    dry = received(wire, "request: 2 spans")

    assert [None, None] == [logged for _, logged in dry.state.captured[0].spans]
    text = "\n".join(
        text_of(line) for line in laid_out(dry.state, 0, "Compare", 120, secrets=False)
    )
    assert "no log to compare with" in text
    assert "the log says" not in text
    assert not any(line.endswith("+ wire only") for line in _span_of(text))
    assert "WHAT WAS ON THE WIRE [captured]" in text
    assert "span 2 of 2" in text
    assert "rebuilt" not in text.lower()


def test_a_request_that_cannot_be_read_again_is_told_of(log, rows, sent):
    dry = DryRun(Chosen(Safe("x"), (), rows(sent())[0]), Bench(Wire()))
    dry.rebuild()

    assert "failed" == dry.state.stage


# --- laying out ---


@pytest.fixture
def states(rows, sent, fake, log):
    two = rows(sent("CommandStarted", {}) + sent(data={"exitCode": 0, "ü" * 90: "日" * 90}))
    advice = [
        type("Advice", (), {
            "level": level, "subject": Safe(f"OTEL_{level}"), "said": Safe("said " * 30),
            "evidence": evidence,
        })
        for level, evidence in (("leak", Safe("a…b (9)")), ("fact", None))
    ]  # fmt: skip
    return [
        run(two, fake(advice=advice), send=False).state,
        run(two, fake(advice=advice)).state,
        run(two, fake([refused()])).state,
        run(two, fake([refused(None)])).state,
        received(log, "BuildStarted").state,
        DryRun(Chosen(Safe("x"), ()), Bench(fake())).state,
        replace(run(two, fake()).state, stage="sending"),
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 99, 100, 120, 200])
def test_no_line_and_no_bar_is_wider_than_the_screen(states, fake, width):
    bench = Bench(fake())
    for state in states:
        for view in VIEWS:
            lines = laid_out(state, 0, view, width, secrets=False)
            assert max(map(width_of, lines), default=0) <= width
            assert width_of(tabs(state, 0, view, width)) <= width
        assert width_of(header(bench, Safe("event, line 1" * 9), width)) <= width
        assert width_of(status(state, 0, bench, Safe("event"), width)) <= width
        assert max(map(width_of, panel(state, 0, bench, (width, 40))), default=0) <= width
        assert len(panel(state, 0, bench, (width, 24))) <= 6


def test_the_variables_of_the_shell_are_named_and_their_values_masked(states):
    state = states[0]
    text = "\n".join(text_of(line) for line in laid_out(state, 0, "Compare", 120, secrets=False))

    assert "OTEL_leak = a…b (9)" in text
    assert "! this shell would add to it: OTEL_leak" in "\n".join(
        text_of(line) for line in panel(state, 0, Bench(Wire()), (120, 40))
    )


def test_without_such_variables_that_is_said(rows, sent, fake):
    state = run(rows(sent()), fake(), send=False).state
    text = "\n".join(text_of(line) for line in laid_out(state, 0, "Compare", 120, secrets=False))

    assert "Nothing: none is set in the shell" in text
    assert "Rebuilt, for no log holds it: the ids of each span" in text


@pytest.mark.parametrize("width", [80, 120])
def test_what_otlp_does_not_know_and_what_is_too_much_is_shown_as_such(rows, sent, fake, width):
    state = run(rows(sent()), fake(), send=False).state
    (sheet,) = state.sheets
    ((span, logged),) = sheet.spans
    many = replace(span, attributes=tuple((f"a{n}", n) for n in range(150)))
    export = replace(sheet.export, rest={"unknown": {"#83": "hi"}})
    odd = replace(state, sheets=(replace(sheet, export=export, spans=((many, logged),)),))
    text = "\n".join(text_of(line) for line in laid_out(odd, 0, "Compare", width, secrets=False))

    assert "unknown.#83" in text
    assert "… and 59 more" in text


def test_a_request_that_no_receiver_could_read_shows_its_head(rows, sent, fake):
    class Unread(fake):
        def shown(self, batches):
            return (replace(one, export=None) for one in super().shown(batches))

    state = run(rows(sent()), Unread(), send=False).state
    text = "\n".join(text_of(line) for line in laid_out(state, 0, "Compare", 80, secrets=False))

    assert "POST /v1/traces HTTP/1.1" in text
    assert "span 1" not in text


def test_progress_and_place_are_told(rows, sent, fake):
    state = replace(run(rows(sent()), fake()).state, stage="sending", events=4)
    bench = Bench(fake())

    assert " SENDING  25 %  1/4  0 captured" == text_of(status(state, 0, bench, Safe("x"), 80))
    assert "  line 3 of 7" == text_of(where(3, 7, 20, 40))
    assert () == where(3, 7, 30, 40)
    assert " SENDING  25 %  1/4" == text_of(status(state, 0, bench, Safe("x"), 20))


def test_log_and_wire_stand_side_by_side_where_there_is_room(rows, sent, fake):
    state = run(rows(sent()), fake(), send=False).state
    wide = [text_of(line) for line in laid_out(state, 0, "Compare", 120, secrets=False)]
    slim = [text_of(line) for line in laid_out(state, 0, "Compare", 80, secrets=False)]

    assert any(line.count("schemaVersion") == 2 and line.rstrip().endswith("=") for line in wide)
    assert any(line.count("schemaVersion") == 1 and line.rstrip().endswith("=") for line in slim)
    assert "= as the log says · + only on the wire" in slim[1]


def test_the_answer_is_shown_whole_and_made_safe(rows, sent, fake):
    answer = Receipt(Request("POST", "/", (), b""), 500, (("X-\x1b[0m", "a\u202eb"),), b"\x1b]0;x",
                     0.001, Safe("it answered 500"), Safe("a warning"))  # fmt: skip
    state = run(rows(sent()), fake([answer])).state
    text = "\n".join(text_of(line) for line in laid_out(state, 0, "Headers", 80, secrets=False))

    assert "status 500" in text
    assert "X-\\x1b[0m: a\\u202eb" in text
    assert "\\x1b]0;x" in text
    assert "a warning" in text
    assert "\x1b" not in text


def test_an_answer_that_did_not_come_is_told(rows, sent, fake):
    state = run(rows(sent()), fake([refused(None)])).state
    text = "\n".join(text_of(line) for line in laid_out(state, 0, "Headers", 80, secrets=False))

    assert "nothing listens on port 1" in text


def test_a_request_that_is_not_there_has_no_lines(rows, sent, fake):
    state = run(rows(sent()), fake(), send=False).state

    assert [] == laid_out(state, 5, "Compare", 80, secrets=False)


# --- the real wire ---


def test_a_whole_log_goes_to_an_endpoint_of_ones_own_and_arrives_as_logged(rows, mixed):
    tools = Wire()
    try:
        dry = run(rows(mixed), tools)
    finally:
        tools.close()

    assert ("sent", 5, 5) == (dry.state.stage, dry.state.totals.events, dry.state.totals.identical)
    assert "decoded: identical (5/5 events, 45/45 attributes)" in said(dry)


def test_the_endpoint_starts_once_and_ends_with_the_app(rows, sent, monkeypatch):
    monkeypatch.setenv("OTEL_SERVICE_NAME", "shop")
    tools = Wire()
    tools.close()
    port = tools.start()

    assert port == tools.start()
    assert ["OTEL_SERVICE_NAME"] == [one.subject for one in tools.advice()]
    tools.close()
    tools.close()
    assert tools._endpoint is None


def test_everything_can_be_stopped_from_another_thread(rows, sent, fake):
    gate = Event()

    class Slow(fake):
        def delivered(self, batches):
            for delivery in super().delivered(batches):
                dry.stop.set()
                yield delivery

    gate.set()
    dry = DryRun(all_of(rows(sent(seconds=1) + sent(seconds=2))), Bench(Slow(gate=gate)))
    dry.rebuild()
    dry.send()

    assert ("stopped", 1) == (dry.state.stage, dry.state.totals.requests)
