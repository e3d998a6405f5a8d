from __future__ import annotations

import pytest

from inspector.identify.candidates import LINE, candidates, made
from inspector.recipes import name_id, project_hash, project_ids, user_id

URL = "git@gitlab.com:team/app.git"
WITH_PASSWORD = "https://" + "user:word" + "@git.example.invalid/team/app"


@pytest.mark.parametrize(
    "text, wanted",
    [
        pytest.param("alice", name_id("alice"), id="name"),
        pytest.param("00-1C-42-AA-BB-CC", user_id("00:1c:42:aa:bb:cc"), id="address"),
        pytest.param("team/app", project_ids(URL)[0], id="owner/name"),
        pytest.param("team/app", project_ids(URL)[-1], id="owner/name in the old form"),
        pytest.param("team/sub/app.git", project_ids("git@gitlab.com:team/sub/app")[0], id="group"),
        pytest.param(
            "git.example.invalid/team/app",
            project_ids("https://git.example.invalid/team/app.git")[-1],
            id="host/owner/name",
        ),
        pytest.param(URL, project_ids("https://gitlab.com/team/app.git")[-1], id="scp, spelled"),
        pytest.param(
            WITH_PASSWORD, project_ids("git@git.example.invalid:team/app")[-1], id="URL, spelled"
        ),
        pytest.param("git@[fe80::1]:2222:a/b", project_ids("git@[fe80::1]:2222:a/b")[0], id="odd"),
        pytest.param("/home/alice/app", project_hash("/home/alice/app/"), id="folder"),
        pytest.param("/srv/git/app", project_ids("/srv/git/app.git")[-1], id="folder as remote"),
    ],
)
def test_a_line_is_tried_as_whatever_it_can_be(text, wanted):
    assert wanted.id in {one.id for one in made(text)}


def test_more_hosts_can_be_tried():
    wanted = project_ids("git@git.acme.example.invalid:team/app.git")[0]

    assert wanted.id in {one.id for one in made("team/app", ["git.acme.example.invalid"])}


def test_no_id_is_tried_twice_for_one_line():
    ids = [one.id for one in made("https://github.com/team/app.git")]

    assert len(set(ids)) == len(ids)


def test_lines_are_numbered_and_those_without_a_guess_passed_over(tmp_path):
    path = tmp_path / "guesses"
    data = b"# a comment\n\nalice\r\n" + b"x" * 3 * LINE + b"\n\xff\nbob"
    path.write_bytes(data)

    found = list(candidates(path))

    assert [(3, "alice"), (5, "\udcff"), (6, "bob")] == [
        (number, one.of) for number, _taken, ids in found for one in ids
    ]
    assert len(data) == sum(taken for _number, taken, _ids in found)


def test_lines_that_can_be_no_guess_are_told_with_a_reason(tmp_path):
    path = tmp_path / "guesses"
    path.write_bytes(b"#\0\n\n" + b"x" * 3 * LINE + b"\na\0b\nalice\nhttps://[::1\n")
    told = []

    found = list(candidates(path, refused=lambda *one: told.append(one)))

    assert [(5, "alice")] == [(number, one.of) for number, _taken, ids in found for one in ids]
    assert [
        (3, "it is longer than 4,096 bytes"),
        (4, "it holds a NUL character, which no name or path can; save the file as UTF-8"),
        (6, "it begins as a URL and cannot be read as one"),
    ] == told
