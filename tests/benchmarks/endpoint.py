"""The endpoint beside an aiohttp receiver that does the same work: requests per second and memory.

Run it with `python -m tests.benchmarks.endpoint`.  Each server is a process of its own, the client
is another one with 8 connections that it keeps; rounds alternate between the servers and medians are
compared, so the ratios mean the same on any machine.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from inspector import guard
from inspector.wire.endpoint import Endpoint

CONNECTIONS = 8
SECONDS = 2.0
ROUNDS = 5
COLUMNS = ("req/s", "p50 ms", "p99 ms", "CPU us/req", "idle MiB", "peak MiB")
ROOT = Path(__file__).parents[2]
ATTRIBUTES = {
    "executionID": "f3d2a0c6-3b7e-4c0d-9a44-5f7c1d2e3b4a", "userID": "5f3ab59e" * 8,
    "projectID": "590dba0e" * 8, "command": "converge", "eventType": "CommandExited",
    "eventData": '{"exitCode":0,"durationMs":51234}',
    "attributes": '{"arch":"amd64","extra":{},"os":"linux","version":"v2.77.1"}',
}  # fmt: skip


def body() -> bytes:
    """Make an export request of one span of werf's shape and size."""
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add()
    span.trace_id, span.span_id, span.name = bytes(range(16)), bytes(range(8)), "telemetry.werf.io"
    span.start_time_unix_nano = span.end_time_unix_nano = 1_774_431_670_012_000_000
    for key, text in ATTRIBUTES.items():
        pair = span.attributes.add()
        pair.key, pair.value.string_value = key, text
    for key, number in (("ts", 1_774_431_670_012), ("schemaVersion", 2)):
        pair = span.attributes.add()
        pair.key, pair.value.int_value = key, number
    return request.SerializeToString()


def serve_endpoint() -> None:
    with Endpoint() as endpoint:
        print(endpoint.port, flush=True)
        while "the client goes on":
            endpoint.take()
            time.sleep(0.01)


def serve_aiohttp() -> None:
    from aiohttp import web  # noqa: PLC0415  # an extra; this process needs nothing else

    async def receive(request: web.Request) -> web.Response:
        ExportTraceServiceRequest.FromString(await request.read())
        return web.Response(body=b"", content_type="application/x-protobuf")

    async def main() -> None:
        app = web.Application()
        app.router.add_post("/v1/traces", receive)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()

    asyncio.run(main())


class Client(asyncio.Protocol):
    """Sends the same request as soon as the answer to the last one is there."""

    def __init__(self, request: bytes, times: list[float]) -> None:
        self._request, self._times = request, times
        self._answer = b""
        self._length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if not self._length:
            head, end, _ = self._answer.partition(b"\r\n\r\n")
            if not end or not head.startswith(b"HTTP/1.1 200"):
                raise AssertionError(head)
            self._length = len(head) + 4  # no answer here has a body
        if len(self._answer) >= self._length:
            self._times.append(time.perf_counter() - self._sent)
            self._answer = b""
            self._send()


async def load(port: int) -> None:
    """Keep a server busy and print requests per second, median and 99th percentile in ms."""
    data = body()
    head = (
        f"POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "User-Agent: OTel OTLP Exporter Go/1.24.0\r\nContent-Type: application/x-protobuf\r\n"
        f"Content-Length: {len(data)}\r\nAccept-Encoding: gzip\r\n\r\n"
    )
    times: list[float] = []
    loop = asyncio.get_running_loop()
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: Client(head.encode() + data, times), "127.0.0.1", port)
    await asyncio.sleep(SECONDS)
    times.sort()
    print(len(times) / SECONDS, times[len(times) // 2] * 1e3, times[len(times) * 99 // 100] * 1e3)


def used(process: subprocess.Popen[str]) -> float:
    """Give the seconds of processor time that a process has used."""
    words = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def peak(process: subprocess.Popen[str]) -> float:
    """Give the most memory that a process ever held, in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


@contextmanager
def running(name: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.benchmarks.endpoint", name]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def one_round(server: subprocess.Popen[str], port: int) -> list[float]:
    """Load a server once: requests/s, p50 and p99 in ms, microseconds of its CPU per request."""
    before = used(server)
    command = [sys.executable, "-m", "tests.benchmarks.endpoint", "load", str(port)]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    rate, p50, p99 = map(float, ended.stdout.split())
    return [rate, p50, p99, (used(server) - before) * 1e6 / (rate * SECONDS)]


def measure(names: list[str]) -> dict[str, list[float]]:
    """Give, for each server, the medians of its rounds, its memory when idle and at its peak."""
    rounds: dict[str, list[list[float]]] = {name: [] for name in names}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(name)) for name in names}
        ports = {name: int(one.stdout.readline()) for name, one in servers.items()}  # type: ignore[union-attr]  # a pipe
        idle = {name: peak(one) for name, one in servers.items()}
        for _ in range(ROUNDS):
            for name, port in ports.items():
                rounds[name].append(one_round(servers[name], port))
        most = {name: peak(one) for name, one in servers.items()}
    return {
        name: [*map(statistics.median, zip(*rounds[name], strict=True)), idle[name], most[name]]
        for name in names
    }


def compare(names: list[str]) -> None:
    figures = measure(names)
    if len(names) > 1:
        ours, theirs = (figures[name] for name in names)
        figures["ratio"] = [a / b for a, b in zip(ours, theirs, strict=True)]
    print(f"{len(body())} bytes a body, {CONNECTIONS} connections, "
          f"medians of {ROUNDS} rounds of {SECONDS:.0f} s")  # fmt: skip
    print(f"{'':10}" + "".join(f"{title:>11}" for title in COLUMNS))
    for name, row in figures.items():
        print(f"{name:10}" + "".join(f"{figure:11,.2f}" for figure in row))


def main(words: list[str]) -> None:
    match words:
        case ["endpoint"]:
            guard.install()
            serve_endpoint()
        case ["aiohttp"]:
            serve_aiohttp()
        case ["load", port]:
            asyncio.run(load(int(port)))
        case _ if find_spec("aiohttp") is None:
            print("aiohttp is not here (pip install -e .[bench]): the endpoint is measured alone")
            compare(["endpoint"])
        case _:
            compare(["endpoint", "aiohttp"])


if __name__ == "__main__":
    main(sys.argv[1:])
