from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.decode.values import DEPTH, JsonError, value, without_comments
from inspector.model import Repeated, members

LEAVES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
)


@given(VALUES, st.sampled_from([None, 1]))
def test_what_json_wrote_is_read_back(data, indent):
    assert data == value(json.dumps(data, indent=indent).encode())


def test_a_fraction_is_read():
    assert [0.5, 1e3] == value(b"[0.5, 1e3]")


def test_both_members_of_a_repeated_key_are_kept():
    body = value(b'{"a":{"k":1,"k":2}}')

    assert isinstance(body["a"], Repeated)
    assert [("k", 1), ("k", 2)] == list(members(body["a"]))
    assert [("a", body["a"])] == list(members(body))


def test_a_lone_surrogate_is_read_and_kept():
    assert "\ud800" == value(rb'"\ud800"')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(b'{"a":1,}', "bad-json", id="trailing-comma"),
        pytest.param(b'{"a":1}{"b":2}', "bad-json", id="two-documents"),
        pytest.param(b"", "bad-json", id="empty"),
        pytest.param(b'"\x01"', "bad-json", id="raw-control"),
        pytest.param(b"NaN", "bad-number", id="nan"),
        pytest.param(b"-Infinity", "bad-number", id="infinity"),
        pytest.param(b"1e999", "bad-number", id="infinite-exponent"),
        pytest.param(b"1" * 33, "bad-number", id="33-digits"),
        pytest.param(b"0." + b"1" * 40, "bad-number", id="long-fraction"),
        pytest.param(b'"\xff"', "not-utf8", id="not-utf8"),
        pytest.param(b"[" * 65 + b"]" * 65, "too-deep", id="depth-65"),
        pytest.param(b'{"a":' * 100_000, "too-deep", id="depth-100000"),
    ],
)
def test_what_may_not_be_read_says_why(text, reason):
    with pytest.raises(JsonError) as caught:
        value(text)

    assert reason == caught.value.reason


def test_brackets_in_strings_and_side_by_side_are_not_depth():
    text = json.dumps(["[" * 200, [[]] * 100]).encode()

    assert ["[" * 200, [[]] * 100] == value(text)
    assert value(b"[" * DEPTH + b"]" * DEPTH)


def test_a_fault_is_placed_in_bytes_not_characters():
    with pytest.raises(JsonError) as caught:
        value('{"ключ": x}'.encode())

    assert len('{"ключ": '.encode()) == caught.value.at


def test_comments_are_blanked_but_not_in_strings():
    text = b'{ // "x": 1\n "url": "http://a" // b\n}'

    assert {"url": "http://a"} == json.loads(without_comments(text))
    assert len(text) == len(without_comments(text))
