from __future__ import annotations

import pytest

from inspector.doctor import blind


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
