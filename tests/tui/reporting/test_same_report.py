"""The report of the screen is that of the command, byte for byte, in every form."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from inspector import cli
from inspector.cli.auditor import Auditor
from inspector.tui.reporting.asked import NAMES, Choice, Refused, command, quoted, words
from inspector.tui.source import Source
from tests.tui.conftest import kept_of

WAIVERS = """\
[[waivers]]
rule = "contract/undocumented-field"
field = "eventData.hostPath"
reason = "seen"
owner = "jdoe"
expires = 2099-01-01
"""


@pytest.fixture
def source(tmp_path, monkeypatch, mixed) -> Source:
    monkeypatch.chdir(tmp_path)
    Path("t.log").write_bytes(mixed)
    return Source("path", ("t.log",))


def written(choice: Choice, source: Source, kept=()) -> str:
    auditor, said = Auditor(), words(choice, source)
    return auditor.write(auditor.judge(said, kept, lambda *_: None), said, named=True)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("evidence", ["masked", "none", "full"])
@pytest.mark.parametrize("form", NAMES)
def test_it_is_what_the_command_writes(source, form, evidence, language):
    choice = Choice(form, evidence, language, "out")
    if choice.refused:
        with pytest.raises(Refused, match="is refused for"):
            written(choice, source)
        assert 2 == cli.main(["audit", *words(choice, source)])
        return

    assert 1 == cli.main(["audit", *words(choice, source)])
    assert Path("out").read_bytes().decode() == written(choice, source)


def test_a_report_that_was_judged_once_is_written_in_every_form(source):
    auditor = Auditor()
    made = auditor.judge(words(Choice(), source), (), lambda *_: None)
    for form in (*NAMES, *NAMES[:2]):
        for evidence in ("masked", "none"):
            choice = Choice(form, evidence, typed="out")
            cli.main(["audit", *words(choice, source)])

            assert Path("out").read_bytes().decode() == auditor.write(
                made, words(choice, source), named=True
            )


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_waivers_are_heeded_as_the_command_heeds_them(source, form):
    Path("waivers.toml").write_text(WAIVERS)
    choice = Choice(form, typed="out")
    assert "--waivers waivers.toml" in command(words(choice, source))

    cli.main(["audit", *words(choice, source)])
    assert "jdoe" in Path("out").read_text()
    assert Path("out").read_bytes().decode() == written(choice, source)


@pytest.mark.parametrize(
    "name",
    [
        "-o",
        "-",
        "a b'c",
        "=x",
        "json=x.log",
        "a\x1b]0;x\x07.log",
        "\udcff.log",
        "日本\u202e.log",
        "$(touch x)`id`\\",
    ],
)
def test_a_shell_makes_the_same_of_any_path(source, mixed, name):
    Path(name if name != "-" else "./-").write_bytes(mixed)
    strange = Source("path", (name,), waivers="none.toml")
    choice = Choice("json", typed=f"{name}.out")
    text = command(words(choice, strange))
    assert text.isprintable()

    script = text.replace("inspector", f"{quoted(sys.executable)} -m inspector", 1)
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    ran = subprocess.run(["bash", "-c", script], env=env, capture_output=True, check=False)

    assert (1, b"") == (ran.returncode, ran.stdout)
    assert Path(f"./{name}.out").read_text() == written(choice, strange)


def test_many_paths_are_one_report(source, mixed, sent):
    Path("more.log").write_bytes(sent(data={"exitCode": 0, "hostPath": "/home/x"}))
    both = replace(source, kind="paths", paths=("t.log", "more.log"))
    choice = Choice("json", typed="out")

    cli.main(["audit", *words(choice, both)])
    assert Path("out").read_bytes().decode() == written(choice, both)


@pytest.mark.parametrize("form", NAMES)
def test_what_was_kept_of_a_pipe_is_the_report_of_the_pipe(source, rows, mixed, form):
    piped, choice = Source("stdin", waivers=source.waivers), Choice(form, typed="out")
    made = written(choice, piped, kept_of(piped, rows(mixed)))

    ran = subprocess.run(
        [sys.executable, "-m", "inspector", "audit", *words(choice, piped)], input=mixed,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}, check=False,
    )  # fmt: skip
    assert (1, made) == (ran.returncode, Path("out").read_bytes().decode())
