"""A labelled corpus of values with and without secrets in them, in Russian and English."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from inspector.rules import Context, Scanner, Text, pick, rules

CASES = Path(__file__).parents[1] / "cases" / "detectors-secret.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def value(row):
    return row["value"] if "value" in row else "".join(row["value_parts"])


@cache
def scanner():
    return Scanner(pick(rules(), ["secret"]), Context())


def found(row):
    path = row["field_path"]
    key = "team" if path.endswith("*") else path.rpartition(".")[2].lower()
    return scanner().scan(Text(value(row), key, path, "CommandStarted")).finds


def rows(label):
    return [
        pytest.param(row, id=f"{row['id']} {row['category']}")
        for row in ROWS
        if row["label"] == label
    ]


@pytest.mark.parametrize("row", rows("dirty"))
def test_every_secret_of_the_corpus_is_found_by_its_rule(row):
    slug = row["category"].partition(".")[2].replace("_", "-")

    assert f"secret/{slug}" in {find.rule for find in found(row)}


@pytest.mark.parametrize("row", rows("dirty"))
def test_what_is_shown_of_a_secret_holds_no_part_of_it(row):
    text = value(row)
    secrets = [text[start:end] for start, end in row["span"]]

    for find in found(row):
        for secret in secrets:
            pieces = {secret[at : at + 5] for at in range(8, max(9, len(secret) - 4))}
            mixed = [one for one in pieces if len(one) == 5 and any(map(str.isdigit, one))]
            assert not any(piece in find.evidence for piece in mixed)


@pytest.mark.parametrize("row", rows("clean"))
def test_nothing_of_the_family_is_said_of_a_clean_value(row):
    assert [] == [find.rule for find in found(row)]


def test_the_corpus_is_large_and_half_of_it_is_clean():
    clean = sum(row["label"] == "clean" for row in ROWS)

    assert len(ROWS) >= 200
    assert 2 * clean >= len(ROWS)
