"""The picture of a live run: several stored screens in one SVG."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("film", ROOT / "screenshots" / "film.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_film = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_film)
FRAMES = [
    (ROOT / "tests" / "tui" / "snapshots" / f"live-{number}-120x32.svg").read_text()
    for number in range(1, 9)
]
SECONDS = (1, 1, 1, 1, 1, 3, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    """The text of each place of a picture, but spaces."""
    root = ET.fromstring(svg)  # noqa: S314  # our own picture
    return {
        (one.get("x"), one.get("y"), one.text)
        for one in root.iter(f"{SVG}text")
        if one.text and one.text.strip()
    }


def shown(svg, number):
    """What a film shows while a picture of it lasts."""
    root = ET.fromstring(svg)  # noqa: S314  # our own picture
    found = set()
    for group in root.iter(f"{SVG}g"):
        name = group.get("class", "")
        if re.fullmatch(r"t[0-9-]+", name) and str(number) in name[1:].split("-"):
            found |= {(one.get("x"), one.get("y"), one.text) for one in group.iter(f"{SVG}text")}
    return found


def test_each_picture_is_there_while_it_lasts():
    svg = _film.film(FRAMES, SECONDS, still=5)

    for number, frame in enumerate(FRAMES):
        assert shown(svg, number) == texts(frame)


def test_a_group_is_visible_exactly_during_its_pictures():
    svg = _film.film(FRAMES, SECONDS, still=5)

    assert re.search(
        r"@keyframes t5\{0\.00%\{visibility:hidden\}10\.00%\{visibility:hidden\}"
        r"20\.00%\{visibility:hidden\}30\.00%\{visibility:hidden\}40\.00%\{visibility:hidden\}"
        r"50\.00%\{visibility:visible\}80\.00%\{visibility:hidden\}90\.00%\{visibility:hidden\}\}",
        svg,
    )
    assert ".t5{visibility:visible;animation:t5 10s step-end infinite}" in svg
    assert ".t6{visibility:hidden;animation:t6 10s step-end infinite}" in svg


def test_who_asks_for_less_motion_gets_one_picture_and_nothing_is_loaded():
    svg = _film.film(FRAMES, SECONDS, still=5)

    assert "@media (prefers-reduced-motion:reduce){g{animation:none!important}}" in svg
    assert "<script" not in svg
    assert "http" not in svg.replace("http://www.w3.org", "")
    assert len(svg) < sum(map(len, FRAMES)) / 3
