"""Logs as werf and Wasp would write them, for tests of what many events say together."""

from __future__ import annotations

import datetime as dt
import json

UTC = dt.UTC
DAY = dt.datetime(2026, 4, 1, 10, 0, 0, tzinfo=UTC)
IDS = [f"7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c{number:02x}" for number in range(64)]
USER = "7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c11"
PROJECT, OTHER = "2d3fa089211092a1", "94f68ffee805cf12"


def quoted(value):
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return json.dumps(text)


def line(process, age, text, *, started=DAY):
    """One line of a process, `age` seconds after it started."""
    at = started + dt.timedelta(seconds=age)
    clock = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond:06d} +0000 UTC m=+{age:.9f}"
    return f"[{process}][{clock}] Telemetry: {text}\n"


def event(process, age, kind, *, run=0, started=DAY, command="werf build", data=None, ts=None):
    """The line of an event."""
    made = started + dt.timedelta(seconds=age)
    ts = round(made.timestamp() * 1000) if ts is None else ts
    data = {} if data is None else data
    attributes = {"arch": "amd64", "extra": {}, "os": "linux", "version": "v2.77.1"}
    text = (
        f'sent event: ts={ts}, executionID="{IDS[run]}", userID="{"0" * 64}", '
        f'projectID="{"1" * 64}", command={quoted(command)}, eventType="{kind}", '
        f"eventData={quoted(data)}, attributes={quoted(attributes)}, schemaVersion=2"
    )
    return line(process, age, text, started=started)


def sent(process, age, kind, **more):
    """An event with the line that announces it."""
    started = more.get("started", DAY)
    announced = line(process, age, "start sending event", started=started)
    return announced + event(process, age + 0.0002, kind, **more)


EXITED = {"exitCode": 0, "durationMs": 900}
SHUTDOWN = ("start shutdown", "flush trace provider", "shutdown trace exporter",
            "shutdown trace provider", "shutdown complete")  # fmt: skip


def shutdown(process, age, *, until="shutdown complete", started=DAY):
    """The lines of a shutdown, up to one of them."""
    texts = SHUTDOWN[: SHUTDOWN.index(until) + 1]
    return "".join(
        line(process, age + at / 1000, text, started=started) for at, text in enumerate(texts)
    )


def process(number, *, run=0, started=DAY, command="werf build"):
    """All lines of a process that starts, does something and ends."""
    more = {"run": run, "started": started, "command": command}
    return (
        line(number, 0.01, "start trace exporter", started=started)
        + sent(number, 0.02, "CommandStarted", **more)
        + sent(number, 0.9, "CommandExited", data=EXITED, **more)
        + shutdown(number, 0.95, started=started)
    )


def capture(hours, *, project=PROJECT, build=False, words="", user=USER, time=True, **more):
    """One captured request of Wasp's tool, some hours into the day."""
    at = DAY + dt.timedelta(hours=hours)
    event_ = {
        "event": "cli",
        "properties": {
            "context": "",
            "deploy_cmd_args": words,
            "distinct_id": user,
            "is_build": build,
            "os": "linux",
            "project_hash": project,
            "wasp_version": "0.16.3",
        },
    }
    if not time:
        return json.dumps(event_) + "\n"
    wrapper = {
        "captured_at": at.isoformat(),
        "target": "app.posthog.com:443",
        "request_line": "POST /capture HTTP/1.1",
        "headers": {"content-type": "application/json"},
        "command": "wasp build",
        **more,
    }
    return json.dumps({**wrapper, "wire": event_}) + "\n"
