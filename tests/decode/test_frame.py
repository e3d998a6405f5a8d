from __future__ import annotations

import base64
import json

import pytest

from inspector.decode.frame import read_frame, second_frame


def framed(clock: bytes, message: bytes = b"start trace exporter") -> bytes:
    return b"[7][" + clock + b"] Telemetry: " + message


def clocks(cases):
    with (cases / "go-quote-vectors.jsonl").open() as file:
        rows = [json.loads(row) for row in file]
    for row in rows:
        if row["kind"] == "time":
            seconds, nanos = base64.b64decode(row["in_b64"]).split()
            yield int(seconds) * 10**9 + int(nanos), base64.b64decode(row["out_b64"])


def test_every_clock_that_go_prints_gives_its_instant(cases):
    pairs = list(clocks(cases))

    assert 32 == len(pairs)
    for instant, clock in pairs:
        frame, _ = read_frame(framed(clock))
        lost = 17 * 10**9 if b"LMT" in clock else 0  # +02:30:17, of which Go prints +0230
        assert instant + lost == frame.instant


@pytest.mark.parametrize(
    ("clock", "instant", "monotonic"),
    [
        pytest.param(b"2022-07-15 09:41:10.012455037 +0300 MSK m=+0.043052043", 1657867270012455037, "+0.043052043", id="nine-digits"),
        pytest.param(b"2022-07-15 06:41:10 +0000 UTC m=+12.000000001", 1657867270000000000, "+12.000000001", id="no-fraction"),
        pytest.param(b"2022-07-15 12:26:10.5 +0545 +0545", 1657867270500000000, None, id="no-word-no-monotonic"),
        pytest.param(b"2022-07-15 06:41:10 +0000", 1657867270000000000, None, id="no-zone-word"),
        pytest.param(b"2022-07-15 06:41:10 +0000 Some Zone m=-0.000000001", 1657867270000000000, "-0.000000001", id="words-and-negative"),
        pytest.param(b"2022-07-14 20:41:10 -1000 HST m=+1.000000000", 1657867270000000000, "+1.000000000", id="west"),
    ],
)  # fmt: skip
def test_a_clock_is_read_with_its_zone(clock, instant, monotonic):
    frame, at = read_frame(framed(clock))

    assert (7, instant, monotonic) == (frame.pid, frame.instant, frame.monotonic)
    assert framed(clock)[at:] == b"start trace exporter"
    assert clock.decode().startswith(frame.time)


@pytest.mark.parametrize(
    "clock",
    [b"2022-13-15 09:41:10 +0300 MSK", b"2022-07-15 25:41:10 +0300 MSK", b"2022-07-15 09:41:10", b"22-07-15",
     "٢٠٢٢-07-15 09:41:10 +0300 MSK".encode(), b"2022-07-15 09:41:10.0123456789 +0300 MSK",
     b"2022-07-15 09:41:10 +9999 MSK"],
)  # fmt: skip
def test_a_clock_that_go_cannot_print_is_no_frame(clock):
    assert read_frame(framed(clock)) is None


def test_a_second_frame_is_found_behind_the_first():
    line = framed(b"2022-07-15 06:41:10 +0000 UTC", b"start sen")
    glued = line + framed(b"2022-07-15 06:41:11 +0000 UTC")

    assert len(line) == second_frame(glued, 1)
    assert -1 == second_frame(line, 1)
    assert -1 == second_frame(line + b"] Telemetry: ", 1)
