from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.compare.attributes import exactly, key
from inspector.compare.pairing import Link, Sent, pair
from tests.compare_world import changed, cut, event


def kinds(log, spans):
    return [
        (link.kind, link.log, link.span)
        for link in pair(log, [s if isinstance(s, Sent) else Sent(s) for s in spans])
    ]


A, B, C = event(1, exitCode=0), event(2, exitCode=1), event(2, exitCode=2)
OTHER = event(1, exitCode=0, run="another")
TABLE = [
    pytest.param([], [], [], id="nothing"),
    pytest.param([A, B], [A, B], [("identical", 0, 0), ("identical", 1, 1)], id="the same"),
    pytest.param([A, B], [B, A], [("identical", 0, 1), ("identical", 1, 0)], id="another order"),
    pytest.param([A], [], [("log-only", 0, None)], id="not sent"),
    pytest.param([], [A], [("wire-only", None, 0)], id="not logged"),
    pytest.param([A], [OTHER], [("log-only", 0, None), ("wire-only", None, 0)], id="another run"),
    pytest.param([A], [changed(A, eventData="{}")], [("differs", 0, 0)], id="another value"),
    pytest.param([A], [changed(A, ts=str(dict(A)["ts"]))], [("differs", 0, 0)], id="another type"),
    pytest.param([A], [tuple(reversed(A))], [("differs", 0, 0)], id="out of order"),
    pytest.param(
        [A], [changed(A, eventType="CommandStarted")],
        [("log-only", 0, None), ("wire-only", None, 0)], id="another event type",
    ),
    pytest.param(
        [B, C], [C, changed(C, userID="x")], [("differs", 0, 1), ("identical", 1, 0)],
        id="of one key the exact one first",
    ),
    pytest.param(
        [B, C], [changed(B, userID="x"), changed(B, userID="y")],
        [("differs", 0, 0), ("differs", 1, 1)], id="of one key in order",
    ),
    pytest.param(
        [B, C], [changed(C, userID="x"), cut(C, 40)], [("differs", 0, 0), ("truncated", 1, 1)],
        id="of one key what a limit explains before what differs",
    ),
    pytest.param([A, A], [A], [("identical", 0, 0), ("log-only", 1, None)], id="logged twice"),
    pytest.param([A], [A, A], [("identical", 0, 0), ("wire-only", None, 1)], id="sent twice"),
    pytest.param(
        [A, B], [cut(A, 12), cut(B, 12)], [("truncated", 0, 0), ("truncated", 1, 1)], id="cut",
    ),
    pytest.param(
        [A, B], [Sent((), 9), Sent((), 9)], [("truncated", 0, 0), ("truncated", 1, 1)],
        id="all attributes dropped",
    ),
    pytest.param(
        [A, B], [Sent(B[:4], 5), Sent(A[:1], 8)], [("truncated", 0, 1), ("truncated", 1, 0)],
        id="what is left tells which",
    ),
    pytest.param(
        [A], [A[:4]], [("log-only", 0, None), ("wire-only", None, 0)],
        id="missing attributes that no limit explains",
    ),
    pytest.param(
        [A[1:]], [changed(A[1:], userID="x")], [("log-only", 0, None), ("wire-only", None, 0)],
        id="without a whole key nothing but cut or the same",
    ),
]  # fmt: skip


@pytest.mark.parametrize("log, spans, expected", TABLE)
def test_events_and_spans_are_linked(log, spans, expected):
    assert expected == kinds(log, spans)


def test_a_link_names_what_differs_or_was_lost():
    (differs,) = pair([A], [Sent(changed(A, eventData="{}"))])
    (lost,) = pair([A], [Sent(A[:8], 1)])

    assert Link("differs", 0, 0, ("eventData",)) == differs
    assert Link("truncated", 0, 0, ("schemaVersion",)) == lost


EVENTS = st.lists(
    st.builds(
        event, st.integers(0, 2), st.sampled_from(["CommandStarted", "CommandExited"]),
        st.sampled_from(["run-1", "run-2"]), exitCode=st.integers(0, 2),
    ),
    max_size=8,
)  # fmt: skip
CHANGES = st.sampled_from(
    [
        Sent,
        lambda one: Sent(cut(one, 4)),
        lambda one: Sent(cut(one, 40)),
        lambda one: Sent(one[:3], 6),
        lambda one: Sent(one[:3]),
        lambda _: Sent((), 9),
        lambda one: Sent(changed(one, userID="x")),
        lambda one: Sent(changed(one, ts=0)),
        lambda one: Sent(tuple(reversed(one))),
    ]
)


@settings(max_examples=300)
@given(EVENTS, EVENTS, st.data())
def test_every_event_and_every_span_is_in_exactly_one_link(log, other, data):
    picked = data.draw(st.lists(st.sampled_from(log + other), max_size=8)) if log + other else []
    spans = [data.draw(CHANGES)(one) for one in picked]

    links = pair(log, spans)

    assert sorted(n for n in (link.log for link in links) if n is not None) == [*range(len(log))]
    assert sorted(n for n in (link.span for link in links) if n is not None) == [*range(len(spans))]
    for link in links:
        alone = {"log-only": (False, True), "wire-only": (True, False)}
        missing = (link.log is None, link.span is None)
        assert missing == alone.get(link.kind, (False, False))
        assert bool(link.fields) == (link.kind in {"differs", "truncated"})


@given(EVENTS, EVENTS)
def test_identical_are_as_many_as_both_sides_share(log, wire):
    links = pair(log, [Sent(one) for one in wire])

    shared = Counter(map(exactly, log)) & Counter(map(exactly, wire))
    same = [link for link in links if link.kind == "identical"]
    assert shared.total() == len(same)
    assert all(exactly(log[link.log]) == exactly(wire[link.span]) for link in same)
    assert all(
        key(log[link.log]) == key(wire[link.span]) for link in links if link.kind == "differs"
    )


@given(EVENTS, st.integers(1, 70))
def test_a_run_under_a_length_limit_is_wholly_explained(log, limit):
    links = pair(log, [Sent(cut(one, limit)) for one in log])

    assert {"identical", "truncated"} >= {link.kind for link in links}
