from __future__ import annotations

import re

import pytest

from inspector.rules.late import late

EVERYTHING = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


@pytest.mark.parametrize("method", EVERYTHING)
def test_an_expression_does_what_a_compiled_one_does(method):
    words = ("-", "a1b22") if method == "sub" else ("a1b22",)
    expected = getattr(re.compile(r"\d+", re.IGNORECASE), method)(*words)
    actual = getattr(late(r"\d+", re.IGNORECASE), method)(*words)

    if method == "finditer":
        expected, actual = ([one.span() for one in found] for found in (expected, actual))
    assert str(expected) == str(actual)


def test_nothing_is_compiled_before_it_is_used():
    with pytest.raises(re.error):
        late("(").match("")


def test_bytes_are_searched_by_an_expression_of_bytes():
    assert late(rb"\d+").search(b"a1") is not None
    assert r"\d" == late(r"\d").pattern
