from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import __version__, cli

README = Path(__file__).parents[2] / "README.md"


def test_help_and_version(capsys):
    assert (0, 0) == (cli.main(["--help"]), cli.main(["--version"]))

    out = capsys.readouterr().out
    assert out == cli.usage() + f"\ntelemetry-inspector {__version__}\n"


def test_the_readme_shows_the_help_that_the_program_prints():
    assert cli.usage() in README.read_text()


def test_every_file_and_picture_that_the_readme_names_is_there():
    named = re.findall(r'(?:\]\(|src="|srcset=")([^)"]+)', README.read_text())

    assert 8 <= len(named)
    assert [] == [name for name in named if not (README.parent / name).exists()]


@pytest.mark.parametrize("word", ["audti", "contract", "expalin", "viw"])
def test_a_mistyped_command_is_refused_with_a_hint(word, capsys):
    assert 2 == cli.main([word])
    assert "did you mean `inspector " in capsys.readouterr().err


def test_a_bare_word_is_never_opened_as_a_file_to_wait_for(capsys):
    assert 2 == cli.main(["xyzzy", "a.log"])
    assert "inspector ./xyzzy" in capsys.readouterr().err


HEADLESS = [
    ["--help"], ["--version"], ["audit", "--help"], ["audit", "CASE"], ["audit", "--format", "json", "CASE"],
    ["explain"], ["explain", "contract/undocumented-field"], ["contracts"], ["contracts", "werf-v2"],
    ["doctor"], ["doctor", "--format", "json"], ["identify"], ["identify", "CASE"],
]  # fmt: skip


@pytest.mark.parametrize("words", HEADLESS, ids=" ".join)
def test_headless_commands_import_neither_textual_nor_sockets(words, cases):
    case = str(cases / "werf-v2.77.1-clean.log")
    code = (
        "import sys; from inspector.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(sorted({'textual', 'rich', 'socket', 'asyncio', 'watchfiles'} & set(sys.modules)), file=sys.stderr)"
    )
    arguments = [case if word == "CASE" else word for word in words]

    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )

    assert "[]\n" == ended.stderr
    assert ended.stdout


def test_the_app_without_a_terminal_names_the_headless_command(cases):
    ended = subprocess.run([sys.executable, "-m", "inspector", str(cases / "werf-v2.77.1-clean.log")],
                           stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # fmt: skip

    assert 2 == ended.returncode
    assert "inspector audit" in ended.stderr
    assert "\x1b" not in ended.stderr + ended.stdout
