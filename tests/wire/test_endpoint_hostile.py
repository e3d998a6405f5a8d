from __future__ import annotations

import os
import resource
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from select import select

import pytest

from inspector.wire import desk
from inspector.wire.endpoint import Endpoint, Limits
from tests.wire.hostile import (
    CHECKS,
    JSON,
    PB,
    amplified,
    bomb,
    message,
    packed,
    plain,
    post,
    protobuf,
    run,
)
from tests.wire.talk import PATIENCE, connected, replies, talk


@pytest.fixture(scope="module")
def endpoint():
    with Endpoint() as one:
        yield one
        assert 0 == one.lost


@pytest.mark.parametrize("name", CHECKS)
def test_a_peer_gets_its_answer_and_the_next_one_is_served(endpoint, name):
    run(CHECKS[name], endpoint)
    endpoint.take()


def test_there_are_as_many_checks_as_promised():
    assert 120 <= len(CHECKS)


def ended(connection: socket.socket) -> bytes:
    """Give all that comes until the endpoint ends the connection."""
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


SLOW = {
    "nothing at all": ([b""], ()),
    "half a request line": ([b"POST /v1/"], (408,)),
    "half of the headers": ([post(protobuf())[:70]], (408,)),
    "half of the body": ([post(protobuf())[:-9]], (408,)),
    "a length and no body": ([post(length=99)], (408,)),
    "a chunk that does not come": ([post(b"", "Transfer-Encoding: chunked", length=None) + b"5\r\nab"], (408,)),
    "asks, and does not send": ([post(b"", "Expect: 100-continue", length=99)], (100, 408)),
    "nothing after a request": ([post(protobuf())], (200,)),
    "half a request after a request": ([post(protobuf()) + post()[:20]], (200, 408)),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "statuses"), SLOW.values(), ids=SLOW.keys())
def test_a_peer_that_stalls_is_told_so_and_cut(parts, statuses):
    limits = Limits(header_seconds=0.2, body_seconds=0.2, idle_seconds=0.2, linger_seconds=0.2)
    with Endpoint(limits=limits) as endpoint, connected(endpoint.port) as connection:
        connection.sendall(b"".join(parts).replace(b"@PORT@", str(endpoint.port).encode()))

        assert statuses == tuple(one.status for one in replies(ended(connection)))
        assert 200 == plain(endpoint).status


@pytest.mark.parametrize(
    "start", [b"POST /v1/traces HTTP/1.1\r\nX: ", post(length=10_000)], ids=["headers", "body"]
)
def test_a_peer_that_dribbles_is_cut_however_long_it_goes_on(start):
    limits = Limits(header_seconds=0.3, body_seconds=0.3, linger_seconds=0.1)
    with Endpoint(limits=limits) as endpoint, connected(endpoint.port) as connection:
        connection.sendall(start.replace(b"@PORT@", str(endpoint.port).encode()))
        connection.settimeout(0.01)
        received = b""
        while not received:
            connection.sendall(b"a")
            try:
                received = connection.recv(4096)
            except TimeoutError:
                continue

        assert 408 == replies(received)[0].status
        assert {408: 1} == endpoint.refused


def send_for_ever(connection: socket.socket, data: bytes, endpoint: Endpoint) -> None:
    while "the endpoint keeps the connection":
        connection.sendall(data)
        endpoint.take()


def test_a_peer_that_never_reads_its_answers_is_cut():
    limits = Limits(body_seconds=0.2, linger_seconds=0.1)
    with Endpoint(limits=limits) as endpoint, connected(endpoint.port) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        data = post(host=f"127.0.0.1:{endpoint.port}") * 1000
        with pytest.raises(ConnectionError):
            send_for_ever(connection, data, endpoint)
        endpoint.take()

        assert 200 == plain(endpoint).status


def test_a_peer_that_resets_its_connection_in_the_middle_is_known_to_be_cut():
    with Endpoint() as endpoint:
        with connected(endpoint.port) as connection:
            data = post(protobuf(), "Expect: 100-continue", host=f"127.0.0.1:{endpoint.port}")
            connection.sendall(data[:-9])
            assert connection.recv(4096).startswith(b"HTTP/1.1 100")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

        (cut,) = endpoint.take(10)
        assert (400, b"") == (cut.refused, cut.body)
        assert 200 == plain(endpoint).status


def test_a_peer_that_resets_its_connection_between_requests_was_refused_nothing():
    with Endpoint() as endpoint:
        with connected(endpoint.port) as connection:
            connection.sendall(post(host=f"127.0.0.1:{endpoint.port}"))
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

        assert 200 == plain(endpoint).status
        assert {} == endpoint.refused


def test_the_65th_connection_is_asked_to_come_back():
    with Endpoint() as endpoint, ExitStack() as stack:
        held = [stack.enter_context(connected(endpoint.port)) for _ in range(64)]
        for one in held:  # each is served, so all are open now
            one.sendall(post(host=f"127.0.0.1:{endpoint.port}"))
            assert one.recv(4096).startswith(b"HTTP/1.1 200")

        (busy,) = replies(talk(endpoint.port, [post(protobuf())]))
        assert (503, "1", JSON) == (busy.status, busy.headers["retry-after"], busy.kind)
        assert "try again" in message(busy)

        held[0].close()
        until = time.monotonic() + 10
        while plain(endpoint).status == 503:
            assert time.monotonic() < until
        assert 503 in endpoint.refused


def files() -> int:
    return len(os.listdir("/proc/self/fd"))


def memory() -> int:
    """MiB that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() >> 20


needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counted where /proc is")


@pytest.fixture
def many_files():
    """Let this process hold the peers' ends too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2048
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip("this machine lets a process open too few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@needs_proc
@pytest.mark.usefixtures("many_files")
def test_a_thousand_connections_cost_few_files_and_little_memory():
    limits = Limits(linger_seconds=0.2)
    with Endpoint(limits=limits) as endpoint, ExitStack() as stack:
        plain(endpoint)
        before, size = files(), memory()
        mine = [stack.enter_context(connected(endpoint.port)) for _ in range(1000)]
        served = [one for one in mine if asked(one, endpoint.port)]

        assert len(served) <= limits.connections
        assert files() - before - len(mine) <= 2 * limits.connections
        assert memory() - size < 60
        stack.close()
        until = time.monotonic() + 10
        while plain(endpoint).status != 200:
            assert time.monotonic() < until
        assert () == endpoint.faults


def asked(connection: socket.socket, port: int) -> bool:
    try:
        connection.sendall(post(host=f"127.0.0.1:{port}"))
        return connection.recv(4096).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


@needs_proc
def test_bombs_cost_no_memory():
    with Endpoint() as endpoint:
        port = str(endpoint.port).encode()
        data = [packed(bomb()).replace(b"@PORT@", port), post(amplified()).replace(b"@PORT@", port)]
        size = memory()
        for _ in range(5):
            for one in data:
                assert 413 == replies(talk(endpoint.port, [one]))[0].status

        assert memory() - size < 80


def test_many_bodies_at_once_are_bounded_and_the_others_told_so():
    with Endpoint(limits=Limits(held=3 << 20)) as endpoint, ExitStack() as stack:
        data = post(length=2 << 20, host=f"127.0.0.1:{endpoint.port}") + bytes((2 << 20) - 1)
        three = {stack.enter_context(connected(endpoint.port)) for _ in range(3)}
        with ThreadPoolExecutor(3) as pool:
            sent = [pool.submit(send_all, one, data) for one in three]
            refused: list[socket.socket] = []
            while len(refused) < 2:  # 2 MiB fit, 4 do not
                refused += select(three - set(refused), [], [], PATIENCE)[0]
            [one.result() for one in sent]

        for one in refused:
            assert [503] == [reply.status for reply in replies(ended(one))]
        assert 200 == plain(endpoint).status  # there is still room for a small one


def send_all(connection: socket.socket, data: bytes) -> None:
    with suppress(ConnectionError):
        connection.sendall(data)


def test_what_waits_for_the_worker_is_bounded(monkeypatch):
    begin, reading = threading.Event(), threading.Event()
    genuine = desk.read

    def slow(request, **more):
        reading.set()
        assert begin.wait(20)
        return genuine(request, **more)

    monkeypatch.setattr(desk, "read", slow)
    large = b"\xa2\x06" + b"\x80\x80\x02" + bytes(1 << 15)  # an unknown field of 32 KiB
    with Endpoint(limits=Limits(parsing=1)) as endpoint, ExitStack() as stack:
        data = post(large, host=f"127.0.0.1:{endpoint.port}")
        first = stack.enter_context(connected(endpoint.port))
        first.sendall(data)
        assert reading.wait(20)

        (busy,) = replies(talk(endpoint.port, [data]))
        begin.set()

        assert (503, PB) == (busy.status, busy.kind)
        assert first.recv(4096).startswith(b"HTTP/1.1 200")
        assert [503, None] == [one.refused for one in endpoint.take(10)]


def test_a_body_that_takes_long_to_read_keeps_nobody_waiting(monkeypatch):
    begin, reading = threading.Event(), threading.Event()
    genuine = desk.read

    def slow(request, **more):
        if len(request.body) > 9999:
            reading.set()
            assert begin.wait(20)
        return genuine(request, **more)

    monkeypatch.setattr(desk, "read", slow)
    with Endpoint() as endpoint, connected(endpoint.port) as connection:
        connection.sendall(
            post(b"\xa2\x06" + b"\x80\x80\x02" + bytes(1 << 15), host=f"127.0.0.1:{endpoint.port}")
        )
        assert reading.wait(20)

        assert 200 == plain(endpoint).status
        begin.set()
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")


def test_a_fault_of_ours_is_no_500_and_is_kept(monkeypatch):
    def broken(request, **more):
        raise KeyError(request.body)

    monkeypatch.setattr(desk, "read", broken)
    with Endpoint() as endpoint:
        assert 400 == plain(endpoint).status
        assert ("KeyError",) == endpoint.faults
