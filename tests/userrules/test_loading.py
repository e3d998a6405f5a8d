"""A file of a user's own rules: what becomes of it, and what is said of one that cannot be used."""

from __future__ import annotations

import pytest

from inspector.rules import Context, Scanner, Text, pick
from inspector.userrules import UserRulesError, load

TOKEN = """
[[rules]]
id = "Firma Token"
description = "A token of Firma's registry"
regex = '''firma_([0-9a-z]{8})'''
keywords = ["FIRMA_"]
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "rules.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def problems(path):
    with pytest.raises(UserRulesError) as told:
        load(path)
    return list(told.value.problems)


def test_a_rule_is_one_about_texts_with_a_clean_id_and_a_help(file):
    (rule,) = load(file(TOKEN)).rules

    assert ("user/firma-token", "violation", "text") == (rule.id, rule.level, rule.about)
    assert "A token of Firma's registry." == rule.text.partition("\n\n")[0]
    assert 3 == len(rule.text.split("\n\n"))
    assert "rules.toml" in rule.text
    assert (rule,) == pick([rule], ["user"])


def test_a_finding_shows_kind_and_length_and_says_the_description(file):
    scanner = Scanner(load(file(TOKEN)).rules, Context())

    (found,) = scanner.scan(Text("pull with firma_0a1b2c3d failed")).finds

    assert "user/firma-token (8 characters)" == found.evidence
    assert "A token of Firma's registry." == found.message


def test_the_file_may_say_the_level(file):
    (rule,) = load(file(TOKEN + 'level = "note"\n')).rules

    assert "note" == rule.level


def test_a_rule_without_a_description_is_named_by_its_id(file):
    (rule,) = load(file("[[rules]]\nid = 'x'\nregex = 'y'\n")).rules

    assert rule.text.startswith("The rule x of your own fits the value.")


def test_keys_may_be_spelled_in_any_case_as_gitleaks_reads_them(file):
    text = "[[Rules]]\nID = 'x'\nRegex = '(a)(b)'\nsecretgroup = 2\n[[Rules.AllowLists]]\nstopWords = ['c']\n"

    (rule,) = load(file(text)).rules

    assert 2 == rule.check.group
    assert ("c",) == rule.check.allow[0].stopwords


def test_what_concerns_files_is_passed_over_and_said_so(file):
    loaded = load(
        file(
            TOKEN
            + "path = '''\\.py$'''\n[[rules]]\nid = 'files'\npath = 'x'\n"
            + "[allowlist]\npaths = ['a']\ncommits = ['b']\n"
        )
    )

    assert ["user/firma-token"] == [rule.id for rule in loaded.rules]
    assert [
        "rule files is left out: it is about files, or not reported",
        "paths (1×): values have no path and no commit; ignored",
        "commits (1×): values have no path and no commit; ignored",
        "path (2×): values have no path and no commit; ignored",
    ] == list(loaded.notices)


def test_a_rule_that_is_not_reported_is_left_out(file):
    assert () == load(file(TOKEN + "skipReport = true\n")).rules


def test_every_problem_is_told_at_once_with_its_place(file):
    text = """
title = "ours"
[extend]
useDefault = true
path = "other.toml"
[[allowlists]]
targetRules = ["nobody"]
stopwords = ["x"]
[[rules]]
id = "a"
regex = "(x"
keyword = ["x"]
[[rules]]
id = "b"
regex = "(x)"
secretGroup = 2
entropy = "much"
level = "fatal"
[[rules]]
id = "B"
regex = "x(?=y)"
[[rules]]
id = "!"
required = [{ id = "a" }]
[[rules.allowlists]]
condition = "XOR"
regexTarget = "file"
[[rules]]
id = "B"
regex = "x"
[[rules]]
id = "b"
regex = "y"
"""

    told = problems(file(text))

    assert [
        "extend.useDefault",
        "extend.path",
        "allowlists[1].targetRules",
        "rules[1].regex",
        "rules[1].keyword",
        "rules[2].level",
        "rules[2].entropy",
        "rules[2].secretGroup",
        "rules[3].regex",
        "rules[3].id",
        "rules[4].id",
        "rules[4].required",
        "rules[4].allowlists[1].regexTarget",
        "rules[4].allowlists[1].condition",
        "rules[4].regex",
    ] == [one.partition(":")[0] for one in told][:15]
    assert "no look-around" in next(one for one in told if one.startswith("rules[3]"))
    assert "copy the rules" in told[0]
    assert "rules[6].id: is that of another rule (user/b); give each its own" == told[-1]


@pytest.mark.parametrize(
    "data, word",
    [
        pytest.param(b"", "rules: is missing", id="empty"),
        pytest.param(b"rules = 1", "must be an array of tables", id="no tables"),
        pytest.param(b"\xff", "is not UTF-8", id="not UTF-8"),
        pytest.param(b"[[rules", "is not TOML", id="not TOML"),
        pytest.param(b"a = " + b"[" * 5000, "", id="nested without end"),
    ],
)
def test_what_is_no_file_of_rules_is_refused(tmp_path, data, word):
    path = tmp_path / "rules.toml"
    path.write_bytes(data)

    assert word in " ".join(problems(path))


def test_an_entropy_that_no_text_reaches_is_refused(file):
    told = problems(file(TOKEN + "entropy = 8.5\n"))

    assert ["rules[1].entropy: is above 8 bits per character, which no text reaches"] == [
        one.partition(";")[0] for one in told
    ]
    assert load(file(TOKEN + "entropy = 8\n")).rules
