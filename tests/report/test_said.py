from __future__ import annotations

import datetime as dt

import pytest

from inspector.language import ENGLISH, Language
from inspector.model import Finding, Quote, Source, Waiver
from inspector.report import Report
from inspector.report.grouped import grouped
from inspector.report.said import accepted, message, promise, sentence, where
from inspector.safe import Safe

RUSSIAN = Language(
    "ru",
    {
        "Waiver {} is old.": "Исключение {} устарело.",
        "{} of {}": "{} события {}",
        "value: {}": "значение: {}",
        "seen {} times": "встречено {} раз",
        "the whole input": "весь ввод",
    },
)
PAGE = Source("en-1", "Telemetry", "en", "2026-03-25", "page::1")


def found(**changes) -> Finding:
    base = {"rule": "a/b", "level": "note", "confidence": "high", "transmitted": "yes", "contract": "c",
            "event": Safe("E"), "field": Safe("f"), "message": Safe("Waiver 3 is old."), "evidence": Safe("x…y (9)"),
            "template": ("Waiver {} is old.", ("3",))}  # fmt: skip
    return Finding(**(base | changes))


def said(language, *places, **changes):
    report = Report()
    return sentence(report.find(found(**changes), *places), report, language)


def test_a_sentence_tells_what_where_of_what_value_and_how_often():
    assert "Waiver 3 is old. (f of E [c]; value: x…y (9); seen 2 times)" == said(
        ENGLISH, (0, 1), (0, 2)
    )


def test_a_sentence_is_said_in_the_readers_language():
    assert "Исключение 3 устарело. (f события E [c]; значение: x…y (9); встречено 2 раз)" == said(
        RUSSIAN, (0, 1), (0, 2)
    )


def test_a_word_of_a_message_is_harmless_in_every_language():
    one = found(template=("Waiver {} is old.", ("\x1b[2J\u202e",)))

    assert message(one, RUSSIAN).isprintable()


def test_a_message_without_a_template_stands_as_it_is():
    assert "Waiver 3 is old." == message(found(template=("", ())), RUSSIAN)


@pytest.mark.parametrize(
    ("changes", "places", "text"),
    [
        ({}, (), "f of E [c]"),
        ({"event": None}, (), "f [c]"),
        ({"field": None}, (), "E [c]"),
        ({"field": None, "event": None}, (), "the whole input [c]"),
        ({"field": None, "event": None, "contract": None}, (), "the whole input"),
        ({"field": None, "event": None, "contract": None}, ((0, 1),), "the record itself"),
    ],
)
def test_a_place_is_told_as_far_as_it_is_known(changes, places, text):
    assert text == where(Report().find(found(**changes), *places), ENGLISH)


def test_no_runner_takes_a_part_of_a_sentence_for_a_command():
    assert "::" not in said(ENGLISH, evidence=Safe("::error::x##[y"))
    assert "##" not in said(ENGLISH, evidence=Safe("::error::x##[y"))
    assert "##" not in accepted(Waiver("a/b", Safe("##[x"), Safe("o")), ENGLISH)


def test_a_promise_is_quoted_with_its_page():
    assert promise(found(), ENGLISH) is None
    assert "The page says: “It is {so}” (page:\\:1, en, 2026-03-25)" == promise(
        found(promise=Quote(PAGE, "It is {so}")), ENGLISH
    )


def test_who_accepted_a_finding_is_told_with_the_day():
    waiver = Waiver("a/b", Safe("known"), Safe("Olga"), dt.date(2027, 6, 30))

    assert "known (accepted by Olga until 2027-06-30)" == accepted(waiver, ENGLISH)
    assert "known (accepted by Olga until no day)" == accepted(
        Waiver("a/b", Safe("known"), Safe("Olga")), ENGLISH
    )


def test_a_promise_is_quoted_in_the_readers_language_where_a_page_has_it():
    russian = Quote(Source("ru-1", "Телеметрия", "ru", "2022-07", "страница"), "Так и есть")
    both = found(promise=Quote(PAGE, "It is so", (russian,)))

    assert "“It is so”" in promise(both, ENGLISH)
    assert "“Так и есть” (страница, ru, 2022-07)" in promise(both, RUSSIAN)
    assert "“It is so” (page:\\:1, en," in promise(found(promise=Quote(PAGE, "It is so")), RUSSIAN)


def test_findings_of_one_sentence_stand_apart_where_the_readers_language_has_two():
    report = Report()
    for field, text in (("f", "одно"), ("g", "другое")):
        quote = Quote(PAGE, "It is so", (Quote(Source("ru-1", "T", "ru", "2022-07", "p"), text),))
        report.find(found(level="violation", field=Safe(field), promise=quote), (0, 1))

    (english,), (russian,) = grouped(report, ENGLISH), grouped(report, RUSSIAN)

    assert ["It is so"] == [claim.quote.text for claim in english.claims]
    assert ["одно", "другое"] == [claim.quote.text for claim in russian.claims]
