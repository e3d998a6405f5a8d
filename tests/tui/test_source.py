"""What the header calls a source."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from inspector.tui.source import Source


@pytest.mark.parametrize(
    "source, expected",
    [
        (Source("demo"), "demo session"),
        (Source("stdin"), "standard input"),
        (Source("path", ("/var/log/telemetry.log",)), "telemetry.log"),
        (Source("path", ("telemetry.log",)), "telemetry.log"),
        (Source("path", ("/var/log/",)), "/var/log/"),
        (Source("paths", ("a.log", "x/b.log", "c.log")), "c.log (+2 before it)"),
        (Source("path", ("a\x1b[31m.log",)), "a\\x1b[31m.log"),
        (Source("endpoint", endpoint=SimpleNamespace(port=43117)), "endpoint 127.0.0.1:43117"),
        (Source("captured", ("/tmp/x.log",)), "one run: its log, and what it sent"),
    ],
)
def test_a_source_has_a_name(source, expected):
    assert expected == source.name
