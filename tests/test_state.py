"""What outlasts a run: one private folder, bounded files, damage that harms nothing."""

from __future__ import annotations

import json
import os

import pytest

from inspector import state

KEPT = {"path": "/logs/a.log", "filter": "flag:any", "marks": [{"start": 0}]}


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_what_is_saved_is_loaded_and_private():
    path = state.place("/logs/a.log", b"first")
    state.save(path, KEPT)

    assert KEPT == {key: value for key, value in state.load(path).items() if key != "schema"}
    assert 0o600 == path.stat().st_mode & 0o777
    assert 0o700 == path.parent.stat().st_mode & 0o777
    assert [path] == list(path.parent.iterdir())


def test_a_name_tells_logs_apart_and_nothing_else():
    names = {
        state.place(*one).name
        for one in (("/a", b"x"), ("/b", b"x"), ("/a", b"y"), ("/\udcff", b""))
    }

    assert 4 == len(names)
    assert {37} == {len(name) for name in names}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"\xff\x00", b"[" * 100_000, b'{"schema": "other"}', b"1" * 10_000,
        json.dumps({"schema": state.SCHEMA, "path": 1, "filter": "", "marks": []}).encode(),
        json.dumps({"schema": state.SCHEMA, "path": "", "filter": "", "marks": {}}).encode(),
        b" " * (state.LARGEST + 1),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_damaged_file_is_told(data):
    path = state.place("/a", b"")
    state.save(path, KEPT)
    path.write_bytes(data)

    with pytest.raises(ValueError):  # noqa: PT011  # of several kinds
        state.load(path)
    assert [None] == [item.log for item in state.items()]


def test_a_link_and_a_pipe_are_not_followed(home):
    path = state.place("/a", b"")
    state.save(path, KEPT)
    path.unlink()
    path.symlink_to(home / "elsewhere")
    with pytest.raises(OSError):  # noqa: PT011  # ELOOP
        state.load(path)

    state.save(path, KEPT)
    assert not path.is_symlink()
    assert not (home / "elsewhere").exists()

    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ValueError, match="no file"):
        state.load(path)


def test_the_oldest_go_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(state, "MOST", 3)
    paths = [state.place(f"/{n}", b"") for n in range(5)]
    for age, path in enumerate(paths):
        state.save(path, KEPT)
        os.utime(path, (age, age))
    state.save(paths[0], KEPT)

    assert 3 == len(state.items())
    assert paths[0].exists()


def test_a_folder_that_may_not_be_written_is_an_error_and_leaves_nothing(home):
    (home / "state").mkdir()
    (home / "state" / state.APP).write_text("a file")

    with pytest.raises(OSError):  # noqa: PT011  # ENOTDIR
        state.save(state.place("/a", b""), KEPT)


def test_everything_is_listed_and_forgotten():
    assert [] == state.items()
    path = state.place("/logs/a.log", b"first")
    state.save(path, KEPT)
    (state.folder() / "key").write_text("0" * 64)

    assert [(64, None, 0), (path.stat().st_size, "/logs/a.log", 1)] == [
        (item.size, item.log, item.marks) for item in state.items()
    ]
    gone, left = state.forget()
    assert ([state.folder() / "key", path], []) == (gone, left)
    assert not state.folder().exists()
    assert ([], []) == state.forget()


def test_dropping_what_is_not_there_is_no_error():
    state.drop(state.place("/a", b""))


def test_a_choice_is_kept_beside_the_others_and_private():
    state.choose("theme", "light")
    state.choose("other", "x")
    state.choose("theme", "dark")

    assert ("dark", "x", None) == tuple(map(state.chosen, ("theme", "other", "third")))
    assert 0o600 == (state.folder() / state.CHOICES).stat().st_mode & 0o777


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"[" * 100_000, b'{"theme": 1}', b"\xff"], ids=range(5)
)
def test_damaged_choices_are_none(data):
    state.choose("theme", "light")
    (state.folder() / state.CHOICES).write_bytes(data)

    assert state.chosen("theme") is None
    state.choose("theme", "light")
    assert "light" == state.chosen("theme")
