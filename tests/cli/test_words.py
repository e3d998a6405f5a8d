from __future__ import annotations

import pytest

from inspector import cli
from inspector.contracts import shipped
from inspector.rules import rules


def said(capsys, *words) -> tuple[int, str, str]:
    status = cli.main(list(words))
    out, err = capsys.readouterr()
    return status, out, err


def test_explain_lists_every_rule_with_its_level(capsys):
    status, out, _ = said(capsys, "explain")

    assert 0 == status
    assert [(rule.id, rule.level) for rule in rules()] == [
        tuple(row.split()[:2]) for row in out.splitlines()
    ]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_explain_prints_the_help_of_a_rule(rule, capsys):
    status, out, _ = said(capsys, "explain", rule.id)

    assert 0 == status
    assert " ".join(rule.text.split()) in " ".join(out.split())


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        pytest.param(
            "eventData.baseImageSource", "baseImageSource: repo/secondary/empty value", id="field"
        ),
        pytest.param("userID", "anonymous user identifier", id="name"),
        pytest.param("UnshallowFailed", "error during unshallow in GitLab CI", id="event"),
        pytest.param("project_hash", "Non-identifiable hash representing a project", id="wasp"),
        pytest.param("projectID", "контрольная сумма", id="russian"),
        pytest.param(
            "attributes.ci", "documented only on the page of 2022-08-04", id="one-page-only"
        ),
        pytest.param("value", "value/wrong-type", id="family"),
    ],
)
def test_explain_prints_what_the_pages_say(word, sentence, capsys):
    status, out, _ = said(capsys, "explain", word)

    assert 0 == status
    assert sentence in " ".join(out.split())


def test_explain_suggests_what_may_have_been_meant(capsys):
    status, out, err = said(capsys, "explain", "undocumented-feild")

    assert (2, "") == (status, out)
    assert "did you mean contract/undocumented-field" in err


def test_contracts_are_listed_and_printed(capsys):
    _, listed, _ = said(capsys, "contracts")

    assert [contract.name for contract in shipped()] == [
        row.split()[0] for row in listed.splitlines()
    ]
    for contract in shipped():
        status, out, _ = said(capsys, "contracts", contract.name)
        assert 0 == status
        for source in contract.sources:
            assert source.date in out
        for one in contract.fields:
            assert one.path in out


def test_a_contract_file_is_checked(capsys, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("name = 5\nunknown = true")

    status, out, _ = said(capsys, "contracts", "check", str(bad))

    assert 1 == status
    assert "name" in out
    assert "unknown" in out


@pytest.mark.parametrize(
    "words", [["nope"], ["check"], ["check", "no-such.toml"], ["a", "b", "c"]], ids=" ".join
)
def test_contracts_refuses_what_it_cannot_do(words, capsys):
    status, out, err = said(capsys, "contracts", *words)

    assert (2, "") == (status, out)
    assert err.startswith("inspector: ")
