"""The app on made-up sources: logs in, a running app out, its screen as text or as a snapshot."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import pytest

# read by Textual when it is imported
os.environ.update({"TZ": "UTC", "TEXTUAL_ANIMATIONS": "none", "COLUMNS": "80", "LINES": "24"})

from textual import pilot as piloting
from textual.pilot import Pilot

from inspector.audit import Inspection
from inspector.cli.auditor import Auditor
from inspector.decode import Decoder
from inspector.decode.requests import to_line
from inspector.model import Request
from inspector.safe import Safe
from inspector.tui.app import InspectorApp, Source
from inspector.tui.entry import Entry
from inspector.tui.feed import Batch, Feed, Told
from inspector.tui.reporting.asked import Kept
from inspector.tui.reporting.kept import kept
from inspector.tui.rows import Row, Rows
from inspector.tui.store import Log
from inspector.tui.wire.chosen import Chosen, logged
from inspector.wire.delivery import Delivery, shown
from inspector.wire.encode import Batch as Encoded
from inspector.wire.encode import Rebuilt, rebuild
from inspector.wire.sender import Receipt

RUN = "6f1c9a52-3b7e-4c0d-9a44-71d2f0c8e615"
FRAME = "[41207][2026-10-06 14:02:{seconds:06.3f} +0300 MSK m=+0.041052043] Telemetry: "
BUILD = {"imagesCount": 2, "containerBackend": "docker", "inContainer": False}
PATH = Source("path", ("telemetry.log",))


def entry(row: Row) -> Entry:
    """What the index of a log says of its only row."""
    log = Log()
    log.add([row])
    return log.entry(0)


def all_of(rows: Iterable[Row]) -> Chosen:
    """Choose every event among rows for a dry run."""
    found = tuple(filter(logged, rows))
    return Chosen(Safe(f"everything shown: {len(found)} event{'s'[: len(found) != 1]}"), found)


def kept_of(source: Source, rows: Iterable[Row]) -> list[Kept]:
    """What a report is made of, where these rows are all that is kept."""
    log = Log()
    log.add(rows)
    return kept(source, log, range(log.first, log.end))


def quoted(text: str) -> str:
    """Quote as Go's %q does, as far as these tests need it."""
    shown = []
    for char in text:
        if char in '"\\':
            shown.append(f"\\{char}")
        elif char.isprintable():
            shown.append(char)
        elif ord(char) < 0x80:
            shown.append(f"\\x{ord(char):02x}")
        else:
            shown.append(f"\\u{ord(char):04x}")
    return f'"{"".join(shown)}"'


def _sent(
    event: str = "CommandExited",
    data: dict[str, object] | None = None,
    *,
    seconds: float = 1.0,
    command: str = "werf converge",
    run: str = RUN,
    extra: dict[str, str] | None = None,
) -> bytes:
    """One line as werf v2.70 writes it; `data` is eventData."""
    inner = {"exitCode": 0, "durationMs": 41} if data is None else data
    attributes = {"arch": "amd64", "ci": False, "extra": extra or {}, "groupChannel": "2 stable",
                  "os": "linux", "version": "v2.70.0"}  # fmt: skip
    fields = (
        f"ts={1791284531048 + int(seconds * 1000)}, executionID={quoted(run)}, "
        f'userID="{"5f" * 32}", projectID="{"c4" * 32}", command={quoted(command)}, '
        f"eventType={quoted(event)}, eventData={quoted(_json(inner))}, "
        f"attributes={quoted(_json(attributes))}, schemaVersion=2"
    )
    return f"{FRAME.format(seconds=seconds)}sent event: {fields}\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _note(text: str = "start sending event", seconds: float = 1.0) -> bytes:
    return f"{FRAME.format(seconds=seconds)}{text}\n".encode()


def _rows(log: bytes) -> tuple[Row, ...]:
    inspection, make = Inspection(), Rows()
    return tuple(make.make(one) for one in [*inspection.feed(log), *inspection.end()])


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until the loop is on time as well: Textual takes a starved process for an idle one."""
    idle = piloting.wait_for_idle

    async def waited(*limits: float) -> None:
        await idle(*limits)
        clock = asyncio.get_running_loop().time
        end = clock() + 10
        while (began := clock()) < end:
            await asyncio.sleep(0.02)
            if clock() - began < 0.03:
                break

    monkeypatch.setattr(piloting, "wait_for_idle", waited)


@pytest.fixture(scope="session")
def sent() -> Callable[..., bytes]:
    return _sent


@pytest.fixture(scope="session")
def note() -> Callable[..., bytes]:
    return _note


@pytest.fixture(scope="session")
def rows() -> Callable[[bytes], tuple[Row, ...]]:
    return _rows


@pytest.fixture(scope="session")
def mixed() -> bytes:
    """Ten records: two runs, a violation, something unreadable, and notes that are never sent."""
    return b"".join([
        _note("start trace exporter", 0.5),
        _sent("CommandStarted", {}, seconds=1),
        _note(seconds=2),
        _sent("BuildStarted", BUILD, seconds=3),
        _sent("CommandStarted", {}, seconds=4, command="werf plan", run=RUN.replace("6f", "7a")),
        _sent(data={"exitCode": 0, "durationMs": 41, "hostPath": "/home/jdoe/src"}, seconds=5),
        b"[41207][2026-10-06 14:02:06 +0300 MSK] Telemetry: sent event: ts=17912845\n",
        _sent(seconds=7, command="werf plan", run=RUN.replace("6f", "7a")),
        _note("start shutdown", 8),
        _note("shutdown complete", 9),
    ])  # fmt: skip


def _requests(log: bytes, *headers: tuple[str, str]) -> tuple[Request, ...]:
    """What werf would send for a log, received at a fixed time."""
    decoder = Decoder()
    records = [*decoder.feed(log), *decoder.end()]
    made = [batch.request(4318) for batch in rebuild(records).batches]
    return tuple(
        replace(one, headers=(*one.headers, *headers), received_at="2026-10-06T11:02:09.123Z")
        for one in made
    )


@pytest.fixture(scope="session")
def requests() -> Callable[..., tuple[Request, ...]]:
    return _requests


@pytest.fixture(scope="session")
def saved() -> Callable[..., bytes]:
    """The same as the lines of a file, or of the app's endpoint: nothing is masked."""

    def _saved(log: bytes, *headers: tuple[str, str]) -> bytes:
        return b"".join(to_line(one, secrets=True) for one in _requests(log, *headers))

    return _saved


OK = Receipt(Request("POST", "/", (), b""), 200, (("content-type", "text/x"),), b"", 0.004, None)


class Fake:
    """A wire without a socket: what is sent arrives, or else what a test says happens."""

    def __init__(self, receipts: Iterable[Receipt] = (), **settings: object) -> None:
        self.receipts = list(receipts)
        self.said = list(settings.get("advice", ()))
        self.trouble = settings.get("trouble")
        self.gate = settings.get("gate")
        """Set it to let what is being sent go on."""
        self.started = self.closed = self.sent = self.stopped = 0
        self.others = list(settings.get("others", ()))
        """Requests that other programs send."""
        self.port = 0

    def start(self) -> int:
        if isinstance(self.trouble, Exception):
            raise self.trouble
        self.started += 1
        self.port = 43117
        return 43117

    def stop(self) -> None:
        self.stopped += 1
        self.port = 0

    def captured(self) -> list[Request]:
        found, self.others = self.others, []
        return found

    def rebuild(self, records: Iterable[object]) -> Rebuilt:
        return rebuild(records)

    def shown(self, batches: Iterable[Encoded]) -> Iterable[Delivery]:
        return shown(batches, 43117)

    def delivered(self, batches: Iterable[Encoded]) -> Iterable[Delivery]:
        for one in shown(batches, 43117):
            if self.gate is not None:
                self.gate.wait(10)
            self.sent += 1
            receipt = self.receipts.pop(0) if self.receipts else OK
            export = one.export if receipt.ok else None
            events = tuple((record, receipt.ok) for record, _ in one.events)
            yield replace(one, receipt=receipt, export=export, events=events, seen="arrived")

    def advice(self) -> list[object]:
        return self.said

    def now(self) -> str:
        return "2026-10-06T11:02:09.123Z"

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def fake() -> type[Fake]:
    return Fake


def _batches(what: bytes | Iterable[Batch]) -> list[Batch]:
    if not isinstance(what, bytes):
        return list(what)
    found = _rows(what)
    runs = len({row.run for row in found} - {"-"})
    return [Batch((Told("opened", Safe("Reading.")), *found), len(what), 0, runs)]


class Shown:
    """A running app, with what a test asks of it."""

    def __init__(self, app: InspectorApp, feed: Feed, pilot: Pilot[None]) -> None:
        self.app, self.feed, self.pilot = app, feed, pilot

    @property
    def board(self):
        return self.app.screen_stack[0]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def rest(self) -> None:
        """Wait until no worker works, and show what it made."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        self.app.screen.show_state()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*text, "enter")

    async def give(self, what: bytes | Iterable[Batch]) -> None:
        for batch in _batches(what):
            self.feed.put(batch)
        self.board.flush()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """The screen as a person reads it."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in line).rstrip() for line in lines)

    @property
    def types(self) -> list[str]:
        view = self.board.session.view
        return [str(view[index].type) for index in range(len(view))]

    @property
    def chosen(self) -> str:
        row = self.board.list.row
        return f"{row.type} {row.time}" if row else ""


Show = Callable[..., AbstractAsyncContextManager[Shown]]


@pytest.fixture
def show() -> Show:
    """Run the app on a log (or batches) that is there from the beginning."""

    @asynccontextmanager
    async def _show(
        what: bytes | Iterable[Batch] = (),
        size: tuple[int, int] = (120, 40),
        source: Source = PATH,
        **settings: object,
    ) -> AsyncIterator[Shown]:
        feed = Feed(lambda _: _batches(what))
        app = InspectorApp(replace(source, auditor=Auditor), feed, **settings)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            shown = Shown(app, feed, pilot)
            shown.board.flush()
            await pilot.pause()
            yield shown

    return _show
