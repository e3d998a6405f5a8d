"""Cutting, padding and wrapping by terminal cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from inspector.safe import Safe
from inspector.tui.cells import block, chop, fit, fit_path, size, text_of, wrap

WIDE = Safe("日本語テキスト")


@pytest.mark.parametrize(
    "text, width, expected",
    [
        pytest.param("abc", 5, "abc  ", id="padded"),
        pytest.param("abcdef", 4, "abc…", id="cut"),
        pytest.param("abcd", 4, "abcd", id="just fits"),
        pytest.param("日本語", 6, "日本語", id="wide characters that just fit"),
        pytest.param("日本語", 5, "日本…", id="cut between wide characters"),
        pytest.param("日本語", 4, "日 …", id="a wide character is never halved"),
        pytest.param("abc", 0, "", id="no room"),
        pytest.param("e\u0301e\u0301e\u0301", 5, "e\u0301e\u0301e\u0301  ", id="combining marks"),
    ],
)
def test_a_text_is_made_to_fit(text, width, expected):
    assert expected == fit(Safe(text), width)
    assert cell_len(expected) == width


@pytest.mark.parametrize(
    "text, width, expected",
    [
        ("eventData.durationMs", 12, "….durationMs"),
        ("eventData", 12, "eventData   "),
        ("日本語", 4, "…語 "),
    ],
)
def test_of_a_path_the_end_is_kept(text, width, expected):
    assert expected == fit_path(Safe(text), width)


@pytest.mark.parametrize(
    "text, width, expected",
    [
        pytest.param("one two three", 8, ["one two", "three"], id="at spaces"),
        pytest.param("abcdefghij k", 4, ["abcd", "efgh", "ij k"], id="a long word is broken"),
        pytest.param("", 5, [""], id="nothing"),
        pytest.param("a  b", 9, ["a  b"], id="spaces are kept"),
    ],
)
def test_prose_wraps_at_spaces(text, width, expected):
    assert expected == wrap(Safe(text), width)


@pytest.mark.parametrize("width", [2, 3, 7, 20])
def test_values_break_anywhere_and_lose_nothing(width):
    pieces = chop(WIDE, width)

    assert WIDE == "".join(pieces)
    assert all(cell_len(piece) <= width for piece in pieces)


@given(st.text(), st.integers(2, 9))
def test_no_text_loses_anything_when_it_is_broken(text, width):
    assert text == "".join(chop(Safe(text), width))


def test_a_block_is_indented():
    lines = block(Safe("one two"), 11, 3, "plain")

    assert ["   one two"] == [text_of(line) for line in lines]


@pytest.mark.parametrize(
    "count, expected",
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (62_100_000, "62.1 MB"), (10**10, "10.0 GB")],
)
def test_sizes_are_written_in_the_largest_unit(count, expected):
    assert expected == size(count)
