"""A contract as it stood on a day, and as one page has it."""

from __future__ import annotations

import pytest

from inspector.contracts import ContractError, at, by_page, named, pages, shipped
from inspector.contracts.vintage import in_force, since
from inspector.model import steps


def v2(day):
    return at(named("werf-v2"), day, shipped())


def paths(contract):
    return {one.path for one in (*contract.fields, *(f for e in contract.events for f in e.fields))}


@pytest.mark.parametrize(
    "day, ids",
    [
        pytest.param("2022-07-21", [], id="before the first page"),
        pytest.param("2022-07-22", ["ru-2022-07-text"], id="the day of the first page"),
        pytest.param("2022-07-31", ["ru-2022-07-json"], id="a page of which the month is known"),
        pytest.param(
            "2022-08-04", ["ru-2022-07-json", "en-2022-08"], id="the newest of each language"
        ),
        pytest.param(
            "2026-03-24", ["ru-2022-07-json", "en-2022-08"], id="the last day of the old pages"
        ),
        pytest.param("2026-03-25", ["en-2026-03"], id="the contract's own page"),
    ],
)
def test_the_pages_of_a_day_speak(day, ids):
    assert ids == [source.id for source in v2(day).sources]


def test_user_id_is_documented_only_since_its_page():
    assert "userID" not in paths(v2("2026-03-24"))
    assert "userID" in paths(v2("2026-03-25"))


def test_payloads_are_claimed_by_their_own_contract_under_the_old_pages():
    old, new = v2("2023-01-01"), named("werf-v2")

    assert (new.name, new.match, new.digest) == (old.name, old.match, old.digest)
    assert {"CommandStarted", "CommandExited"} == {event.name for event in old.events}


def test_before_the_first_page_nothing_is_documented():
    nothing = v2("2022-01-01")

    assert ((), (), (), ()) == (nothing.sources, nothing.fields, nothing.events, nothing.promises)


def test_one_page_of_a_contract_or_of_the_one_before_it_can_be_named():
    assert ["en-2022-08"] == [
        one.id for one in by_page(named("werf-v2"), "en-2022-08", shipped()).sources
    ]
    russian = by_page(named("werf-v1"), "ru-2022-07-json", shipped())

    assert "attributes.ci" not in paths(russian)
    assert {"ru"} == {quote.source.language for note in russian.promises for quote in note.quotes}


def test_an_unknown_page_is_refused_with_the_ones_there_are():
    with pytest.raises(ContractError, match="did you mean en-2026-03"):
        by_page(named("werf-v2"), "en-2026-3", shipped())
    with pytest.raises(ContractError, match="there are en-2023-06"):
        by_page(named("wasp-cli"), "xx", shipped())


def test_the_field_that_names_the_event_lists_the_events_of_the_page():
    (kind,) = (one for one in v2("2023-01-01").fields if one.path == "eventType")

    assert ("CommandStarted", "CommandExited") == kind.values


@pytest.mark.parametrize("contract", shipped(), ids=lambda one: one.name)
def test_no_page_documents_a_field_without_what_it_stands_in(contract):
    for page in pages(contract, shipped()):
        known = paths(by_page(contract, page.id, shipped()))
        for path in known:
            *above, _ = steps(path)
            parent = ".".join(above).replace(".[]", "[]")
            assert not parent or parent in known, (page.id, path)


def test_a_month_counts_from_its_last_day():
    (page, *_) = (one for one in named("werf-v1").sources if one.date == "2022-07")

    assert "2022-07-31" == since(page)
    assert () == in_force([page], "2022-07-30")
