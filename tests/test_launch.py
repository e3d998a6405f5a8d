from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import launch
from inspector.launch import CannotStart, Ended, Relay, diverted

pytestmark = pytest.mark.usefixtures("hears")
URL = "http://127.0.0.1:4321/abc/v1/traces"
BASE = "http://127.0.0.1:4321/abc"


def started(*words, **environ):
    with Relay(lambda: None) as relay:
        return relay.launch([*words], {**os.environ, **environ})


def test_only_two_variables_divert_werf():
    before = {"PATH": "/bin", "WERF_TELEMETRY_LOG_FILE": "mine", "NO_PROXY": "x"}

    after = diverted(before, "/tmp/log", URL)

    assert {"WERF_TELEMETRY_LOG_FILE": "/tmp/log", "WERF_TELEMETRY_TRACE_URL": URL} == {
        name: value for name, value in after.items() if before.get(name) != value
    }
    assert "mine" == before["WERF_TELEMETRY_LOG_FILE"]


def test_more_divert_any_program_with_an_sdk():
    after = diverted({}, "/tmp/log", URL, otel=True)

    assert {
        "OTEL_EXPORTER_OTLP_ENDPOINT": BASE,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": URL,
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": f"{BASE}/v1/metrics",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": f"{BASE}/v1/logs",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    } == {name: value for name, value in after.items() if not name.startswith("WERF")}


@pytest.mark.parametrize(
    "before, upper, lower",
    [
        ({"NO_PROXY": "a,b"}, "a,b,127.0.0.1", "a,b,127.0.0.1"),
        ({"no_proxy": "a"}, "a,127.0.0.1", "a,127.0.0.1"),
        ({"NO_PROXY": "a", "no_proxy": "b"}, "a,127.0.0.1", "b,127.0.0.1"),
        ({"NO_PROXY": "", "no_proxy": ""}, "127.0.0.1", "127.0.0.1"),
    ],
)
def test_what_goes_around_a_proxy_already_still_does(before, upper, lower):
    after = diverted(before, "/tmp/log", URL, otel=True)

    assert (upper, lower) == (after["NO_PROXY"], after["no_proxy"])


@pytest.mark.parametrize(
    "script, ended",
    [
        pytest.param("exit 0", Ended(0, None), id="well"),
        pytest.param("exit 7", Ended(7, None), id="with a status"),
        pytest.param("kill -9 $$", Ended(137, "SIGKILL"), id="killed"),
        pytest.param("kill -TERM $$", Ended(143, "SIGTERM"), id="terminated"),
        pytest.param("kill -35 $$", Ended(163, "signal 35"), id="by a signal without a name"),
    ],
)
def test_how_a_command_ended(script, ended):
    assert ended == started("sh", "-c", script)


def test_a_command_gets_its_environment_and_open_files(tmp_path, capfd):
    (tmp_path / "in").write_text("from an open file")
    with (tmp_path / "in").open() as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003  # as the system has it
        started("sh", "-c", f"echo $COLOUR; cat /dev/fd/{file.fileno()}", COLOUR="red")

    assert "red\nfrom an open file" == capfd.readouterr().out


NUMBERS = """
import os, stat
for number in range(3, 1500):
    try:
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            print(number)
    except OSError:
        pass
"""


def test_a_command_has_one_more_file_at_a_high_number(capfd):
    assert Ended(0, None) == started(sys.executable, "-c", NUMBERS)

    numbers = map(int, capfd.readouterr().out.split())  # the low ones are of who runs the tests
    assert 1 == sum(number >= launch._number() for number in numbers)


@pytest.mark.parametrize(
    "limit, number", [(1024, 896), (256, 224), (20, 17), (1 << 20, 900), (None, 900)]
)
def test_the_number_is_within_the_limit(monkeypatch, limit, number):
    limit = launch.resource.RLIM_INFINITY if limit is None else limit
    monkeypatch.setattr(launch.resource, "getrlimit", lambda _: (limit, limit))

    assert number == launch._number()


def test_what_a_command_leaves_behind_runs_until_it_has_ended(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    background = f"(read word < {tmp_path / 'pipe'}; echo done > {tmp_path / 'pipe'}) & exit 3"
    with Relay(lambda: None) as relay:
        assert not relay.running()

        assert Ended(3, None) == relay.launch(["sh", "-c", background], os.environ)
        assert relay.running()
        (tmp_path / "pipe").write_text("word\n")
        assert "done\n" == (tmp_path / "pipe").read_text()
        while relay.running():  # it has nothing left to do but to end
            os.sched_yield()

    assert not relay.running()


def test_what_is_written_to_the_inherited_end_is_nothing(tmp_path):
    write = f"import os; os.write({launch._number()}, b'x')"
    with Relay(lambda: None) as relay:
        relay.launch([sys.executable, "-c", write], os.environ)

        assert relay.running()
        assert not relay.running()


def test_a_pipe_that_cannot_be_had_is_said(monkeypatch):
    def refuse():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(launch.os, "pipe", refuse)

    with pytest.raises(CannotStart, match="true cannot be started: Too many open files"):
        started("true")


def script(path, text, mode=0o755):
    path.write_text(text)
    path.chmod(mode)
    return str(path)


@pytest.mark.parametrize(
    "made, reason",
    [
        pytest.param(lambda _: "no-such-command", "there is no command", id="vanished"),
        pytest.param(lambda p: script(p, "x", 0o644), "may not be executed", id="no program"),
        pytest.param(lambda p: str(p.parent), "may not be executed", id="a folder"),
        pytest.param(lambda p: script(p, "x"), "needs a first line", id="no first line"),
        pytest.param(lambda p: script(p, "#!/no/such\n"), "names an interpreter", id="no interpreter"),
    ],
)  # fmt: skip
def test_why_a_command_cannot_be_started(tmp_path, made, reason):
    with pytest.raises(CannotStart, match=reason):
        started(made(tmp_path / "command"))


def test_another_refusal_of_the_system_is_said():
    with pytest.raises(CannotStart, match="cannot be started: Argument list too long"):
        started("true", "x" * (4 << 20))
    with pytest.raises(CannotStart, match=r"\\x1b"):
        started("\x1b[31m")


def test_signals_are_as_before_afterwards():
    before = [signal.getsignal(number) for number in launch._SIGNALS]

    started("true")

    assert before == [signal.getsignal(number) for number in launch._SIGNALS]


def test_an_ignored_signal_stays_ignored_by_both(capfd):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        ended = started("sh", "-c", "kill -HUP $$; kill -HUP $PPID; echo still here")
    finally:
        signal.signal(signal.SIGHUP, before)

    assert (Ended(0, None), "still here\n") == (ended, capfd.readouterr().out)


@pytest.mark.parametrize("name", ["TERM", "HUP", "INT", "QUIT"])
def test_a_signal_to_us_reaches_the_command(name, monkeypatch):
    monkeypatch.setattr(launch, "_foreground", lambda: False)
    hears = f'trap "exit 5" {name}; kill -{name} $PPID; while :; do :; done'

    assert Ended(5, None) == started("sh", "-c", hears)


def test_a_key_of_the_terminal_is_not_handed_on_twice(monkeypatch):
    monkeypatch.setattr(launch, "_foreground", lambda: True)
    hears = 'trap "exit 4" INT; trap "exit 5" TERM; kill -INT $PPID; kill -TERM $PPID'

    assert Ended(5, None) == started("sh", "-c", f"{hears}; while :; do :; done")


def test_a_signal_that_comes_before_the_command_is_kept_for_it(monkeypatch):
    monkeypatch.setattr(launch, "_foreground", lambda: False)
    with Relay(lambda: None) as relay:
        os.kill(os.getpid(), signal.SIGTERM)

        ended = relay.launch(["sleep", "60"], os.environ)

    assert Ended(143, "SIGTERM") == ended


def test_after_the_command_a_key_interrupts_us():
    with Relay(lambda: None) as relay:
        relay.launch(["true"], os.environ)

        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("command", ["true", "no-such-command"])
def test_after_the_command_a_signal_ends_us_once_everything_is_cleaned_up(tmp_path, command):
    program = f"""
import os, pathlib, signal
from inspector.launch import CannotStart, Relay
with Relay(lambda: pathlib.Path({str(tmp_path / "cleaned")!r}).touch()) as relay:
    try:
        relay.launch([{command!r}], os.environ)
    except CannotStart:
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    print("not reached")
"""
    root = Path(launch.__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, check=False
    )

    assert (-signal.SIGTERM, b"") == (ended.returncode, ended.stdout)
    assert (tmp_path / "cleaned").exists()


def test_a_signal_that_does_not_end_us_at_once_ends_us_all_the_same(monkeypatch):
    monkeypatch.setattr(os, "kill", lambda *_: None)
    cleaned = []
    with Relay(lambda: cleaned.append(1)) as relay:
        relay._over = True

        with pytest.raises(SystemExit, match="143"):
            relay._handle(signal.SIGTERM, None)

    assert [1] == cleaned


@pytest.mark.parametrize("terminal", ["none", "another", "ours"])
def test_the_foreground_is_asked_of_the_terminal(monkeypatch, terminal):
    def opened(*_):
        if terminal == "none":
            raise OSError
        return os.dup(0)

    def group(_):
        return os.getpgrp() + (terminal == "another")

    monkeypatch.setattr(launch.os, "open", opened)
    monkeypatch.setattr(launch.os, "tcgetpgrp", group)

    assert (terminal == "ours") == launch._foreground()


def test_a_terminal_that_does_not_answer_is_none(monkeypatch):
    monkeypatch.setattr(launch.os, "open", lambda *_: os.dup(0))
    monkeypatch.setattr(launch.os, "tcgetpgrp", lambda _: (_ for _ in ()).throw(OSError))

    assert not launch._foreground()
