"""The themes of the app: a name in, the colour of every role out.

Dark, light and high contrast are our own; `terminal` leaves the choice to the terminal's sixteen
colours.  In each of them orange and blue tell the levels apart, so that red-green colour blindness
does not hide any, and nothing is said by a colour alone: a flag has a glyph and a word.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

NAMES = ("dark", "light", "high-contrast", "terminal")
"""In the order in which a key goes through them."""
GROUNDS = ("background", "panel", "away", "cursor")
"""What roles are painted on: rows, bars, rows of the cursor while another pane has the keys."""

Colours = Mapping[str, str]

COLOURS: dict[str, Colours] = {
    "dark": {
        "background": "#10151c", "panel": "#1a222c", "cursor": "#27425f", "away": "#1f2a37",
        "away-bright": "#3b4c60", "selection": "#3f5f86", "foreground": "#e3e8ee",
        "violation": "#ffb45c", "review": "#82bfff", "note": "#b4bfcc", "identity": "#cdb2ff",
        "alarm": "#ff9a94", "fine": "#8fd694", "known": "#9fd6e8", "quote": "#b9c7a0",
        "faint": "#9aa7b5",
    },
    "light": {
        "background": "#fcfcfa", "panel": "#eceff2", "cursor": "#cfe2f7", "away": "#e2e9f0",
        "away-bright": "#8b99a8", "selection": "#b9d3f0", "foreground": "#16191d",
        "violation": "#7a3d00", "review": "#00479e", "note": "#3d4651", "identity": "#66306e",
        "alarm": "#8c0046", "fine": "#00524a", "known": "#0a4d63", "quote": "#435010",
        "faint": "#49535f",
    },
    "high-contrast": {
        "background": "#000000", "panel": "#000000", "cursor": "#003060", "away": "#1c1c1c",
        "away-bright": "#9a9a9a", "selection": "#004a8f", "foreground": "#ffffff",
        "violation": "#ffb733", "review": "#96d0ff", "note": "#e6e6e6", "identity": "#ffc8ff",
        "alarm": "#ffb3c4", "fine": "#7df0dc", "known": "#a8ecff", "quote": "#f0f0b0",
        "faint": "#d4d4d4",
    },
    "terminal": {
        "background": "ansi_default", "panel": "ansi_default", "cursor": "ansi_default",
        "away": "ansi_default", "away-bright": "ansi_default", "selection": "ansi_default",
        "foreground": "ansi_default", "violation": "ansi_yellow", "review": "ansi_bright_blue",
        "note": "ansi_default", "identity": "ansi_magenta", "alarm": "ansi_red",
        "fine": "ansi_cyan", "known": "ansi_cyan", "quote": "ansi_default",
        "faint": "ansi_default",
    },
}  # fmt: skip
"""Every role has at least 7:1 on the background of its theme, and on every ground of the
high-contrast one; the foreground has it on every ground of each."""


def theme(name: str) -> Theme:
    """Make Textual's theme of ours."""
    own = COLOURS[name]
    variables = {
        role: colour for role, colour in own.items() if role not in {"background", "panel"}
    }
    variables["input-cursor-background"] = own["foreground"]
    variables["input-cursor-foreground"] = own["background"]
    variables["ansi-background"] = variables["ansi-foreground"] = "ansi_default"
    variables["screen-selection-background"] = own["selection"]
    return Theme(
        name=name, primary=own["review"], secondary=own["identity"], warning=own["violation"],
        error=own["alarm"], success=own["fine"], accent=own["review"],
        foreground=own["foreground"], background=own["background"], surface=own["background"],
        panel=own["panel"], boost=own["panel"], dark=name != "light", ansi=name == "terminal",
        variables=variables,
    )  # fmt: skip


def after(name: str) -> str:
    """The theme that a key goes to from another."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)]


def fitting(environment: Mapping[str, str]) -> str:
    """The theme for a terminal that tells its colours in ``COLORFGBG``; dark where it does not.

    The variable ends in the number of the background: 7 and 9 to 15 are light.  A terminal is not
    asked, for not every one answers.
    """
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    light = ground.isascii() and ground.isdigit() and (int(ground) == 7 or 9 <= int(ground) <= 15)
    return "light" if light else "dark"
