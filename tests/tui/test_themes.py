"""The themes: contrast, colour blindness, how one is chosen and kept."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.color import Color

from inspector import state
from inspector.tui import app as module
from inspector.tui import themes
from inspector.tui.paint import role_style

OWN = ("dark", "light", "high-contrast")
LETTERS = sorted(
    {*themes.COLOURS["dark"]} - {*themes.GROUNDS, "away-bright", "selection", "foreground"}
)
LEVELS = ("violation", "review", "note", "alarm")
# Machado, Oliveira and Fernandes 2009, severity 1, in linear light
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def lab(light: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in light)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, blindness: str) -> tuple[float, float, float]:
    light = linear(colour)
    rows = BLINDNESS[blindness]
    return lab([sum(a * b for a, b in zip(row, light, strict=True)) for row in rows])


@pytest.mark.parametrize("role", LETTERS)
@pytest.mark.parametrize("name", OWN)
def test_every_role_has_seven_to_one_on_its_background(name, role):
    colours = themes.COLOURS[name]

    assert contrast(colours[role], colours["background"]) >= 7


@pytest.mark.parametrize("role", LETTERS)
@pytest.mark.parametrize("name", OWN)
def test_every_role_is_readable_on_bars_and_under_the_cursor(name, role):
    colours = themes.COLOURS[name]
    least = 7 if name == "high-contrast" else 4.2

    assert [] == [on for on in themes.GROUNDS if contrast(colours[role], colours[on]) < least]


@pytest.mark.parametrize("name", OWN)
def test_plain_text_has_seven_to_one_everywhere(name):
    colours = themes.COLOURS[name]
    grounds = [*themes.GROUNDS, *([] if name == "dark" else ["selection"])]

    assert [] == [on for on in grounds if contrast(colours["foreground"], colours[on]) < 7]


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("name", OWN)
def test_levels_differ_for_the_red_green_colour_blind(name, blindness):
    colours = themes.COLOURS[name]
    apart = {
        (one, other): sum(
            (a - b) ** 2
            for a, b in zip(
                seen(colours[one], blindness), seen(colours[other], blindness), strict=True
            )
        )
        ** 0.5
        for one, other in combinations(LEVELS, 2)
    }

    assert {} == {pair: value for pair, value in apart.items() if value < 8}


def test_all_themes_colour_the_same_roles():
    assert 1 == len({frozenset(colours) for colours in themes.COLOURS.values()})
    assert themes.NAMES == tuple(themes.COLOURS)


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, "dark"), ("", "dark"), ("15;0", "dark"), ("0;15", "light"), ("0;7", "light"),
        ("0;default;15", "light"), ("12;8", "dark"), ("0;default", "dark"), ("0;²", "dark"),
        ("0;16", "dark"),
    ],
)  # fmt: skip
def test_the_terminal_may_tell_that_its_ground_is_light(value, expected):
    assert expected == themes.fitting({} if value is None else {"COLORFGBG": value})


async def test_a_key_goes_through_the_themes_at_once(show, mixed):
    async with show(mixed) as app:
        grounds, words = [], []
        for _ in themes.NAMES:
            flag = role_style(app.board.list, "violation").color
            grounds.append(app.board.list.ground.bgcolor)
            words.append((app.app.theme, flag))
            await app.press("T")
            await app.pilot.pause()
        await app.pilot.pause()

        assert themes.NAMES == tuple(name for name, _ in words)
        assert 4 == len({flag for _, flag in words})
        assert grounds[1] == Color.parse("#fcfcfa").rich_color
        assert "dark" == app.app.theme


async def test_every_line_is_painted_anew_in_another_theme(show, mixed):
    async with show(mixed) as app:
        await app.press("T")
        await app.pilot.pause()
        lines = app.app.screen._compositor.render_strips()
        grounds = {part.style.bgcolor for line in lines for part in line if part.style}

    dark = {Color.parse(themes.COLOURS["dark"][on]).rich_color for on in themes.GROUNDS}
    assert not grounds & dark


async def test_the_terminal_colours_reverse_what_is_a_ground_elsewhere(show, mixed):
    async with show(mixed) as app:
        app.app.theme = "terminal"
        await app.pilot.pause()
        chosen, state_ = (
            app.board.list.base(app.board.list.cursor),
            role_style(app.board.list, "live"),
        )

    assert chosen.reverse
    assert state_.reverse


async def test_a_theme_is_kept_for_the_next_time(show, mixed, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with show(mixed) as app:
        app.app.keeps = True
        await app.press("T")

    assert "light" == state.chosen("theme")
    assert "light" == module._kept_theme()


async def test_a_folder_that_may_not_be_written_is_told(show, mixed, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(state, "choose", refuse)
    async with show(mixed) as app:
        app.app.keeps = True
        await app.press("T")
        await app.pilot.pause()

        assert "light" == app.app.theme
        assert "cannot be kept" in app.text


def test_what_is_no_theme_is_not_used(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert module._kept_theme() is None

    state.choose("theme", "pink")
    assert module._kept_theme() is None
