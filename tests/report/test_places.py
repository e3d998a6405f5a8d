from __future__ import annotations

import pytest

from inspector.model import Finding
from inspector.report import Input, Report
from inspector.report.places import fingerprints, first, told_to_others, uri
from inspector.safe import Safe


def found(value: bytes = b"", field: str = "f") -> Finding:
    return Finding("a/b", "violation", "high", "yes", "c", Safe("E"), Safe(field), Safe("m"), Safe("x…y (9)"), value=value)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "told"),
    [
        pytest.param("logs/a.log", "logs/a.log", id="relative"),
        pytest.param("./a.log", "a.log", id="here"),
        pytest.param("/home/olga/a.log", "a.log", id="absolute"),
        pytest.param("../olga/a.log", "a.log", id="above"),
        pytest.param("logs/../../a.log", "a.log", id="above-in-the-middle"),
        pytest.param("logs/..", "..", id="ends-above"),
        pytest.param("C:\\Users\\olga\\a.log", "a.log", id="drive"),
        pytest.param("C:/Users/olga/a.log", "a.log", id="drive-with-slashes"),
        pytest.param("\\\\host\\share\\a.log", "a.log", id="share"),
        pytest.param("..hidden/a.log", "..hidden/a.log", id="two-dots-in-a-name"),
        pytest.param("-", "-", id="stdin"),
        pytest.param("/", "input", id="root"),
    ],
)
def test_a_path_tells_nothing_of_the_folders_above(path, told):
    assert told == told_to_others(path)


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("a b#c?d%zz.log", "a%20b%23c%3Fd%25zz.log"),
        ("javascript:x", "javascript%3Ax"),
        ("журнал.log", "%D0%B6%D1%83%D1%80%D0%BD%D0%B0%D0%BB.log"),
        ("logs/[1].log", "logs/%5B1%5D.log"),
        ("/srv/a.log", "a.log"),
    ],
)
def test_a_uri_is_percent_encoded_and_relative(path, reference):
    assert reference == uri(path)


def test_findings_of_one_shape_have_ids_of_their_own_and_the_first_keeps_the_fingerprint():
    report = Report()
    for value in (b"1", b"2", b"3"):
        report.find(found(value))
    report.find(found(field="g"))

    one, two, three, other = fingerprints(report)

    assert 4 == len({one, two, three, other})
    assert [found().fingerprint, found(field="g").fingerprint] == [one, other]


def test_a_finding_without_a_place_stands_at_the_first_line():
    report = Report()
    tally = report.find(found())

    assert first(tally, report) is None
    report.inputs.append(Input(Safe("a.log")))
    assert ("a.log", 1) == first(tally, report)
    assert ("a.log", 7) == first(report.find(found(b"x"), (0, 7)), report)
