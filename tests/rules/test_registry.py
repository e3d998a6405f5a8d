"""Every rule of the package is held to its tables, and the registry to its words."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from inspector.audit import Inspection
from inspector.contracts import bind, shipped
from inspector.model import Known, Line, Payload, Record, Remark
from inspector.rules import (
    Context,
    Coverage,
    History,
    Hit,
    Remarked,
    Rule,
    Scanner,
    Text,
    UnknownRule,
    about_event,
    check,
    check_history,
    check_pairing,
    check_record,
    check_remark,
    check_request,
    check_run,
    check_waiver,
    pick,
    rules,
)

NOW = 1_775_100_000_000
CONTEXT = Context(
    now_ms=NOW,
    known=Known(words=("acme-mainframe", "Зоя Космодемьян", "ks", "qx1")),
    opted_out_since=NOW - 86_400_000,
)


def record(body, form="json"):
    return Record(Line(b"", 0, 0, 1), Payload(form, body))


def findings(rule, subject):
    """A body or a record of an event; a record; or the bodies of a run."""
    if rule.about == "record":
        return list(check_record(subject, CONTEXT, [rule]))
    if rule.about == "request":
        return list(check_request(subject, CONTEXT, [rule]))
    if rule.about == "pairing":
        return list(check_pairing(subject, CONTEXT, [rule]))
    if rule.about == "text":
        return list(Scanner([rule], CONTEXT).scan(text(subject)).finds)
    if rule.about == "remark":
        return list(check_remark(remarked(subject), CONTEXT, [rule]))
    if rule.about == "waiver":
        return list(check_waiver(subject, CONTEXT, [rule]))
    if rule.about == "history":
        return [one for one, _hit in check_history(history(subject), CONTEXT, [rule])]
    if rule.about == "run":
        coverage = Coverage()
        for body in subject:
            coverage.add(bind(record(body), shipped()))
        return list(check_run(coverage, CONTEXT, [rule]))
    event = subject if isinstance(subject, Record) else record(subject)
    return list(check(bind(event, shipped()), CONTEXT, [rule]))


def remarked(subject):
    """A remark's text, or a remark with what detectors found in it."""
    if isinstance(subject, Remarked):
        return subject
    finds = Scanner(rules(), CONTEXT).scan(Text(subject)).finds
    return Remarked(Remark("error", subject), finds)


def text(subject):
    """A text, or the keywords of a `Text`."""
    return Text(**subject) if isinstance(subject, dict) else Text(subject)


def history(subject):
    """A log: bytes in which each line is a record; several; or one with who may read it."""
    made = History()
    logs = subject if isinstance(subject, list) else [subject]
    for number, log in enumerate(logs):
        data, readers = log if isinstance(log, tuple) else (log, 0)
        inspection = Inspection(now_ms=NOW)
        made.begin(readers)
        for judged in inspection.feed(data) + inspection.end():
            made.add(judged, (number, judged.record.line.number))
    made.files.end()
    return made


@cache
def tables(family):
    path = Path(__file__).parent / f"test_{family}.py"
    spec = importlib.util.spec_from_file_location(f"tables_of_{family}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(name):
    for rule in rules():
        table = getattr(tables(rule.family), name).get(rule.id.partition("/")[2], {})
        for words, subject in table.items():
            yield pytest.param(rule, subject, id=f"{rule.id}: {words}")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_rule_explains_itself_in_three_paragraphs_and_has_both_tables(rule):
    slug = rule.id.partition("/")[2]

    paragraphs = [one for one in rule.text.split("\n\n") if one.strip()]

    assert len(paragraphs) >= 3
    assert tables(rule.family).FIRES.get(slug), "show at least one case in FIRES"
    assert tables(rule.family).QUIET.get(slug), "show at least one near miss in QUIET"


def test_no_table_speaks_of_a_rule_that_is_not_there():
    ids = {rule.id for rule in rules()}

    for family in {rule.family for rule in rules()}:
        slugs = {*tables(family).FIRES, *tables(family).QUIET}

        assert {f"{family}/{slug}" for slug in slugs} <= ids


@pytest.mark.parametrize("rule, subject", cases("FIRES"))
def test_a_rule_fires_on_its_cases(rule, subject):
    found = findings(rule, subject)

    assert {rule.id} == {finding.rule for finding in found}


@pytest.mark.parametrize("rule, subject", cases("QUIET"))
def test_a_rule_is_quiet_on_near_misses(rule, subject):
    found = findings(rule, subject)

    assert [] == found


def test_rules_are_in_the_order_of_their_ids():
    ids = [rule.id for rule in rules()]

    assert sorted(set(ids)) == ids


def test_an_id_tells_module_and_function():
    @about_event("note")
    def something_odd(_event, _context):
        """What.  Why.  What to do."""
        yield Hit("Something is odd.")

    assert ("test_registry/something-odd", "note") == (something_odd.id, something_odd.level)
    assert "test_registry" == something_odd.family


@pytest.mark.parametrize(
    "select, ignore, kept",
    [
        pytest.param([], [], {"a/b", "a/c", "d/e"}, id="nothing asked keeps all"),
        pytest.param(["a"], [], {"a/b", "a/c"}, id="a family"),
        pytest.param(["a/c", "d"], [], {"a/c", "d/e"}, id="a rule and a family"),
        pytest.param([], ["a/b"], {"a/c", "d/e"}, id="all but a rule"),
        pytest.param(["a"], ["a/b"], {"a/c"}, id="ignoring beats selecting"),
    ],
)
def test_rules_are_picked_by_id_or_family(select, ignore, kept):
    among = [Rule(key, "note", "event", lambda *_: (), "") for key in ("a/b", "a/c", "d/e")]

    picked = pick(among, select, ignore)

    assert kept == {rule.id for rule in picked}


@pytest.mark.parametrize(
    "word, hint",
    [
        pytest.param("contract/undocumented-feild", "contract/undocumented-field", id="misspelt"),
        pytest.param("xyzzy", "inspector explain", id="nothing near"),
    ],
)
def test_an_unknown_rule_is_refused_with_a_hint(word, hint):
    with pytest.raises(UnknownRule, match=hint):
        pick(rules(), ignore=[word])


def test_to_judge_by_no_rule_is_refused():
    with pytest.raises(UnknownRule, match="no rule is left"):
        pick(rules(), ["personal"], ["personal"])


def test_a_hit_may_change_the_level_of_its_rule():
    rule = Rule("a/b", "violation", "event", lambda *_: [Hit("So.", level="note")], "")
    event = bind(record({}), shipped())

    (found,) = check(event, CONTEXT, [rule])

    assert "note" == found.level


def test_without_a_choice_all_rules_judge():
    event = bind(record({"nothing": "known"}), shipped())

    found = {finding.rule for finding in check(event, CONTEXT)}

    assert "contract/unknown-schema" in found
    assert [] == list(check_record(event.record, CONTEXT, ()))
    assert [] == [one for one in check_run(Coverage(), CONTEXT) if one.contract]
