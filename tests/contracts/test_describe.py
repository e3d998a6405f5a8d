from __future__ import annotations

import pytest

from inspector.contracts import named, shipped
from inspector.contracts.describe import (
    WIDTH,
    describe,
    describe_event,
    describe_field,
    listing,
)


def test_every_contract_has_a_line_in_the_list():
    lines = listing(shipped())

    assert [contract.name for contract in shipped()] == [line.split()[0] for line in lines]
    assert "1 event, 7 fields; pages: en 2023-06-19" in lines[0]
    assert "pages: ru 2022-07-22, ru 2022-07, en 2022-08-04" in lines[2]


@pytest.mark.parametrize("contract", shipped(), ids=lambda contract: contract.name)
def test_a_contract_is_printed_whole_and_fits_the_screen(contract):
    lines = describe(contract)

    text = " ".join(" ".join(lines).split())
    every = [*contract.fields, *(one for event in contract.events for one in event.fields)]
    assert all(f"{field.path}: " in text for field in every)
    assert all(" ".join(quote.text.split()) in text for field in every for quote in field.quotes)
    assert all(note.text in text for note in (*contract.promises, *contract.gaps))
    assert all(len(line) <= WIDTH for line in lines)
    rates = [rate for promise in contract.promises for rate in promise.rates]
    assert all(f"{rate.most} in {rate.hours} hours, as {rate.reading}" in text for rate in rates)


def test_a_field_stands_beside_its_sentence_page_and_date():
    lines = describe_field(named("werf-v2"), "attributes.ciName")

    assert [
        "  attributes.ciName: string, anonymous, may be absent",
        "    for example: gitlab, github-actions",
        "    known to be sent: buddy, circleci, gocd, jenkins, teamcity, travis",
        "    comes from: the last of eight known CI systems whose variables are set",
        "    “ciName — detected CI/CD system name (gitlab, github-actions, etc.)” (en,",
        "      2026-03-25)",
    ] == lines


@pytest.mark.parametrize(
    "contract, word, fact",
    [
        ("werf-v2", "userID", "    an id of the machine, made as sha256-of-mac"),
        (
            "wasp-cli",
            "distinct_id",
            "    an id of the user, made as random-uuid or sha256-of-name",
        ),
    ],
)
def test_an_identifier_says_what_it_tells_apart_and_how_it_is_made(contract, word, fact):
    assert fact in describe_field(named(contract), word)


def test_a_field_of_one_page_says_so():
    lines = describe_field(named("werf-v1"), "attributes.ci")

    assert "    documented only on the page of 2022-08-04 (en)" == lines[-1]


def test_a_field_that_all_pages_show_has_all_their_words():
    lines = describe_field(named("werf-v1"), "projectID")

    text = " ".join(lines)
    assert "контрольная сумма (SHA-256)" in text
    assert "checksum (SHA-256)" in text
    assert "documented only" not in text


@pytest.mark.parametrize(
    "word, found",
    [
        pytest.param("exitCode", ["eventData.exitCode"], id="the last step"),
        pytest.param("CI", ["attributes.ci"], id="other letters"),
        pytest.param("durationMs", ["eventData.durationMs"] * 4, id="in several events"),
        pytest.param("attributes.extra.*", ["attributes.extra.*"], id="an open map"),
        pytest.param("extra", ["attributes.extra"], id="not its keys"),
        pytest.param("eventData.commandOptions[]", ["eventData.commandOptions[]"], id="items"),
        pytest.param("hostname", [], id="none"),
    ],
)
def test_a_field_is_found_by_path_or_last_step(word, found):
    lines = describe_field(named("werf-v2"), word)

    heads = [line.strip().partition(": ")[0] for line in lines if not line.startswith("   ")]
    assert found == heads


def test_a_page_s_own_words_for_a_field_find_it():
    lines = describe_field(named("werf-v1"), "trdl group-channel")

    assert lines[0].strip().startswith("attributes.groupChannel")
    assert "    also spelled: trdl group-channel" in lines


def test_an_event_is_printed_with_its_fields():
    contract = named("werf-v2")

    lines = describe_event(contract, contract.events[1])

    assert "Event CommandExited, ends every run" == lines[0]
    assert "    plausible: -1 to 255" in lines
    assert "  eventData.exitCode: integer, anonymous, in CommandExited" in lines


def test_closed_sets_forms_times_and_switches_are_told():
    text = "\n".join(describe(named("werf-v2")))

    assert "one of: (empty), repo, secondary" in text
    assert "known to be sent: werf, werf cr, werf docs," in text
    assert "form: (?:[0-9a-f]{64})?" in text
    assert "(any letter case)" in text
    assert "a time, in milliseconds since 1970" in text
    assert "to keep it from being sent: unset TRDL_USE_WERF_GROUP_CHANNEL" in text
