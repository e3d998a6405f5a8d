"""The labelled values of the family: each dirty one is found where it is, no clean one is accused."""

from __future__ import annotations

import pytest

from inspector.rules import Context, Text, rules
from tests.benchmarks.detectors import right
from tests.corpus_world import CASES, body, detected, rows, scanner

ROWS = list(rows(CASES / "detectors-infrastructure.jsonl"))
DIRTY = [row for row in ROWS if row["label"] == "dirty"]
CLEAN = [row for row in ROWS if row["label"] == "clean"]
SCANNER = scanner()


def named(chosen):
    return [pytest.param(row, id=f"{row['id']} {row['category']}") for row in chosen]


@pytest.mark.parametrize("row", named(DIRTY))
def test_what_is_there_is_found_in_its_event(row):
    found = detected(SCANNER, row)

    assert found.get(right(row["category"])) in {"violation", "review"}


@pytest.mark.parametrize("row", named(DIRTY))
def test_a_place_lies_on_what_is_there(row):
    (rule,) = (one for one in rules() if one.id == right(row["category"]))
    event = body(row["field_path"], row["value"])["eventType"]
    (first, last), *_ = row["span"]

    spans = list(rule.check(Text(row["value"], "", row["field_path"], event), Context()))

    assert any(one.start < last and first < one.end for one in spans)


@pytest.mark.parametrize("row", named(CLEAN))
def test_nothing_clean_is_accused(row):
    found = detected(SCANNER, row)

    assert {} == {
        rule: level
        for rule, level in found.items()
        if rule.startswith("infrastructure/") and level != "note"
    }


def test_half_of_the_rows_are_clean():
    assert 250 <= len(ROWS)
    assert 0.4 < len(CLEAN) / len(ROWS) < 0.6
