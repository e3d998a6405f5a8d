"""`inspector audit --rules FILE`: from the file to the report."""

from __future__ import annotations

import json

import pytest

from inspector import cli
from inspector.userrules.engine import engine

CLEAN = "werf-v2.77.1-clean.log"
RULES = """
[[rules]]
id = "any-command"
description = "A command of werf stands in the value"
regex = '''werf \\w+'''
keywords = ["werf"]
"""


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, "utf-8")
    return path


@pytest.fixture
def log(cases, tmp_path):
    """A log whose command is none that werf is known to have."""
    path = tmp_path / "a.log"
    data = (cases / CLEAN).read_bytes()
    path.write_bytes(data.replace(b'command="werf host cleanup"', b'command="werf kolobok"'))
    return path


def audit(*words):
    return cli.main(["audit", *map(str, words)])


def test_a_finding_of_a_users_rule_is_shown_like_any_other(rules, log, capsys):
    assert 1 == audit("--rules", rules, log)

    out = capsys.readouterr().out
    assert "VIOLATION  user/any-command" in out
    assert "A command of werf stands in the value." in out
    assert "rules.toml: whoever wrote it" in " ".join(out.split())


def test_a_users_rule_is_selected_ignored_and_told_in_the_provenance(rules, log, capsys):
    assert 1 == audit("--rules", rules, "--select", "user", "--format", "json", log)
    report = json.loads(capsys.readouterr().out)
    assert {"user/any-command"} == {one["rule"] for one in report["findings"]}
    assert "--rules" in json.dumps(report["provenance"])

    assert 0 == audit("--rules", rules, "--ignore", "user/any-command", "--format", "json", log)


def test_every_problem_of_the_file_is_told_and_nothing_is_audited(tmp_path, log, capsys):
    path = tmp_path / "bad.toml"
    path.write_text("[[rules]]\nid = 'a'\nregex = '('\n[[rules]]\nregex = 'x'\n", "utf-8")

    assert 2 == audit("--rules", path, log)

    out, err = capsys.readouterr()
    assert "" == out
    assert "rules[1].regex" in err
    assert "rules[2].id: is missing" in err


def test_a_file_that_is_not_there_is_named(tmp_path, log, capsys):
    assert 2 == audit("--rules", tmp_path / "none.toml", log)

    assert "none.toml cannot be read" in capsys.readouterr().err


def test_what_is_passed_over_is_said_unless_quiet_is_asked(rules, log, capsys):
    rules.write_text(RULES + "path = 'x'\n", "utf-8")

    audit("--rules", rules, log)
    assert "values have no path" in capsys.readouterr().err

    audit("--rules", rules, "--quiet", log)
    assert "values have no path" not in capsys.readouterr().err


def test_without_the_extra_the_sentence_names_it(rules, log, capsys, monkeypatch):
    def missing(_name):
        raise ImportError

    engine.cache_clear()
    monkeypatch.setattr("inspector.userrules.engine.import_module", missing)

    assert 2 == audit("--rules", rules, log)

    engine.cache_clear()
    assert "pip install 'telemetry-inspector[re2]'" in capsys.readouterr().err


def test_no_report_is_written_over_the_file_of_rules(rules, log, capsys):
    assert 2 == audit("--rules", rules, "-o", rules, log)

    assert RULES == rules.read_text("utf-8")
