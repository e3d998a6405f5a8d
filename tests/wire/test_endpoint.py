from __future__ import annotations

import errno
import gzip
import re
import socket
import threading
import time

import pytest

from inspector.wire import endpoint as module
from inspector.wire.endpoint import Endpoint, Limits, PortTaken
from inspector.wire.http import Conversation
from inspector.wire.server import Server
from tests.wire.hostile import JSON, PB, as_json, plain, post, protobuf
from tests.wire.talk import connected, replies, talk


def ask(endpoint, data: bytes) -> list[int]:
    port, token = str(endpoint.port).encode(), endpoint.token.encode()
    raw = talk(endpoint.port, [data.replace(b"@PORT@", port).replace(b"@TOKEN@", token)])
    return [one.status for one in replies(raw)]


def test_a_request_is_handed_out_as_it_came():
    body = gzip.compress(protobuf())
    with Endpoint() as endpoint:
        data = post(body, "content-ENCODING: gzip", "X-Scope: a, b", path="/@TOKEN@/v1/traces")
        assert [200] == ask(endpoint, data)

        (taken,) = endpoint.take()
        assert ("POST", f"/{endpoint.token}/v1/traces", body) == (
            taken.method,
            taken.path,
            taken.body,
        )
        assert (
            ("Host", f"127.0.0.1:{endpoint.port}"), ("Content-Type", PB), ("Content-Length", str(len(body))),
            ("content-ENCODING", "gzip"), ("X-Scope", "a, b"),
        ) == taken.headers  # fmt: skip
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", taken.received_at)
        assert (None, 0) == (taken.refused, endpoint.lost)


def test_the_address_to_paste_leads_to_the_endpoint():
    with Endpoint() as endpoint:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}/v1/traces", endpoint.url)
        assert f":{endpoint.port}/{endpoint.token}/" in endpoint.url
        assert [200] == ask(endpoint, post(path=endpoint.url.partition(str(endpoint.port))[2]))


def test_no_other_address_of_the_machine_is_listened_on():
    with Endpoint() as endpoint, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", endpoint.port), timeout=5)


def test_a_header_in_another_alphabet_is_kept_byte_for_byte():
    with Endpoint() as endpoint:
        assert [200] == ask(endpoint, post(b"", "X-Name: caf\xe9"))
        assert "caf\xe9" == endpoint.take()[0].header("x-name")


def test_requests_come_out_in_their_order_and_once():
    with Endpoint() as endpoint:
        bodies = [as_json(name=str(number)) for number in range(50)]
        assert [200] * 50 == ask(endpoint, b"".join(post(one, kind=JSON) for one in bodies))

        assert bodies == [one.body for one in endpoint.take()]
        assert [] == endpoint.take() == endpoint.take(0.01)


SHOWN = {
    "metrics": (post(path="/v1/metrics"), 404),
    "logs": (post(path="/v1/logs"), 404),
    "another token": (post(path="/abc/v1/traces"), 404),
    "a type that OTLP lacks": (post(kind="text/plain"), 415),
    "no type": (post(kind=None), 415),
    "deflate": (post(b"x", "Content-Encoding: deflate"), 415),
    "too long": (post(length=9 << 20), 413),
    "no protobuf": (post(b"\x0a"), 400),
    "cut": (post(protobuf())[:-5], 400),
    "two types": (post(b"", f"Content-Type: {JSON}"), 400),
    "another path": (post(path="/"), 404),
    "a slash behind": (post(path="/v1/traces/"), 404),
    "a query": (post(path="/v1/traces?a=b"), 404),
    "another method": (post(method="PUT"), 405),
    "long headers": (post(b"", "X: " + "a" * 16_300), 431),
}  # fmt: skip
HIDDEN = {
    "another host": (post(host="a.example"), 421),
    "a web page": (post(b"", "Origin: https://a.example"), 403),
    "a web page that hides": (post(b"", "Sec-Fetch-Site: cross-site"), 403),
    "not POST": (post(method="GET"), 405),
    "TLS": (b"\x16\x03\x01\x02\x00\x01", 400),
}


@pytest.mark.parametrize(("data", "status"), SHOWN.values(), ids=SHOWN.keys())
def test_refused_telemetry_is_handed_out_without_its_body(data, status):
    with Endpoint() as endpoint:
        assert [status] == ask(endpoint, data)

        (refused,) = endpoint.take(10)
        assert (status, b"") == (refused.refused, refused.body)
        assert refused.received_at
        assert {status: 1} == endpoint.refused


@pytest.mark.parametrize(("data", "status"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_no_telemetry_for_us_is_only_counted(data, status):
    with Endpoint() as endpoint:
        assert [status] == ask(endpoint, data)
        assert [] == endpoint.take()
        assert {status: 1} == endpoint.refused
        assert ({} if status == 405 else {status: 1}) == endpoint.missed


def test_what_is_handed_out_was_not_missed():
    with Endpoint() as endpoint:
        ask(endpoint, post(path="/v1/metrics"))
        assert ({404: 1}, {}) == (endpoint.refused, endpoint.missed)


def test_a_request_that_has_not_ended_when_the_endpoint_does_is_handed_out_as_cut():
    with Endpoint() as endpoint, connected(endpoint.port) as connection:
        connection.sendall(post(protobuf(), host=f"127.0.0.1:{endpoint.port}")[:-5])
        while not endpoint._desk._arriving:
            time.sleep(0.005)
        endpoint.close()

        (cut,) = endpoint.take()

    assert (400, "/v1/traces", b"") == (cut.refused, cut.path, cut.body)


def test_headers_behind_a_chunked_body_are_kept():
    chunked = post(b"", "Transfer-Encoding: chunked", "Trailer: X-Late", length=None)
    with Endpoint() as endpoint:
        assert [200] == ask(endpoint, chunked + b"0\r\nX-Late: alice\r\n\r\n")

        assert "alice" == endpoint.take()[0].header("x-late")


def test_a_target_may_be_the_whole_address():
    with Endpoint() as endpoint:
        whole = f"http://127.0.0.1:{endpoint.port}/v1/traces"

        assert [200] == ask(endpoint, post(path=whole))
        assert whole == endpoint.take()[0].path


def test_requests_that_nobody_takes_are_refused_rather_than_lost():
    with Endpoint(limits=Limits(waiting=2)) as endpoint:
        assert [200, 200, 503] == ask(endpoint, post() * 3)
        assert 2 == len(endpoint.take())
        assert [200] == ask(endpoint, post())
        assert (1, 0) == (len(endpoint.take()), endpoint.lost)


def test_bodies_that_nobody_takes_are_bounded_in_bytes():
    with Endpoint(limits=Limits(held=3 * len(protobuf()))) as endpoint:
        assert [200, 200, 200, 503] == ask(endpoint, post(protobuf()) * 4)


def test_taking_waits_for_the_first_request():
    with Endpoint() as endpoint:
        sender = threading.Timer(0.05, plain, [endpoint])
        sender.start()

        assert [protobuf()] == [one.body for one in endpoint.take(20)]
        sender.join()


def test_closing_wakes_who_waits_and_leaves_what_was_received():
    endpoint = Endpoint()
    endpoint.start()
    plain(endpoint)
    endpoint.close()
    assert 1 == len(endpoint.take(None))
    assert [] == endpoint.take(None)

    endpoint = Endpoint()
    endpoint.start()
    closer = threading.Timer(0.05, endpoint.close)
    closer.start()
    assert [] == endpoint.take(None)
    closer.join()


def rest(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(
    "data", [b"", b"POST /v1", post(length=99), post()], ids=["new", "head", "body", "idle"]
)
def test_closing_ends_connections_in_whatever_state(data):
    with Endpoint() as endpoint, connected(endpoint.port) as connection:
        connection.sendall(data.replace(b"@PORT@", str(endpoint.port).encode()))
        if data == post():
            assert connection.recv(4096)
        plain(endpoint)  # so that the first connection has been accepted
        endpoint.close()
        endpoint.close()

        assert b"" == rest(connection)
    with pytest.raises(ConnectionRefusedError):
        plain(endpoint)


def test_an_endpoint_that_never_started_can_be_closed():
    endpoint = Endpoint()
    endpoint.close()
    assert ([], {}, 0, ()) == (
        endpoint.take(None),
        endpoint.refused,
        endpoint.lost,
        endpoint.faults,
    )


def test_starting_it_again_changes_nothing():
    with Endpoint() as endpoint:
        before = endpoint.port, threading.active_count()
        endpoint.start()
        assert before == (endpoint.port, threading.active_count())
        assert 200 == plain(endpoint).status


def test_two_endpoints_live_side_by_side():
    with Endpoint() as one, Endpoint() as two:
        assert (one.port, one.token) != (two.port, two.token)
        assert [404] == ask(two, post(path=f"/{one.token}/v1/traces"))
        assert [200, 200] == [plain(each).status for each in (one, two)]


def test_a_port_that_is_taken_is_not_shared():
    with Endpoint() as first:
        with pytest.raises(
            PortTaken, match=rf"^port {first.port} of this machine is in use .*0 for a free one$"
        ):
            Endpoint(first.port).start()

    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as foreign:
        with pytest.raises(PortTaken):
            Endpoint(foreign.getsockname()[1]).start()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "choose one above 1023"), (errno.EADDRNOTAVAIL, "cannot be opened")],
)
def test_a_port_that_cannot_be_opened_is_explained(monkeypatch, number, said):
    def refuse(*_):
        raise OSError(number, "no")

    monkeypatch.setattr(module.socket.socket, "bind", refuse)
    with pytest.raises(PortTaken, match=said):
        Endpoint(80).start()


def test_what_keeps_the_loop_from_starting_is_raised_where_it_was_started(monkeypatch):
    async def broken(*_):
        raise MemoryError

    monkeypatch.setattr(Server, "serve", broken)
    with pytest.raises(MemoryError):
        Endpoint().start()


def test_what_goes_wrong_in_the_loop_is_kept(monkeypatch):
    async def broken(_):
        raise LookupError

    monkeypatch.setattr(Conversation, "_exchange", broken)
    with Endpoint() as endpoint, connected(endpoint.port) as connection:
        assert b"" == rest(connection)
        endpoint._server._loop.call_soon_threadsafe(lambda: 1 / 0)
        endpoint.close()
        assert ("LookupError", "ZeroDivisionError") == endpoint.faults


def test_a_loop_that_ends_by_itself_is_a_fault_and_keeps_nobody_waiting(monkeypatch):
    genuine = Server.serve

    async def serve(self, *more):
        await genuine(self, *more)
        raise LookupError

    monkeypatch.setattr(Server, "serve", serve)
    with Endpoint() as endpoint:
        endpoint._server.stop()
        endpoint._thread.join()
    assert ("LookupError",) == endpoint.faults
