"""What the app is asked to show."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from inspector.safe import Safe, safe


@dataclass(frozen=True, slots=True)
class Source:
    """One path, several, standard input, or the made-up demo session."""

    kind: Literal["path", "paths", "stdin", "demo"]
    paths: tuple[str, ...] = ()

    @property
    def name(self) -> Safe:
        """What the header calls it: without its folders, for they say nothing new."""
        match self.kind:
            case "demo":
                return Safe("demo session")
            case "stdin":
                return Safe("standard input")
            case _:
                last = safe(self.paths[-1].rpartition("/")[2] or self.paths[-1], 80)
                more = len(self.paths) - 1
                return Safe(f"{last} (+{more} before it)") if more else last

    @property
    def path(self) -> Safe:
        """The last path as given, where there is one."""
        return safe(self.paths[-1], 400) if self.paths else Safe("")

    @property
    def absolute(self) -> Safe:
        """The last path from the root on, for a shell in another folder."""
        return safe(os.path.abspath(self.paths[-1]), 400) if self.paths else Safe("")  # noqa: PTH100  # as given

    @property
    def live(self) -> bool:
        """Tell whether more may come after what is there."""
        return self.kind != "demo"
