"""What a person names besides the logs is read whole, but not without end."""

from __future__ import annotations

import pytest

from inspector import baseline, waivers, whole
from inspector.cli import UsageError, knowing


@pytest.mark.parametrize("load", [waivers.load, baseline.load, whole.read])
def test_a_device_without_end_is_an_error_and_not_a_full_memory(monkeypatch, load):
    monkeypatch.setattr(whole, "LARGEST", 1 << 16)

    with pytest.raises(OSError, match="too large"):
        load("/dev/zero")


def test_a_list_of_words_without_end_is_told(monkeypatch):
    monkeypatch.setattr(whole, "LARGEST", 1 << 16)

    with pytest.raises(UsageError, match="cannot be read: file too large"):
        knowing._words("/dev/zero")


def test_a_file_of_the_largest_size_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(whole, "LARGEST", 4)
    (tmp_path / "x").write_bytes(b"1234")

    assert b"1234" == whole.read(tmp_path / "x")
