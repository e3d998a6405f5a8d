"""A labelled corpus: what hides is uncovered under the expected disguise, what is benign is left.

A dirty row names the plain text that was hidden and the disguises, outermost first; that it is
uncovered does not depend on any rule that would find it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.rules import Context, Scanner, Text, pick, rules
from inspector.rules.disguise import layers

CORPUS = Path(__file__).parents[1] / "cases" / "detectors-hidden.jsonl"
ROWS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
DIRTY = [pytest.param(row, id=row["id"]) for row in ROWS if row["label"] == "dirty"]
CLEAN = [pytest.param(row, id=row["id"]) for row in ROWS if row["label"] == "clean"]
HIDDEN = Scanner(pick(rules(), ["hidden"]), Context())


@pytest.mark.parametrize("row", DIRTY)
def test_what_was_hidden_is_uncovered_under_its_disguise(row):
    found, left = layers(row["value"], 1 << 20)

    chains = {" of ".join(one.chain) for one in found if row["plain"] in one.text}

    assert row["obfuscation"] in chains
    assert 0 == left


@pytest.mark.parametrize("row", CLEAN)
def test_what_is_benign_is_at_most_a_note(row):
    scan = HIDDEN.scan(Text(row["value"], path=row["field_path"]))

    assert [] == [find.rule for find in scan.finds if find.level != "note"]
    assert 0 == scan.unexamined


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(DIRTY) >= 150
    assert len(CLEAN) >= 120
    assert len({row["obfuscation"] for row in ROWS}) >= 30
    assert len({row["id"] for row in ROWS}) == len(ROWS)
