from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.compare import compare
from inspector.decode import Decoder
from inspector.model import Export
from tests.compare_world import (
    carrying,
    changed,
    cut,
    event,
    judged,
    logged,
    note,
    saved,
)
from tests.wire_world import STARTED, export, request, span

FIRST, LAST = event(1, "CommandStarted"), event(2, exitCode=0)


def compared(log, *requests):
    return compare(judged(log), judged(saved(*requests)))


def rules(comparison):
    return {one.rule for match in comparison.matches for one in match.findings}


def test_what_was_sent_as_logged_is_identical():
    both = compared(logged(FIRST, LAST), carrying(FIRST), carrying(LAST))

    assert both.identical
    assert (2, 2, 2, 2) == (both.pairs, both.logged, both.spans, both.count("identical"))
    assert (0, 0, 0) == (both.unreadable, both.refused, both.misplaced)
    assert set() == rules(both)


def test_each_match_tells_where_it_stands():
    sent = [carrying(LAST, FIRST), carrying(event(9))]

    both = compared(logged(FIRST, LAST), *sent)

    assert [(2, 1, 2), (4, 1, 1), (None, 2, 1)] == [
        (match.line, match.request, match.span) for match in both.matches
    ]
    assert (1, 2) == both.requests


@pytest.mark.parametrize(
    "spans, kind, rule, level",
    [
        pytest.param([changed(LAST, eventData="{}")], "differs", "value-differs", "violation"),
        pytest.param([cut(LAST, 12)], "truncated", "truncated-on-wire", "note"),
        pytest.param([], "log-only", "in-log-not-on-wire", "note"),
        pytest.param([LAST, event(9)], "wire-only", "on-wire-not-in-log", "violation"),
    ],
)
def test_what_is_not_identical_is_a_finding(spans, kind, rule, level):
    both = compared(logged(LAST), carrying(*spans))

    assert 1 == both.count(kind)
    assert {f"wire/{rule}"} == rules(both)
    assert {level} == {one.level for match in both.matches for one in match.findings}
    assert not both.identical


def test_a_span_that_was_cut_counts_as_truncated_and_not_as_unreadable():
    short = cut(LAST, 12)

    both = compared(logged(LAST), carrying(short))

    assert (1, 0) == (both.count("truncated"), both.unreadable)
    (match,) = both.matches
    assert match.pairing.wire is None
    assert short == match.pairing.span.attributes
    assert ("executionID", "userID", "projectID", "command", "eventType") == match.pairing.fields[
        :5
    ]


def test_dropped_attributes_are_truncated_only_where_the_span_says_so():
    assert 1 == compared(logged(LAST), carrying(LAST[:7], dropped=2)).count("truncated")
    assert ("attributes", "schemaVersion") == (
        compared(logged(LAST), carrying(LAST[:7])).matches[0].pairing.fields
    )
    assert 1 == compared(logged(LAST), carrying(LAST[:7])).count("differs")


def test_a_count_of_dropped_attributes_that_is_none_explains_nothing():
    records = judged(saved(carrying(LAST[:7], dropped=2)))
    export = records[0].record.content
    (scope,) = export.resources[0].scopes
    (old,) = scope.spans
    scope = replace(scope, spans=(replace(old, rest={"droppedAttributesCount": "2"}),))
    export = replace(export, resources=(replace(export.resources[0], scopes=(scope,)),))
    records[0] = replace(records[0], record=replace(records[0].record, content=export))

    assert 1 == compare(judged(logged(LAST)), records).count("differs")


def test_requests_are_counted_with_what_they_carry_besides():
    both = compared(logged(FIRST), carrying(FIRST), carrying())

    assert 2 == len(both.requests)
    assert {1, 2} == {number for number, _ in both.about_requests}
    assert {"wire"} == {one.rule.partition("/")[0] for _, one in both.about_requests}


def test_refused_and_unreadable_requests_are_counted():
    refused = replace(carrying(LAST), refused=413, body=b"")
    broken = request(b"\xff\xff\xff")

    both = compared(logged(LAST), refused, broken, carrying(LAST))

    assert (1, 1, 2) == (both.count("identical"), both.refused, both.unreadable_wire)


def test_a_span_whose_text_is_no_json_is_unreadable_and_still_compared():
    both = compared(logged(LAST), carrying(LAST, changed(FIRST, eventData="{")))

    assert (1, 1, 1) == (both.count("identical"), both.count("wire-only"), both.unreadable_wire)


def test_an_unreadable_record_of_the_log_is_counted():
    both = compared(logged(LAST) + note("sent event: ts=1, torn"), carrying(LAST))

    assert (1, 0) == (both.unreadable_log, both.unreadable_wire)


def test_each_side_is_told_of_records_of_the_other():
    swapped = compare(judged(saved(carrying(LAST))), judged(logged(LAST)))

    assert (2, 0) == (swapped.misplaced, len(swapped.matches))


def test_records_that_nobody_judged_are_compared_too():
    def records(data):
        decoder = Decoder()
        return [*decoder.feed(data), *decoder.end()]

    both = compare(records(logged(LAST)), records(saved(carrying(LAST, FIRST))))

    assert (1, 1) == (both.count("identical"), both.count("wire-only"))
    assert [] == list(both.about_requests)
    assert "CommandExited" == both.matches[0].type


def test_nothing_is_not_identical():
    assert not compared(b"").identical


def test_an_event_without_a_type_has_none():
    (match,) = compared(b"", request(export(span([("colour", "red")])))).matches

    assert ("wire-only", None) == (match.pairing.kind, match.type)


def test_the_page_is_quoted_against_what_the_log_does_not_show():
    (match,) = compared(b"", carrying(LAST)).matches

    assert STARTED["schemaVersion"] == 2
    assert "werf-v2" == match.findings[0].contract
    assert "yes" == match.findings[0].transmitted


def test_a_span_without_its_request_is_compared_with_nothing():
    _, alone = judged(saved(carrying(LAST)))

    both = compare(judged(logged(LAST)), [alone])

    assert (1, 1, 0) == (both.count("log-only"), both.misplaced, both.spans)


GOOD = (logged(FIRST, LAST), saved(carrying(FIRST), carrying(LAST, event(9)), carrying()))
PIECES = st.lists(
    st.one_of(
        st.sampled_from([b"", b"{", b"}", b"\n", b'{"a":1}', b"\xff", *GOOD]),
        st.builds(
            lambda data, start, end: data[start:end],
            st.sampled_from(GOOD), st.integers(0, 600), st.integers(600, 3000),
        ),
    ),
    max_size=5,
).map(b"".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES, PIECES)
def test_whatever_the_inputs_hold_each_event_and_span_is_in_one_match(log, wire):
    ours, theirs = judged(log), judged(wire)

    both = compare(ours, theirs)

    events = [one for one in ours if one.event and one.event.payload.span is None]
    spans = [
        span
        for one in theirs
        if isinstance(one.record.content, Export)
        for span in one.record.content.spans
    ]
    assert Counter(id(one.event) for one in events) == Counter(
        id(match.pairing.log) for match in both.matches if match.pairing.log
    )
    assert Counter(map(id, spans)) == Counter(
        id(match.pairing.span) for match in both.matches if match.pairing.span
    )
    assert both.pairs == both.count("identical") + both.count("differs") + both.count("truncated")
    for match in both.matches:
        if match.pairing.wire:
            assert match.pairing.wire.payload.span is match.pairing.span
