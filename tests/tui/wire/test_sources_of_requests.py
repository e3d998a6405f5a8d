"""An endpoint as a source, and a log with the requests of its run: read, and on the screen."""

from __future__ import annotations

import http.client
from collections import Counter
from dataclasses import replace
from threading import Event

import pytest

from inspector.tui.feed import Batch, Told
from inspector.tui.reader import batches
from inspector.tui.source import Source
from inspector.wire.endpoint import Endpoint

SIZES = [(120, 40), (80, 24), (40, 20)]
TOKEN = "0f" * 16


class Arriving:
    """An endpoint that gives what a test puts into it, and then asks for the end."""

    port = 43117
    url = f"http://127.0.0.1:43117/{TOKEN}/v1/traces"

    def __init__(self, *takes, refused=(), stop=None):
        self._takes = list(takes)
        self._refused = list(refused)
        self.stop = stop or Event()

    @property
    def refused(self):
        return Counter(dict(self._refused[:1]))

    def take(self, _timeout=0):
        if not self._takes:
            self.stop.set()
            return []
        return self._takes.pop(0)


def read(source: Source, stop: Event | None = None) -> list[Batch]:
    return list(batches(source, stop or Event()))


def of(found: list[Batch]) -> tuple[list, list[Told]]:
    items = [item for batch in found for item in batch.items]
    told = [item for item in items if isinstance(item, Told)]
    return [item for item in items if not isinstance(item, Told)], told


def listening(*takes, **settings) -> tuple[Source, Event]:
    endpoint = Arriving(*takes, **settings)
    return Source("endpoint", endpoint=endpoint), endpoint.stop


def test_what_an_endpoint_receives_becomes_rows_and_counts(requests, sent):
    source, stop = listening(requests(sent() + sent()), [], requests(sent()))
    found = read(source, stop)
    rows, told = of(found)

    assert ["waiting", "ended"] == [one.kind for one in told]
    assert [
        "request: 2 spans",
        "CommandExited",
        "CommandExited",
        "request: 1 span",
        "CommandExited",
    ] == [row.type for row in rows]
    assert [1, 2] == [batch.requests for batch in found if batch.read]
    assert {"r1"} == {row.run for row in rows if row.carrier}


def test_credentials_are_kept_for_the_screen(requests, sent):
    source, stop = listening(requests(sent(), ("X-Key", "hunter2-hunter2")))
    rows, _ = of(read(source, stop))

    assert b"hunter2" in rows[0].raw


def test_what_is_refused_is_counted_and_shown_where_it_was_telemetry(requests, sent):
    refused = replace(requests(sent())[0], refused=413, body=b"")
    source, stop = listening([refused], [], refused=[(413, 3)])
    found = read(source, stop)
    rows, _ = of(found)

    assert ["(refused)"] == [row.type for row in rows]
    assert (0, 3) == (found[1].requests, found[1].refused)


def test_a_refusal_of_something_else_is_counted_without_a_row():
    source, stop = listening([], refused=[(404, 1)])
    found = read(source, stop)

    assert [1] == [batch.refused for batch in found if batch.refused]


async def test_a_real_endpoint_is_a_source(show):
    with Endpoint() as endpoint:
        source = Source("endpoint", endpoint=endpoint)
        stop = Event()
        feed = batches(source, stop)
        assert "waiting" == next(feed).items[0].kind
        peer = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=5)
        peer.request("POST", "/v1/traces", b"", {"Content-Type": "application/x-protobuf"})
        assert 200 == peer.getresponse().status
        peer.close()
        batch = next(feed)
        stop.set()

    assert (["request: 0 spans"], 1) == ([row.type for row in batch.items], batch.requests)


# --- on the screen ---


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_until_something_arrives_the_line_to_paste_is_shown(show, size):
    source, _ = listening()
    async with show([Batch((Told("waiting", ""),))], source=source, size=size) as app:
        url = "http://127.0.0.1:43117/v1/traces"
        lines = {
            120: [source.export],
            80: [f"export WERF_TELEMETRY_TRACE_URL={url}"],
            40: [f"u={url}", "export WERF_TELEMETRY_TRACE_URL=$u"],
        }
        shown = [line.strip() for line in app.text.splitlines()]
        assert set(lines[size[0]]) <= set(shown)
        for words in ("LOOPBACK ONLY", "WAITING", "127.0.0.1:43117"):
            assert words in app.text


async def test_what_arrived_and_what_was_refused_is_counted(show, requests, sent):
    source, stop = listening(requests(sent() + sent()), refused=[(415, 2)])
    found = [batch for batch in read(source, stop) if batch.read]
    async with show(found, source=source) as app:
        assert "received 1 request · 2 spans · 2 refused · nothing was sent on" in app.text
        assert "LIVE" in app.text
        assert ["request: 2 spans", "CommandExited", "CommandExited"] == app.types


async def test_an_endpoint_can_be_followed_filtered_and_looked_into(show, requests, sent):
    source, stop = listening(requests(sent()), requests(sent("CommandStarted", {})))
    found = [batch for batch in read(source, stop) if batch.items][:-1]
    async with show(found, source=source) as app:
        assert "FOLLOW" in app.text
        await app.press("ampersand")
        await app.type("level:violation")
        assert ["request: 1 span"] * 2 == app.types
        await app.press("v", "v", "v")
        assert "SHA-256" in app.text


# --- a log and its requests ---


@pytest.fixture
def run(tmp_path, mixed, requests) -> Source:
    path = tmp_path / "telemetry.log"
    path.write_bytes(mixed)
    return Source("captured", (str(path),), requests=requests(mixed))


def test_a_log_is_followed_by_what_was_sent_and_by_what_the_two_are(run):
    rows, told = of(read(run))

    assert ["log", "wire", "disagree", "ended"] == [one.kind for one in told]
    assert "on the wire: 5 requests" == told[1].text
    assert "log and wire: 5 identical · 1 unreadable" == told[2].text
    assert 10 + 5 + 5 == len(rows)


def test_a_log_that_was_never_written_is_told(tmp_path, requests, sent):
    source = Source("captured", (str(tmp_path / "x.log"),), requests=requests(sent()))
    rows, told = of(read(source))

    assert "the log: none was written" == told[0].text
    assert "log and wire: 0 identical · 1 only on the wire" == told[2].text
    assert 2 == len(rows)


def test_a_log_that_cannot_be_read_is_told(tmp_path):
    _, told = of(read(Source("captured", (str(tmp_path),))))

    assert ["log", "unreadable", "wire", "disagree", "ended"] == [one.kind for one in told]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_log_and_wire_stand_one_below_the_other(show, run, size):
    async with show(read(run), source=run, size=size) as app:
        titles = [kind for kind in app.types if kind.startswith(("the log", "on the", "log and"))]

        assert "log and wire: 5 identical" in app.text
        assert "the log: telemetry.log" == titles[0]
        assert "on the wire: 5 requests" == titles[1]
        assert titles[2].startswith("log and wire: 5 identical")
        assert "END" in app.text


async def test_reading_is_told_until_both_were_compared(show, run):
    async with show(read(run)[:1], source=run) as app:
        assert "reading what the command logged and sent" in app.text


# --- what the two do not agree in ---


@pytest.fixture
def odd(tmp_path, sent, requests) -> Source:
    """A log and its requests: one event differs, one was not sent, one was not logged."""
    same, lost = sent("CommandStarted", {}, seconds=1), sent("Lost", seconds=3)
    path = tmp_path / "telemetry.log"
    path.write_bytes(same + sent(seconds=2) + lost)
    wire = same + sent(seconds=2, command="werf plan") + sent("Strange", seconds=9)
    return Source("captured", (str(path),), requests=requests(wire))


def test_what_they_do_not_agree_in_is_a_finding_of_the_row(odd):
    rows, _ = of(read(odd))
    found = {
        row.type: [finding.rule for finding in row.findings if row.disagrees]
        for row in rows
        if not row.remark and (row.carrier is None or row.type == "Strange")
    }

    assert [] == found["CommandStarted"]
    assert "wire/value-differs" in found["CommandExited"]
    assert "wire/in-log-not-on-wire" in found["Lost"]
    assert "wire/on-wire-not-in-log" in found["Strange"]


async def test_the_cursor_begins_at_it_and_the_filter_keeps_it(show, odd):
    async with show(read(odd), source=odd) as app:
        assert "CommandExited 14:02:02.000" == app.chosen
        assert "wire/value-differs" in app.text
        await app.press("exclamation_mark")
        assert {"CommandExited", "Strange"} <= set(app.types)
        assert "CommandExited 14:02:02.000" == app.chosen


async def test_only_what_was_not_sent_is_begun_at_too(show, tmp_path, sent, requests):
    path = tmp_path / "telemetry.log"
    path.write_bytes(sent("CommandStarted", {}, seconds=1) + sent(seconds=2))
    source = Source("captured", (str(path),), requests=requests(sent("CommandStarted", {})))
    async with show(read(source), source=source) as app:
        assert "CommandExited 14:02:02.000" == app.chosen


async def test_a_logged_event_is_shown_as_it_was_captured(show, odd, fake):
    async with show(read(odd), source=odd, tools=fake()) as app:
        await app.press("d")
        await app.rest()
        for words in ("CAPTURED", "[captured]", "x differs", "line 2 of the log", "werf plan",
                      "line 2 of the log: NOT identical (8/9)"):  # fmt: skip
            assert words in app.text
        assert "most alike" not in app.text
        assert "NOT SENT" not in app.text


@pytest.mark.parametrize(
    "case",
    [
        ("Lost", False, "No captured request carries this event"),
        ("Strange", True, "(the log says nothing of it)"),
        ("CommandExited", True, "line 2 of the log: NOT identical (8/9)"),
        ("CommandStarted", True, "line 1 of the log: identical (9/9)"),
        ("CommandStarted", False, "line 1 of the log: identical (9/9)"),
        ("request: 1 span", False, "line 1 of the log: identical (9/9)"),
    ],
)  # fmt: skip
async def test_each_side_of_an_event_is_laid_beside_the_other(show, odd, fake, case):
    kind, carried, words = case
    async with show(read(odd), source=odd, tools=fake()) as app:
        await app.press("a")
        view = app.board.session.view
        at = view.find(-1, lambda entry: entry.type == kind and bool(entry.row.carrier) is carried)
        app.board.go(at)
        await app.press("d")
        await app.rest()

        assert words in " ".join(app.text.split())
        assert ("[captured]" in app.text) is (kind != "Lost")


async def test_a_span_of_several_is_named_by_its_place(show, requests, sent, fake):
    many = requests(sent("CommandStarted", {}) + sent())
    source, stop = listening(many)
    found = [batch for batch in read(source, stop) if batch.read]
    async with show(found, source=source, tools=fake()) as app:
        await app.press("G", "d")
        await app.rest()
        assert "span 2 of 2" in app.text
        assert "no log to compare with" in app.text
        assert "the log says nothing" not in app.text
        await app.press("v")
        assert "It was received and accepted" in app.text
        await app.press("c")
        assert "no credentials here" in app.text
