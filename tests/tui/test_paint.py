"""Painting and selecting: a drag copies what it covers, and nothing else."""

from __future__ import annotations

from textual.geometry import Offset
from textual.selection import Selection

from inspector.tui.paint import role_style


async def test_only_the_selected_rows_are_copied(show, sent):
    async with show(b"".join(sent(seconds=n) for n in range(50))) as app:
        selection = Selection(Offset(3, 10), Offset(15, 12))

        text, _ = app.board.list.get_selection(selection)

    assert ["14:02:10.000", "14:02:11.000", "14:02:12.000"] == [
        line.lstrip(" ·")[:12] for line in text.split("\n")
    ]


async def test_a_drag_of_the_mouse_selects_the_rows_it_covers(show, sent):
    async with show(b"".join(sent(seconds=n) for n in range(30)), size=(120, 20)) as app:
        pilot = app.pilot
        await pilot.mouse_down("#list", offset=(3, 2))
        await pilot.hover("#list", offset=(15, 4))
        await pilot.mouse_up("#list", offset=(15, 4))
        await pilot.pause()

        text = app.board.get_selected_text()

    assert text is not None
    assert 3 == len(text.split("\n"))


async def test_the_selection_of_everything_is_bounded(show, sent):
    async with show(b"".join(sent(seconds=1) for _ in range(2500))) as app:
        text, _ = app.board.list.get_selection(Selection(None, None))

    assert 2001 == len(text.split("\n"))


async def test_a_selection_is_painted(show, mixed):
    async with show(mixed) as app:
        app.board.selections = {app.board.detail: Selection(Offset(1, 1), Offset(9, 3))}
        await app.pilot.pause()
        marked = app.board.get_component_rich_style("screen--selection").bgcolor

        strip = app.board.detail.render_line(3)
        other = app.board.detail.render_line(6)

    assert any(part.style and part.style.bgcolor == marked for part in strip)
    assert not any(part.style and part.style.bgcolor == marked for part in other)


async def test_a_double_click_does_not_select_a_whole_log(show, mixed):
    async with show(mixed) as app:
        await app.pilot.click("#list", offset=(5, 1), times=2)
        await app.pilot.pause()

        assert app.board.get_selected_text() is None


async def test_without_colours_the_cursor_and_the_states_are_reversed(monkeypatch, show, mixed):
    monkeypatch.setenv("NO_COLOR", "1")
    async with show(mixed, colourless=True) as app:
        chosen, other = app.board.list.base(5), app.board.list.base(4)
        state = role_style(app.board.list, "live")

    assert chosen.reverse
    assert not other.reverse
    assert state.reverse


async def test_without_utf8_the_screen_is_ascii(show, mixed):
    async with show(mixed, ascii_mode=True) as app:
        await app.press("k", "v")
        assert app.text.isascii()

        await app.press("question_mark")
        assert app.text.isascii()
