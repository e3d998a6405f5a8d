"""The copy menu: what is copied, in which form, and what is asked for twice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from inspector.decode import Decoder
from inspector.model import Export
from inspector.safe import Safe
from inspector.tui import clipboard
from inspector.tui.clipboard import LIMIT, deliver, encoded
from inspector.tui.copies import copies, fields
from inspector.tui.feed import Batch, Told
from inspector.tui.otlp_json import otlp_json
from inspector.tui.source import Source

DATA = {"exitCode": 0, "durationMs": 41, "hostPath": "/home/jdoe/src"}


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(clipboard.tempfile, "tempdir", str(tmp_path))


def texts(row, value=None) -> dict[str, str | None]:
    return {one.key: one.text() for one in copies(row, value)}


def test_the_flagged_field_comes_first(rows, sent):
    found = fields(rows(sent(data=DATA))[0])

    assert "eventData.hostPath" == found[0].path
    assert 1 == [value.path for value in found].count("eventData.hostPath")
    assert len(found) > 10


def test_every_form_of_a_record(rows, sent):
    row = rows(sent(data=DATA))[0]
    made = texts(row, fields(row)[0])

    assert "/home/jdoe/src" == made["v"]
    assert "hostPath" == made["k"]
    assert "eventData.hostPath" == made["p"]
    assert sent(data=DATA).decode().rstrip("\n") == made["l"]
    assert DATA == json.loads(made["j"])["eventData"]
    (span,) = json.loads(made["w"])["resourceSpans"][0]["scopeSpans"][0]["spans"]
    said = {pair["key"]: pair["value"] for pair in span["attributes"]}
    assert {"stringValue": "CommandExited"} == said["eventType"]
    assert 32 == len(span["traceId"])
    assert "jdoe" not in made["r"]
    assert "sent event: ts=" in made["r"]


def test_only_what_tells_no_value_is_copied_at_once(rows, sent):
    row = rows(sent(data=DATA))[0]

    assert {"v", "l", "j", "w"} == {one.key for one in copies(row, fields(row)[0]) if one.raw}


def test_numbers_and_containers_are_copied_as_json(rows, sent):
    row = rows(sent(data={"list": [1, {}]}))[0]
    values = {value.path: value for value in fields(row)}

    assert "2" == texts(row, values["schemaVersion"])["v"]


def test_what_is_no_event_has_no_fields(rows, mixed):
    for row in rows(mixed):
        if row.remark or row.flag == "unreadable":
            assert () == fields(row)
            assert {"l", "r"} == set(texts(row))


def test_a_span_is_copied_as_it_came_and_cannot_be_redacted(rows, saved, mixed):
    log = rows(saved(mixed))
    span = next(row for row in log if row.carrier)
    made = texts(span)

    assert 1 == len(json.loads(made["w"])["resourceSpans"][0]["scopeSpans"][0]["spans"])
    assert made["r"] is None
    assert "eventType=" in made["l"]


def test_what_werf_cannot_send_has_no_request(rows):
    row = rows(b'{"event": "x", "name": "y"}\n')[0]

    assert texts(row).get("w") is None


def test_otlp_json_is_read_back_as_it_was(saved, mixed):
    (export,) = [
        one.content for one in Decoder().feed(saved(mixed)) if isinstance(one.content, Export)
    ][:1]
    whole = otlp_json(export)

    assert len([*export.spans]) == sum(
        len(scope["spans"]) for one in whole["resourceSpans"] for scope in one["scopeSpans"]
    )
    assert whole == json.loads(json.dumps(whole))


# --- the clipboard ---


def test_what_is_too_long_goes_into_a_private_file(tmp_path):
    taken = []
    said = deliver("x" * 60_000, taken.append)

    (path,) = tmp_path.glob("inspector-copy-*")
    assert [] == taken
    assert str(path) in said
    assert 60_000 == path.stat().st_size
    assert 0o600 == path.stat().st_mode & 0o777


def test_the_longest_that_fits_is_copied():
    taken = []
    longest = "x" * (LIMIT // 4 * 3)
    deliver(longest, taken.append)

    assert [longest] == taken
    assert encoded(longest + "x") > LIMIT >= encoded(longest)


def test_without_a_file_it_is_told(monkeypatch):
    monkeypatch.setattr(clipboard.tempfile, "tempdir", "/nowhere/at/all")

    assert "no file could be written" in deliver("x" * 60_000, [].append)


def test_what_a_shell_would_obey_is_escaped():
    taken = []
    deliver("a\x1b[31m\rb\u202e\nc", taken.append)

    assert ["a\\x1b[31m\\rb\\u202e\nc"] == taken


# --- in the app ---


async def test_a_value_is_copied_when_it_is_asked_for_twice(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "e", "y")
        assert "value of eventData.hostPath: /…c (14)" in app.text

        await app.press("v")
        assert "" == app.app.clipboard
        assert "press it again" in app.text
        await app.press("v")
        assert "/home/jdoe/src" == app.app.clipboard
        await app.pilot.pause(0.1)
        assert "14 characters sent" in app.text


async def test_another_key_or_field_in_between_copies_nothing(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "e", "y", "v", "l", "v", "right", "v", "x", "escape")

        assert "" == app.app.clipboard
        assert app.board.list.has_focus


async def test_keys_and_paths_are_copied_at_once(show, mixed):
    async with show(mixed, size=(80, 24)) as app:
        await app.press("g", "e", "y", "right", "left", "p")
        assert "eventData.hostPath" == app.app.clipboard

        await app.press("y", "k")
        assert "hostPath" == app.app.clipboard


async def test_where_there_is_no_such_form_it_is_told(show, saved, mixed):
    async with show(saved(mixed)) as app:
        await app.press("g", "y", "r")
        await app.pilot.pause(0.1)

        assert "no such form" in app.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (Source("path", ("/logs/a b.log",)), "export WERF_TELEMETRY_LOG_FILE='/logs/a b.log'"),
        (Source("stdin"), ""),
    ],
)
async def test_while_it_waits_the_line_to_paste_is_copied(show, source, expected):
    async with show([Batch((Told("waiting", Safe("")),))], source=source) as app:
        await app.press("y")

        assert expected == app.app.clipboard


def test_hostile_keys_are_escaped_in_the_menu(rows, sent):
    key = "[@click=app.quit]\x1b[31m"
    row = rows(sent(data={key: "[/"}))[0]
    titles = [one.title for value in fields(row) for one in copies(row, value)]

    assert "its key: [@click=app.quit]\\x1b[31m" in titles
    assert key in {texts(row, value)["k"] for value in fields(row)}
    assert all(title.isprintable() for title in titles)


async def test_hostile_keys_are_no_markup_in_the_menu(show, sent):
    async with show(sent(data={"[@click=app.quit]\x1b[31m": "[/"})) as app:
        await app.press("y", *["right"] * 20)

        assert "its path: " in app.text


async def test_a_selection_that_is_too_long_goes_into_a_file(show, mixed, tmp_path):
    async with show(mixed) as app:
        app.app.copy_to_clipboard("a\x1b")
        assert "a\\x1b" == app.app.clipboard
        app.app.copy_to_clipboard("y" * 60_000)

    (path,) = tmp_path.glob("inspector-copy-*")
    assert 60_000 == os.stat(path).st_size
    assert isinstance(path, Path)
