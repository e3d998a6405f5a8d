"""The states of the app that are pictured: for the README, and for the snapshot tests.

A scene is a source, what its reader gives, and the keys that a person presses then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event

# read by Textual when it is imported
os.environ.update({"TZ": "UTC", "TEXTUAL_ANIMATIONS": "none"})
os.environ.pop("NO_COLOR", None)

from inspector import demo
from inspector.audit import Inspection
from inspector.cli.auditor import Auditor
from inspector.decode import Decoder
from inspector.model import Record, Request
from inspector.safe import Safe
from inspector.tui import words
from inspector.tui.app import InspectorApp, Source
from inspector.tui.feed import Batch, Feed, Told
from inspector.tui.indexer import Indexer
from inspector.tui.reader import batches
from inspector.wire.delivery import Delivery, shown
from inspector.wire.encode import Batch as Encoded
from inspector.wire.encode import Rebuilt, rebuild
from inspector.wire.sender import Receipt

SIZES = ((120, 40), (80, 24), (40, 20))
_LOG = Source("path", ("/home/jdoe/app/telemetry.log",))
_WRITTEN = Path(__file__).with_name("live.log")
_DENIED = Safe(
    "/home/jdoe/app/telemetry.log may not be read: it belongs to uid 0 with mode 0600, and you are "
    "uid 1000. Ask its owner for `chmod o+r`, or run as that owner."
)
PORT = 43117


class Still:
    """A wire that stands still for a picture: a fixed port, and the same answer every time."""

    def __init__(self, *, answers: bool = True, others: Iterable[Request] = ()) -> None:
        self._answers = answers
        self._others = list(others)
        self.port = 0

    def start(self) -> int:
        """The port of the picture; nothing listens there."""
        self.port = PORT
        return PORT

    def stop(self) -> None:
        """Nothing listened there."""
        self.port = 0

    def captured(self) -> list[Request]:
        """What another program has sent, once."""
        found, self._others = self._others, []
        return found

    def rebuild(self, records: Iterable[Record]) -> Rebuilt:
        """The requests as they are."""
        return rebuild(records)

    def shown(self, batches: Iterable[Encoded]) -> Iterator[Delivery]:
        """The requests, addressed to the port."""
        return shown(batches, PORT)

    def delivered(self, batches: Iterable[Encoded]) -> Iterator[Delivery]:
        """What an endpoint answers, or that there is none."""
        headers = (("content-type", "application/x-protobuf"), ("content-length", "0"))
        for one in shown(batches, PORT):
            if self._answers:
                receipt = Receipt(one.request, 200, headers, b"", 0.004, None)
                yield replace(one, receipt=receipt, seen="arrived")
            else:
                said = Safe(f"port {PORT} did not answer in time; nothing was sent again")
                receipt = Receipt(one.request, None, (), b"", 2.0, said)
                yield replace(one, receipt=receipt, export=None, events=())

    def advice(self) -> tuple[()]:
        """No variable is set while a picture is made."""
        return ()

    def now(self) -> str:
        """The time of every picture."""
        return "2026-10-06T11:02:09.123Z"

    def close(self) -> None:
        """There is nothing to close."""


class Arrived:
    """An endpoint that has received some requests, and one that it refused."""

    port = PORT
    url = f"http://127.0.0.1:{PORT}/{'5eed' * 8}/v1/traces"

    def __init__(self, requests: list[Request], stop: Event) -> None:
        self.refused = {413: 1} if requests else {}
        self._requests = requests
        self._stop = stop

    def take(self, timeout: float | None = 0) -> list[Request]:
        """Give everything at once, and ask for the end."""
        del timeout
        self._stop.set()
        return self._requests


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of the app."""

    source: Source
    batches: Callable[[], list[Batch]]
    keys: tuple[str, ...] = ()
    answers: bool = True
    """The wire of the picture answers what is sent to it."""
    sizes: tuple[tuple[int, int], ...] = SIZES
    theme: str = "dark"
    colourless: bool = False
    ascii_mode: bool = False
    others: Callable[[], list[Request]] = list
    """What another program has sent to the endpoint."""
    lang: str = "en"
    title: str = "telemetry-inspector"


NEWS = "news"  # in the place of a key: the last batch comes only then


def _demo() -> list[Batch]:
    return list(batches(Source("demo"), Event()))


def _news(kind: str, text: str = "") -> Callable[[], list[Batch]]:
    return lambda: [Batch((Told(kind, Safe(text)),))]


def _live() -> list[Batch]:
    return _demo()[:-1]  # without the news that it has ended


def _written(ends: tuple[int, ...]) -> list[Batch]:
    """live.log in batches, each up to a line: a build, then a werf given somebody's address."""
    lines = _WRITTEN.read_bytes().splitlines(keepends=True)
    index, inspection = Indexer(), Inspection()
    texts = [b"".join(lines[start:end]) for start, end in pairwise((0, *ends))]
    return [replace(index.batch(inspection.feed(one), inspection), read=len(one)) for one in texts]


def _sent(count: int | None = None) -> list[Request]:
    """What werf would have sent during the demo session."""
    decoder = Decoder()
    records = [*decoder.feed(demo.session()), *decoder.end()]
    made = [batch.request(PORT) for batch in rebuild(records).batches]
    return [replace(one, received_at="2026-10-06T11:02:09.123Z") for one in made[:count]]


_ENDPOINT = Source("endpoint", endpoint=Arrived([], Event()))
_LOG_FILE = str(Path(demo.__file__).with_name("session.log"))
_CAPTURED = Source("captured", (_LOG_FILE,), requests=tuple(_sent()))


def _received() -> list[Batch]:
    stop, refused = Event(), replace(_sent(1)[0], refused=413, body=b"")
    endpoint = Arrived([*_sent(6), refused], stop)
    return list(batches(Source("endpoint", endpoint=endpoint), stop))[:-1]


def _captured() -> list[Batch]:
    return list(batches(_CAPTURED, Event()))


SCENES: dict[str, Scene] = {
    "session": Scene(Source("demo"), _demo),
    "timeline": Scene(_LOG, _live, (*"gm", *"jjjjzzz")),
    "times": Scene(_LOG, _live, (*"gii",)),
    "raw": Scene(Source("demo"), _demo, ("v", "v")),
    "json": Scene(Source("demo"), _demo, ("v",)),
    "otlp": Scene(Source("demo"), _demo, (*"vvvv",)),
    "otlp-captured": Scene(_CAPTURED, _captured, ("G", "k", *"vvvv")),
    "following": Scene(_LOG, _live),
    "waiting": Scene(_LOG, _news("waiting")),
    "empty": Scene(_LOG, _news("empty")),
    "denied": Scene(_LOG, _news("denied", _DENIED)),
    "no-match": Scene(_LOG, _live, ("ampersand", *"level:bad event:Build*", "enter")),
    "malformed": Scene(_LOG, _live, ("G", "k", "k", "enter")),
    "help": Scene(Source("demo"), _demo, ("question_mark",)),
    "runs": Scene(Source("demo"), _demo, ("2",)),
    "runs-chart": Scene(_LOG, _live, ("2", "g", "tab")),
    "runs-empty": Scene(_LOG, _news("empty"), ("2",)),
    "fields": Scene(Source("demo"), _demo, ("3",)),
    "fields-values": Scene(Source("demo"), _demo, ("3", "g", "enter")),
    "fields-accept": Scene(Source("demo"), _demo, ("3", "g", "enter", "A")),
    "report": Scene(Source("demo"), _demo, ("5",)),
    "report-text": Scene(Source("demo"), _demo, ("5", "p")),
    "report-values": Scene(Source("demo"), _demo, ("5", "e", "e")),
    "report-empty": Scene(_LOG, _news("empty"), ("5",)),
    "wire-rebuilt": Scene(Source("demo"), _demo, ("d",)),
    "wire-sent": Scene(Source("demo"), _demo, ("d", "s")),
    "wire-failed": Scene(Source("demo"), _demo, ("d", "s"), answers=False),
    "wire-stopped": Scene(Source("demo"), _demo, ("d", "K")),
    "wire-matched": Scene(Source("demo"), _demo, ("d",), others=_sent),
    "wire-nothing": Scene(_LOG, _news("empty"), ("4",)),
    "wire-proof": Scene(Source("demo"), _demo, ("d", "s", "S")),
    "wire-menu": Scene(Source("demo"), _demo, ("D",)),
    "wire-captured": Scene(_CAPTURED, _captured, ("G", "k", "d")),
    "endpoint-waiting": Scene(_ENDPOINT, _news("waiting")),
    "endpoint-received": Scene(_ENDPOINT, _received, ("g",)),
    "log-and-wire": Scene(_CAPTURED, _captured, ("G",)),
    "light": Scene(Source("demo"), _demo, sizes=SIZES[:2], theme="light"),
    "light-runs": Scene(Source("demo"), _demo, ("2",), sizes=SIZES[:1], theme="light"),
    "light-fields": Scene(Source("demo"), _demo, ("3",), sizes=SIZES[:1], theme="light"),
    "light-wire": Scene(Source("demo"), _demo, ("d", "s"), sizes=SIZES[:1], theme="light"),
    "light-report": Scene(Source("demo"), _demo, ("5",), sizes=SIZES[:1], theme="light"),
    "high-contrast": Scene(Source("demo"), _demo, sizes=SIZES[:2], theme="high-contrast"),
    "terminal": Scene(Source("demo"), _demo, sizes=SIZES[1:2], theme="terminal"),
    "no-color": Scene(_LOG, _live, ("k",), sizes=SIZES[1:2], colourless=True),
    "russian": Scene(Source("demo"), _demo, lang="ru"),
    "russian-help": Scene(Source("demo"), _demo, ("question_mark",), sizes=SIZES[1:2], lang="ru"),
    "russian-runs": Scene(Source("demo"), _demo, ("2",), sizes=SIZES[1:2], lang="ru"),
    "russian-fields": Scene(Source("demo"), _demo, ("3",), sizes=SIZES[1:2], lang="ru"),
    "russian-wire": Scene(Source("demo"), _demo, ("d", "s"), sizes=SIZES[1:2], lang="ru"),
    "russian-waiting": Scene(_LOG, _news("waiting"), sizes=SIZES[1:], lang="ru"),
    "ascii": Scene(_LOG, _live, ("k", "colon"), sizes=SIZES[1:2], ascii_mode=True),
}

_LIVE: tuple[tuple[tuple[int, ...], tuple[str, ...], str], ...] = (  # lines, keys, what happens
    ((), (), "waiting for the log of werf"),
    ((7,), (), "werf build writes it: events appear"),
    ((26,), (), "a run has ended: its bracket is closed"),
    ((30,), (), "!  the next run sends an address of mail"),
    ((35,), (), "!  and so does all that follows"),
    ((35,), ("e",), "e  goes to the first of them: what, why, the page, and what switches it off"),
    ((35, 38), ("e", NEWS), "what is new is counted meanwhile"),
    ((35, 38), ("e", NEWS, "f"), "f  follows again"),
)
FILM = tuple(f"live-{number}" for number in range(1, len(_LIVE) + 1))
SCENES |= {
    name: Scene(
        _LOG,
        partial(_written, ends) if ends else _news("waiting"),
        keys,
        sizes=((120, 32),),
        title=title,
    )
    for name, (ends, keys, title) in zip(FILM, _LIVE, strict=True)
}


async def picture(scene: Scene, size: tuple[int, int]) -> str:
    """Play a scene; gives the screen as SVG that refers to nothing outside of itself."""
    words.choose(scene.lang)
    try:
        return await _played(scene, size)
    finally:
        words.choose("en")


async def _played(scene: Scene, size: tuple[int, int]) -> str:
    still = Still(answers=scene.answers, others=scene.others())
    given = scene.batches()
    news = [given.pop()] if NEWS in scene.keys else []
    feed = Feed(lambda _: given)
    app = InspectorApp(
        replace(scene.source, auditor=Auditor),
        feed,
        tools=still,
        colourless=scene.colourless,
        ascii_mode=scene.ascii_mode,
    )
    app.theme = scene.theme
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        app.screen.flush()
        await pilot.pause()
        for key in scene.keys:
            if key == NEWS:
                feed.put(news.pop())
                app.screen.flush()
            else:
                await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            if hasattr(app.screen, "show_state"):  # the worker's last word, without its timer
                app.screen.show_state()
                await pilot.pause()
        svg = app.export_screenshot(title=scene.title, simplify=True)
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
