from __future__ import annotations

import json
from importlib.resources import files
from itertools import permutations

import jsonschema
import pytest

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.decode.requests import to_line
from inspector.model import Finding
from inspector.report import LOCATIONS, Report, as_json, as_text, told
from inspector.report.write import TargetError, refuse_target, write
from inspector.rules import rules
from inspector.safe import Safe
from tests.wire_world import request

CASES = ("werf-v1.2.243-expDeployEngine.log", "wasp-wire-violating.jsonl", "torn-line-glued-to-next-process.log",
         "werf-v2.77.1-build-events.log")  # fmt: skip
SETTINGS = Settings(
    shipped(),
    tuple(rule for rule in rules() if rule.about not in {"run", "history"}),
    1_800_000_000_000,
)


def report_of(*paths) -> Report:
    return audit(map(str, paths), SETTINGS)


def merged(*reports: Report) -> Report:
    whole = Report()
    for one in reports:
        whole.merge(one)
    return whole


def found(value: bytes = b"", rule: str = "contract/undocumented-field", **changes) -> Finding:
    base = {"level": "violation", "confidence": "high", "transmitted": "yes", "contract": "c", "event": Safe("E"),
            "field": Safe("f"), "message": Safe("m"), "evidence": Safe("x")}  # fmt: skip
    return Finding(rule=rule, value=value, **(base | changes))


@pytest.mark.parametrize("split", range(len(CASES) + 1))
def test_reports_of_parts_merge_to_the_bytes_of_the_whole(cases, split):
    paths = [cases / name for name in CASES]

    parts = merged(report_of(*paths[:split]), report_of(*paths[split:]))

    assert as_json.render(report_of(*paths)) == as_json.render(parts)


def test_merging_is_associative(cases):
    a, b, c = (lambda name=name: report_of(cases / name) for name in CASES[:3])

    left = merged(merged(a(), b()), c())
    right = merged(a(), merged(b(), c()))

    assert as_json.render(left) == as_json.render(right)


def test_findings_that_agree_are_one_with_their_first_places():
    report = Report()
    for line in range(50, 0, -1):
        report.find(found(), (0, line))
    report.find(found(value=b"other"), (0, 7))

    first, second = report.findings

    assert (50, [(0, n) for n in range(1, LOCATIONS + 1)]) == (first.occurrences, first.places)
    assert (1, [(0, 7)]) == (second.occurrences, second.places)


def test_the_order_of_findings_is_not_that_of_their_arrival():
    some = [
        found(),
        found(rule="a/b", level="note"),
        found(rule="z/y"),
        found(field=None),
        found(value=b"2"),
    ]
    orders = set()
    for order in permutations(some):
        report = Report()
        for finding in order:
            report.find(finding)
        orders.add(tuple(tally.finding for tally in report.findings))

    assert 1 == len(orders)


def test_a_fingerprint_depends_on_what_a_reader_sees_only():
    assert found(value=b"1").fingerprint == found(value=b"2").fingerprint
    assert 1 < len(
        {found().fingerprint, found(field=None).fingerprint, found(evidence=None).fingerprint}
    )


def test_the_json_report_keeps_to_its_schema(cases):
    schema = json.loads(files("inspector.report").joinpath("report.schema.json").read_text())

    for paths in ([cases / name for name in CASES], [cases], []):
        whole = audit(
            [str(p) for p in paths if p.is_file()] or ["/nonexistent/a.log"],
            Settings(shipped(), rules()),
        )
        document = json.loads(as_json.render(whole))

        jsonschema.Draft202012Validator(schema).validate(document)
        assert sum(document["summary"]["findings"].values()) == len(document["findings"])


def test_json_is_ascii_and_inert_in_a_page(cases):
    text = as_json.render(report_of(*(cases / name for name in CASES)))

    assert text.isascii()
    assert not set("<>&") & set(text)


def test_a_line_of_the_text_report_never_begins_with_something_from_the_input(cases):
    text = as_text.render(report_of(*(cases / name for name in CASES)))

    starts = (
        "telemetry-inspector ",
        "Verdict: ",
        "  ",
        "! ",
        "? ",
        "i ",
        "= ",
        "More about",
        "The log shows",
    )
    assert [] == [line for line in text.splitlines() if line and not line.startswith(starts)]


@pytest.mark.parametrize(
    "path", ["::error::x", "##vso[task]x", "##[group]x", "a\n::error::b", "\x1b[2J"]
)
def test_no_runner_takes_a_path_for_a_command(path):
    shown = told(path)

    assert "::" not in shown
    assert "##" not in shown
    assert shown.isprintable()


def test_text_without_findings_says_what_it_looked_at(cases):
    text = as_text.render(report_of(cases / "werf-v2.77.1-clean.log"))

    assert "CONFORMS: nothing outside what the pages document" in text
    assert "11 lines, 11 records, 2 events, 9 remarks, 0 unreadable" in text
    assert "More about a finding" not in text


def test_an_unreadable_record_stands_in_the_text_with_its_line(cases):
    text = as_text.render(report_of(cases / "torn-line-glued-to-next-process.log"))

    assert "CANNOT SAY" in text
    assert "incomplete: 1 record could not be read" in text
    assert "torn-line-glued-to-next-process.log:4" in text


def test_a_saved_request_is_a_remark_and_its_spans_are_events(tmp_path):
    saved = tmp_path / "saved.jsonl"
    saved.write_bytes(to_line(request()) * 2)

    whole = report_of(saved)
    summary = json.loads(as_json.render(whole))["summary"]

    (source,) = whole.inputs
    assert (2, 2, 2, 0) == (source.lines, source.events, source.remarks, source.unreadable)
    assert source.bytes == source.content == saved.stat().st_size
    assert {"request": 2} == summary["remarks"]
    assert {"CommandStarted": 2} == summary["events"]
    text = as_text.render(whole)
    assert "A captured request is what left the program" in text
    assert "saved.jsonl:1" in text


def test_many_places_are_counted_not_listed(cases, monkeypatch):
    monkeypatch.chdir(cases)
    report = report_of("werf-v2.77.1-clean.log")
    for line in range(1, 31):
        report.find(found(), (0, line))

    text = as_text.render(report)

    assert "clean.log:1, 2, 3 and 27 more" in text
    (finding,) = [
        one for one in as_json.document(report)["findings"] if one["rule"] == found().rule
    ]
    assert (30, 20, 10) == (
        finding["occurrences"],
        len(finding["locations"]),
        finding["locations_left_out"],
    )


def test_a_report_is_never_written_onto_a_folder_or_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    for target, why in ((tmp_path, "not a regular file"), (tmp_path / "link", "symbolic link")):
        with pytest.raises(TargetError, match=why):
            write({str(target): "text"})

    assert ["link"] == [path.name for path in tmp_path.iterdir()]


def test_an_input_that_is_gone_is_not_the_target(tmp_path):
    target = tmp_path / "r.txt"
    target.write_text("old")

    refuse_target(str(target), [str(tmp_path / "gone.log")])
    write({str(target): "new"})

    assert "new" == target.read_text()
