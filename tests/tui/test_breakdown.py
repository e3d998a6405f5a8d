"""The breakdown of one record: flags first, identifiers, then what is documented."""

from __future__ import annotations

import re
import time

import pytest

from inspector.model import Quote, Source
from inspector.tui.advice import advise
from inspector.tui.breakdown import breakdown
from inspector.tui.cells import text_of, width_of
from inspector.tui.flagged import newest
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


def parts(row) -> list[str]:
    """The findings of a row, one text each, without line breaks."""
    text = "\n".join(fields(row, 120))
    text = text[text.index("FINDINGS (") :]
    end = re.search(r"\n (IDENTIFIERS|DOCUMENTED|NOT DOCUMENTED) \(", text)
    found = re.split(r"\n [!?i] (?=violation|review|note)", text[: end.start() if end else None])
    return found[1:]


def labels(part: str) -> list[str]:
    return re.findall(r"^   (\w+) ", part, re.MULTILINE)


def test_every_flagged_field_answers_every_question(rows, sent):
    data = {"exitCode": "seven", "durationMs": 1, "one": "/home/jdoe", "two": 2}
    (row,) = rows(sent(data=data, extra={"owner": "j.doe@example.com"}))
    found = [one for one in parts(row) if "eventData" in one or "attributes" in one]

    order = ["what", "why", "page", "off"]
    assert len(found) >= 4
    for one in found:
        assert [word for word in labels(one) if word in order] == order
    text = " ".join(" ".join(found).split())
    assert "off unset WERF_TELEMETRY_EXTRA_ATTRIBUTE_*" in text
    assert "off nothing for it alone. WERF_TELEMETRY=0 turns telemetry off." in text
    assert "why as above, by the same rule" in text


def test_an_identifier_that_is_flagged_says_what_it_is_made_of(rows, sent):
    line = sent().replace(b"5f" * 32, b"jdoe")
    one = next(one for one in parts(rows(line)[0]) if " userID " in one)
    one = " ".join(one.split())

    assert "made from SHA-256 of the hardware address" in one
    assert "check `inspector identify` tries what it was made of" in one
    assert "off WERF_TELEMETRY=0; there is no switch for this field alone" in one


def test_what_no_contract_claims_promises_nothing(rows):
    (row,) = rows(b'{"event": "x", "mail": "j.doe@example.com"}\n')
    text = " ".join(" ".join(parts(row)).split())

    assert "no contract says whose event this is" in text
    assert "off no contract names a switch" in text


def test_a_note_that_was_never_sent_has_no_switch(rows, note):
    (row,) = rows(note("error: login jdoe@corp.example failed"))

    assert parts(row)
    assert not any("off" in labels(one) for one in parts(row))


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
