"""The brackets that tie the rows of a run together."""

from __future__ import annotations

import pytest

from inspector.tui.cells import text_of
from inspector.tui.event_list import NO_RUN, bracket

RUN = "6f1c9a52-3b7e-4c0d-9a44-71d2f0c8e615"


@pytest.mark.parametrize(
    "number, ends, sign",
    [(3, (3, 9), "┌"), (5, (3, 9), "│"), (9, (3, 9), "└"), (3, (3, 3), "─"), (3, None, NO_RUN)],
)
def test_a_bracket_says_where_in_its_run_a_row_stands(number, ends, sign):
    assert sign == bracket(number, ends)


def signs(app) -> list[str]:
    """Run and bracket of every row, as they are painted."""
    rows = app.board.list
    lines = [text_of(rows.line(y)) for y in range(rows.length())]
    return [line[27:34].replace(" ", "") for line in lines]


def near(app) -> set[str]:
    """The rows whose brackets are bright."""
    rows = app.board.list
    return {str(rows.view[y].run) for y in range(rows.length()) if rows.line(y)[5].role == "key"}


@pytest.fixture
def parallel(sent) -> bytes:
    """Two runs at once, and one event of a third."""
    other, third = RUN.replace("6f", "7a"), RUN.replace("6f", "8b")
    return b"".join(
        sent(seconds=n, run=run) for n, run in enumerate([RUN, other, RUN, other, third, RUN])
    )


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_runs_that_overlap_have_their_own_brackets(show, parallel, size):
    async with show(parallel, size=size) as app:
        assert signs(app) == ["r1┌", "r2┌", "r1│", "r2└", "r3─", "r1└"]


async def test_the_bracket_of_a_run_grows(show, sent):
    async with show([]) as app:
        await app.give(sent(seconds=1))
        assert signs(app) == ["r1─"]
        await app.give(sent(seconds=2))
        assert signs(app) == ["r1┌", "r1└"]
        await app.give(sent(seconds=3))
        assert signs(app) == ["r1┌", "r1│", "r1└"]
        assert "r1    │ CommandExited" in app.text


async def test_a_filter_does_not_move_the_ends_of_a_run(show, parallel):
    async with show(parallel) as app:
        await app.press("ampersand")
        await app.type("since:2026-10-06T11:02:02")

        assert signs(app) == ["r1│", "r2└", "r3─", "r1└"]


async def test_the_brackets_of_the_chosen_run_are_bright(show, parallel):
    async with show(parallel) as app:
        await app.press("g")
        assert near(app) == {"r1"}
        await app.press("j")
        assert near(app) == {"r2"}
        painted = [app.board.list.render_line(y) for y in range(6)]
        await app.press("k")
        assert painted[3] != app.board.list.render_line(3)


async def test_what_belongs_to_no_run_has_no_bracket(show, mixed, sent):
    async with show(mixed + sent(run=""), size=(120, 40)) as app:
        await app.press("a")

        found = dict(zip(app.types, signs(app), strict=True))
        assert found["telemetry is on"] == found["(forged-or-torn)"] == "-"
        assert signs(app)[-1] == "-"


async def test_what_is_not_indexed_yet_has_no_bracket(show, parallel, rows):
    async with show(parallel) as app:
        app.board.session.log.ahead.add(rows(parallel))
        app.board._extend()
        found = signs(app)

        assert found[:6] == ["r1┌", "r2┌", "r1│", "r2└", "r3─", "r1└"]
        assert found[7:] == ["r1", "r2", "r1", "r2", "r3", "r1"]


async def test_the_oldest_rows_may_be_gone(show, sent, monkeypatch):
    monkeypatch.setattr("inspector.tui.store.LIMIT", 20)
    async with show(b"".join(sent(seconds=n) for n in range(40))) as app:
        found = signs(app)

        assert set(found[:-1]) == {"r1│"}
        assert found[-1] == "r1└"
