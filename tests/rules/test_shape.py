from __future__ import annotations

import json

import pytest

from inspector.contracts import bind, named, shipped
from inspector.model import Field, Line, Payload, Record, Repeated, Value
from inspector.rules.shape import closed, fits, kind, known, listed

STAGE = json.loads(named("werf-v2").samples[1].line)


@pytest.mark.parametrize(
    "value, name",
    [
        (True, "boolean"),
        (1, "integer"),
        (1.0, "number"),
        ("", "string"),
        (None, "null"),
        ([], "array"),
        ({}, "object"),
        (Repeated([("a", 1), ("a", 2)]), "object"),
    ],
)
def test_every_json_value_has_one_type(value, name):
    assert name == kind(value)


def test_an_integer_is_a_number_and_a_boolean_is_neither():
    number = Field("x", ("number",), (), "anonymous")

    fitting = [value for value in (1, 1.5, True, "1", None) if fits(value, number)]

    assert [1, 1.5] == fitting


def test_a_closed_set_tells_one_from_true():
    assert listed(1, (1, 2))
    assert not listed(value=True, values=(1, 2))
    assert not listed(1.0, (1, 2))


def test_only_values_that_leave_no_room_are_closed():
    body = {**STAGE, "eventData": {**STAGE["eventData"], "stage": "made up"}, "more": "x"}
    event = bind(Record(Line(b"", 0, 0, 1), Payload("json", body)), shipped())

    roomy = {row.path for row in event.values if not closed(row)}

    assert {
        "attributes.version",
        "attributes.extra",
        "eventData.image",
        "eventData.stage",
        "more",
    } == roomy


OPEN = Field("x", ("string",), (), "anonymous", open=("gitlab", "CI"), usual=frozenset({"jenkins"}))


@pytest.mark.parametrize(
    "text, open_, shut",
    [
        pytest.param("gitlab", True, True, id="an example"),
        pytest.param("gitlab CI", True, True, id="two examples"),
        pytest.param(" CI", True, True, id="a space before"),
        pytest.param("jenkins", False, True, id="known to be sent"),
        pytest.param("jenkins CI", False, True, id="known to be sent, and an example"),
        pytest.param("gitlab\n", False, False, id="a line break"),
        pytest.param("gitlab\tCI", False, False, id="a tab"),
        pytest.param("gitlab\u00a0CI", False, False, id="another space"),
        pytest.param("gitlab petrov", False, False, id="a word more"),
        pytest.param("Gitlab", False, False, id="another case"),
        pytest.param(" ", False, False, id="no word"),
    ],
)
def test_an_open_set_names_a_text_word_by_word(text, open_, shut):
    row = Value("x", "x", text, "documented", OPEN)

    assert (open_, shut) == (known(text, OPEN), closed(row))
