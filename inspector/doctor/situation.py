"""What decides how grave a variable is: is werf's telemetry on, and where do its requests go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from inspector.doctor.address import Address, parse, shown
from inspector.doctor.values import Advice, State
from inspector.safe import Safe

SWITCH = "WERF_TELEMETRY"
TRACE_URL = "WERF_TELEMETRY_TRACE_URL"
LOG_FILE = "WERF_TELEMETRY_LOG_FILE"

VENDOR = "telemetry.werf.io"
"""Where werf's events go by default, over https.  Source: pkg/telemetry since v1.2.122."""

OFF = frozenset({"0", "false", "no"})
ON = frozenset({"1", "true", "yes"})
"""The only texts that werf takes for truth values, letter by letter.  Source: runs of v2.77.1."""

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""The user's own collector; the first that is not blank counts."""

Kind = Literal["vendor", "local", "own", "elsewhere", "nowhere"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where werf's requests go.

    `vendor` is the default; `local` this machine; `own` the host that the user's OTEL_* variables
    name as their collector; `nowhere` stands for a URL that werf cannot use.
    """

    kind: Kind
    address: Address

    @property
    def host(self) -> Safe:
        """The receiver's name, for a sentence."""
        if self.kind == "vendor":
            return Safe(f"the vendor ({VENDOR})")
        if self.kind == "nowhere":
            return Safe("the receiver")
        return Safe(shown(self.address).partition("//")[2])


@dataclass(frozen=True, slots=True)
class Situation:
    """An environment and what werf makes of its two main variables."""

    environ: Mapping[str, str]
    off: bool
    """The switch says so, in a way that werf understands."""
    target: Target
    starts: bool
    """Nothing was found that keeps werf's telemetry from starting."""

    @property
    def werf(self) -> State:
        """Whether werf's telemetry is on."""
        if self.off:
            return "off"
        return "on" if self.starts else "unknown"

    @property
    def logged(self) -> bool:
        """A log file is asked for."""
        return bool(self.get(LOG_FILE))

    def get(self, variable: str) -> str:
        """Give a variable's value; empty where it is not set."""
        return self.environ.get(variable, "")

    def first(self, *variables: str) -> str | None:
        """Name the first of some variables that is not blank, for that one counts."""
        return next((one for one in variables if self.get(one).strip()), None)

    def weigh(self, advice: Advice, *, network: bool = True) -> Advice:
        """Make a fact of what cannot happen now, and say why it cannot.

        With `network`, a leak is one by what reaches the receiver of the requests.
        """
        why = None
        if self.off:
            why = "But werf's telemetry is off now."
        elif advice.level == "leak" and network:
            why = _KEPT.get(self.target.kind)
        if why is None:
            return advice
        return replace(advice, level="fact", said=Safe(f"{advice.said} {why}"), todo=None)


_KEPT: dict[Kind, str] = {
    "local": f"But {TRACE_URL} keeps it on this machine.",
    "own": f"That is meant so, for {TRACE_URL} and your OTEL_* variables name the same host.",
    "nowhere": f"But with this {TRACE_URL} nothing can be sent.",
}


def situation(environ: Mapping[str, str], *, openable: bool = True) -> Situation:
    """Work out the situation; `openable` tells whether werf could open its log, if it has one."""
    target = _target(environ)
    return Situation(
        environ=environ,
        off=environ.get(SWITCH) in OFF,
        target=target,
        starts=openable and target.kind != "nowhere",
    )


_DEFAULT = Address("https", VENDOR, "", "/v1/traces", user=False, query=False)


def _target(environ: Mapping[str, str]) -> Target:
    """Read where requests go.

    Source: scheme, host and path of WERF_TELEMETRY_TRACE_URL count, an empty one does not
    (pkg/telemetry since v1.2.154; runs of v2.77.1).
    """
    text = environ.get(TRACE_URL, "")
    found = parse(text) if text else _DEFAULT
    if found is None or not found.host:
        return Target("nowhere", _DEFAULT)
    if found.local:
        return Target("local", found)
    if found.host == VENDOR:
        return Target("vendor", found)
    collectors = (parse(environ.get(variable, "").strip()) for variable in ENDPOINTS)
    own = any(one and one.host == found.host for one in collectors)
    return Target("own" if own else "elsewhere", found)
