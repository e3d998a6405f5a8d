"""`inspector redact PATH -o FILE`, as a user runs it."""

from __future__ import annotations

import gzip

import pytest

from inspector import cli
from inspector.cli import redact as command
from inspector.redact import check as module

DIRTY = "werf-v2.77.1-bad-extra.log"


def redact(*words) -> int:
    return cli.main(["redact", *map(str, words)])


@pytest.fixture(autouse=True)
def _there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_safe_log_is_written_for_its_owner(cases, tmp_path, capsys):
    assert 0 == redact(cases / DIRTY, "-o", "safe.log")

    assert 0o600 == (tmp_path / "safe.log").stat().st_mode & 0o777
    assert "events and" in capsys.readouterr().err
    assert (cases / DIRTY).read_bytes() != (tmp_path / "safe.log").read_bytes()


def test_the_same_key_gives_the_same_bytes(cases, tmp_path):
    (tmp_path / "key").write_text("a key that is long enough")
    for name in ("one", "two"):
        redact(cases / DIRTY, "-o", name, "--key", "key", "--quiet")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_names_that_may_stay_are_given_one_by_one(cases, tmp_path):
    log = cases / "werf-v1.2.243-expDeployEngine.log"

    assert 0 == redact(log, "-o", "all.log")
    assert 0 == redact(log, "-o", "some.log", "--keep", "NoSuchEvent", "--keep", "expDeployEngine")

    assert b"expDeployEngine" not in (tmp_path / "all.log").read_bytes()
    assert b"expDeployEngine" in (tmp_path / "some.log").read_bytes()


def test_a_log_of_windows_is_redacted(cases, tmp_path):
    (tmp_path / "log").write_bytes((cases / DIRTY).read_bytes().replace(b"\n", b"\r\n"))

    assert 0 == redact("log", "-o", "safe.log")


def test_a_packed_log_is_read(cases, tmp_path):
    (tmp_path / "log.gz").write_bytes(gzip.compress((cases / DIRTY).read_bytes()))

    assert 0 == redact("log.gz", "-o", "safe.log")


def test_a_log_that_ends_early_is_written_as_far_as_it_goes(cases, tmp_path, capsys):
    packed = gzip.compress((cases / DIRTY).read_bytes())
    (tmp_path / "log.gz").write_bytes(packed[: len(packed) // 2])

    assert 3 == redact("log.gz", "-o", "safe.log")
    assert "incomplete: log.gz" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["-", "-o", "x"], "give a file instead of -", id="standard input"),
        pytest.param(["none.log", "-o", "x"], "does not exist", id="no such log"),
        pytest.param([".", "-o", "x"], "redact one at a time", id="a folder"),
        pytest.param(["none.log"], "-o", id="no output"),
        pytest.param(["none.log", "-o", "-"], "give -o a name instead of -", id="standard output"),
    ],
)
def test_what_cannot_be_redacted_is_refused_in_words(capsys, words, said):
    assert 2 == redact(*words)
    assert said in capsys.readouterr().err


def test_no_file_is_named_as_standard_output_is(cases, tmp_path):
    assert 2 == redact(cases / DIRTY, "-o", "-")
    assert not (tmp_path / "-").exists()


def test_the_input_is_not_written_over(cases, tmp_path, capsys):
    (tmp_path / "log").write_bytes((cases / DIRTY).read_bytes())

    assert 2 == redact("log", "-o", "log")
    assert "is one of the inputs" in capsys.readouterr().err


def test_without_a_key_there_are_no_pseudonyms(cases, tmp_path, monkeypatch, capsys):
    (tmp_path / "state").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    assert 2 == redact(cases / DIRTY, "-o", "x")
    assert "pseudonyms need one" in capsys.readouterr().err


def test_saved_requests_are_refused_in_words(tmp_path, capsys):
    (tmp_path / "saved.jsonl").write_text(
        '{"received_at":"2026-01-01T00:00:00.000Z","method":"POST","path":"/v1/traces","headers":[],"body_b64":""}\n'
    )

    assert 2 == redact("saved.jsonl", "-o", "x")
    assert "only logs can be redacted" in capsys.readouterr().err


def test_what_would_leak_is_not_written(cases, tmp_path, monkeypatch, capsys):
    leaking = module.Checked(("secret/jwt",), (), 1, 1)
    monkeypatch.setattr(command, "check", lambda *_: leaking)

    assert 3 == redact(cases / DIRTY, "-o", "safe.log")
    assert "still holds secret/jwt" in capsys.readouterr().err
    assert not (tmp_path / "safe.log").exists()


def test_a_difference_is_said_and_fails(cases, tmp_path, monkeypatch, capsys):
    other = module.Checked((), ("lines: 1 before, 2 now",), 1, 2)
    monkeypatch.setattr(command, "check", lambda *_: other)

    assert 1 == redact(cases / DIRTY, "-o", "safe.log")
    assert "differs: lines: 1 before, 2 now" in capsys.readouterr().err
    assert (tmp_path / "safe.log").exists()
