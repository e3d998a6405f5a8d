"""What each form says of findings, apart from its bytes, which the golden files show."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from inspector.language import Language
from inspector.model import Finding, Waiver
from inspector.report import Input, Report, as_csv, as_github, as_gitlab, as_json, as_jsonl
from inspector.safe import Safe
from tests.report.test_golden import report as golden

RUSSIAN = Language("ru", {"m": "м", "audit incomplete": "проверка неполна"})


def found(rule="a/b", **changes) -> Finding:
    base = {"level": "violation", "confidence": "high", "transmitted": "yes", "contract": "c", "event": Safe("E"),
            "field": Safe("f"), "message": Safe("m"), "evidence": Safe("x"), "template": ("m", ())}  # fmt: skip
    return Finding(rule=rule, **(base | changes))


def report_of(*findings: Finding, at=(0, 3)) -> Report:
    report = Report()
    report.inputs.append(Input(Safe("a.log")))
    report.events["E"] = 1
    for number, one in enumerate(findings):
        report.find(one, (at[0], at[1] + number))
    return report


def rows(report, language=None):
    text = as_csv.render(report, *([language] if language else []))
    return list(csv.reader(io.StringIO(text, newline="")))


def test_jsonl_holds_what_json_holds():
    report = golden()
    whole = json.loads(as_json.render(report))
    *findings, last = map(json.loads, as_jsonl.render(report).splitlines())

    assert whole["findings"] == findings
    assert {"summary": whole["summary"]} == last


def test_jsonl_without_findings_is_one_line():
    (line,) = as_jsonl.render(Report()).splitlines()

    assert "cannot-say" == json.loads(line)["summary"]["verdict"]


def test_csv_has_a_row_for_each_finding_and_one_width():
    report = golden()
    head, *body = rows(report)

    assert list(as_csv.COLUMNS) == head
    assert len(report.findings) == len(body)
    assert {len(head)} == {len(row) for row in body}


def test_csv_ends_every_row_as_the_standard_says_and_quotes_every_field():
    text = as_csv.render(golden())

    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r") == text.count("\r\n")
    assert all(line[0] == line[-1] == '"' for line in text.split("\r\n")[:-1])


def test_csv_tells_the_message_in_the_readers_language():
    assert "м" == rows(report_of(found()), RUSSIAN)[1][as_csv.COLUMNS.index("message")]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="at"),
        pytest.param("＝1", "'＝1", id="full-width"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "' =1", id="carriage-return"),
        pytest.param("\n=1", "' =1", id="line-feed"),
        pytest.param("\0x", "'\0x", id="nul"),
        pytest.param("  =1", "'  =1", id="spaces"),
        pytest.param("\ufeff=1", "'\ufeff=1", id="byte-order-mark"),
        pytest.param("\u200f=1", "'\u200f=1", id="right-to-left-mark"),
        pytest.param("\u00a0=1", "'\u00a0=1", id="no-break-space"),
        pytest.param('"=1', "'\"=1", id="quote"),
        pytest.param("a;=1", "a;'=1", id="after-a-semicolon"),
        pytest.param('a; "=1', "a; \"'=1", id="after-a-semicolon-and-quote"),
        pytest.param("'=1", "'=1", id="apostrophe"),
        pytest.param("a=1", "a=1", id="in-the-middle"),
        pytest.param("a, -b", "a, -b", id="after-a-comma"),
        pytest.param("", "", id="empty"),
        pytest.param("   ", "   ", id="only-spaces"),
    ],
)
def test_no_cell_is_a_formula(text, cell):
    assert cell == as_csv.harmless(text)


@pytest.mark.parametrize(
    ("level", "confidence", "transmitted", "grade"),
    [
        ("violation", "high", "yes", "blocker"),
        ("violation", "high", "unknown", "critical"),
        ("violation", "low", "no", "critical"),
        ("review", "high", "yes", "major"),
        ("review", "medium", "yes", "minor"),
        ("note", "high", "yes", "info"),
    ],
)
def test_gitlab_grades_by_level_then_by_what_is_sure(level, confidence, transmitted, grade):
    one = found(level=level, confidence=confidence, transmitted=transmitted)

    (issue,) = json.loads(as_gitlab.render(report_of(one)))

    assert grade == issue["severity"]


def test_gitlab_has_what_its_documentation_asks_for():
    issues = json.loads(as_gitlab.render(golden()))

    keys = {"description", "check_name", "fingerprint", "severity", "location"}
    assert [keys] * len(issues) == [set(issue) for issue in issues]
    assert len(issues) == len({issue["fingerprint"] for issue in issues})
    assert all(issue["location"]["lines"]["begin"] >= 1 for issue in issues)


def test_gitlab_and_github_leave_out_what_does_not_count():
    report = report_of(found("a/new"), found("a/known"), found("a/waived"))
    _, known, waived = sorted(report.findings, key=lambda one: one.finding.rule != "a/new")
    known.known, waived.waiver = True, Waiver("a/waived", Safe("r"), Safe("o"), dt.date(2027, 1, 1))

    assert ["a/new"] == [one["check_name"] for one in json.loads(as_gitlab.render(report))]
    first, last = as_github.render(report).splitlines()
    assert first.startswith("::error file=a.log,line=3,title=a/new::m (")
    assert last.endswith("1 violation, 0 reviews, 0 notes; 1 waived; 1 known before")


def test_gitlab_names_a_file_even_where_nothing_was_read():
    report = Report()
    report.find(found())

    (issue,) = json.loads(as_gitlab.render(report))

    assert {"path": "input", "lines": {"begin": 1}} == issue["location"]


def test_github_shows_ten_of_a_kind_and_counts_the_rest():
    many = [
        found(level=level, value=b"%d" % n) for n in range(12) for level in ("violation", "note")
    ]

    *commands, last = as_github.render(report_of(*many)).splitlines()

    assert 10 == sum(line.startswith("::error ") for line in commands)
    assert 10 == sum(line.startswith("::notice ") for line in commands)
    assert "12 violations, 0 reviews, 12 notes; and 4 more that are not shown here" in last
    assert not last.startswith("::")


def test_github_says_first_why_an_audit_is_incomplete():
    report = report_of(found())
    report.inputs[0].error = Safe("gone: a, b")

    first, second, _ = as_github.render(report, RUSSIAN).splitlines()

    assert "::error title=проверка неполна,file=a.log::gone: a, b" == first
    assert "::error file=a.log,line=3,title=a/b::м (f of E [c]; value: x)" == second


def test_github_encodes_what_would_end_a_property_or_a_command():
    report = report_of(found(evidence=Safe("100%")))
    report.inputs[0].path = Safe("a,line=9::b%.log")

    line, _ = as_github.render(report).splitlines()

    assert (
        "::error file=a%2Cline=9%3A\\%3Ab%25.log,line=3,title=a/b::m (f of E [c]; value: 100%25)"
        == line
    )


def test_github_gives_no_file_to_what_is_about_the_whole_run():
    report = report_of()
    report.find(found())

    assert as_github.render(report).startswith("::error title=a/b::")
