from __future__ import annotations

import pytest

from inspector.contracts.fields import nothing_beside, read_field
from inspector.contracts.table import Table
from inspector.model import Source

PAGE = Source("en", "T", "en", "2026-01-01", "p")
PLAIN = {"type": "string", "privacy": "anonymous", "doc": {"en": "words"}}


FILES = {"empty.txt": b"# none\n\n", "bad.txt": b"a\n\xff\n", "words.txt": b"run\nrun all\n"}


def beside(name):
    return FILES.get(name) or nothing_beside(name)


def read(**keys):
    problems = []
    data = {key: value for key, value in {**PLAIN, **keys}.items() if value is not None}
    return read_field(Table(data, "fields.x", problems), "x", {"en": PAGE}, None, beside), problems


def test_a_field_needs_type_privacy_and_words_only():
    field, problems = read()

    assert [] == problems
    assert (("string",), "anonymous", False, 1024) == (
        field.types,
        field.privacy,
        field.optional,
        field.longest,
    )
    assert [("words", PAGE)] == [(quote.text, quote.source) for quote in field.quotes]


def test_everything_that_can_be_said_is_kept():
    text, _ = read(pattern="[a-z]+", ignore_case=True, longest=9, derived="d", switch="s")
    number, problems = read(type=["integer", "null"], range=[0, 1.5], time="ms", values=[1, 2])

    assert ("[a-z]+", True, 9, "d", "s") == (
        text.pattern,
        text.ignore_case,
        text.longest,
        text.derived,
        text.switch,
    )
    assert text.matcher.fullmatch("ABC")
    assert ([], ("integer", "null"), (0, 1.5), "ms", (1, 2)) == (
        problems,
        number.types,
        number.range,
        number.time,
        number.values,
    )


@pytest.mark.parametrize("usual", [["run", "run all"], "words.txt"], ids=["list", "file"])
def test_usual_values_are_listed_or_stand_in_a_file(usual):
    field, problems = read(usual=usual)

    assert ([], {"run", "run all"}) == (problems, field.usual)


@pytest.mark.parametrize(
    "recipe, kept",
    [
        pytest.param(None, (), id="of no known making"),
        pytest.param("sha256-of-mac", ("sha256-of-mac",), id="one way"),
        pytest.param(
            ["random-uuid", "sha256-of-name"], ("random-uuid", "sha256-of-name"), id="two ways"
        ),
    ],
)
def test_an_identifier_says_of_what_and_how_it_is_made(recipe, kept):
    field, problems = read(identifies="user", recipe=recipe)

    assert ([], "user", kept) == (problems, field.identifies, field.recipes)


@pytest.mark.parametrize(
    "keys, problem",
    [
        pytest.param({"type": None}, "type: must be one or more of", id="no type"),
        pytest.param({"type": "text"}, "type: must be one or more of", id="unknown type"),
        pytest.param({"type": ["string", "string"]}, "type: must be one", id="a type twice"),
        pytest.param({"privacy": None}, "privacy: is missing", id="no privacy class"),
        pytest.param({"privacy": "secret"}, "privacy: is none of", id="unknown privacy class"),
        pytest.param({"doc": {}}, "doc: is missing", id="no words"),
        pytest.param({"doc": "words"}, "doc: is missing", id="words of no page"),
        pytest.param({"optional": 1}, "optional: must be true or false", id="1 for true"),
        pytest.param({"pattern": "["}, "pattern: is no regular expression", id="bad pattern"),
        pytest.param(
            {"pattern": "a", "type": "integer"},
            "pattern: needs a field that is a string",
            id="form",
        ),
        pytest.param({"values": []}, "values: must be a list", id="empty set"),
        pytest.param({"values": [1]}, "values: holds a value of another type", id="odd set"),
        pytest.param(
            {"type": "integer", "values": [True]}, "values: holds a value of another", id="true"
        ),
        pytest.param({"open": "etc."}, "open: must be a list of texts", id="open text"),
        pytest.param({"open": ["a"], "values": ["a"]}, "open: contradicts values", id="both sets"),
        pytest.param({"open": ["a"], "type": "integer"}, "open: needs a field", id="open number"),
        pytest.param({"range": [0, 1]}, "range: needs a field that is a number", id="text range"),
        pytest.param(
            {"type": "integer", "range": [2, 1]}, "range: must be two numbers", id="backwards"
        ),
        pytest.param(
            {"type": "integer", "range": [False, 1]}, "range: must be two numbers", id="truths"
        ),
        pytest.param({"usual": []}, "usual: must be a list of texts", id="nothing usual"),
        pytest.param({"usual": 7}, "usual: must be a list of texts", id="a number is usual"),
        pytest.param({"usual": "../words.txt"}, "usual: must name a text file", id="elsewhere"),
        pytest.param({"usual": "none.txt"}, "none.txt cannot be read: no such file", id="no file"),
        pytest.param({"usual": "empty.txt"}, "empty.txt holds no word", id="no words"),
        pytest.param({"usual": "bad.txt"}, "bad.txt: line 2 is not UTF-8", id="no text"),
        pytest.param({"usual": ["a"], "values": ["a"]}, "usual: says nothing where", id="closed"),
        pytest.param({"usual": ["a"], "pattern": "a"}, "usual: says nothing where", id="formed"),
        pytest.param({"usual": ["a"], "type": "integer"}, "usual: needs a field", id="numbers"),
        pytest.param({"usual": ["abc"], "longest": 2}, "usual: holds a value longer", id="long"),
        pytest.param({"longest": 0}, "longest: must be a number", id="no room"),
        pytest.param({"longest": True}, "longest: must be a number", id="length true"),
        pytest.param({"time": "s"}, 'time: must be "ms"', id="seconds"),
        pytest.param({"time": "ms"}, "time: needs a field that is an integer", id="time as text"),
        pytest.param({"aliases": [1]}, "aliases: must be a list of texts", id="odd alias"),
        pytest.param({"derived": ""}, "derived: must be a text", id="empty text"),
        pytest.param({"identifies": "cat"}, "identifies: is none of run, machine", id="of a cat"),
        pytest.param(
            {"identifies": "run", "type": "integer"}, "identifies: needs a field", id="number id"
        ),
        pytest.param(
            {"identifies": "run", "recipe": "md5"}, "recipe: must be one or more of", id="unknown"
        ),
        pytest.param({"identifies": "run", "recipe": []}, "recipe: must be one", id="no recipe"),
        pytest.param(
            {"identifies": "run", "recipe": ["random-uuid", "random-uuid"]},
            "recipe: must be one",
            id="a recipe twice",
        ),
        pytest.param({"recipe": "random-uuid"}, "recipe: needs identifies", id="of nothing"),
        pytest.param({"a": {"type": "string"}}, "a: is no key here; write a dotted", id="nested"),
        pytest.param({"optinal": True}, "optinal: is no key here; did you mean", id="misspelt"),
        pytest.param({"xyzzy": True}, "xyzzy: is no key here; remove it", id="unknown"),
        pytest.param({"a b": 1}, 'fields.x."a b": is no key here', id="a key with a space"),
    ],
)
def test_what_a_field_cannot_say_is_a_problem(keys, problem):
    _, problems = read(**keys)

    assert any(problem in one for one in problems), problems
