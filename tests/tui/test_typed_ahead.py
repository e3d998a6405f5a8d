"""Keys that come at once, as over a slow connection: none goes to what was there before."""

from __future__ import annotations

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

NAMED = {"\r": "enter", "\x1b": "escape"}


async def at_once(shown, keys: str) -> None:
    """Put keys where the terminal puts them, without waiting for an answer to any."""
    for key in keys:
        letter = None if key == "\x1b" else key
        shown.app.post_message(events.Key(NAMED.get(key) or _character_to_key(key), letter))
    for _ in range(3):
        await shown.pilot.pause()


@pytest.mark.parametrize("keys", ["/PWN d", "&flag:any", ";abc", ":next", "m;ж─E"])
async def test_what_is_typed_after_a_key_that_asks_stands_in_the_line(show, mixed, keys):
    async with show(mixed) as shown:
        await at_once(shown, keys)

        assert keys.lstrip("m")[1:] == shown.app.screen.query_one(Input).value


async def test_a_box_that_opens_gets_what_is_typed_into_it(show, sent):
    async with show(sent(data={"hostPath": "/home/alice"})) as shown:
        await shown.press("3")
        await shown.rest()

        await at_once(shown, "gAwhy")

        assert "why" == shown.app.screen.query(Input).first(Input).value


async def test_a_filter_that_comes_at_once_is_used(show, mixed):
    async with show(mixed) as shown:
        everything = len(shown.types)

        await at_once(shown, "&event:BuildStarted\r")

        assert not shown.app.screen.query(Input)
        assert 0 < len(shown.types) < everything
        assert {"BuildStarted"} == set(shown.types)
