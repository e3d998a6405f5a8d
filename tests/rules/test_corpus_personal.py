"""The labelled corpus: every value that leads to a person is found, and nothing else is.

`tests/cases/detectors-personal.jsonl` was written for these detectors: the people, addresses and
companies are made up, numbers of cards and documents are published examples or computed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.rules import Context, Scanner, Text, pick, rules

CORPUS = Path(__file__).parent.parent / "cases" / "detectors-personal.jsonl"
ROWS = [json.loads(line) for line in CORPUS.read_text().splitlines()]
SLUGS = {
    "pii.email": "email-address",
    "pii.phone": "phone-number",
    "pii.username": "user-name",
    "path.home": "home-path",
    "pii.payment_card": "payment-card",
    "pii.iban": "iban",
    "pii.government_id": "national-id",
    "pii.date_of_birth": "date-of-birth",
    "pii.git_author": "git-author",
    "pii.person_name": "person-name",
}
DETECTORS = {rule.id: rule for rule in pick(rules(), ["personal"]) if rule.about == "text"}
CONTEXT = Context()


def text(row):
    raw = row.get("value") or "".join(row["value_parts"])
    return Text(raw, row["field_path"].rpartition(".")[2], row["field_path"])


def labelled(label):
    return [
        pytest.param(row, id=f"{row['id']} {row['category']}")
        for row in ROWS
        if row["label"] == label
    ]


def test_half_of_the_corpus_is_clean_and_every_kind_is_in_it():
    clean = sum(row["label"] == "clean" for row in ROWS)

    assert 0.4 < clean / len(ROWS) < 0.7
    assert len(ROWS) >= 250
    assert {*SLUGS} == {row["category"] for row in ROWS if row["label"] == "dirty"}


@pytest.mark.parametrize("row", labelled("dirty"))
def test_what_leads_to_a_person_is_found_where_it_stands(row):
    spans = list(DETECTORS[f"personal/{SLUGS[row['category']]}"].check(text(row), CONTEXT))

    [(start, end)] = row["span"]
    assert any(span.start < end and start < span.end for span in spans), "not found"


@pytest.mark.parametrize("row", labelled("clean"))
def test_what_leads_to_nobody_is_left_alone(row):
    finds = Scanner(tuple(DETECTORS.values()), CONTEXT).scan(text(row)).finds

    assert [] == [(find.rule, find.evidence) for find in finds if find.level != "note"]
