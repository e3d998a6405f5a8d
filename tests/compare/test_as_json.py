from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from inspector.compare import Gathered, as_json
from inspector.report import Input
from inspector.report import as_json as report_json
from inspector.safe import Safe
from tests.compare_world import carrying, changed, cut, event, judged, logged, saved

FIRST, LAST = event(1, "CommandStarted"), event(2, exitCode=0)
SECRET = "hunter2 of the payments team"
ODD = event(4, SECRET, note=SECRET)


def result(log, *requests):
    gathered = Gathered()
    gathered.begin_log(Input(Safe("run.log")))
    gathered.add_log(judged(log))
    gathered.begin_capture(Input(Safe("wire.jsonl")))
    gathered.add_capture(judged(saved(*requests)))
    return gathered.result()


def document(*sides):
    return json.loads(as_json.render(result(*sides)))


MIXED = (
    logged(FIRST, LAST, event(3), ODD),
    carrying(FIRST, changed(LAST, userID=SECRET)),
    carrying(cut(ODD, 12), event(9)),
)
CASES = {"mixed": MIXED, "empty": (b"",), "log only": (MIXED[0],), "wire only": (b"", *MIXED[1:])}


@pytest.mark.parametrize("sides", CASES.values(), ids=CASES.keys())
def test_it_keeps_to_its_schema(sides):
    schema = json.loads(files("inspector.compare").joinpath("comparison.schema.json").read_text())

    made = document(*sides)

    jsonschema.Draft202012Validator(schema).validate(made)
    assert made["pairs"] == made["identical"] + made["differing"] + made["truncated"]
    assert len(made["details"]["pairings"]) == made["pairs"] + made["log_only"] + made["wire_only"]


def test_it_counts_and_places_each_kind():
    made = document(*MIXED)

    counts = ("pairs", "identical", "differing", "truncated", "log_only", "wire_only")
    assert [3, 1, 1, 1, 1, 1] == [made[key] for key in counts]
    assert "not-identical" == made["verdict"]
    pairings = made["details"]["pairings"]
    assert ["identical", "differs", "log-only", "truncated", "wire-only"] == [
        one["kind"] for one in pairings
    ]
    assert {
        "kind": "differs",
        "event": "CommandExited",
        "log": {"path": "run.log", "line": 4},
        "wire": {"path": "wire.jsonl", "request": 1, "span": 2},
        "fields": ["userID"],
    } == pairings[1]
    assert (4, 4, 2) == tuple(made["details"][key] for key in ("events", "spans", "requests"))


def test_findings_are_those_of_the_json_report():
    made = result(*MIXED)

    shown = as_json.document(made)["findings"]

    assert report_json.document(made.report)["findings"] == shown
    assert {"wire"} == {one["rule"].partition("/")[0] for one in shown}
    assert all(one["locations"] for one in shown)


def test_nothing_of_the_data_is_raw():
    text = as_json.render(result(*MIXED))

    for raw in (SECRET, SECRET[:12], "ab" * 32, "cd" * 32, "unknown_service:werf"):
        assert raw not in text
    assert text.isascii()
    assert not set("<>&") & set(text)


def test_a_name_that_is_none_is_masked():
    made = document(logged(LAST), carrying((*LAST, ("user." + SECRET, 1))))

    assert ["user.[h…m (28)]"] == made["details"]["pairings"][0]["fields"]
