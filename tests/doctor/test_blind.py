from __future__ import annotations

import pytest

from inspector.doctor import blind, loss
from inspector.launch import diverted


@pytest.mark.parametrize(
    ("environ", "begins"),
    [
        ({}, []),
        ({"WERF_TELEMETRY": "1", "DO_NOT_TRACK": "1", "OTEL_SERVICE_NAME": "x"}, []),
        ({"WERF_TELEMETRY": "off"}, []),
        ({"WERF_TELEMETRY": "0"}, ["WERF_TELEMETRY switches werf's telemetry off"]),
        ({"OTEL_TRACES_SAMPLER": "always_off"}, ["OTEL_TRACES_SAMPLER: No event is sent"]),
        ({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.5"}, ["OTEL_TRACES_SAMPLER: Part of the events"]),
        ({"OTEL_TRACES_SAMPLER": "always_on"}, []),
        ({"OTEL_BSP_MAX_QUEUE_SIZE": "1"}, ["OTEL_BSP_MAX_QUEUE_SIZE: Events that"]),
        ({"OTEL_ATTRIBUTE_COUNT_LIMIT": "4"}, ["OTEL_ATTRIBUTE_COUNT_LIMIT: Of the 9 fields"]),
        ({"WERF_TELEMETRY_TRACE_URL": "http://x", "WERF_TELEMETRY_LOG_FILE": "y"}, ["WERF_TELEMETRY_TRACE_URL is set", "WERF_TELEMETRY_LOG_FILE is set"]),
        ({"WERF_TELEMETRY": "0", "OTEL_TRACES_SAMPLER": "always_off"}, ["WERF_TELEMETRY switches", "OTEL_TRACES_SAMPLER: No"]),
    ],
)  # fmt: skip
def test_what_would_hide_events_from_a_run_is_said(environ, begins):
    said = blind(environ)

    assert len(begins) == len(said)
    for beginning, sentence in zip(begins, said, strict=True):
        assert sentence.startswith(beginning)


@pytest.mark.parametrize(
    ("environ", "begins"),
    [
        ({}, []),
        ({"OTEL_SDK_DISABLED": "True"}, ["OTEL_SDK_DISABLED: Switches the SDK"]),
        ({"OTEL_SDK_DISABLED": "false"}, []),
        ({"OTEL_TRACES_EXPORTER": "none"}, ["OTEL_TRACES_EXPORTER: Does not name otlp"]),
        ({"OTEL_TRACES_EXPORTER": "console"}, ["OTEL_TRACES_EXPORTER: Does not name otlp"]),
        ({"OTEL_TRACES_EXPORTER": "console, otlp"}, []),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "x"}, ["OTEL_EXPORTER_OTLP_ENDPOINT is set; for this"]),
        ({"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "x"}, ["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is set"]),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, ["OTEL_EXPORTER_OTLP_PROTOCOL is not http/"]),
        ({"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf"}, []),
        ({"OTEL_TRACES_SAMPLER": "always_off", "OTEL_SDK_DISABLED": "true"}, ["OTEL_TRACES_SAMPLER: No", "OTEL_SDK_DISABLED"]),
    ],
)  # fmt: skip
def test_what_would_hide_traces_of_any_program_is_said_too(environ, begins):
    said = blind(environ, otel=True)

    assert len(begins) == len(said)
    for beginning, sentence in zip(begins, said, strict=True):
        assert sentence.startswith(beginning)


def test_what_is_said_to_be_replaced_is_replaced():
    names = {*loss.REPLACED, *loss.PROTOCOLS}

    assert names <= diverted({}, "/tmp/log", "http://127.0.0.1:1/v1/traces", otel=True).keys()
