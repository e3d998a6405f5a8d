from __future__ import annotations

import errno
import http.client
import io
import json
import os
import pty
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector import cli
from inspector.cli import run as run_module
from inspector.cli import run_log
from inspector.cli.receiving import Receiving, settle
from inspector.cli.run_log import open_processes
from inspector.reading import Unreadable
from inspector.wire.endpoint import Endpoint
from tests.compare_world import TS, carrying, changed, event, logged, note
from tests.run_world import command

pytestmark = pytest.mark.usefixtures("hears")
ROOT = Path(cli.__file__).parents[2]
FIRST, LAST = event(1, "CommandStarted"), event(2, exitCode=0)
DONE = note("shutdown complete")
LOG = ("log", note("start trace exporter") + logged(FIRST, LAST) + DONE)
SENT = ("post", carrying(FIRST, LAST).body)
WHOLE = (LOG, SENT)
NOTHING = "Nothing was captured, so nothing can be said."


@pytest.fixture(autouse=True)
def _temporary(tmp_path, monkeypatch):
    """Everything temporary in a folder of its own, which must be empty afterwards."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    for name in [one for one in os.environ if one.startswith(("WERF_", "OTEL_"))]:
        monkeypatch.delenv(name)
    yield
    assert [] == list((tmp_path / "temporary").iterdir())


def ran(capfd, *words, plan) -> tuple[int, str]:
    """Run a plan; nothing of ours may be on standard output."""
    status = cli.main(["run", *map(str, words), "--", *command(*plan)])
    out, err = capfd.readouterr()
    assert "" == out
    return status, unfolded(err)


def unfolded(text: str) -> str:
    """Join sentences that go on in the next line, which four blanks begin."""
    return text.replace("\n    ", " ")


def document(capfd, tmp_path, *words, plan) -> dict:
    target = tmp_path / "run.json"
    status, _ = ran(capfd, *words, "-o", f"json={target}", plan=plan)
    made = json.loads(target.read_text())
    assert status == made["run"]["exit_status"]
    return made


def test_what_was_logged_and_sent_stands_side_by_side(capfd):
    status, err = ran(capfd, plan=WHOLE)

    assert 0 == status
    assert "The command ended with status 0." in err
    assert "Verdict: IDENTICAL" in err
    assert "  pairs:      2: 2 identical" in err
    assert "[wire/undocumented-resource]" in err
    assert "JUDGED BY THE PAGES: log conforms, wire does-not-conform" in err
    assert "does not cover the command" in err
    assert "unfinished" not in err


@pytest.mark.parametrize(
    "end, status, said",
    [
        (("exit", 7), 7, "The command ended with status 7."),
        (("exit", 1), 1, "The command ended with status 1."),
        (("kill", signal.SIGTERM), 143, "Signal 15 (SIGTERM) ended the command: status 143."),
        (("kill", signal.SIGKILL), 137, "Signal 9 (SIGKILL) ended the command: status 137."),
    ],
)
def test_the_status_is_the_commands(capfd, end, status, said):
    ended, err = ran(capfd, plan=(*WHOLE, end))

    assert status == ended
    assert said in err
    assert "Verdict: IDENTICAL" in err


def test_a_difference_is_shown_and_changes_no_status(capfd):
    other = changed(LAST, eventData='{"exitCode":9,"host":"alice-laptop"}')

    status, err = ran(capfd, plan=(LOG, ("post", carrying(FIRST, other).body)))

    assert 0 == status
    assert "Verdict: NOT IDENTICAL" in err
    assert "eventData.exitCode" in err
    assert "! eventData.host of CommandExited (wire)  [contract/undocumented-field]" in err
    assert "alice-laptop" not in err


@pytest.fixture
def switch(monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(TS // 1000))
    monkeypatch.setenv("WERF_TELEMETRY", value)


@pytest.mark.parametrize(
    "words, value, found",
    [
        ([], "0", True),
        ([], "false", True),
        ([], "off", False),
        ([], "", False),
        (["--otel"], "0", False),
    ],
    ids=["off", "off, in words", "no word that werf knows", "on", "any program"],
)
def test_events_that_come_although_werf_is_switched_off_are_told(
    capfd, tmp_path, switch, words, found
):

    made = document(capfd, tmp_path, *words, plan=WHOLE)

    rules = {one["rule"] for one in made["audit"]["findings"]}
    assert found == ("behaviour/sent-after-opt-out" in rules)


def test_what_many_events_say_together_is_told(capfd, tmp_path):
    twice = ("log", note("start trace exporter") + logged(FIRST, FIRST, LAST) + DONE)

    made = document(capfd, tmp_path, plan=[twice, SENT])

    (one,) = [
        one for one in made["audit"]["findings"] if one["rule"] == "behaviour/duplicate-event"
    ]
    assert [{"path": "telemetry.log", "line": 5}] == one["locations"]


def test_where_nothing_was_captured_nothing_is_called_clean(capfd, tmp_path):
    status, err = ran(capfd, plan=())

    assert 0 == status
    assert NOTHING in err
    assert "inspector run --otel" in err
    for word in ("IDENTICAL", "Verdict", "conforms"):
        assert word not in err
    made = document(capfd, tmp_path, plan=())
    assert ("cannot-say", False) == (made["verdict"], made["run"]["captured"])
    assert "cannot-say" == made["audit"]["summary"]["verdict"]


def test_a_log_without_events_is_a_reason(capfd):
    _, err = ran(capfd, "--otel", plan=[("log", note("start trace exporter") + DONE)])

    assert NOTHING in err
    assert "the log has 2 lines, no event" in err
    assert "needs: inspector run --otel" not in err


def test_a_log_without_requests_is_said(capfd):
    _, err = ran(capfd, plan=[LOG])

    assert "The log shows 2 events and no request arrived" in err
    assert "Verdict: NOT IDENTICAL" in err
    assert "IN THE LOG ONLY" in err


def test_requests_without_a_log_are_said(capfd):
    _, err = ran(capfd, plan=[SENT])

    assert "wrote no event to WERF_TELEMETRY_LOG_FILE" in err
    assert "ON THE WIRE ONLY: sent, and not in the log  (2)" in err


def test_requests_that_were_refused_are_said(capfd, tmp_path):
    bad = [("post", b"\xff\xff"), ("post", b"x", "text/plain")]

    _, err = ran(capfd, plan=bad)

    assert "No event was captured" in err
    assert "The endpoint refused 2 requests (HTTP 400 ×1, 415 ×1)." in err
    assert "IDENTICAL" not in err
    made = document(capfd, tmp_path, plan=[*WHOLE, *bad])
    assert ("cannot-say", 2) == (made["verdict"], made["identical"])
    assert {"400": 1, "415": 1} == made["run"]["refused"]


def test_another_program_may_send_without_the_token(capfd):
    plan = [LOG, SENT, ("log", logged(event(3)) + DONE), ("astray", carrying(event(3)).body)]

    _, err = ran(capfd, plan=plan)

    assert "1 request came without the token" in err
    assert "3 identical" in err


def test_both_forms_say_the_same(capfd, tmp_path):
    made = document(capfd, tmp_path, plan=(*WHOLE, ("kill", 9)))

    assert (2, 2, "identical") == (made["pairs"], made["identical"], made["verdict"])
    assert ("SIGKILL", 137) == (made["run"]["signal"], made["run"]["exit_status"])
    assert ["telemetry.log", "requests"] == [one["path"] for one in made["audit"]["inputs"]]
    assert ["telemetry.log", "requests"] == [one["path"] for one in made["details"]["inputs"]]
    assert 4 == made["audit"]["inputs"][1]["records"] + 1

    _, err = ran(capfd, "--format", "json", plan=WHOLE)
    shown = json.loads(err[err.index("{") :])  # joined or not: blanks mean nothing in JSON
    assert shown["identical"] == 2


def test_a_report_goes_to_files_too(capfd, tmp_path):
    targets = tmp_path / "run.txt", tmp_path / "run.json"

    ran(capfd, "-o", targets[0], "-o", f"json={targets[1]}", plan=WHOLE)

    assert "Verdict: IDENTICAL" in targets[0].read_text()
    assert "identical" == json.loads(targets[1].read_text())["verdict"]
    assert {0o600} == {stat.S_IMODE(one.stat().st_mode) for one in targets}


def test_requests_can_be_kept_and_compared_again(capfd, tmp_path):
    sent = ("post", carrying(FIRST, LAST).body, "application/x-protobuf",
            "WERF_TELEMETRY_TRACE_URL", [["Authorization", "Bearer of-a-secret"]])  # fmt: skip
    target = tmp_path / "wire.jsonl"

    _, err = ran(capfd, "--save", target, plan=(LOG, sent))

    assert "of-a-secret" not in target.read_text() + err
    assert "[wire/environment-header]" in err
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    (tmp_path / "run.log").write_bytes(LOG[1])
    assert 0 == cli.main(["compare", str(tmp_path / "run.log"), str(target)])


USAGE = [
    pytest.param([], "no command was given", id="nothing"),
    pytest.param(["--"], "no command was given", id="only two dashes"),
    pytest.param(["werf", "converge"], "unrecognized arguments", id="without two dashes"),
    pytest.param(["-o", "-", "--", "true"], "belongs to the command", id="over its output"),
    pytest.param(["--save", "-", "--", "true"], "belongs to the command", id="saved over it"),
    pytest.param(["-o", "xml=a", "--", "true"], "no report has the form xml", id="another form"),
    pytest.param(["-o", "a", "-o", "a", "--", "true"], "named twice", id="twice"),
    pytest.param(["-o", "/no/such/a", "--", "true"], "does not exist", id="no folder"),
    pytest.param(["--save", "/no/such/a", "--", "true"], "does not exist", id="no folder to save"),
    pytest.param(["--", "no-such-command"], "there is no command no-such-command", id="vanished"),
    pytest.param(["--", "/etc/passwd"], "may not be executed", id="no program"),
]


def test_requests_are_not_saved_over_anything(capfd, tmp_path, monkeypatch):
    target = tmp_path / "wire.jsonl"
    both = ["-o", str(target), "--save", f"{tmp_path}/./wire.jsonl", "--", "true"]
    assert 2 == cli.main(["run", *both])
    target.write_text("mine")
    assert 2 == cli.main(["run", *both[2:]])

    assert "mine" == target.read_text()
    err = capfd.readouterr().err
    assert "cannot hold the requests and the report" in err
    assert "is not empty" in err


def test_a_time_that_is_none_is_refused(capfd, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")

    assert 2 == cli.main(["run", "--", "true"])
    assert "SOURCE_DATE_EPOCH" in capfd.readouterr().err


def test_a_time_to_come_is_judged_by_the_clock_that_was_given(capfd, monkeypatch):
    _, err = ran(capfd, plan=WHOLE)
    assert "value/implausible-time" not in err

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    _, err = ran(capfd, plan=WHOLE)
    assert "[value/" in err


@pytest.mark.parametrize("words, said", USAGE)
def test_what_cannot_be_run_is_said_and_leaves_nothing(capfd, words, said):
    assert 2 == cli.main(["run", *words])

    out, err = capfd.readouterr()
    assert "" == out
    assert said in err
    assert "Traceback" not in err


def test_no_report_is_written_of_a_command_that_was_not_started(tmp_path):
    words = ["-o", str(tmp_path / "run.txt"), "--save", str(tmp_path / "wire.jsonl")]

    assert 2 == cli.main(["run", *words, "--", "no-such-command"])

    assert ["temporary"] == [one.name for one in tmp_path.iterdir()]


def test_what_would_hide_events_is_said_before(capfd, monkeypatch):
    monkeypatch.setenv("WERF_TELEMETRY", "no")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", "/var/log/mine\x1b[31m")

    _, err = ran(capfd, plan=WHOLE)

    before = err[: err.index("telemetry-inspector ")]
    assert "OTEL_SDK_DISABLED" not in before
    assert all(line.startswith("inspector: ") for line in before.splitlines())
    assert "WERF_TELEMETRY switches" in before
    assert "OTEL_TRACES_SAMPLER" in before
    assert "WERF_TELEMETRY_LOG_FILE is set; for this command it is replaced" in before
    assert "\x1b" not in err


def test_what_would_keep_traces_of_any_program_away_is_said_with_otel(capfd, monkeypatch):
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")

    for otel in (True, False):
        _, err = ran(capfd, *["--otel"] * otel, plan=())

        before = err[: err.index("telemetry-inspector ")]
        assert otel == ("inspector: OTEL_SDK_DISABLED: Switches" in before)


@pytest.mark.parametrize("otel", [True, False])
def test_the_command_finds_its_variables(capfd, tmp_path, otel):
    ran(capfd, *["--otel"] * otel, plan=[("show", str(tmp_path / "seen"))])

    seen = json.loads((tmp_path / "seen").read_text())
    folder = Path(seen["WERF_TELEMETRY_LOG_FILE"]).parent
    assert tmp_path / "temporary" == folder.parent
    assert seen["WERF_TELEMETRY_TRACE_URL"].startswith("http://127.0.0.1:")
    assert otel == ("OTEL_EXPORTER_OTLP_ENDPOINT" in seen)


def test_metrics_are_refused_and_said(capfd):
    metrics = ("post", b"x", "application/x-protobuf", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")

    _, err = ran(capfd, "--otel", plan=[*WHOLE, metrics])

    assert "The endpoint refused 1 request (HTTP 404 ×1). It takes traces only" in err


def test_the_log_is_private(capfd, tmp_path, monkeypatch):
    modes = []
    made = tempfile.mkdtemp

    def mkdtemp(**words):
        folder = made(**words)
        modes.append(stat.S_IMODE(Path(folder).stat().st_mode))
        return folder

    monkeypatch.setattr(run_module.tempfile, "mkdtemp", mkdtemp)
    ran(capfd, plan=WHOLE)

    assert [0o700] == modes


def test_what_goes_on_in_the_background_is_waited_for(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "LONGEST", 60)
    here = os.getpid()  # a process that is alive
    begun = ("log", note("start trace exporter", here) + logged(FIRST, pid=here))
    rest = [SENT, ("log", logged(LAST, pid=here) + note("shutdown complete", here))]

    _, err = ran(capfd, plan=[begun, ("behind", rest)])

    assert "2 identical" in err
    assert "has not logged" not in err


def test_a_process_that_is_not_done_is_waited_for_and_named(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "LONGEST", 0.5)
    here = os.getpid()

    _, err = ran(capfd, plan=[("log", logged(FIRST, LAST, pid=here)), SENT])

    assert f"Process {here} has not logged “shutdown complete”: still running" in err
    assert "Verdict: CANNOT SAY" in err
    assert f"incomplete: telemetry.log: Process {here} has not logged" in err


@pytest.mark.parametrize(
    "log, all_of_them, alive",
    [
        pytest.param(logged(LAST, pid=1) + note("shutdown complete", 1), (), (), id="done"),
        pytest.param(logged(LAST, pid=1), (1,), (1,), id="alive"),
        pytest.param(logged(LAST, pid=999_999_999), (999_999_999,), (), id="gone"),
        pytest.param(logged(LAST, pid=-1) + b"word\n", (), (), id="no process"),
        pytest.param(
            note("shutdown complete", 1) + note("start shutdown", 1), (), (), id="done, out of order",
        ),
        pytest.param(logged(LAST, pid=1) + note("error: shutdown complete", 1), (1,), (1,), id="a quotation"),
    ],
)  # fmt: skip
def test_a_process_is_done_when_it_says_so(tmp_path, log, all_of_them, alive):
    path = tmp_path / "a.log"
    path.write_bytes(log)

    assert all_of_them == open_processes(str(path), alive=False)
    assert alive == open_processes(str(path), alive=True)


def test_a_process_of_somebody_else_is_alive(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    (tmp_path / "a.log").write_bytes(logged(LAST, pid=1))
    monkeypatch.setattr(os, "kill", refuse)

    assert (1,) == open_processes(str(tmp_path / "a.log"), alive=True)


def test_without_a_log_no_process_is_known(tmp_path):
    assert () == open_processes(str(tmp_path / "a.log"), alive=False)


def test_several_processes_are_named_together(capfd):
    log = logged(LAST, pid=999_999_998) + logged(event(3), pid=999_999_999)

    _, err = ran(capfd, plan=[("log", log)])

    assert "Processes 999999998, 999999999 have not logged" in err


def test_of_very_many_processes_some_are_named(capfd):
    log = b"".join(logged(event(number), pid=999_999_000 + number) for number in range(22))

    _, err = ran(capfd, plan=[("log", log)])

    assert "999999019 and 2 more have not logged" in err
    assert "999999020" not in err


def test_a_process_that_has_not_logged_yet_is_waited_for(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "LONGEST", 60)
    monkeypatch.setattr(run_module, "PAUSE", 0.01)
    late = event(3)
    rest = [("log", logged(late) + DONE), ("post", carrying(late).body)]

    _, err = ran(capfd, plan=[*WHOLE, ("behind", rest)])

    assert "Verdict: IDENTICAL" in err
    assert "3 identical" in err


@pytest.mark.parametrize("plan", [WHOLE, ()], ids=["something captured", "nothing"])
def test_a_process_that_is_still_there_makes_it_incomplete(capfd, tmp_path, monkeypatch, plan):
    monkeypatch.setattr(run_module, "LONGEST", 0.1)
    os.mkfifo(tmp_path / "pipe")

    target = tmp_path / "run.json"
    words = ["-o", f"json={target}"]
    _, err = ran(capfd, *words, plan=[*plan, ("linger", str(tmp_path / "pipe"))])
    (tmp_path / "pipe").open("w").close()

    assert "A process that the command started still runs; what it sends from now on is" in err
    assert ("Verdict: CANNOT SAY" if plan else "went to the background") in err
    assert "IDENTICAL: each event" not in err
    made = json.loads(target.read_text())
    assert ("cannot-say", True) == (made["verdict"], made["run"]["still_running"])
    assert "requests: a process that the command started still runs" in made["incomplete"]


@pytest.mark.parametrize(
    "step, said",
    [
        (("spoil", "gone"), "it is gone; something removed it"),
        (("spoil", "away"), "it is gone; something removed it"),
        (("spoil", "folder"), "it is no file any more but a folder; something replaced it"),
        (("spoil", "pipe"), "it is no file any more but a pipe (FIFO)"),
        (("spoil", "link"), "it is no file any more but a symbolic link"),
        pytest.param(
            ("forbid",), "it may not be read any more (permission denied)",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything"),
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("plan", [WHOLE, (LOG,)], ids=["sent", "not sent"])
def test_a_log_that_is_not_there_any_more_is_said(capfd, tmp_path, step, said, plan):
    made = document(capfd, tmp_path, plan=[*plan, step])

    assert (
        f"The log that WERF_TELEMETRY_LOG_FILE named cannot be held against the requests: {said}"
        in " ".join(made["run"]["said"])
    )
    assert "wrote no event" not in " ".join(made["run"]["said"])
    assert made["incomplete"][0].startswith(f"telemetry.log: {said}")
    assert 0 == made["details"]["events"]
    assert "identical" != made["verdict"]


def test_a_log_that_may_not_be_opened_is_said(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(run_log, "grasp", refuse)

    with pytest.raises(Unreadable, match=r"may not be read any more \(permission denied"):
        with run_log.opened(str(tmp_path / "a.log")):
            raise AssertionError


def test_interrupting_the_wait_still_gives_the_report(capfd, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "settle", interrupted)

    status, err = ran(capfd, plan=(*WHOLE, ("exit", 4)))

    assert 4 == status
    assert "what came so far is shown" in err
    assert "Verdict: IDENTICAL" in err


def test_the_app_shows_what_was_captured_and_the_status_stays(capfd, monkeypatch):
    app = __import__("inspector.tui.app", fromlist=["run"])
    shown = []

    def run(source):
        assert LOG[1] == Path(source.paths[0]).read_bytes()
        shown.append(source)
        return 2

    monkeypatch.setattr(app, "run", run)

    status, err = ran(capfd, "--view", plan=(*WHOLE, ("exit", 6)))

    (source,) = shown
    assert (6, "captured", 1) == (status, source.kind, len(source.requests))
    assert "Verdict: IDENTICAL" in err


@pytest.mark.parametrize("error", [KeyError("x"), KeyboardInterrupt(), SystemExit(70)])
def test_however_the_app_ends_the_status_stays(capfd, monkeypatch, error):
    app = __import__("inspector.tui.app", fromlist=["run"])

    def run(_):
        raise error

    monkeypatch.setattr(app, "run", run)

    status, err = ran(capfd, "--view", plan=(*WHOLE, ("exit", 6)))

    assert 6 == status
    assert f"the app ended early ({type(error).__name__})" in err


def test_the_app_does_not_open_what_stands_where_the_log_was(capfd, monkeypatch):
    app = __import__("inspector.tui.app", fromlist=["run"])
    shown = []
    monkeypatch.setattr(app, "run", shown.append)

    ran(capfd, "--view", plan=(*WHOLE, ("spoil", "pipe")))

    assert [((), 1)] == [(source.paths, len(source.requests)) for source in shown]


def test_a_report_that_cannot_be_written_changes_no_status(capfd, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    targets = tmp_path / "run.txt", tmp_path / "wire.jsonl"

    status, err = ran(capfd, "-o", targets[0], "--save", targets[1], plan=(*WHOLE, ("exit", 7)))

    assert 7 == status
    assert "Verdict: IDENTICAL" in err
    assert f"inspector: not written: {targets[0]}, {targets[1]} (no space left on device)" in err
    assert ["temporary"] == [one.name for one in tmp_path.iterdir()]


def test_a_folder_for_the_report_that_the_command_removed_changes_no_status(capfd, tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    plan = [*WHOLE, ("rmdir", str(folder)), ("exit", 7)]

    status, err = ran(capfd, "-o", folder / "run.txt", plan=plan)

    assert 7 == status
    assert "not written: " in err
    assert "does not exist" in err


def test_a_limit_on_the_size_of_files_changes_no_status(tmp_path):
    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    ended = subprocess.run(
        program("-o", str(tmp_path / "run.json"), "--format", "json", plan=(*WHOLE, ("exit", 7))),
        cwd=ROOT, capture_output=True, check=False, preexec_fn=limited,
    )  # fmt: skip

    assert 7 == ended.returncode
    assert b"(file too large)" in ended.stderr
    assert not (tmp_path / "run.json").exists()


def test_a_closed_standard_error_does_not_end_on_standard_output(capfd, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)

    assert 7 == cli.main(["run", "--", *command(*WHOLE, ("exit", 7))])

    assert ("", "") == capfd.readouterr()


def test_a_reader_of_the_report_that_went_away_is_no_error(monkeypatch):
    class Gone(io.StringIO):
        def write(self, _):
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())

    assert 7 == cli.main(["run", "--", *command(*WHOLE, ("exit", 7))])


# --- the real program -----------------------------------------------------------------------------


def program(*words, plan):
    return [sys.executable, "-m", "inspector", "run", *words, "--", *command(*plan)]


def test_standard_input_and_output_are_the_commands_byte_for_byte():
    data = bytes(range(256)) * 300

    ended = subprocess.run(
        program(plan=[("echo",), *WHOLE]), input=data, cwd=ROOT, capture_output=True, check=False
    )

    assert (0, data) == (ended.returncode, ended.stdout)
    assert b"Verdict: IDENTICAL" in ended.stderr


def test_nobody_has_to_read_the_report():
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run(
        program(plan=(*WHOLE, ("exit", 7))),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=writing,
        check=False,
    )
    os.close(writing)

    assert (7, b"") == (ended.returncode, ended.stdout)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("heard", [True, False])
def test_being_asked_to_end_ends_the_command_and_is_reported(number, heard):
    plan = [("on", number, [*WHOLE, ("exit", 5)])] if heard else []

    with subprocess.Popen(
        program(plan=[*plan, ("pause",)]), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert b"READY\n" == running.stdout.readline()
        running.send_signal(number)
        _, err = running.communicate()

    assert (5 if heard else 128 + number) == running.returncode
    assert (b"Verdict: IDENTICAL" if heard else NOTHING.encode()) in err


@pytest.mark.parametrize("heard", [True, False])
def test_a_key_reaches_the_command_and_we_go_on(heard):
    once = [("out", b"[heard]"), *WHOLE, ("exit", 3)]
    plan = [("on", signal.SIGINT, once)] if heard else [("on", signal.SIGINT, [("exit", 130)])]
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, program(plan=[*plan, ("pause",)]))  # noqa: S606

    seen = read_until(fd, b"READY")
    os.write(fd, b"\x03")
    seen += read_until(fd, None)
    os.close(fd)

    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert (3 if heard else 130) == status
    assert heard == seen.count(b"[heard]")
    assert (b"IDENTICAL" if heard else NOTHING.encode()) in seen


def read_until(fd, text) -> bytes:
    seen = b""
    while text is None or text not in seen:
        try:
            data = os.read(fd, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            break
        if not data:
            break
        seen += data
    return seen


def test_the_guard_is_shut_again_after_the_command(tmp_path):
    code = f"""
import subprocess
from inspector import cli, guard
print(cli.main(["run", "--", {sys.executable!r}, "-c", "pass"]))
try:
    subprocess.run(["true"])
except guard.Refused:
    print("refused")
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert "0\nrefused\n" == ended.stdout


def post(endpoint, request) -> int:
    peer = http.client.HTTPConnection("127.0.0.1", endpoint.port)
    fields = {"Content-Type": "application/x-protobuf"}
    peer.request("POST", "/v1/traces", request.body, fields)
    status = peer.getresponse().status
    peer.close()
    return status


# --- receiving ------------------------------------------------------------------------------------


def test_everything_that_arrives_is_kept_in_order():
    endpoint = Endpoint()
    sent = [carrying(event(number)) for number in range(20)]

    with Receiving(endpoint) as receiving:
        for one in sent:
            assert 200 == post(endpoint, one)

    assert [one.body for one in sent] == [one.body for one in receiving.requests]
    assert 0 == receiving.left_out


def test_what_there_is_no_room_for_is_counted(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "Receiving", lambda endpoint: Receiving(endpoint, kept=10))

    status, err = ran(capfd, plan=WHOLE)

    assert 0 == status
    assert "incomplete: requests: there was no room to keep 1 request" in err
    assert "Verdict: IDENTICAL" not in err


def test_requests_that_the_endpoint_could_not_take_are_missed():
    busy = SimpleNamespace(missed=Counter({503: 2}), lost=1, faults=("KeyError",))
    receiving = SimpleNamespace(left_out=0)

    assert [
        "a process that the command started still runs",
        "there was no room to keep 1 request",
        "refused and not examined: 2 requests or connections",
        "the endpoint had a fault of its own (KeyError)",
    ] == list(run_module._missed(receiving, busy, running=True))


class Quiet:
    """Stands for an endpoint: says whether a request came while somebody waited."""

    def __init__(self, came=()):
        self.came = [*came]
        self.waited = []

    def wait(self, seconds):
        self.waited.append(seconds)
        return self.came.pop(0) if self.came else False


def test_it_is_quiet_after_a_pause_without_requests():
    receiving = Quiet([True, True, False])

    settle(receiving, 10, 0.3, lambda: False)

    assert [0.3] * 3 == receiving.waited


def test_a_busy_process_is_waited_for_no_longer_than_allowed():
    receiving, busy = Quiet(), [True, True, False]

    settle(receiving, 10, 0.3, lambda: busy.pop(0))

    assert 3 == len(receiving.waited)
    settle(receiving, 0, 0.3, lambda: True)
    assert 3 == len(receiving.waited)


def test_waiting_ends_when_a_request_comes():
    endpoint = Endpoint()
    with Receiving(endpoint) as receiving:
        thread = threading.Thread(target=post, args=(endpoint, carrying()))
        thread.start()
        assert receiving.wait(20) or receiving.requests
        thread.join()
        assert not receiving.wait(0)
