from __future__ import annotations

import hashlib
import inspect
import os
import socket
import time
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from inspector import guard
from inspector.model import Request
from inspector.wire import handshake, keys
from inspector.wire.endpoint import Endpoint
from inspector.wire.sender import LIMIT, recognise, send
from tests.wire_peer import KEY, Peer, closes, http, nonce_of, proof, proves, resets, says

SHORT = 0.4  # seconds; long enough for what does answer, on a busy machine too


OTHER = "0" * 32


@pytest.fixture(autouse=True)
def runtime(monkeypatch, tmp_path) -> Path:
    """Let endpoints leave their keys in a folder of the test's own."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "telemetry-inspector"


def request(port: int, body: bytes = b"") -> Request:
    headers = (
        ("Host", f"127.0.0.1:{port}"),
        ("User-Agent", "OTel OTLP Exporter Go/1.24.0"),
        ("Content-Length", str(len(body))),
        ("Content-Type", "application/x-protobuf"),
        ("Accept-Encoding", "gzip"),
    )
    return Request("POST", "/v1/traces", headers, body)


def sent_to(then, first=proves, timeout=2.0, body=b""):
    """Send one request to a fake server; give the receipt and the server."""
    with Peer(then, first) as peer:
        receipt = send(request(peer.port, body), peer.port, key=KEY, timeout=timeout)
    return receipt, peer


def partial(rejected: int, message: str) -> bytes:
    answer = ExportTraceServiceResponse()
    answer.partial_success.rejected_spans = rejected
    answer.partial_success.error_message = message
    return answer.SerializeToString()


def test_a_request_arrives_byte_for_byte_as_go_writes_it():
    receipt, peer = sent_to(says(http(b"")), body=b"\x0a\x00")

    assert (True, 200, None, None) == (
        receipt.ok, receipt.status, receipt.error, receipt.warning
    )  # fmt: skip
    (arrived,) = peer.telemetry
    assert (
        f"POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:{peer.port}\r\n"
        "User-Agent: OTel OTLP Exporter Go/1.24.0\r\nContent-Length: 2\r\n"
        "Content-Type: application/x-protobuf\r\nAccept-Encoding: gzip\r\n\r\n"
    ).encode() + b"\x0a\x00" == arrived


def test_the_receipt_keeps_what_was_answered():
    receipt, _ = sent_to(says(http(b"")))

    assert ("Content-Type", "application/x-protobuf") in [
        (name.title(), text) for name, text in receipt.headers
    ]
    assert (b"", "POST") == (receipt.body, receipt.request.method)
    assert 0 < receipt.seconds


@pytest.mark.parametrize(
    ("then", "status", "sentence"),
    [
        pytest.param(
            says(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"),
            307, "a redirect, not followed", id="redirect",
        ),
        pytest.param(says(http(b"", status="304 Not Modified")), 304, "a redirect, not followed", id="not modified"),
        pytest.param(says(http(b"<html>ok</html>", "text/html; charset=utf-8")), 200, "content type is text/html", id="a page"),
        pytest.param(says(http(b"", "")), 200, "content type is none", id="no content type"),
        pytest.param(says(http(b"{}", "application/json")), 200, "content type is application/json", id="json"),
        pytest.param(says(http(b"<html>ok</html>")), 200, "no OTLP answer", id="a page that lies"),
        pytest.param(says(http(b"", status="204 No Content")), 204, "it answered 204", id="success of another kind"),
        pytest.param(says(http(b"oh\x1b[2J", status="500 Sorry")), 500, r"it answered 500: “oh\x1b[2J”", id="500"),
        pytest.param(says(http(b"\xff" * 900, status="400 No")), 400, r"\xff… (+700 bytes)", id="a long refusal"),
        pytest.param(says(http(partial(2, "no\x1b]0;x\x07\nmore"))), 200, r"rejected 2 spans and says “no\x1b]0;x\x07\nmore”", id="partial success"),
        pytest.param(says(http(partial(-1, ""))), 200, "rejected -1 spans", id="a partial success of less than nothing"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_success_says_why(then, status, sentence):
    receipt, peer = sent_to(then)

    assert (False, status) == (receipt.ok, receipt.status)
    assert sentence in str(receipt.error)
    assert str(receipt.error).isprintable()
    assert 1 == len(peer.telemetry)


def test_a_success_with_a_message_is_a_success_with_a_warning():
    receipt, _ = sent_to(says(http(partial(0, "soon\x1b[1m gone"))))

    assert receipt.ok
    assert r"it took everything, and says “soon\x1b[1m gone”" == receipt.warning


def drips(peer: socket.socket, _: bytes) -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 9999\r\n\r\n"
    )
    for byte in head + bytes(9999):
        peer.sendall(bytes([byte]))
        time.sleep(0.01)


def goes_on(peer: socket.socket, _: bytes) -> None:
    while True:
        peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


def waits(peer: socket.socket, _: bytes) -> None:
    peer.recv(1)


@pytest.mark.parametrize("first", [proves, None], ids=["after the proof", "instead of a proof"])
@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        pytest.param(waits, "did not answer in time", id="silence"),
        pytest.param(drips, "did not answer in time", id="a drip"),
        pytest.param(goes_on, "did not answer in time", id="a promise without end"),
        pytest.param(closes, "closed before the answer was whole", id="closes at once"),
        pytest.param(resets, "cut before the answer", id="reset"),
        pytest.param(says(b"\x15\x03\x01\x00\x02\x02\x16" * 4), "is not HTTP", id="TLS"),
        pytest.param(says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "is not HTTP", id="SSH"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000), "is not HTTP", id="a head without end"),
        pytest.param(says(http(bytes(LIMIT + 1))), "longer than 4 MiB", id="5 MiB"),
        pytest.param(
            lambda peer, _: (peer.sendall(http(bytes(99))[:-9]), peer.shutdown(socket.SHUT_WR)),
            "closed before the answer was whole", id="shorter than it said",
        ),
    ],
)  # fmt: skip
def test_no_answer_becomes_a_sentence(first, act, sentence):
    timeout = SHORT if "in time" in sentence else 10.0
    receipt, peer = sent_to(act, first or act, timeout=timeout)

    assert (False, None, b"") == (receipt.ok, receipt.status, receipt.body)
    assert sentence in str(receipt.error)
    assert len(peer.telemetry) <= (first is proves)
    assert peer.connections <= 1  # nothing is tried again


def test_all_of_it_ends_with_the_time_that_was_given():
    receipt, _ = sent_to(drips, timeout=SHORT)

    assert SHORT <= receipt.seconds < 60  # what drips would take 100 seconds


def forged(asked: bytes) -> bytes:
    name = "telemetry-inspector endpoint"
    return f"{name}\n{hashlib.sha256(f'{name} {nonce_of(asked)}'.encode()).hexdigest()}\n".encode()


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(says(http(b"<html>welcome</html>", "text/html")), id="a web server"),
        pytest.param(says(http(b"")), id="a collector that accepts everything"),
        pytest.param(says(http(b"404 page not found\n", "text/plain", "404 Not Found")), id="a collector"),
        pytest.param(lambda peer, asked: peer.sendall(http(asked)), id="an echo"),
        pytest.param(lambda peer, _: peer.sendall(http(handshake.answer("0" * 32, peer.getsockname()[1], KEY), "text/plain")), id="an answer of yesterday"),
        pytest.param(lambda peer, asked: peer.sendall(http(proof(peer, asked, OTHER), "text/plain")), id="an endpoint of another machine behind a tunnel"),
        pytest.param(lambda peer, asked: peer.sendall(http(handshake.answer(nonce_of(asked), 4318, KEY), "text/plain")), id="the answer of another port"),
        pytest.param(lambda peer, asked: peer.sendall(http(forged(asked), "text/plain")), id="a digest that holds no secret"),
        pytest.param(says(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), id="a redirect"),
    ],
)  # fmt: skip
def test_nothing_is_sent_to_what_does_not_prove_to_be_the_endpoint(first):
    receipt, peer = sent_to(says(http(b"")), first)

    assert (False, None) == (receipt.ok, receipt.status)
    assert "is not an `inspector endpoint` that this user started" in str(receipt.error)
    assert "no telemetry was sent to it" in str(receipt.error)
    assert [] == peer.telemetry


def relay(port: int):
    """Pass a question on to another port, under that port's name; give the answer back."""

    def act(peer: socket.socket, asked: bytes) -> None:
        own = str(peer.getsockname()[1]).encode()
        with socket.create_connection(("127.0.0.1", port)) as other:
            other.sendall(asked.replace(b":" + own, b":%d" % port))
            while b"\r\n\r\n" not in (answer := other.recv(1 << 16)):
                pass
            peer.sendall(answer)

    return act


def test_a_relay_that_rewrites_the_port_proves_nothing():
    with Endpoint() as endpoint, Peer(says(http(b"")), relay(endpoint.port)) as peer:
        receipt = send(request(peer.port), peer.port, key=endpoint.token)
        assert [] == endpoint.take()

    assert 1 == len(peer.requests)
    assert "is not an `inspector endpoint`" in str(receipt.error)
    assert [] == peer.telemetry


def test_the_key_of_an_endpoint_that_was_killed_sends_nothing_to_its_successor():
    with Endpoint(known=True) as killed:
        token, port = killed.token, killed.port
    keys.leave(port, token)

    with Endpoint(port) as successor:
        receipt = send(request(port), port)
        assert [] == successor.take()

    assert "is not an `inspector endpoint`" in str(receipt.error)


def test_without_a_key_nobody_is_even_asked(runtime):
    with Peer(says(http(b""))) as peer:
        receipt = send(request(peer.port), peer.port)

    assert f"it cannot be told who listens on port {peer.port}" in str(receipt.error)
    assert str(runtime) in str(receipt.error)
    assert [] == peer.requests


def test_without_any_folder_that_is_said_too(monkeypatch):
    monkeypatch.setattr(keys, "folder", lambda: None)

    with Peer(says(http(b""))) as peer:
        receipt = send(request(peer.port), peer.port)

    assert "in any folder for temporary files; no telemetry was sent" in str(receipt.error)


def test_the_right_answer_with_the_wrong_status_proves_nothing():
    def forbids(peer: socket.socket, asked: bytes) -> None:
        peer.sendall(http(proof(peer, asked), "text/plain", "403 Forbidden"))

    receipt, peer = sent_to(says(http(b"")), forbids)

    assert "is not an `inspector endpoint`" in str(receipt.error)
    assert [] == peer.telemetry


def test_an_endpoint_that_ends_the_connection_after_its_proof_gets_nothing():
    def leaves(peer: socket.socket, asked: bytes) -> None:
        whole = http(proof(peer, asked), "text/plain")
        peer.sendall(whole.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))

    receipt, peer = sent_to(says(http(b"")), leaves)

    assert "closed the connection before any telemetry was sent" in str(receipt.error)
    assert [] == peer.telemetry


def test_an_answer_that_comes_before_the_body_was_taken_is_still_read(monkeypatch):
    real = socket.socket.sendall

    def breaks(self: socket.socket, data: bytes) -> None:
        real(self, data)
        if data.startswith(b"POST"):
            raise BrokenPipeError

    monkeypatch.setattr(socket.socket, "sendall", breaks)

    receipt, _ = sent_to(says(http(b"", status="413 Too Large")))

    assert 413 == receipt.status


def test_a_port_where_nobody_listens_is_told():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    receipt = send(request(port), port)

    assert f"nothing listens on port {port} of this machine" in str(receipt.error)


def test_a_socket_that_met_itself_counts_as_nobody(monkeypatch):
    with Peer(says(http(b""))) as peer:
        monkeypatch.setattr(socket.socket, "getsockname", lambda self: self.getpeername())
        receipt = send(request(peer.port), peer.port)

    assert "nothing listens" in str(receipt.error)
    assert [] == peer.requests


def test_no_time_at_all_is_over_at_once():
    receipt, peer = sent_to(says(http(b"")), timeout=0)

    assert "did not answer in time" in str(receipt.error)
    assert [] == peer.telemetry


def test_it_takes_a_port_and_no_host():
    assert ["request", "port", "key", "timeout"] == list(inspect.signature(send).parameters)


@pytest.mark.parametrize("host", ["telemetry.werf.io", "10.0.0.1"])
def test_a_host_in_the_request_decides_nothing(host):
    with Peer(says(http(b""))) as peer:
        one = Request(
            "POST", f"http://{host}/v1/traces", (("Host", host), ("Content-Length", "0")), b""
        )
        receipt = send(one, peer.port, key=KEY)

    assert receipt.ok
    assert 1 == len(peer.telemetry)


def test_no_variable_of_the_environment_is_heeded(monkeypatch):
    with Peer(says(http(b"")), says(http(b""))) as recorder, Peer(says(http(b""))) as peer:
        url = f"http://127.0.0.1:{recorder.port}"
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OTEL_EXPORTER_OTLP_ENDPOINT",
                     "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):  # fmt: skip
            monkeypatch.setenv(name, url)
            monkeypatch.setenv(name.lower(), url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer secret")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
        monkeypatch.delenv("NO_PROXY", raising=False)

        receipt = send(request(peer.port), peer.port, key=KEY)

    assert receipt.ok
    assert [] == recorder.requests
    (arrived,) = peer.telemetry
    assert b"secret" not in arrived
    assert "secret" in os.environ["OTEL_EXPORTER_OTLP_HEADERS"]


def test_a_foreign_program_is_recognised_before_anything_is_prepared():
    with Peer(says(http(b"")), says(http(b"hello", "text/plain"))) as peer:
        keys.leave(peer.port, KEY)
        assert "is not an `inspector endpoint`" in str(recognise(peer.port))


def test_the_endpoint_is_recognised_and_takes_what_is_sent():
    with Endpoint(known=True) as endpoint:
        assert recognise(endpoint.port) is None
        receipt = send(request(endpoint.port), endpoint.port)
        (arrived,) = endpoint.take(2)

    assert (True, 200, b"") == (receipt.ok, receipt.status, receipt.body)
    assert receipt.request.headers == arrived.headers


def test_two_endpoints_are_known_by_their_ports_and_forgotten_when_they_end(runtime):
    with Endpoint(known=True) as one:
        with Endpoint(known=True) as two:
            assert [None, None] == [recognise(one.port), recognise(two.port)]
            names = {f"endpoint-{each.port}" for each in (one, two)}
            assert names == {path.name for path in runtime.iterdir()}
        assert [f"endpoint-{one.port}"] == [path.name for path in runtime.iterdir()]
        assert recognise(one.port) is None
    one.close()

    assert [] == list(runtime.iterdir())


def test_an_endpoint_that_serves_its_own_process_leaves_nothing(runtime):
    with Endpoint():
        assert not runtime.exists()


def test_an_endpoint_takes_nobody_elses_key_away():
    with Endpoint(known=True) as endpoint:
        keys.leave(endpoint.port, OTHER)

    assert OTHER == keys.read(endpoint.port)


def test_an_endpoint_that_cannot_leave_its_key_still_receives(runtime):
    runtime.write_text("in the way")

    with Endpoint(known=True) as endpoint:
        assert "cannot be told who listens" in str(recognise(endpoint.port))
        assert send(request(endpoint.port), endpoint.port, key=endpoint.token).ok

    assert "in the way" == runtime.read_text()


def test_the_endpoint_refuses_what_it_cannot_read():
    with Endpoint() as endpoint:
        receipt = send(request(endpoint.port, b"\xff"), endpoint.port, key=endpoint.token)

    assert (False, 400) == (receipt.ok, receipt.status)


def test_the_question_counts_as_no_refusal():
    with Endpoint(known=True) as endpoint:
        assert recognise(endpoint.port) is None
        assert [] == endpoint.take(0)

    assert {} == endpoint.refused


def test_the_name_of_werfs_server_stands_only_where_it_names_a_span_or_is_explained():
    package = Path(guard.__file__).parent
    holders = {
        path.relative_to(package).as_posix()
        for folder in ("wire", "cli")
        for path in (package / folder).rglob("*.py")
        if "telemetry.werf.io" in path.read_text(encoding="utf-8")
    }

    assert {"wire/encode.py"} == holders
