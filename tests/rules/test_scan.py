"""What is examined, what is not, and what becomes of what is found."""

from __future__ import annotations

import json

from inspector.audit import Inspection
from inspector.contracts import named
from inspector.rules import Context, Rule, Scanner, Span, Text, about_text
from inspector.rules.text import LIMIT

STARTED = json.loads(named("werf-v2").samples[0].line)


@about_text("violation")
def marker(text, _context):
    """A marker stands in the value.

    Why.

    What to do.
    """
    at = text.raw.find("MARK")
    if at >= 0:
        sure = "low" if text.raw.startswith("maybe") else "high"
        yield Span(at, at + 4, sure)


def judged(changes, *, rule: Rule = marker):
    body = json.dumps({**STARTED, **changes}).encode() + b"\n"
    inspection = Inspection(chosen=(rule,))
    return (inspection.feed(body) + inspection.end())[0]


def places(changes):
    return {str(one.field) for one in judged(changes).findings}


def test_a_value_that_no_contract_closes_is_examined():
    assert {"command"} == places({"command": "werf MARK"})
    assert {"attributes.extra.team"} == places(
        {"attributes": {**STARTED["attributes"], "extra": {"team": "MARK"}}}
    )


def test_a_value_that_matches_its_pattern_is_not():
    hexed = {"projectID": "0" * 64}

    assert [] == list(judged(hexed).findings)
    assert {"projectID"} == places({"projectID": "MARK"})


def test_unknown_fields_their_keys_and_what_stands_in_them_are_examined():
    assert {"odd.a[]"} == places({"odd": {"a": ["MARK"]}})
    assert 1 == len(places({"MARK": 1}))


def test_what_is_not_sure_is_for_a_person_to_decide():
    (found,) = judged({"command": "maybe MARK"}).findings

    assert ("review", "low", "yes") == (found.level, found.confidence, "yes")
    assert "A marker stands in the value." == found.message
    assert "personal information" in found.promise.text


def test_equal_values_in_a_field_are_one_finding_and_others_are_not():
    one, again, other = (
        judged({"command": text}).findings[0] for text in ("MARK 1", "MARK 1", "MARK 2")
    )

    assert one.same == again.same != other.same


def test_a_value_that_is_too_large_counts_as_not_examined():
    scan = Scanner((marker,), Context()).scan(Text("x" * LIMIT + "MARK!"))

    assert 5 == scan.unexamined
    assert () == scan.finds


def test_a_verdict_is_remembered_and_the_same():
    scanner = Scanner((marker,), Context())
    texts = [Text("MARK"), Text("x" * 300 + "MARK"), Text("nothing")]

    first = [scanner.scan(one) for one in texts]

    assert first == [scanner.scan(one) for one in texts]
    assert [1, 1, 0] == [len(one.finds) for one in first]
