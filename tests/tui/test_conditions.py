"""What each term of a filter asks of a row."""

from __future__ import annotations

import pytest

from inspector.model import Finding
from inspector.safe import Safe
from inspector.tui import words
from inspector.tui.filter import CYCLE, Filter
from inspector.tui.grammar import parse
from inspector.tui.rows import Row, divider
from tests.tui.conftest import entry

FOUND = Finding(
    "personal/email-address", "violation", "high", "yes", None, None, None, Safe(""), None
)
ROW = Row("violation", Safe("StageBuildFinished"), command=Safe("werf converge"), run=Safe("r1"),
          findings=(FOUND,), at=1_000_000)  # fmt: skip


@pytest.mark.parametrize(
    "text, expected",
    [
        ("flag:violation", True),
        ("flag:any", True),
        ("flag:review|violation", True),
        ("flag:bad", False),
        ("-flag:bad", True),
        ("flag:ident", False),
        ("event:stage*", True),
        ("event:Stage", False),
        ("event:A*|*Finished", True),
        ("event:*age*ld*", True),
        ("event:*ld*age*", False),
        ("event:Stage*Finished*Finished", False),
        ('event:"Stage*"', False),
        ("event:/^stage/", True),
        ("event:/^stage$/", False),
        ("event:/STAGE/", False),
        ("-event:Command*", True),
        ("run:r1", True),
        ("run:1", True),
        ("run:r11", False),
        ("cmd:CONVERGE", True),
        ("cmd:plan|conv*", True),
        ('cmd:"converge"', True),
        ('cmd:"werf converge"', True),
        ('cmd:"werf*"', False),
        ("rule:personal", True),
        ("rule:personal/*", True),
        ("rule:*/email-address", True),
        ("rule:person", False),
        ("since:1970-01-01T00:16:40", True),
        ("since:1970-01-01T00:16:41", False),
        ("until:1970-01-01T00:16:41", True),
        ("until:1970-01-01T00:16:40", False),
        ("CONVERGE", True),
        ("converge r1", True),
        ("converge r2", False),
        ("nothing|converge", True),
        ("-converge", False),
        ("/con.erge/", True),
        ("field:image", False),
        ("flag:violation event:Command*", False),
    ],
)
def test_rows_match(text, expected):
    assert expected == parse(text).match(entry(ROW))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("field:eventData.hostPath", True),
        ("field:hostpath", True),
        ("field:eventData.*", True),
        ("field:*path", True),
        ("field:image|hostPath", True),
        ("field:/^event.*path$/", True),
        ("field:Path", False),
        ("hostPath=/home/jdoe/src", True),
        ("hostPath=/home/*", True),
        ('hostPath="/home/*"', False),
        ("hostPath=/jd.e/", True),
        ("eventData.hostPath=*src", True),
        ("hostPath!=/home/*", False),
        ("hostPath!=x", True),
        ("-hostPath=x", True),
        ("nowhere!=x", False),
        ("durationMs>40", True),
        ("durationMs>41", False),
        ("durationMs>=41", True),
        ("durationMs<41.5", True),
        ("durationMs=41", True),
        ("hostPath>1", False),
        ("ci=false", True),
        ("attributes.ci=true", False),
        ("ci=1|false", True),
        ("ci<1", False),
        ("flag:ident", True),
        ("exitCode=0 durationMs>1000", False),
    ],
)
def test_fields_of_an_event_match(rows, sent, text, expected):
    data = {"exitCode": 0, "durationMs": 41, "hostPath": "/home/jdoe/src"}
    row = rows(sent(data=data))[0]

    assert expected == parse(text).match(entry(row))


def test_a_field_whose_name_is_written_in_escapes_is_found(rows):
    log = rb"""[1][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=1, executionID="a", """
    log += rb"""userID="b", projectID="c", command="d", eventType="e", eventData="{\"host\\u0050ath\":\"x\"}", """
    log += b"""attributes="{}", schemaVersion=2\n"""
    row = rows(log)[0]

    assert "unreadable" != row.flag
    assert parse("hostPath=x").match(entry(row))


def test_a_field_that_an_older_page_spells_otherwise_is_found_by_its_name(rows):
    log = rb"""[1][2022-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=1665054126000, """
    log += rb"""executionID="a", projectID="c", command="d", eventType="CommandExited", eventData="{}", """
    log += rb"""attributes="{\"trdl group-channel\":\"1.2 stable\"}", schemaVersion=1""" + b"\n"
    row = rows(log)[0]

    assert parse("field:attributes.groupChannel").match(entry(row))
    assert parse('groupChannel="1.2 stable"').match(entry(row))
    assert not parse("field:attributes.version").match(entry(row))


def test_remarks_and_lines_that_cannot_be_read_have_no_fields(rows, mixed):
    held = [row.flag for row in rows(mixed) if parse("field:*").match(entry(row))]

    assert ["ok", "ok", "ok", "violation", "ok"] == held


def test_words_are_found_in_the_raw_record_of_any_script(rows, sent):
    row = rows(sent(data={"image": "Фронтенд"}))[0]

    assert parse("фронтенд").match(entry(row))
    assert parse("/фронтенд.{1,9}/").match(entry(row))
    assert parse("image=фронтенд").match(entry(row))
    assert parse("EXECUTIONID").match(entry(row))
    assert not parse("бэкенд").match(entry(row))


def test_times_are_counted_back_from_the_newest_event():
    filter_ = parse("since:-1m")

    assert filter_.relative
    assert filter_.counted_from(1_050_000).match(entry(ROW))
    assert not filter_.counted_from(1_060_001).match(entry(ROW))
    assert not parse("since:-1m").match(entry(Row("ok", Safe("x"))))


def test_a_divider_matches_nothing():
    assert not parse("rotated").match(entry(divider(Safe("file rotated"), Safe("rotated"))))
    assert not parse("-rotated").match(entry(divider(Safe("file rotated"), Safe("rotated"))))


def test_levels_take_the_place_of_levels():
    filter_ = parse("word level:note -flag:bad")

    assert "word flag:violation|bad -flag:bad" == filter_.with_levels(("violation", "bad")).text
    assert "word -flag:bad" == filter_.with_levels(()).text
    assert ("note",) == filter_.levels
    assert Filter() == parse("flag:note").with_levels(CYCLE[0])
    assert "flag:note word" == parse("word").with_levels(("note",)).text


@pytest.mark.parametrize(
    "name", ["a b", 'a"b', "a*", "/a/", "a|b", "\\x1b[31m", "a\\", "flag:x", "-a"]
)
def test_a_type_of_the_log_is_asked_for_as_it_is(name):
    filter_ = Filter().with_events((name,))

    assert filter_ == parse(filter_.text)
    assert filter_.match(entry(Row("ok", Safe(name))))
    assert not filter_.match(entry(Row("ok", Safe(f"{name}b"))))


def test_words_of_the_program_are_found_as_they_are_shown(rows, note):
    row = rows(note("start trace exporter"))[0]
    assert parse('"telemetry is on"').match(entry(row))
    words.choose("ru")
    try:
        assert parse('"телеметрия включена"').match(entry(row))
    finally:
        words.choose("en")
