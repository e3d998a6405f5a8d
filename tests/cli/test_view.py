from __future__ import annotations

import pytest

from inspector import cli
from inspector.tui import app, themes


class Pipe:
    def isatty(self):
        return False


class Terminal(Pipe):
    def isatty(self):
        return True


@pytest.fixture
def shown(monkeypatch):
    monkeypatch.setattr("sys.stdin", Pipe())
    sources = []

    def run(source):
        sources.append((source.kind, source.paths))
        return 0

    monkeypatch.setattr(app, "run", run)
    return sources


def test_without_a_path_and_a_variable_the_demo_is_shown(shown):
    assert 0 == cli.main([])
    assert [("demo", ())] == shown


def test_the_app_gets_what_makes_its_reports(monkeypatch):
    given = []
    monkeypatch.setattr(app, "run", lambda source: given.append(source.auditor()) or 0)

    assert 0 == cli.main([])
    assert ["Auditor"] == [type(one).__name__ for one in given]


def test_the_variable_names_the_log_to_follow(shown, monkeypatch):
    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", "telemetry.log")

    assert 0 == cli.main(["view"])
    assert [("path", ("telemetry.log",))] == shown


@pytest.mark.parametrize(
    ("words", "source"),
    [
        (["-"], ("stdin", ())),
        (["not-there-yet.log"], ("path", ("not-there-yet.log",))),
        (["view", "a.log", "b.log"], ("paths", ("a.log", "b.log"))),
    ],
    ids=["stdin", "not-there-yet", "several"],
)
def test_paths_are_handed_to_the_app(shown, words, source):
    assert 0 == cli.main(words)
    assert [source] == shown


def test_a_folder_stands_for_the_logs_in_it(shown, tmp_path):
    (tmp_path / "a.log").write_text("")
    (tmp_path / "b.txt").write_text("")

    assert 0 == cli.main([str(tmp_path)])
    assert [("path", (str(tmp_path / "a.log"),))] == shown


@pytest.mark.parametrize(
    "words",
    [["-", "a.log"], ["EMPTY"], [""], ["a.log", ""]],
    ids=["stdin-and-more", "folder-without-logs", "empty-path", "one-empty-path"],
)
def test_what_cannot_be_shown_is_refused(shown, words, tmp_path, capsys):
    (tmp_path / "none").mkdir()

    assert 2 == cli.main([str(tmp_path / "none") if word == "EMPTY" else word for word in words])
    assert [] == shown
    assert capsys.readouterr().err.startswith("inspector: ")


def test_a_terminal_is_not_read_as_a_log(shown, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", Terminal())

    assert 2 == cli.main(["-"])
    assert [] == shown
    assert "nothing is piped in" in capsys.readouterr().err


def test_the_variable_may_name_a_folder(shown, monkeypatch, tmp_path):
    (tmp_path / "a.log").write_text("")
    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", str(tmp_path))

    assert 0 == cli.main([])
    assert [("path", (str(tmp_path / "a.log"),))] == shown


def test_a_folder_that_may_not_be_listed_is_told_of(shown, monkeypatch, tmp_path, capsys):
    def closed(path="."):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("os.scandir", closed)  # root may list anything: the system is replaced
    assert 2 == cli.main([str(tmp_path)])
    assert "may not be listed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, expected",
    [([], "waivers.toml"), (["--waivers", "w.toml"], "w.toml")],
    ids=["default", "named"],
)
def test_the_waiver_file_may_be_named(monkeypatch, words, expected):
    sources = []
    monkeypatch.delenv("WERF_TELEMETRY_LOG_FILE", raising=False)
    monkeypatch.setattr(app, "run", lambda source: sources.append(source.waivers) or 0)

    assert 0 == cli.main(["view", *words])
    assert 0 == cli.main(["view", *words, "a.log"])
    assert [expected] * 2 == sources


def test_a_keymap_is_checked_before_anything_is_shown(monkeypatch, tmp_path, capsys):
    asked = []
    monkeypatch.setattr(
        app, "run", lambda source, keymap=None: asked.append((source.kind, keymap)) or 0
    )
    path = tmp_path / "keys.toml"
    path.write_text('mark = "x"')

    assert 0 == cli.main(["--keymap", str(path)])
    assert [("demo", {"mark": "x"})] == asked

    path.write_text('mark = "q"\nzzz = "y"')
    assert 2 == cli.main(["--keymap", str(path)])
    assert (
        "line 1: mark: q is the key of quit as well; line 2: there is no key"
        in capsys.readouterr().err
    )
    path.write_text("\n".join(f'z{n} = "x"' for n in range(30)))
    assert 2 == cli.main(["--keymap", str(path)])
    assert "and more" in capsys.readouterr().err
    assert 1 == len(asked)


def test_looks_and_language_are_handed_to_the_app(monkeypatch):
    seen = {}
    monkeypatch.setattr(app, "run", lambda _source, **settings: seen.update(settings) or 0)

    assert 0 == cli.main(["view", "a.log", "--theme", "light", "--ascii", "--lang", "ru"])
    assert {"theme": "light", "ascii_only": True, "lang": "ru"} == seen


def test_a_theme_that_does_not_exist_is_refused_with_those_that_do(shown, capsys):
    assert 2 == cli.main(["view", "--theme", "pink"])
    assert "high-contrast" in capsys.readouterr().err
    assert [] == shown


@pytest.mark.parametrize("name", themes.NAMES)
def test_every_theme_of_the_app_can_be_asked_for(monkeypatch, name):
    seen = {}
    monkeypatch.setattr(app, "run", lambda _source, **settings: seen.update(settings) or 0)

    assert 0 == cli.main(["view", "--theme", name, "a.log"])
    assert {"theme": name} == seen
