"""The filter bar's small language."""

from __future__ import annotations

import pytest

from inspector.safe import Safe
from inspector.tui.filter import Filter, FilterError, parse
from inspector.tui.rows import Row, divider

ROW = Row("violation", Safe("StageBuildFinished"), command=Safe("werf converge"), run=Safe("r1"))


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("", Filter(), id="nothing"),
        pytest.param("  ", Filter(), id="spaces"),
        pytest.param("level:violation", Filter(levels=("violation",)), id="a level"),
        pytest.param("level:review|bad", Filter(levels=("review", "bad")), id="two levels"),
        pytest.param("LEVEL:note", Filter(levels=("note",)), id="the key in capitals"),
        pytest.param("event:Build*", Filter(events=("Build*",)), id="a pattern of types"),
        pytest.param('event:"a b"', Filter(events=("a b",)), id="a type with a space"),
        pytest.param("one two", Filter(words=("one", "two")), id="two words"),
        pytest.param('"one two"', Filter(words=("one two",)), id="a phrase"),
        pytest.param('"http://x"', Filter(words=("http://x",)), id="a quoted colon"),
        pytest.param("[/", Filter(words=("[/",)), id="markup is text"),
    ],
)
def test_a_filter_is_read_and_written_again(text, expected):
    found = parse(text)

    assert expected == found
    assert expected == parse(found.text)


@pytest.mark.parametrize(
    "text, at",
    [
        pytest.param("level:wrong", 6, id="a level that is none"),
        pytest.param("x level:note|wrong", 13, id="the second of two levels"),
        pytest.param("color:red", 0, id="a key that is none"),
        pytest.param("a http://x", 2, id="a colon without quotation marks"),
        pytest.param("level:", 0, id="a key without a value"),
        pytest.param('a "b', 2, id="one quotation mark"),
    ],
)
def test_an_error_says_where(text, at):
    with pytest.raises(FilterError) as caught:
        parse(text)

    assert at == caught.value.at


@pytest.mark.parametrize(
    "text, expected",
    [
        ("level:violation", True),
        ("level:any", True),
        ("level:review|violation", True),
        ("level:bad", False),
        ("event:stage*", True),
        ("event:Stage", False),
        ("event:A*|*Finished", True),
        ("CONVERGE", True),
        ("converge r1", True),
        ("converge r2", False),
        ("level:violation event:Command*", False),
    ],
)
def test_rows_match(text, expected):
    assert expected == parse(text).match(ROW)


def test_words_are_found_in_the_raw_record_of_any_script(rows, sent):
    row = rows(sent(data={"image": "Фронтенд"}))[0]

    assert parse("фронтенд").match(row)
    assert parse("EXECUTIONID").match(row)
    assert not parse("бэкенд").match(row)


def test_a_divider_matches_nothing():
    assert not parse("rotated").match(divider(Safe("file rotated"), Safe("rotated")))
