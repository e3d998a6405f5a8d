"""A terminal without UTF-8: what stands for every other character, cell for cell."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from inspector.tui.plain import TABLE, AsciiOnly, ascii_only


@pytest.mark.parametrize(
    "text, expected",
    [
        ("─│·…“”", '-|.~""'),
        ("┌│└╭╮╰╯", "+|+++++"),
        ("▁▂▃▄▅▆▇█", "_..-=+##"),
        ("плохо", "?????"),
        ("日本", "????"),
        ("e\u0301x", "?x"),
        ("日\u0301", "??"),
        ("ok", "ok"),
    ],
)
def test_every_cell_stays_in_its_place(text, expected):
    assert expected == ascii_only(text)
    assert cell_len(text) == cell_len(expected)


def test_the_table_gives_one_visible_character_for_one_cell():
    wrong = [
        chr(code)
        for code, said in TABLE.items()
        if not said.isascii() or len(said) != cell_len(chr(code)) or not said.isprintable()
    ]

    assert [] == wrong


def test_styles_and_control_codes_pass_unchanged():
    bold = Style(bold=True)

    said = AsciiOnly().apply([Segment("▸ a", bold), Segment("", None, [(1,)])], Color(0, 0, 0))

    assert [Segment("> a", bold), Segment("", None, [(1,)])] == said
