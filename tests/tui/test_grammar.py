"""The filter bar's small language: what is typed in, a filter or the place of an error out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.safe import safe
from inspector.tui.filter import Filter
from inspector.tui.grammar import FilterError, parse
from inspector.tui.terms import Alternative, Term

DAY = 1_794_614_400_000  # 2026-11-14, UTC


def one(key, *texts, form="bare", **more) -> Filter:
    return Filter((Term(key, tuple(Alternative(text, form) for text in texts), **more),))


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("", Filter(), id="nothing"),
        pytest.param(" \t ", Filter(), id="spaces"),
        pytest.param("flag:violation", one("flag", "violation"), id="a flag"),
        pytest.param("flag:review|bad", one("flag", "review", "bad"), id="two flags"),
        pytest.param("FLAG:Note", one("flag", "note"), id="in capitals"),
        pytest.param("level:note", one("flag", "note"), id="a flag by its other name"),
        pytest.param("event:Build*", one("event", "Build*"), id="a pattern of types"),
        pytest.param('event:"a b"', one("event", "a b", form="quoted"), id="a type with a space"),
        pytest.param("run:r35", one("run", "r35"), id="a run"),
        pytest.param("cmd:converge", one("cmd", "converge"), id="a command"),
        pytest.param("field:eventData.hostPath", one("field", "eventData.hostPath"), id="a field"),
        pytest.param("rule:personal/*", one("rule", "personal/*"), id="a rule"),
        pytest.param("-event:Command*", one("event", "Command*", no=True), id="not a type"),
        pytest.param("-word", one("word", "word", no=True), id="not a word"),
        pytest.param("- x", Filter((*one("word", "-").terms, *one("word", "x").terms)), id="a dash alone"),
        pytest.param("image=backend", one("value", "backend", path="image", sign="="), id="a value"),
        pytest.param("a.b[].c!=x|y", one("value", "x", "y", path="a.b[].c", sign="!="), id="no value of two"),
        pytest.param("durationMs>5000", one("value", "5000", path="durationMs", sign=">", number=5000), id="above"),
        pytest.param("x<=-1.5", one("value", "-1.5", path="x", sign="<=", number=-1.5), id="at most"),
        pytest.param("since:-2h", one("since", "-2h", number=-7_200_000), id="two hours back"),
        pytest.param("since:-0s", one("since", "-0s", number=-1), id="only the newest"),
        pytest.param('until:"2026-11-14"', one("until", "2026-11-14", form="quoted", number=DAY + 86_400_000), id="until a day, it included"),
        pytest.param("since:2026-11-14T03:00+03:00", one("since", "2026-11-14T03:00+03:00", number=DAY), id="since a time in a zone"),
        pytest.param("one two", Filter((*one("word", "one").terms, *one("word", "two").terms)), id="two words"),
        pytest.param("one|two", one("word", "one", "two"), id="one word of two"),
        pytest.param('"one two"', one("word", "one two", form="quoted"), id="a phrase"),
        pytest.param(r'"say \"x\" C:\y\\"', one("word", 'say "x" C:\\y\\', form="quoted"), id="escapes in quotation marks"),
        pytest.param('"http://x"', one("word", "http://x", form="quoted"), id="a quoted colon"),
        pytest.param("12:30", one("word", "12:30"), id="a time of day is a word"),
        pytest.param("/ba*r b|c/", one("word", "ba*r b|c", form="regex"), id="an expression"),
        pytest.param(r"/a\/b/|c", Filter((Term("word", (Alternative(r"a\/b", "regex"), Alternative("c"))),)), id="an expression or a word"),
        pytest.param("image=/^b/", one("value", "^b", form="regex", path="image", sign="="), id="an expression for a value"),
        pytest.param("/home/jdoe", one("word", "/home/jdoe"), id="a path is a word"),
        pytest.param("[/", one("word", "[/"), id="markup is text"),
    ],
)  # fmt: skip
def test_a_filter_is_read_and_written_again(text, expected):
    found = parse(text)

    assert expected == found
    assert expected == parse(found.text)


@pytest.mark.parametrize(
    "text, at, said",
    [
        pytest.param("flag:wrong", 5, "a flag is one of violation, review", id="a flag that is none"),
        pytest.param("x flag:note|wrong", 12, "a flag is one of", id="the second of two flags"),
        pytest.param("color:red", 0, "only cmd, event,", id="a key that is none"),
        pytest.param("a http://x", 2, "take a colon; quote", id="a colon without quotation marks"),
        pytest.param("flag:", 0, "something is missing", id="a key without a value"),
        pytest.param("flag: note", 5, "something is missing", id="a space after the colon"),
        pytest.param("a flag:note|", 11, "something is missing", id="a bar with nothing behind it"),
        pytest.param("a||b", 2, "something is missing", id="two bars"),
        pytest.param('a "b', 2, "missing its partner", id="one quotation mark"),
        pytest.param('a "b"c', 5, "at the beginning or the end", id="something behind a quotation"),
        pytest.param('a ""', 2, "nothing stands between", id="an empty quotation"),
        pytest.param("since:yesterday", 6, "write a time as -2h", id="no time"),
        pytest.param("since:-1h|-2h", 10, "one time is enough", id="two times"),
        pytest.param("since:1900-01-01", 6, "before there were events", id="long ago"),
        pytest.param("a>b", 2, "> is followed by a number", id="more than a word"),
        pytest.param("a>nan", 2, "> is followed by a number", id="more than no number"),
        pytest.param("a>1|2", 4, "one number is enough", id="more than two numbers"),
        pytest.param("x /a(b/", 2, "not a regular expression", id="an expression that is none"),
        pytest.param(" ".join("a" * 33), 64, "at most 32 terms", id="too many terms"),
        pytest.param("|".join("a" * 33), 64, "at most 32 alternatives", id="too many alternatives"),
    ],
)  # fmt: skip
def test_an_error_says_what_and_where(text, at, said):
    with pytest.raises(FilterError) as caught:
        parse(text)

    assert said in str(caught.value)
    if "/a(b/" not in text:
        assert at == caught.value.at
    assert at <= caught.value.at < len(text)


PIECES = st.sampled_from([
    "flag:", "event:", "since:", "run:", "-", "|", '"', "/", "\\", "=", ">", "!=", "a", "B", "*",
    "(", "[", "[/", " ", "\t", "-2h", "2026-11-14", "any", "note", "9" * 400, "é", "\u202e", "\ud800",
    "[@click=app.quit]", "{9999}", "\x1b", "\x00",
])  # fmt: skip


def read(text: str) -> tuple[int, Filter | None]:
    try:
        return -1, parse(text)
    except FilterError as error:
        assert error.text.isprintable()  # noqa: PT017  # nothing typed may be obeyed
        return error.at, None


def test_half_a_character_is_taken_for_a_question_mark():
    assert parse("a\ud800b") == parse("a?b")
    assert parse("/a\ud800/") == parse("/a?/")


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join)))
def test_whatever_is_typed_is_a_filter_or_an_error_inside_of_it(text):
    at, found = read(text)

    if found is None:
        assert 0 <= at < len(text)
    elif safe(text) == text:  # what cannot be shown as it is typed is spelled out
        assert found == parse(found.text)
