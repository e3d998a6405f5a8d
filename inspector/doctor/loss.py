"""Variables of the OpenTelemetry SDK by which events get lost, while werf's log says “sent”.

werf writes that word when it hands an event to the SDK; what the SDK then leaves out, cuts or drops
is seen by nobody but the receiver.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from inspector.doctor.situation import Situation
from inspector.doctor.values import Advice, Level, without
from inspector.safe import Safe, mask, safe

FIELDS = 9
"""Attributes of one span of werf's since v1.2.154; a limit on their number below this cuts some."""
LONG = 1024
"""Characters that few of werf's texts exceed; what a limit above this cuts is rare."""
_HUGE = 99_999  # characters that none of them has
QUEUE = 2048
"""Events that the SDK's queue takes by default."""

_ALL = frozenset({"always_on", "parentbased_always_on"})
_NONE = frozenset({"always_off", "parentbased_always_off"})
_RATIO = frozenset({"traceidratio", "parentbased_traceidratio"})

_NUMBER = re.compile(r"[+-]?[0-9.]{1,5}\Z")

Loss = tuple[Level, str]
"""How grave it is, and a sentence."""
Reader = Callable[[str, Situation], Loss | None]
"""Gives, for a value, what is lost; None where nothing is."""


def _sampler(value: str, here: Situation) -> Loss | None:
    """OTEL_TRACES_SAMPLER.

    Source: run of v2.77.1 with ``always_off`` (2 events in the log, no request); the other names:
    sampler_env.go of the SDK.  Every event of werf's is a trace of its own.
    """
    chosen = value.strip().lower()
    share = _share(here) if chosen in _RATIO else 1.0
    if chosen in _NONE or share == 0:
        return "contradiction", "No event is sent at all, while werf's log says “sent”."
    if share == 1:
        return None
    return "contradiction", "Part of the events is not sent, while werf's log says “sent”."


def _argument(_: str, here: Situation) -> Loss | None:
    """OTEL_TRACES_SAMPLER_ARG.  Source: sampler_env.go of the SDK."""
    chosen = here.get("OTEL_TRACES_SAMPLER").strip().lower()
    return ("fact", "Counts for OTEL_TRACES_SAMPLER.") if chosen in _RATIO else None


def _share(here: Situation) -> float:
    """Give the share of events that is sent; what is no share counts as all."""
    try:
        share = float(here.get("OTEL_TRACES_SAMPLER_ARG").strip())
    except ValueError:
        return 1.0
    return share if 0 <= share <= 1 else 1.0


def _length(value: str, _: Situation) -> Loss | None:
    """OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT and the general one.

    Source: run of v2.77.1; negative is unlimited (span_limits.go of the SDK).
    """
    limit = _integer(value)
    if limit is None or not 0 <= limit <= _HUGE:
        return None
    if limit > LONG:
        return "fact", f"Cuts texts longer than {limit:,} characters, which are rare."
    said = f"Texts are cut to {limit} characters when sent; werf's log shows them whole."
    return "contradiction", said


def _number(value: str, _: Situation) -> Loss | None:
    """OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT and the general one.  Source: as for the length."""
    limit = _integer(value)
    if limit is None or not 0 <= limit < FIELDS:
        return None
    kept = f"only the first {limit} are" if limit else "none is"
    said = f"Of the {FIELDS} fields of an event {kept} sent; werf's log shows all."
    return "contradiction", said


def _queue(value: str, _: Situation) -> Loss | None:
    """OTEL_BSP_MAX_QUEUE_SIZE.

    Source: run of v2.77.1 with ``1`` (12 events in the log, 4 sent); the default and that a size
    below 1 stops older SDKs: batch_span_processor.go.
    """
    size = _integer(value)
    if size is None or size >= QUEUE:
        return None
    if size < 1:
        said = "A queue of this size makes the SDK drop events or fail; the log does not show it."
    else:
        said = f"Events that a queue of {size} cannot take are dropped; werf's log says “sent”."
    return "contradiction", said


def _nothing(_: str, __: Situation) -> Loss | None:
    """OTEL_BSP_MAX_EXPORT_BATCH_SIZE.

    Source: batch_span_processor.go: smaller batches make more requests and lose nothing.
    """
    return None


LOSSES: Mapping[str, Reader] = {
    "OTEL_TRACES_SAMPLER": _sampler,
    "OTEL_TRACES_SAMPLER_ARG": _argument,
    "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT": _length,
    "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": _length,
    "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": _number,
    "OTEL_ATTRIBUTE_COUNT_LIMIT": _number,
    "OTEL_BSP_MAX_QUEUE_SIZE": _queue,
    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": _nothing,
}
"""What each variable can lose; the function's docstring gives the source."""


_NO_LOSS: Loss = ("fact", "Loses nothing of werf's events.")


def losses(here: Situation) -> Iterator[Advice]:
    """Give what is to be said of each variable that is set, not yet weighed."""
    for one, reader in LOSSES.items():
        value, subject = here.get(one), Safe(one)
        if not value.strip():
            continue
        general = one.startswith("OTEL_ATTRIBUTE_") and here.get(f"OTEL_SPAN{one[4:]}")
        level, said = (None if general else reader(value, here)) or _NO_LOSS
        todo = without(subject) if level != "fact" else None
        yield Advice(level, subject, Safe(said), todo, _shown(value))


def advise(here: Situation) -> Iterator[Advice]:
    """Give the same, weighed."""
    return (one if one.level == "fact" else here.weigh(one) for one in losses(here))


REPLACED = tuple(
    f"OTEL_EXPORTER_OTLP_{kind}ENDPOINT" for kind in ("", "TRACES_", "METRICS_", "LOGS_")
)
PROTOCOLS = ("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")
"""Variables of which, as of these, `inspector run --otel` gives the command values of its own."""
_SPOKEN = "http/protobuf"


def astray(here: Situation) -> Iterator[Safe]:
    """Say what keeps the traces of any program with an SDK from `inspector run --otel`.

    Source: the specification of the SDK's environment variables; which of them a program obeys is
    for its SDK to say.
    """
    if here.get("OTEL_SDK_DISABLED").strip().lower() == "true":
        yield Safe(
            "OTEL_SDK_DISABLED: Switches the SDK of programs that obey it off (werf does not): "
            "they send nothing."
        )
    exporters = here.get("OTEL_TRACES_EXPORTER").strip().lower()
    if exporters and "otlp" not in (one.strip() for one in exporters.split(",")):
        yield Safe(
            "OTEL_TRACES_EXPORTER: Does not name otlp: programs that obey it (werf does not) send "
            "no traces here."
        )
    for one in REPLACED:
        if here.get(one):
            yield Safe(f"{one} is set; for this command it is replaced.")
    for one in PROTOCOLS:
        if here.get(one).strip() not in {"", _SPOKEN}:
            yield Safe(f"{one} is not {_SPOKEN}; for this command it is replaced.")


def _shown(value: str) -> Safe:
    """Show a sampler that the SDK knows, or a short number; mask anything else."""
    known = value.strip(" ").lower() in _ALL | _NONE | _RATIO
    return safe(value) if known or _NUMBER.match(value) else mask(value)


def _integer(value: str) -> int | None:
    """Read a number as Go does: a sign and ASCII digits, no spaces; None for anything else."""
    digits = value[1:] if value[:1] in {"+", "-"} else value
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        return None
    return int(value)
