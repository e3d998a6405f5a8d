"""The endpoint and clients that are not ours: OpenTelemetry's own exporter, and curl's way."""

from __future__ import annotations

import http.client
import socket
import threading

import pytest
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from inspector.decode.otlp import read
from inspector.wire.endpoint import Endpoint, Limits
from tests.wire.hostile import JSON, as_json, plain


@pytest.fixture
def spans():
    memory = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource({"service.name": "a"}), shutdown_on_exit=False)
    processor = BatchSpanProcessor(memory)
    provider.add_span_processor(processor)
    for number in range(3):
        with provider.get_tracer("test").start_as_current_span(f"span {number}") as one:
            one.set_attribute("number", number)
    processor.force_flush()
    provider.shutdown()
    return memory.get_finished_spans()


def export(url, spans, **more) -> SpanExportResult:
    exporter = OTLPSpanExporter(endpoint=url, timeout=5, **more)
    try:
        return exporter.export(spans)
    finally:
        exporter.shutdown()


def names(endpoint) -> list[str]:
    return [span.name for one in endpoint.take() for span in read(one).spans]


@pytest.mark.parametrize("compression", [Compression.NoCompression, Compression.Gzip])
def test_the_official_exporter_is_understood(spans, compression):
    with Endpoint() as endpoint:
        result = export(endpoint.url, spans, compression=compression)

        assert SpanExportResult.SUCCESS == result
        assert ["span 0", "span 1", "span 2"] == names(endpoint)
        assert {} == endpoint.refused


def test_an_encoding_that_otlp_does_not_define_is_a_clear_failure(spans, caplog):
    with Endpoint() as endpoint:
        result = export(endpoint.url, spans, compression=Compression.Deflate)

        assert SpanExportResult.FAILURE == result
        assert [415] == [one.refused for one in endpoint.take()]
        assert "415, reason: Unsupported Media Type" in caplog.text


def test_the_exporter_does_not_repeat_what_was_refused_for_good(spans):
    with Endpoint() as endpoint:
        result = export(endpoint.url.replace(endpoint.token, "0" * 32), spans)

        assert SpanExportResult.FAILURE == result
        assert {404: 1} == endpoint.refused


def test_the_exporter_comes_back_when_there_was_no_room(spans):
    with Endpoint(limits=Limits(waiting=1)) as endpoint:
        plain(endpoint)
        maker = threading.Timer(0.2, endpoint.take)
        maker.start()
        result = export(endpoint.url, spans)
        maker.join()

        assert SpanExportResult.SUCCESS == result
        assert ["span 0", "span 1", "span 2"] == names(endpoint)
        assert endpoint.refused[503]


def test_proxies_and_otel_variables_change_nothing_of_what_is_received(spans, monkeypatch):
    with Endpoint() as before:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc")
        with Endpoint() as after:
            results = [export(one.url, spans) for one in (before, after)]

            assert [SpanExportResult.SUCCESS] * 2 == results
            assert "Bearer abc" == after.take()[0].header("authorization")
            assert 200 == plain(after).status


def test_json_as_curl_sends_it():
    with Endpoint() as endpoint:
        client = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=10)
        headers = {"Content-Type": JSON, "User-Agent": "curl/8.5.0", "Accept": "*/*"}
        for _ in range(2):  # over one connection
            client.request("POST", "/v1/traces", as_json(), headers)
            answer = client.getresponse()
            assert (200, JSON, b"{}") == (
                answer.status,
                answer.headers["Content-Type"],
                answer.read(),
            )
        client.close()

        assert ["telemetry.werf.io"] * 2 == names(endpoint)


def test_a_large_json_body_that_was_asked_about_first():
    body = as_json(name="a" * 100_000)
    with Endpoint() as endpoint, socket.create_connection(("127.0.0.1", endpoint.port), 10) as peer:
        peer.sendall(
            f"POST /v1/traces HTTP/1.1\r\nHost: localhost:{endpoint.port}\r\nContent-Type: {JSON}\r\n"
            f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n".encode()
        )
        assert b"HTTP/1.1 100 Continue\r\n\r\n" == peer.recv(100)
        peer.sendall(body)
        assert peer.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
        assert ["a" * 100_000] == names(endpoint)
