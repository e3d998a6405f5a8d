from __future__ import annotations

import errno
import json
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from inspector import cli
from inspector.cli import endpoint as module
from inspector.cli import page, saving
from inspector.decode.requests import from_object
from inspector.report.as_text import Look
from inspector.wire.endpoint import Endpoint
from tests.wire.hostile import JSON, as_json, post
from tests.wire.talk import replies, talk
from tests.wire_world import STARTED, attributes, export, request, span

pytestmark = pytest.mark.usefixtures("hears")
EVENT = request(export(span(attributes(STARTED)))).body
DIRTY = request(export(span(attributes(STARTED | {"hostname": "build-7"})))).body


@pytest.fixture
def feed(monkeypatch):
    """Let requests arrive at the endpoint of the command as soon as it listens."""

    def arrive(*requests: bytes, kind=Endpoint):
        class Fed(kind):
            def start(self):
                super().start()
                for one in requests:
                    data = one.replace(b"@PORT@", str(self.port).encode())
                    talk(self.port, [data.replace(b"@TOKEN@", self.token.encode())])

        monkeypatch.setattr(module, "Endpoint", Fed)

    return arrive


def run(*words) -> int:
    return cli.main(["endpoint", "--for", "0.001", *map(str, words)])


def plainly(*bodies: bytes, more=("User-Agent: curl/8.5.0",)) -> list[bytes]:
    return [post(body, *more) for body in bodies]


def test_the_first_line_is_to_be_pasted_and_each_event_has_its_own(feed, capsys):
    feed(*plainly(EVENT, DIRTY))

    assert 1 == run()

    out, err = capsys.readouterr()
    first, *rows = out.splitlines()
    assert re.fullmatch(
        r"export WERF_TELEMETRY_TRACE_URL=http://127\.0\.0\.1:\d+/[0-9a-f]{32}/v1/traces", first
    )
    heads = [row.partition(" at ")[0] for row in rows if row.startswith(("request ", "  event "))]
    assert ["request 1", "  event CommandStarted [werf-v2]: 18 values",
            "request 2", "  event CommandStarted [werf-v2]: 19 values"] == heads  # fmt: skip
    assert [row for row in rows if row.startswith("    ! contract/undocumented-field hostname:")]
    assert "Verdict: DOES NOT CONFORM" in out
    assert "seen at endpoint:2" in out
    assert "build-7" not in out
    assert "receiving on this machine only" in err
    assert "Ctrl-C" in err


@pytest.mark.parametrize(
    ("words", "status"), [([], 1), (["--fail-on", "never"], 0), (["--fail-on", "note"], 1)]
)
def test_the_exit_status_is_that_of_an_audit(feed, words, status):
    feed(*plainly(DIRTY))

    assert status == run(*words)


def test_nothing_received_says_nothing_clean_and_why_that_may_be(feed, capsys):
    feed()

    assert 3 == run()

    out, err = capsys.readouterr()
    assert "Verdict: CANNOT SAY" in out
    assert "nothing was received; is the variable set in the shell that runs werf" in err


def test_quiet_says_nothing_on_stderr(feed, capsys):
    feed()
    assert 3 == run("--quiet")
    assert "" == capsys.readouterr().err

    feed(*plainly(EVENT))
    run("--quiet", "--format", "json")
    out, err = capsys.readouterr()
    assert re.fullmatch(r"inspector: export WERF_TELEMETRY_TRACE_URL=\S+\n", err)
    assert json.loads(out)["summary"]["events"] == {"CommandStarted": 1}


def test_json_on_stdout_is_nothing_but_the_report(feed, capsys, monkeypatch):
    feed(*plainly(EVENT))
    run("--format", "json")

    out, err = capsys.readouterr()
    report = json.loads(out)
    schema = Path(module.__file__).parents[1] / "report" / "report.schema.json"
    jsonschema.validate(report, json.loads(schema.read_text()))
    (source,) = report["inputs"]
    assert ("endpoint", 1, 2, 1, None) == tuple(
        source[key] for key in ("path", "lines", "records", "events", "error")
    )
    assert source["bytes"] == source["content_bytes"]
    assert "export WERF_TELEMETRY_TRACE_URL=http://127.0.0.1:" in err
    assert "event CommandStarted" in err


def test_reports_go_to_files_while_the_events_are_shown(feed, tmp_path, capsys):
    feed(*plainly(DIRTY))
    text, data = tmp_path / "a.txt", tmp_path / "a.json"

    assert 1 == run("-o", text, "-o", f"json={data}")

    out = capsys.readouterr().out
    assert "event CommandStarted" in out
    assert "Verdict" not in out
    assert "Verdict: DOES NOT CONFORM" in text.read_text()
    assert "does-not-conform" == json.loads(data.read_text())["summary"]["verdict"]
    assert 0o600 == stat.S_IMODE(data.stat().st_mode)


def findings(capsys, *words) -> list[tuple]:
    cli.main([*map(str, words), "--format", "json", "--quiet"])
    return [
        (one["fingerprint"], one["occurrences"], [place["line"] for place in one["locations"]])
        for one in json.loads(capsys.readouterr().out)["findings"]
    ]


@pytest.mark.parametrize("words", [[], ["--save-secrets"]], ids=["masked", "with secrets"])
def test_what_was_saved_gives_the_same_findings_later(feed, tmp_path, capsys, words):
    saved = tmp_path / "saved.jsonl"
    feed(
        *plainly(EVENT, DIRTY, b"\x0a"),
        *plainly(DIRTY, more=["Authorization: Bearer abcdefgh", "X-Team: blue"]),
        post(as_json(), kind=JSON), post(path="/v1/metrics"), post(b"", kind="text/plain"),
    )  # fmt: skip

    live = findings(capsys, "endpoint", "--for", "0.001", "--save", saved, *words)
    assert live == findings(capsys, "audit", saved)
    assert {"wire/environment-header"} < {one.split(" ")[0] for one in rules_of(capsys, saved)}
    assert 0o600 == stat.S_IMODE(saved.stat().st_mode)


def rules_of(capsys, path) -> set[str]:
    cli.main(["audit", str(path), "--format", "json"])
    return {one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]}


def test_a_saved_line_holds_the_request_as_it_came_but_for_credentials(feed, tmp_path):
    (plain,) = plainly(EVENT, more=["Authorization: Bearer abcdefgh"])
    for words, text in ([], "B…h (15)"), (["--save-secrets"], "Bearer abcdefgh"):
        saved = tmp_path / f"{len(words)}.jsonl"
        feed(plain, post(path="/v1/logs"))
        run("--save", saved, *words)

        first, second = map(from_object, map(json.loads, saved.read_text().splitlines()))
        assert (EVENT, text, None) == (first.body, first.header("authorization"), first.refused)
        assert (b"", 404, "/v1/logs") == (second.body, second.refused, second.path)


def test_the_digest_in_the_report_is_that_of_the_saved_file(feed, tmp_path, capsys):
    saved = tmp_path / "saved.jsonl"
    feed(*plainly(EVENT))
    run("--save", saved, "--format", "json")
    (source,) = json.loads(capsys.readouterr().out)["inputs"]
    cli.main(["audit", str(saved), "--format", "json"])
    (later,) = json.loads(capsys.readouterr().out)["inputs"]

    del source["judged_as_of"], later["judged_as_of"]  # when it came, and when it was saved
    assert {**later, "path": "endpoint"} == source


def test_what_many_events_say_together_is_told(feed, capsys):
    feed(*plainly(EVENT, EVENT))
    run("--format", "json", "--quiet")

    rules = [one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert "behaviour/duplicate-event" in rules


def occupied(path: Path) -> None:
    path.write_text("x\n")


def linked(path: Path) -> None:
    path.symlink_to(path.parent / "other")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (occupied, "requests are saved to a new file only"),
        (linked, "is a symbolic link"),
        (Path.mkdir, "is not a regular file"),
        (os.mkfifo, "is not a regular file"),
    ],
    ids=["not empty", "link", "folder", "pipe"],
)
def test_a_file_that_holds_something_is_never_written_to(feed, tmp_path, capsys, make, said):
    saved = tmp_path / "saved.jsonl"
    make(saved)
    feed(*plainly(EVENT))

    assert 2 == run("--save", saved)

    assert said in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
    if make is occupied:
        assert "x\n" == saved.read_text()


def test_an_empty_file_is_taken_and_closed_to_others(feed, tmp_path):
    saved = tmp_path / "saved.jsonl"
    saved.touch(0o644)
    feed(*plainly(EVENT))
    run("--save", saved)

    assert 1 == len(saved.read_text().splitlines())
    assert 0o600 == stat.S_IMODE(saved.stat().st_mode)


@pytest.mark.parametrize("name", ["open", "fchmod"])
def test_a_file_that_cannot_be_created_is_said_so(feed, tmp_path, capsys, monkeypatch, name):
    def refuse(*_):
        raise OSError(errno.EROFS, "Read-only file system")

    feed()
    monkeypatch.setattr(saving.os, name, refuse)
    assert 2 == run("--save", tmp_path / "saved.jsonl")
    assert "cannot be created (read-only file system)" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--save", "no-such-folder/a"], ["-o", "no-such-folder/a"]])
def test_a_missing_folder_is_said_before_anything_is_received(words, capsys):
    assert 2 == run(*words)
    assert "the folder no-such-folder does not exist" in capsys.readouterr().err


def test_requests_and_report_do_not_go_to_one_file(tmp_path, capsys):
    path = tmp_path / "a"
    assert 2 == run("--save", path, "-o", tmp_path / "." / "a")
    assert "cannot hold the requests and the report" in capsys.readouterr().err
    assert not path.exists()


class Disk:
    """Takes so many bytes, some at a time, and is full then."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, file: int, data: memoryview) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        size = GENUINE(file, data[: min(500, self.room)])
        self.room -= size
        return size


GENUINE = os.write


@pytest.mark.parametrize("room", [0, 1000, 3000])
def test_a_full_disk_is_said_and_the_endpoint_goes_on(feed, tmp_path, capsys, monkeypatch, room):
    saved = tmp_path / "saved.jsonl"
    feed(*plainly(EVENT, EVENT, EVENT))
    monkeypatch.setattr(saving.os, "write", Disk(room).write)

    assert 3 == run("--save", saved, "--fail-on", "never")

    out, err = capsys.readouterr()
    whole = saved.read_bytes()
    kept = whole.count(b"\n")
    assert whole == b"" or whole.endswith(b"}\n")
    assert 1 == err.count(
        "No space left on device; this request is not saved. The endpoint goes on"
    )
    missing = 3 - kept
    verb = "request is" if missing == 1 else "requests are"
    assert f"endpoint: {missing} {verb} not in {saved} (No space left on device)" in out
    assert 3 == out.count("event CommandStarted [werf-v2]")


def test_a_disk_that_has_room_again_is_written_to_again(tmp_path, monkeypatch):
    said: list[str] = []
    disk = Disk(0)
    monkeypatch.setattr(saving.os, "write", disk.write)
    with saving.Saving(str(tmp_path / "a"), said.append) as file:
        for disk.room in (0, 0, 100, 0, 100):
            file.add(b"line\n")
        assert "3 requests are not in" in file.trouble
    assert b"line\nline\n" == (tmp_path / "a").read_bytes()
    assert 2 == len(said)


@pytest.mark.parametrize("word", ["-1", "65536", "x", "1e3", "٣", "9" * 5000])
def test_a_port_that_is_none_is_a_usage_error(word, capsys):
    assert 2 == cli.main(["endpoint", f"--port={word}"])
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["0", "-1", "x", "nan", "inf"])
def test_a_time_that_is_none_is_a_usage_error(word, capsys):
    assert 2 == cli.main(["endpoint", f"--for={word}"])
    assert "a number of seconds above 0" in capsys.readouterr().err


def test_a_port_that_is_taken_is_a_usage_error(capsys):
    with Endpoint() as other:
        assert 2 == run("--port", other.port)
    assert (
        f"inspector: port {other.port} of this machine is in use by another program"
        in capsys.readouterr().err
    )


def test_a_clock_that_is_none_is_a_usage_error(capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "now")
    assert 2 == run()
    assert "SOURCE_DATE_EPOCH is not a number" in capsys.readouterr().err


@pytest.mark.parametrize(("epoch", "found"), [("1000000000", True), ("4000000000", False)])
def test_the_clock_can_be_fixed(feed, capsys, monkeypatch, epoch, found):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    feed(*plainly(EVENT))
    run()
    assert found == ("value/implausible-time" in capsys.readouterr().out)


def test_what_was_no_telemetry_is_counted_at_the_end(feed, capsys):
    feed(
        post(method="GET"),
        post(method="GET"),
        post(host="a.example"),
        post(path="/v1/logs"),
        *plainly(EVENT),
    )
    assert 1 == run()
    out, err = capsys.readouterr()
    assert "carry nothing (GET and the like) were refused (2 requests or connections, 2 with" in err
    assert "refused and not examined: 1 requests or connections, 1 with 421" in out
    assert "request 1 at" in out
    assert "refused with 404, POST /v1/logs" in out


def test_a_fault_of_ours_is_told(feed, capsys):
    class Faulty(Endpoint):
        faults = ("KeyError", "KeyError")

    feed(*plainly(EVENT), kind=Faulty)
    run()
    assert "this is a fault in the program: KeyError in the endpoint" in capsys.readouterr().err


def test_no_line_begins_with_what_a_peer_chose(feed, capsys):
    words = ["::error::x", "##[error]x", "\x1b]0;x\x07", "##vso[task]"]
    feed(*[
        post(request(export(span(attributes(STARTED | {word: word, "command": word})))).body, f"X-{n}: {word}")
        for n, word in enumerate(words)
    ], *[post(path=f"/{word.replace(chr(27), '').replace(chr(7), '')}/v1/logs") for word in words])  # fmt: skip
    run()

    out = capsys.readouterr().out
    starts = ("export ", "request ", "  event ", "    ", "  ")
    body = out.partition("\ntelemetry-inspector ")[0].splitlines()
    assert all(row.startswith(starts) or not row for row in body)
    for row in out.splitlines():
        assert not re.search(r"\x1b|\x07|##|^\s*::|::\w+::", row), row


def wait_for(stream, word: str) -> str:
    for row in stream:
        if word in row:
            return row
    raise AssertionError(word)


@pytest.fixture
def started():
    """Start the command as a user does; give the process and its address."""
    processes = []

    def start(*words, env=None):
        process = subprocess.Popen(
            [sys.executable, "-m", "inspector", "endpoint", *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})},
        )  # fmt: skip
        processes.append(process)
        url = wait_for(process.stdout, "export WERF_TELEMETRY_TRACE_URL=").partition("=")[2].strip()
        return process, url

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def send(url: str, *bodies: bytes) -> list[int]:
    port = int(url.split(":")[2].split("/", maxsplit=1)[0])
    path = "/" + url.split("/", 3)[3]
    data = b"".join(post(body, path=path, host=f"127.0.0.1:{port}") for body in bodies)
    return [one.status for one in replies(talk(port, [data]))]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_a_report(started, tmp_path, number):
    process, url = started("--save", tmp_path / "a.jsonl", "--fail-on", "never")
    assert [200, 200] == send(url, EVENT, DIRTY)
    shown = wait_for(process.stdout, "request 2 at")
    kept = (tmp_path / "a.jsonl").read_bytes().count(b"\n")
    process.send_signal(number)
    out, err = process.communicate(timeout=30)

    assert "2 spans" not in shown
    assert 2 == kept  # while it went on
    assert 0 == process.returncode, err
    assert "Verdict: DOES NOT CONFORM" in out
    assert "Traceback" not in err


def test_what_arrived_until_the_signal_is_in_the_report(started):
    process, url = started("--fail-on", "never")
    assert [200] * 100 == send(url, *[EVENT] * 100)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)

    assert "CommandStarted 100" in out


def test_a_reader_that_goes_away_ends_it(started):
    process, url = started()
    process.stdout.close()
    assert [200] == send(url, EVENT)
    process.stdout = None
    _, err = process.communicate(timeout=30)

    assert "nobody reads the output any more: this ends here" in err
    assert "Traceback" not in err
    assert 1 == process.returncode


class Gone:
    """A pipe that nobody reads any more."""

    def write(self, _: str) -> int:
        raise BrokenPipeError


def test_a_reader_that_went_away_is_noticed_at_the_next_line(capsys, monkeypatch):
    shown = page.Page(Look(), on_stderr=False, quiet=False)
    monkeypatch.setattr(page, "unread", lambda: None)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Gone())
        shown.show(["a line"])

    assert shown.over.is_set()
    assert "nobody reads the output any more" in capsys.readouterr().err


def test_the_environment_leads_nothing_astray(started):
    proxy = "http://127.0.0.1:9"
    env = dict.fromkeys(
        ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"), proxy
    )
    env |= {"OTEL_EXPORTER_OTLP_ENDPOINT": proxy, "OTEL_EXPORTER_OTLP_HEADERS": "authorization=x",
            "OTEL_SDK_DISABLED": "true", "OTEL_TRACES_SAMPLER": "always_off", "NO_PROXY": ""}  # fmt: skip
    process, url = started("--fail-on", "never", env=env)
    assert [200, 400, 200] == send(url, EVENT, b"\x0a", EVENT)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)

    assert "CommandStarted 2" in out
    assert "authorization" not in out


class App:
    """Stands for the app: takes what arrives, as the app's reader does."""

    def __init__(self) -> None:
        self.taken = []
        self.status = 5

    @staticmethod
    def Source(**given):  # noqa: N802  # as it is called there
        return given

    def run(self, source) -> int:
        self.source = source
        url, port = source["endpoint"].url, source["endpoint"].port
        assert f":{port}/" in url
        assert [200] == send(url, EVENT)
        self.taken = source["endpoint"].take(10)
        assert [200] == send(url, DIRTY)  # nobody takes this one
        return self.status


@pytest.fixture
def app(monkeypatch):
    app = App()
    genuine = module.import_module
    monkeypatch.setattr(
        module, "import_module", lambda name: app if name == "inspector.tui.app" else genuine(name)
    )
    return app


def test_the_app_shows_the_endpoint(app):
    assert 5 == cli.main(["endpoint", "--view"])
    assert ("endpoint", ()) == (app.source["kind"], app.source["paths"])
    assert [EVENT] == [one.body for one in app.taken]


@pytest.mark.parametrize(("words", "status"), [([], 1), (["--fail-on", "never"], 0)])
def test_when_the_app_ends_well_its_status_is_that_of_an_audit(app, capsys, words, status):
    app.status = 0

    assert status == cli.main(["endpoint", "--view", *words])

    assert "2 requests, 2 events; findings:" in capsys.readouterr().err


def test_an_app_that_received_nothing_is_not_clean(app, capsys):
    app.run = lambda _source: 0

    assert 3 == cli.main(["endpoint", "--view"])
    assert "incomplete: no telemetry event was found" in capsys.readouterr().err


def test_two_endpoints_do_not_save_to_one_file(feed, tmp_path, capsys):
    saved = tmp_path / "saved.jsonl"
    feed(*plainly(EVENT))

    with saving.Saving(str(saved), print):
        assert 2 == run("--save", saved)

    assert "another endpoint writes to it" in capsys.readouterr().err


def test_a_saved_file_that_is_removed_makes_the_report_incomplete(feed, tmp_path, capsys):
    saved = tmp_path / "saved.jsonl"
    feed(*plainly(EVENT))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saving.Saving, "add", lambda _self, _line: saved.unlink(missing_ok=True))
        run("--save", saved)

    assert "saved.jsonl was removed, and the requests with it" in capsys.readouterr().out


def test_a_file_system_without_locks_is_no_reason_to_refuse(feed, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    feed(*plainly(EVENT))

    run("--save", tmp_path / "saved.jsonl")

    assert (tmp_path / "saved.jsonl").stat().st_size


@pytest.mark.skipif(sys.platform != "linux", reason="needs bash and /dev/full")
def test_a_standard_error_that_is_full_ends_nothing():
    line = f"{sys.executable} -m inspector endpoint --for 0.1 2>/dev/full"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)

    assert 3 == ended.returncode
    assert b"CANNOT SAY" in ended.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs bash and /dev/full")
@pytest.mark.parametrize("words", ["doctor", "send x.log", "explain", "contracts"])
def test_commands_that_answer_on_standard_output_need_one(words):
    line = f"{sys.executable} -m inspector {words} >&-"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)

    assert 2 == ended.returncode
    assert b"standard output is closed" in ended.stderr


def test_what_the_app_shows_is_saved_too(app, tmp_path):
    saved = tmp_path / "saved.jsonl"
    assert 5 == cli.main(["endpoint", "--view", "--save", str(saved)])

    requests = [from_object(json.loads(row)) for row in saved.read_text().splitlines()]
    assert [EVENT, DIRTY] == [one.body for one in requests]


def test_a_full_disk_is_told_of_after_the_app(app, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(saving.os, "write", Disk(0).write)
    assert 5 == cli.main(["endpoint", "--view", "--save", str(tmp_path / "a")])
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["-o", "a.txt"], ["--for", "1"], ["--format", "json"]], ids=" ".join
)
def test_the_app_writes_no_report(words, capsys):
    assert 2 == cli.main(["endpoint", "--view", *words])
    assert "--view shows what arrives and writes no report" in capsys.readouterr().err
