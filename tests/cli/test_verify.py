"""`inspector verify`: a report is made again, and what differs is said."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from inspector import cli

DIRTY, CLEAN = "werf-v1.2.243-expDeployEngine.log", "werf-v2.77.1-clean.log"


@pytest.fixture
def made(cases, tmp_path, monkeypatch):
    """A report over two logs in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in (DIRTY, CLEAN):
        shutil.copy(cases / name, tmp_path / name)
    cli.main(["audit", "--format", "json", "--ignore", "run", "-o", "report.json", DIRTY, CLEAN])
    return json.loads((tmp_path / "report.json").read_text())


def verify(*words) -> int:
    return cli.main(["verify", "report.json", *words])


def rewritten(document, **changes):
    with open("report.json", "w") as file:
        json.dump({**document, **changes}, file)


def test_a_report_is_what_its_inputs_give(made, capsys):
    assert 0 == verify(DIRTY, CLEAN)
    assert "verified: report.json is what its inputs give" in capsys.readouterr().out


def test_names_and_times_of_the_inputs_do_not_matter(made, capsys):
    os.rename(DIRTY, "another.log")
    os.utime("another.log", (1, 1))

    assert 0 == verify("another.log", CLEAN), capsys.readouterr().out


def test_options_are_taken_from_the_report(made):
    assert ["inspector", "audit", "--ignore", "run", DIRTY, CLEAN] == made["provenance"]["command"]
    assert made["rules_off"]


@pytest.mark.parametrize(
    "change, said",
    [
        pytest.param(lambda one: one["findings"].pop(), "the report lacks this finding", id="a finding is gone"),
        pytest.param(lambda one: one["findings"][0].update(occurrences=99), "occurrences of this finding", id="a count"),
        pytest.param(lambda one: one["findings"].append({**one["findings"][0], "fingerprint": "0" * 64}),
                     "do not give this finding", id="a finding is invented"),
        pytest.param(lambda one: one["summary"].update(verdict="conforms"), "summary.verdict: the report says conforms, the inputs give does-not-conform", id="the verdict"),
        pytest.param(lambda one: one["inputs"][0].update(events=0), "events of input 1", id="an input's counts"),
        pytest.param(lambda one: one["tool"].update(version="0"), "made by version 0", id="the version"),
        pytest.param(lambda one: one["provenance"].update(rules_sha256="0"), "by other rules", id="the rules"),
        pytest.param(lambda one: one["provenance"]["contracts"].pop(), "the contracts are not", id="the contracts"),
        pytest.param(lambda one: one["provenance"].update(evidence="none"), "in another way", id="the evidence"),
        pytest.param(lambda one: one["provenance"].update(as_of="2022-08-10"), "pages of another day", id="the day"),
        pytest.param(lambda one: one["provenance"]["command"].append("other.log"), "names other.log", id="an input that was not read"),
        pytest.param(lambda one: one["provenance"].update(odd=1), "says otherwise (odd)", id="a word more"),
        pytest.param(lambda one: next(iter(one["rules"].values())).update(why="Harmless."), "why: the report says Harmless.", id="the help of a rule"),
        pytest.param(lambda one: one.pop("rules"), "rules: the report says (nothing)", id="no help at all"),
        pytest.param(lambda one: one["findings"].reverse(), "in another order", id="the order"),
        pytest.param(lambda one: one["findings"][0].pop("waiver"), "waiver of this finding", id="a key less"),
        pytest.param(lambda one: one["summary"].update(waived=False), "summary.waived: the report says False", id="a truth value for a number"),
        pytest.param(lambda one: one["inputs"][0].pop("error"), "error of input 1", id="a key of an input less"),
    ],
)  # fmt: skip
def test_whatever_was_changed_in_a_report_is_said(made, capsys, change, said):
    change(made)
    rewritten(made)

    assert 1 == verify(DIRTY, CLEAN)
    assert said in capsys.readouterr().out


def test_an_input_that_was_changed_is_said(made, capsys):
    with open(DIRTY, "a") as file:
        file.write("more\n")

    assert 1 == verify(DIRTY, CLEAN)
    assert f"input 1 ({DIRTY}) does not hold the same bytes" in capsys.readouterr().out


def test_a_missing_input_is_said(made, capsys):
    assert 1 == verify(DIRTY)
    assert "it was made of 2 inputs; here are 1" in capsys.readouterr().out


def test_tags_of_another_key_are_not_compared(made, capsys, monkeypatch):
    monkeypatch.setenv("INSPECTOR_KEY", "another key, long enough")

    assert 0 == verify(DIRTY, CLEAN)
    assert "were made with another key" in capsys.readouterr().err


def test_a_waiver_file_is_used_again_or_given_anew(made, capsys, tmp_path):
    (tmp_path / "w.toml").write_text('[[waivers]]\nrule = "personal/iban"\n')
    cli.main(["audit", "--format", "json", "-o", "report.json", "--waivers", "w.toml", DIRTY])

    assert 0 == verify(DIRTY)
    os.rename("w.toml", "moved.toml")
    assert 2 == verify(DIRTY)
    assert "the waiver file w.toml cannot be read" in capsys.readouterr().err
    assert 1 == verify("--waivers", "moved.toml", DIRTY)
    assert "the files of its options are not" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change, said",
    [
        pytest.param({"provenance": None}, "does not say how it was made", id="an old report"),
        pytest.param({"inputs": [1]}, "is damaged", id="an input is no object"),
        pytest.param({"provenance": {"command": ["inspector", "audit", "--nonsense"]}}, "does not know", id="an option"),
        pytest.param({"schema": "x"}, "is no report", id="another schema"),
        pytest.param({"inputs": None}, "is damaged", id="no inputs"),
        pytest.param({"inputs": [{}]}, "a time in it is none", id="an input without a time"),
        pytest.param({"inputs": [{"judged_as_of": None}]}, "who may read an input", id="an input without readers"),
        pytest.param({"provenance": {"command": ["inspector"]}}, "no report of inspector audit", id="another command"),
    ],
)  # fmt: skip
def test_what_cannot_be_verified_is_refused_in_words(made, capsys, change, said):
    rewritten(made, **change)

    assert 2 == verify(DIRTY, CLEAN)
    assert said in capsys.readouterr().err


def test_a_time_that_is_none_is_refused_in_words(made, capsys):
    made["inputs"][0]["judged_as_of"] = "soon"
    rewritten(made)

    assert 2 == verify(DIRTY, CLEAN)
    assert "a time in it is none" in capsys.readouterr().err


def test_a_report_that_says_a_thing_twice_is_refused(made, capsys):
    text = json.dumps(made).replace('"verdict":', '"verdict": "conforms", "verdict":', 1)
    with open("report.json", "w") as file:
        file.write(text)

    assert 2 == verify(DIRTY, CLEAN)
    assert "it holds verdict twice" in capsys.readouterr().err


def test_a_report_of_vintages_is_made_with_them(made, capsys):
    cli.main(["audit", "--vintages", "--format", "json", "-o", "report.json", DIRTY])
    assert 0 == verify(DIRTY), capsys.readouterr().out

    with open("report.json") as file:
        rewritten({**json.load(file), "vintages": None})

    assert 1 == verify(DIRTY)
    assert "vintages: the report says None" in capsys.readouterr().out


def test_who_may_read_an_input_by_now_does_not_matter(made, capsys):
    for mode in (0o600, 0o644):
        os.chmod(DIRTY, mode)

        assert 0 == verify(DIRTY, CLEAN), capsys.readouterr().out


def test_a_report_that_is_not_there_is_refused_in_words(made, capsys):
    os.remove("report.json")

    assert 2 == verify(DIRTY)
    assert "cannot be read" in capsys.readouterr().err
