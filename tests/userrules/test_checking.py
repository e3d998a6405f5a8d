"""What a user's own rule finds, as gitleaks would."""

from __future__ import annotations

import pickle

import pytest

from inspector.rules import Context, Text
from inspector.userrules.allowing import Allowlist
from inspector.userrules.checking import UserCheck, entropy
from inspector.userrules.engine import BadPattern, NoEngine, engine, pattern


def found(raw, regex="key=([a-z0-9]+)", **more):
    spans = UserCheck("user/key", regex, **more)(Text(raw), Context())
    return [raw[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    "more, secrets",
    [
        pytest.param({}, ["abc1"], id="the first group"),
        pytest.param({"regex": "key=[a-z0-9]+"}, ["key=abc1"], id="no group"),
        pytest.param({"regex": "(k)(e)y", "group": 2}, ["e"], id="a group by number"),
        pytest.param({"regex": "(x)?key=(abc)"}, ["abc"], id="the first that is not empty"),
        pytest.param({"regex": "(x)?key", "group": 1}, [], id="a group that is not there"),
        pytest.param({"keywords": ("key",)}, ["abc1"], id="a keyword, whatever its case"),
        pytest.param({"keywords": ("token",)}, [], id="no keyword"),
        pytest.param({"entropy": 1.9}, ["abc1"], id="random enough"),
        pytest.param({"entropy": 2.0}, [], id="not random enough"),
        pytest.param({"allow": (Allowlist(regexes=("^abc",)),)}, [], id="allowed by a regex"),
        pytest.param(
            {"allow": (Allowlist(regexes=("^key",)),)}, ["abc1"], id="tried on the secret"
        ),
        pytest.param(
            {"allow": (Allowlist(regexes=("^key",), target="match"),)}, [], id="tried on the match"
        ),
        pytest.param(
            {"allow": (Allowlist(regexes=("^ключ",), target="line"),)}, [], id="tried on the line"
        ),
        pytest.param({"allow": (Allowlist(stopwords=("bc",)),)}, [], id="a stop word"),
        pytest.param(
            {"allow": (Allowlist(regexes=("^abc",), stopwords=("z",), every=True),)},
            ["abc1"],
            id="both must fit",
        ),
        pytest.param(
            {"allow": (Allowlist(regexes=("^abc",), stopwords=("b",), every=True),)},
            [],
            id="both fit",
        ),
        pytest.param(
            {"allow": (Allowlist(regexes=("^z",), stopwords=("b",)),)}, [], id="one of them fits"
        ),
        pytest.param({"allow": (Allowlist(),)}, ["abc1"], id="an empty list allows nothing"),
    ],
)
def test_a_rule_finds_what_its_author_asked_for(more, secrets):
    assert secrets == found("первая\nключ: key=abc1, x\nlast", **more)


def test_places_are_counted_in_characters_whatever_came_before():
    assert ["abc", "де1"] == found("é😀 key=abc и key=де1", regex="key=([a-zа-я0-9]+)")


def test_a_lone_surrogate_shifts_nothing():
    assert ["abc"] == found("\ud800 key=abc")


def test_a_long_line_is_cut_on_both_sides():
    raw = "a" * 2000 + " key=abc " + "b" * 2000

    assert ["abc"] == found(raw, allow=(Allowlist(regexes=("^a{600}", "b{600}$"), target="line"),))


def test_a_check_is_a_plain_value_that_can_be_given_to_a_worker():
    check = UserCheck("user/key", "key", keywords=("key",))

    assert check == pickle.loads(pickle.dumps(check))  # noqa: S301  # our own


def test_entropy_is_counted_in_bits_per_character():
    assert (0.0, 1.0, 2.0) == (entropy("aaaa"), entropy("abab"), entropy("abcd"))


def test_a_pattern_that_is_none_is_refused_with_a_reason():
    with pytest.raises(BadPattern, match="missing"):
        pattern("(a")


def test_without_the_extra_its_name_is_told(monkeypatch):
    def missing(_name):
        raise ImportError

    engine.cache_clear()
    monkeypatch.setattr("inspector.userrules.engine.import_module", missing)
    try:
        with pytest.raises(NoEngine, match=r"telemetry-inspector\[re2\]"):
            engine()
    finally:
        engine.cache_clear()
