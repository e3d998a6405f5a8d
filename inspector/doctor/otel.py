"""Section `what goes along`: variables of the OpenTelemetry SDK, which werf's telemetry obeys too.

None of them leaves a trace in werf's log: the log shows what werf hands to the SDK, not what the
SDK makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspector.doctor.loss import LOSSES
from inspector.doctor.situation import ENDPOINTS, Situation
from inspector.doctor.transport import INSECURE
from inspector.doctor.values import Advice, Level, dotted, listed, variable, without, word
from inspector.safe import Safe, mask

HEADERS = ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
"""The first that is not blank counts, as a whole.  Source: envconfig.go of otlptracehttp 1.24."""
_COMPRESSION = ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION")

_PAIRS = 1000  # pairs of one value that are looked at


@dataclass(frozen=True, slots=True)
class Plain:
    """A variable of which the same is to be said whatever its value, or for some values."""

    names: tuple[str, ...]
    level: Level
    said: str
    source: str
    when: Callable[[str], bool] = bool
    """Tells of a value, without the spaces around it, whether this holds; else it has no effect."""


PLAIN: tuple[Plain, ...] = (
    Plain(
        ("OTEL_SDK_DISABLED",),
        "contradiction",
        "Does not switch werf's telemetry off: the SDK that werf uses does not know it.",
        "run of v2.77.1",
        lambda value: value.lower() == "true",
    ),
    Plain(
        ("OTEL_TRACES_EXPORTER",),
        "contradiction",
        "Does not switch werf's telemetry off: werf chooses its exporter itself.",
        "werf's telemetrywerfio.go; only the autoexport package reads the variable",
        lambda value: value.lower() == "none",
    ),
    Plain(
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE"),
        "contradiction",
        "Makes werf trust only the authorities in this file: unless the receiver's is among "
        "them, no event arrives, and the log still says “sent”.",
        "envconfig.go of otlptracehttp; read, not run",
    ),
    Plain(
        (
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
            "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY",
            "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
        ),
        "fact",
        "A client certificate, where its key is set too, is shown to whoever receives werf's "
        "events and asks for one; it may name you.",
        "envconfig.go of otlptracehttp; read, not run",
    ),
    Plain(
        _COMPRESSION,
        "fact",
        "Makes werf compress what it sends; the content stays the same.",
        "run of v2.77.1",
        lambda value: value == "gzip",
    ),
    Plain(
        ("OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT"),
        "fact",
        "Without effect: werf sets this value itself.",
        "werf's telemetrywerfio.go: batch timeout 1 ms, export timeout 1.3 s",
    ),
    Plain(
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"),
        "fact",
        "Without effect: werf sets this value itself.",
        "werf's helpers.go: timeout 1.3 s",
    ),
)
"""Each with the source of the fact."""


def advise(here: Situation) -> Iterator[Advice]:
    """Give what is to be said of every OTEL_* variable that is set."""
    yield from _resource(here)
    yield from _headers(here)
    for plain in PLAIN:
        for one in plain.names:
            if here.get(one).strip():
                yield _plain(here, plain, one)
    yield from _others(here)


def _plain(here: Situation, plain: Plain, one: str) -> Advice:
    value, subject = here.get(one), Safe(one)
    if not plain.when(value.strip()):
        return Advice("fact", subject, Safe("Without effect on werf."), None, word(value))
    advice = Advice(plain.level, subject, Safe(plain.said), None, word(value))
    return advice if plain.level == "fact" else here.weigh(advice)


def _resource(here: Situation) -> Iterator[Advice]:
    """OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME.  Source: run of v2.77.1.

    The SDK copies them into the resource of every request; without them service.name is
    ``unknown_service:`` and the name of the binary.
    """
    for one in ("OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME"):
        value, subject = here.get(one), Safe(one)
        if not value.strip():
            continue
        keys = _keys(value) if one == "OTEL_RESOURCE_ATTRIBUTES" else [Safe("service.name")]
        if not keys:
            said = "Holds no name=value pair, so nothing of it is sent."
            yield Advice("fact", subject, Safe(said), None, mask(value))
            continue
        said = f"Copied into every request to {here.target.host}: {listed(keys)}. Not in the log."
        yield here.weigh(Advice("leak", subject, Safe(said), without(subject), mask(value)))


def _headers(here: Situation) -> Iterator[Advice]:
    """OTEL_EXPORTER_OTLP_HEADERS and _TRACES_HEADERS.

    Source: run of v2.77.1, which sent ``Authorization: Bearer …`` to werf's receiver.
    """
    counting = here.first(*HEADERS)
    for one in HEADERS:
        value, subject = here.get(one), Safe(one)
        if not value.strip():
            continue
        keys = _keys(value)
        if one != counting or not keys:
            why = "Holds no name=value pair" if one == counting else f"{HEADERS[0]} is set"
            said = f"{why}, so nothing of it is sent with werf's events."
            yield Advice("fact", subject, Safe(said), None, mask(value))
            continue
        said = (
            f"Sent as HTTP headers with every request to {here.target.host}: {listed(keys)}. Keys "
            "meant for your own collector go there. Not in the log."
        )
        yield here.weigh(Advice("leak", subject, Safe(said), without(subject), mask(value)))


def _keys(value: str) -> list[Safe]:
    """Show the names in a list of ``name=value`` pairs; a pair without ``=`` is not sent."""
    pairs = (pair.partition("=") for pair in value.split(",", _PAIRS)[:_PAIRS])
    return [dotted(key.strip()) for key, equals, _ in pairs if equals and key.strip()]


_TREATED = frozenset(
    {"OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME", *HEADERS, *ENDPOINTS, *INSECURE, *LOSSES}
).union(*(plain.names for plain in PLAIN))


def _others(here: Situation) -> Iterator[Advice]:
    """Name the variables of the SDK of which nothing is known, rather than pass them over."""
    names = [one for one in here.environ if one.startswith("OTEL_") and one not in _TREATED]
    set_ones = sorted(one for one in names if here.get(one).strip())
    if set_ones:
        said = f"Set, no effect on werf is known: {listed([variable(one) for one in set_ones])}."
        yield Advice("fact", Safe("OTEL_*"), Safe(said))
