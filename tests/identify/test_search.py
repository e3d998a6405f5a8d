from __future__ import annotations

import pytest

from inspector.identify import Search, examples, search
from inspector.recipes import PRINTED, name_id, project_hash, user_id
from inspector.safe import Safe

MAC = "00:1c:42:00:00:05"


def test_a_guess_that_fits_is_kept_with_how_many_were_tried():
    wanted = project_hash("/home/alice/app")
    looking = Search([wanted.id.upper()])

    hits = [
        looking.guess(project_hash(f"/home/{name}/app"), Safe("x")) for name in ("bob", "alice")
    ]

    found = looking.found[wanted.id]
    assert [False, True] == hits
    assert ("/home/alice/app/", 2, 64) == (found.made.of, found.guesses, found.bits)
    assert 2 / 2**64 == found.chance
    assert frozenset() == looking.wanted


def test_guesses_are_counted_by_recipe():
    looking = Search([name_id("b").id])
    for made in (project_hash("/"), name_id("a"), name_id("b"), name_id("b")):
        looking.guess(made, Safe("x"))

    assert {"wasp-path": 1, "sha256-of-name": 3} == looking.tried
    assert 2 == looking.found[name_id("b").id].guesses


def test_a_prefix_is_tried_until_all_that_is_wanted_is_found():
    told: list[int] = []

    found = search("00:1c:42", [user_id(MAC).id, "no hash"], told.append, steps=3)

    assert ([65_536], 65_536) == (told, found.tried)
    assert [(6, MAC)] == [(number, made.of) for number, made in found.found]
    assert found.rate > 0


def test_without_anything_wanted_the_whole_prefix_is_tried():
    told: list[int] = []

    found = search("00:1c:42", [], told.append, steps=2)

    assert (131_072, ()) == (found.tried, found.found)
    assert [65_536, 131_072] == told


def test_an_id_of_another_prefix_is_not_found():
    found = search("00:1c:43", [user_id(MAC).id], lambda _: None, steps=1)

    assert () == found.found


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id[:8])
def test_the_pages_own_examples_fall_to_public_words(example):
    if example.holds:
        assert "2021-02-11T21:16:33.779564259Z" == example.holds.time
        return
    assert PRINTED[example.id].of == example.recovery.made.of
    assert 1 < example.recovery.guesses < 50_000
    assert example.recovery.chance < 1e-14
