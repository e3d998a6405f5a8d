"""Speed of the line and of the log, as a ratio to an `orjson.loads` loop over the same events.

Run it with `python -m tests.benchmarks.decode`.  All sides do the same events in interleaved
rounds of process CPU time; the medians are compared, so the ratio means the same on any machine.
`python -m tests.benchmarks.decode LINES` instead judges a log of so many lines as it is made, and
tells what the process holds meanwhile.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from inspector.audit import Inspection
from inspector.decode import Decoder
from inspector.lines import Splitter
from inspector.recall import Memory
from inspector.rules import Context
from tests.benchmarks.werf_log import Log, chunks

EVENTS = 20_000
ROUNDS = 7
CHUNK = 1 << 18
CASE = Path(__file__).parent.parent / "cases" / "werf-v2.77.1-build-events.log"


def sent_lines(count: int, seed: int = 1) -> list[bytes]:
    """Give genuine `sent event` lines with their ids and times varied."""
    chance = random.Random(seed)  # noqa: S311  # test data
    genuine = [
        line for line in CASE.read_bytes().splitlines(keepends=True) if b"sent event" in line
    ]
    lines = []
    for n in range(count):
        run = b"%08x-3b7e-4c0d-9a44-%012x" % (chance.getrandbits(32), n // 13)
        line = genuine[n % len(genuine)]
        at = line.index(b'executionID="') + 13
        lines.append(line[:at] + run + line[at + 36 :])
    return lines


def as_json(lines: list[bytes]) -> list[bytes]:
    """Give the same events as the JSON objects they stand for, one line each."""
    decoder = Decoder()
    return [
        orjson.dumps(r.content.body) for r in decoder.feed(b"".join(lines)) if r.kind == "event"
    ]  # type: ignore[union-attr]  # by kind


def load_all(lines: list[bytes]) -> None:
    for line in lines:
        orjson.loads(line)


def run(stage: Splitter | Decoder | Inspection, data: bytes) -> None:
    """Feed a stage as a file is read; what it gives is dropped, as an audit does."""
    for at in range(0, len(data), CHUNK):
        stage.feed(data[at : at + CHUNK])


def measure(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Give the median seconds of CPU time of each work over interleaved rounds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(row) for name, row in times.items()}


class Nothing(Memory):
    """A memory of nothing: what is left is the plain path."""

    def recall(self, *_: object) -> None:
        return None

    def learn(self, *_: object) -> None:
        pass


def plain() -> Inspection:
    inspection = Inspection()
    inspection._memory = Nothing((), {"event": (), "record": ()}, Context())
    return inspection


def warm(data: bytes) -> Inspection:
    """Give an inspection that has seen the parts of a log, as a followed one's soon has."""
    inspection = Inspection()
    run(inspection, data)
    return inspection


def show(title: str, lines: list[bytes]) -> None:
    data, objects = b"".join(lines), as_json(lines)
    events, seen = len(objects), warm(data)
    print(f"{title}: {len(lines)} lines, {events} events, {len(data) / len(lines):.0f} bytes a line, "
          f"{sum(map(len, objects)) / events:.0f} bytes an event as JSON")  # fmt: skip
    medians = measure({
        "orjson.loads": lambda: load_all(objects),
        "split into lines": lambda: run(Splitter(), data),
        "decode": lambda: run(Decoder(), data),
        "judge, without memory": lambda: run(plain(), data),
        "judge": lambda: run(Inspection(), data),
        "judge, all parts known": lambda: run(seen, data),
    })  # fmt: skip
    base = medians["orjson.loads"]
    for name, seconds in medians.items():
        print(f"{name:24} {seconds * 1e6 / events:8.2f} us/event {seconds * 1e6 / len(lines):8.2f} "
              f"us/line   ratio {base / seconds:6.3f}")  # fmt: skip


def resident() -> float:
    """MiB of memory that the process holds; Linux only."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / (1 << 20)


def hold(count: int) -> None:
    """Judge a log of any length, drop what is judged, and tell what is held."""
    inspection, lines, said = Inspection(), 0, time.process_time()
    print(f"{0:10,} lines {resident():8.1f} MiB")
    for chunk in chunks(count, Log()):
        before = lines // 100_000
        lines += len(inspection.feed(chunk))
        if lines // 100_000 > before:
            print(f"{lines:10,} lines {resident():8.1f} MiB {time.process_time() - said:7.1f} s")


def main() -> None:
    if len(sys.argv) > 1:
        hold(int(sys.argv[1]))
        return
    show("events", sent_lines(EVENTS))
    show("log", list(itertools.islice(Log().lines(), 2 * EVENTS)))
    show("log, images named", list(itertools.islice(Log(named=1).lines(), 2 * EVENTS)))


if __name__ == "__main__":
    main()
