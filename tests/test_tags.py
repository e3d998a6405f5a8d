"""Tags tell equal values from others and nothing of them; keys are kept for their owner only."""

from __future__ import annotations

import os
import stat

import pytest

from inspector import tags
from inspector.state import folder


def test_equal_values_have_one_tag_and_other_keys_give_other_tags():
    one, other = tags.Key(b"k" * 16), tags.Key(b"l" * 16)

    assert one.tag(b"x") == one.tag(b"x")
    assert 3 == len({one.tag(b"x"), one.tag(b"y"), other.tag(b"x")})
    assert one.id != other.id


def test_a_key_does_not_show_itself():
    assert "kkkk" not in repr(tags.Key(b"k" * 16))


def test_a_key_is_made_once_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    first, again = tags.find(None), tags.find(None)

    assert first == again
    assert 0o600 == stat.S_IMODE((folder() / tags.NAME).stat().st_mode)
    assert 0o700 == stat.S_IMODE(folder().stat().st_mode)


@pytest.mark.parametrize("spoil", ["readable", "link", "short"])
def test_a_key_that_others_could_know_is_not_used(monkeypatch, tmp_path, spoil):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    tags.find(None)
    path = folder() / tags.NAME
    if spoil == "readable":
        path.chmod(0o644)
    elif spoil == "short":
        path.write_bytes(b"short")
    else:
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")

    assert tags.find(None) is None


def test_without_a_place_to_keep_it_there_is_no_key(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    assert tags.find(None) is None


def test_a_file_and_then_the_variable_are_asked_first(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("a key of a file, long enough\n")
    monkeypatch.setenv(tags.VARIABLE, "a key of the variable, long enough")

    assert tags.Key(b"a key of a file, long enough") == tags.find(str(tmp_path / "key"))
    assert tags.Key(b"a key of the variable, long enough") == tags.find(None)


@pytest.mark.parametrize(
    "content, said",
    [
        pytest.param(b"short", "fewer than 16 bytes", id="too short"),
        pytest.param(None, "is no file", id="not there"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_in_words(tmp_path, content, said):
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(tags.KeyUnusable, match=said):
        tags.find(str(path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads whatever it likes")
def test_a_key_that_may_not_be_read_is_refused_in_words(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"k" * 16)
    path.chmod(0)

    with pytest.raises(tags.KeyUnusable, match="permission denied"):
        tags.find(str(path))


def test_a_variable_that_is_too_short_is_refused(monkeypatch):
    monkeypatch.setenv(tags.VARIABLE, "short")

    with pytest.raises(tags.KeyUnusable, match=tags.VARIABLE):
        tags.find(None)
