from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compare.attributes import differing, exactly, key, lost

LOG = (("ts", 5), ("userID", "abcdef"), ("eventData", '{"exitCode":0}'), ("schemaVersion", 2))
PAIRS = st.lists(
    st.tuples(st.sampled_from("abc"), st.one_of(st.text("xy", max_size=3), st.integers(0, 2))),
    max_size=5,
).map(tuple)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((("a", "1"),), id="another type"),
        pytest.param((("a", 1.0),), id="a fraction"),
        pytest.param((("a", True),), id="a truth value"),
        pytest.param((("a", None),), id="nothing"),
        pytest.param((("a", 1), ("a", 1)), id="twice"),
        pytest.param((("b", 1),), id="another name"),
        pytest.param((), id="none"),
    ],
)
def test_only_the_same_names_types_and_values_are_exactly_the_same(other):
    assert exactly((("a", 1),)) == exactly((("a", 1),))
    assert exactly((("a", 1),)) != exactly(other)


def test_order_counts_and_is_named():
    log, span = (("a", 1), ("b", 2), ("c", 3)), (("a", 1), ("c", 3), ("b", 2))

    assert exactly(log) != exactly(span)
    assert ("b", "c") == differing(log, span)


@pytest.mark.parametrize(
    "span, names",
    [
        pytest.param((("a", 1), ("b", 9)), ("b",), id="another value"),
        pytest.param((("a", 1),), ("b",), id="missing"),
        pytest.param((("a", 1), ("b", 2), ("c", 3)), ("c",), id="more"),
        pytest.param((("a", 1), ("b", 2), ("b", 2)), ("b",), id="twice"),
        pytest.param((("a", "1"), ("b", "2")), ("a", "b"), id="other types"),
    ],
)
def test_what_differs_is_named(span, names):
    assert names == differing((("a", 1), ("b", 2)), span)


@given(PAIRS, PAIRS)
def test_whatever_is_not_exactly_the_same_differs_in_something(log, span):
    assert (exactly(log) == exactly(span)) == (differing(log, span) == ())


def test_a_key_is_process_time_and_type_as_text():
    pairs = (("eventType", "A"), ("ts", 5), ("executionID", "x"), ("other", 1))

    assert ("x", "5", "A") == key(pairs)
    assert key((("ts", "5"), ("executionID", "x"), ("eventType", "A"))) == key(pairs)
    assert key(pairs[1:]) is None


LOST = [
    pytest.param(LOG[:3], 1, ("schemaVersion",), id="the last dropped"),
    pytest.param((LOG[0], LOG[3]), 2, ("userID", "eventData"), id="two in the middle dropped"),
    pytest.param((), 4, ("ts", "userID", "eventData", "schemaVersion"), id="all dropped"),
    pytest.param(LOG[:3], 2, ("schemaVersion",), id="more said to be dropped than logged"),
    pytest.param(
        (LOG[0], ("userID", "abc"), LOG[2], LOG[3]), 0, ("userID",), id="a text cut"
    ),
    pytest.param(
        (LOG[0], ("userID", "abc"), ("eventData", '{"e')), 1,
        ("userID", "eventData", "schemaVersion"), id="cut and dropped",
    ),
    pytest.param(
        (LOG[0], ("userID", ""), ("eventData", ""), LOG[3]), 0, ("userID", "eventData"),
        id="every text cut to nothing",
    ),
]  # fmt: skip
KEPT = [
    pytest.param(LOG, 0, id="the same"),
    pytest.param(LOG, 3, id="the same, though something is said to be dropped"),
    pytest.param(LOG[:3], 0, id="missing, and nothing dropped"),
    pytest.param(LOG[:2], 1, id="more missing than dropped"),
    pytest.param((LOG[0], ("userID", "abcdefg"), *LOG[2:]), 0, id="longer"),
    pytest.param((LOG[0], ("userID", "abd"), *LOG[2:]), 0, id="another beginning"),
    pytest.param((LOG[0], ("userID", ""), *LOG[2:]), 0, id="only one text is empty"),
    pytest.param((("ts", "5"), *LOG[1:]), 0, id="a number as text"),
    pytest.param((("ts", 0), ("userID", "abc"), *LOG[2:]), 0, id="a number is not cut"),
    pytest.param((LOG[1], LOG[0], *LOG[2:]), 9, id="another order"),
    pytest.param((*LOG[:3], ("more", 1)), 1, id="one that the log does not have"),
]


@pytest.mark.parametrize("span, dropped, names", LOST)
def test_what_a_limit_took_is_named(span, dropped, names):
    assert names == lost(LOG, span, dropped)


@pytest.mark.parametrize("span, dropped", KEPT)
def test_what_no_limit_explains_is_not_lost(span, dropped):
    assert lost(LOG, span, dropped) is None


@given(PAIRS, st.integers(1, 3), st.integers(0, 5))
def test_what_both_limits_leave_is_always_explained(log, length, count):
    left = tuple((k, v[:length] if isinstance(v, str) else v) for k, v in log[:count])
    unchanged = exactly(left) == exactly(log)

    assert (lost(log, left, len(log) - len(left)) is None) == unchanged
