from __future__ import annotations

import hashlib
import itertools
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from inspector.lines import HEAD, Splitter
from inspector.model import Line


def split(data: bytes, *cuts: int, limit: int = 1 << 20) -> list[Line]:
    splitter = Splitter(limit)
    bounds = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    lines = [line for a, b in itertools.pairwise(bounds) for line in splitter.feed(data[a:b])]
    return lines + splitter.end()


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_lines_do_not_depend_on_where_the_chunks_were_cut(data, cuts):
    assert split(data, *cuts, limit=20) == split(data, limit=20)


@given(st.binary(max_size=300))
def test_every_byte_belongs_to_exactly_one_line(data):
    lines = split(data, limit=50)

    ends = [0] + [line.end for line in lines]
    assert [line.start for line in lines] == ends[:-1]
    assert ends[-1] == len(data)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_only_a_newline_ends_a_line():
    data = "a\rb\x0bc\x0cd\x1ce\x85f\u2028g\n".encode()

    assert [data[:-1]] == [line.data for line in split(data)]


def test_a_last_line_without_newline_is_not_complete():
    first, last = split(b"one\ntwo")

    assert (True, False) == (first.complete, last.complete)
    assert (4, 7) == (last.start, last.end)


def test_an_empty_input_has_no_line():
    assert [] == split(b"")


def test_a_line_at_the_limit_is_kept_and_one_byte_more_is_not():
    kept, dropped = split(b"x" * 50 + b"\n" + b"y" * 51 + b"\n", limit=50)

    assert (b"x" * 50, None) == (kept.data, kept.digest)
    assert hashlib.sha256(b"y" * 51).hexdigest() == dropped.digest


def test_an_overlong_line_becomes_its_length_digest_and_first_bytes():
    data = b"z" * (3 << 20)

    (line,) = split(data, 1 << 20, 2 << 20)

    assert hashlib.sha256(data).hexdigest() == line.digest
    assert (len(data), data[:HEAD], False) == (line.end - line.start, line.data, line.complete)


def test_a_300_mb_line_takes_no_memory():
    splitter, chunk = Splitter(), b"q" * (1 << 20)
    tracemalloc.start()
    for _ in range(300):
        splitter.feed(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    (line,) = splitter.end()

    assert 300 << 20 == line.end
    assert peak < 8 << 20


def test_what_is_held_is_counted_until_its_newline_comes():
    splitter = Splitter()
    splitter.feed(b"abc")

    assert 3 == splitter.held
    assert 1 == len(splitter.feed(b"\n"))
    assert 0 == splitter.held
