from __future__ import annotations

import pytest

from inspector.contracts import ContractError
from inspector.contracts.table import Table


def test_an_error_shows_one_line_for_each_problem_and_no_control_character():
    error = ContractError("a\x1b.toml", ["first", "sec\x07ond"])

    assert ("first", "sec\\x07ond") == error.problems
    assert "a\\x1b.toml: first\na\\x1b.toml: sec\\x07ond" == str(error)


def test_what_was_not_asked_for_is_a_problem():
    problems = []
    table = Table({"a": "x", "b c": 1}, "top", problems)

    table.text("a")
    table.close()

    assert ['top."b c": is no key here; remove it'] == problems


@pytest.mark.parametrize(
    "read, default, problem",
    [
        (lambda table: table.text("none"), "", "none: is missing; write a text"),
        (lambda table: table.text("number"), "", "number: must be a text that is not empty"),
        (lambda table: table.optional_text("none"), None, None),
        (lambda table: table.word("text", ["a", "b"]), "a", "text: is none of a, b"),
        (lambda table: table.texts("number"), None, "number: must be a list of texts"),
        (lambda table: table.texts("none"), None, None),
        (lambda table: table.flag("number"), False, "number: must be true or false"),
        (lambda table: table.table("number").entries(), [], "number: must be a table"),
        (lambda table: table.tables("number"), [], "number: must be an array of tables"),
        (lambda table: table.tables("none"), [], None),
    ],
)
def test_a_value_of_the_wrong_kind_reads_as_its_default(read, default, problem):
    problems = []
    table = Table({"number": 1, "text": "x"}, "", problems)

    assert default == read(table)
    assert ([] if problem is None else [True]) == [one.startswith(problem) for one in problems]
