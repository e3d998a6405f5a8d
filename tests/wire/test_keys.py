from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from inspector.wire import keys

TOKEN = "0123456789abcdef" * 2
OTHER = "f" * 32
PORT = 4318


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path) -> Path:
    """Give the folder of the keys, which does not exist yet."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "telemetry-inspector"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def made(place: Path, token: str = TOKEN) -> Path:
    """Make folder and key as they should be."""
    place.mkdir(0o700)
    path = place / f"endpoint-{PORT}"
    path.write_text(token)
    path.chmod(0o600)
    return path


def test_what_was_left_is_found_until_it_is_taken_back(place):
    path = keys.leave(PORT, TOKEN)

    assert place / "endpoint-4318" == path
    assert (0o700, 0o600) == (mode(place), mode(path))
    assert (TOKEN, None) == (keys.read(PORT), keys.read(PORT + 1))

    keys.remove(path, TOKEN)

    assert ([], None) == (list(place.iterdir()), keys.read(PORT))


def test_a_key_of_an_endpoint_that_was_killed_is_replaced(place):
    made(place, OTHER)

    keys.leave(PORT, TOKEN)

    assert TOKEN == keys.read(PORT)
    assert ["endpoint-4318"] == [path.name for path in place.iterdir()]


def test_a_key_that_another_has_replaced_stays():
    path = keys.leave(PORT, TOKEN)
    keys.leave(PORT, OTHER)

    keys.remove(path, TOKEN)

    assert OTHER == keys.read(PORT)


def test_a_key_that_is_gone_is_no_trouble(place):
    keys.remove(place / "endpoint-4318", TOKEN)

    assert not place.exists()


def test_a_link_in_place_of_a_key_is_replaced_and_not_followed(place, tmp_path):
    (tmp_path / "target").write_text("untouched")
    place.mkdir(0o700)
    (place / f"endpoint-{PORT}").symlink_to(tmp_path / "target")

    path = keys.leave(PORT, TOKEN)

    assert not path.is_symlink()
    assert "untouched" == (tmp_path / "target").read_text()


def opened(place: Path) -> None:
    made(place)
    place.chmod(0o750)


def entered(place: Path) -> None:
    made(place)
    place.chmod(0o701)


def linked(place: Path) -> None:
    made(place.with_name("elsewhere"))
    place.symlink_to("elsewhere")


def dangling(place: Path) -> None:
    place.symlink_to("elsewhere")


@pytest.mark.parametrize("spoil", [opened, entered, linked, dangling, Path.touch])
def test_a_folder_that_is_not_ours_alone_is_not_used(place, spoil):
    spoil(place)
    before = sorted(place.parent.rglob("*"))

    assert (None, None) == (keys.read(PORT), keys.leave(PORT, OTHER))
    assert before == sorted(place.parent.rglob("*"))


def test_a_folder_of_another_user_is_not_used(monkeypatch, tmp_path):
    stranger = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: stranger)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made(tmp_path / f"telemetry-inspector-{stranger}")

    assert tmp_path / f"telemetry-inspector-{stranger}" == keys.folder()
    assert (None, None) == (keys.read(PORT), keys.leave(PORT, OTHER))


def readable(path: Path) -> None:
    path.chmod(0o640)


def link(path: Path) -> None:
    path.rename(path.with_name("key"))
    path.symlink_to("key")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir(0o700)


@pytest.mark.parametrize("spoil", [readable, link, pipe, folder])
def test_a_file_that_is_no_private_file_is_not_read(place, spoil):
    spoil(made(place))

    assert keys.read(PORT) is None


@pytest.mark.parametrize("text", ["", TOKEN[1:], TOKEN + "0", TOKEN + "\n", TOKEN.upper(), "\xff"])
def test_what_is_no_token_is_no_key(place, text):
    made(place, text)

    assert keys.read(PORT) is None


def test_a_key_that_cannot_be_put_in_its_place_leaves_nothing_behind(place):
    place.mkdir(0o700)
    (place / f"endpoint-{PORT}").mkdir()

    assert keys.leave(PORT, TOKEN) is None
    assert [f"endpoint-{PORT}"] == [path.name for path in place.iterdir()]


def test_a_folder_that_cannot_be_written_to_gives_no_file(monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(tempfile, "mkstemp", refuse)

    assert keys.leave(PORT, TOKEN) is None


@pytest.mark.parametrize("named", ["", "relative", "missing", "file"])
def test_without_a_folder_for_the_session_it_is_the_one_for_temporary_files(
    monkeypatch, tmp_path, named
):
    (tmp_path / "file").touch()
    (tmp_path / "relative").mkdir()
    monkeypatch.chdir(tmp_path)
    path = named if named in {"", "relative"} else str(tmp_path / named)
    monkeypatch.setenv("XDG_RUNTIME_DIR", path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert tmp_path / f"telemetry-inspector-{os.getuid()}" == keys.folder()
    keys.leave(PORT, TOKEN)
    assert TOKEN == keys.read(PORT)


def test_a_system_without_numbers_of_users_has_temporary_files_of_each_own(monkeypatch, tmp_path):
    monkeypatch.delattr(os, "getuid")
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    keys.leave(PORT, TOKEN)

    assert tmp_path / "telemetry-inspector" == keys.folder()
    assert TOKEN == keys.read(PORT)


def test_without_any_folder_there_is_no_key(monkeypatch):
    def nowhere() -> str:
        raise FileNotFoundError

    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "gettempdir", nowhere)

    assert (None, None, None) == (keys.folder(), keys.read(PORT), keys.leave(PORT, TOKEN))
