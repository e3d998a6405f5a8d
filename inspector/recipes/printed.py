"""Identifiers that the vendors' own pages print as examples, and what they are made of.

Each was found by guessing: `inspector.identify.examples` does it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_WERF_RUN = "2f75d020-684e-4224-9013-35e95e1b7721"
_WASP_USER = "bf3fa7a8-1c11-4f82-9542-ec1a2d28786b"


@dataclass(frozen=True, slots=True)
class Printed:
    """One of the pages' own identifiers."""

    page: str
    of: str
    """What it was made of.  It is printed here, for the page itself published it in this form."""
    beside: str | None
    """The other identifier of the page's own event; None where that event holds no other."""


PRINTED: Final[dict[str, Printed]] = {
    "b4c2d019070529344a6967d8c73d578101c6554fcdcae3d00bb93a9692523cb1": Printed(
        "werf's pages of 2022-07 to 2026-03",
        "ssh:::github.com:::22:::werf/quickstart-application.git",
        _WERF_RUN,
    ),
    "6d7e561d62b955d1": Printed(
        "Wasp's page of 2023-06",
        "/home/martin/git/wasp-lang/wasp/waspc/examples/todoApp/",
        _WASP_USER,
    ),
    "274701613078193779564259": Printed(
        "Wasp's page of 2023-06", "27470 and the time 2021-02-11T21:16:33.779564259Z", None
    ),
}
