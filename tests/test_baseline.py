"""A baseline: an earlier report, and what counts beside it."""

from __future__ import annotations

import json

import pytest

from inspector import baseline
from inspector.report import as_json
from inspector.tags import Key
from tests.test_waivers import KEY, finding, report


def saved(tmp_path, made):
    path = tmp_path / "report.json"
    path.write_text(as_json.render(made))
    return path


def test_what_an_earlier_report_holds_is_not_counted_and_still_decides(tmp_path):
    earlier = baseline.load(saved(tmp_path, report(finding())))
    made = report(finding(), finding(rule="personal/iban"))

    earlier.mark(made)

    assert (1, 1) == (made.known, made.count("violation"))
    assert ["known", "new"] == sorted(tally.status for tally in made.findings)
    assert "does-not-conform" == made.verdict


def test_only_known_findings_are_still_a_broken_promise(tmp_path):
    earlier = baseline.load(saved(tmp_path, report(finding())))
    made = report(finding())

    earlier.mark(made)

    assert (0, "does-not-conform") == (made.count("violation"), made.verdict)


@pytest.mark.parametrize(
    "before, now, new",
    [
        pytest.param(KEY, KEY, 1, id="one key: another value of the same shape is new"),
        pytest.param(KEY, Key(b"l" * 16), 0, id="two keys: the shape decides"),
        pytest.param(None, None, 0, id="no key: the shape decides"),
    ],
)
def test_values_are_told_apart_where_both_reports_share_a_key(tmp_path, before, now, new):
    first = report(finding(), key=before)
    first.provenance = type(first.provenance)(key=before.id if before else None)
    made = report(finding(value=b"another"), key=now)

    baseline.load(saved(tmp_path, first)).mark(made)

    assert new == made.count("violation")


def test_without_its_key_no_more_values_of_a_shape_are_known_than_it_holds(tmp_path):
    first = report(finding(), key=None)
    made = report(finding(), finding(value=b"another"), finding(value=b"a third"), key=None)

    baseline.load(saved(tmp_path, first)).mark(made)

    assert (1, 2) == (made.known, made.count("violation"))


def test_a_waived_finding_of_the_earlier_report_is_not_known(tmp_path):
    path = saved(tmp_path, report(finding()))
    document = json.loads(path.read_text())
    document["findings"][0]["status"] = "waived"
    path.write_text(json.dumps(document))
    made = report(finding())

    baseline.load(path).mark(made)

    assert 1 == made.count("violation")


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param("{", "is not JSON", id="no JSON"),
        pytest.param("[" * 100_000, "is not JSON", id="too deep"),
        pytest.param("[]", "is no report", id="no object"),
        pytest.param('{"schema": "other"}', "is no report", id="another schema"),
        pytest.param('{"schema": "telemetry-inspector/report/1"}', "is damaged", id="no findings"),
        pytest.param(
            '{"schema": "telemetry-inspector/report/1", "findings": [{}]}',
            "is damaged",
            id="no fingerprint",
        ),
    ],
)
def test_what_is_no_report_is_refused_in_words(tmp_path, text, said):
    path = tmp_path / "report.json"
    path.write_text(text)

    with pytest.raises(baseline.BaselineError, match=said):
        baseline.load(path)
