from __future__ import annotations

import pytest

from inspector.contracts import bind, named, shipped
from inspector.model import Field, Line, Payload, Quote, Record, Repeated, Source, Value
from inspector.rules.hit import Hit, finding, located, newest, promised

DOC = Field("a.*", ("string",), (), "user-defined")
KEY = "ghp_0123456789abcdefghij0123456789abcdef"


def event(body, form="werf-log"):
    return bind(Record(Line(b"", 0, 0, 1), Payload(form, body)), shipped())


def made(hit, body=None, form="werf-log"):
    one = event(body or {"schemaVersion": 2, "eventType": "CommandStarted"}, form)
    return finding("a/b", "note", hit, one, one.payload.transmitted)


def row(path, place=None, role="undocumented", value="x"):
    return Value(path, place or path, value, role)


@pytest.mark.parametrize(
    "where, shown",
    [
        pytest.param(row("a.b", role="documented"), "a.b", id="documented"),
        pytest.param(row("a[].b", "a[3].b", "documented"), "a[].b", id="an item of a list"),
        pytest.param(row("a.*", "a.team", "map"), "a.team", id="a key of a map"),
        pytest.param(row("a.*", 'a["x y"]', "map"), "a.[*** (3)]", id="an odd key of a map"),
        pytest.param(row("a.*", f"a.{KEY}", "map"), "a.[g…f (40)]", id="a secret as a key"),
        pytest.param(row("a.*.b", "a.team.b", "documented"), "a.team.b", id="below a map"),
        pytest.param(row("a.ci", "a.CI", "alias"), "a.CI", id="another spelling"),
        pytest.param(
            row("a.version", 'a["werf version"]', "alias"), "a.werf version", id="a page's words"
        ),
        pytest.param(row("os", "properties.os", "documented"), "os", id="hoisted"),
        pytest.param(row("x", "properties.x"), "x", id="hoisted and undocumented"),
        pytest.param(row('a["\\u001b[2J"]'), "a.[*** (4)]", id="a control sequence"),
        pytest.param(row('["a\\"].b"].c', role="inside"), "[a…b (5)].c", id="a forged path"),
        pytest.param(row('[""]'), "[(empty)]", id="an empty key"),
        pytest.param(row("a[].b[]", "a[0].b[1]", "inside"), "a[].b[]", id="lists"),
        pytest.param(row("a.….b", role="inside"), "a.….b", id="a cut place"),
        pytest.param(row("команда"), "команда", id="letters of any script"),
    ],
)
def test_a_place_is_written_without_what_could_be_a_value(where, shown):
    assert shown == located(where)


def test_a_finding_masks_the_value_and_keeps_a_digest_of_it():
    found = made(Hit("Odd.", row("x", value="a long value")))

    assert ("a…e (12)", "yes") == (found.evidence, found.transmitted)
    assert 32 == len(found.value)
    assert ("werf-v2", "CommandStarted") == (found.contract, found.event)


def test_findings_of_equal_values_are_one_and_of_others_are_not():
    first, again, other = (made(Hit("Odd.", row("x", value=one))) for one in ([1], [1], [True]))

    assert first.same == again.same
    assert first.same != other.same


def test_the_order_of_keys_makes_no_other_value_but_a_hidden_member_does():
    one = made(Hit("Odd.", row("x", value={"a": 1, "b": [{}]})))
    turned = made(Hit("Odd.", row("x", value={"b": [{}], "a": 1})))
    hidden = made(Hit("Odd.", row("x", value=Repeated([("a", 0), ("a", 1), ("b", [{}])]))))

    assert one.value == turned.value
    assert one.value != hidden.value


def test_a_lone_surrogate_can_be_digested():
    found = made(Hit("Odd.", row("x", value="\ud800\udcff")))

    assert found.value


@pytest.mark.parametrize(
    "hit, evidence",
    [
        pytest.param(Hit("Odd.", row("x"), evidence="shape"), "shape", id="its own"),
        pytest.param(Hit("Odd.", row("x"), evidence=""), None, id="none asked for"),
        pytest.param(Hit("Odd.", row("x"), once="event"), None, id="not about the value"),
        pytest.param(Hit("Odd.", field="x"), None, id="no row"),
    ],
)
def test_evidence_is_what_the_rule_says(hit, evidence):
    assert evidence == made(hit).evidence


def test_what_is_said_once_for_a_contract_has_no_event():
    assert made(Hit("Odd.", row("x"), once="contract")).event is None
    assert "CommandStarted" == made(Hit("Odd.", row("x"), once="event")).event


def test_an_event_type_that_no_page_knows_is_masked():
    body = {"schemaVersion": 2, "eventType": "mail alice@example.com"}

    found = made(Hit("Odd."), body)

    assert "[m…m (22)]" == found.event


def test_a_bare_object_leaves_open_whether_it_was_sent():
    assert "unknown" == made(Hit("Odd."), form="json").transmitted


def test_a_finding_quotes_the_newest_page_unless_the_rule_quotes_another():
    old, new = (Source(date, "T", "en", date, "p") for date in ("2022-07", "2022-08-04"))
    doc = Field("x", ("string",), (Quote(new, "new"), Quote(old, "old")), "anonymous")
    where = Value("x", "x", "y", "documented", doc)

    assert "new" == made(Hit("Odd.", where)).promise.text
    assert "old" == made(Hit("Odd.", where, quote=doc.quotes[1])).promise.text
    assert newest(()) is None


def test_a_promise_is_found_by_its_id():
    quote = promised(named("wasp-cli"), "rate")

    assert "no more than twice in a period of 12 hours" in quote.text
    assert promised(named("wasp-cli"), "none") is None
    assert promised(None, "rate") is None


OLD, NEWER, FOREIGN = (
    Quote(Source(day, "Telemetry", spoken, day, "a page"), text)
    for day, spoken, text in (
        ("2022-07-01", "ru", "старое"),
        ("2022-08-01", "ru", "новое"),
        ("2023-01-01", "en", "new"),
    )
)


def test_the_newest_page_knows_the_newest_in_other_languages():
    found = newest((OLD, NEWER, FOREIGN))

    assert FOREIGN == found
    assert (NEWER, FOREIGN, FOREIGN) == (found.said("ru"), found.said("en"), found.said("fr"))
    assert OLD == newest((OLD,)).said("en")
