"""What a person names besides the logs is read whole, but not without end."""

from __future__ import annotations

import os

import pytest

from inspector import baseline, contracts, userrules, waivers, whole
from inspector.cli import UsageError, knowing
from inspector.tui import keymap


@pytest.mark.parametrize("load", [waivers.load, baseline.load, whole.read])
def test_a_device_without_end_is_an_error_and_not_a_full_memory(monkeypatch, load):
    monkeypatch.setattr(whole, "LARGEST", 1 << 16)

    with pytest.raises(OSError, match="too large"):
        load("/dev/zero")


@pytest.mark.parametrize("load", [waivers.load, baseline.load, userrules.load, whole.read])
def test_a_named_pipe_is_an_error_and_not_waited_for(tmp_path, load):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(OSError, match="named pipe"):
        load(tmp_path / "pipe")


def test_a_named_pipe_of_keys_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(keymap.KeymapError, match="named pipe"):
        keymap.read(str(tmp_path / "pipe"))


def test_a_pipe_that_a_shell_opened_is_read():
    out, into = os.pipe()
    os.write(into, b"from <(...)")
    os.close(into)

    assert b"from <(...)" == whole.read(f"/dev/fd/{out}")
    os.close(out)


@pytest.mark.parametrize(
    "load, error",
    [
        (waivers.load, waivers.WaiverError),
        (userrules.load, userrules.UserRulesError),
        (keymap.read, keymap.KeymapError),
        (contracts.load, contracts.ContractError),
    ],
)
def test_a_number_without_end_is_told(tmp_path, load, error):
    path = tmp_path / "a.toml"
    path.write_text(f"number = {'9' * 5000}\n")

    with pytest.raises(error, match="too many digits"):
        load(str(path))


def test_a_list_of_words_without_end_is_told(monkeypatch):
    monkeypatch.setattr(whole, "LARGEST", 1 << 16)

    with pytest.raises(UsageError, match="cannot be read: file too large"):
        knowing._words("/dev/zero")


def test_a_file_of_the_largest_size_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(whole, "LARGEST", 4)
    (tmp_path / "x").write_bytes(b"1234")

    assert b"1234" == whole.read(tmp_path / "x")
