from __future__ import annotations

import hashlib
import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.decode import Decoder
from inspector.decode.join import Braces, Joiner
from inspector.lines import HEAD, Splitter
from inspector.model import LINE_LIMIT, Line

FRAME = b"[7][2026-06-02 07:00:00.2 +0000 UTC m=+0.037482090] Telemetry: "
START = FRAME + b"start trace exporter"
SENT = FRAME + b'sent event: ts=1 eventType="CommandStarted" schemaVersion=1'


def join(data: bytes) -> list[Line]:
    decoder = Decoder()
    return [record.line for record in decoder.feed(data) + decoder.end()]


def pieces(data: bytes) -> list[bytes]:
    return [line.data for line in join(data)]


PRETTY = b'{\n  "a": [\n    {\n      "b": "}{"\n    }\n  ],\n  "c": {}\n}'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(PRETTY, [PRETTY], id="pretty-printed"),
        pytest.param(PRETTY + b"\n" + PRETTY, [PRETTY, PRETTY], id="two-pretty-printed"),
        pytest.param(b"\xef\xbb\xbf" + PRETTY, [b"\xef\xbb\xbf" + PRETTY], id="byte-order-mark"),
        pytest.param(PRETTY + b",\n" + PRETTY, [PRETTY + b",", PRETTY], id="comma-between"),
        pytest.param(b'{"a":1}{"b":2} {"c":3}', [b'{"a":1}', b'{"b":2} ', b'{"c":3}'], id="on-one-line"),
        pytest.param(b'[{"a":1}, {"b":2},{"c":[{}]}]', [b'[{"a":1}, ', b'{"b":2},', b'{"c":[{}]}]'], id="array-on-one-line"),
        pytest.param(b'[\n {"a":1},\n {"b":2}\n]', [b"[", b' {"a":1},', b' {"b":2}', b"]"], id="array-over-lines"),
        pytest.param(b'[ {\n"a":1}, {\n"b":2}\n]', [b'[ {\n"a":1}, ', b'{\n"b":2}', b"]"], id="array-of-pretty-printed"),
        pytest.param(b'\xef\xbb\xbf\x1e\xc2\xa0\xe2\x80\x8b\x0c {\n"a":1}', [b'\xef\xbb\xbf\x1e\xc2\xa0\xe2\x80\x8b\x0c {\n"a":1}'], id="separators-before"),
        pytest.param(b'{"a":\n1}{"b":\n2}', [b'{"a":\n1}', b'{"b":\n2}'], id="end-and-begin-on-one-line"),
        pytest.param(b'{"a":1} x', [b'{"a":1} x'], id="text-behind"),
        pytest.param(b'   {\n   // "}" {\n  "a": 1 }', [b'   {\n   // "}" {\n  "a": 1 }'], id="comments"),
        pytest.param(b'{"a":"x\n{"b":1}\n{"c":1}', [b'{"a":"x', b'{"b":1}', b'{"c":1}'], id="torn-in-a-string"),
        pytest.param(b'{"a":1,\n{"b":1}\n', [b'{"a":1,', b'{"b":1}'], id="torn-behind-a-member"),
        pytest.param(b'{"a":[{"x":1},\n{"b":1}\n{"c":1}', [b'{"a":[{"x":1},', b'{"b":1}', b'{"c":1}'], id="torn-in-an-array"),
        pytest.param(b'{"a":\n{"b":1}\n{"c":1}', [b'{"a":', b'{"b":1}', b'{"c":1}'], id="torn-behind-a-key"),
        pytest.param(b'{\n  "a": {\n    "b": 1\n', [b'{\n  "a": {\n    "b": 1'], id="open-at-the-end"),
        pytest.param(b'{\n "a": 1,\n' + START, [b'{\n "a": 1,', START], id="open-before-a-frame"),
        pytest.param(b'{\n "a": "x' + START, [b'{\n "a": "x', START], id="torn-on-a-line-of-its-own-with-a-frame"),
        pytest.param(b'{"a":"x' + START, [b'{"a":"x', START], id="torn-with-a-frame-behind"),
        pytest.param(b'{"a":1}' + START, [b'{"a":1}', START], id="whole-with-a-frame-behind"),
        pytest.param(b'{\n"a":1}' + START, [b'{\n"a":1}', START], id="ends-with-a-frame-behind"),
        pytest.param(b'{"a":"' + START + b'"}', [b'{"a":"' + START + b'"}'], id="frame-in-a-string"),
        pytest.param(b'{"a":[{"x":1},\n{"b":1}', [b'{"a":[{"x":1},', b'{"b":1}'], id="torn-before-the-last-line"),
        pytest.param(b"}\n]", [b"}", b"]"], id="closers-alone"),
        pytest.param(b'{"a":]}', [b'{"a":]}'], id="wrong-closer"),
    ],
)  # fmt: skip
def test_objects_are_put_together_and_found_again(data, expected):
    assert expected == pieces(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(SENT + SENT, [SENT, SENT], id="newline-lost"),
        pytest.param(SENT[:90] + SENT, [SENT[:90], SENT], id="torn-event"),
        pytest.param(START[:-4] + START[:-3] + SENT, [START[:-4], START[:-3], SENT], id="torn-twice"),
        pytest.param(b"host werf: " + SENT, [b"host werf: ", SENT], id="prefix-of-another-tool"),
        pytest.param(b"\0\0" + SENT, [b"\0\0", SENT], id="nul-run-before"),
        pytest.param(SENT[:-1] + b'2, x="' + START + b'"', [SENT[:-1] + b'2, x="', START + b'"'], id="frame-in-a-bad-event"),
        pytest.param(FRAME + b"error: x" + START, [FRAME + b"error: x" + START], id="frame-in-raw-text"),
        pytest.param(FRAME + b"error: x\r" + SENT, [FRAME + b"error: x\r" + SENT], id="behind-a-carriage-return"),
    ],
)  # fmt: skip
def test_a_record_glued_to_another_is_found(data, expected):
    lines = join(data)

    assert expected == [line.data for line in lines]
    assert [False] + [True] * (len(lines) - 1) == [line.glued for line in lines]
    assert [True] * (len(lines) - 1) + [False] == [line.cut for line in lines]
    assert [1] + [0] * (len(lines) - 1) == [line.count for line in lines]


def test_a_quoted_frame_inside_a_whole_event_stays_data():
    event = FRAME + b'sent event: ts=1 command="' + START.replace(b'"', b"") + b'" schemaVersion=1'

    assert [event] == pieces(event)


@pytest.mark.parametrize(
    "opening", [b"error: bad", b"unable to detect projectID: x", b"unable to shutdown: y"]
)
def test_a_remark_with_raw_text_takes_the_lines_it_goes_on_over(opening):
    remark = FRAME + opening + b"\n\nStderr:\n {\n<html>"

    first, second = join(remark + b"\n" + START)

    assert (remark, 5, START) == (first.data, first.count, second.data)


@pytest.mark.parametrize(
    "line",
    [b"[12][2026", SENT[30:], b'Telemetry: sent event: ts=1 data="null"', b'{"ts":1}', b'{\n"ts":1}', b"ts=1", SENT[90:],
     b"2026 +0000 UTC] Telemetry: start shutdown"],
    ids=["broken-frame", "head-lost", "stdout-era", "object", "pretty-printed", "text-form", "tail-of-an-event", "tail-of-a-frame"],
)  # fmt: skip
def test_what_looks_like_a_record_ends_a_remark(line):
    assert [FRAME + b"error: x", line] == pieces(FRAME + b"error: x\n" + line)


def test_an_object_of_more_than_the_limit_is_one_record_and_invents_none():
    body = b'{\n "list": [\n' + b' { "a": 1 },\n' * 100_000 + b" {}\n ]\n}"

    big, after = join(body + b"\n" + PRETTY)

    assert (len(body) + 1, 100_005, HEAD) == (big.end, big.count, len(big.data))
    assert hashlib.sha256(body).hexdigest() == big.digest
    assert after.data == PRETTY


def test_an_object_beyond_the_limit_gives_back_the_record_that_breaks_it():
    body = b'{\n "list": [\n' + b' { "a": 1 },\n' * 100_000

    big, *rest = join(body + b' {"b":1}\n{"c":1}\n{"d":1}')

    assert big.digest
    assert [b'{"c":1}', b'{"d":1}'] == [line.data for line in rest]


def test_many_records_on_one_line_take_linear_time():
    times = []
    for count in (10_000, 20_000):
        line = b'{"a":1}' * count + b"\n"
        start = time.process_time()
        assert count == len(join(line))
        times.append(time.process_time() - start)

    assert times[1] < 3.5 * times[0]


def test_many_glued_frames_are_all_found():
    assert [START[:-3]] * 400 == pieces(START[:-3] * 400)


def test_an_event_behind_other_output_is_found():
    event = b'Telemetry: sent event: ts=1 eventType="CommandStarted" data="null"'

    assert [b"building.. ", event] == pieces(b"building.. " + event)


def test_a_broken_frame_ends_a_remark():
    assert [FRAME + b"error: x", b"[12][2026"] == pieces(FRAME + b"error: x\n[12][2026")


def test_other_remarks_take_no_lines():
    assert [START, b"next"] == pieces(START + b"\nnext")


def test_the_text_form_takes_its_named_lines():
    text = b'ts=1\r\ncommand="x"\r\nschemaVersion=1'

    assert [text, text, b"", b"a=1"] == pieces(text + b"\n" + text + b"\n\na=1")


def test_a_record_of_many_lines_is_bounded():
    row = b"y" * 1000 + b"\n"
    data = FRAME + b"error: x\n" + row * 1100

    first, *rest = join(data)

    assert first.end - first.start <= LINE_LIMIT
    assert 1101 == first.count + len(rest)


def test_deep_objects_end_at_the_line_that_is_too_deep():
    deep = b'{"a":\n' * 70

    assert [64, 6] == [line.count for line in join(deep)]


def test_many_unclosed_objects_take_linear_time():
    reads = []
    for count in (2_000, 4_000):
        joiner = Joiner(lambda _: True)
        steps = 0
        original = Braces._step

        def counted(self, token, line, original=original):
            nonlocal steps
            steps += 1
            original(self, token, line)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Braces, "_step", counted)
            for line in Splitter().feed(b'{"a":[\n' * count):
                joiner.push(line)
            joiner.end()
        reads.append(steps)

    assert reads[1] < 2.2 * reads[0]


PARTS = st.sampled_from([
    SENT, SENT[:95], START, START[:-3], FRAME + b"error: x", b"{", b"}", b'{"a":1}', b'{"a":[', b'"', b"ts=1",
    b"command=1", b"\n", b"\n", b"\n", b"\r\n", b"\0", b"\xff", b"text", b",", b"//",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PARTS, max_size=14), st.lists(st.integers(0, 400), max_size=4))
def test_whatever_comes_every_byte_is_in_one_record_and_chunking_changes_nothing(parts, cuts):
    data = b"".join(parts)
    bounds = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    decoder = Decoder()

    records = [
        record for a, b in itertools.pairwise(bounds) for record in decoder.feed(data[a:b])
    ] + decoder.end()

    ends = [0] + [record.line.end for record in records]
    assert [record.line.start for record in records] == ends[:-1]
    assert ends[-1] == len(data)
    assert data.count(b"\n") + (not data.endswith(b"\n") and bool(data)) == sum(
        r.line.count for r in records
    )
    whole = Decoder()
    assert records == whole.feed(data) + whole.end()
    assert 0 == decoder.held
