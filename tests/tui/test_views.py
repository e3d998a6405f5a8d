"""The views JSON and OTLP of a record: nothing lost, nothing made up without saying so."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from inspector.audit import Inspection
from inspector.contracts import shipped
from inspector.model import Repeated
from inspector.tui.cells import text_of, width_of
from inspector.tui.copies import copies
from inspector.tui.json_lines import json_lines, pieces, pretty
from inspector.tui.record import laid_out, record_of
from inspector.tui.rows import Partner, Rows


def text(row, view: str, width: int = 79) -> str:
    lines = laid_out(row, view, width)
    assert max(map(width_of, lines), default=0) <= width
    return "\n".join(text_of(line).rstrip() for line in lines)


def flat(row, view: str) -> str:
    return " ".join(text(row, view).split())


# --- JSON as lines ---


@pytest.mark.parametrize(
    "value",
    [{}, [], "", None, 0, -1.5, True, {"a": [1, {"b": {}}, []], "c": "d\ne\x1b"}, [[["x"]], {"": ""}]],
    ids=str,
)  # fmt: skip
def test_a_value_is_written_as_json(value):
    assert pretty(value) == json.dumps(value, indent=2, ensure_ascii=False)


def test_a_repeated_key_is_written_as_often_as_it_stands():
    value = {"out": Repeated([("a", 1), ("b", 2), ("a", {"c": 3})])}

    assert pretty(value).split("\n") == [
        "{", '  "out": {', '    "a": 1,', '    "b": 2,', '    "a": {', '      "c": 3', "    }",
        "  }", "}",
    ]  # fmt: skip
    assert [one.key for one in pieces(value) if one.repeated] == ['"a": ', '"a": ']
    assert "repeated key" in "".join(text_of(line) for line in json_lines(value, 40))


@pytest.mark.parametrize("width", [20, 38, 79])
def test_a_long_value_is_broken_and_nothing_of_it_is_lost(width):
    value = {"key" * 20: "value" * 100, "wide" * 10: "日本語" * 50}
    lines = json_lines(value, width)

    assert max(map(width_of, lines)) <= width
    written = "".join(text_of(line).strip() for line in lines)
    assert written == "".join(line.strip() for line in pretty(value).split("\n"))


def test_a_huge_value_is_cut_and_says_so():
    start = time.process_time()
    many = json_lines([{"n": n} for n in range(500_000)], 79)
    long = json_lines({"long": "x" * 5_000_000, "after": 1}, 79)

    assert "y copies all of it" in text_of(many[-1])
    assert "characters)" in "".join(map(text_of, long[-4:]))
    assert '"after": 1' in text_of(long[-2])
    assert len(many) + len(long) < 3000
    assert time.process_time() - start < 10


def test_deep_nesting_is_no_matter():
    value: object = 1
    for _ in range(5_000):
        value = [value]

    assert max(map(width_of, json_lines(value, 40))) <= 40
    assert pretty(value).count("[") == 5_000


# --- the view JSON ---


def test_the_json_of_an_event_is_what_was_decoded(rows, sent):
    (row,) = rows(sent(data={"exitCode": 0, "durationMs": 41, "hostPath": "/home/jdoe"}))
    shown = text(row, "JSON", 200)

    assert json.loads(shown) == record_of(row).content.body
    names = ["ts", "executionID", "userID", "projectID", "command", "eventType", "eventData"]
    places = [shown.index(f'"{name}"') for name in names]
    assert sorted(places) == places


def test_a_key_that_stands_twice_is_shown_and_copied_twice(rows):
    (row,) = rows(b'{"ts": 1, "eventType": "X", "userID": "one", "userID": "two"}\n')

    for shown in (
        text(row, "JSON"),
        next(one.text() for one in copies(row, None) if one.key == "j"),
    ):
        assert '"userID": "one",' in shown
        assert '"userID": "two"' in shown
    assert "repeated key" in text(row, "JSON")


def test_what_a_proxy_wrote_around_an_event_is_shown_as_that(rows, cases):
    found = [
        row for path in sorted(cases.rglob("*.jsonl")) for row in _read(path.read_bytes()[:400_000])
        if row.line and getattr(record_of(row).content, "wrapper", None)
    ]  # fmt: skip
    assert found
    shown = text(found[0], "JSON", 200)

    assert "written by the proxy" in shown
    for key in record_of(found[0]).content.wrapper:
        assert f'"{key}":' in shown


def _read(data: bytes):
    made, inspection = Rows(), Inspection()
    return [made.make(one) for one in [*inspection.feed(data), *inspection.end()]]


@pytest.mark.parametrize("view", ["JSON", "OTLP"])
def test_what_is_no_event_says_what_stands_there_instead(rows, mixed, note, view):
    note, torn = rows(note("error: no route"))[0], rows(mixed)[6]
    (foreign,) = rows(b"just words\n")

    assert "werf's own note, never sent: error: no route" in flat(note, view)
    assert "Other text, not an event: just words" in flat(foreign, view)
    assert f"x unreadable {torn.type}" in flat(torn, view)
    assert "The views Raw and Hex show its bytes." in flat(torn, view)
    for row in (note, torn, foreign):
        said = {"JSON": "No JSON was read from it.", "OTLP": "No request carries it."}[view]
        assert flat(row, view).endswith(said)


def test_the_json_of_a_request_leads_to_where_it_is(rows, saved, mixed):
    request = rows(saved(mixed))[0]

    assert "stands in the view OTLP" in flat(request, "JSON")


# --- the view OTLP ---


def otlp(row) -> dict:
    shown = text(row, "OTLP", 300)
    return json.loads(shown[shown.index("{") :])


def test_a_logged_event_is_rebuilt_and_said_to_be(rows, sent):
    (row,) = rows(sent())
    (span,) = otlp(row)["resourceSpans"][0]["scopeSpans"][0]["spans"]

    assert text(row, "OTLP").split("\n")[0].strip() == "rebuilt"
    assert "no log holds the ids" in flat(row, "OTLP")
    assert "captured" not in flat(row, "OTLP")
    assert [one["key"] for one in span["attributes"]][:3] == ["ts", "executionID", "userID"]


def test_a_span_is_shown_as_it_came(rows, saved, mixed):
    log = rows(saved(mixed))
    span = next(row for row in log if row.carrier)
    count = sum(row.carrier is span.carrier for row in log)
    shown = otlp(span)["resourceSpans"][0]["scopeSpans"][0]["spans"]

    assert text(span, "OTLP").split("\n")[0].strip() == "captured"
    assert "The span as it came: line 1 of its file, received 2026-10-06T11:02:09.123Z" in flat(
        span, "OTLP"
    )
    assert 1 == len(shown)
    assert (f"{count - 1} more" in flat(span, "OTLP")) is (count > 1)


def test_a_request_is_shown_whole(rows, saved, mixed):
    log = rows(saved(mixed))
    count = sum(row.carrier is log[0].line for row in log)
    spans = otlp(log[0])["resourceSpans"][0]["scopeSpans"][0]["spans"]

    assert text(log[0], "OTLP").split("\n")[0].strip() == "captured"
    assert count == len(spans)


def test_what_cannot_be_rebuilt_says_why(rows):
    wasp = next(one for one in shipped() if one.name == "wasp-cli").samples[0].line
    (unknown,), (other,) = rows(b'{"event": "x", "name": "y"}\n'), rows(f"{wasp}\n".encode())

    assert "not rebuilt Only events of werf" in flat(unknown, "OTLP")
    assert "no contract says this is one" in flat(unknown, "OTLP")
    assert "this is one of wasp-cli." in flat(other, "OTLP")


def test_an_event_that_was_compared_shows_the_span_that_carried_it(rows, saved, sent):
    span = rows(saved(sent()))[1]
    logged = replace(rows(sent())[0], partner=Partner(span.carrier, span.place))

    assert text(logged, "OTLP") == text(span, "OTLP")
    assert "captured" in text(logged, "OTLP")
