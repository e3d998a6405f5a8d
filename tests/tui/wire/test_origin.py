"""Ids of events compared with what this machine would make of itself."""

from __future__ import annotations

import pytest

from inspector.recipes import project_ids, user_id
from inspector.safe import Safe
from inspector.tui.wire import origin
from inspector.tui.wire.origin import Here, Id, here, identifiers, origins

MAC = "00:1c:42:aa:bb:cc"
MINE = user_id(MAC).id
PROJECT = project_ids("https://git.example/team/app.git")[0].id
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
KNOWN = Here(
    {MINE: Safe("the hardware address of eth0"), PROJECT: Safe("the URL of the remote origin here")},
    cards=2, remotes=1, readable=True,
)  # fmt: skip
BARE = Here({}, cards=0, remotes=0, readable=True)


@pytest.mark.parametrize(
    "recipe, value, known, verdict, words",
    [
        ("sha256-of-mac", MINE, KNOWN, "MATCH", "made of the hardware address of eth0"),
        ("werf-origin", PROJECT, KNOWN, "MATCH", "made of the URL of the remote origin here"),
        ("sha256-of-mac", "5f" * 32, KNOWN, "OTHER", "a network interface of this machine; compared: 2"),
        ("werf-origin", "c4" * 32, KNOWN, "OTHER", "a git remote of the folder here; compared: 1"),
        ("sha256-of-mac", "5f" * 32, BARE, "CANNOT SAY", "no network interface"),
        ("sha256-of-mac", "5f" * 32, BARE._replace(readable=False), "CANNOT SAY", "inspector identify"),
        ("werf-origin", "c4" * 32, BARE, "CANNOT SAY", "start it in the project"),
        ("sha256-of-mac", NOTHING, KNOWN, "CANNOT SAY", "the hash of nothing"),
        ("sha256-of-mac", "", KNOWN, "CANNOT SAY", "it is empty"),
        ("werf-origin", "not a hash", KNOWN, "CANNOT SAY", "it is no such hash"),
    ],
)  # fmt: skip
def test_an_id_is_compared_with_what_is_made_here(recipe, value, known, verdict, words):
    (found,) = origins([Id(Safe("userID"), value, recipe)], known)

    assert verdict == found.verdict
    assert words in found.said
    assert MAC not in found.said


def test_the_ids_of_events_are_those_that_are_documented_as_hashes(rows, sent):
    ids = identifiers(rows(sent() + sent(seconds=2)))

    assert {("userID", "5f" * 32, "sha256-of-mac"), ("projectID", "c4" * 32, "werf-origin")} == set(
        ids
    )


def test_only_the_first_events_are_looked_at(rows, sent, monkeypatch):
    monkeypatch.setattr(origin, "_LOOKED", 0)

    assert () == identifiers(rows(sent()))


def test_this_machine_is_read_where_the_app_was_started(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "config").write_text(
        '[remote "origin"]\n\turl = https://git.example/team/app.git\n'
    )
    monkeypatch.chdir(tmp_path)
    found = here()

    assert 1 == found.remotes
    assert "the URL of the remote origin here" == found.made[PROJECT]
    assert "MATCH" == origins([Id(Safe("projectID"), PROJECT, "werf-origin")])[0].verdict
