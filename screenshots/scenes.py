"""The states of the app that are pictured: for the README, and for the snapshot tests.

A scene is a source, what its reader gives, and the keys that a person presses then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

# read by Textual when it is imported
os.environ.update({"TZ": "UTC", "TEXTUAL_ANIMATIONS": "none"})
os.environ.pop("NO_COLOR", None)

from inspector.safe import Safe
from inspector.tui.app import InspectorApp, Source
from inspector.tui.feed import Batch, Feed, Told
from inspector.tui.reader import batches

SIZES = ((120, 40), (80, 24), (40, 20))
_LOG = Source("path", ("/home/jdoe/app/telemetry.log",))
_DENIED = Safe(
    "/home/jdoe/app/telemetry.log may not be read: it belongs to uid 0 with mode 0600, and you are "
    "uid 1000. Ask its owner for `chmod o+r`, or run as that owner."
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of the app."""

    source: Source
    batches: Callable[[], list[Batch]]
    keys: tuple[str, ...] = ()


def _demo() -> list[Batch]:
    return list(batches(Source("demo"), Event()))


def _news(kind: str, text: str = "") -> Callable[[], list[Batch]]:
    return lambda: [Batch((Told(kind, Safe(text)),))]


def _live() -> list[Batch]:
    return _demo()[:-1]  # without the news that it has ended


SCENES: dict[str, Scene] = {
    "session": Scene(Source("demo"), _demo),
    "raw": Scene(Source("demo"), _demo, ("v",)),
    "following": Scene(_LOG, _live),
    "waiting": Scene(_LOG, _news("waiting")),
    "empty": Scene(_LOG, _news("empty")),
    "denied": Scene(_LOG, _news("denied", _DENIED)),
    "no-match": Scene(_LOG, _live, ("ampersand", *"level:bad event:Build*", "enter")),
    "malformed": Scene(_LOG, _live, ("G", "k", "k", "enter")),
    "help": Scene(Source("demo"), _demo, ("question_mark",)),
}


async def picture(scene: Scene, size: tuple[int, int]) -> str:
    """Play a scene; gives the screen as SVG that refers to nothing outside of itself."""
    app = InspectorApp(scene.source, Feed(lambda _: scene.batches()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        app.screen.flush()
        await pilot.pause()
        await pilot.press(*scene.keys)
        await pilot.pause()
        svg = app.export_screenshot(title="telemetry-inspector", simplify=True)
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
