"""Family `wire`: what a request carries besides its events, and whether the log tells of it.

Sources: requests of werf v1.2.154 to v3.2.0, captured; opentelemetry-go `sdk/resource` and
`otlptracehttp`, which read the variables named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from inspector.model import Contract, Delivery, Json, Level, Pairing, plain_header
from inspector.rules.envelope import (
    COLLECTOR,
    PUBLIC,
    host_of,
    is_here,
    target_of,
    unforeseen,
    written,
)
from inspector.rules.hit import Hit, promised
from inspector.rules.late import late
from inspector.rules.registry import Context, about_pairing, about_request
from inspector.safe import Safe, mask, name, safe

_PROGRAM = "unknown_service:"
"""What the SDK puts before the name of the program's file where nobody set a service name."""
_SDK = frozenset({"telemetry.sdk.language", "telemetry.sdk.name", "telemetry.sdk.version"})
_FILE = "Every request tells the name of the program's file; neither the page nor the log shows it."
_KIT = "Every request tells the SDK; neither the page nor the log shows it."
_PATH = late(r"(?:/[0-9a-f]{32})?/v1/traces\Z")
"""Where traces go; `inspector endpoint` puts a token before it."""


def _shown(contract: Contract | None) -> Level | None:
    """A promise can be broken only where a page makes one; else a person must decide."""
    return None if contract else "review"


def _said(
    contract: Contract | None, field: str, value: Json, message: str, level: Level | None = None
) -> Hit:
    """Make the hit of one value that a request carries and the log does not show."""
    return Hit(
        message,
        field=field,
        evidence=_evidence(value),
        about=[field, value],
        level=_shown(contract) or level,
        quote=promised(contract, "only-shown"),
        contract=contract.name if contract else None,
    )


def _evidence(value: Json) -> Safe:
    """Mask a value, unless it is one that thousands of programs send."""
    public = isinstance(value, str) and PUBLIC.match(value)
    return safe(value) if public else mask(value)


def _attributes(delivery: Delivery) -> Iterator[tuple[str, Json]]:
    for resource in delivery.export.resources:
        yield from resource.attributes


def _by_itself(key: str, value: Json) -> bool:
    """Tell whether the SDK writes this resource attribute on its own."""
    named = key == "service.name" and isinstance(value, str) and value.startswith(_PROGRAM)
    return named or key in _SDK


@about_request("violation")
def undocumented_resource(delivery: Delivery, _: Context) -> Iterator[Hit]:
    """The request describes the sending program, and no page says so.

    Each request carries a resource: the name of the program's file (a renamed binary tells its new
    name) and the language, name and version of the OpenTelemetry SDK.  The log never shows it.

    Run the program under its own name, and ask the vendor to document the resource.
    """
    for key, value in _attributes(delivery):
        if not _by_itself(key, value):
            continue
        text = _FILE if key == "service.name" else _KIT
        yield _said(delivery.contract, f"resource.{key}", value, text)


@about_request("violation")
def environment_resource(delivery: Delivery, _: Context) -> Iterator[Hit]:
    """The request carries resource attributes out of this machine's environment.

    OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME are meant for the user's own tracing.  The SDK
    copies them into every request, so host names, project names and more go to the vendor.

    Unset both variables where the program runs, or set WERF_TELEMETRY=0.
    """
    text = "A variable of the environment (OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME) was sent."
    for key, value in _attributes(delivery):
        if not _by_itself(key, value):
            yield _said(delivery.contract, f"resource.{written(key)}", value, text)


@about_request("violation")
def environment_header(delivery: Delivery, _: Context) -> Iterator[Hit]:
    """The request carries a header that HTTP does not need.

    OTEL_EXPORTER_OTLP_HEADERS holds the key of the user's own collector.  The exporter adds it to
    the request to the vendor as well, and the log does not show it.

    Take the key for disclosed and renew it; unset OTEL_EXPORTER_OTLP_HEADERS (and _TRACES_HEADERS)
    where the program runs.
    """
    contract, seen = delivery.contract, set[str]()
    for key, text in delivery.export.request.headers:
        if key.lower() in seen or not plain_header(key, text):
            yield Hit(
                "The request carries this header; OTEL_EXPORTER_OTLP_HEADERS adds such ones.",
                field=f"header.{name(key)}",
                about=key.lower(),
                level=_shown(contract),
                quote=promised(contract, "only-shown"),
                contract=contract.name if contract else None,
            )
        seen.add(key.lower())


_ENVELOPE = (
    (
        "span.traceId, span.spanId",
        "Ids that are meant to be random; what is in them cannot be judged.",
    ),
    ("span.startTimeUnixNano, span.endTimeUnixNano", "When the event was made, in nanoseconds."),
)


@about_request("note")
def span_envelope(delivery: Delivery, _: Context) -> Iterator[Hit]:
    """What every span and request carries besides the event: ids, times, the exporter's name.

    None of it is in the log or on a page.  Ids should be random, and times repeat the event's own
    in nanoseconds, so this is worth knowing and no more; anything else in the envelope is a place
    where something can be hidden, and is a violation.

    Nothing has to be done about the notes.  Find out what set anything else.
    """
    contract, export = delivery.contract, delivery.export
    scopes = [scope for resource in export.resources for scope in resource.scopes]
    if any(scope.spans for scope in scopes):
        for field, text in _ENVELOPE:
            yield Hit(text, field=field, about=field, contract=contract.name if contract else None)
    if agent := export.request.header("user-agent"):
        yield Hit(
            "The name and version of the exporter.",
            field="header.User-Agent",
            evidence=_evidence(agent),
            about=agent,
            contract=contract.name if contract else None,
        )
    text = "The request holds this besides its events; no page documents it."
    for field, value in unforeseen(delivery):
        yield _said(contract, field, value, text, "violation")


@about_request("violation")
def plain_http(delivery: Delivery, _: Context) -> Iterator[Hit]:
    """The request went over the network without encryption.

    An OTEL_EXPORTER_OTLP_ENDPOINT that begins with http:// does not redirect werf's telemetry, but
    takes the encryption from it: werf then speaks plain HTTP to the vendor, through every proxy on
    the way.

    Unset OTEL_EXPORTER_OTLP_ENDPOINT, _TRACES_ENDPOINT and _INSECURE where the program runs.
    """
    target = target_of(delivery)
    if target.startswith("http://") and not is_here(urlsplit(target).hostname):
        yield Hit(
            "The request was sent to another machine in plain HTTP.",
            field="request.target",
            about=target,
            level=_shown(delivery.contract),
            contract=delivery.contract.name if delivery.contract else None,
        )


@about_request("review")
def unexpected_endpoint(delivery: Delivery, _: Context) -> Iterator[Hit]:
    """The request was meant for another endpoint than the one that is known.

    werf sends its events to one collector, to /v1/traces, unless WERF_TELEMETRY_TRACE_URL names
    another.  A request for another host or path was redirected, or comes from another program.

    Look at WERF_TELEMETRY_TRACE_URL, and at which program sent the request.
    """
    target, request = urlsplit(target_of(delivery)), delivery.export.request
    host = target.hostname or host_of(request.header("host"))
    if host and host != COLLECTOR and not is_here(host):
        yield _elsewhere(delivery, "request.host", "The request names another host.", host)
    if not _PATH.match(target.path):
        yield _elsewhere(delivery, "request.target", "The path is not /v1/traces.", target.path)
    if target.query or target.fragment:
        text = "The target carries more than a path."
        yield _elsewhere(delivery, "request.target", text, target.query or target.fragment)
    if request.method != "POST":
        yield _elsewhere(delivery, "request.method", "The request is no POST.", request.method)


def _elsewhere(delivery: Delivery, field: str, text: str, value: str) -> Hit:
    contract = delivery.contract.name if delivery.contract else None
    return Hit(text, field=field, evidence=mask(value), about=[text, value], contract=contract)


# --- the log beside the wire ----------------------------------------------------------------------


def _pair(pairing: Pairing, field: str | None, text: str) -> Hit:
    event = pairing.log or pairing.wire
    return Hit(
        text,
        field=None if field is None else written(field),
        about=field,
        once="event",
        quote=promised(event.contract if event else None, "log-is-complete"),
    )


@about_pairing("violation")
def value_differs(pairing: Pairing, _: Context) -> Iterator[Hit]:
    """The span holds another value than the log shows for the same event.

    The page says that the log holds all that is sent.  Where the two differ, the log cannot be used
    to judge what leaves the machine.

    Compare both values: `inspector compare` names line, request and span.
    """
    if pairing.kind == "differs":
        for field in pairing.fields:
            yield _pair(pairing, field, "The log shows another value than was sent.")


@about_pairing("note")
def in_log_not_on_wire(pairing: Pairing, _: Context) -> Iterator[Hit]:
    """The log says "sent event", and no request carried the event.

    werf writes that line when it queues an event.  A sampler that is off, a full queue or a failed
    request drops it afterwards; or the capture does not hold everything.

    Look for errors in the log, and at OTEL_TRACES_SAMPLER and OTEL_BSP_* in the environment.
    """
    if pairing.kind == "log-only":
        yield _pair(pairing, None, "The log shows this event; no captured request carries it.")


@about_pairing("violation")
def on_wire_not_in_log(pairing: Pairing, _: Context) -> Iterator[Hit]:
    """A request carried an event that the log does not show.

    The page says that the log holds all that is sent.  An event that is missing there was lost (a
    full disk), was written to another file, or comes from another program.

    Check that log and capture are of the same run; if they are, the log is no proof.
    """
    if pairing.kind == "wire-only":
        yield _pair(pairing, None, "A request carried this event; the log does not show it.")


@about_pairing("note")
def truncated_on_wire(pairing: Pairing, _: Context) -> Iterator[Hit]:
    """The span holds only the beginning of what the log shows, or lacks attributes of it.

    OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT and _COUNT_LIMIT cut what is sent; the log shows the
    whole text.  Less was sent than the log says.

    Nothing has to be done; unset the variables to see all that is sent without them.
    """
    if pairing.kind == "truncated":
        for field in pairing.fields:
            yield _pair(pairing, field, "Only a part of this value was sent, or none of it.")
