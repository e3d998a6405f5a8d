"""Every key and every click, on a log of ten records."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollUp

from inspector.safe import Safe
from inspector.tui import conditions, expression
from inspector.tui.feed import Batch, Told
from inspector.tui.paint import Bar


@pytest.mark.parametrize(
    "keys, expected",
    [
        pytest.param("g", "CommandStarted 14:02:01.000", id="g goes to the first row"),
        pytest.param("home", "CommandStarted 14:02:01.000", id="Home as well"),
        pytest.param("k", "(forged-or-torn) 14:02:06.000", id="k goes up"),
        pytest.param("up", "(forged-or-torn) 14:02:06.000", id="the arrow as well"),
        pytest.param("g j", "BuildStarted 14:02:03.000", id="j goes down"),
        pytest.param("g down", "BuildStarted 14:02:03.000", id="the arrow as well, down"),
        pytest.param("g G", "CommandExited 14:02:07.000", id="G goes to the last row"),
        pytest.param("g end", "CommandExited 14:02:07.000", id="End as well"),
        pytest.param("g space", "CommandExited 14:02:07.000", id="Space goes a page down"),
        pytest.param("g pagedown", "CommandExited 14:02:07.000", id="PgDn as well"),
        pytest.param("b", "CommandStarted 14:02:01.000", id="b goes a page up"),
        pytest.param("pageup", "CommandStarted 14:02:01.000", id="PgUp as well"),
        pytest.param("g e", "CommandExited 14:02:05.000", id="e goes to the next flagged"),
        pytest.param("g e e", "(forged-or-torn) 14:02:06.000", id="and to the unreadable one"),
        pytest.param("E E", "CommandExited 14:02:05.000", id="E goes to the previous flagged"),
        pytest.param("g o", "BuildStarted 14:02:03.000", id="o goes on in the same run"),
        pytest.param("O", "CommandStarted 14:02:04.000", id="O goes back in the same run"),
    ],
)
async def test_a_key_moves_the_cursor(show, mixed, keys, expected):
    async with show(mixed) as app:
        await app.press(*keys.split())

        assert expected == app.chosen


async def test_the_last_event_is_followed_until_a_person_moves(show, mixed, sent):
    async with show(mixed) as app:
        await app.give(sent(seconds=10))
        assert app.chosen == "CommandExited 14:02:10.000"
        assert "FOLLOW" in app.text

        await app.press("k")
        await app.give(sent(seconds=11) + sent(seconds=12))

        assert app.chosen == "CommandExited 14:02:07.000"
        assert "PAUSED +2 new" in app.text


@pytest.mark.parametrize("key", ["f", "equals_sign", "G", "end"])
async def test_following_is_taken_up_again(show, mixed, sent, key):
    async with show(mixed) as app:
        await app.press("g")
        await app.give(sent(seconds=11))

        await app.press(key)
        await app.give(sent(seconds=12))

        assert app.chosen == "CommandExited 14:02:12.000"
        assert "FOLLOW" in app.text


async def test_who_follows_again_sees_where_they_were(show, mixed, sent):
    async with show(mixed) as app:
        await app.press("g", "f", "g")
        assert "▹" not in app.text
        await app.give(sent(seconds=11) + sent(seconds=12))
        await app.press("f")

        assert "▹ marks where you were, 7 rows back" in app.text
        assert [line[0] for line in app.text.splitlines() if "14:02:0" in line].count("▹") == 1
        assert app.chosen == "CommandExited 14:02:12.000"


@pytest.mark.parametrize("key", ["f", "equals_sign"])
async def test_a_key_pauses(show, mixed, sent, key):
    async with show(mixed) as app:
        await app.press(key)
        await app.give(sent(seconds=11))

        assert app.chosen == "CommandExited 14:02:07.000"
        assert "PAUSED +1 new" in app.text


async def test_nothing_can_be_followed_that_has_ended(show, mixed):
    async with show(mixed) as app:
        await app.give([Batch((Told("ended", Safe("everything was read")),))])

        await app.press("f")

        assert "nothing more will come" in app.text
        assert "ALL READ" in app.text


async def test_a_search_goes_to_matches_and_back(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "slash")
        await app.type("werf plan")
        assert app.chosen == "CommandStarted 14:02:04.000"
        assert "2 rows hold “werf plan”" in app.text

        await app.press("n")
        assert app.chosen == "CommandExited 14:02:07.000"
        await app.press("n")
        assert app.chosen == "CommandStarted 14:02:04.000"
        assert "on from the first row" in app.text

        await app.press("N")
        assert app.chosen == "CommandExited 14:02:07.000"
        assert "on from the last row" in app.text


async def test_the_next_flagged_event_is_found_from_the_last_row_on(show, mixed):
    async with show(mixed) as app:
        await app.press("G", "e")

        assert "on from the first row" in app.text
        assert "no other flagged event" not in app.text


async def test_a_search_for_what_is_nowhere_says_so(show, mixed):
    async with show(mixed) as app:
        await app.press("slash")
        await app.type("[bold]")

        assert "0 rows hold “[bold]”" in app.text


async def test_a_search_finds_text_as_it_was_before_it_was_quoted(show, sent):
    data = {"exitCode": 0, "durationMs": 1, "path": 'C:\\Users\\anna "x"'}
    async with show(sent() + sent(data=data) + sent()) as app:
        for word in ("C:\\Users\\anna", 'anna "x"'):
            await app.press("slash", *["backspace"] * 20)
            await app.type(word)
            assert "1 row holds" in app.text


async def test_a_search_looks_into_the_raw_record(show, mixed):
    async with show(mixed) as app:
        await app.press("slash")
        await app.type("/home/jdoe")

        assert app.chosen == "CommandExited 14:02:05.000"


async def test_a_search_answers_every_letter_from_where_it_began(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "j", "slash", *"CommandE")
        assert app.chosen == "CommandExited 14:02:05.000"
        assert "search: CommandE (1 of 2 rows)" in app.text
        await app.press(*"xx")
        assert app.chosen == "BuildStarted 14:02:03.000"
        assert "search: CommandExx (0)" in app.text
        await app.press("backspace", "backspace", "backspace")
        assert "search: Command (2 of 5 rows)" not in app.text
        assert "search: Command (3 of 5 rows)" not in app.text
        assert "of 4 rows)" in app.text

        await app.press("escape")
        assert app.chosen == "BuildStarted 14:02:03.000"
        assert "search:" not in app.text


async def test_leaving_a_search_follows_again_what_was_followed(show, mixed, sent):
    async with show(mixed) as app:
        await app.press("slash", *"Build")
        assert "PAUSED" in app.text

        await app.press("escape")
        await app.give(sent(seconds=12))

        assert app.chosen == "CommandExited 14:02:12.000"


async def test_what_the_filter_keeps_away_is_told_while_paused(show, mixed, sent):
    async with show(mixed) as app:
        await app.press("ampersand")
        await app.type("event:BuildStarted")
        await app.press("k")
        await app.give(sent("BuildStarted", seconds=12) + sent(seconds=13) + sent(seconds=14))

        assert "PAUSED +1 new (+2 hidden)" in app.text


async def test_only_this_run_and_all_of_them_again(show, mixed):
    async with show(mixed) as app:
        await app.press("r")
        assert len(app.types) == 2
        assert "filter: run:r2" in app.text

        await app.press("r")
        assert len(app.types) == 6


async def test_a_row_without_a_run_is_told(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "e", "e", "r")

        assert "this row belongs to no run" in app.text
        assert len(app.types) == 6


async def test_an_error_is_shown_under_what_was_typed_and_goes_with_the_next_letter(show, mixed):
    async with show(mixed) as app:
        await app.press("ampersand")
        await app.type("werf flag:x")

        lines = app.text.splitlines()
        typed = next(at for at, line in enumerate(lines) if "werf flag:x" in line)
        assert lines[typed].index("x") == lines[typed + 1].index("^")
        await app.press("backspace")
        assert "^" not in "".join(app.text.splitlines()[typed + 1 : typed + 2])


async def test_an_expression_that_takes_for_ever_is_given_up(show, sent, monkeypatch):
    monkeypatch.setattr(expression, "compiled", lambda source: expression.compiled_by(None, source))
    monkeypatch.setattr(conditions, "compiled", expression.compiled)
    async with show(sent(command="a" * 60 + "b")) as app:
        await app.press("ampersand")
        await app.type("/(a+)+$/")

        assert "that expression takes too long" in app.text
        assert app.types == ["CommandExited"]
        assert "filter:" not in app.text


async def test_an_empty_search_ends_the_search(show, mixed):
    async with show(mixed) as app:
        await app.press("slash")
        await app.type("plan")
        await app.press("slash", *["backspace"] * 4, "enter")

        assert "search:" not in app.text
        await app.press("n")
        assert "nothing is searched for" in app.text


async def test_escape_leaves_the_bar_and_changes_nothing(show, mixed):
    async with show(mixed) as app:
        await app.press("ampersand", *"level:bad", "escape")

        assert len(app.types) == 6
        assert app.board.list.has_focus


async def test_a_filter_shows_what_matches(show, mixed):
    async with show(mixed) as app:
        await app.press("ampersand")
        await app.type("level:violation|bad event:Command*")

        assert app.types == ["CommandExited"]
        assert "filter: flag:violation|bad event:Command*" in app.text


async def test_a_filter_that_does_not_parse_leaves_the_old_one(show, mixed):
    async with show(mixed) as app:
        await app.press("ampersand")
        await app.type("event:BuildStarted")
        await app.press("ampersand", *["backspace"] * 30)
        await app.type("level:wrong")

        assert app.types == ["BuildStarted"]
        assert "a flag is one of violation, review, note, bad, any, ident" in app.text
        await app.press(*["backspace"] * 5)
        await app.type("bad")
        assert app.types == ["(forged-or-torn)"]
        assert "a flag is" not in app.text


async def test_flagged_only_is_switched_on_and_off(show, mixed):
    async with show(mixed) as app:
        await app.press("exclamation_mark")
        assert app.types == ["CommandExited", "(forged-or-torn)"]

        await app.press("exclamation_mark")
        assert len(app.types) == 6


async def test_the_level_key_steps_through_the_levels(show, mixed):
    async with show(mixed) as app:
        seen = []
        for _ in range(5):
            await app.press("l")
            seen.append((app.board.session.view.filter.text, len(app.types)))

    assert seen == [
        ("flag:violation", 1), ("flag:review", 0), ("flag:note", 0), ("flag:bad", 1), ("", 6),
    ]  # fmt: skip


async def test_the_type_key_steps_through_the_types_seen(show, mixed):
    async with show(mixed) as app:
        seen = []
        for _ in range(4):
            await app.press("t")
            seen.append(sorted(set(app.types)))

    assert seen[:3] == [["CommandStarted"], ["BuildStarted"], ["CommandExited"]]
    assert len(seen[3]) == 4


async def test_the_filter_is_switched_off_and_on_again(show, mixed):
    async with show(mixed) as app:
        await app.press("t", "backslash")
        assert len(app.types) == 6

        await app.press("backslash")
        assert set(app.types) == {"CommandStarted"}


async def test_the_cursor_stays_on_its_event_when_the_filter_goes(show, mixed):
    async with show(mixed) as app:
        await app.press("g", "j", "exclamation_mark", "backslash")

        assert app.chosen == "CommandExited 14:02:05.000"


async def test_remarks_are_hidden_until_asked_for(show, mixed):
    async with show(mixed) as app:
        assert "4 remarks hidden" in app.text

        await app.press("a")
        assert len(app.types) == 10
        assert "remark" in app.text

        await app.press("a")
        assert len(app.types) == 6


async def test_enter_gives_the_keys_to_the_detail_and_escape_takes_them_back(show, mixed):
    async with show(mixed, size=(120, 20)) as app:
        await app.press("enter", "j", "j")
        assert app.board.detail.scroll_offset.y == 2
        await app.press("space", "b", "G")
        assert app.board.detail.scroll_offset.y > 2
        await app.press("g")
        assert app.board.detail.scroll_offset.y == 0
        assert app.chosen == "CommandExited 14:02:07.000"

        await app.press("escape", "k")

        assert app.chosen == "(forged-or-torn) 14:02:06.000"


async def test_tab_goes_to_the_detail_and_back(show, mixed):
    async with show(mixed) as app:
        await app.press("tab")
        assert app.board.detail.has_focus

        await app.press("tab")
        assert app.board.list.has_focus


async def test_the_view_key_steps_through_every_view(show, mixed):
    async with show(mixed) as app:
        assert "DOCUMENTED" in app.text

        await app.press("v")
        assert '"eventType": "CommandExited",' in app.text

        await app.press("v")
        assert "of the file, from line" in app.text
        assert "sent event: ts=" in app.text

        await app.press("v")
        assert "5b 34 31 32 30 37 5d" in app.text

        await app.press("v")
        assert "rebuilt" in app.text
        assert '"resourceSpans": [' in app.text

        await app.press("v")
        assert "DOCUMENTED" in app.text


async def test_help_opens_scrolls_and_closes(show, mixed):
    async with show(mixed, size=(80, 24)) as app:
        await app.press("question_mark")
        assert "next event to look at" in app.text

        await app.press("space", "space", "j", "k", "b", *["space"] * 20)
        assert "Nothing on this screen" in app.text
        await app.press("tab")
        assert "flag:violation" in app.text
        await app.press("tab")
        assert "next row" in app.text

        await app.press("escape")
        assert "Help ─" not in app.text
        assert app.board.list.has_focus


async def test_redrawing_shows_the_same(show, mixed):
    async with show(mixed) as app:
        before = app.text

        await app.press("ctrl+l")

        assert before == app.text


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_a_key_quits(show, mixed, key):
    async with show(mixed) as app:
        await app.press(key)

        assert app.app.return_code == 0


async def test_control_c_says_how_to_quit(show, mixed):
    async with show(mixed) as app:
        await app.press("ctrl+c")

        assert "press q to quit" in app.text


async def test_at_forty_columns_the_detail_is_a_full_screen(show, mixed):
    async with show(mixed, size=(40, 20)) as app:
        assert "EVENT" in app.text
        assert "DOCUMENTED" not in app.text

        await app.press("enter")
        assert "EVENT" not in app.text
        assert "[Fields]" in app.text
        await app.press("O")
        assert "CommandStarted" in app.text

        await app.press("escape")
        assert "[Fields]" not in app.text
        await app.press("v")
        assert "[JSON]" in app.text


async def test_at_forty_columns_a_filter_without_a_match_shows_its_words(show, mixed):
    async with show(mixed, size=(40, 20)) as app:
        await app.press("enter", "ampersand")
        await app.type("nothing-like-it")

        assert "No event matches" in app.text
        assert app.board.list.has_focus


# --- the mouse ---


async def test_a_click_chooses_a_row_and_a_second_one_opens_it(show, mixed):
    async with show(mixed) as app:
        await app.pilot.click("#list", offset=(5, 1))
        await app.pilot.pause()
        assert app.chosen == "BuildStarted 14:02:03.000"
        assert "PAUSED" in app.text

        await app.pilot.click("#list", offset=(5, 1), times=2)
        await app.pilot.pause()
        assert app.board.detail.has_focus


async def test_a_click_below_the_rows_changes_nothing(show, mixed):
    async with show(mixed) as app:
        await app.pilot.click("#list", offset=(5, 20))
        await app.pilot.pause()

        assert app.chosen == "CommandExited 14:02:07.000"


async def test_the_wheel_backwards_pauses(show, mixed, sent):
    async with show(mixed + b"".join(sent(seconds=10 + n / 10) for n in range(80))) as app:
        await app.pilot._post_mouse_events([MouseScrollUp], "#list")
        await app.pilot.pause()

        assert "PAUSED" in app.text


def place(app, bar: str, text: str) -> tuple[int, int]:
    """Where a text begins on a bar."""
    line = "".join(span.text for span in app.board.query_one(f"#{bar}", Bar).line)
    return (line.index(text) + 1, 0)


@pytest.mark.parametrize(
    "bar, text, expected",
    [
        pytest.param("chips", "violation", ["CommandExited"], id="a count of a level"),
        pytest.param("chips", "unreadable", ["(forged-or-torn)"], id="the count of bad lines"),
        pytest.param("chips", "type: all", ["CommandStarted"] * 2, id="the type"),
        pytest.param("footer", "Flagged", ["CommandExited", "(forged-or-torn)"], id="a footer key"),
    ],
)
async def test_a_click_on_a_bar_filters(show, mixed, bar, text, expected):
    async with show(mixed) as app:
        await app.pilot.click(f"#{bar}", offset=place(app, bar, text))
        await app.pilot.pause()

        assert expected == app.types


async def test_a_second_click_on_a_count_shows_all_again(show, mixed):
    async with show(mixed) as app:
        for _ in range(2):
            await app.pilot.click("#chips", offset=place(app, "chips", "violation"))
            await app.pilot.pause(1)

        assert len(app.types) == 6


@pytest.mark.parametrize(
    ("size", "bar"), [((120, 40), "views"), ((80, 24), "about"), ((40, 20), "views")], ids=str
)
async def test_a_click_on_a_view_shows_it(show, mixed, size, bar):
    async with show(mixed, size=size) as app:
        await app.press("enter")
        for view in ("OTLP", "Hex", "JSON", "Raw", "Fields"):
            await app.pilot.click(f"#{bar}", offset=place(app, bar, view))
            await app.pilot.pause()

            assert f"[{view}]" in app.text
            assert view == app.board.detail.shown
