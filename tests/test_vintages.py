"""How the verdict on a log changed with the pages."""

from __future__ import annotations

import json

import pytest

from inspector import cli

CLEAN = "werf-v2.77.1-clean.log"


def vintages(capsys, *words):
    status = cli.main(["audit", "--vintages", "--format", "json", *map(str, words)])
    return status, json.loads(capsys.readouterr().out)["vintages"]


def test_user_id_was_sent_for_years_before_a_page_said_so(cases, capsys):
    status, found = vintages(capsys, cases / CLEAN)

    rows = {row["field"]: row for row in found["fields"]}
    assert 0 == status
    assert ("2022-08-15", "2026-03-25", 1318) == tuple(
        rows["userID"][key] for key in ("sent_since", "documented", "days_undocumented")
    )
    assert [["contract/undocumented-field"]] * 3 + [[]] == rows["userID"]["violations"]


def test_every_change_of_a_page_is_a_vintage(cases, capsys):
    found = vintages(capsys, cases / CLEAN)[1]

    assert [("2022-07-22", "does-not-conform"), ("2022-07-31", "does-not-conform"),
            ("2022-08-04", "does-not-conform"), ("2026-03-25", "conforms")] == [
        (one["day"], one["verdict"]) for one in found["days"]
    ]  # fmt: skip
    assert ["en-2026-03"] == found["days"][-1]["pages"]


def test_a_vintage_says_what_as_of_says(cases, capsys):
    for day in vintages(capsys, cases / CLEAN)[1]["days"]:
        cli.main(["audit", "--as-of", day["day"], "--format", "json", str(cases / CLEAN)])
        summary = json.loads(capsys.readouterr().out)["summary"]

        assert (day["verdict"], day["violations"]) == (
            summary["verdict"],
            summary["findings"]["violation"],
        )


def test_a_field_that_no_page_documents_is_said_to_be_none(cases, capsys):
    found = vintages(capsys, cases / "werf-v1.2.243-expDeployEngine.log")[1]
    (row,) = (one for one in found["fields"] if one["field"] == "attributes.expDeployEngine")

    assert (None, None) == (row["documented"], row["days_undocumented"])
    assert all(row["violations"])


def test_the_text_tells_it_to_people(cases, capsys):
    cli.main(["audit", "--vintages", str(cases / CLEAN)])

    text = capsys.readouterr().out
    assert "How the verdict changed with the pages:" in text
    assert "so it was sent for 1,318 days before a page said so" in text


def test_without_the_option_there_is_no_such_section(cases, capsys):
    cli.main(["audit", "--format", "json", str(cases / CLEAN)])

    assert json.loads(capsys.readouterr().out)["vintages"] is None


def test_standard_input_cannot_be_read_several_times(capsys):
    assert 2 == cli.main(["audit", "--vintages", "-"])
    assert "give a file instead of -" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["--as-of", "soon"], "give a day such as", id="no day"),
        pytest.param(["--contract", "werf-v2@en-1999"], "has no page en-1999", id="no such page"),
        pytest.param(["--contract", "werf-v9@en"], "is no shipped contract", id="no such contract"),
    ],
)
def test_what_names_no_page_is_refused_in_words(cases, capsys, words, said):
    assert 2 == cli.main(["audit", *words, str(cases / CLEAN)])
    assert said in capsys.readouterr().err


def test_one_page_of_one_language_can_judge(cases, capsys):
    status = cli.main(["audit", "--contract", "werf-v1@ru-2022-07-json", "--format", "json",
                       str(cases / "werf-v1.2.128-space-style.log")])  # fmt: skip
    document = json.loads(capsys.readouterr().out)

    assert 0 == status, document["summary"]
    pages = [page["id"] for one in document["provenance"]["contracts"] for page in one["pages"]]
    assert ["ru-2022-07-json"] == pages
