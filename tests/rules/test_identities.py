from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.audit import Inspection
from inspector.rules.identities import PLACES, Identities

UUIDS = [f"7d0c2a4e-5b1f-4c83-9a0e-{number:012x}" for number in range(4)]
HASHES = ["0" * 64, "a" * 64, ""]


def event(run, user, project, command, day):
    return {
        "ts": 1_775_000_000_000 + day * 86_400_000,
        "executionID": run,
        "userID": user,
        "projectID": project,
        "command": command,
        "attributes": {},
        "eventType": "CommandStarted",
        "eventData": {},
        "schemaVersion": 2,
    }


def wasp(user):
    return {"distinct_id": user, "project_hash": "2d3fa089211092a1", "is_build": False}


EVENTS = st.one_of(
    st.builds(
        event,
        st.sampled_from([*UUIDS, "no uuid"]),
        st.sampled_from(HASHES),
        st.sampled_from(HASHES),
        st.sampled_from(["werf build", "werf converge"]),
        st.integers(0, 3),
    ),
    st.builds(wasp, st.sampled_from([*UUIDS, "alice"])),
)
INPUTS = st.lists(EVENTS, max_size=8)


def gathered(*inputs, start=0):
    made = Identities()
    for number, bodies in enumerate(inputs, start):
        inspection = Inspection(chosen=())
        data = b"".join(json.dumps(body).encode() + b"\n" for body in bodies)
        for judged in inspection.feed(data) + inspection.end():
            made.add(judged, (number, judged.record.line.number))
    return made


@settings(max_examples=60, deadline=None)
@given(INPUTS, INPUTS, INPUTS)
def test_inputs_can_be_gathered_apart_and_put_together_in_any_groups(a, b, c):
    left, inner = gathered(a), gathered(b)
    left.merge(inner, 1)
    left.merge(gathered(c), 2)
    right, tail = gathered(a), gathered(b)
    tail.merge(gathered(c), 1)
    right.merge(tail, 1)

    assert left == right == gathered(a, b, c)
    assert [one.value for one in left] == [one.value for one in gathered(a, b, c)]


def test_an_id_knows_what_it_joins():
    bodies = [
        event(UUIDS[0], "a" * 64, "0" * 64, "werf build", 0),
        event(UUIDS[0], "a" * 64, "0" * 64, "werf build", 0),
        event(UUIDS[1], "a" * 64, "", "werf converge", 3),
    ]

    user = next(one for one in gathered(bodies) if one.doc.path == "userID")

    assert (3, 2, 2, 2) == (user.events, user.joined, len(user.days), len(user.commands))
    assert 3 * 86_400_000 == user.last_ms - user.first_ms
    assert [(0, 1), (0, 2), (0, 3)] == user.places


def test_ids_of_single_runs_are_only_counted():
    ids = gathered([event(run, "", "", "werf build", 0) for run in UUIDS])

    assert [] == list(ids)
    assert [4] == [len(keys) for keys in ids.runs.values()]


def test_the_kind_of_an_id_is_told():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ids = gathered(
        [
            event("no uuid", "a" * 64, "no hash", "werf build", 0),
            event(UUIDS[0], empty, "0" * 64, "werf build", 0),
            wasp(UUIDS[0]),
            {"distinct_id": "294081700000000N", "os": "linux"},
        ]
    )

    kinds = {(one.doc.path, one.value[:8]): one.kind for one in ids}

    assert {
        ("executionID", "no uuid"): "new per run",
        ("userID", "aaaaaaaa"): "derived",
        ("userID", "e3b0c442"): "constant",
        ("projectID", "no hash"): "stable",
        ("projectID", "00000000"): "derived",
        ("distinct_id", "7d0c2a4e"): "stable",
        ("distinct_id", "29408170"): "new per installation",
        ("project_hash", "2d3fa089"): "derived",
    } == kinds


def test_a_value_of_any_length_takes_little_room_and_is_still_told_from_others():
    long = "x" * 100_000
    ids = gathered(
        [
            event(UUIDS[0], f"{long}1", "", "c", 0),
            event(UUIDS[0], f"{long}2", "", "c", 0),
        ]
    )

    values = {one.value for one in ids}

    assert 2 == len(values)
    assert all(len(value) < 400 for value in values)


def test_only_the_first_places_are_kept():
    bodies = [event(UUIDS[0], "a" * 64, "", "c", 0)] * (PLACES + 5)

    (user,) = gathered(bodies)

    assert (PLACES, PLACES + 5, (0, 1)) == (len(user.places), user.events, user.places[0])


def test_what_no_contract_claims_holds_no_id():
    assert [] == list(gathered([{"executionId": UUIDS[0]}]))
