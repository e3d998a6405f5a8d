from __future__ import annotations

import gzip
import re

import pytest

from inspector.audit import Inspection, Settings, audit, epoch
from inspector.contracts import shipped
from inspector.reading import unpacked
from inspector.report import as_json
from inspector.rules import rules


def judge(data: bytes, chunk: int):
    inspection = Inspection(now_ms=1_800_000_000_000)
    out = [
        one for at in range(0, len(data), chunk) for one in inspection.feed(data[at : at + chunk])
    ]
    return out + inspection.end()


@pytest.mark.parametrize("chunk", [1, 13, 4096])
def test_judgements_do_not_depend_on_where_the_chunks_were_cut(cases, chunk):
    data = (cases / "werf-v1.2.243-expDeployEngine.log").read_bytes()

    assert [(j.record, j.findings, j.level) for j in judge(data, 1 << 20)] == [
        (j.record, j.findings, j.level) for j in judge(data, chunk)
    ]


def test_what_is_held_is_told_until_the_input_ends(cases):
    data = (cases / "werf-v2.0.0-clean.log").read_bytes()
    inspection = Inspection()

    inspection.feed(data[:-1])
    held = inspection.held
    (last,) = inspection.end()

    assert held == len(data) - 1 - data.rindex(b"\n", 0, -1) - 1
    assert (last.record.kind, inspection.held) == ("remark", 0)


def test_an_event_carries_its_worst_level(cases):
    levels = [
        one.level
        for one in judge((cases / "werf-v1.2.243-expDeployEngine.log").read_bytes(), 1 << 20)
    ]

    assert levels.count("violation") == 2
    assert set(levels) == {"violation", None}


def test_no_contract_means_that_nothing_is_claimed(cases):
    (judged,) = list(Inspection(()).feed(b'{"a":1}\n'))

    assert (judged.event.contract, judged.level) == (None, "violation")


@pytest.mark.parametrize(
    ("word", "milliseconds"), [("", None), ("0", 0), ("1700000000", 1_700_000_000_000)]
)
def test_the_source_date_is_in_seconds(monkeypatch, word, milliseconds):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", word)

    assert milliseconds == epoch()


def test_the_same_inputs_give_the_same_bytes(cases):
    settings = Settings(shipped(), rules(), 1_800_000_000_000)
    paths = [str(path) for path in sorted(cases.iterdir()) if "detectors" not in path.name]

    first, second = (as_json.render(audit(paths, settings)) for _ in range(2))

    assert first == second


def test_progress_is_told_in_bytes_as_they_are_unpacked(cases, tmp_path):
    path, packed = cases / "werf-v2.0.0-clean.log", tmp_path / "telemetry.log.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    for one in (path, packed):
        steps: list[int] = []

        audit([str(one)], Settings(shipped(), rules()), steps.append)

        assert unpacked(str(one)) == path.stat().st_size == sum(steps)


@pytest.mark.parametrize(
    "zone, found",
    [
        ("UTC", False),
        ("+0545", False),
        ("МСК", False),
        ("ghp_0123456789abcdefghijABCDEFGHIJ012345", True),
    ],
)
@pytest.mark.parametrize("message", ["sent", "start sending event"])
def test_the_name_of_a_zone_is_examined_like_a_remark(cases, zone, found, message):
    lines = (cases / "werf-v2.77.1-clean.log").read_bytes().splitlines(keepends=True)
    line = next(one for one in lines if f"Telemetry: {message}".encode() in one)
    changed = re.sub(rb"([+-]\d{4}) \S+ m=", rb"\1 " + zone.encode() + b" m=", line)

    (judged,) = [*(inspection := Inspection()).feed(line + changed), *inspection.end()][1:]

    assert found is any(one.rule == "log/secret-in-remark" for one in judged.findings)
