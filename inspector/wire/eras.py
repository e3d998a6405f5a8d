"""Which OpenTelemetry a release of werf speaks, for that decides every byte around its events.

Sources: requests caught from werf built at v1.2.154 to v1.2.171 (OpenTelemetry 1.7.0), v1.2.339 to
v2.77.1 (1.24.0) and v3.2.0 (1.42.0); for the releases between, the versions in werf's own
``go.mod``, and OpenTelemetry Go's changelog: a user agent of its own since 1.11.0, semantic
conventions 1.17.0 in the default resource of 1.12 to 1.16, 1.21.0 since 1.17, 1.24.0 since 1.22.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector.model import Json
from inspector.safe import Safe, safe


@dataclass(frozen=True, slots=True)
class Era:
    """What all releases of werf that were built with one version of OpenTelemetry send alike."""

    since: tuple[int, int, int]
    """The first release of werf."""
    sdk: Safe
    """The resource attribute telemetry.sdk.version."""
    user_agent: str
    schema: str
    """The version of the semantic conventions, at the end of the resource's schema URL."""
    field: int = 2
    """The protobuf field of ResourceSpans that holds the spans: 2, or 1000 before OTLP 0.15."""
    flags: int = 0
    """The flags of every span: sampled (1) and "the parent is known" (0x100), or none at all."""
    caught: bool = True
    """False where no request of such a release was caught, so the row is from sources alone."""

    @property
    def schema_url(self) -> str:
        """The schema URL of the resource."""
        return f"https://opentelemetry.io/schemas/{self.schema}"


@dataclass(frozen=True, slots=True)
class Choice:
    """The era of an event, and what in the event it was told by."""

    era: Era
    why: Safe


_GO = "Go-http-client/1.1"
_OTEL = "OTel OTLP Exporter Go/"

ERAS = (
    Era((0, 0, 0), Safe("1.7.0"), _GO, "1.10.0", field=1000),
    Era((1, 2, 206), Safe("1.7.0"), _GO, "1.10.0", caught=False),
    Era((1, 2, 211), Safe("1.14.0"), f"{_OTEL}1.14.0", "1.17.0", caught=False),
    Era((1, 2, 279), Safe("1.21.0"), f"{_OTEL}1.21.0", "1.21.0", caught=False),
    Era((1, 2, 301), Safe("1.24.0"), f"{_OTEL}1.24.0", "1.24.0"),
    Era((3, 0, 0), Safe("1.42.0"), f"{_OTEL}1.42.0", "1.40.0", flags=0x101),
)
"""In the order of releases; each holds until the next begins."""

_FIRST, _COMMON = ERAS[0], ERAS[4]
_VERSION = re.compile(r"v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?![\d.])", re.ASCII)
_BUILT = re.compile(r"v?0\.0\.0", re.ASCII)  # what a build of one's own calls itself


def choose(body: dict[str, Json]) -> Choice:
    """Tell the era of an event by its `attributes.version`, else by which members it has.

    A build of one's own (``dev``, ``base``, ``0.0.0``) says nothing by its version; then the fields
    that only some releases send decide, and the most common of what is left.
    """
    attributes = body.get("attributes")
    known = attributes if isinstance(attributes, dict) else {}
    version = known.get("version")
    if isinstance(version, str) and (match := _VERSION.match(version)) and not _own(version):
        release = (int(match[1]), int(match[2]), int(match[3]))
        era = next(era for era in reversed(ERAS) if era.since <= release)
        return Choice(era, Safe(f"attributes.version is {safe(version, 40)}"))
    if "userID" not in body:
        return Choice(_FIRST, Safe("it has no userID, as up to v1.2.153"))
    if "extra" not in known:
        return Choice(_FIRST, Safe("its attributes have no extra, as up to v1.2.154"))
    if "expDeployEngine" in known:
        return Choice(_COMMON, Safe("it has expDeployEngine: v1.2.243 to v1.2.339, the last taken"))
    return Choice(_COMMON, Safe("its version tells no release; that of v1.2.301 to v2 was taken"))


def _own(version: str) -> bool:
    return _BUILT.match(version) is not None
