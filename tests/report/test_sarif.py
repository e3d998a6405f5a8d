from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from inspector.language import ENGLISH, Language
from inspector.model import Finding, Quote, Source, Waiver
from inspector.report import Input, Report, as_sarif
from inspector.report.provenance import File, Provenance
from inspector.report.sarif_text import plain, whole
from inspector.safe import Safe, safe
from inspector.tags import Key
from tests.report.test_golden import report as golden
from tests.sarif_world import messages, obeyed, shown, validator

PAGE = Source("en-1", "Telemetry", "en", "2026-03-25", "a page")


def found(rule="a/b", **changes) -> Finding:
    base = {"level": "violation", "confidence": "high", "transmitted": "yes", "contract": "c", "event": Safe("E"),
            "field": Safe("f"), "message": Safe("m"), "evidence": Safe("x")}  # fmt: skip
    return Finding(rule=rule, **(base | changes))


def report_of(*findings: Finding, path="a.log") -> Report:
    report = Report()
    report.inputs.append(Input(Safe(path), bytes=5, sha256="0" * 64))
    report.events["E"] = 1
    for number, one in enumerate(findings):
        report.find(one, (0, number + 3))
    return report


def run_of(report: Report, language: Language = ENGLISH) -> dict:
    text = as_sarif.render(report, language)
    document = json.loads(text)
    validator().validate(document)
    assert [] == [bad for one in messages(document) for bad in obeyed(one)]
    (run,) = document["runs"]
    return run


def test_it_is_valid_against_the_official_schema():
    run = run_of(golden())

    assert len(golden().findings) == len(run["results"])


@pytest.mark.parametrize("report", [Report(), report_of()], ids=["nothing-read", "nothing-found"])
def test_it_is_valid_where_there_is_little_to_say(report):
    assert [] == run_of(report)["results"]


def test_a_finding_of_a_report_without_inputs_still_has_its_names():
    report = Report()
    report.find(found())

    (result,) = run_of(report)["results"]

    assert [{"logicalLocations"}] == [set(one) for one in result["locations"]]


def test_a_result_says_what_where_and_how_often():
    report = report_of(found(promise=Quote(PAGE, "It is [so]")))
    report.find(found(), (0, 9))

    (result,) = run_of(report)["results"]

    assert ("a/b", 0, "error", 2) == tuple(
        result[k] for k in ("ruleId", "ruleIndex", "level", "occurrenceCount")
    )
    assert (
        "m (f of E [c]; value: x; seen 2 times) The page says: “It is [so]” (a page, en, 2026-03-25)"
        == shown(result["message"]["text"])
    )
    (place,) = result["locations"]
    assert {"uri": "a.log", "uriBaseId": "%SRCROOT%", "index": 0} == place["physicalLocation"][
        "artifactLocation"
    ]
    assert {"startLine": 3} == place["physicalLocation"]["region"]
    assert [{"name": "f", "fullyQualifiedName": "E/f", "kind": "property"}] == place[
        "logicalLocations"
    ]
    (other,) = result["relatedLocations"]
    assert 9 == other["physicalLocation"]["region"]["startLine"]


@pytest.mark.parametrize(
    ("field", "event", "names"),
    [
        (Safe("f"), None, [("f", "f", "property")]),
        (None, Safe("E"), [("E", "E", "object")]),
        (None, None, None),
    ],
    ids=["field", "event", "neither"],
)
def test_logical_locations_name_what_there_is(field, event, names):
    (result,) = run_of(report_of(found(field=field, event=event)))["results"]

    logical = result["locations"][0].get("logicalLocations")
    told = logical and [(one["name"], one["fullyQualifiedName"], one["kind"]) for one in logical]
    assert names == told


def test_levels_are_those_of_sarif():
    some = [found(f"a/{level}", level=level) for level in ("violation", "review", "note")]

    assert ["error", "warning", "note"] == [
        one["level"] for one in run_of(report_of(*some))["results"]
    ]


def test_a_rule_of_ours_is_described_and_a_strange_one_named():
    run = run_of(
        report_of(
            found("contract/undocumented-field", level="note"), found("their/rule", level="note")
        )
    )
    ours, theirs = run["tool"]["driver"]["rules"]

    assert ("contract/undocumented-field", "error") == (
        ours["id"],
        ours["defaultConfiguration"]["level"],
    )
    assert ("their/rule", "note") == (theirs["id"], theirs["defaultConfiguration"]["level"])
    assert {"text": "their/rule"} == theirs["shortDescription"]
    assert "contract" in ours["properties"]["tags"]


def test_help_says_what_why_and_what_to_do():
    report = golden()
    rules = run_of(report)["tool"]["driver"]["rules"]

    assert report.mentioned == [rule["id"] for rule in rules]
    for rule in rules:
        what, why, do = shown(rule["help"]["text"]).split("\n\n")
        assert what == shown(rule["shortDescription"]["text"])
        assert why.startswith("Why it matters: ")
        assert do.startswith("What to do: ")


def test_paths_tell_no_folder_above():
    report = report_of(found(), path="/home/olga/a b.log")
    report.inputs[0].error = Safe("it is gone")

    run = run_of(report)

    assert "olga" not in json.dumps(run)
    assert {"uri": "a%20b.log", "uriBaseId": "ELSEWHERE", "index": 0} == run["artifacts"][0][
        "location"
    ]


def test_artifacts_carry_their_digest_and_length():
    report = report_of()
    report.inputs.append(Input(Safe("gone.log"), error=Safe("it is gone")))

    one, gone = run_of(report)["artifacts"]

    assert ({"sha-256": "0" * 64}, 5) == (one["hashes"], one["length"])
    assert "hashes" not in gone


def test_an_incomplete_audit_was_not_executed_successfully():
    report = report_of()
    report.inputs[0].error = Safe("gzip data ends early")

    (invocation,) = run_of(report)["invocations"]
    (note,) = invocation["toolExecutionNotifications"]

    assert (False, "error", "gzip data ends early") == (
        invocation["executionSuccessful"], note["level"], note["message"]["text"],
    )  # fmt: skip
    assert 0 == note["locations"][0]["physicalLocation"]["artifactLocation"]["index"]
    assert run_of(report_of())["invocations"][0]["executionSuccessful"]


def test_a_waived_finding_is_suppressed_and_then_every_result_says_whether_it_is():
    report = report_of(found("a/a"), found("a/b"))
    waived, _ = report.findings
    waived.waiver = Waiver("a/a", Safe("a public [name]"), Safe("Olga"), dt.date(2027, 6, 30))

    one, other = (result["suppressions"] for result in run_of(report)["results"])

    assert [{"kind": "external", "status": "accepted",
             "justification": "a public [name] (accepted by Olga until 2027-06-30)"}] == one  # fmt: skip
    assert [] == other
    assert "suppressions" not in run_of(report_of(found()))["results"][0]


def test_a_baseline_tells_new_from_unchanged():
    report = report_of(found("a/a"), found("a/b"))
    report.findings[0].known = True

    assert ["unchanged", "new"] == [one["baselineState"] for one in run_of(report)["results"]]

    without = report_of(found())
    assert "baselineState" not in run_of(without)["results"][0]
    without.provenance = Provenance(files=(File("--baseline", Safe("b.json"), "0" * 64),))
    assert "new" == run_of(without)["results"][0]["baselineState"]


def test_values_are_told_apart_by_tags_only_under_a_key():
    report = report_of(found(value=b"1"), found(value=b"2"))
    plain_marks = [one["partialFingerprints"] for one in run_of(report)["results"]]
    report.key = Key(b"k" * 16)
    keyed = [one["partialFingerprints"] for one in run_of(report)["results"]]

    name = "telemetryInspectorValue/v1"
    assert [None, None] == [one.get(name) for one in plain_marks]
    assert [report.tag(tally) for tally in report.findings] == [one[name] for one in keyed]
    assert 2 == len({one["primaryLocationLineHash"] for one in keyed})
    assert [one["primaryLocationLineHash"] for one in keyed] == [
        one["primaryLocationLineHash"] for one in plain_marks
    ]


def test_more_results_than_github_takes_are_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(as_sarif, "RESULTS", 3)
    report = report_of(*(found(value=b"%d" % n) for n in range(5)), found("z/worst", level="note"))

    run = run_of(report)

    assert ["a/b"] * 3 == [one["ruleId"] for one in run["results"]]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert ("warning", "3 more findings are left out here") == (
        note["level"],
        note["message"]["text"],
    )
    assert run["invocations"][0]["executionSuccessful"]


def test_it_is_said_in_the_readers_language():
    russian = Language("ru", {"m": "м", "What to do": "Что делать"})
    report = report_of(found(template=("m", ())))
    report.help = {"a/b": "One.\n\nTwo.\n\nThree."}

    run = run_of(report, russian)

    assert "ru" == run["language"]
    assert run["results"][0]["message"]["text"].startswith("м (")
    assert run["tool"]["driver"]["rules"][0]["help"]["text"].endswith("Что делать: Three.")


@pytest.mark.parametrize(
    "text",
    [
        "[x](http://evil.example)",
        "{0} {1} {{0}}",
        "\\[x\\](y)",
        "\\\\[x](1)",
        "[a[b](c)](d)",
        "{",
        "}}",
        "\x1b[0m",
        "](",
    ],
)
def test_text_is_shown_and_never_obeyed(text):
    assert [] == obeyed(plain(text))
    assert safe(text) == shown(plain(text))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Set `A_B={x}` to <b>", "Set `A_B={{x}}` to \\<b\\>"),
        ("one ` only *here*", "one ' only \\*here\\*"),
        ("![x](y) & | # ~~a~~", "\\!\\[x\\](y) &amp; \\| \\# \\~\\~a\\~\\~"),
    ],
)
def test_markdown_of_help_holds_code_and_nothing_else(text, markdown):
    assert markdown == whole([text])["markdown"]


def test_uris_hold_nothing_but_what_a_uri_may_hold():
    run = run_of(report_of(found(), path="a b#c?d%zz::[1] ключ.log"))

    for place in run["artifacts"]:
        assert re.fullmatch(r"(?:[A-Za-z0-9_.~/-]|%[0-9A-F]{2})+", place["location"]["uri"])
