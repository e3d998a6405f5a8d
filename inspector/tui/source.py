"""What the app is asked to show."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from inspector.model import Request
from inspector.safe import Safe, safe
from inspector.tui.words import say

if TYPE_CHECKING:
    from inspector.tui.reporting.asked import Auditor

TRACE_URL = "WERF_TELEMETRY_TRACE_URL"
"""Names the address that werf sends its events to."""


class Receiver(Protocol):
    """What the app needs of an `inspector.wire.endpoint.Endpoint` that was started."""

    @property
    def port(self) -> int:
        """Where it listens."""

    @property
    def url(self) -> str:
        """The address to paste."""

    @property
    def refused(self) -> Mapping[int, int]:
        """How many requests were refused, by status."""

    def take(self, timeout: float | None = 0) -> list[Request]:
        """Give what arrived since the last call; waits at most `timeout` seconds for the first."""


@dataclass(frozen=True, slots=True)
class Source:
    """One path, several, standard input, the demo, an endpoint, or a log with its requests.

    Whoever started the endpoint closes it.
    """

    kind: Literal["path", "paths", "stdin", "demo", "endpoint", "captured"]
    paths: tuple[str, ...] = ()
    endpoint: Receiver | None = None
    requests: tuple[Request, ...] = ()
    """What was sent while the log of a `captured` source was written."""
    waivers: str = "waivers.toml"
    """The file of what somebody has accepted; it need not be there."""
    auditor: Callable[[], Auditor] | None = field(default=None, compare=False)
    """Gives what makes reports, when there is a first one to make; None where none are made."""

    @property
    def name(self) -> Safe:
        """What the header calls it: without its folders, for they say nothing new."""
        match self.kind:
            case "demo":
                return say("demo session")
            case "stdin":
                return say("standard input")
            case "endpoint":
                return say("endpoint {}", self.short_name)
            case "captured":
                return say("one run: its log, and what it sent")
            case _:
                last = safe(self.paths[-1].rpartition("/")[2] or self.paths[-1], 80)
                more = len(self.paths) - 1
                return say("{} (+{} before it)", last, more) if more else last

    @property
    def short_name(self) -> Safe:
        """The same for where there is little room."""
        if self.kind != "endpoint":
            return self.name
        return Safe(f"127.0.0.1:{self.endpoint.port if self.endpoint else 0}")

    @property
    def path(self) -> Safe:
        """The last path as given, where there is one."""
        return safe(self.paths[-1], 400) if self.paths else Safe("")

    @property
    def absolute(self) -> Safe:
        """The last path from the root on, for a shell in another folder."""
        return safe(os.path.abspath(self.paths[-1]), 400) if self.paths else Safe("")  # noqa: PTH100  # as given

    @property
    def export(self) -> Safe:
        """The line that makes werf send to the endpoint, for a shell."""
        return safe(f"export {TRACE_URL}={self.endpoint.url if self.endpoint else ''}")

    @property
    def short_export(self) -> Safe:
        """The same without the token in the path: any program on this machine may know it."""
        port = self.endpoint.port if self.endpoint else 0
        return Safe(f"export {TRACE_URL}=http://127.0.0.1:{port}/v1/traces")

    @property
    def split_export(self) -> tuple[Safe, Safe]:
        """The short one as two commands, for a pane in which one would be broken."""
        name, _, url = self.short_export.partition("=")
        return Safe(f"u={url}"), Safe(f"{name}=$u")

    @property
    def live(self) -> bool:
        """Tell whether more may come after what is there."""
        return self.kind not in {"demo", "captured"}
