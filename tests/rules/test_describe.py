from __future__ import annotations

from inspector.rules import describe, pick, rules


def test_a_rule_is_described_by_its_id_its_level_and_its_help():
    (rule,) = pick(rules(), ["contract/undocumented-field"])

    lines = describe(rule, width=60)

    assert "contract/undocumented-field (violation, about each event)" == lines[0]
    assert ["", "A key stands in the event that no page lists."] == lines[1:3]
    assert all(len(line) <= 60 for line in lines[1:])
