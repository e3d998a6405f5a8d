"""What stands on the wire, as entries beside those of the log."""

from __future__ import annotations

import pytest

from inspector.model import Export, Finding, Request, Resource, Scope, Span
from inspector.safe import Safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.wire import parts
from inspector.tui.wire.entries import column, listed, row
from inspector.tui.wire.parts import Entry, Group

POST = Request("POST", "/v1/traces", (("Host", "127.0.0.1:1"), ("X-Key", "a-secret-of-mine")), b"")
SPAN = Span("event", (("a", 1),), {"kind": 1, "traceId": "00"}, {"status": {"code": 2}})


def finding(field: str | None, level: str = "violation") -> Finding:
    where = None if field is None else Safe(field)
    return Finding("wire/x", level, "high", "yes", None, None, where, Safe("m"), None)


@pytest.mark.parametrize(
    ("logged", "wire", "marks"),
    [
        ((("a", 1),), (("a", 1),), [("a", "same", None)]),
        ((("a", 1),), (("a", 2),), [("a", "differs", "1")]),
        ((("a", 1),), (("a", True),), [("a", "differs", "1")]),
        ((("a", 1),), (("a", 1.0),), [("a", "differs", "1")]),
        ((("a", "1"),), (("a", 1),), [("a", "differs", "1")]),
        ((), (("a", 1),), [("a", "wire", None)]),
        ((("a", 1),), (), [("a", "log", "1")]),
        ((("a", 1), ("a", 2)), (("a", 1), ("a", 2)), [("a", "same", None)] * 2),
        ((("a", 1),), (("a", 1), ("a", 1)), [("a", "same", None), ("a", "wire", None)]),
        ((("a", 1), ("b", 2)), (("b", 2), ("a", 1)), [("b", "same", None), ("a", "same", None)]),
    ],
)
def test_attributes_stand_beside_those_of_the_log(logged, wire, marks):
    found = [(one.name, one.mark, one.logged) for one in parts.beside(logged, wire, {})]

    assert marks == found


@pytest.mark.parametrize(
    ("logged", "wire", "count"),
    [
        ((("a", 1), ("b", 2)), (("a", 1), ("b", 2)), 2),
        ((("a", 1), ("b", 2)), (("b", 2), ("a", 1)), 0),
        ((("a", 1),), (("a", 1), ("b", 2)), 1),
        ((("a", 1),), (("a", True),), 0),
    ],
)
def test_attributes_are_the_same_only_at_the_same_place(logged, wire, count):
    assert count == parts.same(logged, wire)


def test_a_header_that_may_be_a_credential_is_masked_until_it_is_asked_for():
    masked, shown = parts.headers(POST), parts.headers(POST, secrets=True)

    assert "127.0.0.1:1" == masked.entries[0].value
    assert "a…e (16) masked: c shows it" == masked.entries[1].value
    assert "a-secret-of-mine" == shown.entries[1].value


def test_the_worst_that_was_found_marks_an_entry():
    found = parts.levels([
        finding("span.traceId, span.spanId", "note"), finding("span.traceId"), finding(None),
        finding("resource.[x…y (20)].z", "review"), finding("header.X-Key"),
    ])  # fmt: skip

    envelope = parts.envelope(SPAN, Safe("span"), found)
    levels = {entry.name: entry.level for entry in envelope.entries}
    assert {"name": None, "kind": None, "traceId": "violation", "status": None} == levels
    assert "violation" == parts.headers(POST, found).entries[1].level
    assert "note" == found["span.spanId"]


def test_a_key_is_found_by_its_masked_name():
    key = "x" + "9" * 18 + "y"
    found = parts.levels([finding(f"resource.[x…y ({len(key)})].host")])

    group = parts.resource(Resource(((f"{key}.host", 1), ("host", 1)), ()), found)

    assert ["violation", None] == [entry.level for entry in group.entries]


def test_what_was_found_in_an_event_marks_the_attribute_it_stands_in():
    found = parts.tops([
        finding("eventData.a[].b", "note"), finding("eventData.c", "review"), finding("ts[0]"),
    ])  # fmt: skip

    assert {"eventData": "review", "ts": "violation"} == found


def test_the_old_field_and_every_rest_is_named():
    scope = Scope("s", "1", (), "url", old_field=True, rest={"droppedAttributesCount": 3})
    names = [entry.name for entry in parts.scope(scope).entries]

    assert ["name", "version", "schemaUrl", "field", "droppedAttributesCount"] == names


def test_what_otlp_does_not_know_is_told_where_it_stands():
    export = Export(POST, (), {"unknown": {"resourceSpans[0].#77": "hi"}, "odd": 1})
    group = parts.stray(export, {"unknown.resourceSpans[0].#77": "violation"})

    assert [("unknown.resourceSpans[0].#77", "hi"), ("odd", "1")] == [
        (entry.name, entry.value) for entry in group.entries
    ]
    assert parts.stray(Export(POST, ())) is None


def test_only_so_many_entries_are_made():
    group = parts.attributes(Span("n", tuple((f"a{n}", n) for n in range(250)), {}), None)

    assert (parts.MOST, 150) == (len(group.entries), group.left_out)


# --- laying out ---


@pytest.mark.parametrize("width", [20, 38, 60, 120])
@pytest.mark.parametrize("marked", [True, False])
def test_every_line_takes_the_whole_width_and_nothing_is_lost(width, marked):
    entry = Entry(Safe("日本語の名前" * 4), Safe("値" * 30), "differs", "violation", Safe("x"))
    lines = [*row(entry, entry.value, width, 8, marked=marked)]

    assert {width} == {width_of(line) for line in lines}
    flat = "".join(text_of(line) for line in lines)
    assert 30 == flat.count("値")
    assert 4 == flat.count("日")


@pytest.mark.parametrize(
    ("entry", "end"),
    [
        (Entry(Safe("a"), Safe("b"), "same"), "="),
        (Entry(Safe("a"), Safe("b"), "same", "violation"), "="),
        (Entry(Safe("a"), Safe("b"), "wire"), "+ wire only"),
        (Entry(Safe("a"), Safe("b"), "wire", "note"), "+ wire only"),
        (Entry(Safe("a"), Safe("b"), "wire", "review"), "? wire only"),
        (Entry(Safe("a"), Safe("b"), "wire", "violation"), "! wire only"),
        (Entry(Safe("a"), Safe("b"), "differs", "violation"), "x differs"),
        (Entry(Safe("a"), Safe(""), "log"), "- log only"),
    ],
)
def test_an_entry_ends_in_its_mark(entry, end):
    wide, narrow = (
        text_of(next(row(entry, entry.value, width, 8, marked=True))) for width in (80, 40)
    )

    assert wide.rstrip().endswith(f" {end}")
    assert narrow.rstrip().endswith(f" {end[0]}")


def test_a_group_shows_what_the_log_says_instead_and_what_is_left_out():
    entry = Entry(Safe("a"), Safe("1"), "differs", None, Safe("2"))
    lines = [text_of(line).rstrip() for line in listed(Group(Safe("t"), (entry,), 7), 60)]

    assert " t" == lines[0]
    assert lines[1].endswith("x differs")
    assert "log says" in lines[2]
    assert lines[2].rstrip().endswith("2")
    assert "   … and 7 more" == lines[3]


def test_names_take_no_more_than_two_fifths():
    group = Group(Safe("t"), (Entry(Safe("n" * 90), Safe("v")),))

    assert [8, 16, 32] == [column(group, width) for width in (10, 40, 80)]
    assert 8 == column(Group(Safe("t"), ()), 80)
