"""A record's bytes as text and as a hex dump."""

from __future__ import annotations

import pytest

from inspector.decode import decode
from inspector.model import Line
from inspector.tui.cells import text_of
from inspector.tui.raw import SHOWN, as_hex, as_text


def record(data: bytes, **more):
    return decode(Line(data, 100, 100 + len(data) + 1, 7, **more))


def text(lines) -> str:
    return "\n".join(text_of(line) for line in lines)


def test_controls_are_visible_and_bytes_that_are_no_text_as_well():
    shown = text(as_text(record(b"a\x1b[31m\x9b\xff\t\xe2\x80\xae"), 79))

    assert "a\\x1b[31m\\x9b\\xff\\t\\u202e" in shown.replace("▸", "")


def test_the_byte_range_and_the_line_are_told():
    shown = text(as_text(record(b"foreign text"), 79))

    assert "bytes 100 to 113 of the file, from line 7 (1 line)" in shown


def test_physical_lines_of_one_record_stay_apart():
    shown = text(as_text(record(b"error: one\ntwo", count=2), 79))

    assert " error: one\n two" in shown
    assert "(2 lines)" in shown


@pytest.mark.parametrize("width", [20, 45, 79, 200])
def test_a_mark_stands_where_reading_stopped(width):
    data = b"[1][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=1, executionID=oops"
    found = record(data)

    lines = [text_of(line)[1:] for line in as_text(found, width)]
    body = "".join(lines[[bool(line) for line in lines].index(False) + 1 :])

    before, after = body.split("▸")
    assert data.decode() == before + after
    assert len(before) == found.content.at


def test_an_oversized_record_says_what_was_kept():
    shown = text(as_text(record(b"x" * 50, digest="ab" * 32), 79))

    assert "the first 50 were kept" in " ".join(shown.split())
    assert "SHA-256 abab" in " ".join(shown.split())


def test_a_torn_line_is_told():
    assert "the line was torn" in text(as_text(record(b"x", glued=True), 79))


@pytest.mark.parametrize("view", [as_text, as_hex])
def test_a_long_record_is_laid_out_only_in_part(view):
    shown = text(view(record(b"x" * (SHOWN + 1234)), 79))

    assert "… and 1,234 bytes more" in shown


@pytest.mark.parametrize("width, step", [(38, 4), (47, 8), (79, 16)])
def test_the_hex_dump_fits_its_pane(width, step):
    shown = text(as_hex(record(bytes(range(64))), width))

    first = next(line for line in shown.splitlines() if line.startswith(" 00000064"))
    assert [f"{n:02x}" for n in range(step)] == first.split()[1 : step + 1]
