from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from inspector import cli, state
from inspector.cli import UsageError
from inspector.cli.doctor import run

TOUCHED = (
    "WERF",
    "OTEL",
    "WASP",
    "DO_NOT",
    "TRDL",
    "CI",
    "GITLAB",
    "GITHUB",
    "JENKINS",
    "BUILD",
    "RUN_ID",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for one in os.environ:
        if one.startswith(TOUCHED) or one.upper().endswith("_PROXY"):
            monkeypatch.delenv(one)


def said(capsys, *words):
    status = cli.main(["doctor", *words])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_plain_environment_has_nothing_to_object_to(capsys):
    status, out, err = said(capsys)

    assert (0, "") == (status, err)
    assert out.startswith("Telemetry here: werf on")
    assert out.endswith("\n0 leaks, 0 contradictions\n")


@pytest.mark.parametrize(
    ("variable", "value", "summary"),
    [
        ("WERF_TELEMETRY", "off", "0 leaks, 1 contradiction"),
        ("OTEL_SERVICE_NAME", "acme", "1 leak, 0 contradictions"),
    ],
)
def test_the_exit_status_tells_of_leaks_and_contradictions(
    variable, value, summary, capsys, monkeypatch
):
    monkeypatch.setenv(variable, value)

    status, out, _ = said(capsys)

    assert 1 == status
    assert summary == out.splitlines()[-1]


def test_the_answer_may_be_json(capsys, monkeypatch):
    monkeypatch.setenv("WERF_TELEMETRY", "no")

    status, out, _ = said(capsys, "--format", "json")

    assert 0 == status
    assert "off" == json.loads(out)["telemetry"]["werf"]


@pytest.mark.parametrize("words", [["--format", "xml"], ["word"], ["--nope"]], ids=" ".join)
def test_what_is_not_understood_is_refused(words, capsys):
    status, out, err = said(capsys, *words)

    assert (2, "") == (status, out)
    assert err.startswith("inspector: ")


@pytest.mark.parametrize(
    ("terminal", "no_color", "colored"), [(True, "", True), (True, "1", False), (False, "", False)]
)
def test_colour_is_for_terminals_that_want_it(terminal, no_color, colored, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)

    _, out, _ = said(capsys)

    assert colored == ("\x1b[" in out)


def test_bytes_that_are_no_text_are_said_by_the_real_program(tmp_path):
    environ = {
        b"PATH": os.environb[b"PATH"],
        b"HOME": bytes(tmp_path),
        b"OTEL_SERVICE_NAME": b"\xff\x1b[31mcorrecthorse\xc3(",
        b"WERF_TELEMETRY_EXTRA_ATTRIBUTE_\xfe\x1b": b"\xed\xa0\x80battery",
        b"WERF_TELEMETRY_LOG_FILE": bytes(tmp_path) + b"/\xff\x1b.log",
        b"LC_ALL": b"C",
    }

    ended = subprocess.run(
        [sys.executable, "-m", "inspector", "doctor"], env=environ, capture_output=True, check=False
    )

    assert (1, b"") == (ended.returncode, ended.stderr)
    assert b"\x1b" not in ended.stdout
    assert b"correcthorse" not in ended.stdout
    assert b"battery" not in ended.stdout
    assert b"OTEL_SERVICE_NAME" in ended.stdout
    assert ended.stdout.isascii() or ended.stdout.decode()


def test_what_is_kept_is_listed_and_forgotten(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert 0 == run(["--state"])
    assert "nothing is kept" in capsys.readouterr().out
    path = state.place("/logs/\x1b[31ma.log", b"")
    state.save(path, {"path": "/logs/\x1b[31ma.log", "filter": "", "marks": [{}]})
    state.save(path.with_name("damaged.json"), {})
    (state.folder() / "key").write_text("0" * 64)
    (state.folder() / "other").write_text("")

    assert 0 == run(["--state"])
    said = capsys.readouterr().out
    assert "1 mark and the filter of /logs/\\x1b[31ma.log" in said
    assert "damaged.json" in said
    assert "cannot be read; it is ignored" in said
    assert "key  64 bytes  the key of value tags" in said
    assert "not of this version" in said

    assert 0 == run(["--forget"])
    assert 4 == capsys.readouterr().out.count("removed ")
    assert not state.folder().exists()
    assert 0 == run(["--forget"])
    assert "nothing was kept" in capsys.readouterr().out


def test_what_cannot_be_removed_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(state, "forget", lambda: ([], [tmp_path / "key"]))

    assert 3 == run(["--forget"])
    assert "cannot be removed" in capsys.readouterr().out


def test_what_is_kept_is_told_in_words_only():
    with pytest.raises(UsageError, match="in words"):
        run(["--state", "--format", "json"])
