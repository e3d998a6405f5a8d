from __future__ import annotations

import pytest

from inspector.probe.gitconfig import LIMIT, Setting, parse, read


@pytest.mark.parametrize(
    "text, settings",
    [
        pytest.param("", [], id="nothing"),
        pytest.param("[core]\n\tbare = false\n", [("core", "", "bare", "false")], id="plain"),
        pytest.param(
            '[remote "origin"]\n url = git@a.b:c/d.git\n',
            [("remote", "origin", "url", "git@a.b:c/d.git")],
            id="remote",
        ),
        pytest.param("[Remote.Origin]\nURL=x", [("remote", "origin", "url", "x")], id="old form"),
        pytest.param('[remote "a\\"b"]\nurl=x', [("remote", 'a"b', "url", "x")], id="quoted sub"),
        pytest.param("[a]\nb", [("a", "", "b", "true")], id="no value"),
        pytest.param("[a] b = c", [("a", "", "b", "c")], id="on the line of its section"),
        pytest.param("[a]\nb = c d  # e", [("a", "", "b", "c d")], id="comment"),
        pytest.param('[a]\nb = "c # d ; "', [("a", "", "b", "c # d ; ")], id="quoted comment"),
        pytest.param("[a]\nb = c\\\n  d", [("a", "", "b", "c  d")], id="two lines"),
        pytest.param(
            "[a]\nb = c\\\\\nd = e", [("a", "", "b", "c\\"), ("a", "", "d", "e")], id="\\\\"
        ),
        pytest.param('[a]\nb = \\t"\\n"\\"x', [("a", "", "b", '\t\n"x')], id="escapes"),
        pytest.param("b = c\n", [], id="without a section"),
        pytest.param("[a]\n; c = d\n# e = f\n = g\n", [], id="no keys"),
        pytest.param("[a]\r\nb = c\r\n", [("a", "", "b", "c")], id="CRLF"),
    ],
)
def test_settings_are_read_as_git_reads_them(text, settings):
    assert [Setting(*one) for one in settings] == list(parse(text))


def test_included_files_are_read_where_they_stand(tmp_path):
    (tmp_path / "config").write_text("[a]\nb = 1\n[include]\npath = more\n[a]\nb = 3\n")
    (tmp_path / "more").write_text("[a]\nb = 2\n")

    assert ["1", "2", "3"] == [one.value for one in read(tmp_path / "config") if one.key == "b"]


def test_files_that_include_themselves_or_somebody_s_home_end(tmp_path):
    include = "[include]\npath = config\npath = ~/x\n" * 50
    (tmp_path / "config").write_text(include)

    assert 100 == len(list(read(tmp_path / "config")))


@pytest.mark.parametrize("kind", ["missing", "folder", "large", "NUL"])
def test_what_cannot_be_read_has_no_settings(tmp_path, kind):
    path = tmp_path / "config"
    if kind == "folder":
        path.mkdir()
    if kind == "large":
        path.write_text("[a]\nb = c\n".ljust(LIMIT + 1))
    if kind == "NUL":
        path = tmp_path / "a\0b"

    assert [] == list(read(path))


def test_bytes_that_are_no_text_survive(tmp_path):
    (tmp_path / "config").write_bytes(b"[a]\nb = caf\xe9\n")

    assert ["caf\udce9"] == [one.value for one in read(tmp_path / "config")]
