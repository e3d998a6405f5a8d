from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.decode.requests import to_line
from inspector.language import ENGLISH, Language
from inspector.model import Finding, Waiver
from inspector.report import Input, Report, as_junit
from inspector.rules import pick, rules
from inspector.safe import Safe
from tests.report.test_golden import report as golden
from tests.wire_world import request

CLEAN = "werf-v2.77.1-clean.log"


def found(rule="a/b", **changes) -> Finding:
    base = {"level": "violation", "confidence": "high", "transmitted": "yes", "contract": "c", "event": Safe("E"),
            "field": Safe("f"), "message": Safe("m"), "evidence": Safe("x"), "template": ("m", ())}  # fmt: skip
    return Finding(rule=rule, **(base | changes))


def report_of(*findings: Finding) -> Report:
    report = Report()
    report.inputs.append(Input(Safe("a.log")))
    report.events["E"] = 1
    for number, one in enumerate(findings):
        report.find(one, (0, number + 3))
    return report


def suites(report: Report, language: Language = ENGLISH) -> dict[str, dict[str, ET.Element]]:
    root = ET.fromstring(as_junit.render(report, language))  # noqa: S314  # our own
    for suite in (root, *root):
        cases = list(suite.iter("testcase"))
        counts = {"tests": len(cases), "failures": len(list(suite.iter("failure"))),
                  "errors": len(list(suite.iter("error"))), "skipped": len(list(suite.iter("skipped")))}  # fmt: skip
        assert counts == {key: int(suite.get(key)) for key in counts}
    return {suite.get("name"): {case.get("name"): case for case in suite} for suite in root}


def states(cases: dict[str, ET.Element]) -> dict[str, str]:
    return {
        name: next((child.tag for child in case if child.tag != "system-out"), "passed")
        for name, case in cases.items()
    }


def audited(*paths, chosen=None) -> Report:
    return audit(
        map(str, paths),
        Settings(shipped(), rules() if chosen is None else chosen, 1_800_000_000_000),
    )


def promises(report: Report) -> dict[str, str]:
    return {
        name.partition(":")[0]: state
        for name, state in states(suites(report)["promises of werf-v2"]).items()
    }


def test_a_clean_log_passes_what_was_examined_and_skips_the_rest(cases):
    report = audited(cases / CLEAN)
    found = suites(report)

    assert {"everything was read and examined": "passed"} == states(found["audit"])
    assert {
        "only-shown": "passed",
        "not-associated": "passed",
        "log-is-complete": "skipped",
        "opt-out": "skipped",
    } == promises(report)
    families = states(found["rules"])
    assert {"passed", "skipped"} == set(families.values())
    assert ("passed", "skipped") == (families["contract"], families["wire"])
    assert {rule.family for rule in rules()} == set(families)


def test_a_broken_promise_fails_under_its_promise_and_its_family():
    found = suites(golden())

    (promise,) = [
        case
        for name, case in found["promises of werf-v2"].items()
        if name.startswith("only-shown: ")
    ]
    assert "violation" == promise.find("failure").get("type")
    assert "failure" == states(found["rules"])["contract"]


def test_no_promise_is_kept_for_which_a_rule_was_off(cases):
    report = audited(cases / CLEAN, chosen=pick(rules(), ignore=["contract/undocumented-event"]))

    assert "skipped" == promises(report)["only-shown"]
    assert "passed" == promises(report)["not-associated"]


def test_what_is_incomplete_is_an_error_and_nothing_passes(cases):
    found = suites(audited(cases / "torn-line-glued-to-next-process.log"))

    assert {"everything was read and examined": "error"} == states(found["audit"])
    assert "passed" not in {state for suite in found.values() for state in states(suite).values()}


def test_requests_are_what_the_family_of_the_wire_judges(tmp_path):
    saved = tmp_path / "saved.jsonl"
    saved.write_bytes(to_line(request()))

    assert "failure" == states(suites(audited(saved))["rules"])["wire"]


@pytest.mark.parametrize(
    ("level", "state"), [("violation", "failure"), ("review", "passed"), ("note", "passed")]
)
def test_only_a_violation_fails(level, state):
    report = report_of(found(level=level))

    assert {"a": state} == states(suites(report)["rules"])


def test_findings_are_told_by_line_and_those_that_do_not_count_say_so():
    report = report_of(found("a/one"), found("a/two"), found("a/zed", level="review"))
    one, two, _ = report.findings
    one.waiver = Waiver("a/one", Safe("a public name"), Safe("Olga"), dt.date(2027, 6, 30))
    two.known = True

    case = suites(report)["rules"]["a"]

    assert case.find("failure") is None
    assert [
        "violation, does not count: a/one m (f of E [c]; value: x) at a.log:3 a public name (accepted by Olga until 2027-06-30)",
        "violation, does not count: a/two m (f of E [c]; value: x) at a.log:4",
        "review a/zed m (f of E [c]; value: x) at a.log:5",
    ] == case.findtext("system-out").strip().splitlines()


def test_many_findings_are_counted_not_listed():
    report = report_of(*(found(value=b"%d" % n) for n in range(as_junit.SHOWN + 5)))

    lines = suites(report)["rules"]["a"].findtext("system-out").strip().splitlines()

    assert (as_junit.SHOWN + 1, "and 5 more") == (len(lines), lines[-1])


def test_it_is_said_in_the_readers_language():
    russian = Language("ru", {"m": "м", "rules": "правила", "at {}": "в {}"})

    case = suites(report_of(found()), russian)["правила"]["a"]

    assert "violation a/b м (f of E [c]; value: x) в a.log:3" == case.findtext("system-out").strip()


def test_nothing_read_is_an_error():
    assert {"everything was read and examined": "error"} == states(suites(Report())["audit"])
