"""No text keeps a detector busy without end, or makes it point at more places than the text has."""

from __future__ import annotations

import pytest

from inspector.rules import Context, Scanner, Span, Text, about_text, rules
from tests.hostile_texts import HOSTILE, own, repeated

SIZE = 1 << 16
DETECTORS = [rule for rule in rules() if rule.about == "text"]


@about_text("violation")
def everywhere(text, _context):
    """Everything.

    Why.

    What to do.
    """
    sure = "high" if text.raw == "sure at last" else "low"
    at = 0
    while True:
        yield Span(0, 1, "low" if at < 3 else sure)
        at += 1


def bounded(rule, keywords):
    """Run a rule over a text; its places lie within the text, in a number the text can hold."""
    text = Text(**keywords)
    spans = list(rule.check(text, Context()))
    assert len(spans) <= len(text.raw)
    assert all(0 <= one.start <= one.end <= len(text.raw) for one in spans)


def inputs(rule):
    where = {key: value for case in own(rule.id).values() for key, value in case.items()}
    for words, unit in HOSTILE.items():
        yield words, {**where, "raw": repeated(unit, SIZE)}
    for words, case in own(rule.id).items():
        yield words, {**case, "raw": repeated(f"{case['raw']} ", SIZE)}


@pytest.mark.parametrize("rule", DETECTORS, ids=lambda rule: rule.id)
def test_a_detector_ends_on_every_hostile_text(rule):
    for _words, keywords in inputs(rule):
        bounded(rule, keywords)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_all_detectors_together_say_no_more_than_one_thing_each(unit):
    found = Scanner(rules(), Context()).scan(Text(repeated(unit, SIZE // 8))).finds

    assert len({one.rule for one in found}) == len(found)


def test_a_detector_that_finds_without_end_is_stopped():
    (found,) = Scanner([everywhere], Context()).scan(Text("never")).finds

    assert "low" == found.confidence


def test_the_first_place_that_is_sure_is_enough():
    (found,) = Scanner([everywhere], Context()).scan(Text("sure at last")).finds

    assert "high" == found.confidence
