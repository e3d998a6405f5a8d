"""The breakdown of one record: flags first, identifiers, then what is documented."""

from __future__ import annotations

import time

import pytest

from inspector.model import Quote, Source
from inspector.tui.advice import advise
from inspector.tui.breakdown import breakdown, newest
from inspector.tui.cells import text_of, width_of
from inspector.tui.record import laid_out, recall

WIDTHS = (38, 47, 79, 120)


def fields(row, width: int = 79) -> list[str]:
    return [text_of(line).rstrip() for line in laid_out(row, "Fields", width)]


@pytest.fixture
def flagged(rows, sent):
    data = {"exitCode": 0, "durationMs": 41, "hostPath": "/home/jdoe/src"}
    return rows(sent(data=data))[0]


def test_flags_stand_first_then_identifiers_then_the_documented(flagged):
    text = "\n".join(fields(flagged))

    places = [text.index(word) for word in ("FINDINGS (", "IDENTIFIERS (2)", "DOCUMENTED (")]
    assert sorted(places) == places
    assert text.index("eventData.hostPath") < text.index("userID")


def test_a_flagged_field_shows_value_type_verdict_what_why_and_what_to_do(flagged):
    text = "\n".join(fields(flagged))
    finding = text[text.index("FINDINGS") : text.index("IDENTIFIERS")]

    for words in ("! violation contract/undocumented-field", "/home/jdoe/src", "string",
                  "not documented", "what    No page lists this field.", "page    “",
                  "why     ", "to do   "):  # fmt: skip
        assert words in finding


def test_every_field_has_a_row_with_its_sentence(rows, sent):
    row = rows(sent())[0]
    text = "\n".join(fields(row, 120))
    judged = recall(row)

    assert judged is not None
    assert judged.event is not None
    for value in judged.event.values:
        assert value.place in text
    assert "“" in text[text.index("exitCode") :].split("\n")[2]
    assert "PAGES" in text


def test_an_identifier_names_what_it_is_made_from(rows, sent):
    text = "\n".join(fields(rows(sent())[0], 120))

    assert "# projectID" in text
    assert "made from " in text


def test_an_explanation_is_given_once_for_each_rule(rows, sent):
    row = rows(sent(data={"exitCode": 0, "durationMs": 1, "one": 1, "two": 2}))[0]
    text = "\n".join(fields(row))

    assert text.count("contract/undocumented-field") == 2
    why = advise("contract/undocumented-field").why.split(".")[0][:40]
    assert text.count(why) == 1


def test_documented_fields_that_are_absent_are_listed(rows):
    body = (
        b'{"ts": 1791284531048, "eventType": "CommandExited", "userID": "x", "schemaVersion": 2}\n'
    )
    text = "\n".join(fields(rows(body)[0]))

    assert "DOCUMENTED BUT NOT THERE" in text
    assert "projectID" in text


def test_a_note_is_shown_as_what_it_is(rows, note):
    text = "\n".join(fields(rows(note("error: no route"))[0]))

    assert "NEVER SENT" in text
    assert "error: no route" in text


def test_findings_of_list_items_find_their_own_item(rows, sent):
    options = [{"name": "dev", "asCli": False, "asEnv": False, "count": 0},
               {"name": "dev", "asCli": False, "asEnv": False, "count": "many"}]  # fmt: skip
    row = rows(sent("CommandStarted", {"commandOptions": options}))[0]
    text = "\n".join(fields(row))

    assert "commandOptions[1].count" in text[: text.index("IDENTIFIERS")]
    assert "many" in text[: text.index("IDENTIFIERS")]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_its_pane(rows, mixed, sent, width):
    wide = sent(data={"exitCode": 0, "durationMs": 1, "日本語" * 30: "テキスト" * 100})

    for row in rows(mixed + wide):
        judged = recall(row)
        assert judged is not None
        for view in ("Raw", "Hex"):
            assert max(map(width_of, laid_out(row, view, width))) <= width
        assert max(map(width_of, breakdown(judged, width, advise))) <= width


def test_the_newest_sentence_is_quoted_in_english_where_it_can_be():
    def quote(date: str, language: str) -> Quote:
        return Quote(Source("id", "title", language, date, "page"), f"{date} {language}")

    quotes = [quote("2026-03-25", "ru"), quote("2026-03-25", "en"), quote("2022-08-01", "en")]

    assert newest(quotes) == quotes[1]
    assert newest([]) is None


def test_an_unknown_rule_has_no_advice():
    assert ("", "") == advise("none/such")


def test_a_line_of_thousands_of_fields_is_laid_out_in_proportion(rows, sent):
    def seconds(count):
        (row,) = rows(sent(extra={f"k{n}": f"v{n}" for n in range(count)}))
        start = time.process_time()
        text = "\n".join(fields(row))
        taken = time.process_time() - start
        assert f"and {2 * count - 100:,} more" in text
        return taken

    seconds(500)

    assert seconds(5_000) < 40 * max(seconds(500), 0.001)


@pytest.mark.parametrize(
    ("line", "title"),
    [(b"just words\n", "OTHER TEXT, NOT AN EVENT"), (None, "WERF'S OWN NOTE, NEVER SENT")],
    ids=["foreign", "own"],
)
def test_a_remark_says_whose_it_is(rows, note, line, title):
    (row,) = rows(line or note())

    assert title in "\n".join(fields(row))
