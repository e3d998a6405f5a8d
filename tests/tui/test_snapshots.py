"""Stored pictures of every state at three sizes; UPDATE_SNAPSHOTS=1 stores them anew."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

HERE = Path(__file__).parent / "snapshots"
_SPEC = importlib.util.spec_from_file_location(
    "scenes", Path(__file__).parents[2] / "screenshots" / "scenes.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
scenes = importlib.util.module_from_spec(_SPEC)
sys.modules["scenes"] = scenes  # dataclasses look their module up
_SPEC.loader.exec_module(scenes)


@pytest.mark.parametrize(
    "name, size",
    [
        pytest.param(name, size, id=f"{name}-{size[0]}x{size[1]}")
        for name, scene in scenes.SCENES.items()
        for size in scene.sizes
    ],
)
async def test_a_state_looks_as_it_did(name, size):
    stored = HERE / f"{name}-{size[0]}x{size[1]}.svg"

    svg = await scenes.picture(scenes.SCENES[name], size)

    if os.environ.get("UPDATE_SNAPSHOTS"):
        stored.write_text(svg)
    if not stored.exists() or stored.read_text() != svg:
        new = stored.with_suffix(".new.svg")
        new.write_text(svg)
        pytest.fail(f"{stored.name} differs from {new.name}: look at both; UPDATE_SNAPSHOTS=1")


@pytest.mark.parametrize("size", scenes.SIZES[1:2])
async def test_a_picture_is_the_same_every_time_and_refers_to_nothing(size):
    first = await scenes.picture(scenes.SCENES["session"], size)
    second = await scenes.picture(scenes.SCENES["session"], size)

    assert first == second
    assert "http" not in first.replace("http://www.w3.org", "")
    ET.fromstring(first)  # noqa: S314  # our own picture
