"""The screen of the fields: what is gathered, how it is laid out, and who accepts what."""

from __future__ import annotations

import datetime as dt

import pytest

from inspector import waivers
from inspector.safe import Safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.facets import term, toggled
from inspector.tui.feed import Batch
from inspector.tui.fields import gathered as module
from inspector.tui.fields import table
from inspector.tui.fields.accept import Given
from inspector.tui.fields.gathered import Fields, sorted_fields
from inspector.tui.fields.waiving import NO_KEY, CannotAccept, Waiving
from inspector.tui.filter import Filter
from inspector.tui.grammar import parse
from inspector.tui.record import recall
from tests.tui.conftest import entry

GIVEN = Given(Safe("a public name"), Safe("privacy@example.com"), dt.date(2027, 6, 30))
PATH_ = {"exitCode": 0, "durationMs": 41, "hostPath": "/home/jdoe/src"}


@pytest.fixture(autouse=True)
def _a_key_of_our_own(monkeypatch, tmp_path):
    monkeypatch.setenv("INSPECTOR_KEY", "k" * 32)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def fields(rows):
    def _fields(log: bytes) -> Fields:
        found = Fields()
        for row in rows(log):
            found.take(recall(row))
        return found

    return _fields


def test_a_field_is_counted_in_events_and_by_value(fields, sent):
    found = fields(sent() + sent(data={"exitCode": 3, "durationMs": 41}) + sent("BuildStarted", {}))

    seen = found.fields["eventData.exitCode"]
    assert (3, 2, {"0": 1, "3": 1}) == (found.events, seen.events, seen.values)
    assert "yes" in text_of(
        table.field_line(seen, (seen.events, 3), 120, cursor=False, chosen=False)
    )
    assert " 66.7" in text_of(
        table.field_line(seen, (seen.events, 3), 120, cursor=False, chosen=False)
    )


def test_a_field_that_stands_twice_in_an_event_is_counted_once(fields, sent):
    options = [
        {"name": name, "asCli": True, "asEnv": False, "count": 1} for name in ("dev", "repo")
    ]
    found = fields(sent("CommandStarted", {"commandOptions": options}))

    seen = found.fields["eventData.commandOptions[].name"]
    assert (1, {"dev": 1, "repo": 1}) == (seen.events, seen.values)


def test_what_must_be_looked_at_stands_first_and_identifiers_second(fields, sent):
    names = [seen.name for seen in sorted_fields(fields(sent(data=PATH_)).fields.values())]

    assert "eventData.hostPath" == names[0]
    assert {"executionID", "projectID", "userID"} == set(names[1:4])


def test_what_was_found_belongs_to_its_value(fields, sent):
    found = fields(sent(data=PATH_) + sent(data={**PATH_, "hostPath": "plain"}))
    seen = found.fields["eventData.hostPath"]

    assert {"/home/jdoe/src", "plain"} == set(seen.found)
    assert "violation" == table.flag(seen)
    assert "undocumented field" in table.kind(seen)
    assert "NO" in text_of(
        table.field_line(seen, (seen.events, 2), 120, cursor=False, chosen=False)
    )


def test_fields_values_and_findings_are_bounded(monkeypatch, fields, sent):
    monkeypatch.setattr(module, "FIELDS", 20)
    monkeypatch.setattr(module, "VALUES", 3)
    monkeypatch.setattr(module, "FOUND", 2)
    log = b"".join(
        sent(data={"exitCode": n, f"key{letter}": n}) for n, letter in enumerate("abcdefghi")
    )

    found = fields(log)

    assert len(found.fields) == 20
    assert found.more
    assert "3+" == table.distinct(found.fields["eventData.exitCode"])
    assert len(found.report.findings) == 2


@pytest.mark.parametrize("width", [40, 63, 64, 80, 99, 100, 118, 200])
@pytest.mark.parametrize("cursor", [True, False])
def test_rows_are_as_wide_as_their_headings(fields, sent, width, cursor):
    found = fields(sent(data={**PATH_, "x" * 200: "y" * 2000}))
    for seen in found.fields.values():
        line = table.field_line(seen, (seen.events, 1), width, cursor=cursor, chosen=True)
        assert width == width_of(line) == width_of(table.heading(width, values=False))
        for value, count in table.values_of(seen):
            row = table.value_line(seen, (value, count), width, cursor=cursor, chosen=False)
            assert width == width_of(row) == width_of(table.heading(width, values=True))
            assert all(width_of(part) <= width for part in table.detail(seen, value, width))


# --- facets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field, value, text",
    [
        ("eventData.hostPath", None, "field:eventData.hostPath"),
        ("eventData.hostPath", "/home/jdoe/src", 'eventData.hostPath="/home/jdoe/src"'),
        ("eventData.image", 'a "b" | c', 'eventData.image="a \\"b\\" | c"'),
        ("schemaVersion", "2", "schemaVersion=2"),
    ],
)
def test_a_field_and_a_value_are_terms_that_can_be_typed(rows, sent, field, value, text):
    one = Filter((term(field, value),))
    log = sent(data={"hostPath": "/home/jdoe/src", "image": 'a "b" | c'}) + sent("BuildStarted", {})
    hits = [one.match(entry(row)) for row in rows(log)]

    assert text == one.text
    assert one == parse(one.text)
    assert [True, field == "schemaVersion"] == hits


@pytest.mark.parametrize("field, value", [("a b", "x"), ("a", ""), ("a", "x" * 501)])
def test_of_some_values_no_term_is_made(field, value):
    assert term(field, value) is None


def test_a_term_is_added_and_taken_away():
    one = term("a", "1")

    assert "a=1" == toggled(Filter(), one).text
    assert Filter() == toggled(toggled(Filter(), one), one)


# --- accepting ------------------------------------------------------------------------------------


@pytest.fixture
def accepted(fields, sent, tmp_path):
    """Fields of a log, and a waiver file that accepts one value."""
    found = fields(sent(data=PATH_) + sent(data={**PATH_, "hostPath": "other"}))
    seen = found.fields["eventData.hostPath"]
    waiving = Waiving(str(tmp_path / "w.toml"))
    waiving.load()
    waiving.settle(found.report, found.last_ms)
    waiving.accept(seen.found["/home/jdoe/src"], GIVEN)
    waiving.settle(found.report, found.last_ms)
    return found, seen, waiving


def test_a_value_is_accepted_by_its_tag_and_never_written(accepted, tmp_path):
    text = (tmp_path / "w.toml").read_text()

    assert "jdoe" not in text
    found = waivers.load(tmp_path / "w.toml")
    assert {"a public name"} == {one.reason for one in found}
    assert all(one.value and one.field == "eventData.hostPath" for one in found)
    assert 0o600 == (tmp_path / "w.toml").stat().st_mode & 0o777


def test_an_accepted_value_is_waived_and_another_of_the_field_is_not(accepted):
    _, seen, _ = accepted
    lines = {
        value: text_of(table.value_line(seen, (value, 1), 80, cursor=False, chosen=False))
        for value in seen.values
    }

    assert lines["/home/jdoe/src"].endswith("waived")
    assert not lines["other"].endswith("waived")
    assert "violation" == table.flag(seen)
    assert "a public name" in "\n".join(
        map(text_of, table.detail(seen, Safe("/home/jdoe/src"), 100))
    )


def test_what_is_open_is_explained_and_what_is_accepted_is_not(accepted):
    _, seen, _ = accepted
    shown, waived = (
        " ".join(" ".join(map(text_of, table.detail(seen, value, 100))).split())
        for value in ("other", "/home/jdoe/src")
    )

    assert "why The pages say that what is sent is what they show." in shown
    assert "to do Look at the value, find the release that began to send it" in shown
    assert "why" not in waived
    assert "to do" not in waived


def test_a_field_whose_values_are_all_accepted_is_waived(accepted):
    found, seen, waiving = accepted
    waiving.accept(seen.found["other"], GIVEN)
    waiving.settle(found.report, found.last_ms)

    assert "waived" == table.kind(seen)
    assert table.flag(seen) not in {"violation", "review"}


def test_what_was_accepted_before_stays_in_the_file(accepted, tmp_path):
    _, seen, waiving = accepted
    before = (tmp_path / "w.toml").read_text()
    waiving.accept(seen.found["other"], GIVEN)

    assert (tmp_path / "w.toml").read_text().startswith(before)
    assert 0 == waiving.accept(seen.found["other"], GIVEN)


def test_a_waiver_that_has_expired_by_the_newest_event_waives_nothing(accepted):
    found, seen, waiving = accepted
    waiving.settle(found.report, int(dt.datetime(2028, 1, 1, tzinfo=dt.UTC).timestamp() * 1000))

    assert all(tally.waiver is None for tally in seen.tallies)


@pytest.mark.parametrize(
    "text, expected",
    [("waivers = 3", "waivers"), ("[[waivers]]", "rule is missing"), ("=", "is not TOML")],
)
def test_a_file_that_is_no_waiver_file_is_told_of_and_left_alone(
    fields, sent, tmp_path, text, expected
):
    (tmp_path / "w.toml").write_text(text)
    waiving = Waiving(str(tmp_path / "w.toml"))
    waiving.load()

    assert expected in waiving.trouble
    tallies = fields(sent(data=PATH_)).fields["eventData.hostPath"].tallies
    with pytest.raises(CannotAccept):
        waiving.accept(tallies, GIVEN)
    assert text == (tmp_path / "w.toml").read_text()


def test_without_a_key_nothing_is_accepted(monkeypatch, fields, sent, tmp_path):
    monkeypatch.setenv("INSPECTOR_KEY", "short")
    tallies = fields(sent(data=PATH_)).fields["eventData.hostPath"].tallies

    with pytest.raises(CannotAccept, match=NO_KEY[:30]):
        Waiving(str(tmp_path / "w.toml")).accept(tallies, GIVEN)
    assert not (tmp_path / "w.toml").exists()


@pytest.mark.parametrize("path", ["missing/w.toml", "."])
def test_a_file_that_cannot_be_written_says_why(fields, sent, path):
    waiving = Waiving(path)
    waiving.load()
    tallies = fields(sent(data=PATH_)).fields["eventData.hostPath"].tallies

    with pytest.raises(CannotAccept):
        waiving.accept(tallies, GIVEN)


# --- keys -----------------------------------------------------------------------------------------


async def test_fields_stand_on_key_3(show, mixed):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()

        assert "[3 Fields]" in app.text
        assert "eventData.hostPath" in app.text
        assert "/home/jdoe/src (1)" in app.text
        assert "no page documents it" in app.text


async def test_space_makes_a_field_a_condition_and_takes_it_away(show, mixed):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        await app.press("g", "space")
        assert "filter: field:eventData.hostPath" in app.text
        await app.press("1")
        assert ["CommandExited"] == app.types

        await app.press("3", "space", "1")
        assert len(app.types) == 6


async def test_enter_lists_the_values_and_space_chooses_among_them(show, mixed):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        await app.press("g", "enter", "space")
        assert "eventData.hostPath: 1 value" in app.text
        assert 'eventData.hostPath="/home/jdoe/src"' in app.text
        await app.press("enter", "escape")
        assert "fields seen, in 5 events" in app.text
        await app.press("escape")
        assert ["CommandExited"] == app.types


async def test_only_the_filtered_events_are_counted_when_asked_for(show, mixed):
    async with show(mixed) as app:
        await app.press("ampersand")
        await app.type("run:r2")
        await app.press("3", "x")
        await app.rest()
        assert "fields seen, in 2 events" in app.text
        assert "filtered events" in app.text

        await app.press("1", "backslash", "3")
        await app.rest()
        assert "fields seen, in 5 events" in app.text
        await app.press("x")
        await app.rest()
        assert "all events" in app.text


async def test_only_flagged_fields_are_shown_when_asked_for(show, mixed):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        await app.press("exclamation_mark")

        assert "only flagged" in app.text
        assert "1/1" in app.text


async def test_a_value_is_accepted_with_a_reason_an_owner_and_a_day(show, mixed, tmp_path):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        await app.press("g", "A")
        assert "Accept" in app.text
        await app.type("agreed in October")
        await app.press("enter")
        await app.press("shift+tab")
        await app.type("privacy")
        await app.type("tomorrow")
        assert "give a day such as 2027-06-30" in app.text
        await app.press("ctrl+u")
        await app.type("2020-01-01")
        assert "that day is over" in app.text
        await app.press("ctrl+u")
        await app.type("2027-06-30")
        await app.rest()

        assert "waivers.toml" in app.text
        assert "waived" in app.text
    assert {"agreed in October"} == {one.reason for one in waivers.load(tmp_path / "waivers.toml")}
    assert "jdoe" not in (tmp_path / "waivers.toml").read_text()

    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        assert "waived" in app.text


async def test_a_reason_must_be_given_and_escape_accepts_nothing(show, mixed, tmp_path):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        await app.press("g", "A", "enter", "enter", "enter")
        assert "say it so" in app.text
        await app.press("escape")
        assert "[3 Fields]" in app.text
    assert not (tmp_path / "waivers.toml").exists()


async def test_only_flagged_values_are_listed_where_that_is_asked(show, cases):
    log = (cases / "werf-v2.77.1-planted-values.log").read_bytes()
    async with show(log) as app:
        await app.press("3")
        await app.rest()
        place = [seen.name for seen in app.app.screen.rows.fields].index("eventType")
        await app.press("g", *["j"] * place, "enter")
        before = [value for value, _ in app.app.screen.rows.values]
        await app.press("exclamation_mark")

        assert len(before) == 3
        assert ["ImagePushed"] == [value for value, _ in app.app.screen.rows.values]


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_all_that_is_accepted_is_named_before_it_is(show, cases, size):
    log = (cases / "werf-v2.77.1-planted-values.log").read_bytes()
    async with show(log, size=size) as app:
        await app.press("3")
        await app.rest()
        await app.press("g", "A")

        # a word that is longer than a line goes on in the next
        shown = app.text.partition("Accept")[2].replace("│", "").replace("\n", "").replace(" ", "")
        rules = ("contract/undocumented-map-key", "personal/home-path", "personal/unreviewed-value")
        for word in ("attributes.extra.home:", *rules):
            assert word.rstrip(":") in shown


@pytest.mark.parametrize(
    "log, keys, expected",
    [
        pytest.param("two", "g A", "Enter lists the values", id="several values"),
        pytest.param("one", "G A", "nothing was found here", id="nothing to accept"),
        pytest.param("none", "A", "there is nothing to accept", id="no field"),
    ],
)
async def test_what_cannot_be_accepted_says_why(show, sent, log, keys, expected):
    logs = {
        "one": sent(),
        "two": sent(data=PATH_) + sent(data={**PATH_, "hostPath": "b"}),
        "none": b"",
    }
    async with show(logs[log] or [Batch()]) as app:
        await app.press("3")
        await app.rest()
        await app.press(*keys.split())

        assert expected in app.text


async def test_a_log_without_fields_says_so(show):
    async with show([Batch()]) as app:
        await app.press("3")
        await app.rest()
        await app.press("enter", "space")

        assert "No field to show" in app.text


async def test_a_waiver_file_that_cannot_be_used_is_told_of(show, mixed, tmp_path):
    (tmp_path / "waivers.toml").write_text("x = 1")
    async with show(mixed) as app:
        await app.press("3")

        assert "nothing counts as accepted" in app.text


async def test_the_cursor_stays_on_the_first_row_until_a_person_moves_it(show, sent):
    async with show(sent()) as app:
        await app.press("3")
        await app.rest()
        first = app.app.screen.rows.chosen[0].name
        await app.give(sent(data=PATH_))
        await app.rest()
        assert first != app.app.screen.rows.chosen[0].name
        assert "eventData.hostPath" == app.app.screen.rows.chosen[0].name

        await app.press("j")
        second = app.app.screen.rows.chosen[0].name
        await app.give(sent(data={"exitCode": 0, "above": "/home/jdoe"}))
        await app.rest()
        assert second == app.app.screen.rows.chosen[0].name
        assert app.app.screen.rows.cursor == 2


async def test_while_it_gathers_it_says_how_much_of_what_is_there(show, mixed):
    async with show(mixed) as app:
        await app.press("3")
        await app.rest()
        screen = app.app.screen
        assert screen.walk.done == screen.walk.asked == 10
        screen.walk.busy, screen.walk.done = True, 4
        screen.show_bars()
        await app.rest()
        assert "GATHERING 4 of 10" in app.text


def test_what_is_counted_meanwhile_is_never_more_than_all(fields, sent):
    seen = fields(sent() + sent()).fields["command"]
    seen.events += 7

    assert " 100.0" in text_of(table.field_line(seen, (2, 2), 120, cursor=False, chosen=False))
