from __future__ import annotations

import pytest

from inspector.contracts.words import WordsError, parse


def test_each_line_is_a_word_once_and_in_order():
    data = "\ufeff# people\nksenia\r\n\n  Анна Волкова \nksenia\n#x\nбаза-1\n".encode()

    assert ("ksenia", "Анна Волкова", "база-1") == parse(data)


def test_a_comment_after_a_word_is_no_part_of_it():
    data = "platform # the team's name\nборт\t#2\n  # only a comment\nC# house\nbuild#7\n".encode()

    assert ("platform", "борт", "C# house", "build#7") == parse(data)


def test_a_comment_after_a_word_may_be_long():
    assert ("a",) == parse(b"a #" + b"x" * 1000)


@pytest.mark.parametrize(
    "data, why",
    [
        pytest.param(
            b"a\n\xff\xfe\n", r"line 2 is not UTF-8 \(byte 0\); save the file", id="bytes"
        ),
        pytest.param(b"\n" + b"x" * 257, "line 2 is longer than 256 characters", id="long"),
    ],
)
def test_what_is_no_list_of_words_is_refused_by_line(data, why):
    with pytest.raises(WordsError, match=why):
        parse(data)


def test_a_comment_may_be_long():
    assert () == parse(b"#" + b"x" * 1000)
