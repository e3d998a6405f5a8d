"""`inspector waive`: a finding of a report becomes an entry of the waiver file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import cli, waivers

DIRTY = "werf-v1.2.243-expDeployEngine.log"
SAID = ("--reason", "a known switch", "--owner", "privacy@example.com", "--expires", "2099-12-31")


@pytest.fixture
def made(cases, tmp_path, monkeypatch):
    """A report of the dirty case, in the current folder."""
    monkeypatch.chdir(tmp_path)
    status = cli.main(["audit", "--format", "json", "-o", "report.json", str(cases / DIRTY)])
    assert 1 == status
    return json.loads((tmp_path / "report.json").read_text())


def broken(document):
    return [one for one in document["findings"] if one["level"] == "violation"]


def waive(*words) -> int:
    return cli.main(["waive", "report.json", *words])


def test_a_waived_finding_no_longer_fails_the_audit(made, cases, capsys):
    names = [one["fingerprint"][:12] for one in broken(made)]

    assert 0 == waive(*names, *SAID)
    assert 0 == cli.main(
        ["audit", "--waivers", "waivers.toml", "--format", "json", str(cases / DIRTY)]
    )
    out = capsys.readouterr()
    summary = json.loads(out.out)["summary"]
    assert ("conforms-with-waivers", len(names)) == (summary["verdict"], summary["waived"])
    assert "waived until 2099-12-31: contract/undocumented-field" in out.err


def test_the_waiver_holds_no_value_and_its_file_is_private(made, tmp_path):
    (finding, *_) = broken(made)
    waive(finding["fingerprint"], *SAID, "--bind", "value")

    (one,) = waivers.load("waivers.toml")

    assert (finding["rule"], finding["field"], finding["value_tag"]) == (
        one.rule,
        one.field,
        one.value,
    )
    assert 0o600 == (tmp_path / "waivers.toml").stat().st_mode & 0o777


def test_a_waiver_of_a_field_fits_whatever_stands_there(made):
    waive(broken(made)[0]["fingerprint"], *SAID, "--bind", "field")

    (one,) = waivers.load("waivers.toml")

    assert (None, None, "attributes.expDeployEngine") == (one.fingerprint, one.value, one.field)


def test_what_stands_in_the_file_stays_and_nothing_is_added_twice(made, capsys):
    name = broken(made)[0]["fingerprint"]
    with open("waivers.toml", "w") as file:
        file.write("# ours\n")

    waive(name, *SAID)
    waive(name, *SAID)

    assert Path("waivers.toml").read_text().startswith("# ours\n\n[[waivers]]")
    assert 1 == len(waivers.load("waivers.toml"))
    assert "waived in the same words before" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["abcdef", *SAID], "no finding whose fingerprint begins", id="unknown"),
        pytest.param(["a", *SAID], "", id="too short"),
        pytest.param(
            ["ffffff", "--reason", " ", "--owner", "x", "--expires", "2099-01-01"],
            "say something",
            id="no reason",
        ),
        pytest.param(
            ["ffffff", "--reason", "x", "--owner", "x", "--expires", "soon"],
            "give a day",
            id="no day",
        ),
        pytest.param(
            ["ffffff", "--reason", "x", "--owner", "x", "--expires", "2020-01-01"],
            "that day is over",
            id="a day that is over",
        ),
        pytest.param(["ffffff"], "--reason", id="nothing said"),
    ],
)
def test_what_cannot_be_waived_is_refused_in_words(made, capsys, words, said):
    assert 2 == waive(*words)
    assert said in capsys.readouterr().err
    assert not os.path.exists("waivers.toml")


def test_a_finding_that_is_named_twice_is_waived_once(made):
    name = broken(made)[0]["fingerprint"]

    waive(name, name, *SAID)

    assert 1 == len(waivers.load("waivers.toml"))


def test_those_who_waive_at_the_same_time_do_not_lose_anything(made, tmp_path):
    names = sorted({one["fingerprint"] for one in made["findings"]})[:4]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "inspector", "waive", "report.json", name, *SAID],
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    for one in started:
        one.communicate(timeout=120)

    assert set(names) == {one.fingerprint for one in waivers.load("waivers.toml")}


def test_digits_that_fit_several_findings_are_refused_with_a_list(made, capsys):
    document = json.loads(Path("report.json").read_text())
    document["findings"] = [
        {**document["findings"][0], "fingerprint": "abcdef" + digit * 58} for digit in "01"
    ]
    with open("report.json", "w") as file:
        json.dump(document, file)

    assert 2 == waive("abcdef", *SAID)
    assert "may be any of: abcdef000000" in capsys.readouterr().err


def test_a_value_without_a_lasting_tag_cannot_be_bound(made, capsys):
    document = json.loads(Path("report.json").read_text())
    document["findings"][0]["value_tag"] = "1"
    with open("report.json", "w") as file:
        json.dump(document, file)

    assert 2 == waive(document["findings"][0]["fingerprint"], *SAID, "--bind", "value")
    assert "no lasting tag" in capsys.readouterr().err


def test_a_damaged_waiver_file_is_left_alone(made, capsys):
    with open("waivers.toml", "w") as file:
        file.write("[[waivers")

    assert 2 == waive(broken(made)[0]["fingerprint"], *SAID)
    assert "is not TOML" in capsys.readouterr().err
    assert "[[waivers" == Path("waivers.toml").read_text()


def test_a_link_is_not_written_through(made, capsys, tmp_path):
    (tmp_path / "real.toml").touch()
    (tmp_path / "waivers.toml").symlink_to(tmp_path / "real.toml")

    assert 2 == waive(broken(made)[0]["fingerprint"], *SAID)
    assert "symbolic link" in capsys.readouterr().err


@pytest.mark.parametrize("content, said", [("x", "is not JSON"), (None, "cannot be read")])
def test_what_is_no_report_is_refused(tmp_path, monkeypatch, capsys, content, said):
    monkeypatch.chdir(tmp_path)
    if content:
        (tmp_path / "report.json").write_text(content)

    assert 2 == waive("abcdef", *SAID)
    assert said in capsys.readouterr().err
