"""The queue between the reader and the screen."""

from __future__ import annotations

import threading

from inspector.tui.feed import Batch, Feed


def test_what_is_put_in_comes_out_in_order():
    feed = Feed(lambda _: [Batch(read=n) for n in range(5)])

    feed.run()

    assert [0, 1, 2, 3, 4] == [batch.read for batch in feed.drain()]
    assert [] == feed.drain()


def test_a_reader_waits_for_a_screen_that_is_behind():
    feed = Feed(lambda _: (Batch(read=n) for n in range(200)))
    reader = threading.Thread(target=feed.run)
    reader.start()

    seen = []
    while len(seen) < 200:
        seen += feed.drain()
    reader.join()

    assert list(range(200)) == [batch.read for batch in seen]


def test_a_reader_that_waits_ends_when_it_is_asked_to():
    feed = Feed(lambda _: (Batch(read=n) for n in range(10**9)))
    reader = threading.Thread(target=feed.run)
    reader.start()

    feed.stop.set()
    reader.join(5)

    assert not reader.is_alive()
