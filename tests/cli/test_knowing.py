from __future__ import annotations

import argparse

import pytest

from inspector.cli import UsageError, knowing
from inspector.cli.parser import Parser
from inspector.recipes import project_hash


def options(*words) -> argparse.Namespace:
    parser = Parser(prog="test")
    knowing.add_options(parser)
    return parser.parse_args(list(map(str, words)))


def test_without_options_nothing_is_known():
    found = knowing.known(options())

    assert () == found.words


def test_words_of_several_files_are_known_once_each(tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("# people\nksenia\nАнна Волкова\n")
    other.write_text("ksenia\nfirma\n")
    given = options("--words", one, "--words", other)

    assert ("ksenia", "Анна Волкова", "firma") == knowing.known(given).words


@pytest.mark.parametrize(
    "data, why",
    [
        pytest.param(None, "cannot be read: no such file or directory; give a text", id="missing"),
        pytest.param(b"a\n\xff\n", r"cannot be used: line 2 is not UTF-8", id="bytes"),
        pytest.param(b"x" * 300, "cannot be used: line 1 is longer than 256", id="long"),
        pytest.param(b"# none\n", "holds no word; write one a line", id="empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_line(tmp_path, data, why):
    path = tmp_path / "words.txt"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(UsageError, match=rf"words\.txt {why}"):
        knowing.known(options("--words", path))


def test_this_machine_is_looked_at_only_where_somebody_asks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "ksenia-orlova")
    words = tmp_path / "words.txt"
    words.write_text("firma\n")

    asked = knowing.known(options("--probe-local", "--words", words))
    unasked = knowing.known(options("--words", words))

    assert "firma" == asked.words[0]
    assert "ksenia-orlova" in asked.words
    assert project_hash(str(tmp_path)).id in asked.hashes
    assert (("firma",), {}) == (unasked.words, unasked.hashes)


def test_a_folder_is_no_list_of_words(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: is a directory"):
        knowing.known(options("--words", tmp_path))


def test_a_path_with_a_nul_is_refused():
    with pytest.raises(UsageError, match="it is no path"):
        knowing.known(options("--words", "a\0b"))
