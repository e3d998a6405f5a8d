"""The table of keys: what is bound exists, what is offered fits."""

from __future__ import annotations

import pytest

from inspector.tui.app import InspectorApp
from inspector.tui.cells import text_of, width_of
from inspector.tui.fields.screen import FieldsScreen
from inspector.tui.keys import (
    BINDINGS,
    FIELDS,
    FIELDS_BINDINGS,
    GROUPS,
    PLACE_BINDINGS,
    REPORT,
    REPORT_BINDINGS,
    RUNS,
    RUNS_BINDINGS,
    WIRE,
    WIRE_BINDINGS,
    fields_footer,
    footer,
    report_footer,
    runs_footer,
    wire_footer,
)
from inspector.tui.reporting.screen import ReportScreen
from inspector.tui.runs.screen import RunsScreen
from inspector.tui.screen import EventsScreen
from inspector.tui.wire.screen import WireScreen


@pytest.mark.parametrize(
    ("binding", "screen"),
    [
        *((one, EventsScreen) for one in BINDINGS),
        *((one, WireScreen) for one in WIRE_BINDINGS),
        *((one, RunsScreen) for one in RUNS_BINDINGS),
        *((one, FieldsScreen) for one in FIELDS_BINDINGS),
        *((one, ReportScreen) for one in REPORT_BINDINGS),
        *((one, EventsScreen) for one in PLACE_BINDINGS),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else one.key,
)
def test_every_key_does_something(binding, screen):
    name = binding.action.partition("(")[0]
    owner = InspectorApp if name.startswith("app.") else screen

    assert callable(getattr(owner, f"action_{name.removeprefix('app.')}", None))


@pytest.mark.parametrize(
    "bindings",
    [[*BINDINGS, *PLACE_BINDINGS], [*WIRE_BINDINGS, *PLACE_BINDINGS],
     [*RUNS_BINDINGS, *PLACE_BINDINGS], [*FIELDS_BINDINGS, *PLACE_BINDINGS],
     [*REPORT_BINDINGS, *PLACE_BINDINGS]],
    ids=["events", "wire", "runs", "fields", "report"],
)  # fmt: skip
def test_no_key_is_bound_twice(bindings):
    keys = [key for binding in bindings for key in binding.key.split(",")]

    assert sorted(set(keys)) == sorted(keys)


def test_every_binding_has_an_id_of_its_own():
    assert len(BINDINGS) == len({binding.id for binding in BINDINGS})


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_the_footer_never_cuts_an_entry(width):
    line = footer(width)

    words = {key.short for _, group in GROUPS for key in group if key.short}
    assert width_of(line) <= width
    assert {span.text.strip() for span in line[1::2]} <= words
    assert text_of(line).endswith(" ? Help ")
    assert " q Quit " in text_of(line)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_footer_of_the_dry_run_offers_only_what_does_something(width):
    words = {key.short for key in WIRE if key.short}
    for sends, several in ((True, True), (False, False)):
        idle = ["listen" if sends else "halt"]
        idle += [] if sends else ["send", "other(1)", "credentials"]
        line = wire_footer(width, idle=frozenset(idle))
        offered = {span.text.strip() for span in line[1::2]}

        assert width_of(line) <= width
        assert offered <= words
        assert ("Send" in offered) is sends
        assert ("Credentials" in offered) is (several and width > 80)
        assert sends is ("Stop" in offered) or width == 40
        assert "Esc q" in text_of(line)
        assert ("Next" in offered) is (several and width > 40)
        assert text_of(line).endswith(" ? Help ")


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "group, made",
    [(RUNS, runs_footer), (FIELDS, fields_footer), (REPORT, report_footer)],
    ids=["runs", "fields", "report"],
)
def test_the_footer_of_a_list_offers_whole_entries(width, group, made):
    line = made(width)

    assert width_of(line) <= width
    assert {span.text.strip() for span in line[1::2]} <= {key.short for key in group if key.short}
    assert text_of(line).endswith(" ? Help ")
