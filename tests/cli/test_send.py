from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from inspector import cli
from inspector.decode.requests import from_object
from inspector.wire import delivery, endpoint, keys, logged
from inspector.wire.endpoint import Endpoint
from inspector.wire.show import dump
from tests.wire_peer import KEY, Act, Peer, closes, http, proof, proves, says

CLEAN = "werf-v2.77.1-clean.log"
BUILD = "werf-v2.77.1-build-events.log"
TWO = "werf-v2.77.1-two-processes.log"
TORN = "torn-line-glued-to-next-process.log"
WASP = "wasp-wire-clean.jsonl"
EVENT = (
    b"[7][2026-03-25 09:41:10 +0000 UTC m=+0.000000001] Telemetry: sent event: ts=1, "
    b'executionID="x", userID="u", projectID="p", command="%s", eventType="CommandStarted", '
    b'eventData="{}", attributes="{\\"extra\\":{},\\"version\\":\\"v2.0.0\\"}", schemaVersion=2\n'
)


@pytest.fixture(autouse=True)
def _no_otel(monkeypatch):
    for name in list(os.environ):
        if name.startswith("OTEL_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def runtime(monkeypatch, tmp_path_factory):
    """Let endpoints leave their keys in a folder of the test's own."""
    path = tmp_path_factory.mktemp("runtime")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(path))
    return path / "telemetry-inspector"


@contextmanager
def known(then: Act, first: Act = proves) -> Iterator[Peer]:
    """Start a fake server whose key is found."""
    with Peer(then, first) as peer:
        keys.leave(peer.port, KEY)
        yield peer


def send(capsys, *words) -> tuple[int, str, str]:
    status = cli.main(["send", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


def document(capsys, *words) -> tuple[int, dict]:
    status, out, _ = send(capsys, "--format", "json", *words)
    return status, json.loads(out)


def written(tmp_path, data: bytes):
    path = tmp_path / "a.log"
    path.write_bytes(data)
    return path


def test_a_log_is_sent_to_a_receiver_of_its_own_and_arrives_as_it_was_logged(cases, capsys):
    status, out, err = send(capsys, cases / CLEAN)

    assert (0, "") == (status, err)
    assert re.match(
        r"request 1 of 1: POST /v1/traces, answered 200, [\d,]+ bytes, 2 spans, \d+ ms\n"
        r"  sha256 [0-9a-f]{64}\n"
        r"  line \d+: CommandStarted, arrived exactly as logged\n"
        r"  line \d+: CommandExited, arrived exactly as logged\n"
        r"2 of 2 events arrived exactly as logged, in 1 request\.\n"
        r"Rebuilt, because no log holds it: .*\n"
        r"Nothing left this machine: it went to a receiver inside this process, now closed\.\n\Z",
        out,
    )


@pytest.mark.parametrize("case", [CLEAN, BUILD, TWO, "werf-v1.2.123-stdout.log",
                                  "werf-v1.2.128-space-style.log", "werf-v2.77.1-go-escapes.log"])  # fmt: skip
def test_every_event_of_every_era_arrives(cases, capsys, case):
    status, report = document(capsys, cases / case)

    assert (0, True) == (status, report["sent"])
    assert report["events"] == report["identical"] > 0
    assert {200} == {one["status"] for one in report["requests"]}


def test_a_packed_log_and_standard_input_are_read_too(cases, tmp_path, capsys, monkeypatch):
    data = (cases / CLEAN).read_bytes()
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(data))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    assert [0, 0] == [send(capsys, tmp_path / "a.log.gz")[0], send(capsys, "-")[0]]


def test_without_a_path_the_variable_names_the_log(cases, capsys, monkeypatch):
    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", str(cases / CLEAN))

    assert 0 == send(capsys)[0]


def test_several_logs_are_told_apart(cases, capsys):
    status, out, _ = send(capsys, cases / CLEAN, cases / BUILD)

    assert 0 == status
    assert 2 == out.count("\ninput ") + out.startswith("input ")
    assert "15 of 15 events arrived exactly as logged" in out


def test_show_prints_head_content_and_bytes_and_sends_nothing(cases, capsys, monkeypatch):
    monkeypatch.setattr(delivery, "send", None)
    monkeypatch.setattr(endpoint, "Endpoint", None)

    status, out, _ = send(capsys, "--show", cases / "requests" / "werf-v1.2.171.log")

    assert 0 == status
    assert "not sent" in out
    assert "era: OpenTelemetry 1.7.0, because attributes.version is v1.2.171" in out
    assert "| POST /v1/traces HTTP/1.1\n  | Host: 127.0.0.1:4318\n  | User-Agent: Go-http" in out
    assert '|   service.name = "unknown_service:werf"' in out
    assert "spans in protobuf field 1000" in out
    assert re.search(r"traceId: \"[0-9a-f]{32}\"  \(rebuilt: no log holds it\)", out)
    assert "| kind: 1 INTERNAL" in out
    assert '|   eventType = "CommandStarted"' in out
    assert "|   schemaVersion = 2" in out
    assert "00000000  0a b6 09 0a 91 01 0a 26  0a 0c 73 65 72 76 69 63  |.......&..servic|" in out
    assert "2 of 2 events read back exactly as logged" in out
    assert out.endswith("Nothing was sent.\n")


def test_an_era_that_nobody_caught_says_so(tmp_path, capsys):
    path = written(tmp_path, EVENT.replace(b"v2.0.0", b"v1.2.220") % b"werf")

    assert "not from a caught request" in send(capsys, "--show", path)[1]


def test_show_gives_the_same_as_json(cases, capsys):
    status, report = document(capsys, "--show", "--port", "4711", cases / CLEAN)

    assert (0, False, "telemetry-inspector/send/1") == (status, report["sent"], report["schema"])
    (one,) = report["requests"]
    request = from_object(
        {"received_at": None, **{k: one[k] for k in ("method", "path", "headers", "body_b64")}}
    )
    assert (one["bytes"], "127.0.0.1:4711") == (len(request.body), request.header("host"))
    (resource,) = one["resources"]
    names = [name for name, _ in resource["scopes"][0]["spans"][0]["attributes"]]
    assert ["ts", "executionID", "userID"] == names[:3]
    assert (None, None) == (one["status"], one["milliseconds"])


def test_without_show_no_value_of_the_log_is_printed(cases, capsys):
    data = (cases / CLEAN).read_text()
    run = re.search(r'executionID="([^"]+)"', data)[1]

    for form in ("text", "json"):
        _, out, err = send(capsys, "--format", form, cases / CLEAN)
        assert run not in out + err


@pytest.mark.parametrize("form", ["text", "json"])
def test_hostile_values_are_shown_and_never_obeyed(tmp_path, capsys, form):
    hostile = rb"\x1b[2J\n::error::x ##vso[task.x] \u202e"
    path = written(tmp_path, EVENT.replace(b"v2.0.0", b"v2.0.0##[e]") % hostile)

    status, out, _ = send(capsys, "--show", "--format", form, path)

    assert 0 == status
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not re.search(r"(?m)^\s*::|##", out)
    assert all(
        re.match(r"request |  |1 of|Rebuilt|werf|Nothing| \S|[{}]", line)
        for line in out.splitlines()
    )


def test_the_dump_breaks_what_a_pipeline_would_obey():
    (row,) = dump(b"##[x]\xff\n~")

    assert "  00000000  23 23 5b 78 5d ff 0a 7e                           |#.[x]..~|" == row


def test_one_event_can_be_chosen_by_its_line(cases, capsys):
    _, everything = document(capsys, cases / BUILD)
    lines = [event["line"] for one in everything["requests"] for event in one["events"]]

    status, report = document(capsys, "--event", lines[1], "--event", lines[3], cases / BUILD)

    assert 0 == status
    assert [lines[1], lines[3]] == [
        event["line"] for one in report["requests"] for event in one["events"]
    ]


def test_a_run_can_be_chosen_by_the_beginning_of_its_id(cases, capsys):
    runs = re.findall(r'executionID="([^"]+)"', (cases / TWO).read_text())

    status, report = document(capsys, "--run", runs[0][:8], cases / TWO)

    assert (0, runs.count(runs[0])) == (status, report["events"])
    assert runs.count(runs[0]) < len(runs)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--event", "1"], "no event that was asked for stands on line 1"),
        (["--event", "0"], "a line is a number from 1"),
        (["--event", "x"], "a line is a number from 1"),
        (["--run", "\x1b[2J"], r"begins with \x1b[2J"),
        (["--port", "0"], "a port is a number from 1 to 65535"),
        (["--port", "65536"], "a port is a number from 1 to 65535"),
        (["--port", "localhost:4318"], "a port is a number"),
        (["--host", "example.invalid"], "see `inspector send --help`"),
        (["--format", "xml"], "invalid choice"),
        (["nothing.log"], "nothing.log does not exist"),
        ([""], "a PATH is empty"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error(cases, capsys, words, sentence):
    status, out, err = send(capsys, *words, cases / CLEAN)

    assert (2, "") == (status, out)
    assert sentence in err


def test_a_line_needs_one_log(cases, capsys):
    status, _, err = send(capsys, "--event", "4", cases / CLEAN, cases / BUILD)

    assert 2 == status
    assert "exactly one PATH" in err


def test_no_path_at_all_is_a_usage_error(capsys):
    status, _, err = send(capsys)

    assert 2 == status
    assert "try: inspector send telemetry.log" in err


def test_too_many_events_are_refused_before_any_is_sent(cases, capsys, monkeypatch):
    monkeypatch.setattr(logged, "MOST", 1)

    status, out, err = send(capsys, cases / CLEAN)

    assert (2, "") == (status, out)
    assert "choose some with --run" in err


@pytest.mark.parametrize("words", [[], ["--show"]], ids=["sent", "shown"])
def test_events_of_wasp_are_left_out_and_counted(cases, capsys, words):
    status, out, err = send(capsys, *words, cases / WASP)

    assert 3 == status
    assert "events of Wasp left out: Wasp sends them in another way (wasp-cli)" in err
    assert "no event of werf that could be sent" in err
    assert out.endswith("Nothing was sent.\n")


def test_what_belongs_to_nobody_is_left_out_and_counted(tmp_path, capsys):
    path = written(tmp_path, b'{"some": "thing"}\n' + EVENT % b"werf")

    status, _, err = send(capsys, path)

    assert 0 == status
    assert "1 event of an unknown program left out" in err


def test_an_unreadable_record_makes_it_incomplete(cases, capsys):
    status, out, err = send(capsys, cases / TORN)

    assert 3 == status
    assert "2 of 2 events arrived" in out
    assert "1 record could not be read; what cannot be read is not sent" in err


def test_an_event_that_werf_cannot_send_is_told_and_is_no_success(tmp_path, capsys):
    path = written(tmp_path, EVENT % b"werf" + EVENT % rb"werf \xff")

    status, out, err = send(capsys, path)

    assert 1 == status
    assert "line 2: werf cannot send this event: it holds text that is not UTF-8" in err
    assert "1 of 1 event arrived" in out
    assert [{"line": 2, "why": "it holds text that is not UTF-8"}] == document(capsys, path)[1][
        "inputs"
    ][0]["unsendable"]


def test_a_log_that_cannot_be_read_to_its_end_makes_it_incomplete(cases, tmp_path, capsys):
    packed = gzip.compress((cases / CLEAN).read_bytes())
    (tmp_path / "a.log.gz").write_bytes(packed[:-6])

    status, _, err = send(capsys, tmp_path / "a.log.gz")

    assert 3 == status
    assert "the gzip data ends early" in err


def test_quiet_says_nothing_on_stderr(cases, capsys):
    status, _, err = send(capsys, "--quiet", cases / TORN)

    assert (3, "") == (status, err)


def test_variables_that_werf_heeds_are_named_and_not_heeded(cases, capsys, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer hush")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "host.name=hush")
    monkeypatch.setenv("OTEL_LOG_LEVEL", "debug")

    status, out, err = send(capsys, "--show", cases / CLEAN)

    assert 0 == status
    assert (
        "inspector: OTEL_EXPORTER_OTLP_HEADERS, OTEL_RESOURCE_ATTRIBUTES would change what werf "
        "itself sends, and had no effect here; see: inspector doctor\n" == err
    )
    assert "hush" not in out


def test_a_running_endpoint_is_sent_to_by_its_port(cases, capsys):
    with Endpoint(known=True) as receiver:
        status, out, _ = send(capsys, "--port", receiver.port, cases / CLEAN)
        (request,) = receiver.take(2)

    assert 0 == status
    assert "2 of 2 events were accepted exactly as logged" in out
    assert out.endswith(
        f"\nIt went to `inspector endpoint` on port {receiver.port} of this machine.\n"
    )
    assert ("Host", f"127.0.0.1:{receiver.port}") == request.headers[0]


def test_a_port_of_another_program_is_refused_before_anything_is_sent(cases, capsys):
    with known(says(http(b"")), says(http(b""))) as peer:
        status, out, err = send(capsys, "--port", peer.port, cases / CLEAN)

    assert (2, "") == (status, out)
    assert f"what listens on port {peer.port} is not an `inspector endpoint` that this" in err
    assert [] == peer.telemetry


def test_an_endpoint_of_another_machine_behind_a_tunnel_gets_nothing(cases, capsys):
    def elsewhere(peer, asked):
        peer.sendall(http(proof(peer, asked, "0" * 32), "text/plain"))

    with known(says(http(b"")), elsewhere) as peer:
        status, out, err = send(capsys, "--port", peer.port, cases / CLEAN)

    assert (2, "") == (status, out)
    assert "no telemetry was sent to it" in err
    assert [] == peer.telemetry


def test_a_port_without_a_key_is_refused_before_anything_is_sent(cases, capsys, runtime):
    with Peer(says(http(b""))) as peer:
        status, out, err = send(capsys, "--port", peer.port, cases / CLEAN)

    assert (2, "") == (status, out)
    assert f"it cannot be told who listens on port {peer.port}" in err
    assert str(runtime) in err
    assert "or leave out --port" in err
    assert [] == peer.requests


def test_a_port_where_nobody_listens_is_refused(cases, capsys):
    with Peer(says(http(b""))) as peer:
        pass

    status, _, err = send(capsys, "--port", peer.port, cases / CLEAN)

    assert 2 == status
    assert f"nothing listens on port {peer.port}" in err


def test_what_is_not_accepted_is_told_and_is_no_success(cases, capsys):
    with known(says(http(b"no\x1b", status="500 Sorry"))) as peer:
        status, out, _ = send(capsys, "--port", peer.port, cases / CLEAN)

    assert 1 == status
    assert r"not accepted: it answered 500: “no\x1b”" in out
    assert "CommandStarted, did NOT arrive as logged" in out
    assert "0 of 2 events were accepted" in out


def test_a_warning_of_the_server_is_shown(cases, capsys):
    with known(says(http(b"\x0a\x06\x12\x04soon"))) as peer:
        status, out, _ = send(capsys, "--port", peer.port, cases / CLEAN)

    assert 0 == status
    assert "warning: it took everything, and says “soon”" in out


def test_a_connection_that_breaks_is_no_success(cases, capsys):
    with known(closes) as peer:
        status, report = document(capsys, "--port", peer.port, cases / CLEAN)

    assert (1, 0) == (status, report["identical"])
    assert None is report["requests"][0]["status"]


def test_where_no_answer_came_it_does_not_say_that_it_went_there(cases, capsys):
    with known(closes) as peer:
        status, out, _ = send(capsys, "--port", peer.port, cases / CLEAN)

    assert 1 == status
    assert "0 of 1 request got an answer from `inspector endpoint` on port" in out
    assert "It went" not in out


def test_attributes_that_arrive_otherwise_are_told(cases, capsys, monkeypatch):
    real = delivery.read

    def other(request):
        export = real(request)
        object.__setattr__(next(export.spans), "attributes", (("ts", True),))
        return export

    monkeypatch.setattr(delivery, "read", other)

    status, out, _ = send(capsys, "--show", cases / CLEAN)

    assert 1 == status
    assert "CommandStarted, did NOT arrive as logged" in out
    assert "1 of 2 events read back exactly as logged" in out


def test_a_number_is_not_a_truth_value(tmp_path, capsys, monkeypatch):
    real = delivery.read

    def other(request):
        export = real(request)
        (span,) = export.spans
        swapped = tuple((k, True if v == 1 else v) for k, v in span.attributes)
        object.__setattr__(span, "attributes", swapped)
        return export

    monkeypatch.setattr(delivery, "read", other)

    assert 1 == send(capsys, "--show", written(tmp_path, EVENT % b"werf"))[0]


def test_a_request_that_is_too_large_to_be_read_is_refused_and_told(tmp_path, capsys):
    path = written(tmp_path, (EVENT % (b"y" * 900_000)) * 6)

    status, out, _ = send(capsys, path)
    shown, _, _ = send(capsys, "--show", path)

    assert (1, 1) == (status, shown)
    assert "not accepted: it answered 413" in out


def test_events_without_a_type_are_shown_as_such(tmp_path, capsys):
    path = written(tmp_path, b'{"schemaVersion": 2, "userID": "u", "ts": 1}\n')

    status, out, _ = send(capsys, path)

    assert 0 == status
    assert "line 1: an event without a type, arrived exactly as logged" in out


def test_the_command_line_works_as_a_program_of_its_own(cases):
    done = subprocess.run(
        [sys.executable, "-m", "inspector", "send", str(cases / CLEAN)],
        capture_output=True,
        check=False,
        env={"PATH": "", "HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"},
    )

    assert (0, b"") == (done.returncode, done.stderr)
    assert b"2 of 2 events arrived exactly as logged" in done.stdout
