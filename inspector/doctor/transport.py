"""Variables of the OpenTelemetry SDK that turn werf's https into plain http.

The exporter reads them before werf names its own receiver: host and path are then overwritten, the
choice between http and https is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.doctor.situation import ENDPOINTS, Situation
from inspector.doctor.values import Advice, without, word
from inspector.safe import Safe

INSECURE = ("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "OTEL_EXPORTER_OTLP_INSECURE")
"""The first that is not blank counts."""
_PLAIN = ("http://", "unix://")


def downgrade(here: Situation) -> tuple[str | None, str | None]:
    """Name the variables that take https away: in werf v1.2, and in v2 and v3.

    Source: runs of v1.2.171, v2.77.1 and v3.2.0 with an ``http://`` endpoint, and of v2 and v3 with
    ``_INSECURE=true``; which variable beats which: otlptracehttp's envconfig.go.
    """
    endpoint = here.first(*ENDPOINTS)
    plain = endpoint and here.get(endpoint).strip().lower().startswith(_PLAIN)
    old = endpoint if plain else None
    switch = here.first(*INSECURE)
    if switch is None:
        return old, old
    return old, switch if here.get(switch).strip().lower() == "true" else None


def advise(here: Situation) -> Iterator[Advice]:
    """Give what is to be said of the endpoint variables, each that is set once."""
    old, new = downgrade(here)
    for one in (*ENDPOINTS, *INSECURE):
        if not here.get(one).strip():
            continue
        subject, value = Safe(one), word(here.get(one))
        if one not in {old, new} or here.target.address.scheme == "http":
            said = "Neither redirects werf's events nor changes how they are sent."
            yield Advice("fact", subject, Safe(said), None, value)
            continue
        versions = "" if old == new else " (werf v1.2)" if one == old else " (werf v2 and v3)"
        said = (
            f"Makes werf send its events to {here.target.host} over plain http instead of "
            f"https{versions}: whoever carries them reads them. It does not redirect them."
        )
        advice = Advice("leak", subject, Safe(said), without(subject), value)
        yield here.weigh(advice, network=here.target.kind != "own")
