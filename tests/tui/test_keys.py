"""The table of keys: what is bound exists, what is offered fits."""

from __future__ import annotations

import pytest

from inspector.tui.app import InspectorApp
from inspector.tui.cells import text_of, width_of
from inspector.tui.keys import BINDINGS, GROUPS, footer
from inspector.tui.screen import EventsScreen


@pytest.mark.parametrize("binding", BINDINGS, ids=lambda binding: binding.key)
def test_every_key_does_something(binding):
    name = binding.action.partition("(")[0]
    owner = InspectorApp if name.startswith("app.") else EventsScreen

    assert callable(getattr(owner, f"action_{name.removeprefix('app.')}", None))


def test_no_key_is_bound_twice():
    keys = [key for binding in BINDINGS for key in binding.key.split(",")]

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
