"""A person's own keys: what is refused, with its line, and what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.tui.app import InspectorApp
from inspector.tui.cells import text_of
from inspector.tui.help_screen import help_lines
from inspector.tui.keymap import KeymapError, checked, read, shown
from inspector.tui.keys import (
    BINDINGS,
    FIELDS_BINDINGS,
    GROUPS,
    PLACE_BINDINGS,
    PLACES,
    REPORT_BINDINGS,
    RUNS_BINDINGS,
    SCOPES,
    WIRE_BINDINGS,
    defaults,
    footer,
)
from inspector.tui.palette import hits


def test_keys_are_read_as_textual_names_them():
    text = 'flagged-next = "x, f8"\nhelp = "ctrl+h"\nwire-send = "X"\n"search" = "/"\n'

    assert {
        "flagged-next": "x,f8", "help": "ctrl+h", "wire-send": "X", "search": "slash",
    } == checked(text)  # fmt: skip


def test_two_keys_may_change_places():
    assert {"found-next": "N", "found-previous": "n"} == checked(
        'found-next = "N"\nfound-previous = "n"'
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            'flaged-next = "x"',
            "line 1: there is no key called flaged-next; did you mean flagged-next?",
        ),
        ('\n\nzzz = "x"', "line 3: there is no key called zzz; the help (?) names them all"),
        ('help = "ctrl+"', "line 1: help: ctrl+ is no key"),
        ('help = "supper+x"', "line 1: help: supper+x is no key"),
        ('help = "x,,y"', "line 1: help: nothing is no key"),
        ('help = ""', "line 1: help: nothing is no key"),
        ('help = "x,x"', "line 1: help: x stands twice"),
        ("help = 3", 'line 1: help must be a text such as "x,ctrl+x"'),
        ('help = "q"', "line 1: help: q is the key of quit as well"),
        ('mark = "x"\nhelp = "x"', "line 2: help: x is the key of mark (line 1) as well"),
        ('wire-send = "n"', "line 1: wire-send: n is the key of wire-other-next as well"),
        ("help = ", "is no TOML: Invalid value (at"),
        ("[[[[", "is no TOML"),
    ],
)
def test_every_fault_is_told_with_its_line(text, expected):
    with pytest.raises(KeymapError) as caught:
        checked(text)

    assert expected in str(caught.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(KeymapError) as caught:
        checked('a1 = "x"\nhelp = "nokey"\nmark = "q"')

    assert 3 == len(str(caught.value).split("\n"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_written_is_keys_or_a_fault_in_plain_words(text):
    for given_ in (text, f"help = {text}", f'help = "{text}"'):
        said = ""
        try:
            checked(given_)
        except KeymapError as error:
            said = str(error)
        assert said.replace("\n", "").isprintable()


@pytest.mark.parametrize("data", [b"\xff", b"#" * (1 << 17)], ids=["no text", "huge"])
def test_a_file_that_is_none_is_told(tmp_path, data):
    path = tmp_path / "keys.toml"
    path.write_bytes(data)

    with pytest.raises(KeymapError, match=r"is |too large"):
        read(str(path))
    with pytest.raises(KeymapError, match="cannot be read"):
        read(str(tmp_path))


def test_a_file_is_read(tmp_path):
    path = tmp_path / "keys.toml"
    path.write_text('mark = "x"')

    assert {"mark": "x"} == read(str(path))


def test_every_binding_has_an_id_that_a_file_can_name():
    ids = [
        one.id
        for one in (
            *BINDINGS,
            *WIRE_BINDINGS,
            *PLACE_BINDINGS,
            *RUNS_BINDINGS,
            *FIELDS_BINDINGS,
            *REPORT_BINDINGS,
        )
    ]

    assert len(set(ids)) == len(ids)
    assert set(ids) == {name for prefix, _ in SCOPES for name in defaults(prefix)}
    assert [] == [one for one in ids if not one.replace("-", "").isalpha()]


def test_the_defaults_are_a_keymap_themselves():
    text = "\n".join(f'{name} = "{keys}"' for name, keys in defaults().items())

    assert defaults() == checked(text)


@pytest.mark.parametrize(
    "keys, expected",
    [
        ("question_mark,f1", "? F1"),
        ("ctrl+x", "^x"),
        ("alt+left", "alt+Left"),
        ("space", "Space"),
        ("G", "G"),
    ],
)
def test_keys_are_shown_as_a_keyboard_does(keys, expected):
    assert expected == shown(keys)


def test_help_footer_and_palette_show_the_own_keys():
    keymap = {"search": "ctrl+f", "help": "f2", "wire-send": "x"}
    text = "\n".join(map(text_of, help_lines(90, keymap)))

    assert "  ^f " in text
    assert "[search]" in text
    assert "  x " in text
    assert text_of(footer(120, keymap)).endswith(" F2 Help ")
    assert "^f" == hits("search events", keymap)[0].shown


async def test_own_keys_are_obeyed_and_the_old_ones_are_not(show, mixed, monkeypatch):
    keymap = {"flagged-next": "x,f8", "found-next": "N", "found-previous": "n", "mark": "e"}
    before = InspectorApp.__init__

    def init(self, *args, **kwargs):
        before(self, *args, **kwargs)
        self.choose_keys(keymap)

    monkeypatch.setattr(InspectorApp, "__init__", init)
    async with show(mixed) as app:
        await app.press("g", "x")
        assert app.chosen == "CommandExited 14:02:05.000"
        assert "x F8 Next flag" in app.text
        await app.press("f8")
        assert app.chosen == "(forged-or-torn) 14:02:06.000"
        await app.press("e")
        assert "marks: 1" in app.text
        await app.press("g", "slash")
        await app.type("plan")
        await app.press("N")
        assert app.chosen == "CommandExited 14:02:07.000"


# --- the palette ---


@pytest.mark.parametrize(
    "typed, expected",
    [("next flag", "Jump: next event to look at"), ("quit", "Look: quit"), ("dry run", "Wire: dry run"),
     ("mrkevent", "Mark: mark the event"),
     ("report", "Screens: the report")],
)  # fmt: skip
def test_the_closest_name_comes_first(typed, expected):
    assert hits(typed, {})[0].name.startswith(expected)


def test_everything_is_in_it():
    assert {key.action for group in (*dict(GROUPS).values(), PLACES) for key in group} - {
        "app.palette"
    } == {hit.action for hit in hits("", {})}
    assert [] == hits("[/ zzz", {})


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_does_what_is_chosen(show, mixed, key):
    async with show(mixed) as app:
        await app.press("g", key, *"mark the")
        assert "Mark: mark the event" in app.text

        await app.press("enter")
        await app.pilot.pause()
        assert "marks: 1" in app.text


@pytest.mark.parametrize(
    "place, typed, expected",
    [
        ("2", "sort by", "DURATION"),
        ("3", "list the values", "COUNT"),
        ("4", "next view", "[Headers]"),
        ("5", "where to save", "Save the report as"),
    ],
)
async def test_every_screen_has_a_palette_of_its_own(show, mixed, place, typed, expected):
    async with show(mixed) as app:
        await app.press(place)
        await app.app.workers.wait_for_complete()
        await app.press("colon", *typed)
        assert "Enter does it" in app.text

        await app.press("enter")
        await app.app.workers.wait_for_complete()
        await app.pilot.pause()
        assert expected in app.text


async def test_what_another_screen_can_do_is_found_and_leads_there(show, mixed):
    async with show(mixed) as app:
        await app.press("colon", *"accept what")
        assert "Fields: accept what was found" in app.text
        assert "3 A" in app.text

        await app.press("enter")
        await app.rest()
        assert "[3 Fields]" in app.text


async def test_the_palette_is_walked_and_left(show, mixed):
    async with show(mixed, size=(80, 24)) as app:
        await app.press("colon", "down", "down", "up", *["up"] * 3, "escape")
        assert app.board.list.has_focus

        await app.press("colon", *"[/zzz")
        assert "nothing is called so" in app.text
        await app.press("enter", "escape")
        assert app.board.list.has_focus


async def test_the_help_begins_with_the_pane_that_has_the_keys(show, mixed):
    async with show(mixed) as app:
        await app.press("tab", "question_mark")
        assert "In the detail, which has the keys now" in app.text

        await app.press("tab")
        assert "flag:violation" in app.text
        assert "a person must decide" in app.text
