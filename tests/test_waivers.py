"""Waivers: what a file may say, what a waiver fits, and what becomes of it."""

from __future__ import annotations

import datetime as dt

import pytest

from inspector import waivers
from inspector.model import Finding, Waiver
from inspector.report import Report
from inspector.safe import Safe
from inspector.tags import Key

WHOLE = """
[[waivers]]
rule = "personal/unreviewed-value"
field = "attributes.extra.team"
reason = "the team's public name"
owner = "privacy"
expires = 2027-06-30
"""
DAY = dt.date(2026, 11, 27)
KEY = Key(b"k" * 16)


def load(tmp_path, text):
    path = tmp_path / "waivers.toml"
    path.write_text(text)
    return waivers.load(path)


def finding(**changes):
    base = {"rule": "personal/phone-number", "level": "violation", "confidence": "high", "transmitted": "yes",
            "contract": "c", "event": Safe("E"), "field": Safe("f"), "message": Safe("m"), "evidence": Safe("x"),
            "value": b"digest"}  # fmt: skip
    return Finding(**(base | changes))


def report(*findings, key=KEY):
    made = Report()
    made.key = key
    made.events["E"] = 1
    for one in findings:
        made.find(one)
    return made


def waiver(**changes):
    base = {
        "rule": "personal/phone-number",
        "reason": "known",
        "owner": "me",
        "expires": dt.date(2027, 1, 1),
    }
    return Waiver(**(base | changes))


def settled(made, *entries, today=DAY):
    return list(waivers.settle(made, entries, today))


def test_a_file_is_read_and_written_alike(tmp_path):
    (one,) = load(tmp_path, WHOLE)

    assert ("personal/unreviewed-value", "attributes.extra.team") == (one.rule, one.field)
    assert dt.date(2027, 6, 30) == one.expires
    assert (one,) == load(tmp_path, waivers.entry(one))
    assert (
        "waiver 1 personal/unreviewed-value attributes.extra.team of privacy"
        == waivers.describe(one)
    )


def test_an_empty_file_waives_nothing(tmp_path):
    assert () == load(tmp_path, "")


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param("waivers = 1", "must be tables", id="no tables"),
        pytest.param("[[waiver]]", "waiver: is no key", id="misspelt table"),
        pytest.param(
            '[[waivers]]\nrule = "a/b"\nuntil = 1', "until is no key of a waiver", id="misspelt key"
        ),
        pytest.param('[[waivers]]\nreason = "x"', "rule is missing", id="no rule"),
        pytest.param(
            '[[waivers]]\nrule = "everything"', "rule does not have the form", id="no rule id"
        ),
        pytest.param("[[waivers]]\nrule = 1", "rule must be text", id="no text"),
        pytest.param(
            '[[waivers]]\nrule = "a/b"\nfingerprint = "abc"', "fingerprint does not", id="short"
        ),
        pytest.param(
            '[[waivers]]\nrule = "a/b"\nexpires = "2027-01-01"', "without quotes", id="day as text"
        ),
        pytest.param(
            '[[waivers]]\nrule = "a/b"\nexpires = 2027-01-01T00:00:00',
            "must be a day",
            id="an instant",
        ),
        pytest.param("[[waivers", "is not TOML", id="no TOML"),
    ],
)
def test_what_a_file_may_not_say_is_named(tmp_path, text, said):
    with pytest.raises(waivers.WaiverError, match=said):
        load(tmp_path, text)


def test_a_file_that_is_no_text_is_named(tmp_path):
    (tmp_path / "w").write_bytes(b"\xff")

    with pytest.raises(waivers.WaiverError, match="not UTF-8"):
        waivers.load(tmp_path / "w")


@pytest.mark.parametrize(
    "changes, fits",
    [
        pytest.param({}, True, id="any of the rule"),
        pytest.param({"rule": "personal/iban"}, False, id="another rule"),
        pytest.param({"field": "f", "event": "E", "contract": "c"}, True, id="its place"),
        pytest.param({"field": "g"}, False, id="another field"),
        pytest.param({"event": "F"}, False, id="another event"),
        pytest.param({"fingerprint": finding().fingerprint}, True, id="its fingerprint"),
        pytest.param({"fingerprint": "0" * 64}, False, id="another fingerprint"),
        pytest.param({"value": KEY.tag(b"digest")}, True, id="its value"),
        pytest.param({"value": KEY.tag(b"other")}, False, id="another value"),
    ],
)
def test_what_a_waiver_fits(changes, fits):
    made = report(finding())

    (weighed,) = settled(made, waiver(**changes))

    assert ("used" if fits else "unused", int(fits)) == (weighed.state, weighed.findings)
    assert int(fits) == made.waived
    assert ("conforms-with-waivers" if fits else "does-not-conform") == made.verdict
    assert int(not fits) == made.count("violation")


def test_a_waiver_of_a_value_fits_nothing_without_the_key():
    made = report(finding(), key=None)

    (weighed,) = settled(made, waiver(value=KEY.tag(b"digest")))

    assert "unused" == weighed.state


@pytest.mark.parametrize("lacking", ["reason", "owner", "expires"])
def test_an_incomplete_waiver_waives_nothing(lacking):
    made = report(finding())

    (weighed,) = settled(made, waiver(**{lacking: None if lacking == "expires" else Safe("")}))

    assert ("incomplete", 1, (lacking,)) == (
        weighed.state,
        weighed.findings,
        weighed.waiver.missing,
    )
    assert "does-not-conform" == made.verdict


@pytest.mark.parametrize(
    "today, state",
    [
        pytest.param(dt.date(2027, 1, 1), "used", id="its last day"),
        pytest.param(dt.date(2027, 1, 2), "expired", id="the day after"),
        pytest.param(None, "used", id="no day is known"),
    ],
)
def test_a_waiver_counts_until_its_last_day(today, state):
    made = report(finding())

    (weighed,) = settled(made, waiver(), today=today)

    assert state == weighed.state
    assert (state == "used") == bool(made.waived)
